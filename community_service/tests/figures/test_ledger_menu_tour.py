from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


class LedgerTourCase(CommunityCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_household()
        cls.second = cls.make_household(members=[{"name": "李丽", "role": "head"}])

    def assert_exported(self, user, households):
        """Each home of the list, and its head, whom a column names, has one row in the log."""
        entries = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("user_id", "=", user.id)]
        )
        taken = sorted((entry.model, entry.res_id, entry.count) for entry in entries)
        records = [*households, *households.head_id]
        self.assertEqual(taken, sorted((record._name, record.id, 1) for record in records))


@tagged("post_install", "-at_install", "community", "community_tour")
class TestLedgerMenuTour(LedgerTourCase):
    def test_print_menu_on_the_desk(self):
        """The ticked household goes into the ledger, and the export into the log."""
        self.start_tour("/odoo/households", "community_ledger_desk", login="officer")
        self.assert_exported(self.officer, self.first)


@tagged("post_install", "-at_install", "community", "community_tour")
class TestLedgerMenuPhoneTour(LedgerTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_gear_menu_on_a_phone(self):
        """Phones have no selection: the list as it is filtered goes into the ledger."""
        self.start_tour("/odoo/households", "community_ledger_phone", login="worker")
        self.assert_exported(self.worker, self.first | self.second)
