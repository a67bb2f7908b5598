from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.community_service.tests.common import CommunityCase


class PartyCase(CommunityCase):
    """A general branch with two branches, a user per role, and members made in one line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        prefix = "community_party.group_party"
        cls.branch_user, cls.branch_user2, cls.party_officer, cls.treasurer, cls.party_manager = (
            new_test_user(cls.env, login=login, groups=f"{prefix}_{role}", tz="Asia/Shanghai")
            for login, role in (
                ("party_branch", "branch"),
                ("party_branch2", "branch"),
                ("party_officer", "officer"),
                ("party_treasurer", "treasurer"),
                ("party_manager", "manager"),
            )
        )
        Organization = cls.env["community.party.organization"]
        cls.general_branch = Organization.create(
            {"name": "东河社区党总支", "kind": "general_branch"}
        )
        cls.branch, cls.branch2 = Organization.create(
            [
                {
                    "name": name,
                    "kind": "branch",
                    "parent_id": cls.general_branch.id,
                    "officer_line_ids": [
                        Command.create({"user_id": user.id, "date_from": "2020-01-01"})
                    ],
                }
                for name, user in (
                    ("第一党支部", cls.branch_user),
                    ("第二党支部", cls.branch_user2),
                )
            ]
        )

    @classmethod
    def make_member(cls, name="赵党员", organization=None, **values):
        """Create a full member of the first branch, or what ``values`` say instead."""
        partner = cls.env["res.partner"].create({"name": name})
        return cls.env["community.party.member"].create(
            {
                "partner_id": partner.id,
                "organization_id": (organization or cls.branch).id,
                "date_probation": "2010-06-10",
                "date_full": "2011-06-10",
                **values,
            }
        )
