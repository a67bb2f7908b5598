from odoo.fields import Command

from odoo.addons.community_service.tests.common import CommunityCase, make_users


class PartyCase(CommunityCase):
    """A general branch with two branches, a user per role, and members made in one line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        prefix = "community_party.group_party"
        (
            cls.branch_user,
            cls.branch_user2,
            cls.party_officer,
            cls.treasurer,
            cls.party_manager,
        ) = make_users(
            cls.env,
            {
                "party_branch": f"{prefix}_branch",
                "party_branch2": f"{prefix}_branch",
                "party_officer": f"{prefix}_officer",
                "party_treasurer": f"{prefix}_treasurer",
                "party_manager": f"{prefix}_manager",
            },
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
