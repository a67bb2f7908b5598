import base64
import io
import zipfile
from datetime import date

import openpyxl
from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .pack_case import PackCase, layout
from .test_form import workbook

PARTS = {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}


@tagged("post_install", "-at_install", "community")
class TestFormPack(PackCase, HttpCase):
    """A form fills itself in from the records, and its layout stays."""

    def test_one_click_fills_it_and_the_layout_stays(self):
        """Figures, rows, people side by side and blanks are filled in; all else stays as it was."""
        form = self.form()
        blank = base64.b64decode(form.with_context(bin_size=False).file)
        filling = self.fill(form)
        self.assertEqual((filling.date_from, filling.date_to), (self.first, self.last))
        page, data = self.sheet(filling)
        self.assertEqual(page["A1"].value, f"户情月报表（{self.last.year}年{self.last.month}月）")
        self.assertEqual(page["A2"].value, f"填报单位（盖章）：{self.env.company.name}")
        self.assertEqual(
            page["E2"].value, f"截至{self.last.year}年{self.last.month}月{self.last.day}日"
        )
        self.assertEqual(page["C4"].value, 2)
        january = self.last.replace(month=1, day=1)
        older = self.last - relativedelta(months=2) >= january
        self.assertEqual(page["D4"].value, 2 + older + (self.first < january))
        self.assertEqual(page["C6"].value, 1, "17 on the last day; the other one is 18")
        self.assertEqual(
            [[cell.value for cell in row] for row in page["A9:F10"]],
            [[1, "张一", "139****5678", 3, "张一", "张二"], [2, "李一", None, 1, "李一", None]],
        )
        self.assertEqual(page["D8"].value, "=SUM(D9:D12)")
        self.assertEqual(page["A13"].value, f"填表人：{self.officer.name}")
        self.assertEqual(
            {str(span) for span in page.merged_cells.ranges}, {"A1:F1", "E7:F7", "A4:A5"}
        )
        before, after = (zipfile.ZipFile(io.BytesIO(part)) for part in (blank, data))
        self.assertEqual(before.namelist(), after.namelist())
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        self.assertEqual(changed, PARTS)
        left_out = filling.value_ids.filtered(lambda value: value.address == "F9")
        self.assertIn("the rest is left out", left_out.note)
        self.assertEqual(form.next_from, self.first + relativedelta(months=1))
        self.assertEqual((filling.minutes, filling.cell_count), (45, 4 + 3 + 10))

    def test_a_second_click_opens_the_first(self):
        """A period is filled in once; a mistake is filled in again with a reason, both are kept."""
        form = self.form()
        filling = self.fill(form)
        self.assertEqual(self.fill(form), filling)
        with self.assertRaisesRegex(UserError, "Why it is filled in again"):
            filling.action_replace()
        filling.why_replaced = "漏录一次走访"
        self.env["community.visit"].create(
            {
                "household_id": self.home2.id,
                "date": self.last,
                "user_id": self.worker.id,
                "state": "done",
                "situation": "好",
            }
        )
        filling.action_replace()
        new = self.fill(form)
        self.assertNotEqual(new, filling)
        self.assertEqual((filling.state, new.state), ("replaced", "filled"))
        self.assertEqual((self.value(filling, "C4").text, self.value(new, "C4").text), ("2", "3"))
        with self.assertRaises(UserError):
            filling.why_replaced = "x"
        for values in ({"name": "x"}, {"state": "filled"}, {"date_from": "2020-01-01"}):
            with self.assertRaises(AccessError):
                new.write(values)

    def test_each_cell_opens_its_records_as_they_were_counted(self):
        """A figure opens the visits counted then, a column its homes; words open nothing."""
        filling = self.fill(self.form())
        visits = self.env["community.visit"].search(
            [("household_id", "=", self.home.id), ("date", ">=", self.first)]
        )
        action = self.value(filling, "C4").action_open()
        Visit = self.env["community.visit"].with_user(self.officer)
        self.assertEqual(Visit.search(action["domain"]), visits.with_user(self.officer))
        visits[0].sudo().state = "absent"
        self.env.flush_all()
        self.assertEqual(len(Visit.search(action["domain"])), 2, "as they were then")
        action = self.value(filling, "B9").action_open()
        Home = self.env["community.household"].with_user(self.officer)
        self.assertEqual(set(Home.search(action["domain"]).ids), {self.home.id, self.home2.id})
        action = self.value(filling, "C6").action_open()
        People = self.env["community.resident"].with_user(self.officer)
        self.assertEqual(People.search(action["domain"]).mapped("name"), ["张二"])
        with self.assertRaisesRegex(UserError, "no records"):
            self.value(filling, "A1").action_open()
        with self.assertRaises(AccessError):
            self.value(filling, "C4").with_user(self.worker).action_open()

    def test_what_changed_since_last_time_is_marked(self):
        """Each cell that says something else than the last time is marked, rows by record."""
        form = self.form()
        form.date_wanted = self.first - relativedelta(days=1)
        before = self.fill(form)
        self.assertFalse(before.changed_count, "nothing to compare with")
        self.home2.head_id.name = "李二"
        filling = self.fill(form)
        self.assertFalse(form.date_wanted)
        changed = filling.value_ids.filtered("is_changed")
        self.assertEqual(
            {value.address: value.changed_cells for value in changed if value.row_count},
            {"B9": "B10", "E9": "E10"},
        )
        self.assertEqual(self.value(filling, "C4").before, "0")
        self.assertTrue(self.value(filling, "C4").is_changed)
        self.assertFalse(self.value(filling, "D9").is_changed)

    def test_what_nobody_recorded_stays_empty(self):
        """A figure of today is not told of a day that is over."""
        form = self.form()
        form.cell_ids = [Command.create({"address": "D6", "indicator_id": self.ref("overdue")})]
        page, _data = self.sheet(self.fill(form))
        self.assertIsNone(page["D6"].value)
        filling = self.fill(form)
        self.assertIn("as of today alone", self.value(filling, "D6").note)
        self.assertEqual(filling.empty_count, 1)

    def test_bad_packs_get_a_sentence_and_save_nothing(self):
        """A changed sheet, a missing ledger or column, too many rows: a sentence, nothing saved."""
        form = self.form()
        count = self.env["community.form.filling"].search_count([])

        def refused(words):
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                form.action_fill()
            self.assertEqual(self.env["community.form.filling"].search_count([]), count)

        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(layout())))
        book.active["C3"] = "本季数"
        stream = io.BytesIO()
        book.save(stream)
        form.file = base64.b64encode(stream.getvalue())
        self.assertIn("本季数", form.layout_problem)
        refused("workbook has changed.*当月数.*本季数")
        form.action_take_layout()
        self.assertFalse(form.layout_problem)
        book.active.title = "别的"
        stream = io.BytesIO()
        book.save(stream)
        form.cell_ids.filtered(lambda cell: cell.address == "C4").sheet = "月报"
        form.file = base64.b64encode(stream.getvalue())
        refused("no sheet “月报”")
        form.cell_ids.filtered(lambda cell: cell.address == "C4").sheet = False
        for cell in form.cell_ids.filtered("row_last"):
            cell.row_last = 9
        refused("single row")
        for cell in form.cell_ids.filtered("row_last"):
            cell.row_last = 12
        self.ledger.column_ids[0].unlink()
        refused("column.*missing")
        self.ledger.unlink()
        refused("ledger.*not there any more")
        with self.assertRaisesRegex(UserError, "not begun"), self.env.cr.savepoint():
            form.date_wanted = self.today + relativedelta(months=1)
            form.action_fill()
        with self.assertRaisesRegex(UserError, "not demanded"), self.env.cr.savepoint():
            form.date_wanted = self.first - relativedelta(years=1)
            form.action_fill()

    def test_cells_that_cannot_be_filled_are_refused(self):
        """A formula, a text, inside a merged cell, no address, no room: each has its words."""
        form = self.form()
        living = self.ref("living")
        for vals, words in (
            ({"address": "C8", "indicator_id": living}, "holds a formula"),
            ({"address": "B4", "indicator_id": living}, "“全部” already"),
            ({"address": "B1", "indicator_id": living}, "merged one: name its first cell, A1"),
            ({"address": "4C", "indicator_id": living}, "no address"),
            ({"address": "C5"}, "choose the figure"),
            ({"address": "C5", "kind": "blank", "blank": "period"}, "no such blank"),
            ({"address": "C5", "kind": "text"}, "write the words"),
            ({"address": "C5", "sheet": "别的", "indicator_id": living}, "no sheet “别的”"),
            (
                {"address": "C5", "indicator_id": self.ref("coverage"), "sex": "male"},
                "cannot be counted by category, age or sex",
            ),
            (
                {"address": "C5", "indicator_id": self.ref("volunteers"), "area_id": 0},
                "not counted for a part",
            ),
            (
                {"address": "C5", "kind": "column", "ledger_id": self.ledger.id, "row_last": 9},
                "choose the ledger and the column",
            ),
            (
                {"address": "C5", "kind": "number", "ledger_id": self.ledger.id, "row_last": 3},
                "say down to which row",
            ),
        ):
            vals = {**vals, "form_id": form.id}
            if "area_id" in vals:
                vals["area_id"] = self.estate.id
            with self.subTest(words):
                with (
                    self.assertRaisesRegex((UserError, ValidationError), words),
                    self.env.cr.savepoint(),
                ):
                    self.env["community.form.cell"].with_user(self.officer).create(vals)

    def test_what_is_asked_twice_is_shown(self):
        """A fact that two forms ask for names the other form on each of them."""
        form, other = self.form(), self.form(name="另一张表")
        cell = form.cell_ids.filtered(lambda cell: cell.address == "C4")
        self.assertEqual(cell.also_in, "另一张表")
        self.assertEqual(form.twice_count, 8)
        other.with_user(self.manager).action_end()
        self.env.invalidate_all()
        self.assertFalse(form.twice_count)

    def test_it_leaves_by_a_logged_download(self):
        """The workbook is downloaded by whoever may read all rows of it; each person is logged."""
        filling = self.fill(self.form())
        self.authenticate("officer", "officer")
        response = self.url_open(filling.action_download()["url"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        page = openpyxl.load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(page["B9"].value, "张一")
        log = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("user_id", "=", self.officer.id)]
        )
        self.assertIn(
            self.home.id, log.filtered(lambda line: "household" in line.model).mapped("res_id")
        )
        self.assertTrue(all("街道办" in reason for reason in log.mapped("reason")))
        for user in (self.worker, self.auditor, self.plain):
            with self.assertRaises(AccessError):
                filling.with_user(user).action_download()

    def test_a_child_of_a_quarter_and_a_half_year(self):
        """Blanks say quarter or half of the year; a running period is filled in if asked."""
        blank = workbook({"A1": "情况表（     年第   季度）", "A2": "（    年    半年）"})
        form = self.form(period="quarter", name="季报")
        cell = self.env["community.form.cell"]
        self.assertEqual(
            cell.new({"blank": "period"})._blank_values(date(2026, 7, 1), date(2026, 9, 30), None),
            {"年": "2026", "季度": "3"},
        )
        self.assertEqual(
            cell.new({"blank": "period"})._blank_values(date(2026, 7, 1), date(2026, 12, 31), None),
            {"年": "2026", "半年": "下"},
        )
        form.cell_ids = [Command.clear()]
        form.file = blank
        form.cell_ids = [Command.create({"address": "A1", "kind": "blank", "blank": "period"})]
        form.date_wanted = self.today
        page, _data = self.sheet(self.fill(form))
        quarter = (self.today.month + 2) // 3
        self.assertEqual(page["A1"].value, f"情况表（{self.today.year}年第{quarter}季度）")
