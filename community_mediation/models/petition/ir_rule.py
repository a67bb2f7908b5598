from odoo import api, models
from odoo.fields import Domain


# The counters of the register of petitions: a number that moves tells of an accusation.
class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _community_domain(self, model_name):
        path = {"ir.sequence": "code", "ir.sequence.date_range": "sequence_id.code"}.get(model_name)
        if path:
            return Domain(path, "not =like", "community.petition%")
        return super()._community_domain(model_name)
