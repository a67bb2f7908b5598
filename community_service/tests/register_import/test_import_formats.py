import io
import re
import zipfile

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_import import ImportCase

HEADINGS = ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号", "出生日期", "联系电话")


@tagged("post_install", "-at_install", "community")
class TestImportFormats(ImportCase):
    """Workbooks as other programs write them are read, or one sentence says why not."""

    def rewrite(self, content, change):
        """Return a workbook with each part as ``change(name, data)`` gives it: (name, data)."""
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as old,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                new.writestr(*change(name, old.read(name)))
        return stream.getvalue()

    def family(self, name, setup=None):
        number = self.make_id_number(birth="1975-06-18")
        rows = [
            (31, 1, 101, f"{name}一", "户主", number, "1975-06-18"),
            (None, None, None, f"{name}二", "妻", self.make_id_number()),
        ]
        return self.make_workbook(rows, headings=HEADINGS, setup=setup)

    def names(self, content):
        record = self.make_import(content)
        record.action_check()
        self.assertFalse(self.findings(record))
        return record.row_ids.sorted("row").mapped("name")

    def test_parts_under_other_names(self):
        def upper(name, data):
            return name.replace("sharedStrings", "SharedStrings"), data

        def moved(name, data):
            if name == "xl/sharedStrings.xml":
                return "xl/texts/all.xml", data
            if name.endswith(".rels"):
                data = data.replace(b'"sharedStrings.xml"', b'"texts/all.xml"')
            return name, data

        for change in (upper, moved):
            with self.subTest(change=change.__name__):
                content = self.rewrite(self.family("游"), change)
                self.assertEqual(self.names(content), ["游一", "游二"])

    def test_elements_with_a_prefix(self):
        def prefixed(name, data):
            if "worksheets/sheet" in name:
                data = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", data)
                data = data.replace(b" xmlns=", b" xmlns:x=", 1)
            return name, data

        content = self.rewrite(
            self.family("幸", lambda _book, page: page.merge_range(1, 0, 2, 0, 31)), prefixed
        )
        self.assertIn(
            b"<x:row", zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
        )
        record = self.make_import(content)
        record.action_check()
        self.assertEqual(record.row_ids.mapped("name"), ["幸一", "幸二"])
        record.action_apply()
        people = self.env["community.resident"].search([("name", "like", "幸_")])
        self.assertEqual(len(people.household_id), 1)

    def test_borders_to_the_bottom_are_no_rows(self):
        self.env.company.community_import_max_rows = 100

        def borders(book, page):
            line = book.add_format({"border": 1})
            for row in range(3, 3000):
                for column in range(8):
                    page.write_blank(row, column, None, line)

        self.assertEqual(self.names(self.family("蓝", borders)), ["蓝一", "蓝二"])

    def test_midnight_that_a_browser_lost(self):
        def late(_book, page):
            day = _book.add_format({"num_format": "yyyy-mm-dd"})
            page.write_number(1, 6, 27563 - 43 / 86400, day)

        record = self.make_import(self.family("从", late))
        record.action_check()
        self.assertFalse(self.findings(record), "1975-06-18 beside the same ID number")

    def test_damaged_part_is_one_sentence(self):
        content = bytearray(self.family("游"))
        start = content.find(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 20
        content[start : start + 20] = b"\xff" * 20
        with self.assertRaisesRegex(UserError, "damaged"):
            self.names(bytes(content))

    def test_csv_with_numbers_protected_against_excel(self):
        number = self.make_id_number()
        lines = (
            "楼栋,单元,房号,姓名,与户主关系,身份证号,联系电话",
            f'="31",="1",="0102",="贝一",户主,="{number}",="13900000001"',
        )
        record = self.make_import("\n".join(lines).encode(), "望河小区.csv")
        record.action_check()
        row = record.sudo().row_ids
        found = (row.error, row.name, row.building, row.room, row.id_number, row.phone)
        self.assertEqual(found, (False, "贝一", "31", "102", number, "13900000001"))

    def test_phones_are_read_by_the_rule_of_the_form(self):
        table = {
            "(024)23456789": "02423456789",
            "400-812-3456": "4008123456",
            "0411 8123 4567": "041181234567",
            "138001380001": False,
            "19800101": False,
            "852-91234567": False,
        }
        rows = [
            (32, 1, place, f"时{chr(0x4E00 + place)}", "户主", None, None, text)
            for place, text in enumerate(table, 101)
        ]
        staged = self.check(rows, headings=HEADINGS).sudo().row_ids.sorted("row")
        for row, (text, phone) in zip(staged, table.items(), strict=True):
            with self.subTest(text=text):
                self.assertEqual((row.phone, row.has_warning), (phone, not phone))
