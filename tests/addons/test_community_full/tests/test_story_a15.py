import base64
import datetime
import io

import openpyxl

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form, freeze_time, new_test_user, tagged

from odoo.addons.community_service.tests.common import ledger_rows
from odoo.addons.community_service.tests.register_import.test_import import ImportCase

PREFIX = "community_service.group_community"


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA15(ImportCase):
    """A15: from a workbook to visits, a ledger and a report, in a community that is empty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What other communities have in the same database must not show in any figure.
        cls.make_household()
        cls.company = cls.env["res.company"].create({"name": "东河社区"})
        users = (
            ("a15_secretary", "manager"),
            ("a15_clerk", "officer"),
            ("a15_zhou", "grid_worker"),
            ("a15_sun", "grid_worker"),
        )
        cls.secretary, cls.clerk, cls.zhou, cls.sun = (
            new_test_user(
                cls.env,
                login=login,
                groups=f"{PREFIX}_{group}",
                tz="Asia/Shanghai",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for login, group in users
        )
        cls.today = fields.Date.context_today(cls.zhou)

    def of(self, model, user=None):
        """Return a model as the clerk, or another user, sees it."""
        return self.env[model].with_user(user or self.clerk)

    def import_register(self):
        """Drop the workbook in: seven good rows of five households, and one wrong ID number."""
        old = self.make_id_number("1940-03-04", "female")
        rows = [
            self.person("周德福", room="101"),
            self.person("吴桂兰", "配偶", room="101", head="周德福"),
            self.person("郑秀英", room="102", number=old),
            self.person("冯建国", room="201"),
            self.person("冯小军", "子女", room="201", head="冯建国"),
            self.person("陈卫东", room="202"),
            self.person("褚红梅", room="301", building="8号楼"),
            self.person("卫国庆", "子女", room="202", number="110105194912310021"),
        ]
        record = self.of("community.import").create(
            {"filename": "望河小区.xlsx", "file": base64.b64encode(self.make_workbook(rows))}
        )
        record.action_check()
        self.assertFalse(self.of("community.household").search_count([]), "a check writes nothing")
        record.action_apply()
        self.assertEqual((record.state, record.done_count, record.error_count), ("done", 7, 1))
        refused = record.row_ids.filtered(lambda row: row.state == "refused")
        self.assertEqual((refused.sheet, refused.row, refused.name), ("望河小区", 9, "卫国庆"))
        self.assertTrue(refused.reason and refused.remedy)

    def assign_grids(self):
        """Two grids from two days: building 7 from today, building 8 from tomorrow."""
        tomorrow = self.today + datetime.timedelta(days=1)
        grids = self.of("community.grid", self.secretary).create(
            [
                {
                    "name": name,
                    "code": code,
                    "officer_line_ids": [
                        Command.create({"user_id": user.id, "date_from": self.today})
                    ],
                }
                for name, code, user in (("一网格", "D1", self.zhou), ("二网格", "D2", self.sun))
            ]
        )
        for grid, building, day in zip(
            grids, ("7号楼", "8号楼"), (self.today, tomorrow), strict=True
        ):
            places = self.of("community.area").search([("name", "=", building)])
            wizard = self.of("community.grid.assign", self.secretary).with_context(
                active_model="community.area", active_ids=places.ids
            )
            form = Form(wizard)
            form.grid_id = grid
            form.date_from = day
            form.save().action_assign()
        homes = self.of("community.household")
        self.assertEqual(homes.search_count([("grid_id", "=", grids[0].id)]), 4)
        self.assertEqual(homes.search_count([("grid_id", "=", False)]), 1, "not before its day")
        self.assertFalse(self.of("community.household", self.sun).search_count([]))
        with freeze_time(tomorrow):
            self.env["community.grid.assignment"]._cron_apply()
            self.assertEqual(self.of("community.household", self.sun).search_count([]), 1)
        return grids

    def ledger(self, code, user=None, domain=None):
        """Return the rows of a shipped ledger as dicts by heading."""
        ledger = self.env.ref(f"community_service.community_ledger_{code}")
        stream = io.BytesIO()
        count = ledger.with_user(user or self.clerk)._write_xlsx(stream, domain)
        headings, rows = ledger_rows(openpyxl.load_workbook(stream).active, count)
        return [dict(zip(headings, row, strict=True)) for row in rows]

    def test_from_a_workbook_to_the_report(self):
        """The community has nothing but a workbook. The clerk drops it in: seven people go in, a
        wrong ID number is named by sheet and row. The secretary gives building 7 to Zhou from today
        and building 8 to Sun from tomorrow; a campaign is to reach every home. Zhou
        plans his grid and makes three visits at the door: one is well, one has no heating, one is
        not at home. The ledger has these three rows, and no others for Zhou. The report of the day
        counts what was done, each figure opens exactly those records, and once it is locked it
        stays as it is while the work goes on.
        """
        self.import_register()
        grids = self.assign_grids()
        programme = self.of("community.programme").create(
            {
                "name": "下基层进万家",
                "date_from": self.today,
                "date_to": self.today + datetime.timedelta(days=90),
            }
        )
        visits = self.plan_and_visit(grids[0], programme)
        self.check_ledgers(visits)
        self.check_report(visits)
        self.assertEqual(programme.coverage, 60.0, "the campaign went on after the report")

    def plan_and_visit(self, grid, programme):
        Plan = self.of("community.visit.plan", self.zhou)
        plan = Plan.create(
            {
                "grid_ids": grid.ids,
                # two weeks, because a long holiday may take one whole
                "date_to": self.today + datetime.timedelta(days=13),
                "scope": "programme",
                "programme_id": programme.id,
            }
        )
        self.assertEqual((plan.due_count, plan.visit_count, plan.left_count), (4, 4, 0))
        plan.action_plan()
        Visit = self.of("community.visit", self.zhou)
        planned = Visit.search([("state", "=", "planned")])
        self.assertEqual(planned.user_id, self.zhou)
        self.assertEqual(len(planned.household_id), 4)
        well, cold, away, _later = planned.household_id.sorted("walk_key")
        door = Visit.at_the_door(well.id)
        self.assertEqual([person["name"] for person in door["people"]], ["周德福", "吴桂兰"])
        for number, (home, values) in enumerate(
            (
                (well, {"situation": "一切都好", "met_resident_ids": well.head_id.ids}),
                (
                    cold,
                    {
                        "situation": "暖气不热",
                        "met_resident_ids": cold.head_id.ids,
                        "needs": [{"kind": "request", "name": "暖气不热"}],
                    },
                ),
                (away, {"state": "absent"}),
            )
        ):
            saved = Visit.save_at_the_door(
                home.id, {"client_key": f"a15-{number}", "state": "done", **values}
            )
            self.assertFalse(saved["is_repeated"])
        return Visit.search([("state", "in", ("done", "absent"))]).sorted("client_key")

    def check_ledgers(self, visits):
        made = [("state", "in", ("done", "absent"))]
        rows = self.ledger("visits", domain=made)
        self.assertEqual(len(rows), 3)
        cells = {row["Head"]: row for row in rows}
        self.assertEqual(set(cells), set(visits.household_id.head_id.mapped("name")))
        cold = cells["郑秀英"]
        self.assertEqual(cold["How it went"], "暖气不热")
        self.assertEqual(cold["Needs found"], "暖气不热")
        self.assertEqual(cold["Date"].date(), self.today)
        self.assertEqual(len(self.ledger("residents")), 7)
        self.assertEqual(len(self.ledger("residents", self.zhou)), 6, "his grid alone")
        self.assertFalse(self.ledger("visits", self.sun))

    def check_report(self, visits):
        report = self.of("community.report").create(
            {"name": "一日", "date_from": self.today, "date_to": self.today}
        )
        report.action_refresh()
        lines = {line.code: line for line in report.line_ids}
        done = visits.filtered(lambda visit: visit.state == "done")
        homes = self.of("community.household").search([])
        people = self.of("community.resident").search([])
        expected = {
            "households": homes,
            "living": people,
            "age_80": people.filtered(lambda person: person.name == "郑秀英"),
            "visits": done,
            "absent": visits - done,
            "visited": done.household_id,
            "needs_found": visits.need_ids,
            "needs_open": visits.need_ids,
            "needs_met": visits.need_ids.browse(),
            "overdue": homes.browse(),
        }
        for code, records in expected.items():
            with self.subTest(figure=code):
                self.assertEqual(lines[code].value, len(records))
                self.assertEqual(set(self.opened(lines[code]).ids), set(records.ids))
        self.assertEqual((len(homes), len(people), len(done)), (5, 7, 2))
        self.assertEqual(lines["coverage"].value, 40.0)
        html = self.env["ir.actions.report"].with_user(self.clerk)
        html, _kind = html._render_qweb_html(
            "community_service.community_report_action_report", report.ids
        )
        self.assertIn("Households visited", html.decode())

        report.action_lock()
        self.of("community.visit", self.zhou).save_at_the_door(
            (homes - visits.household_id).filtered("grid_id")[:1].id,
            {"client_key": "a15-later", "state": "done"},
        )
        self.assertEqual(lines["visits"].value, 2)
        self.assertEqual(set(self.opened(lines["visits"]).ids), set(done.ids))
        draft = report.copy({"name": "两日", "date_from": self.today - datetime.timedelta(days=1)})
        draft.action_refresh()
        figure = draft.line_ids.filtered(lambda line: line.code == "visits")
        self.assertEqual(figure.value, 3)

    def opened(self, line):
        """Return the records that a click on the figure opens to the clerk."""
        action = line.action_open()
        return (
            self.of(action["res_model"]).with_context(**action["context"]).search(action["domain"])
        )
