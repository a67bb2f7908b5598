from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_match import MatchCase


@tagged("post_install", "-at_install", "community")
class TestMatchBatch(MatchCase):
    """What is done with everybody whom a list has found, and taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = [cls.make_id_number("1950-03-04") for _at in range(3)]
        cls.people = cls.env["community.resident"]
        for at, number in enumerate(cls.numbers):
            cls.people |= cls.add(f"冉{'一二三'[at]}", room=str(301 + at), number=number)
        cls.category = cls.env["community.category"].create(
            {"name": "独居核查", "code": "checked_alone", "subject": "resident"}
        )

    def confirmed(self, rows=None, filename="核查名单.xlsx"):
        rows = rows or [
            (at, person.name, person.sudo().id_number) for at, person in enumerate(self.people)
        ]
        record = self.make_list(self.make_book(rows), filename)
        record.action_match()
        record.action_confirm()
        return record

    def act(self, record, **values):
        dialog = (
            self.env["community.match.apply"]
            .with_user(self.officer)
            .create({"match_id": record.id, **values})
        )
        dialog.action_apply()
        return record.batch_ids[0]

    def open_lines(self):
        return self.env["community.category.line"].search(
            [("category_id", "=", self.category.id), ("date_to", "=", False)]
        )

    def activity(self, **values):
        start = fields.Datetime.now() + timedelta(days=5)
        return self.env["community.activity"].create(
            {
                "name": "健康讲座",
                "kind_id": self.env["community.activity.kind"].search([], limit=1).id,
                "date_start": start,
                "date_stop": start + timedelta(hours=2),
                **values,
            }
        )

    def test_a_category_and_back(self):
        """Everybody found is given a category; who had it keeps it when the batch goes."""
        own = self.env["community.category.line"].create(
            {"category_id": self.category.id, "resident_id": self.people[0].id}
        )
        record = self.confirmed()
        batch = self.act(record, kind="category", category_id=self.category.id)
        self.assertEqual((batch.made_count, batch.known_count), (2, 1))
        self.assertEqual(self.open_lines().resident_id, self.people)
        batch.action_undo()
        self.assertEqual((batch.state, self.open_lines()), ("undone", own))
        with self.assertRaises(UserError):
            batch.action_undo()

    def test_a_category_of_households(self):
        """A category of households is given once to each home."""
        self.category = self.env["community.category"].create(
            {"name": "困难家庭核查", "code": "checked_home", "subject": "household"}
        )
        mate = self.make_resident(self.people[0].household_id, name="冉四")
        rows = [(1, "冉一", self.numbers[0]), (2, "冉四", None, None, "望河小区1号楼301")]
        record = self.confirmed(rows)
        self.assertEqual(record._found_rows().resident_id, self.people[0] + mate)
        batch = self.act(record, kind="category", category_id=self.category.id)
        self.assertEqual(batch.made_count, 1)
        self.assertEqual(batch.category_line_ids.household_id, mate.household_id)

    def test_undo_is_refused_when_a_line_was_ended(self):
        """A line that was ended since stops the way back, with names; nothing goes."""
        batch = self.act(self.confirmed(), kind="category", category_id=self.category.id)
        line = batch.category_line_ids[0]
        line.date_to = fields.Date.context_today(line)
        with self.assertRaises(UserError) as refusal:
            batch.action_undo()
        self.assertIn(line.resident_id.name, str(refusal.exception))
        self.assertEqual(len(batch.category_line_ids), 3)

    def test_an_activity_and_back(self):
        """Everybody found is signed up; the way back is closed once somebody was signed in."""
        activity = self.activity()
        record = self.confirmed()
        batch = self.act(record, kind="activity", activity_id=activity.id)
        self.assertEqual(activity.attendance_ids.resident_id, self.people)
        batch.action_undo()
        self.assertFalse(activity.attendance_ids)
        again = self.act(record, kind="activity", activity_id=activity.id)
        again.attendance_ids[0].state = "leave"
        with self.assertRaises(UserError) as refusal:
            again.action_undo()
        self.assertIn(again.attendance_ids[0].person, str(refusal.exception))

    def test_seats_are_kept(self):
        """An activity with too few seats takes nobody of a list, rather than some."""
        activity = self.activity(capacity=2)
        record = self.confirmed()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.act(record, kind="activity", activity_id=activity.id)
        self.assertFalse(activity.attendance_ids)
        self.assertFalse(record.batch_ids)

    def test_a_mark_and_back(self):
        """A mark stands with the person, is found in the register, and goes with its batch."""
        batch = self.act(self.confirmed(), kind="mark", mark=" 2026  医保核查 ")
        found = self.env["community.resident"].with_user(self.worker)
        found = found.search([("match_mark_ids.name", "ilike", "医保")])
        self.assertEqual(found, self.people)
        self.assertEqual(found[0].match_marks, "2026 医保核查")
        batch.action_undo()
        self.assertFalse(self.env["community.match.mark"].search([("name", "like", "医保")]))

    def test_nothing_twice(self):
        """The same batch again is refused with a sentence; nobody has a thing twice."""
        record = self.confirmed()
        self.act(record, kind="category", category_id=self.category.id)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.act(record, kind="category", category_id=self.category.id)
        self.assertEqual((len(record.batch_ids), len(self.open_lines())), (1, 3))

    def test_who_left_since_is_left_out(self):
        """Who died after the match is given nothing, and is counted."""
        record = self.confirmed()
        dead = self.people[0]
        dead.household_id._death(fields.Date.context_today(dead), dead)
        batch = self.act(record, kind="mark", mark="核查")
        self.assertEqual((batch.made_count, batch.gone_count), (2, 1))

    def test_nothing_before_confirmation_and_no_way_back_after(self):
        """Nothing is done with a list that is not confirmed; with one in use nothing is chosen."""
        record = self.match([(1, "冉一", self.numbers[0])])
        with self.assertRaises(UserError):
            record.action_do()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.act(record, kind="mark", mark="核查")
        record.action_confirm()
        batch = self.act(record, kind="mark", mark="核查")
        with self.assertRaises(UserError):
            record.action_reopen()
        with self.assertRaises(UserError):
            record.row_ids.action_reset()
        batch.action_undo()
        record.action_reopen()
        self.assertEqual(record.state, "matched")

    def test_queries_do_not_grow_with_the_people(self):
        """Marking thirty people takes as many queries as marking three."""
        household = self.make_household([], room="901")
        names = [f"冉{chr(0x4E00 + at)}甲" for at in range(30)]
        for name in names:
            self.make_resident(household, name=name)
        counts = []
        # The first one fills what Odoo remembers.
        for size in (2, 3, 30):
            rows = [
                (at, name, None, None, "望河小区1号楼901") for at, name in enumerate(names[:size])
            ]
            record = self.confirmed(rows, f"{size}.xlsx")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["community.match.batch"].with_user(self.officer)._do(
                record, "mark", mark=f"核查{size}"
            )
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
