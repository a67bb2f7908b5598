from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


class LedgerTourCase(CommunityCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_household()
        cls.make_household(members=[{"name": "李丽", "role": "head"}])

    def exports(self, user):
        return self.env["community.access.log"].search(
            [("kind", "=", "export"), ("user_id", "=", user.id)]
        )


@tagged("post_install", "-at_install", "community", "community_tour")
class TestLedgerMenuTour(LedgerTourCase):
    def test_print_menu_on_the_desk(self):
        """The ticked household goes into the ledger, and the export into the log."""
        self.start_tour("/odoo/households", "community_ledger_desk", login="officer")
        self.assertEqual(self.exports(self.officer).mapped("count"), [1])


@tagged("post_install", "-at_install", "community", "community_tour")
class TestLedgerMenuPhoneTour(LedgerTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_gear_menu_on_a_phone(self):
        """Phones have no selection: the list as it is filtered goes into the ledger."""
        self.start_tour("/odoo/households", "community_ledger_phone", login="worker")
        self.assertEqual(self.exports(self.worker).mapped("count"), [2])
