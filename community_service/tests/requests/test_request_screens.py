from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .test_request import RequestCase

# Smart buttons open what hangs on the record; all others do something to it.
OTHER_BUTTONS = "//button[not(contains(@class, 'oe_stat_button'))]/@name"


@tagged("post_install", "-at_install", "community")
class TestRequestScreens(RequestCase):
    """What screens ask for: My Day, the list, the form and the jobs, in a constant number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.Visit = cls.env["community.visit"].with_user(cls.worker)

    def due(self, days, **values):
        """Return a request of the worker, accepted, that is due so many days from today."""
        values = {"officer_id": self.worker.id, "item_id": False, **values}
        request = self.make_request(self.worker, **values)
        request.sudo().write({"state": "accepted", "date_accepted": self.today})
        request.sudo().date_due = self.today + timedelta(days=days)
        return request

    def test_my_day_lists_own_requests_due_this_week(self):
        need = self.env["community.visit.need"].create(
            {
                "name": "楼道灯坏",
                "household_id": self.household.id,
                "user_id": self.worker.id,
                "date_due": self.today,
            }
        )
        self.assertEqual([row["name"] for row in self.Visit.my_day()["needs"]], ["楼道灯坏"])
        late = self.due(-2)
        soon = self.due(7, need_id=need.id, description="楼道灯坏", item_id=self.repair.id)
        self.due(8)
        self.due(1, officer_id=self.worker2.id)
        closed = self.due(0)
        closed.sudo().write({"state": "refused", "date_closed": self.today})
        day = self.Visit.my_day()
        self.assertEqual([row["id"] for row in day["requests"]], [late.id, soon.id])
        self.assertEqual([row["is_overdue"] for row in day["requests"]], [True, False])
        self.assertEqual(day["requests"][1]["name"], self.repair.name)
        self.assertEqual(day["requests"][0]["address"], self.household.address)
        self.assertFalse(day["needs"], "a need that became a request is not listed twice")

    def test_an_auditor_sees_no_button_that_writes(self):
        for model in ("request", "request.referral", "certificate", "visit.need"):
            View = self.env[f"community.{model}"]
            for kind in ("form", "list", "kanban"):
                arch = View.with_user(self.auditor).get_view(view_type=kind)["arch"]
                buttons = set(etree.fromstring(arch).xpath(OTHER_BUTTONS))
                self.assertFalse(buttons, (model, kind))
        arch = self.env["community.request"].with_user(self.worker).get_view(view_type="form")
        self.assertIn("action_accept", arch["arch"])

    def count(self, call):
        """Return the queries of ``call`` after it has filled the caches of rules and users."""
        self.env.invalidate_all()
        call()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        return self.cr.sql_log_count - before

    def test_my_day_is_constant(self):
        counts = []
        for number in (2, 6):
            for turn in range(number):
                self.due(turn, household_id=self.make_household().id)
            counts.append(self.count(self.Visit.my_day))
        self.assertEqual(*counts)

    def with_everything(self):
        """Return an open request with steps, papers, a wait, a referral and a claim."""
        household = self.make_household()
        request = self.make_request(
            item_id=self.item.id, household_id=household.id, resident_id=household.head_id.id
        )
        request.material_ids.action_received()
        request.action_accept()
        request.action_start()
        request.material_ids = [Command.create({"name": "委托书"})]
        self.env["community.request.referral"].create(
            {
                "request_id": request.id,
                "department_id": self.env["res.partner"].create({"name": "区民政局"}).id,
                "question": "能否受理",
            }
        )
        return request

    def test_list_is_constant(self):
        view = self.env["community.request"].get_view(
            self.env.ref("community_service.community_request_view_list").id, "list"
        )
        names = view["models"]["community.request"]
        specification = {
            name: {"fields": {"display_name": {}}}
            if self.env["community.request"]._fields[name].type == "many2one"
            else {}
            for name in names
            if self.env["community.request"]._fields[name].type not in ("one2many", "many2many")
        }
        Request = self.env["community.request"].with_user(self.officer)
        counts = []
        for number in (4, 75):
            for _turn in range(number):
                self.with_everything()
            counts.append(self.count(lambda: Request.web_search_read([], specification, limit=80)))
        self.assertEqual(len(Request.search([])), 79)
        self.assertEqual(*counts)

    def test_form_is_constant_in_steps_and_papers(self):
        request = self.with_everything().with_user(self.officer)
        names = ("material_ids", "step_ids", "wait_ids", "referral_ids", "certificate_ids")
        specification = {
            name: {"fields": {"display_name": {}}}
            for name in (*names, "resident_id", "household_id", "officer_id", "item_id")
        }
        plain = ("number", "state", "missing_count", "next_step", "is_late", "next_text")
        specification |= {name: {} for name in plain if name in request._fields}
        counts = []
        for number in (2, 30):
            request.sudo().step_ids = [
                Command.create({"kind": "handle", "user_id": self.officer.id})
                for _turn in range(number)
            ]
            request.sudo().material_ids = [
                Command.create({"name": f"材料{turn}"}) for turn in range(number)
            ]
            counts.append(self.count(lambda: request.web_read(specification)))
        self.assertEqual(*counts)

    def test_remind_is_constant_and_told_once(self):
        Referral = self.env["community.request.referral"]

        def remind(number):
            requests = [self.with_everything() for _turn in range(number)]
            late = Referral.search([("request_id", "in", [r.id for r in requests])])
            late.write({"date_sent": "2025-01-02", "date_due": "2025-01-09"})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Referral._cron_remind()
            self.env.flush_all()
            self.assertEqual(set(late.mapped("activity_ids.user_id")), set(self.officer))
            return self.cr.sql_log_count - before, late

        remind(1)
        few, _late = remind(2)
        many, late = remind(20)
        self.assertEqual(few, many)
        Referral._cron_remind()
        self.assertEqual(len(late.activity_ids), 20)
