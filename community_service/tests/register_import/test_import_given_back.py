import base64
import io

import openpyxl

from odoo.tests import tagged

from .test_import_untidy import UntidyCase

WRONG = "FFFFC7CE"


class GivenBackCase(UntidyCase):
    """Ways to look at refused rows, and to bring them back."""

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


@tagged("post_install", "-at_install", "community")
class TestImportGivenBack(GivenBackCase):
    """Refused rows come back in the layout in which they were handed in."""

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
