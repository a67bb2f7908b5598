import io

import openpyxl

from odoo.tests import tagged

from .test_import_layouts import LayoutCase


class UntidyCase(LayoutCase):
    """Sheets as offices hand them in, and what each row of them became."""

    def number(self, birth="1970-01-01", **options):
        return self.make_id_number(birth=birth, **options)

    def look(self, record):
        """Return [(name, relation, place or "", finding or "")] of all rows, as read."""
        found = []
        for row in record.row_ids.sorted("id"):
            place = f"{row.building or ''}-{row.entrance or ''}-{row.room or ''}"
            found.append((row.name, row.role, "" if place == "--" else place, row.error or ""))
        return found

    def read_sheet(self, headings, *rows, merges=(), **options):
        """Check a sheet; ``merges`` are (first row, first column, last row, last column, text)."""

        def merge(_book, page):
            for *cells, text in merges:
                page.merge_range(*cells, text)

        return self.check(rows, headings=headings, setup=merge, **options)

    def codes(self, record):
        """Return {name: codes of the categories} of the rows."""
        categories = self.env["community.category"].sudo()
        return {
            row.name: categories.browse(
                int(number) for number in (row.categories or "").split(",") if number
            ).mapped("code")
            for row in record.sudo().row_ids
        }

    def remarks(self, record):
        return {
            row.name: [code for code, _field, _value in row.warnings]
            for row in record.sudo().row_ids
            if row.warnings
        }


@tagged("post_install", "-at_install", "community")
class TestImportUntidyLayouts(UntidyCase):
    """Each person of a sheet that is none of the neat ones: in the right home, or asked."""

    def test_two_halves_of_a_page(self):
        """A list that goes on to the right of itself: nobody is a member of the home left of it."""
        headings = ("序号", "房号", "姓名", "电话") * 2
        record = self.read_sheet(
            headings,
            (1, "1-1-101", "蓝甲", "13900000001", 31, "1-1-201", "蓝乙", "13900000002"),
            (2, "1-1-102", "蓝丙", "13900000003", 32, "1-1-202", "蓝丁", "13900000004"),
            (3, "1-1-103", "蓝戊", "13900000005"),
        )
        self.assertEqual(
            [(name, place) for name, _role, place, _finding in self.look(record)],
            [
                ("蓝甲", "1-1-101"),
                ("蓝丙", "1-1-102"),
                ("蓝戊", "1-1-103"),
                ("蓝乙", "1-1-201"),
                ("蓝丁", "1-1-202"),
            ],
        )
        phones = dict(record.sudo().row_ids.mapped(lambda row: (row.name, row.phone)))
        self.assertEqual((phones["蓝甲"], phones["蓝乙"]), ("13900000001", "13900000002"))
        self.assertIn("side by side", record.notice)

    def test_second_table_below_the_first_has_another_order(self):
        headings = ("序号", "房号", "姓名", "与户主关系", "身份证号", "电话")
        first, second = self.number(), self.number(birth="1980-01-01")
        record = self.read_sheet(
            headings,
            (1, "1-1-101", "白甲", "户主", first, "13900000001"),
            (),
            ("流动人口",),
            ("序号", "姓名", "文化程度", "身份证号", "房号", "电话"),
            (1, "白乙", "初中", second, "1-1-102", "13900000002"),
        )
        self.assertEqual(
            [(name, place) for name, _role, place, finding in self.look(record) if not finding],
            [("白甲", "1-1-101"), ("白乙", "1-1-102")],
        )
        below = record.sudo().row_ids.filtered(lambda row: row.name == "白乙")
        self.assertEqual(
            (below.id_number, below.phone, below.kind, below.education),
            (second, "13900000002", "living", "junior"),
        )
        self.assertIn("文化程度", record.column_ids.mapped("heading"))

    def test_people_in_the_lines_of_a_row(self):
        """Alt+Enter in each cell: unfolded where each has a line of their own, else asked."""
        numbers = [self.number(), self.number(birth="1972-01-01"), self.number(birth="2000-01-01")]
        record = self.read_sheet(
            ("房号", "姓名", "与户主关系", "身份证号", "电话"),
            ("2-1-101", "程甲\n李乙\n程丙", "户主\n妻\n子", "\n".join(numbers), "13900000001"),
            ("2-1-102", "程丁\n李戊", "户主\n妻", self.number(), None),
        )
        self.assertEqual(
            self.look(record),
            [
                ("程甲", "head", "2-1-101", ""),
                ("李乙", "spouse", "2-1-101", ""),
                ("程丙", "child", "2-1-101", ""),
                ("程丁\n李戊", "spouse", "2-1-102", "two_names"),
            ],
        )
        staged = record.sudo().row_ids.sorted("id")[:3]
        self.assertEqual(staged.mapped("id_number"), numbers)
        self.assertEqual(staged.mapped("phone"), ["13900000001", False, False])

    def test_headings_that_name_whose_facts_stand_below(self):
        record = self.read_sheet(
            ("楼栋", "房号", "户主信息", None, "配偶信息", None, "子女一情况", None),
            (None, None, *("姓名", "身份证号") * 3),
            (
                29,
                101,
                "干甲",
                self.number(),
                "李乙",
                self.number(birth="1972-01-01"),
                "干丙",
                self.number(birth="2000-01-01"),
            ),
            (29, 102, "干丁", self.number(), "离异", None, "无", "/"),
            merges=(
                (0, 2, 0, 3, "户主信息"),
                (0, 4, 0, 5, "配偶信息"),
                (0, 6, 0, 7, "子女一情况"),
            ),
        )
        self.assertEqual(
            [(name, role, finding) for name, role, _place, finding in self.look(record)],
            [
                ("干甲", "head", ""),
                ("李乙", "spouse", ""),
                ("干丙", "child", ""),
                ("干丁", "head", ""),
                ("离异", "spouse", "no_person"),
            ],
        )

    def test_members_in_a_cell(self):
        """户主 beside a cell that lists the members, with their relations or without."""
        record = self.read_sheet(
            ("楼栋", "房号", "户主", "联系电话", "家庭成员"),
            (3, 101, "方甲", "13900000001", "李乙（妻）、方丙（子）"),
            (3, 102, "王丁", "13900000002", "妻：赵戊；女儿：王己"),
            (3, 103, "周庚", "13900000003", "吴辛、周壬"),
            (3, 104, "郑癸", "13900000004", "无"),
            (3, 105, "冯甲", "13900000005", "一子一女在外地"),
        )
        self.assertEqual(
            self.look(record),
            [
                ("方甲", "head", "3--101", ""),
                ("李乙", "spouse", "3--101", ""),
                ("方丙", "child", "3--101", ""),
                ("王丁", "head", "3--102", ""),
                ("赵戊", "spouse", "3--102", ""),
                ("王己", "child", "3--102", ""),
                ("周庚", "head", "3--103", ""),
                ("吴辛", "other", "3--103", ""),
                ("周壬", "other", "3--103", ""),
                ("郑癸", "head", "3--104", ""),
                ("冯甲", "head", "3--105", ""),
                ("一子一女在外地", "other", "3--105", "called"),
            ],
        )
        self.assertEqual(self.remarks(record)["吴辛"], ["word"], "no relation is said")
        phones = record.sudo().row_ids.filtered("phone").mapped("name")
        self.assertEqual(
            phones, ["方甲", "王丁", "周庚", "郑癸", "冯甲"], "the head's, nobody else's"
        )

    def test_name_with_something_beside_it(self):
        """What is certain is taken out of the cell of a name; two people of whom one is meant and
        names that begin with a relation are asked."""
        number = self.number(birth="1972-01-01")
        record = self.read_sheet(
            ("房号", "姓名", "电话", "身份证号"),
            ("4-1-101", "吴甲（户主）李乙（妻）吴丙（子）", "13900000001"),
            ("4-1-102", "王丁(夫) 赵戊(妻)", "13900000002"),
            ("4-1-103", "妻：李己"),
            ("4-1-104", "长子张小三"),
            ("4-1-105", "周庚（女儿）"),
            ("4-1-106", "周辛（残疾）"),
            ("4-1-107", "吴壬 13900000009"),
            ("4-1-108", f"吴癸（{number}）"),
            ("4-1-109", "孙子涵"),
        )
        self.assertEqual(
            self.look(record),
            [
                ("吴甲", "head", "4-1-101", ""),
                ("李乙", "spouse", "4-1-101", ""),
                ("吴丙", "child", "4-1-101", ""),
                ("王丁(夫) 赵戊(妻)", "other", "4-1-102", "two_names"),
                ("李己", "spouse", "4-1-103", ""),
                ("长子张小三", "other", "4-1-104", "name_note"),
                ("周庚", "child", "4-1-105", ""),
                ("周辛", "other", "4-1-106", ""),
                ("吴壬", "other", "4-1-107", ""),
                ("吴癸", "other", "4-1-108", ""),
                ("孙子涵", "other", "4-1-109", ""),
            ],
        )
        rows = {row.name: row for row in record.sudo().row_ids}
        self.assertEqual(rows["吴甲"].phone, "13900000001")
        self.assertEqual(rows["吴壬"].phone, "13900000009")
        self.assertEqual(rows["吴癸"].id_number, number)
        self.assertEqual(self.codes(record)["周辛"], ["disability"])

    def test_list_of_heads_alone(self):
        record = self.read_sheet(
            ("序号", "楼栋", "单元", "房号", "户主姓名", "联系电话", "家庭人口"),
            (1, 5, 1, 101, "姜甲", "13900000001", 3),
            (2, 5, 1, 102, "姜乙", "13900000002", 1),
        )
        self.assertEqual(
            self.look(record),
            [("姜甲", "head", "5-1-101", ""), ("姜乙", "head", "5-1-102", "")],
        )

    def test_head_by_a_tick(self):
        """是否户主, or a column 户主 with ticks, names nobody: it says who is the head."""
        for heading, yes, no in (("是否户主", "是", "否"), ("户主", "√", None)):
            with self.subTest(heading=heading):
                record = self.read_sheet(
                    ("楼栋", "单元", "房号", "姓名", heading, "身份证号"),
                    (6, 1, 101, "卢甲", yes, self.number()),
                    (6, 1, 101, "卢乙", no, self.number()),
                    (6, 1, 101, "卢丙", no, self.number()),
                    (6, 1, 102, "卢丁", yes, self.number()),
                )
                self.assertEqual(
                    [(name, role) for name, role, *_rest in self.look(record)],
                    [("卢甲", "head"), ("卢乙", "other"), ("卢丙", "other"), ("卢丁", "head")],
                )
                self.assertEqual(record.household_count, 2)

    def test_answers_with_a_column_for_each_tick(self):
        headings = ("房号", "姓名", "与户主关系", "性别", None, "婚姻状况", None, None, None)
        record = self.read_sheet(
            headings,
            (None, None, None, "男", "女", "未婚", "已婚", "离异", "丧偶"),
            ("7-1-101", "丁甲", "户主", "√", None, None, "√", None, None),
            ("7-1-101", "丁乙", "妻", None, "√", None, "是", None, None),
            ("7-1-102", "丁丙", "户主", None, 1, "是", None, None, None),
            ("7-1-103", "丁丁", "户主", "√", None, "√", None, None, "√"),
            merges=(
                (0, 3, 0, 4, "性别"),
                (0, 5, 0, 8, "婚姻状况"),
                *((0, column, 1, column, headings[column]) for column in range(3)),
            ),
        )
        rows = record.row_ids.sorted("id")
        self.assertEqual(rows.mapped("sex"), ["male", "female", "female", "male"])
        self.assertEqual(rows.mapped("marital"), ["married", "married", "single", False])
        self.assertEqual(self.remarks(record), {"丁丁": ["word"]}, "two ticks are no answer")
        self.assertFalse(record.unmapped)

    def test_relatives_to_be_called_are_no_members(self):
        """The parents of a child's roster, the children of an old person's."""
        child = self.read_sheet(
            ("序号", "姓名", "出生日期", "父亲姓名", "父亲电话", "母亲姓名", "家庭住址"),
            (1, "安小甲", "2015-03-02", "安甲", "13900000001", "李乙", "望河小区3号楼2单元501"),
            sheet="困境儿童",
        )
        self.assertEqual(self.look(child), [("安小甲", "other", "3-2-501", "")])
        self.assertIn("父亲姓名", child.unmapped)
        old = self.read_sheet(
            ("姓名", "身份证号", "家庭住址", "子女姓名", "子女电话"),
            ("安老甲", self.number(birth="1935-01-01"), "望河小区3号楼2单元502", "安乙", "139"),
            sheet="80岁以上",
        )
        self.assertEqual([name for name, *_rest in self.look(old)], ["安老甲"])

    def test_card_with_labels_and_values_in_one_cell(self):
        number, wife = self.number(), self.number(birth="1972-01-01")
        record = self.read_sheet(
            ("居民入户登记卡",),
            ("户主姓名：史甲", None, "联系电话：13900000001  房屋性质：自有"),
            ("家庭住址：望河小区9号楼1单元101",),
            ("姓名", "与户主关系", "身份证号"),
            ("史甲", "户主", number),
            ("李乙", "妻", wife),
        )
        self.assertEqual(
            self.look(record), [("史甲", "head", "9-1-101", ""), ("李乙", "spouse", "9-1-101", "")]
        )
        head = record.sudo().row_ids.sorted("id")[0]
        self.assertEqual((head.phone, head.tenure), ("13900000001", "own"))

    def test_refused_members_of_unfolded_sheets_come_back_to_their_home(self):
        """Of a household in a row, of a card, and below headings of two rows."""
        wide = self.read_sheet(
            ("楼栋", "房号", "户主", "身份证号", "成员1姓名", "成员1关系", "成员1身份证号"),
            (24, 101, "阮甲", self.number(), "阮乙", "妻", "99"),
        )
        card = self.card("阮丙", "阮丁", 102)
        card[5] = (2, "阮丁", "妻", "99", "退休")
        card = self.check(card[1:], headings=card[0])
        deep = self.read_sheet(
            ("住址", None, "人员", None, None),
            ("楼栋", "房号", "姓名", "与户主关系", "身份证号"),
            (24, 103, "阮戊", "户主", self.number()),
            (None, None, "阮己", "妻", "99"),
            merges=((0, 0, 0, 1, "住址"), (0, 2, 0, 4, "人员")),
        )
        for record, member, head in (
            (wide, "阮乙", "阮甲"),
            (card, "阮丁", "阮丙"),
            (deep, "阮己", "阮戊"),
        ):
            with self.subTest(member=member):
                self.assertEqual(list(self.findings(record).values()), ["id_length"])
                record.action_apply()
                book = openpyxl.load_workbook(io.BytesIO(record._error_workbook()))
                (wrong,) = [
                    cell
                    for page in book
                    for row in page.iter_rows()
                    for cell in row
                    if cell.comment or cell.fill.fgColor.rgb == "FFFFC7CE"
                ]
                self.assertTrue(wrong.comment.text)
                self.assertEqual(wrong.value, "99", "four characters tell nothing")
                wrong.value = self.number(birth="1972-01-01")
                stream = io.BytesIO()
                book.save(stream)
                again = self.make_import(stream.getvalue(), "refused.xlsx")
                again.action_check()
                self.assertFalse(self.findings(again))
                again.action_apply()
                people = self.env["community.resident"].search([("name", "in", (member, head))])
                self.assertEqual(len(people), 2)
                self.assertEqual(people.household_id.mapped("head_id.name"), [head])

    def test_headings_of_a_database(self):
        number = self.number()
        record = self.read_sheet(
            ("XH", "XM", "XB", "MZ", "CSRQ", "GMSFHM", "YHZGX", "ZZ", "LXDH"),
            (
                1,
                "戴甲",
                "1",
                "01",
                "19700101",
                number,
                "02",
                "望河小区1号楼1单元101",
                "13900000001",
            ),
        )
        row = record.sudo().row_ids
        self.assertEqual(
            (row.name, row.sex, row.ethnicity, row.role, row.id_number, row.room),
            ("戴甲", "male", "汉族", "head", number, "101"),
        )
