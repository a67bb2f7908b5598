from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..admission_case import AdmissionCase
from ..dues.test_dues import DuesCase
from ..life.test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestPartyBadInput(AdmissionCase, DuesCase, MeetingCase):
    """What cannot be is refused in one sentence that says whom, what and what to do instead."""

    def sentence(self, words, call, *args, **values):
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            call(*args, **values)
            self.env.flush_all()
        text = str(caught.exception)
        for word in words:
            self.assertIn(word, text)
        # A remedy follows the reason.
        self.assertRegex(text, r"[:;.] ?\w+")
        return text

    def test_a_vote_counted_over_those_present(self):
        self.make_members(14)
        meeting = self.make_meeting()
        self.sign_in(meeting, 9)
        self.sentence(
            ("over the 16 people with a vote who are due", "not over 9", "Correct the list"),
            self.vote,
            meeting,
            5,
            due_count=9,
        )

    def test_more_ballots_than_issued(self):
        values = {"organization_id": self.branch.id}
        self.sentence(
            ("第一党支部", "9 of 8", "ballots returned", "correct the numbers"),
            self.env["community.party.election"].create,
            {**values, "issued": 8, "returned": 9, "valid": 8},
        )

    def test_a_probationary_or_disciplined_introducer(self):
        probationary = self.make_member("冯预备", stage="probationary", date_full=False)
        self.walk(8)
        self.sentence(
            ("冯预备", "no full member", "choose a full member"),
            self.name_people,
            "introducer",
            probationary,
        )
        self.env["community.party.discipline"].create(
            {
                "member_id": self.full[0].id,
                "kind": "probation",
                "date_from": "2025-01-01",
                "date_to": "2027-01-01",
                "decided_by": "街道纪工委",
                "basis": "1号",
            }
        )
        self.sentence(
            ("王党员", "no right to introduce", "choose another"),
            self.name_people,
            "introducer",
            self.full[:1],
        )

    def transfer(self, **values):
        return (
            self.env["community.party.transfer"]
            .with_user(self.party_officer)
            .create({"member_id": self.full[0].id, "direction": "internal", **values})
        )

    def test_transfer_to_the_same_branch(self):
        self.sentence(
            ("王党员", "第一党支部", "already", "choose another"),
            self.transfer,
            to_organization_id=self.branch.id,
        )
        draft = self.transfer(to_organization_id=self.branch2.id)
        self.sentence(
            ("王党员", "choose another"), draft.write, {"to_organization_id": self.branch.id}
        )

    def test_a_second_open_transfer(self):
        first = self.transfer(to_organization_id=self.branch2.id)
        self.sentence(
            ("王党员", first.number, "receive or cancel"),
            self.transfer,
            to_organization_id=self.general_branch.id,
        )

    def test_dues_for_a_month_before_membership(self):
        newcomer = self.make_member(
            "新党员",
            stage="probationary",
            date_probation="2026-09-10",
            date_full=False,
            dues_category="student",
        )
        self.sentence(
            ("新党员", "2026-08", "counts from 2026-09"), self.pay, newcomer, "2026-08-01"
        )

    def test_posting_to_a_closed_year(self):
        member = self.make_member("旧年", dues_category="dibao")
        with freeze_time("2025-12-20"):
            self.pay(member, "2025-12-01")
        year = self.env["community.party.dues.year"].with_user(self.treasurer)
        year.create({"year": "2025"}).action_close()
        self.sentence(("2025", "closed"), self.pay, member, "2025-11-01", date="2025-12-30")
        self.sentence(("2025", "closed"), self.Dues._assess, date(2025, 10, 1), member)

    def test_a_post_for_a_non_member(self):
        self.sentence(
            ("周申请", "not a full member", "choose a full member"),
            self.env["community.party.post"].create,
            {"organization_id": self.branch.id, "member_id": self.person.id},
        )

    def test_a_term_longer_than_the_rules_allow(self):
        values = {"organization_id": self.branch.id, "member_id": self.full[0].id}
        Post = self.env["community.party.post"]
        values |= {"kind": "secretary", "date_from": "2021-06-01"}
        self.sentence(
            ("王党员", "2027-05-31", "2027-06-01"),
            Post.create,
            {**values, "date_term_end": "2027-06-01"},
        )
        self.sentence(
            ("5 years", "approved"), Post.create, {**values, "date_term_end": "2026-12-31"}
        )
        post = Post.create({**values, "date_term_end": "2027-05-31", "approved_by": "街道党工委"})
        self.assertEqual(post.date_term_end, date(2027, 5, 31))


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestPartyVectors(DuesCase, MeetingCase):
    """The boundary cases of the rules, through the records that people use."""

    def test_dues_of_pay_and_pensions(self):
        for kind, cases in (
            (
                "salary",
                (
                    (2999, 15.0),
                    (3000, 15.0),
                    (3000.01, 30.0),
                    (5000, 50.0),
                    (5000.01, 75.0),
                    (5001, 75.02),
                    (10000, 150.0),
                    (10000.01, 200.0),
                    (10001, 200.02),
                    (12345.67, 246.91),
                ),
            ),
            ("pension", ((3200, 16.0), (5000, 25.0), (5000.01, 50.0), (5001, 50.01))),
        ):
            for amount, dues in cases:
                member = self.make_member(f"{kind}{amount}", dues_category=kind)
                self.base(member, amount, category=kind)
                row = self.Dues._assess(date(2026, 3, 1), member)
                self.assertEqual(row.amount, dues, f"{kind} {amount}")

    def resolution(self, due, present, yes, **values):
        meeting = self.make_meeting()
        self.assertEqual(meeting.vote_due_count, due)
        self.sign_in(meeting, present)
        return self.vote(meeting, yes, no=present - yes, **values)

    def test_fifteen_sixteen_and_thirty_one_due(self):
        self.make_members(15)
        self.assertTrue(self.resolution(15, 10, 8).is_passed)
        self.assertFalse(self.resolution(15, 10, 7).is_passed)
        person = self.make_member("郑对象", stage="candidate", date_full=False)
        self.make_members(1)
        self.assertTrue(self.resolution(16, 8, 8).is_valid, "half is enough to meet")
        self.assertFalse(
            self.resolution(16, 8, 8, kind="admission", member_id=person.id).is_valid,
            "and not to accept",
        )
        self.assertFalse(self.resolution(16, 16, 8).is_passed)
        self.assertTrue(self.resolution(16, 16, 9).is_passed)
        self.make_members(15)
        for kind in ("ordinary", "admission"):
            values = {"kind": kind, "member_id": person.id}
            self.assertTrue(self.resolution(31, 16, 16, **values).is_passed)
            vote = self.resolution(31, 16, 15, **values)
            self.assertEqual((vote.is_valid, vote.is_passed), (True, False))

    def election(self, due, present):
        election = self.env["community.party.election"].create({"organization_id": self.branch.id})
        self.assertEqual(election.due_count, due)
        election.elector_ids[:present].presence = "present"
        election.write({"issued": present, "returned": present, "valid": present})
        return election

    def test_an_election_of_thirty_one_needs_twenty_five(self):
        """Of thirty-one due, twenty-five must come: with twenty-four the count is refused."""
        self.make_members(31)
        self.assertEqual(self.election(31, 24).quorum, 25)
        with self.assertRaisesRegex(UserError, "24 of 31 came; an election needs 25"):
            self.election(31, 24).action_count()
        enough = self.election(31, 25)
        enough.action_count()
        self.assertEqual(enough.state, "counted")

    def test_one_third_of_thirty_one_five_and_two(self):
        for more, graded, cap in ((2, 2, 0), (3, 5, 1), (26, 31, 10)):
            self.make_members(more)
            appraisal = self.env["community.party.appraisal"].create(
                {"organization_id": self.branch.id, "year": 2000 + graded}
            )
            self.assertEqual((appraisal.graded_count, appraisal.excellent_cap), (graded, cap))

    def test_probation_of_a_leap_day(self):
        member = self.make_member(
            "闰日", stage="probationary", date_probation="2024-02-29", date_full=False
        )
        self.assertEqual(member.date_probation_end, date(2025, 2, 28))

    def test_sizes_of_organisations(self):
        branch = self.branch2
        members = self.make_members(2, organization=branch)
        for more, words in (
            (0, "fewer than 3 a joint branch"),
            (1, None),
            (3, None),
            (1, "a committee of at least 3"),
            (44, "more than 50"),
        ):
            members |= self.make_members(more, organization=branch)
            self.env.invalidate_all()
            note = branch.gap_note
            if words:
                self.assertIn(words, note, len(members))
            else:
                for word in ("joint branch", "committee of at least", "more than 50"):
                    self.assertNotIn(word, note, len(members))

    def test_letters_of_ten_and_thirty_days_and_never_over_ninety(self):
        member = self.make_member()
        Transfer = self.env["community.party.transfer"].with_user(self.branch_user)
        values = {"member_id": member.id, "other_name": "河西街道党工委"}
        with self.assertRaises(ValidationError), self.cr.savepoint():
            Transfer.create({**values, "valid_days": 91})
        for reach, last in (("city", date(2026, 12, 3)), ("outside", date(2026, 12, 23))):
            transfer = Transfer.create({**values, "reach": reach})
            transfer.action_issue()
            self.assertEqual(transfer.date_valid_until, last)
            transfer.cancel_reason = "重写"
            transfer.action_cancel()
