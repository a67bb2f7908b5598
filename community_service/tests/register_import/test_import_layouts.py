import io

import openpyxl
import xlsxwriter

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_import import ImportCase

PLACED = ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号")


class LayoutCase(ImportCase):
    """Ways to look at the people of a workbook by their homes."""

    def staged(self, record):
        """Return [(name, role, place)] of the rows that would go in."""
        return [
            (row.name, row.role, f"{row.building}-{row.entrance or ''}-{row.room}")
            for row in record.row_ids.sorted("id")
            if row.state != "refused"
        ]

    def homes(self, record):
        """Apply; return the members of each household by name, the head first."""
        names = record.row_ids.mapped("name")
        record.action_apply()
        people = self.env["community.resident"].search([("name", "in", names)])
        homes = people.grouped("household_id").items()
        return sorted(
            (home.head_id.name, *sorted((members - home.head_id).mapped("name")))
            for home, members in homes
        )

    def card(self, head, wife, room):
        number = self.make_id_number
        return [
            ("居民家庭登记卡",),
            ("户主姓名", head, "联系电话", "13900000004", "户籍地址", "某省某市"),
            ("家庭住址", f"望河小区9号楼1单元{room}", None, None, "房屋性质", "自有"),
            ("家庭成员", "姓名", "与户主关系", "身份证号", "工作单位", "联系电话"),
            (1, head, "户主", number()),
            (2, wife, "妻", number(), "退休"),
            ("是否低保", "否", "是否租户", "否", "调查人", "某某"),
            (),
        ]


@tagged("post_install", "-at_install", "community")
class TestImportLayouts(LayoutCase):
    """Every person of a sheet, whatever its shape, stands in the right home or is refused."""

    def test_one_household_a_row_with_groups(self):
        """Members side by side, under merged headings over them."""
        number = self.make_id_number

        def merge(_book, page):
            page.merge_range(0, 6, 0, 8, "家庭成员1")
            page.merge_range(0, 9, 0, 11, "家庭成员2")
            for column in range(6):
                page.merge_range(0, column, 1, column, headings[column])

        headings = ("序号", "楼栋", "房号", "户主姓名", "身份证号", "联系电话")
        second = (None,) * 6 + ("姓名", "关系", "身份证号") * 2
        head, wife, son, lone = number(), number(), number(), number()
        rows = [
            second,
            (1, 5, 101, "曲一", head, "13900000001", "曲二", "妻", wife, "曲三", "子", son),
            (2, 5, 102, "曲四", lone, None),
        ]
        record = self.check(rows, headings=headings, setup=merge)
        self.assertEqual(
            self.staged(record),
            [
                ("曲一", "head", "5--101"),
                ("曲二", "spouse", "5--101"),
                ("曲三", "child", "5--101"),
                ("曲四", "head", "5--102"),
            ],
        )
        numbers = dict(record.sudo().row_ids.mapped(lambda row: (row.name, row.id_number)))
        self.assertEqual(numbers, {"曲一": head, "曲二": wife, "曲三": son, "曲四": lone})
        phones = record.sudo().row_ids.filtered("phone").mapped("name")
        self.assertEqual(phones, ["曲一"], "the head's phone is nobody else's")
        self.assertIn("one row for each household", record.notice)
        self.assertEqual(self.homes(record), [("曲一", "曲三", "曲二"), ("曲四",)])

    def test_one_household_a_row_without_group_headings(self):
        """Ordinals inside the headings, and a name that stands there again and again."""
        number = self.make_id_number
        flat = (
            "楼栋",
            "房号",
            "户主",
            "户主身份证号",
            "成员1姓名",
            "成员1关系",
            "成员2姓名",
            "成员2关系",
        )
        record = self.check([(6, 101, "柯一", number(), "柯二", "妻", "柯三", "子")], headings=flat)
        self.assertEqual([name for name, *_rest in self.staged(record)], ["柯一", "柯二", "柯三"])
        self.assertEqual(self.homes(record), [("柯一", "柯三", "柯二")])
        again = ("楼栋", "房号", "姓名", "与户主关系", "身份证号", "姓名", "与户主关系", "身份证号")
        rows = [(6, 102, "柯五", "户主", number(), "柯六", "女", number())]
        record = self.check(rows, headings=again)
        self.assertEqual(
            [(name, role) for name, role, _place in self.staged(record)],
            [("柯五", "head"), ("柯六", "child")],
        )
        named = ("楼栋", "房号", "户主", "户主电话", "配偶姓名", "配偶身份证号")
        record = self.check([(6, 103, "柯七", "13900000002", "柯八", number())], headings=named)
        self.assertEqual(
            [(name, role) for name, role, _place in self.staged(record)],
            [("柯七", "head"), ("柯八", "spouse")],
        )

    def test_contact_beside_a_person_is_no_member(self):
        headings = ("楼栋", "房号", "姓名", "与户主关系", "紧急联系人姓名", "紧急联系人电话")
        rows = [(6, 104, "柯九", "户主", "柯十", "13900000003")]
        record = self.check(rows, headings=headings)
        self.assertEqual(record.row_ids.mapped("name"), ["柯九"])

    def test_one_card_for_each_household(self):
        cards = self.card("单一", "单二", 101) + self.card("单三", "单四", 102)
        record = self.check(cards[1:], headings=cards[0])
        self.assertFalse(self.findings(record))
        self.assertEqual(
            self.staged(record),
            [
                ("单一", "head", "9-1-101"),
                ("单二", "spouse", "9-1-101"),
                ("单三", "head", "9-1-102"),
                ("单四", "spouse", "9-1-102"),
            ],
        )
        self.assertEqual(self.homes(record), [("单一", "单二"), ("单三", "单四")])

    def test_card_without_members_is_named_and_refused(self):
        cards = [row for room in (101, 102) for row in self.card("单五", "单六", room)[:3]]
        with self.assertRaisesRegex(UserError, "card form"):
            self.check(cards[1:], headings=cards[0])

    def test_lines_that_head_the_rows_of_a_building(self):
        headings = ("序号", "房号", "姓名", "与户主关系", "身份证号")
        number = self.make_id_number
        rows = [
            ("11号楼1单元",),
            (1, "101", "祝一", "户主", number()),
            (2, None, "祝二", "妻", number()),
            ("12号楼",),
            ("二单元",),
            (3, "0101", "祝三", "户主", number()),
            ("注：13号楼未入户",),
            (4, "2-102", "祝四", "户主", number()),
        ]
        record = self.check(rows, headings=headings)
        self.assertEqual(
            self.staged(record),
            [
                ("祝一", "head", "11-1-101"),
                ("祝二", "spouse", "11-1-101"),
                ("祝三", "head", "12-2-101"),
                ("祝四", "head", "12-2-102"),
            ],
        )

    def test_each_row_of_a_head_begins_a_household(self):
        rows = [
            (13, 1, 101, name, role, self.make_id_number())
            for name, role in (
                ("齐一", "户主"),
                ("齐二", "妻"),
                ("齐三", "户主"),
                ("齐四", "妻"),
                ("齐五", "户主"),
            )
        ]
        record = self.check(rows, headings=PLACED)
        self.assertFalse(self.findings(record))
        self.assertEqual(self.homes(record), [("齐一", "齐二"), ("齐三", "齐四"), ("齐五",)])
        again = self.check(rows, headings=PLACED)
        self.assertEqual((again.same_count, again.error_count), (5, 0))

    def test_addresses_are_read_whole_or_asked(self):
        headings = ("姓名", "与户主关系", "身份证号", "家庭住址")
        table = {
            "金桂花园3号楼2单元501室": ("金桂花园", "3", "2", "501"),
            "石桥路12号院3号楼2单元501室": ("石桥路12号院", "3", "2", "501"),
            "明湖苑三期5幢2单元1803室": ("明湖苑三期", "5", "2", "1803"),
            "A区3栋501": ("望河小区A区", "3", False, "501"),
            "3栋2单元5楼东户": ("望河小区", "3", "2", "5层东户"),
            "平房12号": ("望河小区", "平房", False, "12"),
            "青石村5组18号": ("青石村", "5组", False, "18"),
            "金桂花园3号楼2单元501、502": "address_two_rooms",
            "石桥街21号楼3-5-2": "address_several_numbers",
            "1号楼2单元3层501": "address_floor_room",
            "金桂花园4楼2号": "address_floor_or_building",
            "金桂花园3号楼": "address_no_room",
            "东边第二家": "address_unread",
        }
        rows = [
            (f"罗{chr(0x4E00 + place)}", "户主", self.make_id_number(), text)
            for place, text in enumerate(table)
        ]
        record = self.check(rows, headings=headings)
        for row, (text, wanted) in zip(record.row_ids.sorted("row"), table.items(), strict=True):
            with self.subTest(address=text):
                if isinstance(wanted, str):
                    self.assertEqual(row.error, wanted)
                    self.assertFalse(row.room, "a place is not guessed")
                    self.assertTrue(row.reason and row.remedy)
                else:
                    self.assertFalse(row.error)
                    place = (row.estate, row.building, row.entrance, row.room)
                    self.assertEqual(place, wanted)

    def test_member_below_an_address_that_is_asked_is_asked_too(self):
        headings = ("姓名", "与户主关系", "身份证号", "家庭住址")
        rows = [
            ("罗甲", "户主", self.make_id_number(), "3-2-501"),
            ("罗乙", "户主", self.make_id_number(), "东边第二家"),
            ("罗丙", "妻", self.make_id_number(), None),
        ]
        record = self.check(rows, headings=headings)
        self.assertEqual(list(self.findings(record).values()), ["address_unread"] * 2)

    def test_what_a_row_takes_from_above(self):
        """A blank below a value of its block, and 同上; nothing over a line that ends a block."""
        number = self.make_id_number
        rows = [
            (14, 1, 101, "冉一", "户主", number()),
            ("同上", "同上", "102", "冉二", "户主", number()),
            (None, None, "103", "冉三", "户主", number()),
            (None, None, None, "冉四", "妻", number()),
            ("小计", None, None, "4人"),
            (None, None, None, "冉五", "妻", number()),
        ]
        record = self.check(rows, headings=PLACED)
        self.assertEqual(
            [place for _name, _role, place in self.staged(record)],
            ["14-1-101", "14-1-102", "14-1-103", "14-1-103"],
        )
        self.assertEqual(self.findings(record), {("望河小区", 7): "place_missing"})

    def test_refused_row_carries_the_place_it_took_from_above(self):
        number = self.make_id_number()
        rows = [
            (15, 1, 101, "符一", "户主", self.make_id_number()),
            (None, None, None, "符二", "妻", number[:17]),
            (15, 1, 102, "符三", "户主", self.make_id_number()),
            (None, None, None, "符四", "妻", "99"),
        ]
        record = self.check(rows, headings=PLACED)
        record.action_apply()
        book = openpyxl.load_workbook(io.BytesIO(record._error_workbook()))
        page = book["望河小区"]
        page.cell(2, 12).value, page.cell(3, 12).value = number, self.make_id_number()
        stream = io.BytesIO()
        book.save(stream)
        again = self.make_import(stream.getvalue(), "refused.xlsx")
        self.assertEqual(self.homes_of(again), {"符二": "101", "符四": "102"})

    def homes_of(self, record):
        record.action_check()
        self.assertFalse(self.findings(record))
        record.action_apply()
        return {
            name: self.env["community.resident"].search([("name", "=", name)]).household_id.room
            for name in record.row_ids.mapped("name")
        }

    def test_room_with_zeros_in_front_is_the_same_room(self):
        number = self.make_id_number()
        rows = [(16, 1, "0101", "鄂一", "户主", number)]
        self.check(rows, headings=PLACED).action_apply()
        resident = self.env["community.resident"].search([("name", "=", "鄂一")])
        self.assertEqual(resident.household_id.room, "101")
        # A dwelling entered by hand keeps its spelling.
        resident.household_id.dwelling_id.room = "0101"
        for room in ("101", 101, "0101", "101室"):
            again = self.check([(16, 1, room, "鄂一", "户主", number)], headings=PLACED)
            self.assertEqual((again.same_count, again.error_count), (1, 0), room)

    def test_workbook_read_again_changes_nothing(self):
        """Unfolded shapes too: cards and households in a row."""
        cards = self.card("单七", "单八", 103)
        content = self.make_workbook(cards[1:], headings=cards[0])
        for wanted in ("create_count", "same_count"):
            record = self.make_import(content)
            record.action_check()
            self.assertEqual(record[wanted], 2)
            record.action_apply()

    def sheets(self, **pages):
        """Return a workbook of several sheets under the headings ``PLACED`` and a category."""
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        for name, rows in pages.items():
            page = book.add_worksheet(name)
            for number, row in enumerate((("小区", *PLACED, "特殊人群"), *rows)):
                page.write_row(number, 0, row)
        book.close()
        return stream.getvalue()

    def test_names_of_sheets_that_mean_something(self):
        def row(name, room):
            return ("望河小区", 17, 1, room, name, "户主", self.make_id_number())

        content = self.sheets(
            常住人口=[row("宁一", 101)],
            流动人口=[row("宁二", 102)],
            空挂户=[row("宁三", 103)],
            死亡注销=[row("宁四", 104)],
            迁出人员=[row("宁五", 105)],
        )
        record = self.make_import(content)
        record.action_check()
        kinds = {row.name: row.kind for row in record.row_ids if row.state != "refused"}
        self.assertEqual(kinds, {"宁一": "both", "宁二": "living", "宁三": "registered"})
        self.assertEqual(self.findings(record), {("死亡注销", 2): "left", ("迁出人员", 2): "left"})
        self.assertIn("死亡注销", record.row_ids.filtered("error")[0].reason)
        self.assertEqual(self.homes(record), [("宁一",), ("宁三",), ("宁二",)])

    def test_topic_sheet_adds_categories_to_people_of_another_sheet(self):
        old, wife, other = (self.make_id_number(birth=f"193{n}-01-02") for n in range(3))
        home = ("望河小区", 18, 1, 101)
        content = self.sheets(
            人口=[(*home, "路一", "户主", old), (*home, "路二", "妻", wife)],
            低保=[(None, None, None, None, "路一", None, old)],
            **{
                "80岁以上老人": [
                    (*home, "路一", "户主", old),
                    (*home, "路二", "妻", wife, "残疾"),
                    ("望河小区", 18, 1, 102, "路一", "户主", old),
                    ("望河小区", 18, 1, 103, "路三", "户主", other),
                ]
            },
        )
        record = self.make_import(content)
        record.action_check()
        # The same number in another home is no topic: it is refused, as within one sheet.
        self.assertEqual(self.findings(record), {("80岁以上老人", 4): "id_used_elsewhere"})
        self.assertEqual(record.row_count, 4)
        self.assertIn("3 rows tell more", record.notice)
        record.action_apply()
        people = self.env["community.resident"].search([("name", "like", "路_")])
        found = {
            person.name: set(
                self.env["community.category.line"]
                .search([("household_id", "=", person.household_id.id)])
                .filtered(lambda line, who=person: line.resident_id in (who, who.browse()))
                .category_id.mapped("code")
            )
            for person in people
        }
        self.assertLessEqual({"age_80", "dibao"}, found["路一"])
        self.assertLessEqual({"age_80", "disability"}, found["路二"])
        self.assertIn("age_80", found["路三"])
