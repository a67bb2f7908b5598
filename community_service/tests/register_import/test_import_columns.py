import csv
import io
from pathlib import Path

import openpyxl

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .test_import import ImportCase

WORDS = Path(__file__).parents[2] / "data/register_import/community.import.synonym.csv"


@tagged("post_install", "-at_install", "community")
class TestImportColumns(ImportCase):
    """What each column means is seen and changed in every case, and what was taught is known."""

    def mapping(self, record):
        return {column.heading: column.target for column in record.column_ids}

    def codes(self, record):
        known = self.env["community.category"].search([])
        names = {str(category.id): category.code for category in known}
        return {
            row.name: sorted(
                names[number] for number in (row.categories or "").split(",") if number
            )
            for row in record.sudo().row_ids
        }

    def test_headings_of_other_systems(self):
        """A heading built from a known one, and a place written into one column."""
        number = self.make_id_number
        forms = {
            ("小区名字", "楼栋名", "单元名", "房间名", "真实姓名", "与业主关系", "身份证"): (
                ("丰河小区", "18栋", "1单元", "101", "唐甲", "业主", number()),
                ("丰河小区", "18栋", "1单元", "101", "唐乙", "配偶", number()),
            ),
            ("楼号、单元、房间号", "姓名", "与户主的关系", "身份证"): (
                ("18-1-102", "唐丙", "户主", number()),
                ("18-1-102", "唐丁", "妻子", number()),
            ),
            ("户号", "户主或与户主关系", "公民身份号码", "姓名", "住址", "户别"): (
                ("999001", "户主", number(), "唐戊", "丰河小区18号楼1单元103", "家庭户"),
                ("999001", "妻", number(), "唐己", "丰河小区18号楼1单元103", "家庭户"),
            ),
            ("楼栋房号", "居民名称", "证件号", "联系手机"): (
                ("18-1-104", "唐庚", number(), "13900000081"),
                ("18-1-104", "唐辛", number(), None),
            ),
        }
        for place, (headings, rows) in enumerate(forms.items(), 101):
            with self.subTest(headings=headings):
                record = self.check(rows, headings=headings)
                self.assertFalse(self.findings(record))
                self.assertEqual(len(record.row_ids), 2)
                self.assertEqual(set(record.row_ids.mapped("room")), {str(place)})
                self.assertEqual(set(record.row_ids.mapped("building")), {"18"})

    def test_what_was_said_after_the_check_is_read_before_applying(self):
        """A column or word corrected after the check: the old reading does not go in."""
        record = self.check(
            [(8, 101, "甲一", "户主", None, "13900080001")],
            headings=("楼栋", "房号", "姓名", "与户主关系", "身份证号", "别的号码"),
        )
        column = record.column_ids.filtered(lambda column: column.heading == "别的号码")
        column.target = "header/phone2"
        for apply in (record.action_apply, record.action_start_apply):
            with self.assertRaisesRegex(UserError, "别的号码.*check it again"):
                apply()
        self.assertEqual(record.state, "checked")
        record.action_check()
        record.action_apply()
        self.assertEqual(record.state, "done")

    def test_heading_with_another_meaning_is_not_taken(self):
        headings = ("楼栋", "房号", "姓名", "关系", "居民编号", "身份证类型", "监护人姓名")
        record = self.check(
            [(19, 101, "唐癸", "户主", "A1", "居民身份证", "唐一")], headings=headings
        )
        taken = self.mapping(record)
        self.assertEqual(taken["居民编号"], "header/extra")
        self.assertNotEqual(taken["身份证类型"], "header/id_number")
        self.assertEqual(taken["监护人姓名"], "header/extra")
        self.assertEqual(record.row_ids.mapped("name"), ["唐癸"])
        self.assertIn("监护人姓名", record.unmapped)

    def test_each_column_of_ticks_is_a_category(self):
        headings = ("楼栋", "房号", "姓名", "关系", "特殊人群", None, None, None, "低保")
        rows = [
            (None, None, None, None, "残疾", "退役军人", "党员", "信访老户", None),
            (10, 101, "金甲", "户主", "√", None, "是", None, "★"),
            (10, 102, "金乙", "户主", "否", "1", "0", "✔", "×"),
            (10, 103, "金丙", "户主", "肢体二级", None, None, None, "申请中"),
        ]

        def merge(_book, page):
            page.merge_range(0, 4, 0, 7, "特殊人群")
            for column in (0, 1, 2, 3, 8):
                page.merge_range(0, column, 1, column, headings[column])

        record = self.check(rows, headings=headings, setup=merge)
        self.assertEqual(
            self.codes(record),
            {
                "金甲": ["dibao", "disability", "party_member"],
                "金乙": ["veteran"],
                "金丙": ["severe_disability"],
            },
        )
        rows = {row.name: row for row in record.sudo().row_ids}
        self.assertIn("信访老户", rows["金乙"].warning)
        self.assertIn("申请中", rows["金丙"].warning)
        self.assertEqual(rows["金丙"].extra["低保"], "申请中")
        self.assertEqual(self.mapping(record)["低保"], "category/dibao")
        # The clerk says what an unknown tick means; the next workbook knows it.
        record.word_ids.filtered(lambda word: word.word == "信访老户").target = "category/bereaved"
        record.action_check()
        self.assertEqual(self.codes(record)["金乙"], ["bereaved", "veteran"])

    def test_column_is_told_to_be_ticks(self):
        headings = ("楼栋", "房号", "姓名", "关系", "甲类帮扶")
        rows = [(11, 101, "金丁", "户主", "√"), (11, 102, "金戊", "户主", None)]
        record = self.check(rows, headings=headings)
        column = record.column_ids.filtered(lambda column: column.heading == "甲类帮扶")
        self.assertTrue(column.is_unmapped)
        self.assertEqual(column.sample, "√")
        column.target = "category/dibao"
        record.action_check()
        self.assertEqual(self.codes(record), {"金丁": ["dibao"], "金戊": []})
        again = self.check(rows, headings=headings)
        self.assertEqual(self.codes(again), {"金丁": ["dibao"], "金戊": []})
        # And back: kept word for word.
        column = again.column_ids.filtered(lambda column: column.heading == "甲类帮扶")
        self.assertEqual(column.target, "category/dibao")
        column.target = "header/extra"
        again.action_check()
        self.assertEqual(self.codes(again), {"金丁": [], "金戊": []})

    def test_row_of_the_headings_is_pointed_at(self):
        """No word of the form is known: the clerk says which row it is and what it means."""
        rows = [("甲", "乙", "丙"), ("3-1-101", "吉甲", "13900000091"), ("3-1-102", "吉乙", None)]
        content = self.make_workbook(rows, headings=("本月走访单",))
        record = self.make_import(content)
        with self.assertRaisesRegex(UserError, "No header"):
            record.action_check()
        record.action_start_check()
        self.assertEqual((record.state, record.is_header_asked), ("draft", True))
        self.assertIn("No header", record.notice)
        self.assertIn("2: 甲 | 乙 | 丙", record.preview)
        self.assertNotIn("13900000091", record.preview)
        record.header_row = 2
        record.action_point_header()
        self.assertEqual(list(self.mapping(record)), ["甲", "乙", "丙"])
        with Form(record) as form:
            for at, target in enumerate(("header/address", "header/name", "header/phone")):
                with form.column_ids.edit(at) as column:
                    column.target = target
        record.action_start_check()
        self.assertEqual((record.state, record.is_header_asked), ("checked", False))
        rows = record.row_ids.sorted("row")
        self.assertEqual(
            rows.mapped(lambda row: (row.name, row.building, row.room)),
            [("吉甲", "3", "101"), ("吉乙", "3", "102")],
        )
        # The same form is known by its headings, in another row.
        again = self.make_import(
            self.make_workbook(
                [("本月走访单",), ()] + [("甲", "乙", "丙"), ("3-1-103", "吉丙")], ("题",)
            )
        )
        again.action_start_check()
        self.assertEqual(again.row_ids.mapped("name"), ["吉丙"])
        again.header_row = 20
        with self.assertRaisesRegex(UserError, "Row 20"):
            again.action_point_header()

    def test_taught_word_belongs_to_the_meaning_of_its_column(self):
        headings = ("楼栋", "房号", "姓名", "关系", "婚姻状况")
        record = self.check([(12, 101, "金己", "户主", "守寡")], headings=headings)
        word = record.word_ids
        self.assertEqual((word.field, word.word), ("marital", "守寡"))
        with self.assertRaisesRegex(ValidationError, "守寡.*cannot mean"):
            word.target = "role/head"
            word.flush_recordset()
        word.target = "marital/widowed"
        record.action_check()
        self.assertEqual(record.row_ids.marital, "widowed")

    def test_only_child_lost_is_not_bereaved(self):
        """失独 and the wider 计划生育特殊家庭 are categories of their own, also as ticks."""
        headings = ("楼栋", "房号", "姓名", "关系", "特殊人群", "失独")
        rows = [
            (13, 101, "金庚", "户主", "失独", None),
            (13, 102, "金子", "户主", "计划生育特殊家庭", None),
            (13, 103, "金丑", "户主", "丧亲", "√"),
        ]
        record = self.check(rows, headings=headings)
        self.assertEqual(
            self.codes(record),
            {
                "金庚": ["only_child_lost"],
                "金子": ["family_planning_special"],
                "金丑": ["bereaved", "only_child_lost"],
            },
        )
        self.assertFalse(any(record.row_ids.mapped("warning")))

    def test_codes_and_words_of_the_standards(self):
        """Codes of GB/T 4761, 4658, 2261, 4762, 3304 as registers of the police hold them."""
        headings = (
            "楼栋",
            "房号",
            "姓名",
            "关系",
            "文化程度",
            "婚姻状况",
            "就业状况",
            "政治面貌",
            "民族",
        )
        headings += ("健康状况",)
        rows = [
            (14, 101, "金辛", "02", "21", "10", "31", "13", "01", "10"),
            (14, 101, "金壬", 12, "初中毕业", 20, "退（离）休人员", "中国共产党党员", "满", "癌症"),
            (14, 101, "金癸", "户主的二儿子", "61", "离婚", "27", "03", 3, "63"),
        ]
        record = self.check(rows, headings=headings)
        self.assertFalse(self.findings(record))
        found = record.sudo().row_ids.sorted("row")
        self.assertEqual(found.mapped("role"), ["head", "spouse", "child"])
        self.assertEqual(found.mapped("education"), ["bachelor", "junior", "senior"])
        self.assertEqual(found.mapped("marital"), ["single", "married", "divorced"])
        self.assertEqual(found.mapped("employment"), ["student", "retired", "other"])
        self.assertEqual(found.mapped("political_status"), ["masses", "member", "league"])
        self.assertEqual(found.mapped("ethnicity"), ["汉族", "满族", "回族"])
        self.assertEqual(
            self.codes(record), {"金辛": [], "金壬": ["major_illness"], "金癸": ["disability"]}
        )

    def test_shipped_words_are_known_meanings(self):
        """Each shipped word has a meaning of the selection, and just one in its column."""
        choices = dict(self.env["community.import.synonym"]._selection_target())
        with WORDS.open(encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        self.assertFalse([row["word"] for row in rows if row["target"] not in choices])
        self.assertEqual(len({row["id"] for row in rows}), len(rows))

    def test_words_that_say_nothing_are_empty_in_any_column(self):
        headings = ("小区", "楼栋", "单元", "房号", "户号", "网格", "姓名", "关系", "民族", "房主")
        rows = [("无", 15, "/", 101, "无", "—", "金子", "户主", "不详", "/")]
        record = self.check(rows, headings=headings)
        row = record.row_ids
        self.assertFalse(row.error)
        self.assertEqual(
            [row.entrance, row.register_no, row.grid, row.ethnicity, row.owner_name], [False] * 5
        )
        self.assertEqual(row.estate, "望河小区")

    def test_dates_that_may_mean_another_day_are_asked(self):
        table = {
            "农历1950年三月初五": "lunar",
            "1950年腊月二十": "lunar",
            "50.3.2": "short_year",
            "民国25年3月": "short_year",
            "1950.3.2左右": "bad_date",
            "1950.3.2": False,
            "1950年3月2日": False,
        }
        headings = ("楼栋", "房号", "姓名", "关系", "出生日期")
        rows = [
            (16, 101 + at, f"柴{chr(0x4E00 + at)}", "户主", text) for at, text in enumerate(table)
        ]
        record = self.check(rows, headings=headings)
        found = record.row_ids.sorted("row")
        for row, (text, error) in zip(found, table.items(), strict=True):
            with self.subTest(text=text):
                self.assertEqual(row.error, error)
                self.assertTrue(not error or text in row.reason)

    def test_error_workbook_keeps_place_and_marks_the_cell(self):
        """Headings over two rows, ticks, an estate that was told: known on the way back."""
        headings = ("住址信息", None, None, "人员信息", None, None, "特殊人群", None)
        second = ("楼栋", "单元", "房号", "姓名", "与户主关系", "公民身份号码", "低保", "残疾")
        number = self.make_id_number()
        rows = [
            second,
            (51, 1, 101, "费甲", "户主", self.make_id_number(), "√", None),
            (None, None, None, "费乙", "妻", number[:17], None, "√"),
        ]

        def merge(_book, page):
            for left, right in ((0, 2), (3, 5), (6, 7)):
                page.merge_range(0, left, 0, right, headings[left])

        content = self.make_workbook(rows, headings, "Sheet1", merge)
        record = self.make_import(content, filename="人口.xlsx")
        record.estate_name = "新枫小区"
        record.action_check()
        self.assertEqual(list(self.findings(record).values()), ["id_length"])
        record.action_apply()
        book = openpyxl.load_workbook(io.BytesIO(record._error_workbook()))
        page = book["Sheet1"]
        marked = [cell for row in page.iter_rows() for cell in row if cell.comment]
        self.assertEqual([cell.value for cell in marked], ["*" * 13 + number[13:17]])
        self.assertIn("18 characters", marked[0].comment.text)
        self.assertEqual(marked[0].fill.fgColor.rgb, "FFFFC7CE")
        marked[0].value = number
        stream = io.BytesIO()
        book.save(stream)
        again = self.make_import(stream.getvalue(), filename="错误.xlsx")
        again.action_check()
        self.assertFalse(again.error_count)
        self.assertFalse(again.is_estate_asked)
        self.assertEqual(self.codes(again), {"费甲": ["dibao"], "费乙": ["disability"]})
        self.assertEqual((again.same_count, again.create_count), (1, 1))
        again.action_apply()
        home = self.env["community.resident"].search([("name", "=", "费甲")]).household_id
        self.assertEqual(sorted(home.residency_ids.resident_id.mapped("name")), ["费乙", "费甲"])
