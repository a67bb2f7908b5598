import base64
import io

import openpyxl

from odoo.tests import tagged

from .test_import_untidy import UntidyCase

WRONG = "FFFFC7CE"


@tagged("post_install", "-at_install", "community")
class TestImportGivenBack(UntidyCase):
    """Refused rows come back in the layout in which they were handed in."""

    def given_back(self, record):
        return openpyxl.load_workbook(io.BytesIO(record._error_workbook()))

    def again(self, book):
        stream = io.BytesIO()
        book.save(stream)
        record = self.make_import(stream.getvalue(), "refused.xlsx")
        record.action_check()
        return record

    def wrong(self, page):
        """Return {cell: note} of the coloured cells."""
        cells = [cell for row in page.iter_rows() for cell in row]
        found = {cell.coordinate for cell in cells if cell.fill.fgColor.rgb == WRONG}
        noted = {cell.coordinate: cell.comment.text for cell in cells if cell.comment}
        self.assertEqual(found, set(noted))
        return noted

    def merged(self, page):
        return {str(area) for area in page.merged_cells.ranges}

    def texts(self, page, row, width):
        return [cell.value for cell in page[row][:width]]

    def test_headings_over_several_rows(self):
        """Title, merged headings and the merged home, of the household that holds the refused."""
        number = self.number
        wife = number(birth="1971-02-03")
        rows = [
            ("住址信息", None, None, "人员信息"),
            ("楼栋", "单元", "房号", "姓名", "与户主关系", "公民身份号码"),
            (61, 1, 101, "危甲", "户主", number()),
            (None, None, 102, "危乙", "户主", number()),
            (None, None, None, "危丙", "妻", wife[:17]),
            (None, None, 103, "危丁", "户主", number()),
        ]
        merges = (
            (0, 0, 0, 5, "居民登记表"),
            (1, 0, 1, 2, "住址信息"),
            (1, 3, 1, 5, "人员信息"),
            (3, 0, 6, 0, 61),
            (3, 1, 6, 1, 1),
            (4, 2, 5, 2, 102),
        )
        record = self.read_sheet(("居民登记表",), *rows, merges=merges)
        self.assertEqual(self.findings(record), {("望河小区", 6): "id_length"})
        record.action_apply()
        book = self.given_back(record)
        page = book["望河小区"]
        self.assertEqual(self.merged(page), {"A1:F1", "A2:C2", "D2:F2", "A4:A5", "B4:B5", "C4:C5"})
        self.assertEqual(self.texts(page, 2, 4), ["住址信息", None, None, "人员信息"])
        self.assertEqual(
            self.texts(page, 3, 6), ["楼栋", "单元", "房号", "姓名", "与户主关系", "公民身份号码"]
        )
        self.assertEqual(self.texts(page, 4, 5), ["61", "1", "102", "危乙", "户主"])
        self.assertEqual(self.texts(page, 5, 5), [None, None, None, "危丙", "妻"])
        self.assertEqual(page.max_row, 5)
        self.assertEqual([page["H4"].value, page["H5"].value], [5, 6])
        self.assertEqual(list(self.wrong(page)), ["F5"])
        self.assertIn("18 characters", self.wrong(page)["F5"])
        self.assertEqual(page["F5"].value, "*" * 13 + wife[13:17])
        self.assertEqual(page["F4"].value[:14], "*" * 14)
        self.assertNotIn("危甲", str([row for row in page.values]))
        page["F5"].value = wife
        again = self.again(book)
        self.assertFalse(self.findings(again))
        self.assertEqual((again.same_count, again.create_count), (1, 1))
        again.action_apply()
        home = self.env["community.resident"].search([("name", "=", "危乙")]).household_id
        self.assertEqual(set(home.residency_ids.resident_id.mapped("name")), {"危乙", "危丙"})

    def test_one_household_a_row(self):
        """Under group headings; the member's cell is marked, not the head's."""
        number = self.number
        son = number(birth="1999-02-03")

        def row(room, head, wife, child, last):
            own = (62, room, head, number(), wife, "妻", number(birth="1972-01-01"))
            return (*own, child, "子", last)

        rows = [
            ("楼栋", "房号", "户主姓名", "身份证号", *("姓名", "关系", "身份证号") * 2),
            row(101, "巢甲", "巢乙", "巢丙", number(birth="1998-01-01")),
            row(102, "巢丁", "巢戊", "巢己", son[:17]),
        ]
        merges = (
            *((0, at, 1, at, text) for at, text in enumerate(rows[0][:4])),
            (0, 4, 0, 6, "家庭成员1"),
            (0, 7, 0, 9, "家庭成员2"),
        )
        record = self.read_sheet(rows[0][:4], *rows, merges=merges)
        self.assertEqual(self.findings(record), {("望河小区", 4): "id_length"})
        record.action_apply()
        book = self.given_back(record)
        page = book["望河小区"]
        self.assertEqual(self.merged(page), {"A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1", "H1:J1"})
        self.assertEqual(self.texts(page, 1, 5), [*rows[0][:4], "家庭成员1"])
        self.assertEqual(self.texts(page, 2, 10)[4:], list(rows[0][4:]))
        self.assertEqual(self.texts(page, 3, 3), ["62", "102", "巢丁"])
        self.assertEqual(page.max_row, 3)
        self.assertEqual(list(self.wrong(page)), ["J3"])
        for cell in ("D3", "G3", "J3"):
            self.assertRegex(page[cell].value, r"^\*+\d\d\d[\dX]$")
        page["J3"].value = son
        again = self.again(book)
        self.assertFalse(self.findings(again))
        self.assertEqual((again.row_count, again.same_count, again.create_count), (3, 2, 1))
        again.action_apply()
        home = self.env["community.resident"].search([("name", "=", "巢丁")]).household_id
        self.assertEqual(home.member_count, 3)

    def test_equal_lists_side_by_side(self):
        """A printed page of two halves comes back as two, each with what is wrong behind it."""
        number = self.number
        half = ("序号", "房号", "姓名", "与户主关系", "身份证号")
        rows = [
            (1, "74-1-101", "蒲甲", "户主", number(), 4, "74-1-201", "蒲丁", "户主", "77"),
            (2, "", "蒲乙", "妻", "99", 5, "", "蒲戊", "妻", number()),
            (3, "74-1-102", "蒲丙", "户主", number(), 6, "74-1-202", "蒲乙", "户主", "88"),
        ]
        merges = ((0, 0, 0, 9, "74号楼住户名册"),)
        record = self.read_sheet((), half * 2, *rows, merges=merges)
        self.assertEqual(record.error_count, 3)
        record.action_apply()
        book = self.given_back(record)
        page = book["望河小区"]
        headings = [cell.value for cell in page[2]]
        self.assertEqual(headings[:9], headings[9:])
        self.assertEqual(tuple(headings[:5]), half)
        self.assertEqual(page["A1"].value, "74号楼住户名册")
        self.assertEqual(set(self.wrong(page)), {"E4", "N3", "N5"})
        self.assertEqual(
            [page[at].value for at in ("C3", "C4", "L3", "L4", "L5")],
            ["蒲甲", "蒲乙", "蒲丁", "蒲戊", "蒲乙"],
        )
        for at in ("E4", "N3", "N5"):
            page[at].value = number()
        again = self.again(book)
        self.assertFalse(self.findings(again))
        self.assertFalse(again.unmapped)
        self.assertEqual((again.row_count, again.same_count), (5, 2))
        again.action_apply()
        homes = self.env["community.resident"].search([("name", "=", "蒲乙")]).household_id
        self.assertEqual(sorted(homes.mapped("member_count")), [1, 2])

    def test_groups_without_headings_of_their_own(self):
        """Names that stand there again and again: what is wrong is nobody's name behind them."""
        headings = (
            "楼栋",
            "房号",
            "姓名",
            "与户主关系",
            "身份证号",
            "姓名",
            "与户主关系",
            "身份证号",
        )
        rows = [(63, 101, "牧甲", "户主", "99", "牧乙", "妻", self.number())]
        record = self.read_sheet(headings, *rows)
        record.action_apply()
        book = self.given_back(record)
        page = book["望河小区"]
        self.assertEqual(self.texts(page, 1, 8), list(headings))
        self.assertEqual(list(self.wrong(page)), ["E2"])
        page["E2"].value = self.number(birth="1968-01-01")
        again = self.again(book)
        self.assertEqual((again.row_count, again.error_count, again.create_count), (2, 0, 1))
        again.action_apply()
        people = self.env["community.resident"].search([("name", "in", ("牧甲", "牧乙"))])
        self.assertEqual(people.household_id.head_id.name, "牧甲")

    def test_one_card_for_each_household(self):
        """The card, with title and merged cells, that holds somebody refused; the others not."""
        cards = [*self.card("印甲", "印乙", 301), *self.card("印丙", "印丁", 302)]
        wife = cards[13][3]
        cards[13] = (*cards[13][:3], wife[:17], *cards[13][4:])
        merges = (
            (0, 0, 0, 5, cards[0][0]),
            (8, 0, 8, 5, cards[8][0]),
            (10, 1, 10, 3, cards[10][1]),
        )
        record = self.read_sheet(cards[0], *cards[1:], merges=merges)
        self.assertEqual(self.findings(record), {("望河小区", 14): "id_length"})
        record.action_apply()
        book = self.given_back(record)
        page = book["望河小区"]
        self.assertEqual(self.texts(page, 1, 2), ["居民家庭登记卡", None])
        shown = [[cell.value for cell in row[:6]] for row in page.iter_rows()]
        self.assertEqual(shown[1], list(cards[9]))
        self.assertEqual(shown[2][:2] + shown[2][4:], [*cards[10][:2], *cards[10][4:]])
        self.assertEqual(shown[3], list(cards[11]))
        self.assertEqual(shown[5][:3], ["2", "印丁", "妻"])
        self.assertEqual(shown[6], list(cards[14]))
        self.assertEqual(len(shown), 7)
        self.assertEqual(self.merged(page), {"A1:F1", "B3:D3"})
        self.assertEqual(list(self.wrong(page)), ["D6"])
        page["D6"].value = wife
        again = self.again(book)
        self.assertFalse(self.findings(again))
        self.assertEqual((again.row_count, again.same_count, again.create_count), (2, 1, 1))
        again.action_apply()
        home = self.env["community.resident"].search([("name", "=", "印丙")]).household_id
        self.assertEqual(set(home.residency_ids.resident_id.mapped("name")), {"印丙", "印丁"})

    def test_what_is_wrong_with_the_home_of_a_card(self):
        """A cell among the labels; and nobody of the card is new after it was corrected."""
        card = self.card("俞甲", "俞乙", 303)
        card[2] = ("家庭住址", "望河小区某处", *card[2][2:])
        record = self.read_sheet(card[0], *card[1:])
        self.assertEqual(record.error_count, 2)
        book = self.given_back(record)
        page = book["望河小区"]
        self.assertEqual(list(self.wrong(page)), ["B3"])
        page["B3"].value = "望河小区64号楼1单元303"
        again = self.again(book)
        self.assertEqual((again.error_count, again.create_count), (0, 2))
        self.assertEqual(len(again.sudo().row_ids.filtered("id_number")), 2)

    def test_given_back_twice(self):
        """What is still wrong comes back in the same layout, with one column of each finding."""
        headings = ("楼栋", "房号", "户主", "身份证号", "成员1姓名", "成员1关系", "成员1身份证号")
        record = self.read_sheet(headings, (65, 101, "支甲", self.number(), "支乙", "妻", "99"))
        first = self.given_back(record)
        again = self.again(first)
        self.assertEqual(again.error_count, 1)
        second = self.given_back(again)["望河小区"]
        self.assertEqual(
            [cell.value for cell in second[1]], [cell.value for cell in first["望河小区"][1]]
        )
        self.assertEqual(list(self.wrong(second)), ["G2"])

    def test_place_from_a_line_or_a_row_that_is_left_out(self):
        """Whatever stood above the household in another row is written where it was blank."""
        rows = [
            ("住址信息", None, None, "人员信息"),
            ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号"),
            (66, 1, 101, "仇甲", "户主", self.number()),
            (None, None, 102, "仇乙", "户主", "99"),
            ("67号楼",),
            (None, 2, 101, "仇丙", "户主", "98"),
        ]
        merges = ((0, 0, 0, 2, "住址信息"), (0, 3, 0, 5, "人员信息"))
        record = self.read_sheet(rows[0], *rows[1:], merges=merges)
        self.assertEqual(record.error_count, 2)
        wanted = [(row.building, row.entrance, row.room) for row in record.row_ids[1:]]
        book = self.given_back(record)
        page = book["望河小区"]
        for cell in self.wrong(page):
            page[cell].value = self.number()
        again = self.again(book)
        self.assertFalse(again.error_count)
        self.assertEqual([(row.building, row.entrance, row.room) for row in again.row_ids], wanted)

    def test_another_workbook_dropped_in_since(self):
        """The rows of the first one come as a list: the second has nothing to do with them."""
        headings = ("楼栋", "房号", "户主", "身份证号", "成员1姓名", "成员1关系", "成员1身份证号")
        record = self.read_sheet(headings, (68, 101, "谭甲", self.number(), "谭乙", "妻", "99"))
        record.file = base64.b64encode(self.make_workbook([self.person("谭丙")]))
        page = self.given_back(record)["望河小区"]
        self.assertEqual(page.max_row, 2)
        self.assertEqual(page["F1"].value, "Refused row")
        self.assertIn("谭乙", [cell.value for cell in page[2]])

    def test_numbers_of_the_household_are_for_its_community(self):
        """Who stands beside a refused person is covered for everybody else, and elsewhere."""
        headings = ("楼栋", "房号", "户主", "身份证号", "成员1姓名", "成员1关系", "成员1身份证号")
        record = self.read_sheet(headings, (69, 101, "车甲", self.number(), "车乙", "妻", "99"))
        good = self.read_sheet(
            headings, (69, 102, "车丙", self.number(), "车丁", "妻", self.number())
        )
        book = self.given_back(record)
        again = self.again(book)
        self.assertEqual(again.row_ids.filtered("error").mapped("name"), ["车乙"])
        page = book["望河小区"]
        # Rows of a household with nobody refused were never given back.
        row = good.sudo().row_ids[0]
        page["D2"].value = "*" * 14 + row.id_number[-4:]
        page["H2"].value = row.id
        again = self.again(book)
        self.assertEqual(again.row_ids.filtered("error").mapped("name"), ["车甲", "车乙"])
        other = self.env["res.company"].create({"name": "Other community"})
        stream = io.BytesIO()
        self.given_back(record).save(stream)
        again = self.make_import(stream.getvalue())
        again.sudo().company_id = other
        again.sudo().action_check()
        self.assertIn("车甲", again.sudo().row_ids.filtered("error").mapped("name"))

    def test_headings_of_every_language_come_back(self):
        """What stands under stars is found again, whatever the language of the clerk."""
        self.env["res.lang"]._activate_lang("zh_CN")
        number = self.number()
        wide = ("楼栋", "房号", "户主", "身份证号", "成员1姓名", "成员1关系", "成员1身份证号")
        listed = (*wide[:2], "姓名", "关系", "身份证号")
        for headings, row in (
            (wide, (70, 101, "瞿甲", number, "瞿乙", "妻", "99")),
            (listed, (70, 101, "", "户主", number)),
        ):
            record = self.read_sheet(headings, row)
            self.assertEqual(record.error_count, 1)
            for lang in ("zh_CN", "en_US"):
                with self.subTest(lang=lang, headings=headings):
                    again = self.again(self.given_back(record.with_context(lang=lang)))
                    self.assertIn(number, again.sudo().row_ids.mapped("id_number"))
                    self.assertFalse(again.unmapped)

    def test_second_table_with_its_columns_in_another_order(self):
        """Each table under its own headings, behind which stands what is wrong; twice over."""
        deep = ("住址信息", None, "人员信息")
        headings = ("楼栋", "房号", "姓名", "与户主关系", "身份证号")
        rows = [
            (73, 101, "屠甲", "户主", self.number()),
            (73, 103, "屠丙", "户主", "98"),
            ("流动人口",),
            ("姓名", "文化程度", "与户主关系", "身份证号", "楼栋", "房号"),
            ("屠乙", "初中", "户主", "99", 73, 102),
            ("屠戊", "本科", "妻", self.number(), 73, 102),
            (),
            ("屠丁", "高中", "户主", "97", 73, 104),
        ]
        for top in ((deep, headings), (headings,)):
            with self.subTest(top=top):
                merges = ((0, 0, 0, 1, "住址信息"),) if top[0] == deep else ()
                record = self.read_sheet(*top, *rows, merges=merges)
                wanted = self.look(record)
                book = self.given_back(record)
                page = book["望河小区"]
                below = len(top)
                self.assertEqual(self.texts(page, below, 5), list(headings))
                tables = (below, below + 3)
                self.assertEqual(self.texts(page, tables[1], 6), list(rows[3]))
                self.assertEqual(
                    [page.cell(at, 7).value for at in tables], ["Refused row", "Refused row"]
                )
                marked = [f"E{below + 1}", f"D{below + 4}", f"D{below + 7}"]
                self.assertEqual(list(self.wrong(page)), marked)
                again = self.again(book)
                self.assertEqual(self.look(again), wanted[1:])
                book = self.given_back(again)
                page = book["望河小区"]
                self.assertEqual(list(self.wrong(page)), marked)
                for cell in self.wrong(page):
                    page[cell].value = self.number()
                last = self.again(book)
                self.assertEqual(self.look(last), [(*row[:3], "") for row in wanted[1:]])
                found = last.row_ids.sorted("id")
                self.assertEqual(found.mapped("education"), [False, "junior", "bachelor", "senior"])
                self.assertEqual(found.mapped("kind"), ["both", "living", "living", "living"])
                self.assertFalse(last.unmapped)

    def facts(self, record):
        """Return {name: what was read of the person}, with what is closed and what is wrong."""
        names = (
            "estate building entrance room head_name grid role kind is_kind_given id_number "
            "birth_date phone categories leaving leaving_date error"
        ).split()
        return {
            row.name: {name: row[name] for name in names}
            for row in record.sudo().row_ids.sorted("id")
        }

    def test_nothing_that_was_known_is_lost_on_the_way_back(self):
        """Whoever comes back unchanged is read as before: by lines above, titles, shapes, dates."""
        listed = ("楼栋", "房号", "姓名", "身份证号")
        sheets = {
            "lines": (
                listed,
                ("一、流动人口",),
                (81, 101, "璩甲", self.number()),
                ("二、死亡人员",),
                (81, 102, "璩乙", self.number()),
                ("三、独居老人",),
                (81, 103, "璩丙", self.number()),
                ("第一网格",),
                (81, 104, "璩丁", "99"),
            ),
            "title": (("2024年死亡人员花名册",), (), listed, (82, 101, "璩戊", self.number())),
            "unread": (
                ("房号", "姓名", "与户主关系", "身份证号"),
                ("83号楼、84号楼",),
                (101, "璩己", "户主", self.number()),
            ),
            "heads": (
                ("楼栋", "单元", "房号", "户主姓名", "联系电话"),
                (85, 1, 101, "璩庚", "13900000001"),
            ),
            "dates": (listed, ("86", "2026-3-5", "璩辛", self.number())),
            "district": (
                ("家庭住址", "姓名", "与户主关系", "身份证号"),
                ("望河小区A区87号楼1单元101", "璩壬", "户主", self.number()),
            ),
            "second table": (
                ("房号", "姓名", "与户主关系", "身份证号", "电话"),
                ("88-1-101", "璩癸", "户主", self.number(), "13900000001"),
                ("流动人口",),
                ("姓名", "文化程度", "身份证号", "房号", "电话"),
                ("璩子", "初中", self.number(), "88-1-102", "13900000002"),
            ),
            "wide": (
                ("楼栋", "房号", "户主", "身份证号", "成员1姓名", "成员1关系", "成员1身份证号"),
                (89, 101, "璩丑", self.number(), "璩寅", "妻", "99"),
            ),
        }
        for label, rows in sheets.items():
            with self.subTest(label):
                record = self.read_sheet(rows[0], *rows[1:])
                wanted = self.facts(record)
                self.assertTrue(wanted)
                for row in record.sudo().row_ids - record.sudo().row_ids.filtered("error"):
                    row.write({"state": "refused", "error": "id_length"})
                again = self.again(self.given_back(record))
                self.assertEqual(self.facts(again), wanted)

    def test_headings_that_the_clerk_pointed_at(self):
        """They are known again, whatever stands above them, and twice over."""
        rows = [
            ("人口", "总数", "男", "女"),
            ("栋单元室", "何人", "何证"),
            ("74-1-101", "蓝甲", "99"),
            ("74-1-102", "蓝乙", self.number()),
        ]
        record = self.make_import(self.make_workbook(rows[1:], rows[0]))
        record.header_row = 2
        record.action_point_header()
        told = {"栋单元室": "address", "何人": "name", "何证": "id_number"}
        for column in record.column_ids:
            column.target = f"header/{told[column.heading]}"
        record.action_check()
        self.assertEqual(self.look(record)[0], ("蓝甲", "other", "74-1-101", "id_length"))
        for lang in ("zh_CN", "en_US"):
            self.env["res.lang"]._activate_lang(lang)
            book = self.given_back(record.with_context(lang=lang))
            page = book["望河小区"]
            self.assertEqual(self.texts(page, 1, 4), list(rows[0]))
            self.assertEqual(self.texts(page, 2, 3), list(rows[1]))
            self.assertEqual(list(self.wrong(page)), ["C3"])
            record = self.again(book)
            self.assertEqual(self.look(record), [("蓝甲", "other", "74-1-101", "id_length")])
        page["C3"].value = self.number()
        self.assertEqual(self.look(self.again(book)), [("蓝甲", "other", "74-1-101", "")])

    def test_given_back_twice_in_two_languages(self):
        """What was written beside a row is no column of the register, and its place stays."""
        self.env["res.lang"]._activate_lang("zh_CN")
        for first, then in (("zh_CN", "en_US"), ("en_US", "zh_CN"), ("zh_CN", "zh_CN")):
            with self.subTest(first=first, then=then):
                record = self.check([self.person("甲乙", number=self.number()), *self.bad("乙丙")])
                again = self.again(self.given_back(record.with_context(lang=first)))
                page = self.given_back(again.with_context(lang=then))["望河小区"]
                self.assertEqual(page.max_column, 16)
                self.assertEqual(page["B2"].value, 3)
                self.assertEqual(list(self.wrong(page)), ["M2"])
                last = self.again(page.parent)
                self.assertFalse(last.unmapped)
                self.assertFalse(last.sudo().row_ids.extra)
                self.assertEqual(last.row_ids.error, "id_length")

    def bad(self, *names, **more):
        return [self.person(name, number="99", **more) for name in names]

    def test_cell_of_a_place_is_marked(self):
        """The one that cannot be read, in every row that takes it."""
        headings = ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号")
        rows = [
            (75, 1, "5-1", "池甲", "户主", self.number()),
            (None, None, None, "池乙", "妻", self.number()),
            ("6、7", 1, 101, "池丙", "户主", self.number()),
            (None, None, None, "池丁", "户主", self.number()),
            (75, "—/1", 102, "池戊", "户主", self.number()),
        ]
        record = self.read_sheet(headings, *rows)
        page = self.given_back(record)["望河小区"]
        marked = {cell: page[cell].value for cell in self.wrong(page)}
        self.assertEqual(marked, {"I2": "5-1", "I3": "5-1", "G4": "6、7", "I5": "", "H6": "—/1"})
        for cell, text in {"I2": 101, "I3": 101, "G4": 76}.items():
            page[cell].value = text
        again = self.again(page.parent)
        self.assertEqual(
            [place for _name, _role, place, error in self.look(again) if not error],
            ["75-1-101", "75-1-101", "76-1-101"],
        )
        homes = again.row_ids.filtered(lambda row: row.room == "101" and row.building == "75")
        self.assertEqual(len(set(homes.mapped("group_no"))), 1)

    def test_families_of_one_flat_stay_apart(self):
        """Refused rows of two families come back alone: each goes to its own people."""
        headings = ("楼栋", "房号", "姓名", "与户主关系", "身份证号")
        right = [
            (77, 101, "端甲", "户主", self.number()),
            (77, 101, "端乙", "妻", self.number()),
            (77, 101, "端丙", "户主", self.number()),
            (77, 101, "端丁", "妻", self.number()),
        ]
        wanted = {frozenset(("端甲", "端乙")), frozenset(("端丙", "端丁"))}
        for places in ((0, 3), (1, 3), (0, 2), (1, 2), (1,), (3,), (0, 1, 3), (0, 1, 2, 3)):
            column, wrong = (1, "5-1") if places == (1, 3) else (4, "99")
            with self.subTest(places=places), self.env.cr.savepoint() as savepoint:
                rows = [
                    (*row[:column], wrong, *row[column + 1 :]) if at in places else row
                    for at, row in enumerate(right)
                ]
                record = self.read_sheet(headings, *rows)
                record.action_apply()
                page = self.given_back(record)["望河小区"]
                for cell, at in zip(self.wrong(page), places, strict=True):
                    page[cell].value = right[at][column]
                again = self.again(page.parent)
                again.action_apply()
                people = self.env["community.resident"].search([("name", "like", "端_")])
                homes = people.household_id
                names = [home.residency_ids.resident_id.mapped("name") for home in homes]
                self.assertEqual({frozenset(own) for own in names}, wanted)
                self.assertEqual(set(homes.head_id.mapped("name")), {"端甲", "端丙"})
                savepoint.rollback()
            self.env.invalidate_all(flush=False)

    def test_topics_of_another_sheet_are_kept(self):
        """Whatever a sheet of one topic told of somebody who is refused, also in their home."""
        wide = ("楼栋", "房号", "户主", "身份证号", "成员1姓名", "成员1关系", "成员1身份证号")
        flat = ("楼栋", "房号", "姓名", "与户主关系", "身份证号")
        topic = ("序号", "姓名", "身份证号", "联系电话")
        old, other = self.number(birth="1930-01-01"), self.number(birth="1931-01-01")
        for headings, row in (
            (flat, [(78, 101, "宫甲", "户主", old), (78, 101, "宫乙", "户主", other)]),
            (wide, [(78, 101, "宫甲", old, "宫乙", "妻", other)]),
        ):
            with self.subTest(headings=headings):

                def setup(book, _page):
                    for name, who, number in (
                        ("残疾人", "宫甲", old),
                        ("退役军人", "宫乙", other),
                        ("低保", "宫乙", other),
                    ):
                        page = book.add_worksheet(name)
                        page.write_row(0, 0, topic)
                        page.write_row(1, 0, (1, who, number, "13900000078"))

                record = self.check(row, headings=headings, setup=setup)
                wanted = self.codes(record)
                self.assertEqual(wanted["宫甲"], ["disability"])
                self.assertEqual(set(wanted["宫乙"]), {"veteran", "dibao"})
                record.sudo().row_ids.write({"state": "refused", "error": "register_refuses"})
                for _time in range(2):
                    record = self.again(self.given_back(record))
                    self.assertEqual(self.codes(record), wanted)
                    self.assertEqual(set(record.sudo().row_ids.mapped("phone")), {"13900000078"})
                    record.sudo().row_ids.write({"state": "refused", "error": "register_refuses"})

    def test_second_residency_that_was_refused(self):
        """Registered in one home and living in the other, in whatever order both come right."""
        headings = ("楼栋", "房号", "姓名", "与户主关系", "身份证号", "人员类别")
        number = self.number()
        right = [
            (79, 101, "幸甲", "户主", number, "空挂户"),
            (79, 102, "幸甲", "户主", number, None),
        ]
        homes = {"101": "registered", "102": "living"}
        for places in ((0,), (1,), (0, 1)):
            for order in ((0, 1), (1, 0)) if len(places) > 1 else ((0,),):
                with (
                    self.subTest(places=places, order=order),
                    self.env.cr.savepoint() as savepoint,
                ):
                    rows = [
                        (*row[:4], f"9{at}", row[5]) if at in places else row
                        for at, row in enumerate(right)
                    ]
                    record = self.read_sheet(headings, *rows)
                    record.action_apply()
                    for at in order:
                        page = self.given_back(record)["望河小区"]
                        cell = list(self.wrong(page))[at if len(self.wrong(page)) > 1 else 0]
                        page[cell].value = number
                        record = self.again(page.parent)
                        record.action_apply()
                    person = self.env["community.resident"].search([("name", "=", "幸甲")])
                    self.assertEqual(len(person), 1)
                    lines = person.residency_ids
                    self.assertEqual({line.household_id.room: line.kind for line in lines}, homes)
                    savepoint.rollback()
                self.env.invalidate_all(flush=False)
