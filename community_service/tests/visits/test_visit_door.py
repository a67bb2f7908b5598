import datetime
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisitDoor(CommunityCase):
    """My Day and At the Door: what they read, what they save, what they refuse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.household = cls.make_household(
            members=[
                {"name": "张小明", "role": "head", "phone": "13800000001"},
                {"name": "李丽", "role": "spouse"},
            ],
            date_entered=cls.today - relativedelta(months=14),
        )
        cls.head = cls.household.head_id

    def setUp(self):
        super().setUp()
        self.Visit = self.env["community.visit"].with_user(self.worker)

    def plan(self, household=None, **values):
        return self.env["community.visit"].create(
            {
                "household_id": (household or self.household).id,
                "date": self.today,
                "user_id": self.worker.id,
                **values,
            }
        )

    def save(self, household=None, **values):
        household = household or self.household
        return self.Visit.save_at_the_door(
            household.id, {"client_key": "k1", "state": "done", **values}
        )

    # My Day

    def test_figures_open_exactly_their_records(self):
        self.plan()
        self.plan(self.make_household(), user_id=False)
        self.plan(self.make_household(), date=self.today + datetime.timedelta(days=1))
        self.plan(self.make_household(), user_id=self.officer.id)
        self.plan(self.make_household(building=self.building2), user_id=False)
        self.env["community.visit.need"].create(
            [
                {
                    "name": name,
                    "household_id": self.household.id,
                    "user_id": self.worker.id,
                    "date_found": self.today - datetime.timedelta(days=9),
                    "date_due": due,
                }
                for name, due in (
                    ("Lamp", self.today),
                    ("Form", self.today + datetime.timedelta(days=3)),
                )
            ]
        )
        day = self.Visit.my_day()
        counts = {name: figure["count"] for name, figure in day["figures"].items()}
        self.assertEqual(counts, {"visits": 2, "overdue": 1, "promises": 1})
        self.assertEqual(len(day["cards"]), 2)
        self.assertIn("home", dict(day["choices"]["modes"]))
        self.assertEqual([need["name"] for need in day["needs"]], ["Lamp", "Form"])
        for figure in day["figures"].values():
            found = self.env[figure["model"]].with_user(self.worker).search(figure["domain"])
            self.assertEqual(len(found), figure["count"])

    def test_overdue_equals_the_list_of_households(self):
        figure = self.Visit.my_day()["figures"]["overdue"]
        Household = self.env["community.household"].with_user(self.worker)
        self.assertEqual(
            Household.search(figure["domain"]), Household.search([("is_overdue", "=", True)])
        )

    def test_cards_in_walking_order_with_masked_names(self):
        far = self.make_household(room="1001")
        near = self.make_household(room="301")
        for household in (far, near, self.household):
            self.plan(household)
        cards = self.Visit.my_day()["cards"]
        self.assertEqual([card["room"] for card in cards], ["101", "301", "1001"])
        self.assertEqual(cards[0]["head"], "张*明")
        self.assertGreater(cards[0]["days_overdue"], 0)
        self.assertEqual(cards[0]["building_id"], self.building1.id)

    def test_my_day_is_constant(self):
        def queries(count):
            for _number in range(count):
                self.plan(self.make_household())
            self.Visit.my_day()  # fill the caches of rules and users
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.Visit.my_day()
            return self.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(3), queries(25))

    def test_later(self):
        visit = self.plan().with_user(self.worker)
        result = visit.action_later()
        self.assertEqual(fields.Date.to_string(visit.date), result["date"])
        self.assertGreater(visit.date, self.today)
        self.assertEqual(result["dates"], {str(visit.id): fields.Date.to_string(self.today)})

    # At the Door

    def test_what_it_shows(self):
        self.env.cr.execute(
            "UPDATE community_resident SET create_date = create_date - interval '2 years'"
        )
        self.env.invalidate_all()
        visit = self.plan()
        for days in (400, 300, 200, 100):
            self.plan(state="done", date=self.today - datetime.timedelta(days=days))
        self.household.date_entered = self.today - relativedelta(years=3)
        door = self.Visit.at_the_door(self.household.id)
        self.assertEqual([person["name"] for person in door["people"]], ["张小明", "李丽"])
        self.assertEqual(door["people"][0]["phone"], "13800000001", "whole in one's own grid")
        self.assertEqual(len(door["visits"]), 3)
        self.assertEqual(door["visit"]["id"], visit.id)
        self.assertEqual([fact["fact"] for fact in door["facts"]], ["phone", "members"])
        log = self.env["community.access.log"].search(
            [("model", "=", "community.household"), ("res_id", "=", self.household.id)]
        )
        self.assertIn((self.worker, "view"), [(row.user_id, row.kind) for row in log])

    def test_door_is_constant(self):
        def queries(count):
            household = self.make_household(
                members=[{"name": f"王{n}", "phone": "13800000002"} for n in range(count)]
            )
            for _number in range(min(count, 3)):
                self.plan(household, state="done")
            self.Visit.at_the_door(household.id)  # fill the caches of rules and users
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.Visit.at_the_door(household.id)
            return self.cr.sql_log_count - before

        queries(3)
        self.assertEqual(queries(3), queries(9))

    def test_a_phone_that_cannot_be_one_is_refused_at_the_door(self):
        self.plan()
        check = {"fact": "phone", "result": "changed", "resident_id": self.head.id}
        with self.assertRaises(UserError) as refused:
            self.save(checks=[{**check, "value": "1390000000"}])
        self.assertIn("“1390000000” is no phone number. Type 11 digits", str(refused.exception))
        self.assertEqual(self.head.phone, "13800000001", "nothing is half saved")
        self.save(checks=[{**check, "value": "+86 139-0000-0002"}])
        self.assertEqual(self.head.phone, "13900000002")

    def test_save(self):
        """One save at the door ends the planned visit with people met, needs and checks; facts that
        were corrected are corrected in the register and not asked again.
        """
        planned = self.plan()
        result = self.save(
            met_resident_ids=[self.head.id],
            situation="All well",
            answered_on_spot=True,
            needs=[{"kind": "aid", "name": "Heating  is  off"}],
            checks=[
                {
                    "fact": "phone",
                    "result": "changed",
                    "resident_id": self.head.id,
                    "value": "13900000002",
                },
                {"fact": "members", "result": "right"},
            ],
        )
        self.assertEqual(result["visit_id"], planned.id)
        self.assertEqual(
            result["next_visit_date"],
            fields.Date.to_string(self.today + relativedelta(months=12)),
        )
        self.assertRecordValues(
            planned,
            [
                {
                    "state": "done",
                    "met_resident_ids": self.head.ids,
                    "visitor_ids": self.worker.ids,
                    "situation": "All well",
                    "answered_on_spot": True,
                }
            ],
        )
        self.assertRecordValues(
            planned.need_ids,
            [{"kind": "aid", "name": "Heating is off", "user_id": self.worker.id, "state": "open"}],
        )
        self.assertGreater(planned.need_ids.date_due, self.today)
        self.assertEqual(self.head.sudo().phone, "13900000002")
        self.assertFalse(
            [f for f in self.Visit.at_the_door(self.household.id)["facts"] if f["fact"] == "phone"]
        )

    def test_same_key_is_the_same_visit(self):
        first = self.save(needs=[{"name": "Lamp"}])
        again = self.save(needs=[{"name": "Lamp"}])
        self.assertEqual(first["visit_id"], again["visit_id"])
        self.assertTrue(again["is_repeated"])
        self.assertEqual(self.household.visit_count, 1)
        self.assertEqual(len(self.household.visit_need_ids), 1)

    def test_key_of_another_household(self):
        self.save()
        with self.assertRaisesRegex(UserError, "another household"):
            self.save(self.make_household())

    def test_nobody_home(self):
        due = self.household.next_visit_date
        self.plan()
        self.assertEqual(self.save(state="absent")["state"], "absent")
        self.assertEqual(self.household.next_visit_date, due)

    def test_saved_when_the_signal_is_back(self):
        """The day of the visit is that of the door, not of the arrival."""
        yesterday = self.today - datetime.timedelta(days=1)
        self.save(date=fields.Date.to_string(yesterday))
        self.assertEqual(self.household.last_visit_date, yesterday)

    def test_undo(self):
        visit = self.plan(date=self.today - datetime.timedelta(days=2))
        due = self.household.next_visit_date
        own = due - datetime.timedelta(days=5)
        self.household.own_visit_date = own
        self.save(
            situation="x",
            met_resident_ids=[self.head.id],
            needs=[{"name": "Lamp"}],
            checks=[
                {
                    "fact": "phone",
                    "result": "changed",
                    "resident_id": self.head.id,
                    "value": "13900000002",
                }
            ],
        )
        self.assertFalse(self.household.own_visit_date)
        self.Visit.undo_at_the_door("k1")
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "planned",
                    "date": self.today - datetime.timedelta(days=2),
                    "situation": False,
                    "met_resident_ids": [],
                    "visitor_ids": [],
                    "date_due": False,
                }
            ],
        )
        self.assertEqual(self.household.own_visit_date, own)
        self.household.own_visit_date = False
        self.assertEqual(self.household.next_visit_date, due)
        self.assertFalse(visit.need_ids or visit.check_ids)
        self.assertEqual(self.head.sudo().phone, "13800000001")
        with self.assertRaisesRegex(UserError, "10 minutes"):
            self.Visit.undo_at_the_door("k1")

    def test_undo_of_an_unplanned_visit(self):
        visit = self.env["community.visit"].browse(self.save()["visit_id"])
        self.Visit.undo_at_the_door("k1")
        self.assertEqual(visit.state, "cancelled")
        self.assertFalse(self.household.last_visit_date)

    def test_undo_of_what_something_depends_on(self):
        """A need taken up or closed since, a visit corrected since: a sentence, nothing changes."""

        def take_up(visit):
            self.env["community.life.event"].create(
                {
                    "household_id": self.household.id,
                    "reason": "illness",
                    "need_id": visit.need_ids.id,
                }
            )

        for number, (change, sentence) in enumerate(
            (
                (take_up, "was entered after it had been saved"),
                (lambda visit: visit.need_ids.action_done(), "was changed after"),
                (lambda visit: visit.write({"state": "cancelled"}), "was changed after"),
            )
        ):
            with self.subTest(number=number), self.env.cr.savepoint() as point:
                key = f"late{number}"
                saved = self.save(client_key=key, situation="x", needs=[{"name": "Lamp"}])
                visit = self.env["community.visit"].browse(saved["visit_id"])
                visit.need_ids.result = "Came"
                change(visit)
                before = (visit.state, visit.situation, visit.need_ids.ids)
                with self.assertRaisesRegex(UserError, sentence):
                    self.Visit.undo_at_the_door(key)
                self.assertEqual((visit.state, visit.situation, visit.need_ids.ids), before)
                point.rollback()
                self.env.invalidate_all()

    def test_undo_runs_out(self):
        visit = self.env["community.visit"].browse(self.save()["visit_id"])
        later = fields.Datetime.now() + datetime.timedelta(minutes=11)
        with patch.object(fields.Datetime, "now", lambda: later):
            with self.assertRaisesRegex(UserError, "10 minutes"):
                self.Visit.undo_at_the_door("k1")
            self.env["community.visit"]._gc_undo_values()
        self.assertFalse(visit.sudo().undo_values)

    def test_bad_input(self):
        stranger = self.make_household().head_id
        tomorrow = fields.Date.to_string(self.today + datetime.timedelta(days=1))
        for values in (
            {"client_key": ""},
            {"client_key": 7},
            {"state": "planned"},
            {"grid_id": self.grid2.id},
            {"date": "someday"},
            {"date": tomorrow},
            {"met_resident_ids": [stranger.id]},
            {"met_resident_ids": ["x"]},
            {"needs": [{"name": " "}]},
            {"needs": ["x"]},
            {"needs": [{"name": "x", "kind": "gold"}]},
            {"checks": [{"fact": "phone", "resident_id": stranger.id}]},
            {"checks": [{"fact": "shoe size"}]},
            {"mode": "pigeon"},
            {"next_date": "2099-01-01"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                self.save(**values)
        for household_id in (0, "1", False, self.household.id + 999999):
            with self.assertRaisesRegex(UserError, "does not exist"):
                self.Visit.at_the_door(household_id)
        self.assertFalse(self.household.visit_count)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_rights(self):
        other = self.make_household(building=self.building2)
        with self.assertRaises(AccessError):
            self.Visit.at_the_door(other.id)
        with self.assertRaises(AccessError):
            self.save(other)
        with self.assertRaises(AccessError):
            self.Visit.with_user(self.plain).my_day()
        with self.assertRaises(AccessError):
            self.Visit.with_user(self.auditor).save_at_the_door(
                self.household.id, {"client_key": "k2", "state": "done"}
            )
        self.assertNotIn(
            "1380000",
            self.Visit.with_user(self.officer).at_the_door(self.household.id)["people"][0]["phone"],
        )
