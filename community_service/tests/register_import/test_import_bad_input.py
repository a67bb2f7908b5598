import io
import zipfile

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools.sheets import CFB_MAGIC, ENCRYPTED
from .test_import import HEADINGS, ImportCase


@tagged("post_install", "-at_install", "community")
class TestImportBadInput(ImportCase):
    def test_files_that_are_no_register(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("readme.txt", "no workbook")
        whole = self.make_workbook([self.person("甲一")])
        table = (
            ("picture.png", b"\x89PNG\r\n\x1a\n\0\0", "no register"),
            ("secret.xlsx", CFB_MAGIC + b"\0" * 512 + ENCRYPTED, "password"),
            ("old.xls", CFB_MAGIC + b"\0" * 512, "damaged"),
            ("zip.xlsx", stream.getvalue(), "damaged"),
            ("cut.xlsx", whole[: len(whole) // 2], "damaged"),
            ("half.xlsx", b"PK\x03\x04", "damaged"),
            ("text.csv", "今天天气很好\n明天也是\n".encode(), "No header"),
            ("empty.xlsx", self.make_workbook([], headings=()), "no visible sheet has a row"),
            ("nobody.xlsx", self.make_workbook([]), "no person"),
        )
        for filename, content, message in table:
            with self.subTest(filename=filename):
                record = self.make_import(content, filename)
                with self.assertRaisesRegex(UserError, message):
                    record.action_check()
                with self.assertRaisesRegex(UserError, message):
                    record.action_apply()
                self.assertEqual(record.state, "draft")

    def test_no_file(self):
        record = self.env["community.import"].with_user(self.officer).create({})
        with self.assertRaisesRegex(UserError, "choose a workbook"):
            record.action_check()

    def test_hidden_sheet_left_out(self):
        def hide(book, page):
            page.hide()
            book.add_worksheet("空").activate()

        with self.assertRaisesRegex(UserError, "no visible sheet"):
            self.check([self.person("乙一")], setup=hide)

    def test_too_many_rows(self):
        self.env.company.community_import_max_rows = 20
        rows = [self.person(f"丙{n}", room=str(n)) for n in range(200)]
        with self.assertRaisesRegex(UserError, "Split it by estate"):
            self.check(rows)
        with self.assertRaisesRegex(UserError, "Split it by estate"):
            self.check(rows[:40])

    def test_repeated_heading(self):
        headings = (*HEADINGS[:6], "姓名", *HEADINGS[7:])
        rows = [(*self.person("丁一", head="丁一")[:6], "别名", None, None, None)]
        record = self.check(rows, headings=headings)
        self.assertIn("columns E and G", record.notice)
        self.assertEqual(record.row_ids.name, "丁一")
        self.assertTrue(record.column_ids.filtered("is_repeated"))

    def test_rows_that_are_refused(self):
        def formula(_book, page):
            page.write_formula(1, 4, "=1+1", value="")

        record = self.check([self.person(None)], setup=formula)
        self.assertEqual(self.findings(record), {("望河小区", 2): "formula_name"})
        for name in ("=cmd", "@SUM(1)", "+1"):
            with self.subTest(name=name):
                self.assertEqual(
                    list(self.findings(self.check([self.person(name)])).values()),
                    ["formula_name"],
                )
        for row in record.row_ids:
            self.assertTrue(row.reason and row.remedy and row.column)

    def test_zip_bomb(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"<a/>")
        content = bytearray(stream.getvalue())
        # The directory claims four gigabytes.
        place = content.rfind(b"PK\x01\x02") + 24
        content[place : place + 4] = b"\xf0\xff\xff\xff"
        record = self.make_import(bytes(content))
        with self.assertRaisesRegex(UserError, "gigabytes"):
            record.action_check()
