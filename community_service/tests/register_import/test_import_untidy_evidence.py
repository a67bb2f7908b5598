from odoo.tests import tagged

from .test_import_untidy import UntidyCase

HEADINGS = ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号", "出生日期", "备注")


@tagged("post_install", "-at_install", "community")
class TestImportUntidyEvidence(UntidyCase):
    """What a cell says of a person, and how much it proves, now and in the next quarter."""

    def line(self, room, name, role="户主", number=None, birth=None, note=None):
        return ("61", "1", room, name, role, number, birth, note)

    def staged(self, record):
        return {row.name: row for row in record.sudo().row_ids}

    def test_same_as_above_in_any_column(self):
        """同上 is the value above, never a text of its own; nobody gets another's phone."""
        record = self.read_sheet(
            ("楼栋", "房号", "姓名", "与户主关系", "民族", "文化程度", "户籍地址", "电话", "备注"),
            ("74", "101", "皇甲", "户主", "满", "小学", "某地1号", "13900030031", "独居"),
            ("同上", "同上", "皇乙", "妻", "同上", "〃", "同上", "同上", "同上"),
            (),
            ("74", "102", "皇丙", "户主", "同上", None, "〃", None, None),
        )
        people = self.staged(record)
        self.assertEqual(
            [
                (row.room, row.ethnicity, row.education, row.registered_address, row.phone)
                for row in (people["皇甲"], people["皇乙"])
            ],
            [
                ("101", "满族", "primary", "某地1号", "13900030031"),
                ("101", "满族", "primary", "某地1号", False),
            ],
        )
        # Below an empty line there is nothing above: the cell is kept, and told.
        self.assertFalse(people["皇丙"].ethnicity or people["皇丙"].registered_address)
        self.assertIn("kept", self.remarks(record)["皇丙"])

    def test_a_building_is_no_home(self):
        """Somebody of whom the room is not told stands in no home called by the entrance."""
        record = self.read_sheet(
            HEADINGS,
            self.line("101", "公甲", number=self.number()),
            self.line(None, "公乙", number=self.number(birth="1971-01-01")),
            self.line("无", "公丙", number=self.number(birth="1972-01-01")),
        )
        self.assertEqual(
            [finding for _name, _role, _place, finding in self.look(record)],
            ["", "address_no_room", "address_no_room"],
        )

    def test_an_age_alone_is_kept(self):
        """No date is made of an age; beside a birth date or a number it says nothing new."""
        record = self.read_sheet(
            ("楼栋", "房号", "姓名", "与户主关系", "身份证号", "出生日期", "年龄"),
            ("62", "101", "年甲", "户主", None, None, "78岁"),
            ("62", "101", "年乙", "妻", None, "1950-02-03", 76),
            ("62", "102", "年丙", "户主", self.number(birth="1961-02-03"), None, 65),
            ("62", "102", "年丁", "妻", None, None, "不详"),
        )
        people = self.staged(record)
        self.assertFalse(people["年甲"].birth_date)
        self.assertEqual(people["年甲"].warnings, [["kept", "年龄", "78岁"]])
        self.assertEqual(people["年甲"].extra, {"年龄": "78岁"})
        for name in ("年乙", "年丙", "年丁"):
            self.assertFalse(people[name].extra, name)
            self.assertFalse(people[name].warnings, name)

    def test_our_own_estate_is_the_one_of_the_list(self):
        """本小区 is no name; who is 健在 in the column of deaths has not died."""
        record = self.read_sheet(
            ("姓名", "住址", "身份证号", "死亡时间", "迁出时间"),
            ("本甲", "本小区63#3-505", self.number(birth="1951-01-01"), "健在", "未迁出"),
            ("本乙", "望河小区63-3-506", self.number(birth="1952-01-01"), "2024-05-06", None),
        )
        people = self.staged(record)
        self.assertEqual(people["本甲"].estate, "望河小区")
        self.assertEqual(people["本甲"].state, "ready")
        self.assertEqual((people["本乙"].error, people["本乙"].leaving), ("left", "death"))

    def test_remarks_about_living_and_leaving(self):
        texts = {
            "上甲": ("去逝", "left"),
            "上乙": ("迁往外地", "left"),
            "上丙": ("户主已故", "left"),
            "上丁": ("搬走，户口在", "registered"),
            "上戊": ("空挂户", "registered"),
            "上己": ("人在户不在", "living"),
            "上庚": ("已出嫁", "maybe_gone"),
            "上辛": ("丈夫已故", "both"),
            "上壬": ("2019年迁至本址", "both"),
        }
        record = self.read_sheet(
            HEADINGS,
            *(
                self.line(str(101 + at), name, number=self.number(birth=f"19{50 + at}-01-01"))[:-1]
                + (text,)
                for at, (name, (text, _wanted)) in enumerate(texts.items())
            ),
        )
        remarks = self.remarks(record)
        for name, row in self.staged(record).items():
            text, wanted = texts[name]
            with self.subTest(text=text):
                if wanted == "left":
                    self.assertEqual((row.state, row.error), ("refused", "left"))
                elif wanted == "maybe_gone":
                    self.assertEqual((row.state, remarks[name]), ("ready", ["maybe_gone"]))
                else:
                    self.assertEqual((row.state, row.kind), ("ready", wanted))
                    self.assertEqual(remarks.get(name, []), ["kind_told"] * (wanted != "both"))
        self.assertTrue(self.staged(record)["上戊"].is_whereabouts_unknown)

    def test_the_community_is_none_of_its_estates(self):
        """Street and community before a building name the office; 村民3组 names no estate."""
        own = self.env.company.name
        record = self.read_sheet(
            ("家庭住址", "姓名", "与户主关系", "身份证号"),
            ("某街道某社区76号楼1单元101", "东甲", "户主", self.number()),
            (f"{own}76号楼1单元102", "东乙", "户主", self.number(birth="1971-01-01")),
            ("村民3组18号", "东丙", "户主", self.number(birth="1972-01-01")),
            ("三组12-1", "东丁", "户主", self.number(birth="1973-01-01")),
            sheet="金桂花园",
        )
        found = [
            (row.estate, row.building, row.entrance or "", row.room)
            for row in record.row_ids.sorted("id")
        ]
        self.assertEqual(
            found,
            [
                ("金桂花园", "76", "1", "101"),
                ("金桂花园", "76", "1", "102"),
                ("金桂花园", "3组", "", "18"),
                ("金桂花园", "3组", "", "12-1"),
            ],
        )

    def test_the_whole_date_comes_after_the_month(self):
        """A month is kept with a remark; the whole date later is of the same person, and stays."""
        rows = [self.line("302", "缑甲", birth="1972年3月"), self.line("303", "缑乙", birth="1950")]
        first = self.read_sheet(HEADINGS, *rows)
        self.assertEqual(self.remarks(first), {"缑甲": ["birth_part"], "缑乙": ["birth_part"]})
        first.action_apply()
        people = self.env["community.resident"].search([("name", "in", ("缑甲", "缑乙"))])
        self.assertEqual(len(people), 2)

        again = self.read_sheet(HEADINGS, *rows)
        self.assertEqual((again.same_count, again.create_count), (2, 0))

        whole = [
            self.line("302", "缑甲", birth="1972-03-08"),
            self.line("303", "缑乙", birth="1950-05-29"),
        ]
        later = self.read_sheet(HEADINGS, *whole)
        self.assertEqual((later.change_count, later.create_count), (2, 0))
        self.assertEqual(later.change_ids.mapped("field_name"), ["birth_date"] * 2)
        later.action_apply()
        self.assertEqual(
            [person.birth_date.isoformat() for person in people.sorted("name")],
            ["1950-05-29", "1972-03-08"],
        )

        weaker = self.read_sheet(HEADINGS, *rows)
        self.assertEqual((weaker.same_count, weaker.create_count), (2, 0))
        weaker.action_apply()
        self.assertEqual(
            [person.birth_date.isoformat() for person in people.sorted("name")],
            ["1950-05-29", "1972-03-08"],
        )

    def test_another_birth_date_in_the_same_home_is_asked(self):
        """Without a number nobody knows: a second person of one name is not made in silence."""
        self.read_sheet(HEADINGS, self.line("401", "缑丙", birth="1972-03-08")).action_apply()
        person = self.env["community.resident"].search([("name", "=", "缑丙")])

        later = self.read_sheet(HEADINGS, self.line("401", "缑丙", birth="1972-08-03"))
        self.assertEqual(self.look(later)[0][3], "birth_differs")
        change = later.change_ids
        self.assertEqual(
            (change.kind, change.old_text, change.new_text), ("birth", "1972-03-08", "1972-08-03")
        )
        change.action_enter()
        self.assertEqual(person.birth_date.isoformat(), "1972-08-03")

        other = self.read_sheet(HEADINGS, self.line("401", "缑丙", birth="2001-01-01"))
        other.change_ids.action_different()
        other.action_check()
        self.assertEqual(self.look(other)[0][3], "")
        other.action_apply()
        self.assertEqual(self.env["community.resident"].search_count([("name", "=", "缑丙")]), 2)

    def test_topic_sheets_by_number_and_by_home(self):
        """A sheet of names and numbers, and one of names and homes, add to people of another."""
        first, second = self.number(birth="1940-01-01"), self.number(birth="1941-01-01")

        def topics(book, _page):
            for name, rows in (
                ("80岁以上", [("序号", "姓名", "身份证号"), (1, "牧甲", first)]),
                ("独居老人", [("姓名", "房号", "电话"), ("牧乙", "54-1-102", "13900010031")]),
            ):
                sheet = book.add_worksheet(name)
                for at, row in enumerate(rows):
                    sheet.write_row(at, 0, row)

        record = self.check(
            [
                ("54", "1", "101", "牧甲", "户主", first),
                ("54", "1", "102", "牧乙", "户主", second),
            ],
            headings=HEADINGS[:6],
            setup=topics,
        )
        self.assertEqual([name for name, *_rest in self.look(record)], ["牧甲", "牧乙"])
        codes = self.codes(record)
        self.assertIn("elderly_alone", codes["牧乙"])
        self.assertTrue(codes["牧甲"])
        self.assertEqual(self.staged(record)["牧乙"].phone, "13900010031")

    def test_name_and_phone_of_another_home_are_asked(self):
        """Nobody becomes two people because the list tells no number and no birth date."""
        headings = ("楼栋", "房号", "姓名", "与户主关系", "出生日期", "电话")
        self.read_sheet(headings, ("81", "103", "岳甲", "户主", None, "13900080003")).action_apply()
        later = self.read_sheet(
            headings,
            ("82", "101", "岳甲", "户主", None, "13900080003"),
            ("82", "102", "岳乙", "户主", None, "13900080003"),
        )
        self.assertEqual(
            [(name, finding) for name, _role, _place, finding in self.look(later)],
            [("岳甲", "moved"), ("岳乙", "")],
        )
        self.assertEqual(later.change_ids.mapped("kind"), ["moved"])

    def test_a_name_alone_in_another_home_is_asked(self):
        """Who is missing where the list goes, and stands in another home of it, may have moved."""
        headings = ("楼栋", "房号", "姓名", "与户主关系")
        self.read_sheet(
            headings,
            ("65", "101", "迁甲", "户主"),
            ("65", "102", "迁乙", "户主"),
            ("66", "101", "迁丙", "户主"),
        ).action_apply()
        later = self.read_sheet(
            headings,
            ("65", "102", "迁乙", "户主"),
            ("65", "103", "迁甲", "户主"),
            # Another building: whoever lives there has nothing to do with this list.
            ("65", "104", "迁丙", "户主"),
        )
        self.assertEqual(
            [(name, finding) for name, _role, _place, finding in self.look(later)],
            [("迁乙", ""), ("迁甲", "moved"), ("迁丙", "")],
        )
        self.assertEqual(later.change_ids.mapped("kind"), ["moved"])

    def test_two_spellings_of_one_estate_are_one(self):
        record = self.read_sheet(
            ("小区", "楼号", "房号", "姓名", "与户主关系", "身份证号"),
            ("金桂小区", "93", "101", "福甲", "户主", self.number()),
            ("金桂  小区", "93", "101", "福乙", "妻", self.number(birth="1972-01-01")),
            ("金桂小区一期", "93", "102", "福丙", "户主", self.number(birth="1973-01-01")),
            ("金桂小区1期", "93", "102", "福丁", "妻", self.number(birth="1974-01-01")),
        )
        rows = record.row_ids.sorted("id")
        self.assertEqual(rows.mapped("estate"), ["金桂小区"] * 2 + ["金桂小区一期"] * 2)
        self.assertEqual(len(set(rows.mapped("group_no"))), 2)

    def test_the_same_row_again_and_words_for_people(self):
        """Without numbers one person of a home is one; a count of people is nobody's name."""
        record = self.read_sheet(
            HEADINGS,
            (1, 2, 3, 4, 5, 6, 7, 8),
            self.line("501", "谷甲", birth="1960-01-01"),
            self.line("501", "谷甲", birth="1960-01-01"),
            self.line("502", "夫妻二人"),
            self.line("503", "母亲言九"),
        )
        self.assertEqual(
            [(name, finding) for name, _role, _place, finding in self.look(record)],
            [
                ("谷甲", ""),
                ("谷甲", "twice_in_home"),
                ("夫妻二人", "called"),
                ("母亲言九", "name_note"),
            ],
        )
