import datetime

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestSurge(CommunityCase):
    """Heat, snow, flood: everybody of the chosen categories is to be reached today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.officer)
        cls.category = cls.env["community.category"].create(
            {
                "name": "怕热的人",
                "code": "t_heat",
                "need_level": "yellow",
                "subject": "household",
                "company_id": cls.env.company.id,
            }
        )
        cls.homes = cls.make_household(room="101") | cls.make_household(room="102")
        cls.far = cls.make_household(room="201", building=cls.building2)
        cls.cool = cls.make_household(room="103")
        cls.env["community.category.line"].create(
            [
                {
                    "category_id": cls.category.id,
                    "household_id": home.id,
                    "date_from": "2020-01-01",
                }
                for home in cls.homes | cls.far
            ]
        )
        cls.surge = (
            cls.env["community.programme"]
            .with_user(cls.officer)
            .create(
                {
                    "name": "高温",
                    "surge": "heat",
                    "date_from": cls.today,
                    "date_to": cls.today,
                    "category_ids": cls.category.ids,
                }
            )
        )

    def planned(self):
        return self.env["community.visit"].search(
            [("household_id", "in", (self.homes | self.far | self.cool).ids)]
        )

    def test_everybody_gets_a_call_and_is_ticked_off(self):
        """A call for each home, by its worker; a call or a visit ticks; it closes with a count."""
        self.surge.action_plan_surge()
        calls = self.planned()
        self.assertEqual(calls.household_id, self.homes | self.far)
        self.assertEqual(set(calls.mapped("mode")), {"phone"})
        self.assertEqual(
            calls.filtered(lambda call: call.household_id == self.far).user_id, self.worker2
        )
        self.assertRecordValues(self.surge, [{"household_count": 3, "visited_count": 0}])
        self.surge.action_plan_surge()
        self.assertEqual(self.planned(), calls)
        first, second = calls.filtered(lambda call: call.user_id == self.worker)
        first.situation = "接通，一切都好"
        first.with_user(self.worker).action_done()
        second.write({"situation": "上门，送了水", "mode": "home"})
        second.with_user(self.worker).action_done()
        self.surge.invalidate_recordset()
        self.assertRecordValues(self.surge, [{"household_count": 3, "visited_count": 2}])
        missing = self.surge.action_open_missing()
        self.assertEqual(self.env["community.household"].search(missing["domain"]), self.far)
        self.surge.action_close_surge()
        self.assertRecordValues(
            self.surge, [{"closed_reached": 2, "closed_due": 3, "date_closed": self.today}]
        )
        # What happens afterwards does not change the count of the day.
        calls.filtered(lambda call: call.user_id == self.worker2).write({"situation": "晚了"})
        calls.filtered(lambda call: call.user_id == self.worker2).action_done()
        self.assertEqual(self.surge.closed_reached, 2)

    def test_a_closed_list_stays(self):
        """Closed twice, planned after the end, changed later: a sentence, and nothing happens."""
        self.surge.action_close_surge()
        for method in ("action_close_surge", "action_plan_surge"):
            with self.subTest(method=method), self.assertRaisesRegex(UserError, "no open surge"):
                getattr(self.surge, method)()
        with self.assertRaises(UserError):
            self.surge.category_ids = False
        with self.assertRaises(AccessError):
            self.surge.closed_reached = 99
        self.assertFalse(self.planned())

    def test_without_categories_or_on_another_day_nobody_is_called(self):
        """No category, a day that is not today, an ordinary programme, a grid worker: refused."""
        self.surge.category_ids = False
        with self.assertRaisesRegex(UserError, "choose the categories"):
            self.surge.action_plan_surge()
        self.surge.category_ids = self.category
        day = self.today + datetime.timedelta(days=2)
        self.surge.write({"date_to": day, "date_from": day})
        with self.assertRaisesRegex(UserError, "calls are planned on these days"):
            self.surge.action_plan_surge()
        self.surge.surge = False
        with self.assertRaisesRegex(UserError, "no open surge list"):
            self.surge.action_plan_surge()
        with self.assertRaises(AccessError):
            self.surge.with_user(self.worker).action_plan_surge()
        self.assertFalse(self.planned())

    def test_by_person_where_the_category_is_a_person_s(self):
        """Of two people of one home each is reached or not; the counts are those of the lists."""
        category = self.env["community.category"].create(
            {
                "name": "高龄怕热",
                "code": "t_old",
                "need_level": "yellow",
                "subject": "resident",
                "company_id": self.env.company.id,
            }
        )
        home = self.make_household(
            [
                {"name": "老甲", "role": "head"},
                {"name": "老乙", "role": "spouse"},
                {"name": "小丙"},
            ],
            room="501",
        )
        alone = self.make_household([{"name": "老丁", "role": "head"}], room="502")
        first, second, young = home.resident_ids.sorted("id")
        people = first | second | alone.head_id
        self.env["community.category.line"].create(
            [
                {"category_id": category.id, "resident_id": one.id, "date_from": "2020-01-01"}
                for one in people
            ]
        )
        self.surge.category_ids = category
        self.surge.action_plan_surge()
        calls = self.env["community.visit"].search([("household_id", "in", (home | alone).ids)])
        self.assertEqual(calls.household_id, home | alone)
        self.assertEqual(len(calls), 2)
        self.assertIn("老*", calls.filtered(lambda call: call.household_id == home).note)

        def said():
            self.surge.invalidate_recordset()
            action = self.surge.action_open_people_missing()
            missing = self.env["community.resident"].search(action["domain"])
            everybody = self.surge.action_open_people()["domain"]
            self.assertEqual(
                self.surge.people_count, self.env["community.resident"].search_count(everybody)
            )
            self.assertEqual(self.surge.people_count - self.surge.people_reached, len(missing))
            homes = self.env["community.household"].search(
                self.surge.action_open_missing()["domain"]
            )
            self.assertEqual(self.surge.household_count - self.surge.visited_count, len(homes))
            return missing

        self.assertEqual(said(), people)
        calls.filtered(lambda call: call.household_id == alone).action_done()
        self.assertEqual(said(), first | second)
        call = calls.filtered(lambda call: call.household_id == home)
        call.with_user(self.worker).write({"state": "done"})
        self.assertEqual(said(), first | second, "of two it does not say whom")
        call.met_resident_ids = young
        self.assertEqual(said(), first | second, "spoke with somebody else")
        call.met_resident_ids = first | young
        self.assertEqual(said(), second)
        (duty,) = [one for one in home.visit_duties() if one["kind"] == "programme"]
        self.assertFalse(duty["is_met"])
        # Asked again, the other one gets a call.
        self.surge.action_plan_surge()
        again = self.env["community.visit"].search(
            [("household_id", "=", home.id), ("state", "=", "planned")]
        )
        self.assertEqual(len(again), 1)
        again.met_resident_ids = second
        again.action_done()
        self.assertFalse(said())
        self.assertRecordValues(
            self.surge,
            [{"people_count": 3, "people_reached": 3, "household_count": 2, "coverage": 100.0}],
        )
        self.surge.action_close_surge()
        self.assertRecordValues(self.surge, [{"closed_reached": 3, "closed_due": 3}])

    def test_one_tap_names_whom_it_reached(self):
        """My Day names who lives in a home of the list, so that a visit by a tap reaches them."""
        category = self.category.copy({"code": "t_old2", "name": "高龄", "subject": "resident"})
        home = self.make_household(
            [{"name": "小丙", "role": "head"}, {"name": "老甲"}, {"name": "老乙"}], room="501"
        )
        young, first, second = home.resident_ids.sorted("id")
        self.env["community.category.line"].create(
            [
                {"category_id": category.id, "resident_id": one.id, "date_from": "2020-01-01"}
                for one in first | second
            ]
        )
        Visit = self.env["community.visit"].with_user(self.worker)

        def people():
            cards = {card["household_id"]: card for card in Visit.my_day()["cards"]}
            return [(row["id"], row["label"], row["is_listed"]) for row in cards[home.id]["people"]]

        Visit.create({"household_id": home.id, "date": self.today, "user_id": self.worker.id})
        self.assertFalse(people(), "nobody asks")
        self.surge.category_ids = category
        self.assertEqual(
            people(),
            [(first.id, "老*", True), (second.id, "老*", True), (young.id, "小*", False)],
        )
        card = next(c for c in Visit.my_day()["cards"] if c["household_id"] == home.id)
        Visit.save_at_the_door(
            home.id,
            {
                "client_key": "one",
                "state": "done",
                "visit_id": card["id"],
                "met_resident_ids": [first.id, second.id],
            },
        )
        self.assertRecordValues(self.surge, [{"people_count": 2, "people_reached": 2}])
        Visit.create({"household_id": home.id, "date": self.today, "user_id": self.worker.id})
        self.assertFalse(people(), "all of them are reached")

    def test_queries_of_my_day_do_not_grow_with_the_list(self):
        """My Day of twenty homes of a surge list takes as many queries as that of two."""
        category = self.category.copy({"code": "t_old3", "name": "高龄", "subject": "resident"})
        self.surge.category_ids = category
        Visit, counts = self.env["community.visit"].with_user(self.worker), []
        for more in (1, 2, 17):
            homes = [
                self.make_household(
                    [{"name": "老甲", "role": "head"}, {"name": "小乙"}], room=f"7{more + n:02d}"
                )
                for n in range(more)
            ]
            self.env["community.category.line"].create(
                [
                    {
                        "category_id": category.id,
                        "resident_id": home.head_id.id,
                        "date_from": "2020-01-01",
                    }
                    for home in homes
                ]
            )
            self.surge.action_plan_surge()
            Visit.my_day()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cards = Visit.my_day()["cards"]
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len([card for card in cards if len(card["people"]) == 2]), 20)
        self.assertEqual(counts[1], counts[2])

    def test_queries_of_a_list_do_not_grow(self):
        """Counting three homes and twenty takes as many queries."""
        counts = []
        for more in (0, 17):
            homes = [self.make_household(room=f"8{n:02d}") for n in range(more)]
            self.env["community.category.line"].create(
                [
                    {
                        "category_id": self.category.id,
                        "household_id": home.id,
                        "date_from": "2020-01-01",
                    }
                    for home in homes
                ]
            )
            self.env.flush_all()
            self.surge._count_reached()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.surge._count_reached()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
