from odoo import api, fields, models
from odoo.exceptions import UserError

ORIGINS = ("award_id", "request_id", "activity_id")


class CommunityPartyPublicity(models.Model):
    """Something told to the public: subject, channel, day, reach, and the record it comes from.

    Whoever is named has consented before (Personal Information Protection Law, art. 25).
    """

    _name = "community.party.publicity"
    _description = "Publicity Item"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Subject", required=True, tracking=True)
    kind = fields.Selection(
        [("case", "Case text"), ("news", "News"), ("experience", "Good experience")],
        default="news",
        required=True,
        index=True,
    )
    text = fields.Text()
    channel = fields.Selection(
        [
            ("board", "Board in the community"),
            ("meeting", "Meeting"),
            ("paper", "Newspaper"),
            ("broadcast", "Radio or television"),
            ("site", "Web page"),
            ("account", "Public account"),
            ("other", "Other way"),
        ],
        "Published by way of",
    )
    date = fields.Date("Published on", copy=False, index="btree_not_null")
    link = fields.Char(copy=False)
    reach = fields.Integer("People reached", copy=False)
    names_person = fields.Boolean("Names a person")
    consent_by = fields.Char("Who consented, how", copy=False)
    date_consent = fields.Date("Consent given on", copy=False)
    state = fields.Selection(
        [("draft", "Being written"), ("published", "Published"), ("withdrawn", "Withdrawn")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    withdraw_reason = fields.Char("Why it was withdrawn", copy=False, tracking=True)
    award_id = fields.Many2one(
        "community.party.award",
        "From the award",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    request_id = fields.Many2one(
        "community.request",
        "From the request",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    activity_id = fields.Many2one(
        "community.activity",
        "From the activity",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    doubt = fields.Char("To look at", compute="_compute_doubt")

    _check_reach = models.Constraint(
        "CHECK (reach IS NULL OR reach >= 0)", "People reached are counted from 0."
    )

    @api.depends("state", "award_id.state", "request_id.is_exemplary")
    def _compute_doubt(self):
        for item in self:
            # sudo: only whether the record that it tells of still stands.
            award, request = item.award_id.sudo(), item.request_id.sudo()
            told = item.state == "published"
            if told and award and award.state != "granted":
                item.doubt = self.env._("The award it tells of was revoked.")
            elif told and request and not request.is_exemplary:
                item.doubt = self.env._("The request it tells of is no example any more.")
            else:
                item.doubt = False

    @api.constrains("date", "date_consent")
    def _check_days(self):
        self._check_not_future("date", "date_consent")

    @api.constrains(*ORIGINS)
    def _check_origin(self):
        for item in self:
            if sum(bool(item[name]) for name in ORIGINS) > 1:
                raise UserError(
                    self.env._(
                        "“%(item)s” comes from one record: an award, a request or an activity. "
                        "Take the others away.",
                        item=item.name,
                    )
                )

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but("reach", "link", "withdraw_reason")

    def _settled_sentence(self, name):
        return self.env._(
            "“%(item)s” was published on %(date)s and is not rewritten. Withdraw it with a reason "
            "and write a new one.",
            item=self.name,
            date=self.date,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        for item in self:
            if item.state != "draft":
                raise UserError(item._settled_sentence("name"))

    def action_publish(self):
        """Note that items were published.

        :raises UserError: without text, channel or day; without the consent of whoever is named;
            from an award that is not granted
        """
        self.check_access("write")
        self._check_state("draft")
        for item in self:
            item._check_filled("text", "channel", "date")
            # As in the service: whose matter it was consents, with or without a name.
            asks = item.names_person or item.request_id
            if asks:
                item._check_filled("consent_by", "date_consent")
            if asks and item.date_consent > item.date:
                raise UserError(
                    self.env._(
                        "“%(item)s”: consent of %(consent)s comes after the publication of "
                        "%(date)s. Nobody is named before they consent: correct the days.",
                        item=item.name,
                        consent=item.date_consent,
                        date=item.date,
                    )
                )
            # sudo: only whether the award still stands, whoever reads it.
            if item.award_id and item.award_id.sudo().state != "granted":
                raise UserError(
                    self.env._(
                        "“%(item)s”: the award it tells of is not granted. Take it away, or wait "
                        "for the decision.",
                        item=item.name,
                    )
                )
        self._set_closed(state="published")
        return True

    def action_withdraw(self):
        """Withdraw published items with the reason written on them; the record stays.

        :raises UserError: without a reason
        """
        self.check_access("write")
        self._check_state("published")
        for item in self:
            if not (item.withdraw_reason or "").strip():
                raise UserError(
                    self.env._(
                        "“%(item)s”: write why it is withdrawn, then withdraw it.", item=item.name
                    )
                )
        self._set_closed(state="withdrawn")
        return True

    @api.model
    def _case_of(self, record, link, values):
        """Return the action that opens the case text of a record; it is made on the first call.

        :param record: the exemplary record
        :param str link: the field here that names it
        :param dict values: subject, text, organisation and whether a person is named
        """
        item = self.search(
            [(link, "=", record.id), ("kind", "=", "case"), ("state", "!=", "withdrawn")], limit=1
        )
        item = item or self.create({**values, link: record.id, "kind": "case"})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": item.id,
            "views": [(False, "form")],
        }
