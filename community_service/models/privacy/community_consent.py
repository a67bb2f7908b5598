from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.trusted import said


class CommunityConsent(models.Model):
    """A separate consent of a person for one purpose: by whom, when, how (PIPL art. 14, 29).

    It is withdrawn at any time, as easily as it was given (art. 15 and 16): the record stays, and
    what rests on it stops, see :meth:`_end_reliance`. What was done before stays lawful.
    """

    _name = "community.consent"
    _description = "Consent"
    _inherit = ["community.privacy.actor.mixin"]
    _order = "date desc, id desc"
    _rec_names_search = ["resident_id.name"]

    purpose = fields.Selection(
        [
            ("sensitive", "Use of sensitive data"),
            ("child", "Data of a child under fourteen"),
            ("example", "A good example is told"),
            ("publication", "Publication with the name"),
            ("picture", "Pictures and recordings"),
            ("sharing", "Passing on to another office"),
        ],
        "Agreed to",
        required=True,
        default="sensitive",
        index=True,
    )
    scope = fields.Char(
        "Of what exactly", required=True, help="Which data, for what, told to whom."
    )
    notice_id = fields.Many2one(
        "community.privacy.notice",
        "Notice given before",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The edition that was read to or by the person.",
    )
    date = fields.Date("Consent of", required=True, default=fields.Date.context_today)
    way = fields.Selection(
        [
            ("paper", "Signed paper"),
            ("electronic", "Signed on a screen"),
            ("oral", "Said before a witness"),
            ("noted", "As noted in the matter itself"),
        ],
        "Given by way of",
        required=True,
        default="paper",
    )
    witness = fields.Char(help="Who heard what was said.")
    kept_at = fields.Char("Where the paper lies")
    user_id = fields.Many2one(
        "res.users",
        "Recorded by",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        domain=[("share", "=", False)],
    )
    state = fields.Selection(
        [("given", "Valid"), ("withdrawn", "Withdrawn")],
        default="given",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_withdrawn = fields.Date("Consent ends on", copy=False)
    withdrawn_note = fields.Char("Who withdrew it, how", copy=False)
    request_ids = fields.One2many(
        "community.request", "consent_id", "Good examples told", readonly=True
    )

    _check_withdrawn = models.Constraint(
        "CHECK (state <> 'withdrawn' OR date_withdrawn IS NOT NULL AND date_withdrawn >= date)",
        "A consent is withdrawn on the day on which it was given, or later.",
    )

    @api.depends("resident_id", "purpose", "date")
    def _compute_display_name(self):
        labels = dict(self._fields["purpose"]._description_selection(self.env))
        for consent in self:
            # sudo: whoever reads a consent reads whose it is.
            parts = (consent.resident_id.sudo().name, labels.get(consent.purpose))
            consent.display_name = " · ".join(filter(None, parts))

    @api.constrains("way", "witness")
    def _check_witness(self):
        for consent in self:
            if consent.way == "oral" and not (consent.witness or "").strip():
                raise UserError(
                    self.env._(
                        "%(consent)s: what was only said has a witness. Enter who heard it, or let "
                        "the person sign.",
                        consent=consent.display_name,
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields() | {"resident_id"}
        if self.state == "withdrawn":
            return settled | self._all_fields_but()
        return settled | ({"purpose", "date"} if self.request_ids else set())

    def _settled_sentence(self, name):
        return self.env._(
            "%(consent)s stays as it was given on %(date)s: withdraw it where it does not hold, "
            "and record another one.",
            consent=self.display_name,
            date=self.date,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_within_term(self):
        for consent in self if not said(self.env, "community_past_term") else ():
            raise UserError(
                self.env._(
                    "%(consent)s: a consent is kept as the proof that it was given. Withdraw it "
                    "instead.",
                    consent=consent.display_name,
                )
            )

    # what holds on a day

    @api.model
    def _valid_on(self, resident, purposes, day):
        """Return the consents of a person for some of these purposes that held on a day.

        :param resident: the person
        :param purposes: keys of ``purpose``
        :param date day: the day; on the day of the withdrawal it holds no more
        """
        return self.search(
            [
                ("resident_id", "=", resident.id),
                ("purpose", "in", list(purposes)),
                ("date", "<=", day),
                "|",
                ("state", "=", "given"),
                ("date_withdrawn", ">", day),
            ]
        )

    # the way back

    def action_withdraw(self):
        """Withdraw consents, on the day entered or today, and stop what rests on them.

        :raises UserError: when they are withdrawn already, or the day lies before they were given
            or in the future
        """
        self.check_access("write")
        self._check_state("given")
        today = fields.Date.context_today(self)
        for consent in self:
            day = consent.date_withdrawn or today
            if not consent.date <= day <= today:
                raise UserError(
                    self.env._(
                        "%(consent)s: %(day)s lies before the consent of %(date)s or in the "
                        "future. Correct the day on which it ends.",
                        consent=consent.display_name,
                        day=day,
                        date=consent.date,
                    )
                )
            note = (consent.withdrawn_note or "").strip() or consent._speaker()
            consent._set_closed(state="withdrawn", date_withdrawn=day, withdrawn_note=note)
        self._end_reliance()

    def _end_reliance(self):
        """Stop what rests on these withdrawn consents; each part does its own with ``super()``."""
        # sudo: the law stops it, whoever may write the other record.
        for request in self.sudo().request_ids.filtered("is_published"):
            request._set_closed(is_published=False)
