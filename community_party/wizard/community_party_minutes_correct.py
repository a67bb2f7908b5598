from odoo import api, fields, models

from odoo.addons.community_service.models.base.community_dialog_mixin import ends_dialog


class CommunityPartyMinutesCorrect(models.TransientModel):
    """Corrects the minutes of a meeting; the wording before and the reason stay on record."""

    _name = "community.party.minutes.correct"
    _description = "Correct Minutes"
    _inherit = ["community.dialog.mixin"]

    activity_id = fields.Many2one("community.activity", "Meeting", required=True)
    text = fields.Text(
        "Minutes", compute="_compute_text", store=True, readonly=False, precompute=True
    )
    reason = fields.Char("Why")

    @api.depends("activity_id")
    def _compute_text(self):
        for wizard in self:
            wizard.text = wizard.text or wizard.activity_id.minutes

    @ends_dialog
    def action_apply(self):
        """Correct the minutes.

        :raises AccessError: for whoever did not attend
        :raises UserError: without a text or a reason, or when the minutes are signed
        """
        self.ensure_one()
        self.activity_id.check_access("read")
        self.activity_id._correct_minutes(self.text, self.reason)
        return {"type": "ir.actions.act_window_close"}
