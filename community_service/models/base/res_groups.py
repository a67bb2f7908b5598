from odoo import api, models

MEMBER_FIELDS = {"user_ids", "implied_ids", "implied_by_ids"}


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _community_groups(self):
        """Return the external ids of the groups whose members are logged; addons add theirs."""
        return [
            f"community_service.group_community_{role}"
            for role in ("grid_worker", "officer", "manager", "auditor", "administrator")
        ]

    @api.model
    def _community_members(self, users=None):
        """Return the set of (group's external id, user id) of all logged groups.

        :param users: only these users; everybody when left out
        """
        # Whoever changes groups is noted, whatever they may read themselves.
        names = {
            group.id: name
            for name in self._community_groups()
            if (group := self.env.ref(name, raise_if_not_found=False))
        }
        domain = [("all_group_ids", "in", list(names))]
        if users is not None:
            domain.append(("id", "in", users.ids))
        members = self.env["res.users"].sudo().with_context(active_test=False).search(domain)
        return {
            (names[group_id], user.id)
            for user in members
            for group_id in user.all_group_ids.ids
            if group_id in names
        }

    @api.model
    def _log_community_members(self, before, users=None):
        """Log who joined or left one of our groups since ``before`` was taken."""
        after = self._community_members(users)
        Log, Users = self.env["community.access.log"], self.env["res.users"]
        Users.browse({user_id for _name, user_id in after})._follow_the_day()
        for sign, changes in (("+", after - before), ("-", before - after)):
            for name in sorted({name for name, _user_id in changes}):
                ids = sorted(user_id for group, user_id in changes if group == name)
                Log._log("group", Users.browse(ids), description=f"{sign} {name}")

    @api.model_create_multi
    def create(self, vals_list):
        if not any(MEMBER_FIELDS & vals.keys() for vals in vals_list):
            return super().create(vals_list)
        before = self._community_members()
        groups = super().create(vals_list)
        self._log_community_members(before)
        return groups

    def write(self, vals):
        if not MEMBER_FIELDS & vals.keys():
            return super().write(vals)
        before = self._community_members()
        result = super().write(vals)
        self._log_community_members(before)
        return result

    def unlink(self):
        before = self._community_members()
        result = super().unlink()
        self._log_community_members(before)
        return result
