from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_activity import ActivityCase


@tagged("post_install", "-at_install", "community")
class TestAttendance(ActivityCase):
    def test_employment_is_kept(self):
        """The employment of the day stays when the person finds work afterwards."""
        line = self.attend(self.make_activity(), self.laid_off)
        self.assertFalse(line.employment)
        line.with_user(self.worker).action_present()
        self.assertRecordValues(
            line, [{"state": "present", "hours": 3, "class_hours": 4, "employment": "laid_off"}]
        )
        self.laid_off.employment = "employed"
        self.env.flush_all()
        self.assertEqual(line.employment, "laid_off")

    def test_employment_of_a_past_day(self):
        """Signing in late takes the employment of that day, not of today."""
        self.env["community.fact.change"].create(
            {
                "model": "community.resident",
                "res_id": self.working.id,
                "resident_id": self.working.id,
                "field_name": "employment",
                "old_value": "laid_off",
                "new_value": "employed",
                "kind": "change",
                "date": self.today - timedelta(days=5),
            }
        )
        old = self.attend(self.make_activity(days=-9), self.working, state="present")
        new = self.attend(self.make_activity(days=-3), self.working, state="present")
        self.assertEqual((old + new).mapped("employment"), ["laid_off", "employed"])

    def test_one_tap_and_back(self):
        """The same tap again takes a slip back; hours and employment go with it."""
        line = self.attend(self.make_activity(), self.laid_off).with_user(self.worker)
        line.action_present()
        line.action_present()
        self.assertRecordValues(line, [{"state": "registered", "hours": 0, "employment": False}])
        line.action_absent()
        self.assertEqual(line.state, "absent")
        line.action_leave()
        self.assertEqual(line.state, "leave")

    def test_future_training_refused(self):
        """Nobody is present at a training that is still to come; nothing is half saved."""
        activity = self.make_activity(days=2)
        refused = self.assertRaisesRegex(UserError, "王失业 cannot be present at .* yet")
        with refused, self.env.cr.savepoint():
            self.attend(activity, self.jobless, self.laid_off, state="present")
        self.assertFalse(activity.attendance_ids)
        line = self.attend(activity, self.laid_off)
        with self.assertRaisesRegex(UserError, "cannot be present"):
            line.with_user(self.worker).action_present()

    def test_once_per_activity(self):
        """A person stands once on a list."""
        activity = self.make_activity()
        self.attend(activity, self.laid_off)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.attend(activity, self.laid_off)

    def test_somebody_it_must_be(self):
        """A line names a resident, a contact, or both when they are one."""
        activity = self.make_activity()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env["community.attendance"].create({"activity_id": activity.id})
        partner = self.env["res.partner"].create({"name": "外人"})
        with self.assertRaisesRegex(UserError, "are two people"):
            self.attend(activity, self.laid_off, partner_id=partner.id)
        self.laid_off.action_create_contact()
        both = self.attend(
            self.make_activity(), self.laid_off, partner_id=self.laid_off.partner_id.id
        )
        self.assertEqual(both.person, "张下岗")

    def test_hours_fit(self):
        """25 hours do not fit into a training of three."""
        line = self.attend(self.make_activity(), self.laid_off, state="present")
        with self.assertRaisesRegex(UserError, "25 hours do not fit"):
            line.hours = 25

    def test_present_line_is_kept(self):
        """Who was present is marked absent with a note, never deleted."""
        line = self.attend(self.make_activity(), self.laid_off, state="present")
        with self.assertRaisesRegex(UserError, "was present"):
            line.unlink()
        line.state = "absent"
        line.unlink()

    def test_other_grid_is_not_seen(self):
        """A grid worker sees the own people of a list; the count of the activity is the same."""
        activity = self.make_activity()
        lines = self.attend(activity, self.laid_off, self.stranger)
        seen = self.env["community.attendance"].with_user(self.worker).search([])
        self.assertEqual(seen, lines[0])
        self.assertEqual(activity.with_user(self.worker).taken_count, 2)

    def test_mark_many_queries(self):
        """Signing in a whole list takes a number of queries that does not grow."""
        activity = self.make_activity()
        homes = [self.make_household() for _number in range(12)]
        people = self.env["community.resident"].union(*(home.resident_ids for home in homes))
        counts = []
        for lines in (people[:1], people[1:3], people[3:]):
            marked = self.attend(activity, *lines).with_user(self.officer)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            marked._mark_present()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        # The first call fills the caches of rules and users.
        self.assertLessEqual(counts[2], counts[1])
        self.assertEqual(activity.present_count, 12)

    def test_dialog_adds_and_signs_in(self):
        """Two characters of a name; people on the list already are signed in, not doubled."""
        activity = self.make_activity()
        self.attend(activity, self.laid_off)
        Add = self.env["community.attendance.add"].with_user(self.officer)
        found = self.env["community.resident"].with_user(self.officer).name_search("失业")
        self.assertEqual([key for key, _name in found], self.jobless.ids)
        form = Form(Add.with_context(default_activity_id=activity.id))
        self.assertTrue(form.is_present)
        dialog = form.save()
        # The screen's own search puts people in: the field behind it is not shown.
        dialog.resident_ids = self.laid_off | self.jobless
        dialog.action_apply()
        self.assertEqual(activity.attendance_ids.mapped("state"), ["present", "present"])
        with self.assertRaisesRegex(UserError, "Nobody is chosen"):
            Add.create({"activity_id": activity.id}).action_apply()

    def test_officers_class_hours(self):
        """Training of reception officers: class hours per officer, and each sees the own."""
        activity = self.make_activity(kind_id=self.officers_kind.id, length=1.5)
        Attendance = self.env["community.attendance"]
        for user in (self.worker, self.worker2):
            Attendance.create(
                {"activity_id": activity.id, "partner_id": user.partner_id.id, "state": "present"}
            )
        action = self.env.ref("community_service.community_attendance_action_officers")
        self.assertIn("for_officers", action.domain)
        domain = [("kind_id.for_officers", "=", True)]
        rows = Attendance.with_user(self.officer)._read_group(
            domain, ["partner_id"], ["class_hours:sum"]
        )
        self.assertEqual(dict(rows), {self.worker.partner_id: 2.0, self.worker2.partner_id: 2.0})
        self.assertEqual(
            Attendance.with_user(self.worker).search(domain).partner_id, self.worker.partner_id
        )
