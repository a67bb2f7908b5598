from odoo import api, fields, models
from odoo.exceptions import UserError

TEXTS = (
    "name",
    "purpose",
    "data_kinds",
    "sensitive_kinds",
    "recipients",
    "legal_basis",
    "basis_text",
    "keeping",
    "rights",
    "needs_consent",
)


class CommunityPrivacyNotice(models.Model):
    """What people are told before a form is filled in (PIPL art. 17, 30 and 35): an edition a row.

    Who was told by an earlier edition was told what it said: from the day after its first one an
    edition is not rewritten, and another text is an edition of its own. A record goes by the notice
    of its day, see :meth:`_notice_on`.
    """

    _name = "community.privacy.notice"
    _description = "Notice on Personal Data"
    _inherit = ["community.dated.mixin", "community.record.mixin"]
    _order = "sequence, code, valid_from, id"

    name = fields.Char("Title", required=True, translate=True)
    code = fields.Selection(
        [
            ("register", "Register of residents"),
            ("visit", "Visits"),
            ("request", "Requests"),
            ("aid", "Social assistance"),
            ("caring", "Caring station"),
            ("volunteer", "Volunteers"),
            ("activity", "Training, activities and work"),
        ],
        "Form it is for",
        required=True,
        help="The records and papers for which it is given.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    purpose = fields.Text("What for", required=True, translate=True)
    data_kinds = fields.Text("Which data", required=True, translate=True)
    sensitive_kinds = fields.Text(
        "Sensitive among them",
        translate=True,
        help="Health, disability, finance, faith, children under fourteen (PIPL art. 28).",
    )
    recipients = fields.Text("Who receives them", translate=True)
    legal_basis = fields.Selection(
        [
            ("duty", "Duty or task under law"),
            ("consent", "The person's consent"),
            ("contract", "Agreement with the person"),
            ("emergency", "Emergency of life, health or property"),
        ],
        "Lawful ground",
        required=True,
        default="consent",
        help="What makes the use lawful (PIPL art. 13).",
    )
    basis_text = fields.Char("Law and article", translate=True)
    keeping = fields.Text("How long", required=True, translate=True)
    rights = fields.Text("What people may ask for", required=True, translate=True)
    contact = fields.Char("Where to ask", help="Empty: the phone of the community.")
    is_for_homes = fields.Boolean(
        "In the notice of a home", default=True, help="Printed for whoever lives here."
    )
    needs_consent = fields.Boolean(
        "Asks for a separate consent", help="PIPL art. 25, 29 and 31: besides the notice itself."
    )

    _edition_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(valid_from, '-infinity'::date))",
        "This form has a notice from this day already: edit that one.",
    )

    @api.depends("name", "valid_from")
    def _compute_display_name(self):
        for notice in self:
            day = notice._paper_day(notice.valid_from)
            notice.display_name = f"{notice.name} ({day})" if day else notice.name

    # editions

    def _is_told(self):
        """Tell whether this edition may have been given to somebody on an earlier day."""
        self.ensure_one()
        born = fields.Datetime.context_timestamp(self, self.create_date).date()
        return max(self._since(), born) < fields.Date.context_today(self)

    def _settled_fields(self):
        settled = super()._settled_fields() | {"code"}
        return settled | {*TEXTS, "valid_from"} if self._is_told() else settled

    def _settled_sentence(self, name):
        if name not in {*TEXTS, "valid_from", "code"}:
            return super()._settled_sentence(name)
        return self.env._(
            "“%(notice)s” has been given to people and stays as they read it: press “New Edition” "
            "and write there what holds from today.",
            notice=self.display_name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        for notice in self:
            if notice._is_told():
                raise UserError(notice._settled_sentence("name"))

    def action_new_edition(self):
        """Open the edition of today of this notice, made from this one where there is none.

        :raises AccessError: to whoever may not edit the notice
        """
        self.ensure_one()
        edition = self._new_edition({})
        return {
            "type": "ir.actions.act_window",
            "name": edition.display_name,
            "res_model": self._name,
            "res_id": edition.id,
            "views": [(False, "form")],
        }

    def _own_of(self, company):
        """Return a community's own notice; a new one holds from today.

        What its people were told until now was the shared text.
        """
        today = fields.Date.context_today(self)
        held = self._edition_on(today, company)
        if held.company_id == company:
            return held
        self._check_may_make_own()
        return self.copy({"company_id": company.id, "code": self.code, "valid_from": today})

    # what a form and a paper say

    @api.model
    def _notice_on(self, code, company, day=None):
        """Return the notice of a form by which a community went on a day, or nothing.

        :param str code: the form
        :param company: the community
        :param date day: the day of the record; without one, today
        """
        # sudo: what everybody is told is no secret to whoever prints the paper.
        return self.sudo()._in_use(company, [("code", "=", code)], day)[:1]

    @api.model
    def _notices_on(self, company, day=None, domain=()):
        """Return the notices of all forms by which a community went on a day, in their order."""
        # sudo: as above.
        return self.sudo()._in_use(company, domain, day)

    def _foot_text(self):
        """Return what the foot of a paper says, sentence by sentence as the language parts them."""
        chinese = (self.env.lang or "").startswith("zh")
        said = (self.purpose, self.recipients, self.keeping, self.rights)
        text = ("" if chinese else " ").join(one.strip() for one in said if one)
        if not self.basis_text:
            return text
        return f"{text}（{self.basis_text}）" if chinese else f"{text} ({self.basis_text})"

    def _where_to_ask(self, company):
        """Return where people of a community ask: the notice's own words, or its phone."""
        return (self.contact or "").strip() or company.phone or company.name
