from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .test_first_steps import FirstStepsCase


class NewcomerCase(FirstStepsCase, HttpCase):
    """A community in which nothing has been done, and somebody who has just installed it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.new.currency_id = cls.env.ref("base.USD")
        cls.installer.lang = "zh_CN"

    def walk(self, part, path="/odoo/first-steps", login="installer"):
        self.start_tour(path, f"community_newcomer{part}", login=login)
        self.env.invalidate_all()

    def first_day(self, worker):
        """The worker's first day, and the board on which the manager finds the visit."""
        worker.write({"lang": "zh_CN", "password": worker.login, "tz": "Asia/Shanghai"})
        home = self.env["community.household"].search(
            [("company_id", "=", self.new.id), ("room", "=", "101")]
        )
        self.walk("_day", "/odoo/my-day", worker.login)
        self.assertRecordValues(
            home.visit_ids,
            [{"state": "done", "situation": "第一次上门，都好", "user_id": worker.id}],
        )
        self.walk("_board", "/odoo/building-board")


@tagged("post_install", "-at_install", "community", "community_tour")
class TestNewcomer(NewcomerCase):
    browser_size = "1440x900"

    def test_a_new_role_is_seen_at_once(self):
        """What the browser keeps of views and menus is no longer read once roles have changed."""

        def kept():
            self.authenticate("installer", "installer")
            return self.make_jsonrpc_request("/web/session/get_session_info")["registry_hash"]

        before = kept()
        self.assertEqual(kept(), before)
        self.new.with_user(self.installer).action_become_manager()
        self.assertNotEqual(kept(), before)
        manager = self.env.ref("community_service.group_community_manager")
        self.installer.group_ids = [Command.unlink(manager.id)]
        self.assertEqual(kept(), before)

    def test_from_the_installation_to_the_first_visit(self):
        """In zh_CN at a desk: name, manager, register, grid, worker, plan, first visit, board."""
        self.walk("")
        self.assertEqual((self.new.name, self.new.currency_id.name), ("新河社区", "CNY"))
        self.walk("_grids", "/odoo/grid-assignment")
        self.walk("_people")
        worker = self.env["res.users"].search([("login", "=", "liwangge")])
        self.assertTrue(worker.has_group("community_service.group_community_grid_worker"))
        self.assertEqual(worker.company_ids, self.new)
        self.walk("_worker")
        self.walk("_plan")
        self.first_day(worker)


@tagged("post_install", "-at_install", "community", "community_tour")
class TestNewcomerOnAPhone(NewcomerCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_from_the_installation_to_the_first_visit_on_a_phone(self):
        """The same on a phone; buildings and workers are given to a grid at a desk."""
        self.walk("")
        grid = self.env["community.grid"].create({"name": "第一网格", "company_id": self.new.id})
        area = self.env["community.area"].search(
            [("company_id", "=", self.new.id), ("kind", "=", "building")]
        )
        area.own_grid_id = grid
        worker = self.installer.copy({"login": "liwangge", "name": "李网格"})
        group = self.env.ref("community_service.group_community_grid_worker")
        worker.group_ids = [Command.set(group.ids)]
        grid.officer_line_ids = [Command.create({"user_id": worker.id, "date_from": "2020-01-01"})]
        self.walk("_plan")
        self.first_day(worker)
