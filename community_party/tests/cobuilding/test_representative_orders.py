import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..representative_case import RepresentativeCase


@tagged("post_install", "-at_install", "community")
class TestRepresentativeOrders(RepresentativeCase):
    """Right whenever entered: lists follow from terms in whatever order things are entered."""

    def test_any_order_gives_the_same_list(self):
        """Twenty-five histories drawn from a seed: terms entered, ended, taken back and deleted
        before and after meetings are called, held, moved and signed. A list that is not signed is
        what the terms say; a signed one is what they said when it was signed, and the difference
        is told; a decided vote of signed minutes stands on the numbers of the list."""
        happened = set()
        for seed in range(25):
            # Each history begins with nobody in office.
            with self.subTest(seed=seed), self.env.cr.savepoint() as before:
                happened.update(self.play(random.Random(seed)))
                before.rollback()
            self.env.invalidate_all()
        self.assertEqual(
            happened,
            {"choose", "end", "resume", "drop", "call", "move", "sign_in", "vote", "sign", "late"},
        )

    def play(self, dice):
        people = self.env["res.partner"].create([{"name": f"甲{n}"} for n in range(4)])
        terms, meetings = self.Representative, self.Activity
        frozen = {}

        def choose(**values):
            nonlocal terms
            terms |= self.make_representative(
                group=f"第{dice.randrange(3)}小组",
                partner_id=dice.choice(people).id,
                date_from=self.day(dice.randrange(-60, 0)),
                **values,
            )

        def late():
            term = dice.choice(terms)
            term.date_from = self.day(dice.randrange(-60, 0))

        def end():
            term = dice.choice(terms)
            term.write({"date_ended": self.day(dice.randrange(-50, 0)), "end_reason": "moved"})

        def resume():
            dice.choice(terms.filtered("date_ended")).write(
                {"date_ended": False, "end_reason": False}
            )

        def drop():
            nonlocal terms
            term = dice.choice(terms)
            term.with_user(self.party_manager).unlink()
            terms -= term

        def call():
            nonlocal meetings
            meetings |= self.make_meeting(days=dice.randrange(-45, 0))

        def open_one():
            return dice.choice(meetings.filtered(lambda m: not m.date_signed))

        def move():
            meeting = open_one()
            other = self.make_meeting(days=dice.randrange(-45, 0))
            meeting.write({"date_start": other.date_start, "date_stop": other.date_stop})
            other.with_user(self.party_manager).sudo().unlink()

        def sign_in():
            meeting = open_one()
            dice.choice(meeting.due_ids).action_present()

        def vote():
            meeting = open_one()
            present = meeting.vote_present_count
            self.Resolution.create(
                {"name": "Plan", "activity_id": meeting.id, "yes_count": present}
            ).action_decide()

        def sign():
            meeting = open_one()
            if meeting.state != "done":
                meeting.action_done()
            meeting.minutes = "会议纪要"
            meeting.action_sign_minutes()
            frozen[meeting] = self.due(meeting)

        steps = {
            "choose": choose,
            "late": late,
            "end": end,
            "resume": resume,
            "drop": drop,
            "call": call,
            "move": move,
            "sign_in": sign_in,
            "vote": vote,
            "sign": sign,
        }
        trail = []
        choose()
        call()
        for _turn in range(14):
            step = dice.choice([*steps, "choose", "sign_in", "sign_in"])
            kept = terms, meetings
            try:
                with self.env.cr.savepoint():
                    steps[step]()
            except (UserError, IndexError):
                terms, meetings = kept
                continue  # refused in this order, and nothing of it is left
            trail.append(step)
            for meeting in meetings:
                self.compare(meeting, terms, people, frozen, trail)
        return [*trail, "choose", "call"]

    def due(self, meeting):
        return {
            line.partner_id: (line.state, line.has_vote)
            for line in meeting.attendance_ids
            if line.is_due
        }

    def compare(self, meeting, terms, people, frozen, trail):
        """Compare a list with the terms, worked out again without the program's own search."""
        wanted = people.filtered(
            lambda person: any(
                term.partner_id == person
                and term.date_from
                <= meeting.date
                <= min(filter(None, (term.date_to, term.date_ended)))
                for term in terms
            )
        )
        listed = self.due(meeting)
        due = people.browse(person.id for person in listed)
        if meeting in frozen:
            self.assertEqual(listed, frozen[meeting], trail)
            meeting.invalidate_recordset(["term_note"])
            told = bool(meeting.term_note)
            self.assertEqual(told, due != wanted, trail)
        else:
            self.assertEqual(due, wanted & people, trail)
            self.assertTrue(all(vote for _state, vote in listed.values()), trail)
        self.assertEqual(meeting.vote_due_count, len(listed), trail)
        for vote in meeting.resolution_ids if meeting in frozen else ():
            self.assertEqual(vote.due_count, len(listed), trail)
