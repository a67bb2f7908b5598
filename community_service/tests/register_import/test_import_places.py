from odoo.tests import tagged

from .test_import_layouts import PLACED, LayoutCase


@tagged("post_install", "-at_install", "community")
class TestImportPlaces(LayoutCase):
    """Where people live is found above the headings, beside their families, in a village."""

    def test_building_above_the_headings(self):
        """A line 楼栋：6号楼, or a title that is a building, heads the rows below the headings."""
        headings = ("单元", "房号", "姓名", "与户主关系", "身份证号")
        for title, building in (("楼栋：6号楼", "6"), ("7号楼居民登记表", "7"), ("8栋", "8")):
            with self.subTest(title=title):
                rows = [headings, ("1单元", 101, "蓝甲", "户主", self.make_id_number())]
                record = self.check(rows, headings=(title,))
                row = record.row_ids
                self.assertEqual((row.building, row.entrance, row.room), (building, "1", "101"))
                self.assertFalse(row.error)
        rows = [headings, ("1单元", 101, "蓝甲", "户主", self.make_id_number())]
        record = self.check(rows, headings=("居民登记表",))
        self.assertEqual(list(self.findings(record).values()), ["building_missing"])

    def test_owner_beside_spouse_and_children_is_the_head(self):
        headings = (
            "楼幢",
            "室",
            "业主姓名",
            "业主身份证",
            "联系方式",
            "配偶姓名",
            "配偶身份证",
            "子女1姓名",
        )
        number = self.make_id_number
        rows = [
            ("3幢", 501, "童甲", number(), "13900000001", "童乙", number(), "童丙"),
            ("3幢", 502, "空置"),
        ]
        record = self.check(rows, headings=headings)
        self.assertEqual(
            self.staged(record)[:3],
            [
                ("童甲", "head", "3--501"),
                ("童乙", "spouse", "3--501"),
                ("童丙", "child", "3--501"),
            ],
        )
        self.assertEqual(record.vacant_count, 1)
        self.assertEqual(self.homes(record), [("童甲", "童丙", "童乙")])

    def test_house_of_a_village_in_the_column_of_the_room(self):
        headings = ("门牌号", "姓名", "与户主关系", "联系电话")
        record = self.check([("柳岸村18号", "岳甲", "户主", "13900000001")], headings=headings)
        self.assertEqual((record.row_ids.estate, record.row_ids.room), ("柳岸村", "18"))

    def test_numbers_of_lines_that_are_left_out_are_not_told(self):
        record = self.check(
            [
                (9, 1, 101, "利民商店", None, None),
                (9, 1, 102, "岳乙", "户主", self.make_id_number()),
            ],
            headings=PLACED,
        )
        self.assertIn("利民商店", record.notice)
        shop = (9, 1, 103, "便民超市 13900000077", None, None)
        record = self.check([shop, (9, 1, 104, "岳丙", "户主", None)], headings=PLACED)
        self.assertNotIn("13900000077", record.notice or "")

    def test_ticks_of_a_card(self):
        """是否低保 on a card is a category, above the table of members and below it."""
        card = [list(line) for line in self.card("卜甲", "卜乙", 301)]
        card[1][4:6] = ["是否残疾", "是"]
        card[6][:2] = ["是否低保", "是"]
        record = self.check(card[1:], headings=card[0])
        known = {str(c.id): c.code for c in self.env["community.category"].search([])}
        row = record.sudo().row_ids.filtered(lambda row: row.name == "卜甲")
        codes = {known[number] for number in row.categories.split(",")}
        self.assertEqual(codes, {"dibao", "disability"})
