from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestWalkList(CommunityCase):
    """A walk on paper and the screen on which it is entered have one order: that of the walk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env["community.visit"])
        rooms = ("1002", "201", "101", "1001")
        cls.homes = cls.env["community.household"].browse(
            [cls.make_household(room=room).id for room in rooms]
        )
        cls.visits = cls.env["community.visit"].create(
            [
                {"household_id": home.id, "date": "2026-12-01", "user_id": cls.worker.id}
                for home in cls.homes
            ]
        )

    def print_page(self, paper, records):
        report = self.env["ir.actions.report"].with_user(self.worker)
        name = f"community_service.report_{paper}"
        return report._render_qweb_html(name, records.ids)[0].decode()

    def test_paper_and_screen_have_the_same_order(self):
        """Room 201 comes before room 1001 on both, whatever the order of planning was."""
        rows = [row[1] for page in self.visits._paper_walk() for row in page]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_visit_action_walk"
        )
        view = self.env["community.visit"].get_view(action["views"][0][0], "list")["arch"]
        self.assertIn('default_order="household_id, date, id"', view)
        shown = self.env["community.visit"].search(
            [("id", "in", self.visits.ids)], order="household_id, date, id"
        )
        self.assertEqual(rows, shown.household_id.mapped("address"))
        ends = [address.rpartition("楼")[2] for address in rows]
        self.assertEqual(ends, ["101", "201", "1001", "1002"])
        page = self.print_page("walk_list", self.visits)
        places = [page.index(address) for address in rows]
        self.assertEqual(places, sorted(places))

    def test_lines_are_entered_one_below_the_other(self):
        """What the list may change makes a visit: day, state, people met and what was said."""
        visit = self.visits[0].with_user(self.worker)
        visit.write({"date": self.today, "state": "done", "situation": "家里都好"})
        self.assertEqual(visit.state, "done")
        self.assertEqual(self.homes[0].last_visit_date, self.today)
        with self.assertRaisesRegex(UserError, "still to be made"):
            self.print_page("walk_list", visit)
        page = self.print_page("visit_record", visit)
        for word in ("家里都好", visit.household_id.address, "Signature of the person visited"):
            self.assertIn(word, page)

    def test_a_record_needs_what_was_said(self):
        """A visit that is planned has no record, and one without a word cannot be signed."""
        visit = self.visits[1].with_user(self.worker)
        with self.assertRaisesRegex(UserError, "that was made"):
            self.print_page("visit_record", visit)
        visit.write({"date": self.today, "state": "done"})
        with self.assertRaisesRegex(UserError, "it lacks: How it went"):
            self.print_page("visit_record", visit)
