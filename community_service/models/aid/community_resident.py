from odoo import models


class CommunityResident(models.Model):
    _name = "community.resident"
    _inherit = ["community.resident", "community.aid.counter"]
