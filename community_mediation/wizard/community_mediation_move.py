from odoo import api, fields, models

from odoo.addons.community_service.models.base.community_dialog_mixin import ends_dialog


class CommunityMediationMove(models.TransientModel):
    """Asks for what a move of a mediation case needs: a reason, a consent, the legal ways."""

    _name = "community.mediation.move"
    _description = "Move of a Mediation Case"
    _inherit = ["community.dialog.mixin"]

    kind = fields.Selection(
        [
            ("accept", "Accept"),
            ("decline", "Do not accept"),
            ("extend", "Extend with consent"),
            ("fail", "End without agreement"),
            ("break", "Agreement is not performed"),
            ("police", "Report to the police"),
        ],
        required=True,
        readonly=True,
    )
    case_id = fields.Many2one("community.mediation.case", required=True, readonly=True)
    date = fields.Date("On", default=fields.Date.context_today)
    is_rights_told = fields.Boolean("Both sides were told their rights and duties")
    conflict_note = fields.Text(related="case_id.conflict_note")
    reason = fields.Text()
    days = fields.Integer("Days to add", default=15)
    is_consent_one = fields.Boolean("The first side consents")
    is_consent_two = fields.Boolean("The second side consents")
    legal_ways = fields.Text(compute="_compute_legal_ways", store=True, readonly=False)

    @api.depends("kind")
    def _compute_legal_ways(self):
        text = self.env._(
            "Arbitration where the law provides for it, an application to the competent authority, "
            "or a suit at the people's court."
        )
        for move in self:
            move.legal_ways = move.legal_ways or (text if move.kind == "fail" else False)

    @ends_dialog
    def action_apply(self):
        """Make the move.

        :raises UserError: naming what is missing, or when the state forbids it
        """
        self.ensure_one()
        case = self.case_id
        case.check_access("write")
        if self.kind == "accept":
            case._accept(self.date, self.is_rights_told)
        elif self.kind == "decline":
            case._decline(self.reason)
        elif self.kind == "extend":
            case._extend(self.date, self.days, self.is_consent_one, self.is_consent_two)
        elif self.kind == "fail":
            case._fail(self.reason, self.legal_ways)
        elif self.kind == "break":
            case._break(self.reason)
        else:
            case._report_to_police(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
