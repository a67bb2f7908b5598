import io
import zipfile

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_match import HEADINGS, MatchCase


@tagged("post_install", "-at_install", "community")
class TestMatchReturn(MatchCase, HttpCase):
    """The workbook on its way back, its empty columns filled in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.make_id_number("1950-03-04", "female")
        cls.one = cls.add("冉一", room="301", number=cls.number, phone="13912340001")
        cls.officer.password = "officer"

    def confirmed(self, content, filename="核查名单.xlsx", user=None):
        record = self.make_list(content, filename, user)
        record.action_match()
        record.action_confirm()
        return record

    def sheet(self, content):
        return openpyxl.load_workbook(io.BytesIO(content)).active

    def form(self):
        """Return a workbook with a title, merged cells, a formula, a note and a tick box."""
        book = openpyxl.Workbook()
        page = book.active
        page.title = "名单"
        page["A1"] = "某局核查名单"
        page.merge_cells("A1:G1")
        for column, text in enumerate((*HEADINGS, "性别"), 1):
            page.cell(2, column, text).font = openpyxl.styles.Font(bold=True)
        page.append([1, "冉一", self.number, None, None, None, "男"])
        page.append([2, "查无此人", None, "13900007777"])
        page["I3"] = '=COUNTIF(F3:F4,"*")'
        page["D3"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
        stream = io.BytesIO()
        book.save(stream)
        # A part that no library of tables knows.
        with zipfile.ZipFile(stream, "a") as package:
            package.writestr("xl/ctrlProps/ctrlProp1.xml", "<formControlPr/>")
        return stream.getvalue()

    def test_layout_stays_and_empty_cells_are_filled(self):
        """Empty cells are filled in; what stood there, formats and other parts stay as they are."""
        content = self.form()
        record = self.confirmed(content)
        returned, filename, count = record._returned()
        self.assertEqual((filename, count), ("核查名单.xlsx", 4))
        page = self.sheet(returned)
        self.assertEqual(page["D3"].value, "139****0001")
        self.assertEqual(page["E3"].value, self.one.household_id.address)
        self.assertIn("In this community", page["F3"].value)
        self.assertEqual(page["G3"].value, "男", "what the sender wrote is not corrected")
        self.assertEqual(page["F4"].value, "Not in this community")
        self.assertEqual(page["D3"].fill.fgColor.rgb, "00FFFF00")
        self.assertEqual(str(page.merged_cells), "A1:G1")
        self.assertEqual(page["I3"].value, '=COUNTIF(F3:F4,"*")')
        before, after = (zipfile.ZipFile(io.BytesIO(data)) for data in (content, returned))
        self.assertEqual(before.namelist(), after.namelist())
        changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
        self.assertEqual(changed, {"xl/worksheets/sheet1.xml", "xl/workbook.xml"})

    def test_every_format(self):
        """A text file goes back in its own code and with its own ends of lines."""
        text = f"姓名,身份证号,住址,性别\r\n冉一,'{self.number},,\r\n查无,,1号楼,\r\n"
        for encoding in ("gb18030", "utf-8-sig", "utf-16"):
            with self.subTest(encoding):
                record = self.confirmed(text.encode(encoding), f"{encoding}.csv")
                returned, filename, count = record._returned()
                self.assertEqual((filename, count), (f"{encoding}.csv", 2))
                lines = returned.decode(encoding).split("\r\n")
                self.assertEqual(lines[0], "姓名,身份证号,住址,性别")
                self.assertIn(self.one.household_id.address, lines[1])
                record.sudo().unlink()
        cells = f"<tr><td>冉一<td>{self.number}<td></tr>"
        page = f"<table><tr><th>姓名<th>身份证号<th>性别</tr>{cells}</table>"
        record = self.confirmed(page.encode(), "网页.xls")
        returned, filename, count = record._returned()
        self.assertEqual((filename, count), ("网页.xlsx", 1))
        self.assertEqual(self.sheet(returned)["C2"].value, "Female")

    def test_whole_numbers_leave_by_rule_alone(self):
        """Numbers are masked; whole ones need right, body and reason, and are logged."""
        content = self.make_book([(1, "冉一", None, None, "望河小区1号楼301")])
        record = self.confirmed(content)
        page = self.sheet(record._returned()[0])
        self.assertEqual(page["C2"].value, "*" * 14 + self.number[-4:])
        with self.assertRaises(AccessError):
            record._returned("某局", "条例第三条", is_whole=True)
        boss = record.with_user(self.manager)
        for body, reason in (("", "条例第三条"), ("某局", "")):
            with self.assertRaises(UserError):
                boss._returned(body, reason, is_whole=True)
        page = self.sheet(boss._returned("某局", "条例第三条", is_whole=True)[0])
        self.assertEqual((page["C2"].value, page["D2"].value), (self.number, "13912340001"))
        self.env.flush_all()
        line = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("model", "=", "community.resident")], limit=1
        )
        self.assertEqual((line.res_id, line.user_id), (self.one.id, self.manager))
        self.assertIn("某局", line.reason)
        self.assertIn("id_number", line.field_names)
        of_list = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("model", "=", "community.match")]
        )
        self.assertEqual(len(of_list), 2)

    def test_lists_side_by_side(self):
        """Of equal lists side by side each is filled in."""
        two = self.add("冉二", room="302", phone="13912340002")
        half = ("序号", "姓名", "房号", "电话", "性别")
        headings = (*half, *half)
        first = (1, "冉一", "1号楼301", "13912340001", None)
        rows = [(*first, 2, "冉二", "1号楼302", "13912340002", None)]
        two.sex, self.one.sex = "male", "female"
        record = self.confirmed(self.make_book(rows, headings=headings))
        self.assertEqual(record.row_ids.resident_id, self.one + two)
        page = self.sheet(record._returned()[0])
        self.assertEqual((page["E2"].value, page["J2"].value), ("Female", "Male"))

    def test_download(self):
        """The dialog names the columns, and its button sends the workbook; a stranger gets none."""
        record = self.confirmed(self.make_book([(1, "冉一", self.number)]))
        dialog = (
            self.env["community.match.return"]
            .with_user(self.officer)
            .create({"match_id": record.id})
        )
        self.assertIn("联系电话", dialog.columns)
        action = dialog.action_download()
        self.authenticate("officer", "officer")
        answer = self.url_open(action["url"])
        self.assertEqual(answer.status_code, 200, answer.text[:300])
        self.assertEqual(self.sheet(answer.content)["D2"].value, "139****0001")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.worker.password = "worker"
        self.authenticate("worker", "worker")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(action["url"]).status_code, 403)

    def test_a_cell_of_two_people_is_asked(self):
        """A row that names two people is nobody's for certain, and is given back as such."""
        headings = ("姓名", "电话", "性别", "核查结果")
        record = self.confirmed(
            self.make_book([("冉一、冉二", "13912340001", None, None)], headings)
        )
        self.assertEqual(record.row_ids.result, "possible")
        self.assertIn("one name", record.row_ids.reason)
        page = self.sheet(record._returned()[0])
        self.assertEqual((page["C2"].value, page["D2"].value), (None, "To be verified"))

    def test_a_list_without_a_column_to_fill(self):
        """Where nothing can be filled in the dialog says so, and no workbook is sent."""
        record = self.confirmed(
            self.make_book([("冉一", "0016", "好")], headings=("姓名", "身份证后四位", "说明"))
        )
        dialog = (
            self.env["community.match.return"]
            .with_user(self.officer)
            .create({"match_id": record.id})
        )
        with self.assertRaises(UserError):
            dialog.action_download()
