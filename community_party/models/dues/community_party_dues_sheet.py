from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.community_service.tools.said_day import said_month

from .community_party_member import PAYING_STAGES, PAYING_STATUS


class CommunityPartyDuesSheet(models.Model):
    """A branch or group that pays its dues in one go: who has paid, and how much.

    Every member who pays gets a payment and a receipt number of their own, as if each had been
    entered alone (中组发〔2008〕3号 art. 12); what cannot be posted says so in its line, and the
    others go on.
    """

    _name = "community.party.dues.sheet"
    _description = "Sheet of Dues"
    _inherit = ["community.party.scoped.mixin"]
    _order = "month desc, id desc"
    _rec_name = "organization_id"
    _check_company_auto = True

    month = fields.Date(
        "Up to month",
        required=True,
        index=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="Each member pays what is open up to this month; a later month is paid ahead.",
    )
    date = fields.Date("Paid on", required=True, default=fields.Date.context_today)
    method = fields.Selection(
        selection=lambda self: (
            self.env["community.party.dues.payment"]
            ._fields["method"]
            ._description_selection(self.env)
        ),
        default="cash",
    )
    override_reason = fields.Char(
        "Reason for the exception", help="Needed beyond the months that rule allows."
    )
    cancel_reason = fields.Char("Reason for taking receipts back")
    line_ids = fields.One2many("community.party.dues.sheet.line", "sheet_id", "Members")
    currency_id = fields.Many2one(related="company_id.currency_id")
    member_count = fields.Integer("On the sheet", compute="_compute_counts")
    ticked_count = fields.Integer("Ticked", compute="_compute_counts")
    ticked_amount = fields.Monetary("To be taken", compute="_compute_counts")
    paid_count = fields.Integer("Have paid", compute="_compute_counts")
    paid_amount = fields.Monetary("Taken", compute="_compute_counts")
    refused_count = fields.Integer("Not posted", compute="_compute_counts")

    _month_uniq = models.UniqueIndex(
        "(organization_id, month)", "This organisation has a sheet for that month: open that one."
    )

    @api.depends(
        "line_ids.state", "line_ids.is_ticked", "line_ids.paid_amount", "line_ids.amount", "month"
    )
    def _compute_counts(self):
        for sheet in self:
            lines = sheet.line_ids
            paid = lines.filtered(lambda line: line.state == "paid")
            ticked = (lines - paid).filtered("is_ticked")
            sheet.member_count = len(lines)
            sheet.ticked_count = len(ticked)
            sheet.ticked_amount = sum(line.amount or line.open_amount for line in ticked)
            sheet.paid_count = len(paid)
            sheet.paid_amount = sum(paid.mapped("paid_amount"))
            sheet.refused_count = len(lines.filtered(lambda line: line.state == "refused"))

    @api.depends("organization_id.name", "month")
    def _compute_display_name(self):
        for sheet in self:
            month = sheet.month and said_month(self.env.lang, sheet.month)
            sheet.display_name = f"{sheet.organization_id.name or ''} {month or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        sheets = super().create([self._whole_month(vals) for vals in vals_list])
        sheets._fill()
        return sheets

    def write(self, vals):
        return super().write(self._whole_month(vals))

    @api.model
    def _whole_month(self, vals):
        if not vals.get("month"):
            return vals
        return vals | {"month": fields.Date.to_date(vals["month"]).replace(day=1)}

    def _settled_fields(self):
        settled = super()._settled_fields() | {"organization_id"}
        return settled | {"month"} if self.line_ids.payment_id else settled

    def _settled_sentence(self, name):
        return self.env._(
            "The sheet %(sheet)s has its members by now: make another one for another organisation "
            "or month.",
            sheet=self.display_name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        for sheet in self:
            if sheet.line_ids.payment_id:
                raise UserError(
                    self.env._(
                        "Receipts were issued by the sheet %(sheet)s: it stays.",
                        sheet=sheet.display_name,
                    )
                )

    @api.model
    def action_collect(self):
        """Open this month's sheet of the organisation that the current user keeps.

        Who keeps none, or several, chooses one.

        :return: dict, the action
        """
        self.check_access("create")
        today = fields.Date.context_today(self)
        month = today.replace(day=1)
        # sudo: what somebody keeps is no secret to themselves; whether they may make a sheet for it
        # is asked below.
        kept = (
            self.env["community.party.officer"]
            .sudo()
            .search(
                Domain("user_id", "=", self.env.uid)
                & Domain("date_from", "<=", today)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
                & Domain("organization_id.company_id", "=", self.env.company.id)
            )
        )
        organization = kept.organization_id.sudo(False)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_party.community_party_dues_sheet_action"
        )
        form = {"views": [(False, "form")], "view_mode": "form"}
        if len(organization) != 1:
            return action | form
        here = [("organization_id", "=", organization.id), ("month", "=", month)]
        sheet = self.search(here, limit=1) or self.create({"organization_id": organization.id})
        return action | form | {"res_id": sheet.id}

    def _fill(self):
        """Put on each sheet who owes dues in its organisation and below, and is not on it yet."""
        today = fields.Date.context_today(self)
        for sheet in self:
            # With the rights of the user: who may not see a member does not collect there.
            members = self.env["community.party.member"].search(
                [
                    ("organization_id", "child_of", sheet.organization_id.id),
                    ("stage", "in", PAYING_STAGES),
                    "|",
                    ("status", "in", PAYING_STATUS),
                    ("dues_ids.state", "=", "unpaid"),
                ],
                order="name, id",
            )
            new = members - sheet.line_ids.member_id
            # sudo: lines are made by the program alone, for members whom the user sees.
            sheet.env["community.party.dues.sheet.line"].sudo().create(
                [{"sheet_id": sheet.id, "member_id": member.id} for member in new]
            )
            first = today.replace(day=1)
            dues = self.env["community.party.dues"].with_company(sheet.company_id)
            if not self.env["community.party.dues.year"]._is_closed(first, sheet.company_id):
                dues._settle(first, sheet.line_ids.member_id)

    def action_fill(self):
        """Add members who came since, and bring what is open up to date."""
        self.check_access("write")
        self._fill()

    def action_tick_all(self):
        """Tick everybody who owes something and has not paid yet."""
        self.check_access("write")
        lines = self.line_ids.filtered(lambda line: line.state != "paid" and line.open_amount > 0)
        lines.is_ticked = True

    def action_untick_all(self):
        """Take all ticks away."""
        self.check_access("write")
        self.line_ids.filtered(lambda line: line.state != "paid").is_ticked = False

    def action_post(self):
        """Post a payment with its own receipt for every ticked member; each line says how it went.

        :raises UserError: nobody is ticked
        """
        self.check_access("write")
        for sheet in self:
            lines = sheet.line_ids.filtered(lambda line: line.is_ticked and line.state != "paid")
            if not lines:
                raise UserError(
                    self.env._(
                        "%(sheet)s: nobody is ticked who has not paid yet. Tick who has paid.",
                        sheet=sheet.display_name,
                    )
                )
            for line in lines:
                line._post()

    def action_take_back(self):
        """Cancel all receipts of the sheet with the reason that is entered on it.

        :raises UserError: no reason is given, or a receipt cannot be cancelled
        """
        self.check_access("write")
        for sheet in self:
            sheet.line_ids.filtered(lambda line: line.state == "paid").action_take_back()
