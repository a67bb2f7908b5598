import datetime
import io

import xlsxwriter

from odoo.tests import tagged

from .test_import_layouts import PLACED
from .test_import_untidy import UntidyCase


@tagged("post_install", "-at_install", "community")
class TestImportUntidyPlaces(UntidyCase):
    """Where a row is: what its cells and the lines above it say, or a question."""

    def places(self, record):
        return {name: finding or place for name, _role, place, finding in self.look(record)}

    def test_lines_that_say_more_than_a_building(self):
        record = self.read_sheet(
            ("序号", "房号", "姓名", "与户主关系", "身份证号"),
            ("1号楼（共1户）",),
            (1, 101, "章甲", "户主", self.number()),
            ("2号楼（共2户，楼长：李某 13900000000）",),
            (1, 101, "章乙", "户主", self.number()),
            ("三、3号楼",),
            (1, 101, "章丙", "户主", self.number()),
            ("5号楼、6号楼",),
            (1, 101, "章丁", "户主", self.number()),
            ("7号楼 楼长王五",),
            (1, "1-101", "章戊", "户主", self.number()),
        )
        self.assertEqual(
            self.places(record),
            {
                "章甲": "1--101",
                "章乙": "2--101",
                "章丙": "3--101",
                "章丁": "address_line_unread",
                "章戊": "7-1-101",
            },
        )

    def test_lines_that_mean_something(self):
        record = self.read_sheet(
            ("房号", "姓名", "与户主关系", "身份证号"),
            ("一、常住人口",),
            ("8-1-101", "乔甲", "户主", self.number()),
            ("二、流动人口",),
            ("8-1-102", "乔乙", "户主", self.number()),
            ("三、死亡人员",),
            ("8-1-103", "乔丙", "户主", self.number()),
            ("四、空挂户",),
            ("8-1-104", "乔丁", "户主", self.number()),
            ("迁出人员：",),
            ("8-1-105", "乔戊", "户主", self.number()),
        )
        self.assertEqual(
            [(row.name, row.kind, row.leaving, row.error) for row in record.row_ids.sorted("id")],
            [
                ("乔甲", "both", False, False),
                ("乔乙", "living", False, False),
                ("乔丙", "registered", "death", "left"),
                ("乔丁", "registered", False, False),
                ("乔戊", "registered", "move_out", "left"),
            ],
        )

    def test_title_that_means_something(self):
        """Whoever stands below the title of the dead is not taken in as living."""
        for title, error in (
            ("2024年望河社区死亡人员花名册", "left"),
            ("望河社区居民登记表", False),
        ):
            with self.subTest(title=title):
                record = self.read_sheet(
                    (title,), PLACED, (9, 1, 101, "邹甲", "户主", self.number())
                )
                self.assertEqual(record.row_ids.error, error)

    def test_lines_that_name_estates_and_grids(self):
        record = self.read_sheet(
            PLACED,
            ("金桂花园",),
            ("第一网格  网格员：王某某",),
            (1, 1, 101, "苏甲", "户主", self.number()),
            ("翠湖苑",),
            (1, 1, 101, "苏乙", "户主", self.number()),
            sheet="Sheet1",
        )
        rows = record.row_ids.sorted("id")
        self.assertEqual(rows.mapped("estate"), ["金桂花园", "翠湖苑"])
        self.assertEqual(rows[0].grid, "第一网格")
        self.assertFalse(record.is_estate_asked)

    def test_name_alone_in_its_row_is_no_estate(self):
        record = self.read_sheet(
            ("房号", "姓名", "与户主关系"),
            ("30-1-101", "王甲", "户主"),
            (None, "王文苑", None),
            (None, "王小庄", None),
            merges=((1, 0, 3, 0, "30-1-101"),),
        )
        self.assertEqual(
            self.places(record), dict.fromkeys(("王甲", "王文苑", "王小庄"), "30-1-101")
        )

    def test_names_of_sheets_that_are_no_estates(self):
        for sheet in ("张三", "2024", "更新版", "最终", "王主任", "1-20户", "Sheet1 (2)", "待核实"):
            with self.subTest(sheet=sheet):
                record = self.read_sheet(
                    PLACED, (1, 1, 101, "汪甲", "户主", self.number()), sheet=sheet
                )
                self.assertTrue(record.is_estate_asked)
                self.assertNotEqual(record.row_ids.estate, sheet)

    def test_several_sheets_that_may_be_estates_are_asked_each(self):
        content = io.BytesIO()
        book = xlsxwriter.Workbook(content)
        for at, sheet in enumerate(("和平", "东站", "Sheet3")):
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, PLACED)
            page.write_row(1, 0, (1, 1, 101, f"汪{'丙丁戊'[at]}", "户主", self.number()))
        book.close()
        record = self.make_import(content.getvalue())
        record.action_check()
        self.assertEqual(
            self.findings(record), {("和平", 2): "estate_unsure", ("东站", 2): "estate_unsure"}
        )
        asked = record.word_ids.filtered(lambda word: word.field == "estate")
        self.assertEqual(set(asked.mapped("word")), {"和平", "东站"})
        asked.target = "estate/new"
        record.action_check()
        self.assertFalse(self.findings(record))
        estates = record.row_ids.sorted("id").mapped("estate")
        self.assertEqual(estates[:2], ["和平", "东站"])
        self.assertTrue(record.is_estate_asked, "the third sheet says nothing")

    def test_title_proposes_the_estate(self):
        title = ("翠湖苑小区居民基本情况登记表",)
        record = self.read_sheet(
            title, PLACED, (1, 1, 101, "汪乙", "户主", self.number()), sheet="Sheet1"
        )
        self.assertTrue(record.is_estate_asked)
        self.assertEqual(record.estate_proposal, "翠湖苑小区")

    def test_floor_and_door_in_columns_of_their_own(self):
        record = self.read_sheet(
            ("楼栋", "单元", "楼层", "房号", "姓名", "与户主关系", "身份证号"),
            (10, 1, 1, "01", "鲁甲", "户主", self.number()),
            (10, 1, "2层", "01", "鲁乙", "户主", self.number()),
            (10, 1, 5, "502", "鲁丙", "户主", self.number()),
            (10, 1, 3, "502", "鲁丁", "户主", self.number()),
        )
        self.assertEqual(
            self.places(record),
            {
                "鲁甲": "10-1-101",
                "鲁乙": "10-1-201",
                "鲁丙": "10-1-502",
                "鲁丁": "address_floor_room",
            },
        )

    def test_cells_of_a_place_that_hold_more(self):
        rooms = {
            "2-501": "11-2-501",
            "1单元101": "11-1-101",
            "11-3-101": "11-3-101",
            "12-1-101": "address_several_numbers",
            "11-501": "address_several_numbers",
            "5-1": "address_several_numbers",
            "501、502": "address_two_rooms",
            "501/502": "address_two_rooms",
            "502-1": "11--502-1",
            "5楼东户": "11--5层东户",
            datetime.datetime(2026, 3, 5): "address_date",
        }
        names = [f"韦{chr(0x4E00 + at)}" for at in range(len(rooms))]
        content = io.BytesIO()
        book = xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"})
        page = book.add_worksheet("望河小区")
        page.write_row(0, 0, ("楼栋", "房号", "姓名", "与户主关系", "身份证号"))
        for at, room in enumerate(rooms):
            page.write_row(at + 1, 0, ("11号楼", room, names[at], "户主", self.number()))
        book.close()
        record = self.make_import(content.getvalue())
        record.action_check()
        self.assertEqual(self.places(record), dict(zip(names, rooms.values(), strict=True)))

    def test_rooms_in_words(self):
        record = self.read_sheet(
            PLACED,
            (25, 1, "一楼东户", "缪甲", "户主", self.number()),
            (25, 1, "五楼", "缪乙", "户主", self.number()),
            (25, 1, "东户", "缪丙", "户主", self.number()),
            (25, 1, "101A", "缪丁", "户主", self.number()),
        )
        self.assertEqual(
            self.places(record),
            {
                "缪甲": "25-1-1层东户",
                "缪乙": "address_floor_room",
                "缪丙": "address_floor_room",
                "缪丁": "25-1-101A",
            },
        )

    def test_estate_that_holds_the_building(self):
        record = self.read_sheet(
            ("小区", "房号", "姓名", "关系", "身份证号"),
            ("望河小区26号楼", "2-101", "应甲", "户主", self.number()),
        )
        self.assertEqual(self.places(record), {"应甲": "26-2-101"})
        self.assertEqual(record.row_ids.estate, "望河小区")

    def test_address_beside_the_building_is_kept(self):
        """Where somebody else's home stands beside the one of the row, it is not lost."""
        record = self.read_sheet(
            (*PLACED, "现住址"),
            (27, 1, 101, "管甲", "户主", self.number(), "某市金桂花园3号楼2单元501"),
            (27, 1, 102, "管乙", "户主", self.number(), "望河小区27号楼1单元102"),
        )
        self.assertEqual(self.places(record), {"管甲": "27-1-101", "管乙": "27-1-102"})
        self.assertEqual(self.remarks(record), {"管甲": ["kept"]})

    def test_empty_line_ends_a_block(self):
        record = self.read_sheet(
            ("房号", "姓名", "身份证号"),
            ("28-1-101", "卓甲", self.number()),
            (None, "卓乙", self.number()),
            (),
            (None, "卓丙", self.number()),
        )
        self.assertEqual(
            self.places(record),
            {"卓甲": "28-1-101", "卓乙": "28-1-101", "卓丙": "place_missing"},
        )

    def test_buildings_that_hold_more_or_nothing(self):
        record = self.read_sheet(
            PLACED,
            ("3号楼2单元", None, 301, "常甲", "户主", self.number()),
            ("5、6号楼", 1, 301, "常乙", "户主", self.number()),
            (3, "1/2", 301, "常丙", "户主", self.number()),
            (3, "#REF!", 301, "常丁", "户主", self.number()),
            ("老楼", None, 301, "常戊", "户主", self.number()),
        )
        self.assertEqual(
            self.places(record),
            {
                "常甲": "3-2-301",
                "常乙": "address_unread",
                "常丙": "address_unread",
                "常丁": "3--301",
                "常戊": "老楼--301",
            },
        )

    def test_heading_says_what_the_numbers_are(self):
        record = self.read_sheet(
            ("楼栋-单元", "房号", "姓名", "与户主关系", "身份证号"),
            ("12-2", "501", "武甲", "户主", self.number()),
        )
        self.assertEqual(self.places(record), {"武甲": "12-2-501"})
        record = self.read_sheet(
            ("楼号-房号", "姓名", "与户主关系", "身份证号"),
            ("12-12", "武乙", "户主", self.number()),
            ("12-2-501", "武丙", "户主", self.number()),
        )
        self.assertEqual(self.places(record), {"武乙": "12--12", "武丙": "12-2-501"})

    def test_groups_of_a_village_part_houses_of_one_number(self):
        record = self.read_sheet(
            ("组别", "门牌号", "户主", "姓名", "关系", "身份证号"),
            ("一组", "18号", "贺甲", "贺甲", "户主", self.number()),
            ("二组", "18号", "贺乙", "贺乙", "户主", self.number()),
            sheet="青石村",
        )
        self.assertEqual(self.places(record), {"贺甲": "1组--18", "贺乙": "2组--18"})
