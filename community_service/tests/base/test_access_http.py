import json
from datetime import datetime, timedelta

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


class AccessHttpCase(HttpCase, CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(
            [
                {"name": "王强", "role": "head", "phone_input": "13800001234"},
                {"name": "王小明", "role": "child"},
            ]
        )
        cls.resident = cls.household.head_id
        cls.relative = cls.make_household([{"name": "王芳", "role": "head"}]).head_id
        cls.resident.kinship_ids = [
            Command.create({"relative_id": cls.relative.id, "kind": "sibling"})
        ]

    def rows(self, kind="view"):
        return self.env["community.access.log"].search([("kind", "=", kind)])

    def call(self, model, method, *args, **kwargs):
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        return answer.get("result", answer.get("error"))


@tagged("post_install", "-at_install", "community", "community_rights")
class TestAccessHttp(AccessHttpCase):
    """Opening a form through the routes that clients use, on the read-only cursor of the tests."""

    def test_opening_in_the_web_client_is_logged_without_noise(self):
        self.authenticate("worker", "worker")
        spec = {
            "name": {},
            "marital": {},
            "household_id": {"fields": {"display_name": {}}},
            "kinship_ids": {"fields": {"relative_id": {"fields": {"display_name": {}, "sex": {}}}}},
            "residency_ids": {"fields": {"household_id": {"fields": {"code": {}}}}},
        }
        with self.assertNoLogs("odoo", "WARNING"):
            result = self.call("community.resident", "web_read", [self.resident.id], spec)
        self.assertEqual(result[0]["name"], "王强")
        # The relative, of the same type, and the household were read along: they are not logged.
        self.assertEqual(
            [(row.user_id, row.model, row.res_id) for row in self.rows()],
            [(self.worker, "community.resident", self.resident.id)],
        )
        self.call("community.household", "web_read", [self.household.id], {"note": {}})
        self.assertEqual(self.rows()[0].model, "community.household")

    def test_opening_over_json2_is_logged(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.worker)
            ._generate("rpc", "test", datetime.now() + timedelta(days=1))
        )
        with self.assertNoLogs("odoo", "WARNING"):
            answer = self.url_open(
                "/json/2/community.resident/web_read",
                data=json.dumps({"ids": self.resident.ids, "specification": {"note": {}}}),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
            )
            self.assertEqual(answer.json()[0]["id"], self.resident.id)
            self.assertEqual(self.rows().res_id, self.resident.id)
            residents = self.household.resident_ids
            self.url_open(
                "/json/2/community.resident/read",
                data=json.dumps({"ids": residents.ids, "fields": ["marital"]}),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}"},
            )
        self.assertEqual(sorted(self.rows().mapped("res_id")), sorted(residents.ids))

    def test_facts_of_somebody_else_in_a_form_are_logged(self):
        """A form that shows a fact of a relative has shown two files."""
        self.authenticate("officer", "officer")
        spec = {
            "note": {},
            "kinship_ids": {"fields": {"relative_id": {"fields": {"marital": {}}}}},
        }
        with self.assertNoLogs("odoo", "WARNING"):
            self.call("community.resident", "web_read", [self.resident.id], spec)
        self.assertEqual(
            sorted(self.rows().mapped("res_id")), sorted((self.resident | self.relative).ids)
        )

    def test_lists_are_not_logged(self):
        self.authenticate("worker", "worker")
        found = self.call("community.resident", "web_search_read", [], {"name": {}}, limit=1)
        self.assertTrue(found["records"])
        self.call("community.resident", "web_read", self.household.resident_ids.ids, {"name": {}})
        self.call("community.resident", "name_search", "王")
        self.assertFalse(self.rows())

    def test_a_refused_opening_is_not_logged(self):
        self.authenticate("worker2", "worker2")
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            error = self.call("community.resident", "web_read", [self.resident.id], {"note": {}})
        self.assertIn("AccessError", error["data"]["name"])
        self.assertFalse(self.rows())

    def test_print_by_address_is_logged(self):
        """The address of a report is a read-only route; the log is written all the same."""
        self.authenticate("manager", "manager")
        path = f"/report/html/community_service.access_receipt/{self.resident.id}"
        with self.assertNoLogs("odoo", "WARNING"):
            answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.rows("print").res_id, self.resident.id)

    def export(self, *names):
        return self.url_open(
            "/web/export/csv",
            data={
                "data": json.dumps(
                    {
                        "model": "community.resident",
                        "fields": [{"name": name, "label": name} for name in names],
                        "ids": self.resident.ids,
                        "domain": [],
                        "import_compat": False,
                    }
                ),
                "csrf_token": http.Request.csrf_token(self),
            },
        )

    def test_web_export_is_logged_and_keeps_secrets(self):
        self.officer.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        self.authenticate("officer", "officer")
        answer = self.export("name", "phone_display", "phone_input")
        self.assertIn("138****1234", answer.text)
        self.assertNotIn("13800001234", answer.text)
        self.assertEqual(self.rows("export").count, 1)
        with mute_logger("odoo.http", "odoo.addons.web.controllers.export"):
            answer = self.export("name", "phone")
        self.assertNotIn("13800001234", answer.text)


@tagged("post_install", "-at_install", "community", "community_rights")
class TestRevealTour(AccessHttpCase):
    def test_reveal(self):
        self.start_tour(f"/odoo/residents/{self.resident.id}", "community_reveal", login="officer")
        row = self.rows("reveal")
        self.assertEqual((row.user_id, row.reason), (self.officer, "Checks the register"))

    def test_access_log(self):
        self.env["community.access.log"]._log("view", self.resident)
        self.env["community.access.log.seal"]._seal()
        self.start_tour("/odoo/access-log", "community_access_log", login="auditor")


@tagged("post_install", "-at_install", "community", "community_rights")
class TestRevealTourPhone(AccessHttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_reveal(self):
        self.start_tour(f"/odoo/residents/{self.resident.id}", "community_reveal", login="worker")
        self.assertEqual(self.rows("reveal").user_id, self.worker)
