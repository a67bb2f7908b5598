import base64
import io
import json
from pathlib import Path

import xlsxwriter
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CommunityCase

SAMPLES = Path(__file__).parents[1] / "data"
HEADINGS = (
    "楼栋",
    "单元",
    "房号",
    "户主姓名",
    "姓名",
    "与户主关系",
    "身份证号",
    "人员类别",
    "特殊人群",
    "就业状况",
)


class ImportCase(CommunityCase):
    """Ways to make a small register and to import it as an officer."""

    @classmethod
    def make_import(cls, content, filename="望河小区.xlsx", user=None):
        return (
            cls.env["community.import"]
            .with_user(user or cls.officer)
            .create({"filename": filename, "file": base64.b64encode(content)})
        )

    @classmethod
    def make_workbook(cls, rows, headings=HEADINGS, sheet="望河小区", setup=None):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
        page = book.add_worksheet(sheet)
        for number, row in enumerate((headings, *rows)):
            for column, value in enumerate(row):
                if value is not None:
                    page.write(number, column, value)
        if setup:
            setup(book, page)
        book.close()
        return stream.getvalue()

    @classmethod
    def person(cls, name, role="户主", room="101", **more):
        values = {"building": "7号楼", "head": None, "kind": None, "tags": None, "work": None}
        values |= more
        number = more.get("number", cls.make_id_number())
        return (
            values["building"],
            "1单元",
            room,
            values["head"],
            name,
            role,
            number,
            values["kind"],
            values["tags"],
            values["work"],
        )

    def check(self, rows, **options):
        record = self.make_import(self.make_workbook(rows, **options))
        record.action_check()
        return record

    def findings(self, record):
        return {(row.sheet, row.row): row.error for row in record.row_ids if row.state == "refused"}


@tagged("post_install", "-at_install", "community")
class TestImport(ImportCase):
    def assert_expected(self, path, expected, filename):
        record = self.make_import(path.read_bytes(), filename)
        record.action_check()
        wanted = {(e["sheet"], e["row"]): e["error"] for e in expected["errors"]}
        self.assertEqual(self.findings(record), wanted)
        self.assertEqual(record.row_count, expected["person_rows"])
        self.assertEqual(record.error_count, len(wanted))
        self.assertFalse(
            self.env["community.resident"].search_count(
                [("create_date", ">=", self.env.cr.now()), ("register_extra", "!=", False)]
            ),
            "a check writes nothing",
        )
        before = self.env["community.resident"].search_count([])
        households = self.env["community.household"].search_count([])
        record.action_apply()
        self.assertEqual(record.state, "done")
        self.assertEqual(record.done_count, expected["valid_rows"])
        return record, before, households

    def test_untidy_workbook(self):
        folder = SAMPLES / "untidy"
        expected = json.loads((folder / "expected.json").read_text())
        with freeze_time("2026-11-23"):
            record, before, _households = self.assert_expected(
                folder / "register.xlsx", expected, "untidy.xlsx"
            )
        # One of the valid rows is the second residency of the same person.
        after = self.env["community.resident"].search_count([])
        self.assertEqual(after - before, expected["valid_rows"] - 1)
        words = {(row.sheet, row.row) for row in record.row_ids if row.has_warning}
        self.assertEqual(words, {(w["sheet"], w["row"]) for w in expected["warnings"]})
        self.assertEqual(sorted(record.word_ids.mapped("word")), ["广场舞骨干"])
        extra = (
            self.env["community.resident"]
            .search([])
            .filtered(lambda r: (r.register_extra or {}).get("宠物") == "犬")
        )
        self.assertTrue(extra, "a column that nobody knows is kept word for word")
        grids = self.env["community.grid"].search([("name", "like", "网格")])
        self.assertTrue(grids.area_ids, "the grid column assigns places")

    def test_sample_workbook(self):
        path = SAMPLES / "sample" / "register.xlsx"
        expected = json.loads((SAMPLES / "sample" / "expected.json").read_text())
        _record, before, households = self.assert_expected(path, expected, path.name)
        self.assertEqual(
            self.env["community.resident"].search_count([]) - before, expected["valid_rows"]
        )
        made = self.env["community.household"].search([("date_entered", "!=", False)])
        self.assertEqual(len(made) - households, expected["households_created"])
        headless = made.filtered(lambda h: not h.head_id and h.member_count)
        self.assertEqual(len(headless), expected["households_without_head"])
        again = self.make_import(path.read_bytes(), path.name)
        again.action_check()
        self.assertEqual(
            (again.create_count, again.change_count, again.same_count),
            (0, 0, expected["valid_rows"]),
        )
        again.action_apply()
        self.assertEqual(
            self.env["community.resident"].search_count([]) - before, expected["valid_rows"]
        )

    def test_apply_twice_changes_nothing(self):
        record = self.check([self.person("甲一"), self.person("甲二", "配偶", head="甲一")])
        record.action_apply()
        count = self.env["community.residency"].search_count([])
        dates = self.env["community.resident"].search([]).mapped("write_date")
        record.action_apply()
        self.assertEqual(self.env["community.residency"].search_count([]), count)
        self.assertEqual(self.env["community.resident"].search([]).mapped("write_date"), dates)

    def test_head_whose_own_row_does_not_repeat_the_name(self):
        """Members who name the head join the head's row; another family of the flat does not."""
        self.check(
            [
                self.person("甲三"),
                self.person("甲四", "配偶", head="甲三"),
                self.person("甲五", head="甲五"),
                self.person("甲六", "子女", head="甲五"),
            ]
        ).action_apply()
        people = self.env["community.resident"].search([("name", "like", "甲_")]).sorted("name")
        self.assertEqual(len(people), 4)
        self.assertEqual(
            people.household_id.mapped(lambda home: (home.head_id.name, home.member_count)),
            [("甲三", 2), ("甲五", 2)],
        )

    def test_reimport_changes_facts(self):
        number = self.make_id_number()
        self.check([self.person("乙一", number=number, work="在职")]).action_apply()
        resident = self.env["community.resident"].search([("name", "=", "乙一")])
        self.assertEqual(resident.employment, "employed")
        again = self.check([self.person("乙一", number=number, work="退休", tags="残疾人")])
        self.assertEqual(again.change_count, 1)
        self.assertEqual(again.change_row_ids.changed_fields, "employment,category")
        again.action_apply()
        self.assertEqual(resident.employment, "retired")
        history = self.env["community.fact.change"].search([("resident_id", "=", resident.id)])
        self.assertEqual((history.field_name, history.kind), ("employment", "change"))
        self.assertEqual((history.old_value, history.new_value), ("employed", "retired"))
        self.assertIn("望河小区.xlsx", history.reason)
        self.assertEqual(history.user_id, self.officer)
        self.assertEqual(resident.category_ids.code, "disability")
        self.assertEqual(resident.household_id.need_level, "yellow")
        third = self.check([self.person("乙一", number=number, work="退休", tags="残疾人")])
        self.assertEqual(third.same_count, 1)

    def test_new_member_of_known_household(self):
        number = self.make_id_number()
        self.check([self.person("丙一", number=number)]).action_apply()
        household = self.env["community.resident"].search([("name", "=", "丙一")]).household_id
        rows = [self.person("丙一", number=number), self.person("丙二", "子女", tags="重病")]
        self.check(rows).action_apply()
        self.assertEqual(household.member_count, 2)
        self.assertEqual(household.need_level, "red")

    def test_second_residency(self):
        number = self.make_id_number()
        record = self.check(
            [
                self.person("戊一", number=number),
                self.person("戊一", "子女", "202", number=number, kind="人户分离"),
                self.person("戊二", "户主", "202"),
            ]
        )
        self.assertEqual(record.error_count, 0)
        record.action_apply()
        resident = self.env["community.resident"].search([("name", "=", "戊一")])
        self.assertEqual(len(resident), 1)
        kinds = {line.household_id.room: line.kind for line in resident.residency_ids}
        self.assertEqual(kinds, {"101": "living", "202": "registered"})
        self.assertEqual(resident.resident_kind, "permanent")
        self.assertEqual(resident.household_id.room, "101")

    def test_number_of_register_refused_elsewhere(self):
        number = self.make_id_number()
        self.make_household([{"name": "己一", "role": "head", "id_number_input": number}])
        record = self.check([self.person("己二", number=number)])
        self.assertEqual(list(self.findings(record).values()), ["id_used_elsewhere"])
        second = self.check([self.person("己一", number=number, kind="空挂")])
        self.assertEqual(second.error_count, 0)
        second.action_apply()
        resident = self.env["community.resident"].search([("name", "=", "己一")])
        self.assertEqual(sorted(resident.residency_ids.mapped("kind")), ["living", "registered"])

    def test_person_entered_since_the_check(self):
        number = self.make_id_number()
        record = self.check([self.person("庚一", number=number)])
        self.make_household([{"name": "庚二", "role": "head", "id_number_input": number}])
        record.action_apply()
        self.assertEqual(record.error_count, 1)
        self.assertFalse(self.env["community.resident"].search_count([("name", "=", "庚一")]))

    def test_derived_category_is_to_clarify(self):
        record = self.check([self.person("辛一", tags="低保、退役军人")])
        record.action_apply()
        household = self.env["community.resident"].search([("name", "=", "辛一")]).household_id
        lines = household.category_line_ids.filtered(lambda line: line.source == "import")
        self.assertEqual(
            {line.category_id.code: line.is_to_clarify for line in lines},
            {"dibao": True, "veteran": False},
        )

    def test_unknown_word_is_learned(self):
        """A word that nobody knows is a warning; once it is told, the next check knows it and the
        category is given.
        """
        record = self.check([self.person("壬一", tags="银龄达人")])
        self.assertEqual((record.error_count, record.warning_count), (0, 1))
        self.assertIn("银龄达人", record.row_ids.warning)
        record.word_ids.target = "category/veteran"
        record.action_check()
        self.assertEqual(record.warning_count, 0)
        record.action_apply()
        resident = self.env["community.resident"].search([("name", "=", "壬一")])
        self.assertEqual(resident.category_ids.code, "veteran")

    def test_heading_is_learned(self):
        headings = ("楼栋", "单元", "房号", "谁家", "姓名", "与户主关系", "身份证号")
        rows = [self.person("癸一", head="癸一")[:7]]
        record = self.check(rows, headings=headings)
        column = record.column_ids.filtered(lambda c: c.heading == "谁家")
        self.assertEqual(column.target, "header/extra")
        column.target = "header/head_name"
        record.action_check()
        self.assertEqual(record.row_ids.head_name, "癸一")

    def test_error_workbook_drops_in_again(self):
        number = self.make_id_number()
        record = self.check(
            [
                self.person("子一", number=number[:17], head="子一"),
                self.person("子二", "配偶", head="子一"),
            ]
        )
        record.action_apply()
        self.assertEqual(record.headless_count, 1)
        household = self.env["community.resident"].search([("name", "=", "子二")]).household_id
        self.assertFalse(household.head_id)
        refused = record._error_workbook()
        again = self.make_import(refused, "refused.xlsx")
        again.action_check()
        self.assertEqual(list(self.findings(again).values()), ["id_length"])
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(refused))
        cell = book["望河小区"].cell(2, 6 + 7)
        self.assertEqual(cell.value, "*" * 13 + number[13:17])
        cell.value = number
        stream = io.BytesIO()
        book.save(stream)
        corrected = self.make_import(stream.getvalue(), "refused.xlsx")
        corrected.action_check()
        self.assertEqual((corrected.error_count, corrected.create_count), (0, 1))
        corrected.action_apply()
        self.assertEqual(household.head_id.name, "子一")
        self.assertEqual(household.member_count, 2)

    def test_error_workbook_covers_numbers_and_takes_them_back(self):
        """A row refused for another reason comes back with the number that stood under stars."""
        number, card = self.make_id_number(), "6222 0000 1111 2222"
        headings = (*HEADINGS[:7], "会员证编号")
        rows = [(*self.person("", number=number)[:7], card)]
        record = self.check(rows, headings=headings)
        self.assertEqual(list(self.findings(record).values()), ["name_missing"])
        import openpyxl

        def corrected(name):
            book = openpyxl.load_workbook(io.BytesIO(record._error_workbook()))
            sheet = book["望河小区"]
            texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
            self.assertNotIn(number[:6], " ".join(texts))
            self.assertIn("*" * 14 + number[-4:], texts)
            self.assertIn("*" * 12 + "2222", texts)
            sheet.cell(2, 6 + 5).value = name
            stream = io.BytesIO()
            book.save(stream)
            return stream.getvalue()

        # Into the same import, which forgets its staged rows, and into a new one.
        record.file = base64.b64encode(corrected("子三"))
        record.action_check()
        staged = record.sudo().row_ids
        self.assertEqual((staged.id_number, staged.extra), (number, {"会员证编号": card}))
        record = self.check(rows, headings=headings)
        again = self.make_import(corrected("子四"), "refused.xlsx")
        again.action_check()
        again.action_apply()
        resident = self.env["community.resident"].search([("name", "=", "子四")])
        self.assertEqual(resident.sudo().id_number, number)

    def test_stars_are_nobodys_number(self):
        """Stars without the row they came from, or from another community, stay refused."""
        number = self.make_id_number()
        refused = self.check([self.person("", number=number)]).row_ids
        other = self.env["res.company"].create({"name": "Other community"})
        for headings, row, company in (
            (HEADINGS, (), self.env.company),
            (("Refused row", *HEADINGS), (refused.id + 1,), self.env.company),
            (("Refused row", *HEADINGS), (refused.id,), other),
        ):
            person = self.person("子五", number="*" * 14 + number[-4:])
            record = self.make_import(self.make_workbook([(*row, *person)], headings=headings))
            record.sudo().company_id = company
            record.sudo().action_check()
            self.assertEqual(list(self.findings(record.sudo()).values()), ["id_characters"])

    def test_only_officers_import(self):
        record = self.check([self.person("丑一")])
        for user in (self.worker, self.auditor, self.plain):
            with self.assertRaises(AccessError):
                record.with_user(user).action_apply()
        with self.assertRaises(AccessError):
            record.with_user(self.officer).read(["file_data"])
        with self.assertRaises(AccessError):
            record.row_ids.with_user(self.officer).read(["id_number"])
        self.assertFalse(record.with_user(self.officer).file)

    def test_queries_do_not_grow_with_rows(self):
        def queries(count):
            rows = [
                self.person(f"寅{n}", room=str(100 + n), building=f"{count}号楼")
                for n in range(count)
            ]
            record = self.check(rows)
            before = self.env.cr.sql_log_count
            record.action_apply()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(3)
        self.assertLessEqual(queries(90), queries(30) + 2)
