from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestHouseholdPapers(CommunityCase):
    """Card and registration form of a home: who lives there today, and nothing closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.make_id_number()
        cls.home = cls.make_household(
            members=(
                {"name": "张小明", "role": "head", "id_number_input": cls.number},
                {"name": "李丽", "role": "spouse"},
            )
        )

    def print_page(self, paper, home=None):
        report = self.env["ir.actions.report"].with_user(self.worker)
        name = f"community_service.report_{paper}"
        return report._render_qweb_html(name, (home or self.home).ids)[0].decode()

    def test_card_and_form_name_the_people_of_today(self):
        """The head comes first, whole numbers stay in the program, who left stands no more."""
        left = self.make_resident(self.home, name="王离开")
        left.residency_ids.date_to = "2026-01-31"
        for paper in ("household_card", "household_registration"):
            with self.subTest(paper=paper):
                page = self.print_page(paper)
                self.assertLess(page.index("张小明"), page.index("李丽"))
                self.assertIn(self.number[-4:], page)
                self.assertNotIn(self.number, page)
                self.assertNotIn("王离开", page)

    def test_a_card_needs_people(self):
        """A home in which nobody lives has no card; the form to register somebody is printed."""
        self.home.residency_ids.date_to = "2026-01-31"
        with self.assertRaisesRegex(UserError, "in which somebody lives"):
            self.print_page("household_card")
        self.assertIn(self.home.address, self.print_page("household_registration"))

    def test_prints_are_logged(self):
        """The paper leaves a line for the home, as any fact of a file that is told."""
        Log = self.env["community.access.log"]
        domain = [("kind", "=", "print"), ("res_id", "=", self.home.id)]
        before = Log.search_count(domain)
        self.print_page("household_card")
        self.assertEqual(Log.search_count(domain), before + 1)
