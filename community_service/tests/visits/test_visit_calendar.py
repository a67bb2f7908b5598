import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from ...tools.trusted import trusted
from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisitCalendar(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household()
        cls.hour = fields.Datetime.now().replace(hour=2, minute=0, second=0) + relativedelta(days=3)

    def make_visit(self, **values):
        return (
            self.env["community.visit"]
            .with_user(self.worker)
            .create(
                {
                    "household_id": self.household.id,
                    "user_id": self.worker.id,
                    "date_start": self.hour,
                    **values,
                }
            )
        )

    def test_only_with_an_hour_and_soon(self):
        self.assertFalse(self.make_visit(date_start=False, date=self.hour.date()).calendar_event_id)
        far = self.make_visit(date_start=self.hour + relativedelta(days=30))
        self.assertFalse(far.calendar_event_id)
        self.assertTrue(self.make_visit().calendar_event_id)
        far.with_context(**trusted(community_calendar_sync=True)).date_start = (
            self.hour + relativedelta(days=5)
        )
        self.assertFalse(far.calendar_event_id)
        self.env["community.visit"]._cron_make_events()
        self.assertTrue(far.calendar_event_id, "the daily job makes it")

    def test_event_says_no_name_and_mails_nobody(self):
        mails = self.env["mail.mail"].search_count([])
        visit = self.make_visit()
        event = visit.calendar_event_id.sudo()
        self.assertEqual(event.privacy, "private")
        self.assertIn(self.household.address, event.name)
        self.assertNotIn(self.household.head_id.name, event.name)
        self.assertEqual(event.partner_ids, self.worker.partner_id)
        self.assertFalse(event.message_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(visit.date, visit._local_time(self.hour).date())

    def test_moves_both_ways(self):
        visit = self.make_visit()
        event = visit.calendar_event_id
        visit.date += datetime.timedelta(days=2)
        self.assertEqual(event.start, self.hour + relativedelta(days=2))
        event.with_user(self.worker).write(
            {
                "start": self.hour + relativedelta(days=1),
                "stop": self.hour + relativedelta(days=1, hours=1),
            }
        )
        self.assertEqual(visit.date_start, self.hour + relativedelta(days=1))
        self.assertEqual(visit.duration, 1.0)
        self.assertEqual(visit.date, visit._local_time(visit.date_start).date())

    def test_officer_moves_a_colleagues_visit(self):
        visit = self.make_visit()
        visit.with_user(self.officer).date_start = self.hour + relativedelta(hours=3)
        self.assertEqual(visit.calendar_event_id.start, self.hour + relativedelta(hours=3))

    def test_who_may_not_write_the_visit_moves_only_the_event(self):
        visit = self.make_visit()
        visit.calendar_event_id.sudo().user_id = self.plain
        event = visit.calendar_event_id.with_user(self.plain)
        event.write(
            {
                "start": self.hour + relativedelta(hours=1),
                "stop": self.hour + relativedelta(hours=2),
            }
        )
        self.assertEqual(visit.date_start, self.hour)

    def test_deleted_event_leaves_the_visit(self):
        visit = self.make_visit()
        visit.calendar_event_id.with_user(self.worker).unlink()
        self.assertFalse(visit.calendar_event_id)
        self.assertEqual(visit.state, "planned")

    def test_cancelled_visit_leaves_no_event(self):
        visit = self.make_visit()
        event = visit.calendar_event_id
        visit.action_cancel()
        self.assertFalse(event.exists())

    def test_reassigned(self):
        visit = self.make_visit()
        visit.with_user(self.officer).user_id = self.officer
        event = visit.calendar_event_id.sudo()
        self.assertEqual(
            (event.user_id, event.partner_ids), (self.officer, self.officer.partner_id)
        )
