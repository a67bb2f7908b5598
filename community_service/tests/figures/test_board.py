import datetime

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestBoard(CommunityCase):
    """Each figure of the board has its trend; what is overdue stands by kind; each number opens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.home = cls.make_household()
        cls.company = cls.home.company_id
        cls.company.community_register_since = cls.today.replace(day=1) - relativedelta(months=2)

    def make_need(self, due, found=None):
        return self.env["community.visit.need"].create(
            {
                "name": "修灯",
                "household_id": self.home.id,
                "user_id": self.worker.id,
                "date_found": found or due - datetime.timedelta(days=10),
                "date_due": due,
            }
        )

    def board(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        Report = self.env["community.report"]
        # As the job does that the first look starts.
        kept = Report._rolling_reports(self.company)
        kept.filtered(lambda report: not report.date_computed)._refresh_figures()
        return Report.with_user(user or self.manager).board(refresh=True)

    def card(self, code, board=None):
        board = board or self.board()
        lines = self.env["community.report.line"].browse([card["id"] for card in board["cards"]])
        return next(
            card for card, line in zip(board["cards"], lines, strict=True) if line.code == code
        )

    def test_nobody_waits_for_the_months_that_ended(self):
        """The first look counts today and this month, and starts the job that counts the others."""
        Report = self.env["community.report"]
        job = self.env.ref("community_service.ir_cron_refresh_situation")
        started = Domain("cron_id", "=", job.id)
        before = self.env["ir.cron.trigger"].search_count(started)
        trend = Report.with_user(self.manager).board()["cards"][0]["trend"]
        kept = Report._rolling_reports(self.company)
        self.assertTrue(all(kept[-2:].mapped("date_computed")))
        self.assertFalse(any(kept[:-2].mapped("date_computed")))
        self.assertEqual([point["value"] for point in trend[:12]], [None] * 12)
        Report.with_user(self.manager).board()
        self.assertEqual(self.env["ir.cron.trigger"].search_count(started), before + 1)

    def test_what_a_job_keeps_is_named_in_the_words_of_whoever_looks(self):
        """Kept figures have no text, and bear the names of the reader's language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        Report = self.env["community.report"].with_user(self.manager)
        kept = Report.browse(Report._rolling_reports(self.company).ids)
        chinese = kept.with_context(lang="zh_CN")
        label = dict(chinese._fields["kind"]._description_selection(chinese.env))["current"]
        self.assertEqual(chinese[-1].display_name, label)
        self.assertEqual(chinese[-2].display_name, f"{self.today.year}年{self.today.month}月")
        self.assertNotEqual(kept[-1].display_name, label)
        self.assertFalse(any(kept.mapped(lambda r: r.practice or r.problems or r.proposals)))

    def test_thirteen_months_and_a_dash_where_nobody_recorded(self):
        """This month and the same one of last year are both there; a month without records is a
        dash, one with none of them is 0."""
        first = self.today.replace(day=1) - relativedelta(months=2)
        need = self.make_need(first + datetime.timedelta(days=12), first)
        need.result = "好了"
        need.action_done()
        trend = self.card("needs_open")["trend"]
        months = [self.today.replace(day=1) - relativedelta(months=back) for back in range(13)]
        self.assertEqual(
            [point["month"] for point in trend], [str(month) for month in reversed(months)]
        )
        self.assertEqual([point["text"] for point in trend[:10]], ["–"] * 10)
        self.assertEqual([point["value"] for point in trend[:10]], [None] * 10)
        self.assertEqual([point["value"] for point in trend[10:]], [1.0, 1.0, 0.0])
        self.assertEqual(trend[-1]["text"], "0")

    def test_each_month_opens_exactly_its_records(self):
        """Every month of every figure that says something opens as many records as it counts."""
        first = self.today.replace(day=1) - relativedelta(months=1)
        self.make_need(first + datetime.timedelta(days=40), first)
        for card in self.board()["cards"]:
            line = self.env["community.report.line"].with_user(self.manager).browse(card["id"])
            action = line.action_trend()
            months = line.search(action["domain"], order="date_from")
            self.assertEqual(
                [point["text"] for point in card["trend"]],
                [month.value_text if month.is_known else "–" for month in months],
            )
            for month in months:
                indicator = month.indicator_id
                closed = indicator.is_of_today or indicator.is_confidential
                if not month.is_known or closed or indicator.unit == "%":
                    continue
                opened = month.action_open()
                records = self.env[opened["res_model"]].with_user(self.manager)
                records = records.with_context(active_test=False)
                if indicator.measure in ("count", "distinct"):
                    self.assertEqual(records.search_count(opened["domain"]), month.value)

    def test_what_is_so_today_is_kept_at_the_end_of_its_month(self):
        """Households overdue: next month the figure of this one stays as counted, and the records
        of then are not made up; a month in which nobody counted is a dash."""
        self.home.next_visit_date = self.today - datetime.timedelta(days=3)
        before = self.card("overdue")
        self.assertEqual(before["value"], "1")
        self.assertEqual([point["value"] for point in before["trend"]], [None] * 12 + [1.0])
        later = self.today.replace(day=1) + relativedelta(months=1, days=4)
        with freeze_time(f"{later} 04:00:00"):
            self.env["community.visit"].create(
                {
                    "household_id": self.home.id,
                    "date": later,
                    "user_id": self.worker.id,
                    "situation": "都好",
                }
            ).with_user(self.worker).action_done()
            self.home.next_visit_date = later + datetime.timedelta(days=90)
            after = self.card("overdue")
            self.assertEqual(after["value"], "0")
            self.assertEqual([point["value"] for point in after["trend"]], [None] * 11 + [1.0, 0.0])
            line = self.env["community.report.line"].with_user(self.manager).browse(after["id"])
            months = line.search(line.action_trend()["domain"], order="date_from")
            with self.assertRaisesRegex(UserError, "is not kept"):
                months[-2].action_open()
            self.assertTrue(months[-1].action_open())
            self.env["community.report"]._rolling_reports(self.company)[-3]._refresh_figures()
            self.assertEqual(self.card("overdue")["trend"], after["trend"])

    def test_each_number_by_kind_opens_exactly_its_lines(self):
        """Overdue and this week by kind, each under the reader's own rules."""
        late = self.make_need(self.today - datetime.timedelta(days=1))
        week = self.make_need(self.today) | self.make_need(self.today + datetime.timedelta(days=7))
        self.make_need(self.today + datetime.timedelta(days=8))
        self.env["community.visit"].create(
            {"household_id": self.home.id, "date": self.today, "user_id": self.worker.id}
        )
        Due = self.env["community.due"]
        for user in (self.manager, self.officer, self.auditor, self.worker, self.worker2):
            mine = Due.with_user(user)
            kinds = {kind["kind"]: kind for kind in mine.by_kind()}
            for kind in kinds.values():
                for name, is_late in (("overdue", True), ("week", False)):
                    action = mine.open_kind(kind["kind"], is_late)
                    self.assertEqual(mine.search_count(action["domain"]), kind[name])
            if user == self.worker2:
                self.assertNotIn("need", kinds)
            else:
                self.assertEqual((kinds["need"]["overdue"], kinds["need"]["week"]), (1, 2))
                self.assertEqual(kinds["visit"]["week"], 1)
        lines = Due.with_user(self.manager).search(
            Due.with_user(self.manager).open_kind("need", True)["domain"]
        )
        self.assertEqual(lines.mapped("res_id"), late.ids)
        self.assertTrue(week)
        self.assertEqual(lines.action_open()["res_id"], late.id)
        with self.assertRaisesRegex(UserError, "load the board again"):
            Due.with_user(self.manager).open_kind("nothing", True)
        plain = Due.with_user(self.plain)
        for call in (plain.by_kind, lambda: plain.open_kind("need", True)):
            with self.assertRaises(AccessError):
                call()

    def test_the_board_takes_as_many_queries_on_much_as_on_little(self):
        """Cards with their trends, and the numbers by kind."""
        self.board()
        Report = self.env["community.report"].with_user(self.manager)
        Due = self.env["community.due"].with_user(self.manager)
        counts = []
        for number in (2, 20):
            for _n in range(number):
                self.make_need(self.today - datetime.timedelta(days=1))
            self.board()
            queries = []
            for call in (Report.board, Due.by_kind):
                self.env.flush_all()
                self.env.invalidate_all()
                call()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                call()
                queries.append(self.cr.sql_log_count - before)
            counts.append(queries)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0][0], 12)
        self.assertLessEqual(counts[0][1], 2)
