from odoo import api, fields, models


class CommunityParameter(models.Model):
    _inherit = "community.parameter"

    owner = fields.Selection(
        selection_add=[("party", "Party building")], ondelete={"party": "cascade"}
    )

    @api.model
    def _owner_groups(self):
        return super()._owner_groups() | {"party": "community_party.group_party_manager"}
