from odoo import api, models

ROLES = ("mediation_mediator", "mediation_coordinator", "petition_officer", "petition_above")


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _community_groups(self):
        return super()._community_groups() + [f"community_mediation.group_{x}" for x in ROLES]
