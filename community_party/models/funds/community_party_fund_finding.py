from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyFundFinding(models.Model):
    """What an audit found, and how and until when it is put right."""

    _name = "community.party.fund.finding"
    _description = "Finding of a Fund Audit"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date_due, id"
    _check_company_auto = True

    audit_id = fields.Many2one(
        "community.party.fund.audit", required=True, index=True, ondelete="cascade"
    )
    organization_id = fields.Many2one(
        related="audit_id.organization_id", store=True, precompute=True
    )
    name = fields.Char("Finding", required=True)
    remedy = fields.Char("How it is put right")
    user_id = fields.Many2one("res.users", "Put right by", domain=[("share", "=", False)])
    date_due = fields.Date("To be put right by", required=True)
    date_done = fields.Date("Put right on")

    @api.constrains("date_done", "remedy")
    def _check_remedy(self):
        self._check_not_future("date_done")
        for finding in self:
            if finding.date_done and not (finding.remedy or "").strip():
                raise UserError(
                    self.env._(
                        "“%(finding)s” was put right on %(date)s: say how.",
                        finding=finding.name,
                        date=finding.date_done,
                    )
                )

    def _settled_fields(self):
        if self.audit_id.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | {"audit_id", "name"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for finding in self.filtered(lambda finding: finding.audit_id.state == "done"):
            raise UserError(finding._settled_sentence("name"))
