from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CommunityPartyFundAudit(models.Model):
    """The audit of a closed year of a fund: who looked, at what, and what was found."""

    _name = "community.party.fund.audit"
    _description = "Audit of a Party Fund"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "year_id"
    _rec_names_search = ["auditor", "fund_id.name"]
    _check_company_auto = True

    year_id = fields.Many2one(
        "community.party.fund.year",
        "Audited year",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "closed")],
    )
    fund_id = fields.Many2one(related="year_id.fund_id", store=True, precompute=True, index=True)
    organization_id = fields.Many2one(
        related="fund_id.organization_id", store=True, precompute=True
    )
    date = fields.Date("Audited on", required=True, default=fields.Date.context_today)
    auditor = fields.Char("Audited by", required=True, help="The body or the people who looked.")
    summary = fields.Text("Opinion of the auditors")
    state = fields.Selection(
        [("draft", "Under way"), ("done", "Finished")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    finding_ids = fields.One2many("community.party.fund.finding", "audit_id", "Findings")
    finding_count = fields.Integer("Number of findings", compute="_compute_findings", store=True)
    open_count = fields.Integer("Findings not remedied", compute="_compute_findings", store=True)

    @api.depends("finding_ids.date_done")
    def _compute_findings(self):
        for audit in self:
            audit.finding_count = len(audit.finding_ids)
            audit.open_count = len(audit.finding_ids.filtered(lambda line: not line.date_done))

    @api.constrains("year_id", "date")
    def _check_closed(self):
        self._check_not_future("date")
        for audit in self:
            if audit.year_id.state != "closed":
                raise ValidationError(
                    self.env._(
                        "%(year)s is not closed: what is still posted to it would not be audited. "
                        "Close the year first.",
                        year=audit.year_id.display_name,
                    )
                )

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but("finding_ids")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for audit in self.filtered(lambda audit: audit.state == "done"):
            raise UserError(audit._settled_sentence("state"))

    def action_finish(self):
        """Finish the audit; from then on only the remedy of its findings is entered.

        :raises UserError: finished already, or without an opinion
        """
        self.check_access("write")
        for audit in self:
            audit._check_state("draft")
            if not (audit.summary or "").strip():
                raise UserError(
                    self.env._(
                        "The audit of %(year)s has no opinion: enter what the auditors say, then "
                        "finish it.",
                        year=audit.year_id.display_name,
                    )
                )
            audit._set_closed(state="done")
