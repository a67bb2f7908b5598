from odoo import api, models

from ..base.res_groups import ROLES

ROOT = "community_mediation.community_mediation_menu_root"


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def _community_roots(self):
        return [*super()._community_roots(), ROOT]

    @api.model
    def _community_everyday(self):
        # The app is short: whatever a role sees of it is for every day.
        menus = self.env.ref(ROOT).child_id
        names = list(menus._get_menuitems_xmlids().values())
        groups = [f"community_mediation.group_{role}" for role in ROLES]
        return {**super()._community_everyday(), **dict.fromkeys(groups, names)}
