import csv
import io
import re
import zipfile
from html import escape

import xlwt

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

    def table(self):
        """Return the rows of a household of two, as texts."""
        return [
            ["小区", "楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号", "备注"],
            [
                "柳河小区",
                "3号楼",
                "1单元",
                "101",
                "章甲",
                "户主",
                self.make_id_number(),
                "行一\n行二",
            ],
            ["柳河小区", "3号楼", "1单元", "101", "云䶮", "妻", self.make_id_number(), "有,逗号"],
        ]

    def family_of(self, content, filename):
        record = self.make_import(content, filename=filename)
        record.action_check()
        self.assertFalse(self.findings(record))
        rows = record.row_ids.sorted("id")
        self.assertEqual(len(set(rows.mapped("group_no"))), 1)
        return [(row.name, row.role, row.place, row.note) for row in rows]

    def test_one_table_in_every_format(self):
        """Binary, HTML, XML, text in each encoding, under any name: the same two people."""
        rows = self.table()
        expected = [
            ("章甲", "head", "柳河小区 3号楼 1单元 101", "行一\n行二"),
            ("云䶮", "spouse", "柳河小区 3号楼 1单元 101", "有,逗号"),
        ]
        stream = io.StringIO()
        csv.writer(stream).writerows(rows)
        commas = stream.getvalue()
        stream = io.StringIO()
        csv.writer(stream, delimiter="\t").writerows(rows)
        tabs = stream.getvalue()
        book = xlwt.Workbook()
        page = book.add_sheet("名册")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                page.write(number, column, text)
        binary = io.BytesIO()
        book.save(binary)
        cells = [[escape(text).replace("\n", "<br/>") for text in row] for row in rows]
        lines = "".join("<tr><td>" + "</td><td>".join(row) + "</td></tr>" for row in cells)
        html = f'<html><head><meta charset="gbk"></head><body><table>{lines}</table></body></html>'
        data = '<ss:Cell><ss:Data ss:Type="String">%s</ss:Data></ss:Cell>'
        lines = "".join(
            "<ss:Row>" + "".join(data % escape(text) for text in row) + "</ss:Row>" for row in rows
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
            f'<ss:Worksheet ss:Name="名册"><ss:Table>{lines}</ss:Table>'
            "</ss:Worksheet></ss:Workbook>"
        )
        files = {
            "binary.xls": binary.getvalue(),
            "binary.et": binary.getvalue(),
            "page.xls": html.encode("gb18030"),
            "page.html": html.replace("gbk", "utf-8").encode(),
            "xml.xls": xml.encode(),
            "tabs.xls": tabs.encode("gb18030"),
            "utf8.csv": commas.encode(),
            "bom.csv": commas.encode("utf-8-sig"),
            "utf16.csv": commas.encode("utf-16"),
            "little.csv": commas.encode("utf-16-le"),
            "big.csv": commas.encode("utf-16-be"),
            "told.csv": ("sep=,\r\n" + commas).encode("gb18030"),
        }
        for filename, content in files.items():
            with self.subTest(file=filename):
                self.assertEqual(self.family_of(content, filename), expected)

    def test_merged_cells_of_other_formats(self):
        """A place that reaches over the rows of a household, in binary and in HTML."""
        number = self.make_id_number
        book = xlwt.Workbook()
        page = book.add_sheet("名册")
        for column, text in enumerate(("楼栋", "房号", "姓名", "关系", "身份证号")):
            page.write(0, column, text)
        page.write_merge(1, 2, 0, 0, "5号楼")
        page.write_merge(1, 2, 1, 1, 101)
        for row, (name, role) in enumerate((("毕甲", "户主"), ("毕乙", "子")), 1):
            for column, text in enumerate((name, role, number()), 2):
                page.write(row, column, text)
        stream = io.BytesIO()
        book.save(stream)
        head = "<tr><th>楼栋<th>房号<th>姓名<th>关系<th>身份证号</tr>"
        html = (
            f"<table>{head}<tr><td rowspan=2>5号楼<td rowspan=2>101<td>毕甲<td>户主"
            f"<td>{number()}</tr><tr><td>毕乙<td>子<td>{number()}</tr></table>"
        )
        for filename, content in (("a.xls", stream.getvalue()), ("b.xls", html.encode())):
            with self.subTest(file=filename):
                record = self.make_import(content, filename=filename)
                record.action_check()
                self.assertFalse(self.findings(record))
                self.assertEqual(set(record.row_ids.mapped("room")), {"101"})
                self.assertEqual(len(set(record.row_ids.mapped("group_no"))), 1)

    def test_open_quote_is_named(self):
        """A quotation mark that is not closed would swallow the people behind it."""
        for line in ('2,102,"尹乙,户主', '2,102,"尹乙,户主\n3,103,"尹丙",户主'):
            with self.subTest(line=line):
                text = f"楼栋,房号,姓名,与户主关系\n1,101,尹甲,户主\n{line}\n"
                record = self.make_import(text.encode(), filename="名单.csv")
                with self.assertRaisesRegex(UserError, "line 3"):
                    record.action_check()

    def test_files_that_are_something_else(self):
        document = io.BytesIO()
        with zipfile.ZipFile(document, "w") as package:
            package.writestr("word/document.xml", "<w/>")
            package.writestr("_rels/.rels", "<Relationships/>")
        container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
        locked = container + "EncryptedPackage".encode("utf-16-le")
        for filename, content, words in (
            ("a.docx", document.getvalue(), "no register"),
            ("a.xls", container, "damaged|no register"),
            ("a.xls", locked, "password"),
            ("a.xls", b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "no register"),
        ):
            with self.subTest(file=filename, words=words):
                record = self.make_import(content, filename=filename)
                with self.assertRaisesRegex(UserError, words):
                    record.action_check()

    def test_old_excel_workbook_from_the_file_to_the_register(self):
        """An .xls brings in what an .xlsx does, and each finds the other's people."""
        number = self.make_id_number(birth="1975-06-18")
        rows = [
            HEADINGS,
            (32, 1, "0101", "慕一", "户主", number, "1975-06-18", "13900000001"),
            (None, None, None, "慕二", "妻", None, "1977-03-02", None),
            (32, 1, 102, "慕三", "户主", "99", None, None),
        ]
        book = xlwt.Workbook()
        page = book.add_sheet("望河小区")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    page.write(at, column, value)
        stream = io.BytesIO()
        book.save(stream)
        record = self.make_import(stream.getvalue(), "望河小区.xls")
        record.action_check()
        self.assertEqual(self.findings(record), {("望河小区", 4): "id_length"})
        record.action_apply()
        self.assertEqual((record.state, record.done_count), ("done", 2))
        people = self.env["community.resident"].search([("name", "like", "慕_")])
        self.assertEqual(set(people.mapped("name")), {"慕一", "慕二"})
        home = people.household_id
        self.assertEqual((len(home), home.head_id.name, home.room), (1, "慕一", "101"))
        self.assertEqual(home.head_id.sudo().id_number, number)
        again = self.make_import(self.make_workbook(rows[1:3], headings=HEADINGS))
        again.action_check()
        self.assertEqual((again.same_count, again.error_count), (2, 0))
        record.undo_reason = "wrong file"
        record.action_take_back()
        self.assertFalse(people.exists())
