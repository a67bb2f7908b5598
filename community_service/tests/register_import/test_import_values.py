from odoo.tests import tagged

from .test_import import ImportCase

HEADINGS = ("楼栋", "单元", "房号", "姓名", "与户主关系", "性别", "身份证号", "出生年月", "备注")


@tagged("post_install", "-at_install", "community")
class TestImportValues(ImportCase):
    """A cell is a name, a number, a date - or it is asked; a weaker fact never beats a stronger."""

    def staged(self, people):
        """Check rows of ``(name, number, birth, note)``, each in a flat of its own."""
        rows = [
            (21, 1, 101 + place, name, role, None, *facts)
            for place, (name, role, *facts) in enumerate(people)
        ]
        return self.check(rows, headings=HEADINGS).sudo().row_ids.sorted("row")

    def test_cell_of_a_name_that_names_nobody(self):
        table = {
            "同上": "no_person",
            "某某": "no_person",
            "13900000001": "name_characters",
            "简一(已故)": "left",
            "简二（外甥）": "name_note",
            "何华 吕春梅": "two_names",
            "简三、简四": "two_names",
            "简?": "name_lost",
            "简□五": "name_lost",
            "简*六": "name_lost",
        }
        rows = self.staged([(name, "户主") for name in table])
        for row, (name, code) in zip(rows, table.items(), strict=True):
            with self.subTest(name=name):
                self.assertEqual((row.error, row.error_field), (code, "name"))
                self.assertIn(name, row.reason)
                self.assertTrue(row.remedy)
        rows.import_id.action_apply()
        self.assertFalse(self.env["community.resident"].search([("name", "in", list(table))]))

    def test_name_out_of_what_stands_around_it(self):
        table = {
            "简七（户主）": ("简七", False),
            "简八(曾用名简九)": ("简八", True),
            "1.简甲": ("简甲", True),
            "简乙★": ("简乙", True),
            "简 丙": ("简丙", False),
            "古丽娜尔.买买提": ("古丽娜尔·买买提", False),
            "Anna  Muster": ("Anna Muster", False),
        }
        rows = self.staged([(name, None) for name in table])
        for row, (text, (name, is_remarked)) in zip(rows, table.items(), strict=True):
            with self.subTest(text=text):
                self.assertFalse(row.error)
                self.assertEqual((row.name, row.has_warning), (name, is_remarked))
                if is_remarked:
                    self.assertIn(text, row.warning)
                    self.assertEqual(row.extra["姓名"], text)
        self.assertEqual(rows[0].role, "head")

    def test_remark_of_death_or_leaving(self):
        rows = self.staged(
            [
                ("桂一", "户主", None, None, "2024年3月去世"),
                ("桂二", "户主", None, None, "已搬走"),
                ("桂三", "户主", None, None, "丈夫2019年去世"),
            ]
        )
        self.assertEqual(rows.mapped("error"), ["left", "left", False])

    def test_words_and_remarks_beside_a_number(self):
        number = [self.make_id_number() for _place in range(3)]
        table = {
            "未上户": None,
            "拒绝提供": None,
            "（丢失补办中）": None,
            "999999********0024": None,
            f"身份证：{number[0]}": number[0],
            f"{number[1]}（儿子代）": number[1],
            f'="{number[2]}"': number[2],
            "护照E99999999": "E99999999",
        }
        people = [(f"温{chr(0x4E00 + place)}", "户主", text) for place, text in enumerate(table)]
        rows = self.staged(people)
        for row, (text, found) in zip(rows, table.items(), strict=True):
            with self.subTest(text=text):
                self.assertFalse(row.error)
                self.assertEqual(row.id_number or None, found)
                self.assertEqual((row.extra or {}).get("身份证号"), None if found else text)
                self.assertEqual(row.has_warning, not found)

    def test_month_beside_a_number_is_no_contradiction(self):
        number = self.make_id_number(birth="1975-06-18")
        table = {
            "1975.06": False,
            "1975年6月": False,
            "197506": False,
            "1975年": False,
            "1975-06-18": False,
            "1975.07": "birth_contradicts_id",
            "1974年": "birth_contradicts_id",
            "1975-06-01": "birth_contradicts_id",
        }
        for text, error in table.items():
            with self.subTest(text=text):
                row = self.staged([("温甲", "户主", number, text)])
                self.assertEqual(row.error, error)
                self.assertEqual(row.birth_date.isoformat(), "1975-06-18")

    def test_dead_person_in_an_older_list_is_asked(self):
        """By number, and by name where neither side has one; the others of the list go in."""
        for has_number in (True, False):
            with self.subTest(has_number=has_number):
                head = self.make_id_number()
                wife = self.make_id_number() if has_number else None
                room = 801 + has_number
                rows = [
                    (22, 1, room, "沙一", "户主", None, head),
                    (22, 1, room, "沙二", "妻", None, wife),
                ]
                self.check(rows, headings=HEADINGS).action_apply()
                found = self.env["community.resident"].search([("name", "=", "沙二")])
                person = found.filtered(lambda who, room=str(room): who.household_id.room == room)
                home = person.household_id
                home.with_user(self.officer)._death("2026-01-20", person)
                again = self.check(
                    [*rows, (22, 1, room, "沙三", "子", None, self.make_id_number())],
                    headings=HEADINGS,
                )
                self.assertEqual(list(self.findings(again).values()), ["died"])
                self.assertIn("2026-01-20", again.row_ids.filtered("error").reason)
                self.assertEqual((again.same_count, again.create_count), (1, 1))
                again.action_apply()
                living = home.residency_ids.filtered(lambda line: not line.date_to)
                self.assertEqual(sorted(living.resident_id.mapped("name")), ["沙一", "沙三"])

    def family(self, room):
        """Import a household of three into building 23; return its rows."""
        number = self.make_id_number
        rows = [
            (23, 1, room, "路一", "户主", None, number(), None, None),
            (23, 1, room, "路二", "妻", None, number(), None, None),
            (23, 1, room, "路三", "子", None, number(), None, None),
        ]
        self.check(rows, headings=HEADINGS).action_apply()
        people = self.env["community.resident"].search([("name", "like", "路_")])
        people = people.filtered(lambda who: who.household_id.room == str(room)).sorted("id")
        return rows, people

    def test_somebody_who_moved_out_does_not_come_back_by_an_older_list(self):
        rows, (_one, two, _three) = self.family(901)
        home = two.household_id
        home.with_user(self.officer)._move_out("2026-02-01", two)
        again = self.check(rows, headings=HEADINGS)
        self.assertEqual(list(self.findings(again).values()), ["gone"])
        self.assertIn("2026-02-01", again.row_ids.filtered("error").reason)
        self.assertEqual((again.same_count, again.create_count), (2, 0))
        again.action_apply()
        self.assertEqual(home.member_count, 2)
        # Also by name, where the list has no number.
        plain = [(*row[:6], None, *row[7:]) for row in rows]
        self.assertEqual(
            list(self.findings(self.check(plain, headings=HEADINGS)).values()), ["gone"]
        )

    def test_dead_head_in_an_older_list(self):
        """The list tells relations to somebody who died: those of the register stay."""
        rows, (one, two, three) = self.family(902)
        home = one.household_id
        home.with_user(self.officer)._death("2026-02-02", one, new_head=two)
        again = self.check(rows, headings=HEADINGS)
        self.assertEqual(list(self.findings(again).values()), ["died"])
        again.action_apply()
        self.assertEqual(home.head_id, two)
        self.assertEqual((two.role, three.residency_ids.role), ("head", three.role))
        row = again.row_ids.filtered(lambda row: row.name == "路二")
        self.assertIn("妻", row.warning)

    def test_words_of_leaving_are_proposals_with_their_date(self):
        """In a column, the sheet, a bracket, a remark, a column of dates: never a change itself."""
        rows, (one, two, three) = self.family(903)
        base = [(*row[:8], None) for row in rows]
        tables = {
            "remark": ([(*base[0][:8], "2026年3月5日去世"), *base[1:]], "death", "2026-03-05"),
            "bracket": ([(*base[0][:3], "路一(已故)", *base[0][4:]), *base[1:]], "death", None),
        }
        for kind, (table, leaving, date) in tables.items():
            with self.subTest(kind=kind):
                record = self.check(table, headings=HEADINGS)
                row = record.row_ids.filtered(lambda row: row.state == "refused")
                self.assertEqual((row.error, row.leaving), ("left", leaving))
                self.assertEqual(row.leaving_date and row.leaving_date.isoformat(), date or False)
                self.assertEqual(row.resident_id, one.id)
                self.assertEqual(record.leaving_count, 1)
        sheet = self.check(base[1:2], headings=HEADINGS, sheet="迁出人员")
        self.assertEqual(sheet.row_ids.leaving, "move_out")
        headings = (*HEADINGS[:8], "死亡日期")
        record = self.check([base[0], (*base[1][:8], "2026.4.1"), base[2]], headings=headings)
        row = record.row_ids.filtered("leaving")
        self.assertEqual((row.name, row.leaving_date.isoformat()), ("路二", "2026-04-01"))
        self.assertFalse(two.date_death, "the register changes by the operation alone")
        action = row.action_leave()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((wizard.kind, wizard.resident_id), ("death", two))
        self.assertEqual(wizard.date.isoformat(), "2026-04-01")
        record = self.check(
            [*base[:2], (*base[2][:8], "2026-05-02")], headings=(*HEADINGS[:8], "迁出日期")
        )
        row = record.row_ids.filtered("leaving")
        wizard = self.env["community.household.operation.wizard"].browse(
            row.action_leave()["res_id"]
        )
        self.assertEqual(wizard.kind, "move_out")
        self.assertEqual(wizard._chosen(), three)
