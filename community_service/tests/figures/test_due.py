import datetime

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestDue(CommunityCase):
    """The board: what is due in all addons by the person in charge, under the reader's rules."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.home = cls.make_household()

    def make_need(self, days, user=None):
        return self.env["community.visit.need"].create(
            {
                "name": "A lamp is broken",
                "household_id": self.home.id,
                "user_id": (user or self.worker).id,
                "date_found": self.today - datetime.timedelta(10),
                "date_due": self.today + datetime.timedelta(days),
            }
        )

    def due(self, user, record):
        return (
            self.env["community.due"]
            .with_user(user)
            .search([("res_model", "=", record._name), ("res_id", "=", record.id)])
        )

    def test_a_need_stands_on_the_board_until_it_is_met(self):
        need = self.make_need(-2)
        line = self.due(self.manager, need)
        self.assertEqual(line.kind, "need")
        self.assertEqual(line.date_due, need.date_due)
        self.assertEqual(line.user_id, self.worker)
        self.assertEqual(line.matter, need.display_name)
        self.assertEqual(line.company_id, self.home.company_id)
        action = line.action_open()
        self.assertEqual((action["res_model"], action["res_id"]), (need._name, need.id))
        need.write({"result": "Mended"})
        need.action_done()
        self.assertFalse(self.due(self.manager, need))
        with self.assertRaisesRegex(UserError, "not due any more"):
            line.with_user(self.manager).action_open()

    def test_nobody_reads_what_the_record_hides(self):
        need = self.make_need(1)
        self.assertTrue(self.due(self.worker, need))
        self.assertFalse(self.due(self.worker2, need))
        with self.assertRaises(AccessError):
            self.due(self.plain, need)

    def test_a_visit_of_nobody_is_that_of_the_grid(self):
        visit = self.env["community.visit"].create(
            {"household_id": self.home.id, "date": self.today, "state": "planned", "user_id": False}
        )
        line = self.due(self.manager, visit)
        self.assertEqual(line.user_id, self.home.grid_id.officer_ids[:1])
        self.assertTrue(line.user_id)

    def test_grouped_by_owner_in_few_queries(self):
        for days in range(5):
            self.make_need(days)
        self.make_need(3, self.officer)
        Due = self.env["community.due"].with_user(self.manager)
        domain = [("res_model", "=", "community.visit.need"), ("date_due", "<=", "today +7d")]
        self.env.flush_all()
        Due._read_group(domain, ["user_id"], ["__count"])
        with self.assertQueryCount(1):
            counts = dict(Due._read_group(domain, ["user_id"], ["__count"]))
        self.assertEqual(counts[self.worker], 5)
        self.assertEqual(counts[self.officer], 1)

    def test_names_of_many_lines_take_no_more_queries(self):
        lines = self.env["community.due"].with_user(self.manager)
        lines.search([]).mapped("matter")  # what is read once for all
        counts = []
        for number in (3, 30):
            for _n in range(number):
                self.make_need(2)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            lines.search([("kind", "=", "need")]).mapped("matter")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_cards_of_the_board(self):
        need = self.make_need(-1)
        Report = self.env["community.report"]
        board = Report.with_user(self.manager).board(refresh=True)
        cards = {card["name"]: card for card in board["cards"]}
        lines = self.env["community.report.line"].browse([card["id"] for card in board["cards"]])
        self.assertTrue(
            {"overdue", "needs_open", "needs_on_time_rate"} <= set(lines.mapped("code"))
        )
        self.assertEqual(cards["Needs open"]["value"], "1")
        need.write({"result": "Mended"})
        need.action_done()
        self.assertEqual(Report.with_user(self.auditor).board()["cards"], board["cards"])
        board = Report.with_user(self.officer).board(refresh=True)
        cards = {card["name"]: card for card in board["cards"]}
        self.assertEqual(cards["Needs open"]["value"], "0")
        self.assertEqual(cards["Needs met on time (share)"]["value"], "0")
        with self.assertRaises(AccessError):
            Report.with_user(self.worker).board()
        self.assertEqual(cards["Households overdue"]["previous"], "–", "only today's is known")
        self.assertEqual(cards["Coverage"]["previous"], "–", "no visit was recorded then")

    def test_needs_open_at_the_end_of_a_period(self):
        need = self.make_need(3)
        found = need.date_found
        indicator = self.env.ref("community_service.community_indicator_needs_open")
        everywhere = Domain.TRUE
        day = datetime.timedelta(1)
        before = indicator._values(found - day, found - day, everywhere)[indicator]
        then = indicator._values(found, found, everywhere)[indicator]
        need.write({"result": "Mended"})
        need.action_done()
        self.assertEqual(then, before + 1)
        self.assertEqual(indicator._values(found, found, everywhere)[indicator], then)
        now = indicator._values(found, self.today, everywhere)[indicator]
        self.assertEqual(now, before, "today it is met")

    def test_of_today_follows_from_the_domain(self):
        Indicator = self.env["community.indicator"]
        values = {"name": "Homes", "model_id": self.env["ir.model"]._get_id(self.home._name)}
        now = Indicator.create({**values, "code": "homes_now", "domain": "[('active', '=', True)]"})
        then = Indicator.create(
            {**values, "code": "homes_then", "domain": "[('create_date', '<=', date_to)]"}
        )
        share = Indicator.create(
            {
                "name": "Share",
                "code": "homes_share",
                "measure": "rate",
                "numerator_id": now.id,
                "denominator_id": then.id,
            }
        )
        self.assertEqual((now + then + share).mapped("is_of_today"), [True, False, True])
        now.domain = "[('create_date', '<', today)]"
        self.assertEqual((now + share).mapped("is_of_today"), [False, False])

    def test_met_on_time(self):
        late, early = self.make_need(-1), self.make_need(1)
        for need in late | early:
            need.write({"result": "Mended"})
            need.action_done()
        self.assertFalse(late.is_on_time)
        self.assertTrue(early.is_on_time)
        early.action_reopen()
        self.assertFalse(early.is_on_time)


@tagged("post_install", "-at_install", "community")
class TestBoardTour(CommunityCase, HttpCase):
    """The secretary opens the board, and a thing that is due, at the desk and on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker.name = "Grid worker of the board"
        home = cls.make_household()
        # Everything else of the database is later or not in sight.
        today = fields.Date.context_today(cls.env.user)
        cls.env["community.visit.need"].create(
            {
                "name": "The lamp is dark",
                "household_id": home.id,
                "user_id": cls.worker.id,
                "date_found": today - datetime.timedelta(20),
                "date_due": today - datetime.timedelta(5),
            }
        )
        cls.env["community.report"].with_user(cls.manager).board(refresh=True)

    def test_desk(self):
        self.start_tour("/odoo/board", "community_board", login=self.manager.login)

    def test_phone(self):
        self.browser_size, self.touch_enabled = "375x667", True
        self.start_tour("/odoo/board", "community_board_phone", login=self.manager.login)
