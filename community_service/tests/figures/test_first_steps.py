from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import CommunityCase

STEPS = ("name", "manager", "register", "grids", "people", "plan")
PAGE = "community_service.community_company_view_form_first_steps"


class FirstStepsCase(CommunityCase):
    """A second company, in which nothing has been done yet, and whoever installed the addons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new = cls.env["res.company"].create({"name": "My Company (2)"})
        cls.installer = new_test_user(
            cls.env,
            login="installer",
            groups="base.group_system",
            company_id=cls.new.id,
            company_ids=[Command.set(cls.new.ids)],
            tz="Asia/Shanghai",
        )

    def done(self, company=None):
        company = (company or self.new).with_user(self.installer)
        company.invalidate_recordset()
        return [step for step in STEPS if company[f"community_step_{step}"]]


@tagged("post_install", "-at_install", "community")
class TestFirstSteps(FirstStepsCase):
    """After installing: what is done, what comes next, and who is asked."""

    def test_each_step_is_ticked_when_it_is_done(self):
        """Nothing is ticked in a new community; each step ticks its own line and no other."""
        self.assertEqual(self.done(), [])
        self.new.name = "新河社区"
        self.assertEqual(self.done(), ["name"])
        self.new.with_user(self.installer).action_become_manager()
        self.assertEqual(self.done(), ["name", "manager"])
        there = self.env(context={**self.env.context, "allowed_company_ids": self.new.ids})
        grid = there["community.grid"].create({"name": "Grid", "company_id": self.new.id})
        area = there["community.area"].create(
            {"name": "新河小区", "kind": "estate", "company_id": self.new.id}
        )
        dwelling = there["community.dwelling"].create({"area_id": area.id, "room": "101"})
        home = there["community.household"].create({"dwelling_id": dwelling.id})
        self.assertEqual(self.done(), ["name", "manager", "register"])
        area.own_grid_id = grid
        self.assertEqual(self.done(), ["name", "manager", "register", "grids"])
        line = self.env["community.grid.officer"].create(
            {"grid_id": grid.id, "user_id": self.installer.id, "date_from": "2020-01-01"}
        )
        self.assertEqual(self.done(), ["name", "manager", "register", "grids", "people"])
        line.date_to = "2020-12-31"
        self.assertNotIn("people", self.done())
        line.date_to = False
        today = fields.Date.context_today(self.installer)
        there["community.visit"].create({"household_id": home.id, "date": today})
        self.assertEqual(self.done(), list(STEPS))

    def test_first_steps_open_until_somebody_manages(self):
        """Whoever installed and comes back finds the page, until there is a manager."""
        here = self.env(
            user=self.installer,
            context={**self.env.context, "allowed_company_ids": self.new.ids},
        )
        page = self.env.ref("community_service.community_first_steps_action").id
        self.assertFalse(here.user._community_home(), "another community has its manager")
        manager = self.env.ref("community_service.group_community_manager")
        self.env["res.users"].search([("all_group_ids", "in", manager.ids)]).active = False
        self.assertEqual(here.user._community_home(), page)
        self.assertFalse(self.plain.with_user(self.plain)._community_home())
        here.company.action_become_manager()
        board = self.env.ref("community_service.community_due_action").id
        self.assertEqual(here.user._community_home(), board)

    def test_whoever_installs_is_asked_to_become_manager(self):
        """The installer is offered it once; others are refused with a sentence."""
        company = self.new.with_user(self.installer)
        self.assertTrue(company.community_is_to_manage)
        company.action_become_manager()
        self.assertTrue(self.installer.has_group("community_service.group_community_manager"))
        company.invalidate_recordset()
        self.assertFalse(company.community_is_to_manage)
        with self.assertRaisesRegex(AccessError, "is not its manager yet"):
            company.action_become_manager()
        for user in (self.officer, self.manager, self.plain):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env.company.with_user(user).action_become_manager()
        with self.assertRaisesRegex(AccessError, "works in the community"):
            self.env.company.sudo().with_user(self.installer).action_become_manager()

    def test_the_page_opens_after_the_installation(self):
        """Odoo's list of what to open after an installation names the page of first steps."""
        todo = self.env.ref("community_service.community_first_steps_todo")
        self.assertEqual(todo.action_id.type, "ir.actions.act_url")
        url = self.env.ref("community_service.community_first_steps_url").url
        action = self.env.ref("community_service.community_first_steps_action")
        self.assertEqual(url, f"/odoo/{action.path}")
        found = action.with_user(self.installer).with_company(self.new).run()
        self.assertEqual(found["res_id"], self.new.id)
        self.assertEqual(found["views"], [(self.env.ref(PAGE).id, "form")])
        with self.assertRaises(AccessError):
            action.with_user(self.worker).run()

    def test_means_of_safety_are_ticked_when_they_are_on(self):
        """Second factor and password rules follow what Odoo's own settings say."""
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("auth_totp.policy", False)
        parameters.set_param("auth_password_policy.minlength", "4")
        company = self.new.with_user(self.installer)
        self.assertFalse(company.community_step_second_factor)
        self.assertFalse(company.community_step_passwords)
        parameters.set_param("auth_totp.policy", "employee_required")
        parameters.set_param("auth_password_policy.minlength", "10")
        company.invalidate_recordset()
        self.assertTrue(company.community_step_second_factor)
        self.assertTrue(company.community_step_passwords)
        for address, is_secure in (("http://10.0.0.5:8069", False), ("https://sq.example", True)):
            self.env["ir.config_parameter"].set_param("web.base.url", address)
            company.invalidate_recordset()
            self.assertEqual(company.community_step_secure, is_secure)
        self.assertEqual(
            company.community_step_timeout,
            "lock_timeout_inactivity" in self.env["res.groups"]._fields
            and bool(self.env["res.groups"].search([("lock_timeout_inactivity", ">", 0)], limit=1)),
        )

    def test_the_name_of_odoo_enters_no_paper(self):
        """Until the community has a name no paper and no ledger is made; then both are."""
        company = self.env.company
        home = self.make_household()
        request = self.env["community.request"].create(
            {"description": "路灯不亮", "household_id": home.id, "resident_id": home.head_id.id}
        )
        report = self.env.ref("community_service.community_request_report_receipt")
        ledger = self.env["community.ledger"].search([], limit=1)
        for name in ("My Company", "YourCompany", "My Company (San Francisco)"):
            company.name = name
            with self.subTest(name=name):
                with self.assertRaisesRegex(UserError, "First Steps"):
                    report._render_qweb_html(report.report_name, request.ids)
                with self.assertRaisesRegex(UserError, "First Steps"):
                    ledger._subtitle()
                self.assertNotIn(name, self.env["community.report"]._default_name())
        company.name = "东河社区"
        page, _kind = report._render_qweb_html(report.report_name, request.ids)
        self.assertIn("东河社区", page.decode())
        self.assertIn("东河社区", ledger._subtitle())

    def test_the_name_of_odoo_enters_no_address(self):
        """An import into a community without a name makes no place of that name."""
        batch = self.env["community.import"].create({"company_id": self.new.id})
        self.assertFalse(batch._community_area())
        self.assertFalse(
            self.env["community.area"].search_count([("company_id", "=", self.new.id)])
        )
        self.new.name = "新河社区"
        self.assertEqual(batch._community_area().name, "新河社区")

    def test_an_empty_list_leads_to_the_next_step(self):
        """A worker without a grid reads whom to ask; the desk of an empty community what to do."""
        Household = self.env["community.household"]
        self.assertEqual(
            Household.with_user(self.worker).get_empty_list_help("<p>x</p>"), "<p>x</p>"
        )
        self.manager.name = "<王主任>"
        self.grid.officer_line_ids.date_to = "2020-12-31"
        for name in ("household", "resident", "visit"):
            Model = self.env[f"community.{name}"]
            with self.subTest(model=name):
                text = Model.with_user(self.worker).get_empty_list_help("<p>x</p>")
                self.assertIn("You look after no grid yet", text)
                self.assertIn("&lt;王主任&gt;", text)
        day = self.env["community.visit"].with_user(self.worker).my_day()
        self.assertIn("<王主任>", day["no_grid"])
        self.assertFalse(self.env["community.visit"].with_user(self.worker2).my_day()["no_grid"])
        self.assertFalse(self.env["community.visit"].with_user(self.officer).my_day()["no_grid"])
        manager = new_test_user(
            self.env,
            login="manager_new",
            groups="community_service.group_community_manager",
            company_id=self.new.id,
            company_ids=[Command.set(self.new.ids)],
            tz="Asia/Shanghai",
        )
        Household = Household.with_user(manager).with_context(allowed_company_ids=self.new.ids)
        text = Household.get_empty_list_help("<p>x</p>")
        self.assertTrue(text.startswith("<p>x</p>"))
        self.assertIn("/odoo/imports/new", text)
        self.assertIn("/odoo/first-steps", text)
        # Whatever list of ours it is: the board opens first.
        board = self.env["community.due"].with_user(manager)
        board = board.with_context(allowed_company_ids=self.new.ids)
        self.assertIn("/odoo/first-steps", board.get_empty_list_help("<p>x</p>"))
        worker = self.env["community.activity"].with_user(self.worker)
        self.assertEqual(worker.get_empty_list_help("<p>x</p>"), "<p>x</p>", "seen without a grid")
        other = self.env["res.partner"].with_user(manager)
        self.assertNotIn("/odoo/first-steps", other.get_empty_list_help("") or "")

    def test_the_name_is_entered_on_one_page(self):
        """The step opens the own community, and not a list of companies."""
        action = self.new.with_user(self.installer).action_enter_name()
        self.assertEqual(
            (action["res_model"], action["res_id"], action["views"][0][1]),
            ("res.company", self.new.id, "form"),
        )
        names = self.env["res.company"].get_view(action["views"][0][0])["arch"]
        self.assertNotIn("vat", names, "nothing of a trading company")
        with self.assertRaises(AccessError):
            self.new.with_user(self.plain).action_enter_name()

    def test_amounts_are_in_yuan_by_one_tap(self):
        """Odoo begins with the dollar: the line stands there until somebody has changed it."""
        self.new.currency_id = self.env.ref("base.USD")
        self.env.ref("base.CNY").active = False
        company = self.new.with_user(self.installer)
        self.assertFalse(company.community_step_yuan)
        with self.assertRaises(AccessError):
            self.new.with_user(self.plain).action_use_yuan()
        company.action_use_yuan()
        company.invalidate_recordset()
        self.assertEqual(company.currency_id.name, "CNY")
        self.assertTrue(company.currency_id.active and company.community_step_yuan)

    def test_after_an_import_the_next_step_stands_there(self):
        """The form of an import that is done shows what comes next, and only then."""
        arch = self.env["community.import"].with_user(self.manager).get_view(view_type="form")
        self.assertIn('name="next_step"', arch["arch"])
        self.assertIn("state != 'done'", arch["arch"].split('name="next_step"')[1][:80])


class FirstStepsTourCase(FirstStepsCase, HttpCase):
    def become_manager(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.installer.lang = "zh_CN"
        self.start_tour("/odoo/first-steps", "community_first_steps", login="installer")
        self.assertTrue(self.installer.has_group("community_service.group_community_manager"))


@tagged("post_install", "-at_install", "community", "community_tour")
class TestFirstStepsTour(FirstStepsTourCase):
    def test_become_manager(self):
        """In zh_CN, from the page of first steps one becomes manager, and the line is ticked."""
        self.become_manager()


@tagged("post_install", "-at_install", "community", "community_tour")
class TestFirstStepsTourOnAPhone(FirstStepsTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_become_manager_on_a_phone(self):
        """The same on a phone."""
        self.become_manager()
