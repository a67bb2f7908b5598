from odoo.tests import tagged

from .test_import_layouts import PLACED
from .test_import_untidy import UntidyCase


@tagged("post_install", "-at_install", "community")
class TestImportUntidyValues(UntidyCase):
    """What stands in a cell is taken for what it means, kept beside it, or asked."""

    def test_words_that_name_nobody(self):
        words = {
            "called": "王先生 李女士 刘阿姨 老王 王家 张三一家 李四夫妇",
            "name_lost": "张某 王某某 李XX 赵X",
            "no_person": "去世 已故 迁出 婴儿 未取名 外地人 户主本人 不愿透露 "
            "拒绝透露 #N/A 同左 离异 残疾 群租",
            "vacant": "出租中 已售 空房子 长期不在 常年空置 锁门 在建 空房(出租) 无人(空置)",
            "business": "单位宿舍 物业用房 民宿 快递站 麻将馆 美容院 水果摊 装修公司宿舍",
        }
        wanted = {word: kind for kind, texts in words.items() for word in texts.split()}
        rows = [
            (13, 1, 101 + at, word, None, None) for at, word in enumerate(wanted) if word != "老王"
        ]
        rows.append((13, 1, 999, "老王", None, None))
        record = self.read_sheet(PLACED, *rows)
        found = {
            row.name: "vacant" if row.state == "vacant" else row.error for row in record.row_ids
        }
        wanted = {word: kind for word, kind in wanted.items() if kind != "business"}
        self.assertEqual(found, wanted)
        self.assertIn("8 lines hold no person", record.notice)
        record = self.read_sheet(PLACED, (13, 3, 101, "孙三", "户主", None))
        self.assertFalse(record.row_ids.error, "a name, not the third grandchild")
        # With an ID number each of these may be a name after all: it goes in with a remark.
        record = self.read_sheet(PLACED, (13, 2, 101, "王家", "户主", self.number()))
        self.assertFalse(record.row_ids.error)
        self.assertEqual(self.remarks(record), {"王家": ["name"]})

    def test_remarks_of_death_and_leaving(self):
        gone = {
            "已去世，户口未注销": "death",
            "2023年5月去世，儿子代领": "death",
            "本人已故": "death",
            "已于2024.3.1死亡": "death",
            "因病去世": "death",
            "死亡注销户口": "death",
            "不在世": "death",
            "已搬走（2024年）": "move_out",
            "户口已迁出": "move_out",
            "丈夫去世": False,
            "老伴2020年去世，独居": False,
            "父母双亡": False,
            "拟搬走": False,
        }
        rows = [
            (14, 1, 101 + at, f"倪{chr(0x4E00 + at)}", "户主", self.number(), text)
            for at, text in enumerate([*gone, "户口在，人已搬走"])
        ]
        record = self.read_sheet((*PLACED, "备注"), *rows)
        staged = record.row_ids.sorted("id")
        self.assertEqual(dict(zip(gone, staged.mapped("leaving"), strict=False)), gone)
        self.assertEqual(
            staged.mapped("error"), ["left" if kind else False for kind in gone.values()] + [False]
        )
        self.assertEqual(self.remarks(record), {staged[-1].name: ["kind_told"]})
        self.assertEqual(staged[-1].kind, "registered")

    def test_death_beside_a_relation_and_in_a_column_of_the_living(self):
        record = self.read_sheet(
            (*PLACED, "是否健在"),
            (15, 1, 101, "佟甲", "户主", self.number(), "是"),
            (15, 1, 101, "佟乙", "妻（已故）", self.number(), None),
            (15, 1, 101, "佟丙", "父亲", self.number(), "否"),
            (15, 1, 101, "佟丁", "长子（在外地）", self.number(), "健在"),
        )
        self.assertEqual(
            [(name, role, finding) for name, role, _place, finding in self.look(record)],
            [
                ("佟甲", "head", ""),
                ("佟乙", "spouse", "left"),
                ("佟丙", "parent", "left"),
                ("佟丁", "child", ""),
            ],
        )
        self.assertEqual(set(record.row_ids.filtered("error").mapped("leaving")), {"death"})

    def test_month_that_a_number_has_lost(self):
        """A cell that shows 1950.10 holds 1950.1: asked, unless the row says which month it is.

        As a text, too: so it stands in a text file and in a workbook that was given back.
        """
        rows = (
            ("16-1-101", "向甲", "户主", 1950.1, None, None),
            ("16-1-102", "向乙", "户主", 1950.1, self.number(birth="1950-10-05"), None),
            ("16-1-103", "向丙", "户主", 1950.03, None, None),
            ("16-1-104", "向丁", "户主", "1950.10", None, None),
            ("16-1-105", "向戊", "户主", "1950.1", None, None),
            ("16-1-106", "向己", "户主", 1950.1, None, "1950-10-08"),
            ("16-1-107", "向庚", "户主", "1950.1", None, "1950-03-08"),
            ("16-1-108", "向辛", "户主", "1950.1", None, "1950年10月"),
        )
        headings = ("房号", "姓名", "与户主关系", "出生年月", "身份证号", "出生日期")
        asked = ["month_ten", False, False, False, "month_ten", False, "month_ten", "month_ten"]
        known = ["", "1950-10", "1950-03", "1950-10", "", "1950-10", "", ""]
        record = self.read_sheet(headings, *rows)
        text = "\n".join(",".join(str(cell or "") for cell in row) for row in (headings, *rows))
        csv = self.make_import(text.encode(), "望河小区.csv")
        csv.action_check()
        for read in (record, csv):
            with self.subTest(read.filename):
                rows = read.row_ids.sorted("id")
                self.assertEqual(rows.mapped("error"), asked)
                births = [f"{birth:%Y-%m}" if birth else "" for birth in rows.mapped("birth_date")]
                self.assertEqual(births, known)
        again = self.make_import(record._error_workbook(), "refused.xlsx")
        again.action_check()
        self.assertEqual(set(again.row_ids.mapped("error")), {"month_ten"})

    def test_dates_that_are_asked(self):
        dates = {
            "农历五〇年三月初五": "lunar",
            "1950年正月初五": "lunar",
            "庚寅年三月初二": "lunar",
            "1950-03-02（农历）": "lunar",
            "民国36年": "short_year",
            "36.5.2": "short_year",
            "50年3月": "short_year",
            "3/2/1950": "bad_date",
            "1950-00-00": "bad_date",
            "76岁": "bad_date",
            "公历1950年3月2日": False,
            "1950.3.2.": False,
        }
        rows = [
            (f"17-1-{101 + at}", f"霍{chr(0x4E00 + at)}", text, "男")
            for at, text in enumerate(dates)
        ]
        record = self.read_sheet(("房号", "姓名", "出生日期", "性别"), *rows)
        found = record.row_ids.sorted("id").mapped("error")
        self.assertEqual(dict(zip(dates, found, strict=True)), dates)

    def test_units_and_codes_of_a_heading(self):
        """月收入（万元）, and codes that the heading explains: theirs before the standard's."""
        record = self.read_sheet(
            (
                *PLACED,
                "月收入（万元）",
                "婚姻状况（1未婚 2已婚 3离异 4丧偶）",
                "特殊人群（1低保 2残疾）",
            ),
            (18, 1, 101, "景甲", "户主", self.number(), 0.35, "3", "1"),
            (18, 1, 102, "景乙", "户主", self.number(), "3500元", 4, "1,2"),
        )
        rows = record.sudo().row_ids.sorted("id")
        self.assertEqual(rows.mapped("monthly_income"), [3500.0, 3500.0])
        self.assertEqual(rows.mapped("marital"), ["divorced", "widowed"])
        self.assertEqual(self.codes(record), {"景甲": ["dibao"], "景乙": ["dibao", "disability"]})

    def test_kind_and_grade_of_a_disability(self):
        record = self.read_sheet(
            (*PLACED, "残疾类别", "残疾等级"),
            (19, 1, 101, "柴甲", "户主", self.number(), "肢体", "二级"),
            (19, 1, 102, "柴乙", "户主", self.number(), "听力残疾", 4),
            (19, 1, 103, "柴丙", "户主", self.number(), "无", None),
            (19, 1, 104, "柴丁", "户主", self.number(), "甲类", None),
        )
        self.assertEqual(
            self.codes(record),
            {"柴甲": ["severe_disability"], "柴乙": ["disability"], "柴丙": [], "柴丁": []},
        )
        self.assertEqual(self.remarks(record), {"柴丁": ["disability"]})
        rows = record.sudo().row_ids.sorted("id")
        self.assertEqual(rows.mapped("disability_kind"), ["physical", "hearing", False, False])
        self.assertEqual(rows.mapped("disability_grade"), ["grade_2", "grade_4", False, False])
        self.assertEqual(rows.mapped("extra"), [False, False, False, {"残疾类别": "甲类"}])

    def test_health_words_are_taught_and_unknown_is_no_word(self):
        headings = (*PLACED, "健康状况", "婚姻状况", "性别")
        rows = [(20, 1, 101, "冉甲", "户主", None, "偏瘫", "90", "未说明的性别")]
        record = self.read_sheet(headings, *rows)
        self.assertEqual(
            record.word_ids.mapped(lambda word: (word.field, word.word)), [("health", "偏瘫")]
        )
        record.word_ids.target = "health/disability"
        record.action_check()
        self.assertEqual(self.codes(record), {"冉甲": ["disability"]})
        self.assertFalse(record.word_ids)

    def test_somebody_named_in_an_empty_home(self):
        record = self.read_sheet(
            ("楼栋", "单元", "房号", "姓名", "电话", "房屋状态"),
            (21, 1, 101, "屠甲", "13900000001", "空置"),
            (21, 1, 102, "屠乙", "13900000002", "自住"),
        )
        self.assertEqual(self.remarks(record), {"屠甲": ["empty_home"]})

    def test_phones_in_one_cell(self):
        texts = {
            "13900000001 / 13900000002": ("13900000001", "13900000002"),
            "13900000001（本人）02488888888": ("13900000001", "02488888888"),
            "8613900000001": ("13900000001", False),
            "86-024-88888888": ("02488888888", False),
            "1390000000": (False, False),
        }
        rows = [
            (22, 1, 101 + at, f"车{chr(0x4E00 + at)}", "户主", None, text)
            for at, text in enumerate(texts)
        ]
        record = self.read_sheet((*PLACED, "联系电话"), *rows)
        found = record.sudo().row_ids.sorted("id").mapped(lambda row: (row.phone, row.phone2))
        self.assertEqual(found, list(texts.values()))
        self.assertEqual(len(self.remarks(record)), 1, "the short number has a remark")

    def test_untidy_workbook_read_again_changes_nothing(self):
        """Unfolded cells and lines too: who went in is found again, each in their home."""
        rows = [
            ("1号楼（共1户）",),
            ("1单元101", "荆甲（户主）李乙（妻）", "13900000001"),
            ("二、2号楼",),
            ("1-101", "荆丙\n荆丁", "13900000002\n13900000003"),
        ]
        content = self.make_workbook(rows, headings=("房号", "姓名", "电话"))
        for wanted in ("create_count", "same_count"):
            record = self.make_import(content)
            record.action_check()
            self.assertEqual((record[wanted], record.error_count), (4, 0))
            record.action_apply()
