import base64
import io
import zipfile

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .pack_case import PackCase

ROOM, PEOPLE = 8, 23
GROUND = 4 + ROOM


def long_list(change=None, rows=ROOM):
    """Return a list as an office draws it: numbered, ruled, with sums above, below and elsewhere.

    :param change: called with the workbook before it is saved
    """
    last = 4 + rows
    book = openpyxl.Workbook()
    page = book.active
    page.title = "名单"
    page["A1"] = "居民登记名单"
    page.merge_cells("A1:F1")
    for letter, text in zip("ABCDEF", "序号 姓名 性别 类别 出生日期 说明".split(), strict=True):
        page[f"{letter}3"] = text
    page["A4"], page["F4"] = "合计", f"=COUNTA(B5:B{last})"
    line = Side("thin")
    for row in range(5, last + 1):
        page[f"A{row}"] = row - 4
        page[f"F{row}"] = f'=IF(B{row}="","",B{row}&$A$1)'
        page.row_dimensions[row].height = 21
        for letter in "ABCDEF":
            page[f"{letter}{row}"].border = Border(line, line, line, line)
    page[f"A{last + 1}"] = "总数"
    page[f"B{last + 1}"] = f"=COUNTA(B5:B{last})"
    page[f"C{last + 1}"] = (
        f'="男 "&COUNTIF(C5:C{last},"男")&" 人，B5 女 "&COUNTIF($C$5:$C${last},"女")'
    )
    page.merge_cells(f"C{last + 1}:F{last + 1}")
    page[f"A{last + 2}"] = "填表人："
    page[f"D{last + 2}"] = "审核人："
    page[f"A{last}"].comment = Comment("末行", "街道")
    page.print_area = f"A1:F{last + 2}"
    for place, formula in ((f"C5:C{last}", '"男,女"'), (f"D5:D{last}", "词!$A$1:$A$3")):
        rule = DataValidation("list", formula1=formula)
        rule.add(place)
        page.add_data_validation(rule)
    page.conditional_formatting.add(
        f"F5:F{last}", CellIsRule("equal", ["0"], fill=PatternFill("solid", bgColor="FFCC00"))
    )
    words = book.create_sheet("词")
    words["A1"] = "独居"
    words["B1"] = f"=COUNTA(名单!B5:B{last})"
    words.sheet_state = "hidden"
    book.defined_names["行"] = DefinedName("行", attr_text=f"名单!$A$5:$A${last}")
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return base64.b64encode(stream.getvalue())


def with_calc_chain(data):
    """Return a workbook with an order of reckoning, as office programs keep one."""
    source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    more = {
        "[Content_Types].xml": '<Override PartName="/xl/calcChain.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
        "xl/_rels/workbook.xml.rels": f'<Relationship Id="rIdC" Type="{kind}" '
        'Target="calcChain.xml"/></Relationships>',
    }
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name in more:
                end = more[name][more[name].rindex("</") :]
                content = content.replace(end.encode(), more[name].encode())
            target.writestr(name, content)
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        chain = f'<calcChain xmlns="{space}"><c r="B{GROUND + 1}" i="1"/></calcChain>'
        target.writestr("xl/calcChain.xml", chain)
    return stream.getvalue()


@tagged("post_install", "-at_install", "community")
class TestFormRows(PackCase):
    """A list that is longer than its form gets rows, and everything around it moves along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.make_household(
            [
                {"name": f"人{number:02}", "role": "head" if not number else "other"}
                | {"sex": "male" if number % 2 else "female"}
                for number in range(PEOPLE)
            ]
        ).residency_ids.resident_id
        cls.ledger = cls.env["community.ledger"].create(
            {
                "name": "多人",
                "code": "many_people",
                "company_id": cls.env.company.id,
                "model_id": cls.env["ir.model"]._get_id("community.resident"),
                "domain": f"[('id', 'in', {people.ids})]",
                "order": "name",
                "column_ids": [
                    Command.create({"name": "姓名", "path": "name", "sequence": 1}),
                    Command.create({"name": "性别", "path": "sex", "sequence": 2}),
                ],
            }
        )

    def list_form(self, file, last=GROUND, **values):
        form = (
            self.env["community.form"]
            .with_user(self.officer)
            .create(
                {
                    "name": "名单",
                    "body": "街道",
                    "basis": "x",
                    "date_start": self.first,
                    "file": file,
                    "filename": "名单.xlsx",
                    **values,
                }
            )
        )
        rows = {"ledger_id": self.ledger.id, "row_last": last, "kind": "column"}
        form.cell_ids = [
            Command.create({"address": "B5", "column_id": self.ledger.column_ids[0].id, **rows}),
            Command.create({"address": "C5", "column_id": self.ledger.column_ids[1].id, **rows}),
            Command.create({"address": f"A{last + 2}", "kind": "blank", "blank": "filler"}),
        ]
        form.with_user(self.manager).action_approve()
        return form

    def test_rows_are_inserted_and_all_around_them_moves(self):
        """23 people in 8 rows: sums, rules, colours, print area, remarks and line below stretch."""
        file = long_list()
        filling = self.fill(self.list_form(file))
        data = base64.b64decode(filling.sudo().with_context(bin_size=False).file_data)
        book = openpyxl.load_workbook(io.BytesIO(data))
        page = book["名单"]
        last = 4 + PEOPLE
        names = [page[f"B{row}"].value for row in range(5, last + 1)]
        self.assertEqual(names, [f"人{number:02}" for number in range(PEOPLE)])
        numbers = [page[f"A{row}"].value for row in range(5, last + 1)]
        self.assertEqual(numbers, list(range(1, PEOPLE + 1)), "numbered on")
        for row in range(5, last + 1):
            self.assertEqual(page[f"F{row}"].value, f'=IF(B{row}="","",B{row}&$A$1)')
            self.assertEqual(page.row_dimensions[row].height, 21)
            self.assertEqual(page[f"D{row}"].border.left.style, "thin")
        self.assertEqual(page["F4"].value, f"=COUNTA(B5:B{last})", "the total above")
        self.assertEqual(page[f"B{last + 1}"].value, f"=COUNTA(B5:B{last})")
        self.assertEqual(
            page[f"C{last + 1}"].value,
            f'="男 "&COUNTIF(C5:C{last},"男")&" 人，B5 女 "&COUNTIF($C$5:$C${last},"女")',
        )
        self.assertEqual(page[f"A{last + 2}"].value, f"填表人：{self.officer.name}")
        self.assertEqual(page[f"D{last + 2}"].value, "审核人：")
        merged = {str(span) for span in page.merged_cells.ranges}
        self.assertEqual(merged, {"A1:F1", f"C{last + 1}:F{last + 1}"})
        self.assertEqual(page.print_area, f"'名单'!$A$1:$F${last + 2}")
        rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
        self.assertEqual(rules, {f"C5:C{last}": '"男,女"', f"D5:D{last}": "词!$A$1:$A$3"})
        self.assertEqual([str(rule.sqref) for rule in page.conditional_formatting], [f"F5:F{last}"])
        self.assertEqual(book["词"]["B1"].value, f"=COUNTA(名单!B5:B{last})")
        self.assertEqual(book.defined_names["行"].attr_text, f"名单!$A$5:$A${last}")
        self.assertEqual(page[f"A{last}"].comment.text, "末行")
        self.assertIn("15 rows were inserted", self.value(filling, "B5").note)
        footer = filling.value_ids.filtered(lambda value: value.kind == "blank")
        self.assertEqual(footer.address, f"A{last + 2}", "where it stands now")
        self.assertEqual(self.value(filling, "B5").row_count, PEOPLE)

    def test_drawings_remarks_and_breaks_move_along(self):
        """A chart follows its range, a remark its cell; the order of reckoning is made anew."""

        def more(book):
            page = book["名单"]
            chart = BarChart()
            chart.add_data(Reference(page, min_col=1, min_row=5, max_row=GROUND))
            page.add_chart(chart, f"H{GROUND + 4}")
            page.row_breaks.append(Break(id=GROUND))

        data = with_calc_chain(base64.b64decode(long_list(more)))
        filling = self.fill(self.list_form(base64.b64encode(data)))
        data = base64.b64decode(filling.sudo().with_context(bin_size=False).file_data)
        package, last = zipfile.ZipFile(io.BytesIO(data)), 4 + PEOPLE
        parts = {name: package.read(name).decode() for name in package.namelist()}
        (chart,) = (text for name, text in parts.items() if "charts/chart" in name)
        self.assertIn(f"$A$5:$A${last}", chart)
        (drawing,) = (text for name, text in parts.items() if name.endswith("drawing1.xml"))
        self.assertRegex(drawing, f"row>{last + 3}<")
        (remark,) = (text for name, text in parts.items() if name.endswith(".vml"))
        self.assertRegex(remark, rf"Row>\s*{last - 1}\s*<")
        self.assertIn(f'<brk id="{last}"', parts["xl/worksheets/sheet1.xml"])
        self.assertFalse([name for name in parts if "calcChain" in name])
        for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            self.assertNotIn("calcChain", parts[name])

    def test_what_fits_leaves_the_rows_alone(self):
        """A list that fits gets no row; parts of the package that nobody wrote stay the same."""
        file = long_list(rows=PEOPLE)
        filling = self.fill(self.list_form(file, last=4 + PEOPLE))
        data = base64.b64decode(filling.sudo().with_context(bin_size=False).file_data)
        before, after = (
            zipfile.ZipFile(io.BytesIO(part)) for part in (base64.b64decode(file), data)
        )
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        self.assertLessEqual(
            changed,
            {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"},
        )

    def test_what_cannot_bear_rows_is_refused_with_the_reason(self):
        """Merged rows, ranges reckoned as a whole, a table, one row: refused, nothing is kept."""

        def merged(book):
            for row in (5, 7, 9, 11):
                book["名单"].merge_cells(f"D{row}:D{row + 1}")

        def array(book):
            book["名单"]["F14"] = ArrayFormula("F14", f"=SUM(LEN(B5:B{GROUND}))")

        def table(book):
            book["名单"].add_table(Table(displayName="T", ref=f"A3:F{GROUND}"))

        count = self.env["community.form.filling"].search_count([])
        for change, words in (
            (merged, "merged over several rows"),
            (array, "reckons whole ranges"),
            (table, "a table or a pivot"),
        ):
            form = self.list_form(long_list(change))
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                form.action_fill()
        form = self.list_form(long_list(rows=1), last=5)
        with self.assertRaisesRegex(UserError, "single row"), self.env.cr.savepoint():
            form.action_fill()
        self.assertEqual(self.env["community.form.filling"].search_count([]), count)

    def test_a_label_beside_the_list_grows_with_it(self):
        """A label merged beside all rows grows; cells merged in a row are merged in new ones."""

        def label(book):
            page = book["名单"]
            page.merge_cells(f"F5:F{GROUND}")
            for row in range(5, GROUND + 1):
                page.merge_cells(f"D{row}:E{row}")

        filling = self.fill(self.list_form(long_list(label)))
        page, _data = self.sheet(filling)
        merged = {str(span) for span in page.merged_cells.ranges}
        last = 4 + PEOPLE
        self.assertIn(f"F5:F{last}", merged)
        self.assertEqual(
            {span for span in merged if span[0] == "D"},
            {f"D{row}:E{row}" for row in range(5, last + 1)},
        )

    def test_whole_numbers_go_to_their_rows(self):
        """By a release, phones are whole in inserted rows too."""
        person = self.env["community.resident"].search([("name", "=", f"人{PEOPLE - 1}")])
        person.phone_input = "13912340001"
        self.ledger.column_ids = [
            Command.create({"name": "电话", "path": "phone", "mask": "phone", "sequence": 3})
        ]
        form = self.list_form(long_list())
        column = self.ledger.column_ids.filtered(lambda column: column.path == "phone")
        form.cell_ids = [
            Command.create(
                {
                    "address": "E5",
                    "kind": "column",
                    "ledger_id": self.ledger.id,
                    "row_last": GROUND,
                    "column_id": column.id,
                }
            )
        ]
        filling = self.fill(form)
        page, data = self.sheet(filling)
        self.assertEqual(page[f"E{4 + PEOPLE}"].value, "139****0001")
        whole = filling.sudo()._with_whole_numbers(data, "x")
        page = openpyxl.load_workbook(io.BytesIO(whole)).active
        self.assertEqual(page[f"E{4 + PEOPLE}"].value, "13912340001")
