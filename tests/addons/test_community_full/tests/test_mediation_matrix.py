from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .access_case import ROLES
from .matrix_case import MatrixCase

MEDIATION_ROLES = {
    "mediator": "mediation_mediator",
    "coordinator": "mediation_coordinator",
    "petition_officer": "petition_officer",
    "petition_above": "petition_above",
}
# Whoever works in a grid hands disputes and petitions over; the files stay closed to them.
HANDED_OVER = ("community.mediation.start", "community.petition.intake")
# Counts that a manager of the service reads without the files.
COUNTED = ("community.mediation.work",)
GRID_WORKERS = ("grid_worker", "officer", "manager")


@tagged("post_install", "-at_install", "community", "community_rights")
class TestMediationMatrix(MatrixCase):
    """Mediation and petition files: their own roles, and that nobody of the service sees them."""

    addon = "community_mediation"
    table = "matrix_mediation.csv"
    roles = (*MEDIATION_ROLES, *ROLES)
    exporter = "coordinator"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        export = cls.env.ref("base.group_allow_export")
        for login, group in MEDIATION_ROLES.items():
            user = new_test_user(cls.env, login=login, groups=f"community_mediation.group_{group}")
            user.group_ids = [Command.link(export.id)]
            cls.users[login] = user

    def column(self, row, role, scope):
        if role in GRID_WORKERS and row["model"] in HANDED_OVER:
            return "mediator_own"
        if role == "manager" and row["model"] in COUNTED:
            return "coordinator"
        if role in ROLES:
            return "others"
        if role == "mediator":
            is_own = scope == "own" or row["shared"] != "no"
            return "mediator_own" if is_own else "mediator_other"
        return role
