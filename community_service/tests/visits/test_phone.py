import datetime

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestPhone(CommunityCase):
    """What a phone takes along, and what it brings when the signal is back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.home = cls.make_household([{"name": "张小明", "role": "head"}])
        cls.visit = cls.env["community.visit"].create(
            {"household_id": cls.home.id, "date": cls.today, "user_id": cls.worker.id}
        )
        cls.mine = cls.env["community.visit"].with_user(cls.worker)
        cls.phone = cls.env["community.phone"].with_user(cls.worker)

    def save(self, key="k1", home=None, user=None, **values):
        Visit = self.mine.with_user(user or self.worker)
        values = {"client_key": key, "state": "done", **values}
        return Visit.save_at_the_door((home or self.home).id, values)

    def change_hands(self, last):
        """The first worker's last day; the second has the grid from the next on."""
        self.grid.officer_line_ids.date_to = last
        self.grid.officer_line_ids = [
            fields.Command.create(
                {"user_id": self.worker2.id, "date_from": last + datetime.timedelta(days=1)}
            )
        ]
        self.env.invalidate_all()
        self.assertFalse(self.home.with_user(self.worker).has_access("read"))

    def told(self, user):
        return self.home.activity_ids.filtered(lambda line: line.user_id == user)

    # the doors of the day

    def test_doors_are_those_one_may_read_and_noted(self):
        """A door that is carried is the one on the screen; the log says that it was carried."""
        other = self.make_household(building=self.building2)
        doors = self.phone.doors([self.home.id, other.id, 0])
        self.assertEqual(doors, {str(self.home.id): self.mine.at_the_door(self.home.id)})
        log = self.env["community.access.log"].search([("kind", "=", "carry")])
        self.assertEqual([(row.res_id, row.user_id) for row in log], [(self.home.id, self.worker)])
        self.phone.doors([self.home.id])
        self.assertEqual(self.env["community.access.log"].search([("kind", "=", "carry")]), log)

    def test_many_doors_cost_as_many_queries_as_two(self):
        """What is said of 2 or of 20 doors is asked once."""
        homes = [
            self.make_household(
                [
                    {"name": "甲", "role": "head", "phone": f"1380000{n:04d}"},
                    {"name": "乙", "employment": "employed", "emergency_name": "丙"},
                ],
                room=f"7{n:02d}",
            )
            for n in range(24)
        ]
        for home in homes:
            for ago, state in (
                (9, "done"),
                (5, "absent"),
                (3, "done"),
                (1, "done"),
                (0, "planned"),
            ):
                self.env["community.visit"].create(
                    {
                        "household_id": home.id,
                        "date": self.today - datetime.timedelta(days=ago),
                        "state": state,
                        "user_id": self.worker.id,
                    }
                )
            self.env["community.visit.need"].create(
                {"household_id": home.id, "name": "灯", "user_id": self.worker.id}
            )
        counts = []
        # The first two fill the caches of rules.
        for some in (homes[:1], homes[1:2], homes[2:4], homes[4:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            doors = self.phone.doors([home.id for home in some])
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual({len(door["visits"]) for door in doors.values()}, {3})
        self.assertEqual(counts[2], counts[3], counts)

    def test_doors_asked_for_wrongly(self):
        for wrong in ("1", 1, ["1"], [True], [1.5], None):
            with self.subTest(wrong), self.assertRaisesRegex(UserError, "numbers"):
                self.phone.doors(wrong)
        with self.assertRaisesRegex(UserError, "101 doors"):
            self.phone.doors(list(range(1, 102)))
        for user in (self.plain, self.auditor):
            with self.assertRaises(AccessError):
                self.phone.with_user(user).doors([self.home.id])

    def test_hours_are_told_to_who_visits(self):
        """The phone learns its hours from the community; who visits nobody keeps nothing."""
        self.env.company.community_offline_hours = 5
        for user, hours in ((self.worker, 5), (self.auditor, 0), (self.plain, None)):
            with self.subTest(user.login):
                info = self.env["ir.http"].with_user(user)
                self.assertEqual(info._community_offline_hours(), hours)

    # once, whatever happens meanwhile

    def test_a_repeated_key_is_a_success_whatever_changed(self):
        """A repeated save is a success though its people, its home or its grid moved meanwhile."""
        person = self.home.head_id
        first = self.save(met_resident_ids=[person.id], visit_id=self.visit.id)
        self.home.residency_ids.unlink()
        self.change_hands(self.today - datetime.timedelta(days=1))
        again = self.save(met_resident_ids=[person.id], visit_id=self.visit.id)
        self.assertTrue(again["is_repeated"])
        self.assertEqual(again["visit_id"], first["visit_id"])
        self.assertEqual(len(self.home.visit_ids), 1)

    def test_a_key_of_another_household(self):
        """A key used for another household is a sentence, and nothing is saved."""
        other = self.make_household()
        self.save()
        with self.assertRaisesRegex(UserError, "belongs to another household"):
            self.save(home=other, needs=[{"name": "x"}])
        self.assertFalse(other.visit_ids)
        self.assertFalse(self.env["community.visit.need"].search([("name", "=", "x")]))

    # after the grid changed hands

    def test_a_visit_from_before_the_grid_changed_hands(self):
        """It is kept with all it found, counted, and both are told."""
        yesterday = self.today - datetime.timedelta(days=1)
        self.visit.date = yesterday
        self.change_hands(yesterday)
        result = self.save(
            date=fields.Date.to_string(yesterday),
            visit_id=self.visit.id,
            situation="安好",
            needs=[{"name": "Lamp", "kind": "request"}],
        )
        self.assertEqual(result["visit_id"], self.visit.id)
        self.assertIn(self.worker2.name, result["handed_over"])
        self.assertEqual((self.visit.state, self.visit.date), ("done", yesterday))
        self.assertEqual(self.visit.visitor_ids, self.worker)
        self.assertEqual(self.visit.need_ids.name, "Lamp")
        self.assertEqual(self.home.last_visit_date, yesterday)
        [told] = self.told(self.worker2)
        self.assertIn(self.worker.name, told.summary)
        self.assertTrue(self.save(visit_id=self.visit.id)["is_repeated"])
        self.assertEqual(len(self.told(self.worker2)), 1)

    def test_a_visit_of_today_whose_door_was_carried(self):
        """Who had the door on the phone visits it today, though the grid changed hands at night."""
        self.phone.doors([self.home.id])
        before = self.mine.my_day()["done_count"]
        self.change_hands(self.today - datetime.timedelta(days=1))
        result = self.save(visit_id=self.visit.id)
        self.assertTrue(result["handed_over"])
        self.assertEqual(self.mine.my_day()["done_count"], before + 1)
        undone = self.mine.undo_at_the_door("k1")
        self.assertEqual((undone["state"], self.visit.state), ("planned", "planned"))
        self.assertEqual(self.mine.my_day()["done_count"], before)

    def test_a_home_that_went_to_another_grid(self):
        """The home itself moves: its door was seen, so the visit is kept."""
        self.mine.at_the_door(self.home.id)
        self.home.dwelling_id.area_id.own_grid_id = self.grid2
        self.env.invalidate_all()
        self.assertFalse(self.home.with_user(self.worker).has_access("read"))
        self.assertIn(self.worker2.name, self.save()["handed_over"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_was_never_there_saves_nothing(self):
        """Neither the other grid's worker nor one who left long ago, by whatever day is named."""
        other = self.make_household(building=self.building2)
        with self.assertRaises(AccessError):
            self.save(home=other)
        self.change_hands(self.today - datetime.timedelta(days=40))
        old = fields.Date.to_string(self.today - datetime.timedelta(days=45))
        for values in ({}, {"date": "someday"}, {"date": 5}, {"date": old}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.save("k2", **values)
        with self.assertRaises(AccessError):
            self.mine.with_user(self.auditor).save_at_the_door(
                self.home.id, {"client_key": "k3", "state": "done"}
            )
        self.assertEqual((other + self.home).visit_ids, self.visit)
        self.assertEqual(self.visit.state, "planned")
