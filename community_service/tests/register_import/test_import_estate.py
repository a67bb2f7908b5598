from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_import import ImportCase

HEADINGS = ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号", "联系电话")


@tagged("post_install", "-at_install", "community")
class TestImportEstate(ImportCase):
    """Where a home is: asked where nothing says it, and never made twice under two spellings."""

    def book(self, rows, sheet="Sheet1", filename="户籍人口2026Q1.xlsx"):
        record = self.make_import(self.make_workbook(rows, HEADINGS, sheet), filename=filename)
        record.action_check()
        return record

    def family(self, name, building=1, room=101):
        number = self.make_id_number
        return [
            (building, 1, room, f"{name}甲", "户主", number()),
            (building, 1, room, f"{name}乙", "妻", number()),
        ]

    def test_name_of_a_file_is_a_proposal(self):
        rows = self.family("艾")
        record = self.book(rows)
        self.assertTrue(record.is_estate_asked)
        # The name of a list is not even proposed; the only estate of a community is.
        self.assertNotEqual(record.estate_proposal, "户籍人口2026Q1")
        for step in (record.action_apply, record.action_start_apply):
            with self.assertRaisesRegex(UserError, "in which estate"):
                step()
        record.estate_name = "新柳小区"
        record.action_check()
        self.assertFalse(record.is_estate_asked)
        record.action_apply()
        # The same rows in a file of another name: the answer is asked again, and nothing changes.
        again = self.book(rows, filename="户籍人口2026Q3.xlsx")
        self.assertTrue(again.is_estate_asked)
        again.estate_name = "新柳 小区"
        again.action_check()
        self.assertEqual((again.same_count, again.create_count, again.error_count), (2, 0, 0))

    def test_only_estate_is_proposed_and_confirmed(self):
        self.book(self.family("白"), sheet="新柳小区").action_apply()
        estates = self.env["community.area"].search([("kind", "=", "estate")])
        record = self.book(self.family("柏", room=102), sheet="人口登记表")
        if len(estates) == 1:
            self.assertEqual(record.estate_proposal, "新柳小区")
        record.estate_name = "新柳小区"
        record.action_take_estate()
        self.assertEqual(set(record.row_ids.mapped("estate")), {"新柳小区"})

    def test_text_file_has_no_sheet_that_names_an_estate(self):
        text = "楼栋,房号,姓名,与户主关系\n1,101,包甲,户主\n"
        record = self.make_import(text.encode(), filename="新柳小区.csv")
        record.action_check()
        self.assertTrue(record.is_estate_asked)
        self.assertEqual(record.estate_proposal, record.row_ids.estate)
        with self.assertRaisesRegex(UserError, "in which estate"):
            record.action_apply()

    def test_another_spelling_is_offered(self):
        self.book(self.family("车"), sheet="新柳小区").action_apply()
        area = self.env["community.area"].search([("name", "=", "新柳小区")])
        for spelling in ("新柳", "新柳花园", "新刘小区"):
            with self.subTest(spelling=spelling):
                record = self.book(self.family("程", room=103), sheet=spelling)
                self.assertEqual(set(self.findings(record).values()), {"estate_like"})
                self.assertIn("新柳小区", record.row_ids[0].reason)
                word = record.word_ids
                self.assertEqual((word.field, word.word, word.count), ("estate", spelling, 2))
        word.target = f"estate/{area.id}"
        record.action_check()
        self.assertFalse(record.error_count)
        self.assertEqual(set(record.row_ids.mapped("estate")), {"新柳小区"})
        record.action_apply()
        self.assertEqual(
            self.env["community.area"].search_count([("name", "in", ("新刘小区", "新柳"))]), 0
        )
        # Taught once: the next workbook knows the spelling.
        again = self.book(self.family("池", room=104), sheet="新刘小区")
        self.assertFalse(again.error_count)
        # And an estate of its own stays one.
        other = self.book(self.family("成", room=105), sheet="新柳花园")
        other.word_ids.target = "estate/new"
        other.action_check()
        self.assertFalse(other.error_count)
        self.assertEqual(set(other.row_ids.mapped("estate")), {"新柳花园"})

    def test_phase_of_an_estate_is_another_one(self):
        self.book(self.family("党"), sheet="新柳小区").action_apply()
        record = self.book(self.family("邓", room=106), sheet="新柳小区二期")
        self.assertFalse(record.error_count)

    def test_one_sheet_a_building(self):
        headings = ("房号", "姓名", "与户主关系", "身份证号")
        rows = [(101, "杜甲", "户主", self.make_id_number())]
        content = self.make_workbook(rows, headings, "新柳小区5号楼")
        record = self.make_import(content, filename="人口.xlsx")
        record.action_check()
        row = record.row_ids
        self.assertFalse(record.is_estate_asked)
        self.assertEqual((row.estate, row.building, row.room), ("新柳小区", "5", "101"))

    def test_home_without_people(self):
        """A word for nobody makes a home that stands empty; a shop and a footnote are named."""
        rows = [
            (3, 1, 101, "空户"),
            (3, 1, 102, "无人应答"),
            (3, 1, 103, "0"),
            (3, 1, 104, "/"),
            (3, 1, 105, "利民超市"),
            (3, 1, 106, "出租户", None, None, "13900000012"),
            (3, 1, 107, "樊甲", "户主", self.make_id_number()),
            ("注：空户以现场为准",),
            ("第1页 共3页",),
        ]
        record = self.book(rows, sheet="新柳小区")
        self.assertEqual((record.vacant_count, record.row_count, record.error_count), (4, 2, 1))
        self.assertEqual(self.findings(record), {("新柳小区", 7): "no_person"})
        for words in ("3 lines hold no person", "利民超市", "空户以现场为准", "第1页"):
            self.assertIn(words, record.notice)
        record.action_apply()
        home = self.env["community.dwelling"].search(
            [("area_id.complete_name", "like", "新柳小区")]
        )
        empty = home.filtered("is_empty").mapped("room")
        self.assertEqual(sorted(empty), ["101", "102", "103", "104"])
        self.assertEqual(
            self.env["community.resident"].search_count([("name", "in", ("空户", "0", "/"))]), 0
        )
        self.assertFalse(
            self.env["community.household"].search(
                [("room", "=", "101"), ("dwelling_id", "in", home.ids)]
            )
        )
        # Once more: nothing is made twice, and a home that lost its people stays as it is.
        again = self.book(rows, sheet="新柳小区")
        again.action_apply()
        self.assertEqual(
            self.env["community.dwelling"].search_count([("id", "in", home.ids)]), len(home)
        )

    def test_room_without_entrance_where_the_building_has_some(self):
        """3-501: building and room, or entrance and room; the register decides, or it is asked."""
        self.book(self.family("丰", building=6), sheet="新柳小区").action_apply()
        headings = ("地址", "姓名", "与户主关系", "身份证号")
        number = self.make_id_number
        rows = [
            ("新柳小区6-501", "方甲", "户主", number()),
            ("新柳小区7-501", "方乙", "户主", number()),
            ("新柳小区6-1-502", "方丙", "户主", number()),
            ("新柳小区6号楼底商2号", "方丁", "户主", number()),
        ]
        record = self.check(rows, headings=headings, sheet="新柳小区")
        self.assertEqual(list(self.findings(record).values()), ["address_entrance"])
        self.assertEqual(record.row_ids.filtered("error").name, "方甲")
