from datetime import date

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

    def facts(self, user):
        """Return [(title, text)] of the facts in the history as a user reads it."""
        self.env.flush_all()
        entries = self.household.with_user(user).timeline()
        return [(e["title"], e["text"]) for e in entries if e["kind"] == "fact"]

    def test_a_fact_that_changed_with_its_source(self):
        """Old and new value of an open fact; of a closed one that it changed, and no digit; who
        may not read the closed ones reads nothing of them.
        """
        head = self.household.head_id
        self.assertFalse(self.facts(self.worker))
        changed = head.with_user(self.worker)
        changed.write({"employment": "retired"})
        changed.write({"phone_input": "13800138000"})
        changed.write({"name": "王刚强"})
        facts = self.facts(self.worker)
        self.assertEqual(
            [text for _title, text in facts],
            [
                "王刚强 · Full name · 王强 → 王刚强 · Edited in the register",
                "王刚强 · Phone",
                "王刚强 · Employment · – → Retired",
            ],
        )
        self.assertEqual(facts[0][0], f"Corrected · {self.worker.name}")
        self.assertNotIn("138", str(facts))
        texts = [text for _title, text in self.facts(self.auditor)]
        self.assertEqual(len(texts), 2)
        self.assertNotIn("Phone", str(texts))
        with self.assertRaises(AccessError):
            self.facts(self.worker2)

    def test_what_was_asked_at_the_door(self):
        """The last time at which a fact was still right, and a change whose value is missing."""
        head = self.household.head_id
        visits = self.env["community.visit"].create(
            [
                {
                    "household_id": self.household.id,
                    "date": f"2024-07-{day:02d}",
                    "state": "done",
                    "user_id": self.worker.id,
                }
                for day in (1, 2, 3)
            ]
        )
        Check = self.env["community.visit.check"].with_user(self.worker)
        for visit in visits:
            Check.create({"visit_id": visit.id, "resident_id": head.id, "fact": "employment"})
        values = {"visit_id": visits[1].id, "resident_id": head.id, "result": "changed"}
        Check.create([{**values, "fact": fact} for fact in ("health", "phone")])
        self.assertEqual(
            sorted(self.facts(self.worker)),
            [
                (f"Changed · {self.worker.name}", "王强 · Health"),
                (f"Changed · {self.worker.name}", "王强 · Phone"),
                (f"Still right · {self.worker.name}", "王强 · Employment"),
            ],
        )
        self.assertEqual(
            self.facts(self.auditor), [(f"Still right · {self.worker.name}", "王强 · Employment")]
        )

    def test_an_operation_tells_its_facts_itself(self):
        """What a change of head wrote stands in its own entry, once."""
        child = self.make_resident(self.household, role="child", name="王小强")
        self.household.with_user(self.officer)._change_head(date(2024, 8, 1), child)
        self.assertTrue(
            self.env["community.fact.change"].search_count([("field_name", "=", "role")])
        )
        self.assertFalse(self.facts(self.worker))
        child.residency_ids.role = "parent"
        self.assertEqual(len(self.facts(self.worker)), 1)

    def test_queries_do_not_grow_with_facts(self):
        household = self.household.with_user(self.worker)

        def queries():
            self.env.flush_all()
            household.timeline()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            household.timeline()
            return self.env.cr.sql_log_count - start

        def live(times):
            for number in range(times):
                head = self.household.head_id
                head.employment = "flexible" if head.employment == "retired" else "retired"
                head.phone_input = f"138001380{number:02d}"
                self.household.register_no = f"H{number}"

        live(2)
        few = queries()
        live(14)
        self.assertGreater(len(self.facts(self.worker)), 30)
        self.assertEqual(queries(), few)
