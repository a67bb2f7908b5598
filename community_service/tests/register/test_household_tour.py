from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestHouseholdTour(CommunityCase, HttpCase):
    def test_household_operations(self):
        """Move in and undo in one tap, then change the head."""
        home = self.make_household(
            [{"name": "王强", "role": "head"}, {"name": "赵敏", "role": "spouse"}]
        )
        self.start_tour(
            f"/odoo/households/{home.id}", "community_household_operations", login="worker"
        )
        operations = self.env["community.household.operation"].search(
            [("household_id", "=", home.id)], order="id"
        )
        self.assertEqual(
            [(operation.kind, operation.state) for operation in operations],
            [("move_in", "undone"), ("change_head", "done")],
        )
        self.assertEqual(home.head_id.name, "赵敏")
