from odoo import api, fields, models
from odoo.exceptions import UserError

# PIPL art. 56: the report of an assessment is kept for three years at least.
YEARS_KEPT = 3


class CommunityPrivacyAssessment(models.Model):
    """What was weighed up before personal data are used in a way that may harm (PIPL art. 55, 56).

    Three things are answered: whether purpose and way are lawful, fair and needed; what the effect
    on people is; whether the safeguards fit the risk. It is kept for three years at least and made
    anew on the day that it names.
    """

    _name = "community.privacy.assessment"
    _description = "Impact Assessment"
    _inherit = [
        "community.guarded.mixin",
        "community.assigned.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Use assessed", required=True)
    occasion = fields.Selection(
        [
            ("sensitive", "Sensitive data are used"),
            ("automated", "A program decides about people"),
            ("sharing", "Data are passed on, entrusted or published"),
            ("abroad", "Data go abroad"),
            ("other", "Another use with a great effect on people"),
        ],
        "Why it is assessed",
        required=True,
        default="sensitive",
    )
    notice_id = fields.Many2one(
        "community.privacy.notice",
        "Form concerned",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    match_id = fields.Many2one(
        "community.match",
        "List concerned",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    date = fields.Date("Assessed on", required=True, default=fields.Date.context_today)
    lawful = fields.Text("Lawful, fair and needed?")
    risks = fields.Text("Effect on people, and risks")
    safeguards = fields.Text("Do the safeguards fit the risk?")
    result = fields.Selection(
        [
            ("yes", "It may go ahead"),
            ("with", "It may go ahead with the measures named"),
            ("no", "It does not go ahead"),
        ],
        "Result of the assessment",
        copy=False,
    )
    date_next = fields.Date("To be assessed again on", copy=False)
    date_kept = fields.Date("Kept at least until", compute="_compute_date_kept", store=True)
    user_id = fields.Many2one(
        "res.users",
        "Assessed by",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        domain=[("share", "=", False)],
    )
    state = fields.Selection(
        [("draft", "Being weighed up"), ("done", "Assessment made")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    renewal_of_id = fields.Many2one(
        "community.privacy.assessment",
        "Follows on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_renewed = fields.Boolean("Made anew", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    @api.depends("date")
    def _compute_date_kept(self):
        for one in self:
            one.date_kept = one.date and fields.Date.add(one.date, years=YEARS_KEPT)

    @api.constrains("date", "date_next")
    def _check_days(self):
        self._check_not_future("date")
        for one in self:
            if one.date_next and one.date_next <= one.date:
                raise UserError(
                    self.env._(
                        "“%(use)s” is assessed again on %(next)s, which is not after %(date)s. "
                        "Correct the day.",
                        use=one.name,
                        next=one.date_next,
                        date=one.date,
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.state == "done":
            settled |= self._all_fields_but("date_next", "user_id")
        return settled

    def _settled_sentence(self, name):
        return self.env._(
            "“%(use)s” stays as it was assessed on %(date)s: assess it again instead.",
            use=self.name,
            date=self.date,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_past_term(self):
        today = fields.Date.context_today(self)
        for one in self:
            if one.state == "done" and one.date_kept >= today:
                raise UserError(
                    self.env._(
                        "“%(use)s”: an assessment is kept for three years at least, this one until "
                        "%(date)s (PIPL art. 56).",
                        use=one.name,
                        date=one.date_kept,
                    )
                )

    def action_finish(self):
        """Store assessments whose three questions are answered and that have a finding.

        :raises UserError: while one of these is missing
        """
        self.check_access("write")
        self._check_state("draft")
        for one in self:
            one._check_filled("lawful", "risks", "safeguards", "result")
        self._set_closed(state="done")
        # sudo: that the one before is followed is the program's to note.
        self.sudo().renewal_of_id._set_closed(is_renewed=True)

    def action_renew(self):
        """Open the assessment that follows on this one, begun on the first call."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("done")
        new = self.search([("renewal_of_id", "=", self.id)], limit=1)
        if not new:
            new = self.copy({"date": fields.Date.context_today(self), "user_id": self.env.uid})
            new._set_closed(renewal_of_id=self.id)
        return {
            "type": "ir.actions.act_window",
            "name": new.name,
            "res_model": self._name,
            "res_id": new.id,
            "views": [(False, "form")],
        }
