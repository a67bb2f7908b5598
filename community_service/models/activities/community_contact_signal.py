from odoo import fields, models


class CommunityContactSignal(models.Model):
    _inherit = "community.contact.signal"

    kind = fields.Selection(
        selection_add=[("absence", "Did not come")], ondelete={"absence": "cascade"}
    )
