from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestTimeline(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(
            [{"name": "王强", "role": "head", "date_from": "2021-03-04"}]
        )
        cls.env["community.visit"].create(
            {
                "household_id": cls.household.id,
                "date": "2024-05-06",
                "state": "done",
                "situation": "一切都好",
                "user_id": cls.worker.id,
            }
        )
        cls.env["community.category.line"].create(
            {
                "category_id": cls.env.ref("community_service.community_category_veteran").id,
                "resident_id": cls.household.head_id.id,
                "date_from": "2022-01-01",
                "date_to": "2023-01-01",
            }
        )

    def test_newest_first(self):
        """Visits, categories and moves stand in the household's history, newest first, as far as
        asked.
        """
        entries = self.household.with_user(self.worker).timeline()
        self.assertEqual(
            [(entry["date"], entry["kind"]) for entry in entries],
            [
                ("2024-05-06", "visit"),
                ("2023-01-01", "category"),
                ("2022-01-01", "category"),
                ("2021-03-04", "move"),
            ],
        )
        self.assertEqual(entries[0]["text"], "一切都好")
        self.assertEqual(len(self.household.timeline(limit=2)), 2)

    def test_other_grid_sees_nothing(self):
        with self.assertRaises(AccessError):
            self.household.with_user(self.worker2).timeline()

    def test_queries_do_not_grow(self):
        household = self.household.with_user(self.worker)
        household.timeline()

        def queries():
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            household.timeline()
            return self.env.cr.sql_log_count - start

        few = queries()
        self.env["community.visit"].create(
            [
                {
                    "household_id": self.household.id,
                    "date": f"2024-06-{day:02d}",
                    "state": "done",
                    "user_id": self.worker.id,
                }
                for day in range(1, 20)
            ]
        )
        self.env.flush_all()
        self.assertEqual(queries(), few)
