from odoo.tests import tagged

from .test_import_given_back import GivenBackCase


@tagged("post_install", "-at_install", "community")
class TestImportGivenBackPeople(GivenBackCase):
    """Whoever comes back comes to the own home, with all that was known, in any language."""

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
