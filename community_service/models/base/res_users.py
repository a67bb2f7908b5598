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

    @api.model
    def _community_homes(self):
        """Return what opens first for whom: (rank, external id of a group, that of an action).

        Of the groups that a user has the lowest rank decides; each domain and addon adds its own.
        Nothing is written to users: whoever chooses a home of their own has that one.
        """
        return []

    def _community_home(self):
        """Return the id of the action that opens first for this user, False: Odoo's own choice."""
        self.ensure_one()
        for _rank, group, action in sorted(self._community_homes()):
            if self.has_group(group):
                return self.env.ref(action).id
        return False

    def _next_step_help(self, help_message, is_by_grid):
        """Return what an empty list of ours tells this user.

        :param str help_message: what it tells everybody
        :param bool is_by_grid: whether its records are seen by grids
        """
        return help_message

    def _community_roles(self):
        """Return the external ids of our groups that make up this user's work, sorted.

        A group that comes with another one is no work of its own, unless it was given besides that
        for another kind of work: who keeps a branch is no grid worker, who was made both is both.
        """
        self.ensure_one()
        names = self.env["res.groups"]._community_groups()
        held = {name: self.env.ref(name).sudo() for name in names if self.has_group(name)}
        given = self.sudo().group_ids
        return sorted(
            name
            for name, group in held.items()
            if not any(
                group in other.all_implied_ids - other
                and (group not in given or group.privilege_id == other.privilege_id)
                for other in held.values()
            )
        )

    def _on_webclient_bootstrap(self):
        """Let nobody who works here be greeted by Odoo's chat robot, if there is one."""
        if "odoobot_state" in self._fields:
            new = self.filtered(lambda user: user.odoobot_state in (False, "not_initialized"))
            members = self.env["res.groups"]._community_members(new) if new else ()
            # sudo: the state is closed to its user; what it says is that the robot stays silent.
            new.sudo().browse({user_id for _group, user_id in members}).odoobot_state = "disabled"
        return super()._on_webclient_bootstrap()

    def _at_work(self, groups, company):
        """Return those of these users who work in a community now, in their order.

        :param groups: external ids; one of them is enough
        :param company: the community; empty: any
        """
        return self.filtered(
            lambda user: (
                user.active
                and not user.share
                and (not company or company in user.company_ids)
                and any(user.has_group(group) for group in groups)
            )
        )

    def _may_open(self, record):
        """Tell whether this user works here and may read a record, whoever asks.

        The communities that the caller has switched on are not the user's own.
        """
        self.ensure_one()
        own = record.with_user(self).with_context(allowed_company_ids=self.company_ids.ids)
        return self.active and own.has_access("read")

    @api.model
    def _all_at_work(self, group, company):
        """Return all users of a group who work in a community, those first who came first.

        Whoever is away today comes last.
        """
        members = self.env.ref(group).sudo().all_user_ids
        members = members._at_work([group], company).sorted("id")
        away = self.browse([user.id for user in self._absences(company)])
        return (members - away) | (members & away)

    @api.model
    def _absences(self, company):
        """Return {user who is away today: user who stands in}; a hook that is empty here.

        :param company: the community; empty: any
        """
        return {}

    def _here_instead(self, company):
        """Return who is here today of these users, in their order.

        In the place of somebody away stands whoever stands in, also for somebody who stands in and
        is away as well. Those who stand in for one another, all of them away, are left out.

        :param company: the community; empty: any
        """
        absences = self._absences(company)
        found = self.browse()
        for user in self:
            seen = {user}
            while user in absences and absences[user] not in seen:
                user = absences[user]
                seen.add(user)
            if user not in absences:
                found |= user
        return found

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["res.groups"]._log_community_members(set(), users)
        users._follow_the_day()
        return users

    def write(self, vals):
        if "group_ids" not in vals:
            result = super().write(vals)
        else:
            Groups = self.env["res.groups"]
            before = Groups._community_members(self)
            result = super().write(vals)
            Groups._log_community_members(before, self)
        if {"group_ids", "tz"} & vals.keys():
            self._follow_the_day()
        return result

    def _follow_the_day(self):
        """Let users who joined live in the day of the community; an installation changes nobody."""
        if self.env.registry.ready:
            self._live_in_the_day_of_the_community()

    def _live_in_the_day_of_the_community(self):
        """Give those of these users who work here and have no time zone that of their community.

        Without one, Odoo counts the day of London: before eight in the morning everything entered
        would bear the day before.
        """
        # sudo: whoever may change groups of users need not read what stands on their contacts.
        placeless = self.sudo().filtered(lambda user: not user.tz)
        if placeless:
            members = self.env["res.groups"]._community_members(placeless)
            for user in placeless.browse({user_id for _group, user_id in members}):
                user.tz = user.company_id._community_tz()
