import pathlib
import re

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_path

from ...hooks import keep_the_hours_of_jobs
from ..common import CommunityCase

ADDONS = ("community_service", "community_party", "community_mediation")


@tagged("post_install", "-at_install", "community")
class TestDay(CommunityCase):
    """The day of the community is the day of its users, whatever the clock of the server says."""

    def _today(self, user):
        # As a call from outside comes in: without a time zone in the context.
        env = self.env(user=user.id, context={})
        with freeze_time("2026-03-01 17:00:00"):  # one in the morning of 2 March in Shanghai
            return str(fields.Date.context_today(env["community.household"]))

    def test_users_without_a_time_zone_live_in_the_day_of_the_community(self):
        user = new_test_user(
            self.env, login="notz", groups="community_service.group_community_grid_worker", tz=False
        )
        self.assertEqual((user.tz, self._today(user)), ("Asia/Shanghai", "2026-03-02"))
        user.tz = False
        self.assertEqual(self._today(user), "2026-03-02", "taken away again")
        stranger = new_test_user(self.env, login="stranger", groups="base.group_user", tz=False)
        self.assertFalse(stranger.tz, "who does not work here is left alone")
        self.env.ref("community_service.group_community_auditor").user_ids += stranger
        self.assertEqual(self._today(stranger), "2026-03-02")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        other.partner_id.tz = "Asia/Urumqi"
        stranger.write({"company_ids": other.ids, "company_id": other.id, "tz": False})
        self.assertEqual(stranger.tz, "Asia/Urumqi")

    def test_no_day_of_london_is_taken_for_today(self):
        """``Date.today()`` is the day of UTC: before eight in the morning it is yesterday here."""
        found = {
            path.name
            for addon in ADDONS
            for folder in ("models", "wizard", "controllers")
            for path in pathlib.Path(file_path(addon)).glob(f"{folder}/**/*.py")
            if re.search(r"\bDate\.today\(|\bdate\.today\(", path.read_text())
        }
        # A mark that only has to be another one on another day.
        self.assertEqual(found, {"community_public_try.py"})

    def test_each_daily_job_has_an_hour_of_its_own(self):
        """Grids change at the beginning of the day, people are told before they begin to work."""
        told = {"remind", "escalate", "warn", "due", "terms", "alert", "tell"}
        for addon in ADDONS:
            for path in pathlib.Path(file_path(addon)).glob("data/*/ir_cron_data.xml"):
                for record in etree.parse(path).iterfind(".//record"):
                    name = record.get("id")
                    with self.subTest(job=name):
                        if record.findtext("field[@name='interval_type']") != "days":
                            continue
                        called = record.find("field[@name='nextcall']").get("eval")
                        hour = int(re.search(r"(\d\d):\d\d:00", called).group(1))
                        hour = (hour + 8) % 24
                        # The digest, which asks every hour where it is eight, tells what they did.
                        self.assertLessEqual(hour, 7, "done before the office opens")
                        if told & set(name.split("_")):
                            self.assertGreaterEqual(hour, 6, "nobody is told at night")

    def test_an_older_database_takes_over_the_hours(self):
        cron = self.env.ref("community_service.ir_cron_apply_grid_assignment")
        cron.nextcall = "2026-11-28 09:13:00"
        gone = cron.copy({"cron_name": "gone", "code": "model._cron_gone()"})
        self.env["ir.model.data"].create(
            {
                "module": "community_service",
                "name": "ir_cron_gone",
                "model": "ir.cron",
                "res_id": gone.id,
            }
        )
        keep_the_hours_of_jobs(self.env, "community_service")
        self.assertEqual(cron.nextcall.strftime("%H:%M"), "16:05")
        self.assertFalse(gone.exists())


@tagged("post_install", "-at_install", "community")
class TestVisitorsDay(HttpCase):
    def test_a_visitor_lives_in_the_day_of_the_community(self):
        seen = []

        def look(self, *args, **kwargs):
            seen.append(self.env.context.get("tz"))
            return original(self, *args, **kwargs)

        Request = type(self.env["community.request"])
        original = Request._is_online_open
        self.patch(Request, "_is_online_open", look)
        self.url_open("/community/request")
        self.assertTrue(seen)
        self.assertEqual(set(seen), {"Asia/Shanghai"})
