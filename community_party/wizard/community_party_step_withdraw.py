from odoo import fields, models

from odoo.addons.community_service.models.base.community_dialog_mixin import ends_dialog


class CommunityPartyStepWithdraw(models.TransientModel):
    """Asks why a recorded step is taken back."""

    _name = "community.party.step.withdraw"
    _description = "Withdrawal of a Step"
    _inherit = ["community.dialog.mixin"]

    record_id = fields.Many2one(
        "community.party.step.record", "Step", required=True, ondelete="cascade"
    )
    reason = fields.Text(required=True)

    @ends_dialog
    def action_withdraw(self):
        """Withdraw the step; it is due again.

        :raises UserError: while a later step builds on it
        """
        self.ensure_one()
        self.record_id.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
