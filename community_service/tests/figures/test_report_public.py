import io

import openpyxl

from odoo import fields
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestReportPublic(CommunityCase):
    """What the public sees: nothing that points to a few people, directly or by subtraction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A place of our own: 12 people live here, 3 of them are women, 2 are from elsewhere.
        person = {"name": "赵一", "birth_date": "1980-05-06"}
        cls.households = [
            cls.make_household(
                [
                    {
                        **person,
                        "role": "head",
                        "sex": "male",
                        "kind": "living" if number < 2 else "both",
                    }
                ],
                building=cls.building3,
            )
            for number in range(9)
        ]
        for household in cls.households[2:5]:
            cls.make_resident(household, role="spouse", sex="female", **person)
        cls.report = cls.env["community.report"].create(
            {
                "name": "Notice",
                "date_from": "2020-01-01",
                "date_to": fields.Date.context_today(cls.env.user),
                "area_ids": cls.building3.ids,
                "practice": "{living} people, {floating} from elsewhere, {permanent} registered.",
            }
        )
        cls.report.action_refresh()
        cls.lines = {line.code: line for line in cls.report.line_ids}
        cls.statement = cls.env["community.population"].create(
            {"area_id": cls.building3.id, "for_publication": True}
        )

    def cell(self, group, column, statement=None):
        for row in (statement or self.statement).figures["groups"]:
            for cell in row["cells"]:
                if (row["key"], cell["key"]) == (group, column):
                    return cell["value"]

    def test_statement(self):
        true = self.env["community.population"].create({"area_id": self.building3.id})
        self.assertEqual(self.cell("living", "total", true), 12)
        self.assertEqual(self.cell("floating", "total", true), 2)
        self.assertFalse(true.figures["below"])
        self.assertIsNone(self.cell("floating", "total"))
        # 12 - 2 would give the floating ones away.
        self.assertIn(None, (self.cell("living", "total"), self.cell("permanent", "total")))
        self.assertIsNone(self.cell("living", "female"))
        self.assertEqual(self.cell("split", "total"), 0)
        self.assertEqual(self.statement.figures["below"], 5)
        shown = [
            self.cell(row["key"], cell["key"])
            for row in self.statement.figures["groups"]
            for cell in row["cells"]
        ]
        self.assertFalse({1, 2, 3, 4} & set(shown))

    def test_statement_on_paper(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "community_service.community_population_action_report", self.statement.ids
        )
        self.assertIn("a count below", html.decode())
        self.assertIn(">*<", html.decode())

    def test_report_lines(self):
        self.assertEqual(self.lines["floating"].value, 2)
        self.assertEqual(self.lines["floating"].value_text, "2")
        self.assertEqual(self.lines["floating"].public_text, "*")
        self.assertIn("*", (self.lines["living"].public_text, self.lines["permanent"].public_text))
        self.assertEqual(self.lines["households"].public_text, "9")
        self.assertEqual(self.lines["births"].public_text, "0")

    def test_a_share_of_a_hidden_part_is_hidden(self):
        self.env["community.visit"].create(
            [
                {
                    "household_id": household.id,
                    "date": fields.Date.context_today(self.env.user),
                    "state": "done",
                    "user_id": self.worker.id,
                }
                for household in self.households[:2]
            ]
        )
        self.report.action_refresh()
        self.assertEqual(self.lines["visited"].value, 2)
        self.assertEqual(self.lines["coverage"].value, 22.2)
        self.assertEqual(self.lines["visited"].public_text, "*")
        self.assertEqual(self.lines["coverage"].public_text, "*")

    def test_a_part_is_not_what_is_left_of_its_whole(self):
        """Fields of work add up to all requests: one that is left out takes another with it, for
        what figures ask says what they are parts of.
        """
        today = fields.Date.context_today(self.env.user)
        self.env["community.request"].create(
            [
                {
                    "description": "x",
                    "household_id": self.households[0].id,
                    "work_area": work_area,
                    "state": "done",
                    "date_received": today,
                    "date_closed": today,
                }
                for work_area, number in (("housing", 2), ("safety", 6), ("environment", 7))
                for _turn in range(number)
            ]
        )
        self.report.action_refresh()
        self.assertEqual(self.lines["requests_closed"].value, 15)
        texts = {
            name: self.lines[f"requests_{name}"].public_text
            for name in ("closed", "area_housing", "area_safety", "area_environment")
        }
        self.assertEqual(texts["area_housing"], "*")
        self.assertGreaterEqual([*texts.values()].count("*"), 2, texts)

    def test_a_sum_over_a_few_records_is_left_out(self):
        """What a few families get says what each gets: it goes with their number."""
        line = self.lines["aid_new_amount"]
        self.lines["aid_new_households"].value = 2
        line.value = 1400
        self.report.line_ids.invalidate_recordset(["public_text"])
        self.assertEqual(line.public_text, "*")
        self.lines["aid_new_households"].value = 9
        self.report.line_ids.invalidate_recordset(["public_text"])
        self.assertEqual(line.public_text, "1,400")

    def test_text_paper_and_workbook(self):
        texts = [segment["text"] for segment in self.report._public_text_parts()[0]["segments"]]
        self.assertIn("*", texts)
        self.assertNotIn("2", texts)
        for name, true in (("", True), ("_public", False)):
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                f"community_service.community_report_action_report{name}", self.report.ids
            )
            self.assertEqual("2 from elsewhere" in html.decode(), true)
            self.assertEqual("a small count" in html.decode(), not true)
        for public, expected in ((False, 2), (True, "*")):
            stream = io.BytesIO()
            self.report._write_xlsx(stream, public=public)
            sheet = openpyxl.load_workbook(stream).active
            cells = {row[1].value: row[2].value for row in sheet.iter_rows(min_row=4)}
            self.assertEqual(cells[self.lines["floating"].name], expected)
        exports = self.env["community.access.log"].search([("kind", "=", "export")], limit=2)
        self.assertEqual(
            set(exports.mapped("description")),
            {"situation report", "situation report for publication"},
        )

    def test_the_bound_is_a_setting(self):
        self.env.company.sudo().community_suppress_below = 2
        self.statement.invalidate_recordset(["figures"])
        self.assertEqual(self.cell("floating", "total"), 2)
        self.report.line_ids.invalidate_recordset(["public_text"])
        self.assertEqual(self.lines["floating"].public_text, "2")

    def test_queries_of_a_published_table(self):
        self.report.line_ids.mapped("public_text")
        self.env.invalidate_all()
        with self.assertQueryCount(5):
            self.report.line_ids.mapped("public_text")
