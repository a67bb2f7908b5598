import datetime

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..aid_common import AidCase

JOB = "community_service.ir_cron_watch_contact"


@tagged("post_install", "-at_install", "community")
class TestContactWatchAid(AidCase):
    """Aid nobody collects and letters that came back are signals; who comes and signs is heard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Aid is paid from the month after the decision.
        cls.begun = cls.today + relativedelta(months=1, day=1)
        cls.signed = cls.make_household([{"name": "会签的人", "role": "head"}], room="901")

    def setUp(self):
        super().setUp()
        self.case = self.grant()
        other = self.grant(household=self.signed, income=0)
        freezer = freeze_time(f"{self.begun} 02:00:00")
        freezer.start()
        self.addCleanup(freezer.stop)
        # Signatures are noted here: else a missing one would say nothing.
        self.goods(other, is_signed=True)

    def goods(self, case, **values):
        return self.env["community.aid.payment"].create(
            {"case_id": case.id, "form": "goods", "item": "大米", "quantity": 1, **values}
        )

    def visit(self, day, state="absent"):
        return self.env["community.visit"].create(
            {"household_id": self.household.id, "state": state, "date": day}
        )

    def alert(self):
        return self.env["community.contact.alert"].search(
            [("household_id", "=", self.household.id)]
        )

    def later(self, days):
        return self.begun + datetime.timedelta(days=days)

    def test_time_alone_opens_it_whenever_the_job_runs(self):
        """Goods that wait ten days: the job of that day, of 4 or 40 days later says the same."""
        self.env["community.daily.job"].search([]).unlink()
        self.goods(self.case)
        self.visit(self.begun)
        self.assertFalse(self.alert())
        found = []
        for runs in ((10,), (10, 11, 12, 13, 14), (14,), range(1, 51), (50,)):
            with self.env.cr.savepoint() as point:
                for days in runs:
                    with freeze_time(f"{self.later(days)} 02:00:00"):
                        self.env["community.contact.alert"]._cron_watch_contact()
                (alert,) = self.alert()
                kinds = sorted((one.sudo().kind, one.date) for one in alert.signal_ids)
                found.append((alert.state, alert.date, kinds))
                point.rollback()
            self.env.invalidate_all()
        wanted = ("open", self.later(10), [("aid", self.later(10)), ("visit", self.begun)])
        self.assertEqual(found, [wanted] * 5)

    def test_answered_before_any_job_ran(self):
        """Whoever was met before the job found it raises no alert; that visit undone, it is open.

        A job that runs afterwards changes neither.
        """
        Alert = self.env["community.contact.alert"]
        self.goods(self.case)
        self.visit(self.begun)
        with freeze_time(f"{self.later(12)} 02:00:00"):
            met = self.visit(self.later(12), state="done")
            Alert._cron_watch_contact()
            self.assertFalse(self.alert())
        with freeze_time(f"{self.later(13)} 02:00:00"):
            met.write({"state": "cancelled"})
            self.assertRecordValues(self.alert(), [{"state": "open", "date": self.later(10)}])
            Alert._cron_watch_contact()
            self.assertRecordValues(self.alert(), [{"state": "open", "date": self.later(10)}])
            met.write({"state": "done"})
            self.assertRecordValues(
                self.alert(), [{"state": "closed", "date_closed": self.later(12)}]
            )
            Alert._cron_watch_contact()
            self.assertEqual(self.alert().mapped("state"), ["closed"])

    def test_collected_is_heard(self):
        """Whoever comes and signs is the contact that closes, also entered late."""
        goods = self.goods(self.case)
        self.visit(self.begun)
        with freeze_time(f"{self.later(12)} 02:00:00"):
            self.env["community.contact.alert"]._cron_watch_contact()
            self.assertEqual(self.alert().state, "open")
            with self.assertRaisesRegex(UserError, "cannot have been collected"):
                goods.write({"is_signed": True, "date_signed": self.later(-1)})
            goods.invalidate_recordset()
            goods.write({"is_signed": True, "date_signed": self.later(2)})
            self.assertRecordValues(
                self.alert(),
                [{"state": "closed", "closed_by": "contact", "contact_model": goods._name}],
            )
            self.assertEqual(self.alert().contact_id, goods.id)
            goods.is_signed = False
            self.assertFalse(goods.date_signed)
            self.assertEqual(self.alert()[0].state, "open")

    def test_where_nobody_signs_nothing_is_missed(self):
        """In a community that notes no signatures a missing one is no signal."""
        self.goods(self.case)
        self.visit(self.begun)
        self.env["community.aid.payment"].search([]).is_signed = False
        with freeze_time(f"{self.later(12)} 02:00:00"):
            self.env["community.contact.alert"]._cron_watch_contact()
            self.assertFalse(self.alert())

    def test_a_letter_that_came_back(self):
        """A letter that came back is a signal; only a letter does, and not before it was sent."""
        told = self.env["community.aid.told"].create(
            {"household_id": self.household.id, "way": "letter", "date": self.begun}
        )
        self.visit(self.begun)
        self.assertFalse(self.alert())
        told.date_returned = self.begun
        self.assertRecordValues(self.alert(), [{"state": "open", "signal_count": 2}])
        with self.assertRaises(UserError):
            told.date_returned = self.begun + datetime.timedelta(days=1)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            told.way = "phone"
            self.env.flush_all()

    def test_who_may_not_see_aid(self):
        """Without the right to the payment the reader knows that there is a signal, not which."""
        self.goods(self.case)
        self.visit(self.begun)
        with freeze_time(f"{self.later(12)} 02:00:00"):
            self.env["community.contact.alert"]._cron_watch_contact()
        alert = self.alert().with_user(self.auditor)
        alert.invalidate_recordset()
        self.assertEqual(alert.signal_count, 2)
        told = [one.what for one in alert.signal_ids]
        self.assertIn("A signal from a record that you may not open", told)
        self.assertFalse([text for text in told if "not collected" in text])
        own = self.alert().with_user(self.officer)
        own.invalidate_recordset()
        self.assertTrue([one for one in own.signal_ids if "not collected" in one.what])
        self.assertEqual(fields.Date.to_string(own.date), str(self.later(10)))
