import datetime
from itertools import permutations

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .test_party_meeting import MeetingCase

DAY = datetime.date(2026, 3, 16)


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-15 04:00:00")
class TestPartyMeetingLate(MeetingCase):
    """Who is due at a meeting, has a vote there or is exempt follows whenever it is entered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = datetime.date(2026, 6, 15)
        (cls.general_branch | cls.branch | cls.branch2).date_life_from = "2026-01-01"
        cls.members = cls.make_members(6)
        cls.ill, cls.punished, cls.moved, cls.gone, cls.dead, cls.here = cls.members
        cls.new = cls.make_member(
            "新党员", stage="probationary", date_probation="2026-02-10", date_full=False
        )

    # facts, each of a day before the meeting or after it

    def exempt(self):
        self.env["community.party.exemption"].create(
            {"member_id": self.ill.id, "reason": "ill", "date_from": "2026-03-01"}
        )

    def punish(self):
        self.env["community.party.discipline"].create(
            {
                "member_id": self.punished.id,
                "kind": "probation",
                "date_from": "2026-03-01",
                "date_to": "2027-02-28",
                "decided_by": "街道纪工委",
                "basis": "1号",
            }
        )

    def letter(self, member, day, **values):
        letter = self.env["community.party.transfer"].create(
            {"member_id": member.id, "date_issued": day, **values}
        )
        letter.action_issue()
        letter.date_received = day
        letter.action_receive()

    def move_after(self):
        values = {"direction": "internal", "to_organization_id": self.branch2.id}
        self.letter(self.moved, "2026-04-10", **values)

    def leave_before(self):
        self.letter(self.gone, "2026-03-10", direction="outgoing", other_name="外地支部")

    def leave_after(self):
        self.letter(self.gone, "2026-04-10", direction="outgoing", other_name="外地支部")

    def suspend(self):
        self.env["community.party.membership.decision"].create(
            {
                "member_id": self.dead.id,
                "ground": "other",
                "kind": "suspend",
                "date": "2026-03-02",
                "decided_by": "街道党工委",
                "basis": "1号",
            }
        )

    def confirm(self):
        """Probation ended on 10 March; the branch enters it now."""
        self.new.sudo().write({"stage": "full", "date_full": "2026-03-10"})

    def meet(self):
        self.meeting = self.make_meeting("general", day=DAY)

    def come(self):
        line = self.meeting.due_ids.filtered(lambda line: line.member_id == self.here)
        line._mark_present()

    def finish(self):
        self.meeting.with_user(self.branch_user).action_done()

    def end(self):
        """Return what the list says in the end, once what came later is taken over."""
        self.env.flush_all()
        self.env.invalidate_all()
        meeting = self.meeting.with_user(self.branch_user)
        if meeting.due_note:
            meeting.action_fill_due()
            meeting.invalidate_recordset()
        self.assertFalse(meeting.due_note)
        names = ("state", "has_vote", "is_due", "is_exempt", "exempt_reason", "member_stage")
        lines = self.meeting.due_ids
        counts = (meeting.due_count, meeting.vote_due_count, meeting.quorum, meeting.is_quorate)
        said = {line.member_id.name: tuple(line[name] for name in names) for line in lines}
        return sorted(said.items()), counts

    def walk(self, facts):
        ends = {}
        for order in permutations(facts):
            if not order.index("meet") < order.index("come") < order.index("finish"):
                continue
            with self.env.cr.savepoint() as point:
                for name in order:
                    getattr(self, name)()
                ends.setdefault(repr(self.end()), []).append(order)
                point.rollback()
            self.env.invalidate_all()
        self.assertEqual(len(ends), 1, "\n".join(f"{end}: {ends[end][0]}" for end in ends))
        return next(iter(ends))

    def test_rights_and_exemptions_in_any_order(self):
        """A penalty, an illness and the end of probation, entered before the meeting was made,
        after it or after it was over: one list.
        """
        end = self.walk(("meet", "come", "finish", "exempt", "punish", "confirm"))
        self.assertIn("'党员0', ('absent', True, True, True, 'ill', 'full')", end)
        self.assertIn("'党员1', ('absent', False, True, False, False, 'full')", end)
        self.assertIn("'新党员', ('absent', True, True, False, False, 'full')", end)
        self.assertIn("(7, 6, 3, False)", end)

    def test_moves_in_any_order(self):
        """Who left after the meeting was due at it, who left or was suspended before was not."""
        end = self.walk(("meet", "come", "finish", "move_after", "leave_before", "suspend"))
        self.assertIn("党员2", end)
        self.assertNotIn("党员3", end)
        self.assertNotIn("党员4", end)
        end = self.walk(("meet", "come", "finish", "leave_after"))
        self.assertIn("党员3", end)

    def test_who_is_taken_in_late_is_due_at_what_comes(self):
        """A coming meeting lists who joins, and strikes who leaves, without a button."""
        coming = self.make_meeting("general", day=datetime.date(2026, 7, 6))
        late = self.make_member("后来")
        self.assertIn(late, coming.due_ids.member_id)
        self.leave_after()
        self.assertNotIn(self.gone, coming.due_ids.member_id)
        earlier = datetime.datetime(2026, 4, 2, 1)
        coming.write({"date_start": earlier, "date_stop": earlier + datetime.timedelta(hours=2)})
        self.assertIn(self.gone, coming.due_ids.member_id, "who stood there on that day")

    def test_a_committee_is_due_by_its_posts(self):
        """A post entered later, or ended later, moves who is due at a committee meeting to come."""
        coming = self.make_meeting("committee", day=datetime.date(2026, 7, 6))
        self.assertFalse(coming.due_ids)
        post = self.env["community.party.post"].create(
            {
                "organization_id": self.branch.id,
                "member_id": self.here.id,
                "date_from": "2026-01-01",
            }
        )
        self.assertEqual(coming.due_ids.member_id, self.here)
        post.date_to = "2026-06-30"
        self.assertFalse(coming.due_ids)

    def test_what_is_signed_or_counted_stands_and_says_so(self):
        """Signed minutes and counted votes keep their denominator; the meeting says what came."""
        self.meet()
        self.sign_in(self.meeting, 5)
        vote = self.vote(self.meeting, 5)
        vote.action_decide()
        due = self.meeting.vote_due_count
        self.finish()
        self.meeting.minutes = "x"
        self.meeting.action_sign_minutes()
        self.assertFalse(self.meeting.due_note)
        self.punish()
        self.leave_before()
        self.exempt()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.meeting.vote_due_count, due)
        self.assertIn("stands", self.meeting.due_note)
        line = self.meeting.due_ids.filtered(lambda line: line.member_id == self.ill)
        self.assertTrue(line.is_exempt, "how much was asked of somebody is no vote")
        Activity = self.env["community.activity"]
        self.assertIn(self.meeting, Activity.search([("due_note", "!=", False)]))
        other = self.make_meeting("general", day=datetime.date(2026, 5, 4))
        other.action_done()
        self.assertNotIn(other, Activity.search([("due_note", "!=", False)]))

    # nobody leaves a denominator without the approved exclusion

    def test_nobody_leaves_the_denominator_but_by_approval(self):
        """A keeper neither strikes a line, nor its vote, nor makes a member due a guest."""
        self.meet()
        meeting = self.meeting.with_user(self.branch_user)
        line = meeting.due_ids.filtered(lambda line: line.member_id == self.here)
        for values in (
            {"has_vote": False},
            {"is_exempt": True},
            {"exempt_reason": "ill"},
            {"is_due": False},
            {"exclusion": "guest"},
            {"member_id": self.make_member("二支", self.branch2).id},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                line.write(values)
            self.env.invalidate_all()
        for name in ("due_count", "vote_due_count", "quorum", "is_quorate", "date_counts"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                meeting.write({name: 1 if name != "date_counts" else "2026-01-01"})
        with self.refused("left out|reason that was approved"):
            line.unlink()
        with self.refused("reason that was approved"):
            meeting.attendance_ids = [Command.delete(line.id)]
        self.assertEqual(self.meeting.vote_due_count, 6)
        line.write({"exclusion": "abroad", "exclusion_note": "街道党工委"})
        self.assertEqual(self.meeting.vote_due_count, 5)
        guest = self.make_member("来宾", self.branch2)
        added = self.env["community.attendance"].create(
            {"activity_id": self.meeting.id, "member_id": guest.id, "exclusion": "guest"}
        )
        added.with_user(self.branch_user).unlink()

    def test_lost_contact_is_still_due(self):
        """Who is out of contact stays on the list until an exclusion is approved."""
        self.meet()
        self.here.date_last_contact = "2025-12-01"
        self.here.status = "lost_contact"
        self.env.flush_all()
        self.assertIn(self.here, self.meeting.due_ids.member_id)
        again = self.make_meeting("general", day=datetime.date(2026, 5, 4))
        self.assertIn(self.here, again.due_ids.member_id)

    # six months without organisation life

    def absent_since(self, *months):
        for month in months:
            meeting = self.make_meeting("theme_day", day=datetime.date(2026, month, 10))
            meeting.action_done()

    def flagged(self, member):
        self.env.flush_all()
        self.env.invalidate_all()
        return member.is_absent_long

    def test_illness_entered_late_lifts_the_flag(self):
        """Half a year of absences, and the certificate comes in summer: no flag; it goes on from
        the end of the illness.
        """
        self.absent_since(1, 2, 3, 4, 5, 6)
        self.assertTrue(self.flagged(self.ill))
        line = self.env["community.party.exemption"].create(
            {
                "member_id": self.ill.id,
                "reason": "ill",
                "date_from": "2026-02-01",
                "date_to": "2026-04-30",
            }
        )
        self.assertFalse(self.flagged(self.ill))
        self.assertTrue(self.flagged(self.here))
        line.unlink()
        self.assertTrue(self.flagged(self.ill))

    def test_an_approved_absence_is_a_reason(self):
        self.absent_since(1, 2, 3, 4, 5, 6)
        lines = self.env["community.attendance"].search([("member_id", "=", self.here.id)])
        lines.filtered(lambda line: line.date.month == 4).write(
            {"exclusion": "abroad", "exclusion_note": "街道党工委"}
        )
        self.assertFalse(self.flagged(self.here))

    def test_half_a_year_begins_when_somebody_last_took_part(self):
        """Came on 20 December, absent ever since: half a year is over on 20 June, not before."""
        day = datetime.date(2025, 12, 20)
        first = self.make_meeting("theme_day", day=day)
        first.due_ids.filtered(lambda line: line.member_id == self.here)._mark_present()
        first.action_done()
        self.absent_since(1, 2, 3, 4, 5, 6)
        self.assertFalse(self.flagged(self.here))
        with freeze_time("2026-06-20 04:00:00"):
            self.assertTrue(self.flagged(self.here))

    def test_taking_part_elsewhere_is_taking_part(self):
        """Who came to a meeting of another branch as a guest was not absent half a year."""
        self.absent_since(1, 2, 3, 4, 5, 6)
        other = self.make_meeting(
            "theme_day", day=datetime.date(2026, 4, 2), organization=self.branch2
        )
        values = {"activity_id": other.id, "member_id": self.here.id, "exclusion": "guest"}
        self.env["community.attendance"].create({**values, "state": "present"})
        other.action_done()
        self.assertFalse(self.flagged(self.here))
        self.assertTrue(self.flagged(self.ill))

    def test_leave_that_was_prolonged_is_leave(self):
        """Two lines that follow one another are leave for the quarter that they cover together."""
        Waiver = self.env["community.party.duty.waiver"]
        for start, stop in (("2026-02-16", "2026-03-31"), ("2025-12-01", "2026-02-15")):
            self.assertFalse(self.lecture().exempt_reason)
            Waiver.create(
                {
                    "organization_id": self.branch.id,
                    "meeting_kind": "lecture",
                    "date_from": start,
                    "date_to": stop,
                    "reason": "装修",
                    "approved_by": "党委",
                }
            )
        self.assertEqual(self.lecture().exempt_reason, "waiver")

    def lecture(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["community.party.compliance"].search(
            [
                ("organization_id", "=", self.branch.id),
                ("meeting_kind", "=", "lecture"),
                ("date_from", "=", "2026-01-01"),
            ]
        )

    def refused(self, words):
        return self.assertRaisesRegex(UserError, words)
