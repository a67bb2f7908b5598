from odoo.fields import Command
from odoo.tests import new_test_user

from .access_case import AccessCase

MORE_ROLES = {
    "party_branch": "community_party.group_party_branch",
    "party_officer": "community_party.group_party_officer",
    "party_treasurer": "community_party.group_party_treasurer",
    "party_manager": "community_party.group_party_manager",
    "mediator": "community_mediation.group_mediation_mediator",
    "coordinator": "community_mediation.group_mediation_coordinator",
    "petition_officer": "community_mediation.group_petition_officer",
    "administrator": "base.group_system",
}


# The staff of the second community, each as able as those of the first.
STAFF_THERE = ("manager", "party_manager", "coordinator", "petition_officer")


class AllRolesCase(AccessCase):
    """A user of every role of every addon, the administrator of the database among them.

    Those who run a second community are roles as well, with the name of theirs and ``_there``.

    A walk counts its attempts by :meth:`count` and prints them by :meth:`report`, so that a walk
    that tried nothing shows.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        export = cls.env.ref("base.group_allow_export")
        for role, group in MORE_ROLES.items():
            user = new_test_user(cls.env, login=f"walk_{role}", groups=group, tz="Asia/Shanghai")
            user.group_ids = [Command.link(export.id)]
            cls.users[role] = user
        cls.users["other_grid_worker"] = cls.worker2
        there = cls.places["company"].company
        for role in STAFF_THERE:
            user = new_test_user(
                cls.env,
                login=f"walk_{role}_there",
                groups=MORE_ROLES.get(role, "community_service.group_community_manager"),
                tz="Asia/Shanghai",
                company_id=there.id,
                company_ids=[Command.set(there.ids)],
            )
            user.group_ids = [Command.link(export.id)]
            cls.users[f"{role}_there"] = user

    def as_role(self, record, role):
        """Return ``record`` as a client of this role sees it: own company, nothing in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        user = self.users[role]
        company = user.company_id if role.endswith("_there") else self.env.company
        return record.sudo(False).with_user(user).with_context(allowed_company_ids=company.ids)
