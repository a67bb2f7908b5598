from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from ..common import CommunityCase

REF = "community_service.community_category_"


@tagged("post_install", "-at_install", "community")
class TestDerivedCategories(CommunityCase):
    def category(self, code):
        return self.env.ref(REF + code)

    def years_ago(self, years, days=0):
        return fields.Date.context_today(self.env.user) - relativedelta(years=years, days=days)

    def test_elderly_person_alone(self):
        """Who stays behind alone at 75 is in the category at once, and out of it when company
        returns.
        """
        household = self.make_household(
            [
                {"name": "王奶奶", "role": "head", "birth_date": self.years_ago(75)},
                {"name": "王小", "role": "grandchild", "birth_date": self.years_ago(20)},
            ]
        )
        alone = self.category("elderly_alone")
        self.assertNotIn(alone, household.category_ids)
        grandchild = household.residency_ids.filtered(lambda line: line.role == "grandchild")
        grandchild.write(
            {"date_to": fields.Date.context_today(self.env.user), "end_reason": "move_out"}
        )
        self.assertIn(alone, household.category_ids)
        self.assertIn(alone, household.head_id.category_ids)
        self.assertEqual(household.need_level, "red")
        grandchild.date_to = False
        self.assertNotIn(alone, household.category_ids)
        self.assertEqual(household.need_level, "green")

    def test_young_person_alone_is_not_elderly(self):
        household = self.make_household([{"name": "王强", "birth_date": self.years_ago(59)}])
        self.assertFalse(household.category_ids)

    def test_eightieth_birthday_needs_nobody(self):
        household = self.make_household(
            [
                {"name": "李爷爷", "role": "head", "birth_date": self.years_ago(79, days=300)},
                {"name": "李强", "birth_date": self.years_ago(50)},
            ]
        )
        old = self.category("age_80")
        self.assertNotIn(old, household.category_ids)
        with freeze_time(fields.Date.context_today(self.env.user) + relativedelta(days=66)):
            self.env["community.category"]._cron_sync_derived()
            self.env.invalidate_all()
            self.assertIn(old, household.head_id.category_ids)

    def test_renting_follows_the_dwelling(self):
        household = self.make_household([{"name": "赵敏", "birth_date": self.years_ago(30)}])
        household.dwelling_id.tenure = "rent"
        self.assertEqual(household.category_ids, self.category("renting"))
        household.dwelling_id.tenure = "own"
        self.assertFalse(household.category_ids)

    def test_newcomer_ends_by_itself(self):
        household = self.make_household([{"name": "赵敏", "date_from": self.years_ago(0, days=40)}])
        household.residency_ids.start_reason = "move_in"
        line = household.category_line_ids
        self.assertEqual(line.category_id, self.category("newcomer"))
        self.assertEqual(line.date_to, line.date_from + relativedelta(months=12))

    def test_whereabouts_unknown(self):
        household = self.make_household([{"name": "赵敏", "kind": "registered"}])
        self.assertFalse(household.category_ids)
        household.residency_ids.is_whereabouts_unknown = True
        self.assertEqual(household.category_ids, self.category("registered_only"))

    def test_mark_of_a_register_is_clarified_by_the_fact(self):
        """What a register claimed stays to be clarified until the fact comes true; no second line
        is made.
        """
        household = self.make_household(
            [{"name": "李爷爷", "birth_date": self.years_ago(70)}, {"name": "李强"}]
        )
        person = household.resident_ids.filtered("birth_date")
        line = self.env["community.category.line"].create(
            {
                "category_id": self.category("elderly_alone").id,
                "resident_id": person.id,
                "source": "import",
                "is_to_clarify": True,
            }
        )
        self.env["community.category"]._sync_derived()
        self.assertTrue(line.is_to_clarify)
        (household.residency_ids - person.residency_ids).date_to = fields.Date.context_today(
            self.env.user
        )
        self.assertFalse(line.is_to_clarify)
        self.assertEqual(person.category_line_ids, line)

    def test_one_comparison_for_everybody(self):
        for _turn in range(3):
            self.make_household([{"name": "王奶奶", "birth_date": self.years_ago(85)}])
        self.env["community.category"]._sync_derived()
        self.env.flush_all()
        with self.assertQueryCount(2):  # the categories, the comparison
            self.env["community.category"]._sync_derived()

    def test_a_list_reads_all_sets_of_categories_at_once(self):
        """One query for each set was more for eighty rows than for forty."""
        plain = [
            ("subject", "=", "resident"),
            ("is_derived", "=", False),
            ("is_sensitive", "=", False),
        ]
        categories = self.env["community.category"].search(plain, limit=6)
        people = self.env["community.resident"].concat(
            *(self.make_household().head_id for _category in categories)
        )
        self.env["community.category.line"].create(
            [
                {"category_id": category.id, "resident_id": person.id}
                for person, category in zip(people, categories, strict=True)
            ]
        )

        def queries(shown):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            shown.with_user(self.officer).web_read({"category_ids": {"fields": {"name": {}}}})
            return self.env.cr.sql_log_count - before

        queries(people)
        self.assertEqual(queries(people), queries(people[:1]))
