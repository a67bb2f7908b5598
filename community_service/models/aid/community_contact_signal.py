from odoo import fields, models


class CommunityContactSignal(models.Model):
    _inherit = "community.contact.signal"

    kind = fields.Selection(
        selection_add=[("aid", "Aid not collected"), ("letter", "A letter came back")],
        ondelete={"aid": "cascade", "letter": "cascade"},
    )
