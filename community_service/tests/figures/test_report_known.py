import io

import openpyxl

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ..register_import.test_import import ImportCase

DASH = "–"


@tagged("post_install", "-at_install", "community")
class TestReportKnown(ImportCase):
    """What nobody recorded then is a dash, on the screen, on paper and in the file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Rows of an import bear the time of the database, so the day is that of today.
        cls.today = fields.Date.context_today(cls.env.user)
        cls.last_year = cls.today.year - 1
        # A community of its own: what others entered into this database is not its past.
        cls.place = cls.env["res.company"].create({"name": "西河社区"})
        for user in (cls.officer, cls.manager):
            user.write({"company_ids": [(4, cls.place.id)], "company_id": cls.place.id})
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.place.ids), user=cls.manager.id
        )

    def report(self, year=None):
        days = {"date_from": self.today.replace(month=1, day=1), "date_to": self.today}
        if year:
            days = {"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"}
        report = self.env["community.report"].create({"name": "Year", **days})
        report.action_refresh()
        return report

    def texts(self, report):
        return {line.code: (line.value_text, line.previous_text) for line in report.line_ids}

    def imported(self):
        record = self.check([self.person("赵安", tags="低保"), self.person("赵宁", "子女")])
        record.action_apply()
        self.assertEqual(record.done_count, 2)

    def test_a_register_that_began_with_an_import(self):
        """Categories and people that began with the import have no figure of the year before."""
        self.imported()
        texts = self.texts(self.report())
        self.assertEqual(texts["category_dibao"], ("1", DASH))
        self.assertEqual(texts["living"], ("2", DASH))
        self.assertEqual(texts["births"], ("0", DASH))
        self.assertEqual(texts["visits"], ("0", DASH))
        self.assertEqual(texts["coverage"], ("0", DASH))
        # Of a year before the register both are unknown.
        before = self.texts(self.report(self.last_year - 1))
        self.assertEqual(before["living"], (DASH, DASH))
        self.assertEqual(before["category_dibao"], (DASH, DASH))

    def test_a_category_that_began_later_than_the_others(self):
        """Once recorded, none is 0; of a category that nobody kept yet there is no figure."""
        self.place.sudo().community_register_since = f"{self.last_year}-01-01"
        self.imported()
        person = self.env["community.resident"].search([("name", "=", "赵宁")])
        code = "community_service.community_category_%s"
        self.env["community.category.line"].create(
            {
                "household_id": person.household_id.id,
                "category_id": self.env.ref(code % "extreme_hardship").id,
                "date_from": f"{self.last_year}-03-01",
                "date_to": f"{self.last_year}-06-01",
            }
        )
        report = self.report()
        texts = self.texts(report)
        self.assertEqual(texts["category_dibao"], ("1", DASH))
        self.assertEqual(texts["category_extreme_hardship"], ("0", "0"))
        self.assertEqual(texts["living"], ("2", "2"))
        self.assertEqual(texts["births"], ("0", "0"))
        self.assertEqual(texts["visits"], ("0", "0"))

    def test_what_has_no_day_says_nothing(self):
        """A view in the database has no day of entry: it has no first day, rows or none."""
        Indicator = self.env["community.indicator"]
        views = [
            model
            for name, model in self.env.registry.items()
            if name.startswith("community.")
            and not model._abstract
            and "create_date" not in model._fields
        ]
        self.assertTrue(views)
        for model in views:
            with self.subTest(model=model._name):
                records = self.env[model._name].sudo()
                kind = (model, self.uid, False, "")
                days = Indicator._first_days({kind: (records, Domain.TRUE, set())})
                self.assertEqual(days, {kind: None})

    def test_on_paper_and_in_the_file(self):
        self.imported()
        report = self.report()
        line = report.line_ids.filtered(lambda line: line.code == "category_dibao")
        # A call that reads the numbers alone finds none.
        numbers = line.read(["value", "previous_value"])[0]
        self.assertEqual((numbers["value"], numbers["previous_value"]), (1, False))
        found = line.search_read([("id", "=", line.id)], ["previous_value"])
        self.assertIs(found[0]["previous_value"], False)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "community_service.community_report_action_report", report.ids
        )
        row = next(row for row in html.decode().split("<tr") if line.name in row)
        self.assertIn(f">{DASH}</td>", row)
        self.assertNotIn(">0</td>", row)
        for public in (False, True):
            stream = io.BytesIO()
            report._write_xlsx(stream, public=public)
            sheet = openpyxl.load_workbook(io.BytesIO(stream.getvalue())).active
            row = next(row for row in sheet.iter_rows(values_only=True) if line.name in row)
            place = row.index(line.name)
            self.assertEqual(row[place + 1 : place + 3], ("*" if public else 1, DASH))

    def test_a_statement_of_a_day_before_the_register(self):
        """Whoever was entered later, from whenever, makes no figure of that day; the first month of
        the register has no start.
        """
        self.imported()
        Statement = self.env["community.population"]

        def shown(statement):
            figures = statement.figures
            rows = [*figures["groups"], *figures["balance"]["rows"]]
            cells = {cell["key"]: cell["value"] for row in rows for cell in row["cells"]}
            return cells | {row["key"]: row["value"] for row in figures["dwellings"]}

        before = Statement.create({"date": f"{self.last_year}-06-30"})
        self.assertEqual(set(shown(before).values()), {DASH})
        for_all = Statement.create({"date": f"{self.last_year}-06-30", "for_publication": True})
        self.assertEqual(set(shown(for_all).values()), {DASH})
        self.assertEqual(before.figures["since"], str(self.today))
        for key in ("living", "opening", "births", "dwellings"):
            with self.assertRaisesRegex(UserError, "nobody recorded it then"):
                before.action_open(key)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "community_service.community_population_action_report", before.ids
        )
        self.assertNotRegex(html.decode(), r'class="num">[0-9*]+<')
        self.assertIn(f"{self.today}", html.decode())
        now = Statement.create({"date": self.today})
        values = shown(now)
        self.assertEqual((values["opening"], values["births"], values["living"]), (DASH, 0, 2))
        with self.assertRaisesRegex(UserError, "nobody recorded it then"):
            now.action_open("opening")
        self.place.sudo().community_register_since = f"{self.last_year}-01-01"
        self.assertEqual(shown(Statement.create({"date": self.today}))["opening"], 2)
