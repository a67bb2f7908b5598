from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _is_community_auditor_only(self):
        """Tell whether the current user reads files as an auditor and works on none of them."""
        user = self.env.user
        return user.has_group("community_service.group_community_auditor") and not user.has_group(
            "community_service.group_community_grid_worker"
        )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["res.groups"]._log_community_members(set(), users)
        return users

    def write(self, vals):
        if "group_ids" not in vals:
            return super().write(vals)
        Groups = self.env["res.groups"]
        before = Groups._community_members(self)
        result = super().write(vals)
        Groups._log_community_members(before, self)
        return result
