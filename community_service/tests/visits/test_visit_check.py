import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisitCheck(CommunityCase):
    """Facts that nobody confirmed for too long are asked at the door, and nothing is silenced."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.household = cls.make_household(
            members=[
                {
                    "name": "张小明",
                    "role": "head",
                    "phone": "13800000001",
                    "employment": "employed",
                    "emergency_name": "张大力",
                    "emergency_phone": "13800000009",
                    "health_note": "高血压",
                },
                {"name": "李丽", "role": "spouse", "employment": "retired"},
            ],
            date_entered=cls.today - relativedelta(years=5),
        )
        cls.head = cls.household.head_id
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE community_resident SET create_date = create_date - interval '5 years'"
        )
        cls.env.cr.execute("DELETE FROM community_fact_change")
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.Visit = self.env["community.visit"].with_user(self.worker)
        self.number = 0

    def save(self, *checks, **values):
        self.number += 1
        key = f"k{self.number}"
        self.Visit.save_at_the_door(
            self.household.id,
            {"client_key": key, "state": "done", "checks": list(checks), **values},
        )
        return key

    def answer(self, fact, result="right", **values):
        resident_id = False if fact == "members" else self.head.id
        return {"fact": fact, "result": result, "resident_id": resident_id, **values}

    def facts(self):
        facts = self.Visit.at_the_door(self.household.id)["facts"]
        return {(fact["fact"], fact["resident_id"]): fact for fact in facts}

    def asked(self):
        return sorted(fact for fact, _resident in self.facts())

    def tasks(self):
        return (
            self.env["mail.activity"]
            .sudo()
            .search([("community_check_id.household_id", "=", self.household.id)])
        )

    def age(self, **period):
        """Let time pass: the answers of the visits are older by this."""
        self.env.flush_all()
        days = (self.today - (self.today - relativedelta(**period))).days
        for table, columns in (
            ("community_visit_check", ("date", "date_entered")),
            ("community_fact_change", ("date",)),
        ):
            for column in columns:
                self.env.cr.execute(f"UPDATE {table} SET {column} = {column} - {days}")
        self.env.invalidate_all()

    def test_each_kind_of_fact_is_asked_with_its_day_and_source(self):
        facts = self.facts()
        self.assertEqual(self.asked(), ["emergency", "employment", "health", "members", "phone"])
        self.assertEqual(facts["employment", self.head.id]["value"], "Employed")
        self.assertEqual(facts["health", self.head.id]["value"], "", "a closed note stays closed")
        self.assertIn("张大力", facts["emergency", self.head.id]["value"])
        phone = facts["phone", self.head.id]
        self.assertEqual(phone["source"], "register")
        self.assertLess(phone["confirmed_on"], fields.Date.to_string(self.today))

    def test_each_is_asked_again_by_its_own_age(self):
        """Health after 6 months, work and phone after 12, the emergency contact after 24."""
        self.save(*(self.answer(fact) for fact in self.asked()))
        self.assertEqual(self.asked(), [])
        self.age(months=7)
        self.assertEqual(self.asked(), ["health"])
        self.assertEqual(self.facts()["health", self.head.id]["source"], "visit")
        self.age(months=6)
        self.assertEqual(self.asked(), ["employment", "health", "members", "phone"])
        self.age(months=12)
        self.assertEqual(len(self.asked()), 5)

    def test_the_age_is_the_community_s_own(self):
        shared = self.env.ref("community_service.community_parameter_door_health_months")
        self.save(self.answer("health"))
        self.age(months=2)
        own = shared._copy_for(self.env.company)
        own.value = 1
        self.assertIn("health", self.asked())
        own.value = 0
        self.assertNotIn("health", self.asked(), "0: it is not asked at all")

    def test_a_value_entered_at_the_desk_is_not_asked(self):
        self.head.with_user(self.worker).employment = "laid_off"
        self.assertNotIn("employment", self.asked())

    def test_changed_without_the_value_silences_nothing(self):
        """It is asked again, and a task says it, until the value has been entered."""
        for fact in self.asked():
            self.save(self.answer(fact, "changed"))
        facts = self.facts()
        self.assertEqual(len(facts), 5)
        self.assertEqual(
            {fact["changed_on"] for fact in facts.values()}, {fields.Date.to_string(self.today)}
        )
        self.assertEqual(len(self.tasks()), 5)
        self.assertEqual(self.tasks().user_id, self.worker)
        self.save(self.answer("phone", "changed"))
        self.assertEqual(len(self.tasks()), 5, "said twice it is one task")
        self.head.write(
            {
                "phone_input": "13900000002",
                "employment": "laid_off",
                "emergency_name": "李强",
                "health_note_input": "高血压，糖尿病",
            }
        )
        self.assertEqual(self.asked(), ["members"])
        self.assertEqual(self.tasks().res_model, "community.household")

    def test_who_lives_here_is_entered_by_an_operation(self):
        self.save(self.answer("members", "changed"))
        self.assertEqual(len(self.tasks()), 1)
        self.household._move_out(self.today, self.household.resident_ids - self.head)
        self.assertFalse(self.tasks())
        self.assertNotIn("members", self.asked())
        operation = self.env["community.household.operation"].search(
            [("household_id", "=", self.household.id)], limit=1
        )
        operation.action_undo()
        self.assertEqual(self.facts()["members", False]["changed_on"], str(self.today))
        self.assertEqual(len(self.tasks()), 1)

    def test_the_new_value_is_entered_at_the_door(self):
        self.save(
            self.answer("employment", "changed", value="laid_off"),
            self.answer("emergency", "changed", name=" 李  强 ", value="139-0000-0003"),
            self.answer("phone", "changed", value="13900000002"),
        )
        self.assertRecordValues(
            self.head.sudo(),
            [
                {
                    "employment": "laid_off",
                    "emergency_name": "李强",
                    "emergency_phone": "13900000003",
                    "phone": "13900000002",
                }
            ],
        )
        self.assertEqual(self.asked(), ["health", "members"])
        self.assertFalse(self.tasks())

    def test_undo_brings_values_questions_and_tasks_back(self):
        self.save(self.answer("employment", "changed"), self.answer("phone", "changed"))
        key = self.save(
            self.answer("employment", "changed", value="laid_off"),
            self.answer("emergency", "changed", value="13900000003"),
            self.answer("phone", "changed", value="13900000002"),
            self.answer("members", "changed"),
        )
        self.assertEqual(len(self.tasks()), 1)
        self.Visit.undo_at_the_door(key)
        self.assertRecordValues(
            self.head.sudo(),
            [{"employment": "employed", "emergency_phone": "13800000009", "phone": "13800000001"}],
        )
        facts = self.facts()
        self.assertTrue(facts["employment", self.head.id]["changed_on"])
        self.assertTrue(facts["phone", self.head.id]["changed_on"])
        self.assertFalse(facts["members", False]["changed_on"])
        self.assertEqual(len(self.tasks()), 2)

    def test_still_right_at_a_later_visit_settles_nothing(self):
        """What was told as changed stays open after "still right"; its task done settles it."""
        self.save(self.answer("phone", "changed"))
        self.save(self.answer("phone"))
        self.assertIn("phone", self.asked())
        self.assertTrue(self.facts()["phone", self.head.id]["changed_on"])
        (task,) = self.tasks()
        task.with_user(task.user_id).action_feedback(feedback="打过电话，还是原号")
        self.assertFalse(self.tasks())
        self.assertNotIn("phone", self.asked())
        check = self.env["community.visit.check"].search([("result", "=", "changed")])
        self.assertEqual(check.date_entered, self.today)

    def late(self, ago, *checks, **values):
        day = fields.Date.to_string(self.today - datetime.timedelta(days=ago))
        return self.save(*checks, date=day, **values)

    def test_an_older_visit_overwrites_nothing_newer(self):
        """The phone, work and contact told at an older visit that arrives last: the newer wins."""
        told = {
            "phone": ({"value": "13900000001"}, {"value": "13900000002"}),
            "employment": ({"value": "unemployed"}, {"value": "flexible"}),
            "emergency": (
                {"name": "旧人", "value": "13900000003"},
                {"name": "新人", "value": "13900000004"},
            ),
        }
        for fact, (older, newer) in told.items():
            with self.subTest(fact=fact):
                self.late(3, self.answer(fact, "changed", **newer))
                self.late(5, self.answer(fact, "changed", **older))
                self.late(1, self.answer(fact))
        head = self.head.sudo()
        self.assertRecordValues(
            head,
            [
                {
                    "phone": "13900000002",
                    "employment": "flexible",
                    "emergency_name": "新人",
                    "emergency_phone": "13900000004",
                }
            ],
        )
        old = self.env["community.visit.check"].search(
            [("date", "=", self.today - datetime.timedelta(days=5))]
        )
        self.assertEqual(len(old), 3)
        self.assertTrue(all(check.date_entered for check in old))
        self.assertIn("139****0001", old.filtered(lambda c: c.fact == "phone").note)
        self.assertFalse(self.tasks())
        self.assertFalse([fact for fact in self.facts().values() if fact["changed_on"]])
        # Told at the desk today: the visit of yesterday is the older one.
        self.head.with_user(self.worker).phone_input = "13900000009"
        result = self.Visit.save_at_the_door(
            self.household.id,
            {
                "client_key": "late",
                "state": "done",
                "date": fields.Date.to_string(self.today - datetime.timedelta(days=1)),
                "checks": [self.answer("phone", "changed", value="13900000008")],
            },
        )
        self.assertIn("keeps it", result["newer"])
        self.assertEqual(head.phone, "13900000009")
        self.Visit.undo_at_the_door("late")
        self.assertEqual(head.phone, "13900000009")

    def test_of_the_same_day_somebody_is_asked(self):
        """A number of the desk, and one told earlier that day and sent later: nothing is lost."""
        self.head.with_user(self.worker).phone_input = "13900000009"
        self.env.flush_all()
        earlier = self.env.cr.now() - datetime.timedelta(minutes=10)
        answer = self.answer("phone", "changed", value="13900000008")
        self.save(answer, made_at=fields.Datetime.to_string(earlier))
        self.assertEqual(self.head.sudo().phone, "13900000009")
        self.assertEqual(len(self.tasks()), 1)
        self.assertTrue(self.facts()["phone", self.head.id]["changed_on"])
        with self.assertRaisesRegex(UserError, "is not a date"):
            self.save(answer, made_at="gestern")
        later = fields.Datetime.now() + datetime.timedelta(minutes=1)
        self.save(answer, made_at=fields.Datetime.to_string(later))
        self.assertEqual(self.head.sudo().phone, "13900000008")
        self.assertFalse(self.tasks())

    def test_undo_of_the_question_takes_its_task_away(self):
        key = self.save(self.answer("health", "changed"))
        self.assertEqual(len(self.tasks()), 1)
        self.Visit.undo_at_the_door(key)
        self.assertFalse(self.tasks())
        self.assertFalse(self.facts()["health", self.head.id]["changed_on"])

    def test_a_visit_sent_late_confirms_for_its_own_day(self):
        day = self.today - datetime.timedelta(days=20)
        self.save(self.answer("health"), date=fields.Date.to_string(day))
        self.age(months=6)
        self.assertEqual(
            self.facts()["health", self.head.id]["confirmed_on"],
            fields.Date.to_string(day - (self.today - (self.today - relativedelta(months=6)))),
        )

    def test_what_cannot_be_an_answer_is_refused(self):
        stranger = self.make_household().head_id
        for answer in (
            self.answer("employment", "changed", value="king"),
            self.answer("emergency", "changed", value="139****0003"),
            self.answer("emergency", "changed", value="123"),
            self.answer("emergency", "changed", name=["x"]),
            self.answer("phone", "changed", value=13900000002),
            {"fact": "health", "result": "right"},
            {"fact": "health", "result": "right", "resident_id": stranger.id},
        ):
            with self.subTest(answer), self.assertRaises(UserError):
                self.save(answer)
        self.assertFalse(self.household.visit_ids)
        self.assertEqual(self.head.employment, "employed")

    def test_a_permit_is_asked_once_its_last_day_has_passed(self):
        """Still right is said of it then, and asked again after the limit; a new day ends it."""
        person = self.make_resident(self.household, name="程远", kind="living")
        key = ("residence_permit_end", person.id)
        person.residence_permit_end = self.today + relativedelta(days=1)
        self.assertNotIn(key, self.facts())
        person.residence_permit_end = self.today - relativedelta(days=1)
        self.env.cr.execute("UPDATE community_fact_change SET date = date - interval '1 year'")
        self.env.cr.execute(
            "UPDATE community_resident SET create_date = create_date - interval '1 year'"
        )
        self.env.invalidate_all()
        asked = self.facts()[key]
        self.assertEqual((asked["entry"], asked["can_enter"]), ("date", True))
        self.save({"fact": key[0], "resident_id": person.id, "result": "right"})
        self.assertNotIn(key, self.facts())
        self.age(months=30)
        self.assertIn(key, self.facts())
        day = fields.Date.to_string(self.today + relativedelta(years=1))
        self.save({"fact": key[0], "resident_id": person.id, "result": "changed", "value": day})
        self.assertEqual(fields.Date.to_string(person.residence_permit_end), day)
        self.assertNotIn(key, self.facts())

    def test_size_of_the_home_said_to_have_changed_stays_open(self):
        """Without its value it is asked again; entered at the desk it is answered."""
        self.save({"fact": "room_count", "resident_id": False, "result": "changed"})
        check = self.household.visit_ids.check_ids
        self.assertFalse(check.date_entered)
        self.assertTrue(check._tasks())
        self.household.dwelling_id.room_count = 3
        self.assertEqual(check.date_entered, self.today)
        self.assertFalse(check._tasks())

    def test_questions_do_not_cost_queries(self):
        def queries(count):
            home = self.make_household(
                members=[
                    {"name": f"王{n}", "phone": f"1380000{n:04}", "employment": "employed"}
                    for n in range(count)
                ],
                date_entered=self.today - relativedelta(years=5),
            )
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE community_resident SET create_date = create_date - interval '5 years'"
            )
            Check = self.env["community.visit.check"].with_user(self.worker)
            # Invalidating would empty what is prefetched with a computed list.
            home, people = (
                home.with_user(self.worker),
                self.env["community.resident"].browse(home.resident_ids.ids).with_user(self.worker),
            )
            Check._stale_facts(home, people, self.today)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Check._stale_facts(home, people, self.today)
            return self.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(3), queries(9))
