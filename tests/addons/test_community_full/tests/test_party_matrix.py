from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .access_case import ROLES
from .matrix_case import MatrixCase

PARTY_ROLES = ("branch", "officer", "treasurer", "manager")


@tagged("post_install", "-at_install", "community", "community_rights")
class TestPartyMatrix(MatrixCase):
    """The Party file: its own roles, and that nobody of the service sees any of it."""

    addon = "community_party"
    table = "matrix_party.csv"
    roles = (*(f"party_{role}" for role in PARTY_ROLES), *ROLES)
    exporter = "party_manager"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        export = cls.env.ref("base.group_allow_export")
        for role in PARTY_ROLES:
            user = new_test_user(
                cls.env, login=f"party_{role}", groups=f"community_party.group_party_{role}"
            )
            user.group_ids = [Command.link(export.id)]
            cls.users[f"party_{role}"] = user

    def column(self, row, role, scope):
        if role in ROLES:
            return "others"
        role = role.removeprefix("party_")
        if role == "branch":
            is_own = scope == "own" or row["shared"] != "no"
            return "branch_own" if is_own else "branch_other"
        return role
