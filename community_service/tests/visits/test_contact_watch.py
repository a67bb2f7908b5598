import datetime
import itertools

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


class WatchCase(CommunityCase):
    """Homes with signals, entered as those do who meet them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.officer)
        cls.home = cls.make_household([{"name": "独居老人", "role": "head"}], room="101")
        cls.person = cls.home.head_id

    def day(self, ago):
        return self.today - datetime.timedelta(days=ago)

    def visit(self, ago, state="absent", home=None, user=None, **values):
        return (
            self.env["community.visit"]
            .with_user(user or self.worker)
            .create(
                {
                    "household_id": (home or self.home).id,
                    "state": state,
                    "date": self.day(ago),
                    "user_id": (user or self.worker).id,
                    **values,
                }
            )
        )

    def alert(self, home=None):
        return self.env["community.contact.alert"].search(
            [("household_id", "=", (home or self.home).id)]
        )

    def facts(self, home=None):
        """Return what the alerts of a home say, without the numbers of their records."""
        return [
            (
                alert.state,
                alert.date,
                alert.closed_by,
                alert.date_closed,
                alert.resident_id.id,
                sorted((one.date, one.sudo().kind) for one in alert.signal_ids),
            )
            for alert in self.alert(home)
        ]


@tagged("post_install", "-at_install", "community")
class TestContactWatch(WatchCase):
    """Nobody hears of somebody: signals from records add up to an alert, a contact closes it."""

    def test_visits_and_calls_in_vain_add_up(self):
        """The third visit or call in vain opens an alert at once; it lists day and record."""
        self.visit(20)
        self.visit(10, outcome="no_answer", mode="phone")
        self.assertFalse(self.alert())
        last = self.visit(3, outcome="refused")
        alert = self.alert().with_user(self.worker)
        self.assertRecordValues(
            alert, [{"state": "open", "date": self.day(3), "signal_count": 3, "resident_id": False}]
        )
        alert.invalidate_recordset()
        self.assertEqual(alert.signal_ids.mapped("date"), [self.day(3), self.day(10), self.day(20)])
        self.assertIn("Refused the visit", alert.signal_ids[0].what)
        self.assertIn("Call without an answer", alert.signal_ids[1].what)
        self.assertIn("Nobody home", alert.signal_ids[2].what)
        self.assertIn(self.worker.name, alert.signal_ids[2].what)
        action = alert.signal_ids[0].action_open()
        self.assertEqual((action["res_model"], action["res_id"]), (last._name, last.id))
        self.assertEqual(alert.action_at_the_door()["context"]["active_id"], self.home.id)

    def test_a_contact_closes_it_and_is_named(self):
        """Somebody met, or a call that is answered, closes the alert with its day and record."""
        for mode, ago in (("home", 1), ("phone", 0)):
            with self.subTest(mode=mode):
                for back in (5 + ago, 4 + ago, 3 + ago):
                    self.visit(back)
                met = self.visit(ago, "done", mode=mode)
                alert = self.alert()[0]
                self.assertRecordValues(
                    alert,
                    [{"state": "closed", "closed_by": "contact", "date_closed": self.day(ago)}],
                )
                self.assertEqual((alert.contact_model, alert.contact_id), (met._name, met.id))
                self.assertIn(self.worker.name, alert.contact)
                self.assertEqual(alert.signal_count, 3)
                self.env["community.visit"].search([]).state = "cancelled"
                self.alert().unlink()

    def test_any_order_of_entries_is_the_same(self):
        """Signals and contacts entered late, in any order, leave the same open alerts."""
        told = [(30, "absent"), (25, "done"), (20, "absent"), (15, "absent"), (10, "absent")]
        found = set()
        for order in itertools.permutations(told):
            with self.env.cr.savepoint() as savepoint:
                for ago, state in order:
                    self.visit(ago, state)
                open_ones = [facts for facts in self.facts() if facts[0] == "open"]
                found.add(repr(open_ones))
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(len(found), 1)
        self.assertIn(repr(self.day(10)), found.pop())

    def test_a_contact_that_comes_to_light_late(self):
        """A visit of a day between the signals closes the alert; one before them does not."""
        for ago in (20, 15, 10):
            self.visit(ago)
        self.visit(30, "done")
        self.assertEqual(self.alert().state, "open")
        late = self.visit(12, "done")
        self.assertRecordValues(
            self.alert(), [{"state": "closed", "closed_by": "contact", "contact_id": late.id}]
        )
        # It was another home: nobody has been met, and the alert is back.
        late.with_user(self.manager).state = "cancelled"
        self.assertEqual([alert.state for alert in self.alert()], ["open", "closed"])

    def test_a_signal_taken_back(self):
        """A visit in vain that was none closes the alert as corrected; no contact is named."""
        visits = [self.visit(ago) for ago in (20, 15, 10)]
        visits[1].with_user(self.manager).action_plan_again()
        self.assertRecordValues(
            self.alert(), [{"state": "closed", "closed_by": "corrected", "contact": False}]
        )

    def test_the_visit_itself_becomes_a_contact(self):
        """What was entered as in vain and corrected to visited is the contact that closes."""
        visits = [self.visit(ago) for ago in (20, 15, 10)]
        visits[2].with_user(self.worker).state = "done"
        self.assertRecordValues(
            self.alert(), [{"closed_by": "contact", "contact_id": visits[2].id}]
        )

    def test_no_sign_of_it(self):
        """Moved away, nobody lives here, wrong address, planned and cancelled count nothing."""
        for outcome in ("moved_away", "nobody_lives", "wrong_address"):
            self.visit(3, outcome=outcome)
        self.visit(0, "planned")
        self.visit(2, "cancelled")
        self.visit(2)
        self.visit(1)
        self.assertFalse(self.alert())

    def test_numbers_are_rules(self):
        """Points, threshold and days are numbers with a history; 0 points are no signal."""
        number = self.env.ref("community_service.community_parameter_watch_points")
        self.own_copy(number, self.manager).value = 2
        self.visit(200)
        self.visit(30)
        self.assertFalse(self.alert())
        self.visit(20)
        self.assertRecordValues(self.alert(), [{"date": self.day(20), "signal_count": 2}])
        points = self.env.ref("community_service.community_parameter_watch_visit_points")
        self.own_copy(points, self.manager).value = 0
        self.env["community.contact.alert"]._cron_watch_contact()
        self.assertEqual(self.alert().closed_by, "corrected")

    def test_it_does_not_grow_old(self):
        """An alert stays open until somebody is heard of, however long that takes."""
        for ago in (5, 4, 3):
            self.visit(ago)
        with freeze_time(self.today + datetime.timedelta(days=400)):
            self.env["community.contact.alert"]._cron_watch_contact()
            self.assertEqual(self.alert().state, "open")
            self.assertEqual(len(self.alert()), 1)

    def test_who_is_no_longer_there(self):
        """The dead, those who moved away and empty homes have no alert, and an open one closes."""
        for ago in (5, 4, 3):
            self.visit(ago)
        self.home._death(self.day(1), self.person, None)
        self.assertRecordValues(self.alert(), [{"state": "closed", "closed_by": "ended"}])
        self.env["community.contact.alert"]._cron_watch_contact()
        self.assertEqual(len(self.alert()), 1)
        moved = self.make_household([{"name": "搬走", "role": "head"}], room="301")
        moved.residency_ids.date_to = self.day(1)
        for ago in (5, 4, 3):
            self.visit(ago, home=moved)
        self.env["community.contact.alert"]._cron_watch_contact()
        self.assertFalse(self.alert(moved))

    def test_one_open_alert(self):
        """The database keeps one open alert of a home; nobody enters, writes or deletes one."""
        for ago in (5, 4, 3):
            self.visit(ago)
        alert = self.alert()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            alert.create({"household_id": self.home.id, "date": self.today})
        for user in (self.worker, self.officer, self.manager, self.auditor):
            with self.subTest(user=user.login):
                own = alert.with_user(user)
                self.assertEqual(own.signal_count, 3)
                with self.assertRaises(AccessError):
                    own.state = "closed"
                with self.assertRaises(AccessError):
                    own.create({"household_id": self.home.id, "date": self.today})
                with self.assertRaises(AccessError):
                    own.unlink()
        self.assertFalse(alert.with_user(self.worker2).search([("id", "=", alert.id)]))
        for name in ("kind", "res_model", "res_id"):
            with self.assertRaises(AccessError):
                alert.with_user(self.manager).signal_ids.read([name])

    def test_the_day_and_the_morning(self):
        """My Day of the grid worker shows it, the board has it as due, the digest counts it."""
        for ago in (5, 4, 3):
            self.visit(ago)
        alert = self.alert()
        (card,) = self.env["community.visit"].with_user(self.worker).my_day()["alerts"]
        self.assertEqual(
            (card["id"], card["signal_count"], card["date"]),
            (alert.id, 3, fields.Date.to_string(self.day(3))),
        )
        self.assertNotIn(self.person.name, card["head"])
        self.assertFalse(self.env["community.visit"].with_user(self.worker2).my_day()["alerts"])
        lines = self.env["community.due"].with_user(self.manager)
        (line,) = lines.search([("kind", "=", "contact"), ("res_id", "=", alert.id)])
        self.assertEqual((line.user_id, line.date_due), (self.worker, self.day(3)))
        digest = self.worker.with_user(self.worker)._digest_lines([self.today])
        self.assertIn(
            ("/odoo/no-contact", "1 homes of which nobody has heard"),
            [(address, str(text)) for address, text in digest],
        )
        self.visit(0, "done")
        self.assertFalse(self.env["community.visit"].with_user(self.worker).my_day()["alerts"])

    def test_queries_do_not_grow(self):
        """Looking at two homes and at twenty takes as many queries; a contact without alert one."""
        homes = [self.make_household(room=f"5{n:02d}") for n in range(22)]
        for home in homes:
            for ago in (5, 4):
                self.visit(ago, home=home)
        Alert, counts = self.env["community.contact.alert"], []
        Alert._look(homes[0])
        for some in (homes[:2], homes[2:]):
            found = self.env["community.household"].union(*some)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Alert._look(found)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1], counts)
