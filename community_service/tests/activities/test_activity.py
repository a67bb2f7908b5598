from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


class ActivityCase(CommunityCase):
    """A training of today, and people of both grids."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.training = cls.env.ref("community_service.activity_kind_training")
        cls.officers_kind = cls.env.ref("community_service.activity_kind_officers")
        cls.home = cls.make_household(
            [
                {"name": "张下岗", "role": "head", "employment": "laid_off"},
                {"name": "王失业", "employment": "unemployed"},
                {"name": "李在职", "employment": "employed"},
            ]
        )
        cls.laid_off, cls.jobless, cls.working = cls.home.resident_ids.sorted("id")
        cls.other_home = cls.make_household(building=cls.building2)
        cls.stranger = cls.other_home.resident_ids

    @classmethod
    def make_activity(cls, days=0, hour=1, length=3, **values):
        """Create an activity ``days`` from today, at ``hour`` UTC, ``length`` hours long."""
        start = fields.Datetime.to_datetime(cls.today + timedelta(days=days))
        start += timedelta(hours=hour)
        return cls.env["community.activity"].create(
            {
                "kind_id": cls.training.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=length),
                "user_id": cls.officer.id,
                **values,
            }
        )

    @classmethod
    def attend(cls, activity, *people, state="registered", **values):
        """Put residents on the list of an activity."""
        return cls.env["community.attendance"].create(
            [
                {"activity_id": activity.id, "resident_id": person.id, "state": state, **values}
                for person in people
            ]
        )


@tagged("post_install", "-at_install", "community")
class TestActivity(ActivityCase):
    def test_name_day_and_length_follow(self):
        """Kind and hours are enough: name, day and length follow."""
        activity = self.make_activity(hour=17)
        self.assertEqual(activity.name, self.training.name)
        self.assertEqual(activity.hours, 3)
        self.assertEqual(activity.date, self.today + timedelta(days=1), "one in the morning there")

    def test_ends_after_it_begins(self):
        """The database refuses an end before the beginning."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_activity(length=-1)

    def test_steps(self):
        """Planned, open, done; who was not signed in was absent; then open again."""
        activity = self.make_activity(days=-1).with_user(self.officer)
        came, stayed_away = self.attend(activity, self.laid_off, self.jobless)
        activity.action_open()
        came.action_present()
        activity.action_done()
        self.assertEqual(activity.state, "done")
        self.assertEqual(stayed_away.state, "absent")
        with self.assertRaisesRegex(UserError, "does not fit it"):
            activity.action_cancel()
        activity.action_reopen()
        with self.assertRaisesRegex(UserError, "1 people were present"):
            activity.action_cancel()

    def test_not_closed_before_it_begins(self):
        """An activity to come can be cancelled, not closed."""
        activity = self.make_activity(days=3)
        with self.assertRaisesRegex(UserError, "has not begun"):
            activity.action_done()
        activity.action_cancel()
        with self.assertRaisesRegex(UserError, "is cancelled and takes nobody"):
            self.attend(activity, self.laid_off)

    def test_future_refused_after_presence(self):
        """An activity at which people were present does not move into the future."""
        activity = self.make_activity(days=-1)
        self.attend(activity, self.laid_off, state="present")
        with self.assertRaisesRegex(UserError, "nobody can have been present"):
            activity.write(
                {
                    "date_start": activity.date_start + timedelta(days=5),
                    "date_stop": activity.date_stop + timedelta(days=5),
                }
            )
        with self.assertRaisesRegex(UserError, "has taken place"):
            activity.unlink()

    def test_seats(self):
        """More people than seats: a sentence, and nobody is put on the list."""
        activity = self.make_activity(days=2, capacity=2)
        refused = self.assertRaisesRegex(UserError, "has 2 seats and 3 people")
        with refused, self.env.cr.savepoint():
            self.attend(activity, self.laid_off, self.jobless, self.working)
        self.assertFalse(activity.attendance_ids, "nobody is half on the list")
        lines = self.attend(activity, self.laid_off, self.jobless)
        lines[0].state = "leave"
        self.attend(activity, self.working)
        self.assertEqual(activity.taken_count, 2)
        with self.assertRaisesRegex(UserError, "has 2 seats and 3 people"):
            lines[0].state = "registered"

    def test_calendar_event_without_names(self):
        """An activity with an hour stands in the officer's calendar: private, kind and place."""
        activity = self.make_activity(days=3, place="活动室")
        event = activity.calendar_event_id
        self.assertEqual(event.name, f"{self.training.name} 活动室")
        self.assertEqual(event.privacy, "private")
        self.assertEqual(event.partner_ids, self.officer.partner_id)
        event.with_user(self.officer).write(
            {"start": event.start + timedelta(hours=2), "stop": event.stop + timedelta(hours=3)}
        )
        self.assertEqual(activity.hours, 4)
        activity.action_cancel()
        self.assertFalse(event.exists())
        self.assertFalse(self.make_activity(days=40).calendar_event_id)

    def test_grid_worker_changes_own_activities(self):
        """Everybody sees what is held; a grid worker changes the own ones."""
        activity = self.make_activity().with_user(self.worker)
        self.assertEqual(activity.read(["name"])[0]["name"], self.training.name)
        with self.assertRaises(AccessError):
            activity.place = "x"
        own = self.make_activity(user_id=self.worker.id).with_user(self.worker)
        own.place = "活动室"
        with self.assertRaises(AccessError):
            activity.user_id = self.worker

    def test_list_queries(self):
        """The list of activities costs the same for 2 and for 12."""
        counts = []
        for number in (2, 10):
            for index in range(number):
                self.attend(self.make_activity(days=-index), self.laid_off, state="present")
            self.env.flush_all()
            self.env.invalidate_all()
            records = self.env["community.activity"].with_user(self.officer).search([])
            with self.assertQueryCount(7):
                records.web_read(
                    {
                        "name": {},
                        "kind_id": {"fields": {"display_name": {}}},
                        "user_id": {"fields": {"display_name": {}}},
                        "present_count": {},
                        "taken_count": {},
                    }
                )
            counts.append(len(records))
        self.assertEqual(counts, [2, 12])
