from odoo import api, fields, models


class CommunityPartyAppraisalCount(models.TransientModel):
    """Asks for the counting code and opens the box.

    The code must never lie in the database: it is no stored field, and the box is opened while the
    dialog is created, when the code is at hand.
    """

    _name = "community.party.appraisal.count"
    _description = "Count of the Ballots"

    appraisal_id = fields.Many2one("community.party.appraisal", required=True, ondelete="cascade")
    code = fields.Char("Counting code", store=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Open the box of each appraisal with the code that came with it.

        :raises UserError: for a wrong code or too few ballots
        """
        self.check_access("create")
        codes = [vals.get("code") for vals in vals_list]
        dialogs = super().create(
            [{key: vals[key] for key in vals if key != "code"} for vals in vals_list]
        )
        for dialog, code in zip(dialogs, codes, strict=True):
            dialog.appraisal_id._count(code)
        return dialogs

    def action_count(self):
        """Close the dialog; the box was opened when it was saved."""
        self.check_access("read")
        return {"type": "ir.actions.client", "tag": "soft_reload"}
