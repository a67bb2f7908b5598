import io
import random
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ledger_rows
from .test_import import ImportCase

HEADINGS = (
    "楼栋",
    "单元",
    "房号",
    "姓名",
    "与户主关系",
    "身份证号",
    "出生日期",
    "联系电话",
    "备注",
)


@tagged("post_install", "-at_install", "community")
class TestImportQuarter(ImportCase):
    """A later workbook: every difference is listed, and an operation is proposed as what it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.n1, cls.n2, cls.n4 = (
            cls.make_id_number(birth) for birth in ("1950-01-02", "1952-03-04", "1980-05-06")
        )
        cls.rows = [
            cls.line("101", "甲大山", "户主", cls.n1, phone="13800000001"),
            cls.line("101", "甲小河", "配偶", cls.n2),
            cls.line("101", "甲宝宝", "孙子", birth="2026-01-05"),
            cls.line("102", "乙大海", "户主", cls.n4),
            cls.line("102", "乙无号", "子", birth="2001-02-03"),
            cls.line("103", "丙老人", "户主", birth="1940-01-01"),
        ]
        first = cls.make_import(cls.make_workbook(cls.rows, HEADINGS))
        first.action_apply()
        cls.people = {
            person.name: person
            for person in cls.env["community.resident"].search(
                [("name", "in", [row[3] for row in cls.rows])]
            )
        }

    @classmethod
    def line(cls, room, name, role, number=None, birth=None, phone=None, note=None):
        return ("7号楼", "1单元", room, name, role, number, birth, phone, note)

    def later(self, **changed):
        """Check a later workbook: ``changed`` gives the new row of a person, None leaves it out."""
        rows = [changed.get(row[3], row) for row in self.rows]
        rows += changed.get("more", ())
        return self.check([row for row in rows if row], headings=HEADINGS)

    def changes(self, record, *kinds):
        return {
            (change.kind, change.name, change.old_text, change.new_text)
            for change in record.change_ids
            if change.state == "open" and (not kinds or change.kind in kinds)
        }

    def test_the_same_workbook_changes_nothing(self):
        """With and without numbers: everybody is as they were, nothing is proposed."""
        for _turn in range(2):
            record = self.later()
            self.assertEqual(record.same_count, len(self.rows))
            self.assertFalse(record.change_ids)
            record.action_apply()
        without = [(*row[:5], None, *row[6:]) for row in self.rows]
        record = self.check(without, headings=HEADINGS)
        self.assertEqual(record.same_count, len(self.rows))
        self.assertFalse(record.change_ids)

    def test_facts_old_and_new(self):
        """Each changed fact stands with before and after; closed numbers masked."""
        record = self.later(
            甲大山=self.line("101", "甲大山", "户主", self.n1, phone="13900000009", note="常在家")
        )
        self.assertEqual(
            self.changes(record),
            {
                ("fact", "甲大山", "138****0001", "139****0009"),
                ("fact", "甲大山", "", "常在家"),
            },
        )
        with self.assertRaisesRegex(UserError, "when the rows are applied"):
            record.change_ids[0].action_enter()
        record.action_apply()
        self.assertEqual(self.people["甲大山"].sudo().phone, "13900000009")

    def test_moved_with_and_without_number(self):
        """Found by number, or by name and birth date; entered as a move from the day given."""
        record = self.later(
            甲小河=self.line("103", "甲小河", "其他", self.n2),
            乙无号=self.line("201", "乙无号", "户主", birth="2001-02-03"),
        )
        moved = self.changes(record, "moved")
        self.assertEqual(
            {(name, old[-3:]) for _k, name, old, _new in moved},
            {("甲小河", "101"), ("乙无号", "102")},
        )
        self.assertFalse(self.changes(record, "missing"))
        self.assertEqual(record.create_count, 0)
        record.date_holds = fields.Date.context_today(record) - timedelta(days=3)
        wife, son = self.people["甲小河"], self.people["乙无号"]
        record.change_ids.filtered(lambda c: c.resident_id == wife).action_enter()
        self.assertEqual(wife.household_id, self.people["丙老人"].household_id)
        (ended,) = wife.residency_ids.filtered("date_to")
        self.assertEqual((ended.date_to, ended.end_reason), (record.date_holds, "move_out"))
        record.action_enter_changes()
        self.assertEqual(son.household_id.room, "201")
        self.assertEqual(son.household_id.head_id, son)
        self.assertFalse(self.changes(record))
        self.assertEqual(record.same_count, len(self.rows))
        operation = record.change_ids.filtered(lambda c: c.resident_id == son).operation_id
        operation.with_user(self.officer).action_undo()
        self.assertEqual(son.household_id.room, "102")

    def test_somebody_else_of_that_name(self):
        record = self.later(
            乙无号=None, more=[self.line("201", "乙无号", "户主", birth="2001-02-03")]
        )
        change = record.change_ids.filtered(lambda c: c.kind == "moved")
        change.action_different()
        record.action_check()
        self.assertFalse(self.changes(record, "moved"))
        self.assertEqual(record.create_count, 1)
        self.assertEqual({name for _k, name, _o, _n in self.changes(record, "missing")}, {"乙无号"})

    def test_new_head(self):
        """The relations of the register stay until the change of the head is entered."""
        record = self.later(
            甲大山=self.line("101", "甲大山", "配偶", self.n1, phone="13800000001"),
            甲小河=self.line("101", "甲小河", "户主", self.n2),
        )
        self.assertEqual(self.changes(record), {("head", "甲小河", "甲大山", "甲小河")})
        record.change_ids.action_enter()
        self.assertEqual(self.people["甲小河"].role, "head")
        self.assertEqual(self.people["甲大山"].role, "spouse")
        self.assertEqual(record.change_ids.operation_id.kind, "change_head")

    def test_new_head_waits_through_apply(self):
        record = self.later(
            甲大山=self.line("101", "甲大山", "配偶", self.n1, phone="13800000001", note="新"),
            甲小河=self.line("101", "甲小河", "户主", self.n2),
        )
        record.action_apply()
        self.assertEqual(self.people["甲大山"].note, "新")
        self.assertEqual(self.people["甲大山"].role, "head")
        record.action_enter_changes()
        self.assertEqual(self.people["甲小河"].role, "head")

    def test_death_with_a_new_head(self):
        record = self.later(
            甲大山=self.line("101", "甲大山", "户主", self.n1, note="已故"),
            甲小河=self.line("101", "甲小河", "户主", self.n2),
        )
        self.assertEqual({(k, n) for k, n, _o, _n in self.changes(record)}, {("death", "甲大山")})
        record.action_enter_changes()
        self.assertTrue(self.people["甲大山"].date_death)
        self.assertEqual(self.people["甲小河"].role, "head")

    def test_numbers(self):
        """A corrected number and the first number of a baby; neither makes a second person."""
        other = self.make_id_number("1980-05-06")
        baby = self.make_id_number("2026-01-05")
        record = self.later(
            乙大海=self.line("102", "乙大海", "户主", other),
            甲宝宝=self.line("101", "甲宝宝", "孙子", baby, "2026-01-05"),
        )
        stars = "*" * 14
        self.assertEqual(
            self.changes(record),
            {
                ("number", "乙大海", stars + self.n4[-4:], stars + other[-4:]),
                ("got_number", "甲宝宝", "", stars + baby[-4:]),
                ("fact", "甲宝宝", "", "Male"),
            },
        )
        self.assertEqual(record.create_count, 0)
        record.action_enter_changes()
        self.assertEqual(self.people["乙大海"].sudo().id_number, other)
        self.assertEqual(self.people["甲宝宝"].sudo().id_number, baby)
        line = self.env["community.fact.change"].search(
            [("resident_id", "=", self.people["乙大海"].id), ("field_name", "=", "id_number")]
        )
        self.assertEqual(line.kind, "correct")
        self.assertFalse(self.changes(record))
        self.assertEqual(record.same_count, len(self.rows))

    def test_missing_is_never_closed(self):
        """Who is missing in a home of the workbook is to be clarified; applying ends nobody."""
        record = self.later(甲宝宝=None, 丙老人=None)
        missing = record.change_ids.filtered(lambda c: c.kind == "missing")
        self.assertEqual(set(missing.mapped("name")), {"甲宝宝", "丙老人"})
        record.action_enter_changes()
        record.action_apply()
        lines = (self.people["甲宝宝"] | self.people["丙老人"]).residency_ids
        self.assertFalse(any(lines.mapped("date_to")))
        missing = record.change_ids.filtered(lambda c: c.kind == "missing")
        self.assertEqual(len(missing), 2)
        action = missing[0].action_enter()
        self.assertEqual(action["res_model"], "community.household.operation.wizard")

    def test_a_part_of_a_building_tells_nothing_of_the_rest(self):
        for number in range(20):
            self.make_household(
                [{"name": f"邻居{number}", "role": "head"}],
                building=self.people["甲大山"].household_id.area_id,
                room=str(300 + number),
            )
        record = self.later(丙老人=None)
        self.assertFalse(record.missing_count)

    def test_what_stands_in_the_way_is_said(self):
        record = self.later(甲小河=self.line("103", "甲小河", "其他", self.n2))
        self.people["甲小河"].with_user(self.officer).household_id._move_out(
            fields.Date.context_today(record), self.people["甲小河"]
        )
        record.date_holds = fields.Date.context_today(record) + timedelta(days=9)
        record.change_ids._enter_all()
        change = record.change_ids.filtered(lambda c: c.kind == "moved")
        self.assertEqual(change.state, "open")
        self.assertIn("future", change.problem)

    def test_as_a_workbook(self):
        record = self.later(
            甲大山=self.line("101", "甲大山", "户主", self.n1, phone="13900000009"),
            乙无号=self.line("201", "乙无号", "户主", birth="2001-02-03"),
        )
        content = record.change_ids._workbook(record)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        _headings, rows = ledger_rows(sheet, len(record.change_ids))
        self.assertEqual({row[1] for row in rows}, {"甲大山", "乙无号"})
        self.assertNotIn("13900000009", str(rows))
        self.assertTrue(
            self.env["community.access.log"].search_count(
                [("kind", "=", "export"), ("model", "=", "community.import.change")]
            )
        )

    def test_rights(self):
        record = self.later(甲小河=self.line("103", "甲小河", "其他", self.n2))
        for user in (self.worker, self.auditor):
            with self.assertRaises(AccessError):
                record.change_ids.with_user(user).action_enter()
        with self.assertRaises(AccessError):
            record.change_ids.with_user(self.manager).write({"state": "done"})

    def test_random_quarters_settle(self):
        """Whatever moves, changes and leaves: entered and applied, the workbook is the register."""
        rng = random.Random(7)
        for _turn in range(4):
            rows = list(self.rows)
            movers = rng.sample(["甲小河", "乙无号", "甲宝宝"], rng.randrange(0, 3))
            rows = [
                (*row[:2], rng.choice(["101", "102", "103", "301"]), *row[3:4], "其他", *row[5:])
                if row[3] in movers
                else row
                for row in rows
            ]
            rows = [
                (*row[:7], f"1370000{rng.randrange(1000, 9999)}", row[8])
                if rng.random() < 0.4
                else row
                for row in rows
            ]
            record = self.check(rows, headings=HEADINGS)
            record.action_enter_changes()
            record.action_apply()
            again = self.check(rows, headings=HEADINGS)
            with self.subTest(movers=movers):
                self.assertEqual(again.create_count, 0)
                self.assertEqual(self.changes(again), set())
                for person in self.people.values():
                    living = person.residency_ids.filtered(lambda line: not line.date_to)
                    self.assertEqual(len(living), 1)
