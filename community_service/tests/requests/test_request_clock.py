from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .test_request import RequestCase


@tagged("post_install", "-at_install", "community")
class TestRequestClock(RequestCase):
    def accepted_on(self, day, **values):
        with freeze_time(f"{day} 02:00:00"):
            request = self.make_request(date_received=day, **values)
            request.action_accept()
        return request

    def activities(self, request):
        warnings = request.activity_ids.filtered_domain(
            [("activity_type_id", "=", self.env.ref("community_service.mail_activity_request").id)]
        )
        return warnings.sorted("id").mapped("user_id")

    def test_thirty_working_days_with_the_calendar_of_2024(self):
        request = self.accepted_on("2024-03-04", limit_days=30)
        self.assertEqual(request.date_due, date(2024, 4, 16))
        request.limit_kind = "calendar"
        self.assertEqual(request.date_due, date(2024, 4, 3))

    def test_year_without_holidays_is_provisional(self):
        request = self.accepted_on("2026-12-28", limit_days=30)
        self.assertTrue(request.is_provisional)

    def test_clock_stands_still_while_waiting(self):
        request = self.accepted_on("2026-11-02", limit_days=5)
        self.assertEqual(request.date_due, date(2026, 11, 9))
        with freeze_time("2026-11-04 02:00:00"):
            self.move(request, "wait", reason="等产权单位")
        with freeze_time("2026-11-06 02:00:00"):
            request.action_resume()
        self.assertEqual(request.date_due, date(2026, 11, 11))
        self.assertRecordValues(
            request.wait_ids,
            [{"date_from": date(2026, 11, 4), "date_to": date(2026, 11, 6)}],
        )

    def test_earlier_external_clock_counts(self):
        request = self.accepted_on("2026-11-02", limit_days=5, date_due_external="2026-11-05")
        self.assertEqual(request.date_due, date(2026, 11, 5))

    def test_late_is_a_search(self):
        request = self.accepted_on("2026-11-02", limit_days=5)
        late = [("id", "=", request.id), ("is_late", "=", True)]
        with freeze_time("2026-11-09 02:00:00"):
            self.assertFalse(self.env["community.request"].search(late))
        with freeze_time("2026-11-10 02:00:00"):
            self.assertTrue(self.env["community.request"].search(late))
            request.invalidate_recordset(["is_late"])
            self.assertTrue(request.is_late)
            self.move(request, "wait", reason="等配件")
            self.assertFalse(self.env["community.request"].search(late))

    def test_escalation_tells_each_once_and_may_run_again(self):
        company = self.env.company
        secretary = self.manager.copy({"login": "secretary2"})
        company.write(
            {"community_manager_id": self.manager.id, "community_secretary_id": secretary.id}
        )
        request = self.accepted_on("2026-11-02", limit_days=5, officer_id=self.worker.id)
        expected = self.env["res.users"]
        for day, new in (
            ("2026-11-05", None),
            ("2026-11-06", self.worker),
            ("2026-11-09", self.manager),
            ("2026-11-10", None),
            ("2026-11-11", secretary),
        ):
            expected += new or self.env["res.users"]
            with freeze_time(f"{day} 02:00:00"):
                self.env["community.request"]._cron_escalate()
                self.env["community.request"]._cron_escalate()
            self.assertEqual(self.activities(request), expected, day)
        self.assertNotIn(self.resident.name, " ".join(request.activity_ids.mapped("summary")))
        self.move(request, "done", result="已修")
        self.assertFalse(request.activity_ids)

    def test_reopened_request_starts_a_new_clock(self):
        request = self.accepted_on("2026-11-02", limit_days=5)
        with freeze_time("2026-11-09 02:00:00"):
            self.env["community.request"]._cron_escalate()
            self.move(request, "done", result="已修")
        with freeze_time("2026-11-10 02:00:00"):
            self.move(request, "reopen", reason="又坏了")
        self.assertRecordValues(
            request,
            [
                {
                    "state": "reopened",
                    "date_due": date(2026, 11, 17),
                    "escalation_levels": False,
                    "satisfaction": False,
                }
            ],
        )

    def test_waiting_and_merged_requests_are_left_alone(self):
        waiting = self.accepted_on("2026-11-02", limit_days=5)
        with freeze_time("2026-11-03 02:00:00"):
            self.move(waiting, "wait", reason="等")
        main = self.accepted_on("2026-11-02", limit_days=5)
        other = self.accepted_on("2026-11-03", limit_days=5)
        (main | other).with_user(self.officer).action_merge()
        with freeze_time("2026-11-16 02:00:00"):
            self.env["community.request"]._cron_escalate()
        self.assertFalse(waiting.activity_ids)
        self.assertFalse(other.activity_ids)
        self.assertEqual(len(main.activity_ids), 3)

    def test_escalation_needs_the_same_queries_for_more_requests(self):
        def run(count):
            for _number in range(count):
                self.accepted_on("2026-11-02", limit_days=5)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            with freeze_time("2026-11-16 02:00:00"):
                self.env["community.request"]._cron_escalate()
                self.env.flush_all()
            return self.env.cr.sql_log_count - start

        run(1)
        self.assertLessEqual(run(12), run(3) + 2)
