import datetime

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.tests import tagged

from ..common import CommunityCase

DAY = datetime.date(2027, 3, 2)


@tagged("post_install", "-at_install", "community")
class TestDigest(CommunityCase):
    """At eight everybody who works here is told what the day holds, in numbers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.make_household(
            [{"name": "周桂兰", "role": "head", "birth_date": "1940-03-01", "sex": "female"}]
        )
        cls.other = cls.make_household(
            [{"name": "孙德全", "role": "head", "birth_date": "1941-03-02"}],
            building=cls.building2,
        )
        cls.env.company.community_digest_date = DAY - datetime.timedelta(days=2)

    def run_job(self, day=DAY, hour=0):
        """Run the job at eight of that day, or at an hour of UTC, and return texts by login."""
        last = self.env["mail.message"].search([], limit=1, order="id desc").id
        with freeze_time(f"{day} {hour:02}:00:00"):
            self.env["res.company"]._cron_digest()
        self.env.invalidate_all()
        found = self.env["mail.message"].search(
            [("id", ">", last), ("message_type", "=", "user_notification")]
        )
        return {
            user.login: message.body
            for message in found
            for user in message.notified_partner_ids.user_ids or message.partner_ids.user_ids
        }

    def test_each_is_told_of_the_own_work(self):
        """Overdue, promises and birthdays by the own rules, a missed day's birthdays too."""
        with freeze_time(f"{DAY - datetime.timedelta(days=9)} 01:00:00"):
            self.env["community.visit.need"].create(
                {
                    "name": "修灯",
                    "household_id": self.home.id,
                    "user_id": self.worker.id,
                    "date_due": DAY,
                }
            )
        told = self.run_job()
        self.assertIn("1 due today", told["worker"])
        self.assertIn("1 promises due", told["worker"])
        # Born on the first and on the second; the job did not run on the first.
        self.assertIn("1 birthdays of people of 80 and over", told["worker"])
        self.assertIn("2 birthdays of people of 80 and over", told["officer"])
        self.assertNotIn("promises due", told["worker2"])
        self.assertNotIn("plain", told)
        for text in told.values():
            for name in ("周桂兰", "孙德全", "修灯"):
                self.assertNotIn(name, text)

    def test_queries_of_a_morning(self):
        """What one reader is told takes as many queries for thirty matters as for three."""
        counts = []
        for more in (3, 27):
            homes = [
                self.make_household(
                    [{"name": "老人", "role": "head", "birth_date": "1940-03-02"}],
                    room=f"9{more + n:02d}",
                )
                for n in range(more)
            ]
            self.env["community.visit.need"].create(
                [
                    {
                        "name": "修灯",
                        "household_id": home.id,
                        "user_id": self.worker.id,
                        "date_found": DAY - datetime.timedelta(days=300),
                        "date_due": DAY - datetime.timedelta(days=200),
                    }
                    for home in homes
                ]
            )
            mine = self.worker.with_user(self.worker)
            mine._digest_lines([DAY])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines = mine._digest_lines([DAY])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertTrue(any("30" in text for _address, text in lines), lines)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 30)

    def test_once_a_day(self):
        """A second run of the same day tells nothing; the next day tells its own."""
        self.assertTrue(self.run_job())
        self.assertFalse(self.run_job())
        told = self.run_job(DAY + datetime.timedelta(days=1))
        self.assertNotIn("birthdays", told.get("officer", ""))

    def test_eight_is_eight_by_the_clock_of_the_community(self):
        """In Urumqi it is two hours later; before it nobody is told, afterwards once."""
        self.env.company.partner_id.tz = "Asia/Urumqi"
        self.assertFalse(self.run_job(hour=0))
        self.assertFalse(self.run_job(hour=1))
        told = self.run_job(hour=2)
        self.assertIn("2 birthdays of people of 80 and over", told["officer"])
        self.assertFalse(self.run_job(hour=3))
        # There the day after begins at six in the evening of UTC; its morning comes at two.
        self.assertFalse(self.run_job(hour=20))
        self.assertEqual(self.env.company.community_digest_date, DAY)

    def test_the_day_is_that_of_the_community(self):
        """West of Greenwich it is still yesterday when the day of UTC begins."""
        self.env.company.partner_id.tz = "America/Lima"
        for hour in (2, 12):
            self.run_job(hour=hour)
            yesterday = DAY - datetime.timedelta(days=1)
            self.assertEqual(self.env.company.community_digest_date, yesterday)
        self.run_job(hour=13)
        self.assertEqual(self.env.company.community_digest_date, DAY)

    def test_who_begins_in_the_afternoon_is_told_from_the_next_morning(self):
        """A new community: nothing on the afternoon of its first day, the digest the day after."""
        self.env.company.community_digest_date = False
        self.assertFalse(self.run_job(DAY - datetime.timedelta(days=1), hour=7))
        self.assertIn("1 birthdays", self.run_job()["officer"])

    def test_who_has_died_or_gone_has_no_birthday(self):
        """The dead, those younger than 80 and those who live nowhere here are not counted."""
        # Past the dialog of a death, which would end much more than this.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE community_resident SET date_death = '2026-03-02' WHERE id = %s",
            [self.other.head_id.id],
        )
        self.env.invalidate_all()
        self.make_resident(self.home, name="小周", birth_date=DAY - relativedelta(years=79))
        domain = self.env["res.users"]._birthdays([DAY - datetime.timedelta(days=1), DAY])
        self.assertEqual(self.env["community.resident"].search(domain), self.home.head_id)
        leap = self.make_resident(self.home, name="闰生", birth_date="1940-02-29")
        domain = self.env["res.users"]._birthdays([datetime.date(2027, 2, 28)])
        self.assertEqual(self.env["community.resident"].search(domain), leap)
        domain = self.env["res.users"]._birthdays([datetime.date(2028, 2, 28)])
        self.assertFalse(self.env["community.resident"].search(domain))

    def test_missing_papers_and_holidays(self):
        """Papers that are missing are counted for whoever has the request in hand; from the first
        of December the manager reads that the holidays of the next year are not there."""
        request = self.env["community.request"].create(
            {
                "description": "办证明",
                "household_id": self.home.id,
                "resident_id": self.home.head_id.id,
                "officer_id": self.officer.id,
            }
        )
        self.env["community.request.material"].create(
            [
                {"request_id": request.id, "name": name, "state": state}
                for name, state in (("户口簿", "missing"), ("身份证", "received"))
            ]
        )
        self.env["community.holiday"].search([("date", ">=", "2028-01-01")]).unlink()
        told = self.run_job(datetime.date(2027, 11, 30))
        self.assertIn("1 papers missing", told["officer"])
        self.assertNotIn("holidays", told.get("manager", ""))
        told = self.run_job(datetime.date(2027, 12, 1))
        self.assertIn("The holidays of 2028 are not entered yet", told["manager"])
        self.assertNotIn("holidays", told["officer"])
        self.env["community.holiday"].create({"name": "元旦", "date": "2028-01-01"})
        self.assertNotIn("holidays", self.run_job(datetime.date(2027, 12, 2)).get("manager", ""))
