import io
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ...models.figures import community_ledger
from ..common import CommunityCase, ledger_rows


@tagged("post_install", "-at_install", "community")
class TestLedger(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.make_id_number("1950-02-03", "female")
        cls.household = cls.make_household(
            [
                {
                    "name": "王芳",
                    "role": "head",
                    "id_number_input": cls.number,
                    "phone_input": "13800001234",
                },
                {"name": "王强", "role": "child", "birth_date": "1990-01-01"},
            ],
            note="=1+1",
        )
        cls.other = cls.make_household([{"name": "李娜", "role": "head"}], building=cls.building2)
        cls.ledger = cls.env["community.ledger"].create(
            {
                "name": "People",
                "code": "test_people",
                "model_id": cls.env["ir.model"]._get_id("community.resident"),
                "column_ids": [
                    Command.create({"name": name, "path": path, **values})
                    for name, path, values in (
                        ("Name", "name", {}),
                        ("ID", "id_number", {"mask": "id_number"}),
                        ("Phone", "phone", {"mask": "phone"}),
                        ("Born", "birth_date", {}),
                        ("Age", "birth_date", {"form": "age"}),
                        ("Born in words", "birth_date", {"form": "chinese"}),
                        ("Sex", "sex", {}),
                        ("Address", "household_id.address", {}),
                        ("Note", "household_id.note", {}),
                        ("Categories", "category_line_ids.category_id.name", {}),
                        ("Grid", "grid_id", {}),
                    )
                ],
            }
        )

    def read(self, ledger=None, user=None, domain=None, lang=None):  # pylint: disable=method-required-super
        """Return (rows of cells below the headings, headings, openpyxl sheet)."""
        ledger = (ledger or self.ledger).with_user(user or self.officer)
        if lang:
            ledger = ledger.with_context(lang=lang)
        stream = io.BytesIO()
        count = ledger._write_xlsx(stream, domain)
        sheet = openpyxl.load_workbook(stream).active
        headings, rows = ledger_rows(sheet, count)
        return rows, headings, sheet

    def test_cells(self):
        self.env["community.category.line"].create(
            [
                {
                    "category_id": self.env.ref(f"community_service.community_category_{code}").id,
                    "resident_id": self.household.head_id.id,
                }
                for code in ("veteran", "disability")
            ]
        )
        rows, headings, sheet = self.read(domain=[("household_id", "=", self.household.id)])
        self.assertEqual(headings[:3], ("Name", "ID", "Phone"))
        row = next(row for row in rows if row[0] == "王芳")
        self.assertEqual(row[1], f"{'*' * 14}{self.number[-4:]}")
        self.assertEqual(row[2], "138****1234")
        self.assertEqual(row[3].date(), fields.Date.to_date("1950-02-03"))
        self.assertEqual(row[4], self.household.head_id.age)
        self.assertEqual(row[5], "1950年2月3日")
        self.assertEqual(row[6], "Female")
        self.assertEqual(row[7], self.household.address)
        self.assertEqual(row[9], "Veteran、Disability")
        self.assertEqual(row[10], "Grid 1")
        self.assertEqual(sheet.freeze_panes, "A4")

    def test_formula_stays_text(self):
        for text in ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"):
            self.household.note = text
            rows, _headings, sheet = self.read(domain=[("name", "=", "王芳")])
            self.assertEqual(rows[0][8], text)
            self.assertEqual(sheet.cell(row=4, column=10).data_type, "s")

    def test_text_that_looks_like_markup_stays_text(self):
        self.household.note = "<r><b>not closed</r>"
        rows, _headings, _sheet = self.read(domain=[("name", "=", "王芳")])
        self.assertEqual(rows[0][8].strip(), "<r><b>not closed</r>")

    def test_each_value_of_a_list_is_converted(self):
        """Masks, labels, dates, numbers and yes apply to every value, not to their joined text."""
        ledger = self.env["community.ledger"].create(
            {
                "name": "Homes",
                "code": "test_lists",
                "model_id": self.env["ir.model"]._get_id("community.household"),
                "column_ids": [
                    Command.create(
                        {"name": name, "path": f"residency_ids.resident_id.{path}", **values}
                    )
                    for name, path, values in (
                        ("Names", "name", {"mask": "name"}),
                        ("Numbers", "id_number", {"mask": "id_number"}),
                        ("Phones", "phone", {"mask": "phone"}),
                        ("Sexes", "sex", {}),
                        ("Born", "birth_date", {}),
                        ("Born in words", "birth_date", {"form": "chinese"}),
                        ("Born in", "birth_date", {"form": "month"}),
                        ("Ages", "birth_date", {"form": "age"}),
                        ("Grids", "grid_id.name", {}),
                        ("Numbers of records", "id", {}),
                        ("Active", "active", {}),
                        ("Entered", "create_date", {}),
                    )
                ],
            }
        )
        people = self.household.residency_ids.sorted("id").resident_id
        people[1].sex = "male"
        domain = [("id", "=", self.household.id)]
        ((row,), _headings, _sheet) = self.read(ledger, domain=domain)
        self.assertEqual(
            row[:9],
            (
                "王*、王*",
                f"{'*' * 14}{self.number[-4:]}",
                "138****1234",
                "Female、Male",
                "1950-02-03、1990-01-01",
                "1950年2月3日、1990年1月1日",
                "1950.02、1990.01",
                "、".join(str(person.age) for person in people),
                "Grid 1、Grid 1",
            ),
        )
        self.assertEqual(row[9], "、".join(map(str, people.ids)))
        self.assertEqual(row[10], "Yes、Yes")
        self.assertRegex(row[11], r"^\d{4}-\d\d-\d\d \d\d:\d\d、\d{4}-\d\d-\d\d \d\d:\d\d$")
        # An auditor gets no digit of a number, in a list as elsewhere.
        ((row,), _headings, _sheet) = self.read(ledger, user=self.auditor, domain=domain)
        self.assertEqual(row[1], "*" * 18)

    def test_a_list_without_values_is_an_empty_cell(self):
        rows, _headings, _sheet = self.read(domain=[("name", "=", "李娜")])
        self.assertIsNone(rows[0][9])

    def test_print_menus_name_ledgers_in_every_language(self):
        """A language that comes in after the ledgers, as at an installation, names them as well."""
        self.env["res.lang"]._activate_lang("zh_CN")
        ledger = self.env.ref("community_service.community_ledger_households")
        action = ledger._print_actions()
        action.with_context(lang="zh_CN").name = "Households"
        self.env["ir.module.module"]._load_module_terms(["community_service"], ["zh_CN"])
        for ledger in self.env["community.ledger"].search([("company_id", "=", False)]):
            with self.subTest(ledger=ledger.code):
                for lang in ("zh_CN", "en_US"):
                    action = ledger._print_actions().with_context(lang=lang)
                    self.assertEqual(action.name, ledger.with_context(lang=lang).name)
        self.assertEqual(
            self.env.ref("community_service.community_ledger_households")
            .with_context(lang="zh_CN")
            ._print_actions()
            .name,
            "家庭",
        )

    def test_rows_come_in_batches_from_a_cursor_of_the_server(self):
        seen = []
        cursor = type(self.env.cr)
        execute = cursor.execute

        def spy(cr, query, *args, **kwargs):
            seen.append(getattr(query, "code", query))
            return execute(cr, query, *args, **kwargs)

        with (
            patch.object(cursor, "execute", spy),
            patch.object(community_ledger, "BATCH", 2),
        ):
            rows = self.read(domain=[("company_id", "=", self.env.company.id)])[0]
        self.assertGreater(len(rows), 2)
        declared = [text for text in seen if "NO SCROLL CURSOR FOR" in text]
        fetched = [text for text in seen if text.startswith("FETCH FORWARD")]
        self.assertEqual(len(declared), 1)
        self.assertEqual(len(fetched), -(-len(rows) // 2) + 1)  # the last one is empty
        self.assertIn("CLOSE community_ledger", seen)
        selected = [text for text in seen if '"community_resident"."name"' in text]
        self.assertTrue(all("CURSOR" in text or "LIMIT" in text for text in selected), selected)

    def test_rules_of_the_reader(self):
        names = {row[0] for row in self.read(user=self.worker)[0]}
        self.assertLessEqual({"王芳", "王强"}, names)
        self.assertNotIn("李娜", names)
        self.assertIn("李娜", {row[0] for row in self.read(user=self.auditor)[0]})
        with self.assertRaises(AccessError):
            self.read(user=self.plain)

    def test_closed_field_needs_its_mask(self):
        for mask in (False, "name"):
            with self.assertRaisesRegex(ValidationError, "People.*ID.*id_number.*closed"):
                self.ledger.column_ids[1].mask = mask
        with self.assertRaisesRegex(ValidationError, "health_note"):
            self.ledger.column_ids[0].path = "health_note"

    def test_columns_that_do_not_work(self):
        for path, word in (
            ("nonsense", "is not a field"),
            ("age", "worked out on the screen"),
            ("name.length", "is not a link"),
            ("category_line_ids", "is a list"),
            ("household_id.resident_ids.name", "worked out on the screen"),
            ("household_id.residency_ids", "is a list"),
            ("household_id.residency_ids.resident_id.category_line_ids.name", "one list alone"),
            ("register_extra", "is closed"),
        ):
            with self.subTest(path=path), self.assertRaisesRegex(ValidationError, word):
                self.ledger.column_ids[0].path = path
        for domain in ("[('nonsense', '=', 1)]", "nonsense", "[(1]"):
            with self.subTest(domain=domain), self.assertRaisesRegex(ValidationError, "People"):
                self.ledger.domain = domain

    def test_a_list_behind_a_link(self):
        """A path may reach a list over links: all who live in the home of each person."""
        column = self.ledger.column_ids[0]
        column.write(
            {
                "path": "household_id.residency_ids.resident_id.name",
                "list_domain": "[('date_to', '=', False), ('create_date', '<=', date_to)]",
            }
        )
        self.assertTrue(column._is_list())
        people = self.env["community.resident"].search([("household_id", "!=", False)], limit=1)
        home = people.household_id
        rows = self.read(domain=[("household_id", "=", home.id)])[0]
        names = home.residency_ids.filtered(lambda line: not line.date_to).resident_id
        self.assertTrue(rows)
        for row in rows:
            self.assertEqual(set(row[0].split("、")), set(names.mapped("name")))
        with self.assertRaisesRegex(ValidationError, "People"):
            column.list_domain = "[('nonsense', '=', date_to)]"

    def test_export_is_logged(self):
        rows, _headings, _sheet = self.read()
        entries = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("user_id", "=", self.officer.id)], order="id desc"
        )
        self.assertIn("test_people", entries[0].description)
        # It shows ID numbers, facts of each person's file: a line for each of them.
        people = entries.filtered(lambda entry: entry.model == "community.resident")
        self.assertEqual(len(people), len(rows))
        self.assertEqual(set(people.mapped("count")), {1})
        self.assertEqual(len(set(people.mapped("res_id"))), len(rows))

    def test_shipped_ledgers(self):
        for code in ("households", "residents", "visits", "overdue_households"):
            ledger = self.env.ref(f"community_service.community_ledger_{code}")
            with self.subTest(ledger=code):
                self.read(ledger, user=self.manager)
        self.household.write({"date_entered": "2020-01-01"})
        overdue = self.env.ref("community_service.community_ledger_overdue_households")
        homes = [row[:4] for row in self.read(overdue)[0]]
        self.assertIn(("望河小区", "1号楼", None, self.household.room), homes)
        self.assertNotIn(("望河小区", "2号楼", None, self.other.room), homes)

    def test_headings_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.ledger.column_ids[0].with_context(lang="zh_CN").name = "姓名"
        _rows, headings, _sheet = self.read(lang="zh_CN")
        self.assertEqual(headings[0], "姓名")

    def test_offered_in_the_print_menu(self):
        action = self.ledger._print_actions()
        self.assertEqual(action.binding_model_id.model, "community.resident")
        self.assertEqual(action.report_type, "community-xlsx")
        self.ledger.unlink()
        self.assertFalse(action.exists())

    def test_filters(self):
        wizard = Form(
            self.env["community.ledger.export"]
            .with_user(self.officer)
            .with_context(
                default_ledger_id=self.ledger.id, default_list_domain='[["name", "like", "王"]]'
            )
        )
        wizard.grid_id = self.grid
        self.assertEqual(wizard.row_count, 2)
        wizard = wizard.save()
        action = wizard.action_download()
        self.assertEqual(action["report_name"], "test_people")
        self.assertEqual(len(self.read(domain=action["data"]["domain"])[0]), 2)
        wizard.grid_id = self.grid2
        with self.assertRaisesRegex(UserError, "People"):
            wizard.action_download()

    def test_queries_do_not_grow(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.read()
            return self.env.cr.sql_log_count - start

        queries()
        few = queries()
        for _turn in range(4):
            self.make_household()
        self.assertEqual(queries(), few)

    def test_a_ledger_of_records_one_may_not_read_is_not_offered(self):
        """The manager of the service keeps no file of the Party or of mediation."""
        hidden = self.env["community.ledger"].create(
            {"name": "Secret", "code": "hidden", "model_id": self.env.ref("base.model_ir_cron").id}
        )
        Ledger = self.env["community.ledger"].with_user(self.manager)
        offered = Ledger.search([("is_readable", "=", True)])
        self.assertTrue(offered)
        self.assertNotIn(hidden, offered)
        self.assertIn(hidden, Ledger.search([("is_readable", "=", False)]))
        self.assertFalse(hidden.with_user(self.manager).is_readable)
