import itertools

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import PartyCase


@tagged("post_install", "-at_install", "community")
class TestPartyPeople(PartyCase):
    """Posts, elections, responsibility, members out of contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.members = cls.env["community.party.member"].browse(
            [cls.make_member(f"党员{number}").id for number in range(5)]
        )
        cls.Post = cls.env["community.party.post"]

    def _election(self, present=4, **values):
        election = self.env["community.party.election"].create(
            {"organization_id": self.branch.id, "date": self.today, "seats": 2}
        )
        election.elector_ids[:present].presence = "present"
        election.write(
            {
                "issued": 4,
                "returned": 4,
                "valid": 4,
                "candidate_ids": [
                    Command.create({"member_id": member.id, "votes": votes})
                    for member, votes in zip(self.members[:3], (4, 3, 1), strict=True)
                ],
                **values,
            }
        )
        return election

    def test_a_post_for_a_non_member_is_a_sentence(self):
        applicant = self.make_member("申请人", stage="applicant")
        with self.assertRaisesRegex(UserError, "申请人 is not a full member"):
            self.Post.create({"organization_id": self.branch.id, "member_id": applicant.id})

    def test_a_disciplined_member_takes_no_post(self):
        self.env["community.party.discipline"].create(
            {
                "member_id": self.members[0].id,
                "kind": "removed_from_post",
                "date_from": self.today - relativedelta(days=1),
                "decided_by": "街道纪工委",
                "basis": "1号",
            }
        )
        with self.assertRaisesRegex(UserError, "can take no post"):
            self.Post.create({"organization_id": self.branch.id, "member_id": self.members[0].id})

    def test_a_term_is_five_years_and_its_end_alerts_once(self):
        post = self.Post.create(
            {
                "organization_id": self.branch.id,
                "member_id": self.members[0].id,
                "kind": "secretary",
                "date_from": self.today - relativedelta(years=5) + relativedelta(months=5),
            }
        )
        self.assertEqual(post.date_term_end, self.today + relativedelta(months=5, days=-1))
        self.Post._cron_terms_end()
        self.Post._cron_terms_end()
        alert = self.branch.activity_ids.filtered(lambda a: a.date_deadline == post.date_term_end)
        self.assertEqual(len(alert), 1)
        self.assertEqual(alert.user_id, self.branch_user)
        self.assertEqual(self.members[0].main_post, "secretary")

    def test_an_election_fills_the_posts(self):
        """More than half of those present elects; approval fills the posts and ends the former's on
        the day before.
        """
        former = self.Post.create(
            {
                "organization_id": self.branch.id,
                "member_id": self.members[4].id,
                "date_from": self.today - relativedelta(years=4),
            }
        )
        election = self._election()
        self.assertEqual(election.quorum, 4)
        election.action_count()
        # Two of four present are not more than half.
        self.assertEqual(election.candidate_ids.mapped("is_elected"), [True, True, False])
        with self.assertRaisesRegex(UserError, "approved the result"):
            election.action_approve()
        election.approved_by = "街道党工委"
        election.action_approve()
        self.assertEqual(election.post_ids.member_id, self.members[:2])
        self.assertEqual(former.date_to, self.today - relativedelta(days=1))

    def test_who_is_elected_again_keeps_the_post_with_a_new_term(self):
        election = self._election()
        election.action_count()
        winner = election.candidate_ids.filtered("is_elected")[0]
        former = self.Post.create(
            {
                "organization_id": self.branch.id,
                "member_id": winner.member_id.id,
                "kind": winner.kind,
                "date_from": self.today - relativedelta(years=5),
            }
        )
        election.approved_by = "街道党工委"
        election.action_approve()
        self.assertEqual(former.date_to, self.today - relativedelta(days=1))
        again = election.post_ids.filtered(lambda post: post.member_id == winner.member_id)
        self.assertEqual((again.kind, again.date_from), (winner.kind, self.today))

    def test_four_fifths_must_be_there(self):
        self.make_member("党员5")
        election = self._election()
        with self.assertRaisesRegex(UserError, "4 of 6 came; an election needs 5"):
            election.action_count()

    def test_more_ballots_than_issued_is_a_sentence(self):
        with self.assertRaisesRegex(UserError, "5 of 4 .ballots returned of those issued"):
            self._election(returned=5)

    def test_a_ballot_holds_no_more_names_than_seats(self):
        election = self._election(seats=2)
        election.action_count()
        election.action_recount()
        election.candidate_ids[2].votes = 2
        with self.assertRaisesRegex(UserError, "9 votes on 4 valid ballots for 2 seats"):
            election.action_count()

    def test_equal_votes_at_the_last_seat_elect_neither(self):
        election = self._election(present=5, issued=5, returned=5, valid=5)
        election.candidate_ids.votes = 3
        election.action_count()
        self.assertFalse(any(election.candidate_ids.mapped("is_elected")))
        self.assertFalse(election.warning)
        with self.assertRaisesRegex(UserError, "take the count back"):
            election.candidate_ids[0].votes = 4

    def test_a_margin_of_candidates_warns(self):
        election = self._election(seats=3)
        self.assertIn("3 candidates for 3 seats", election.warning)

    def test_gaps_are_marked(self):
        self.assertIn("Nobody leads it", self.branch.gap_note)
        self.assertIn("0 full members", self.branch2.gap_note)
        self.Post.create(
            {
                "organization_id": self.branch.id,
                "member_id": self.members[0].id,
                "kind": "secretary",
            }
        )
        self.branch.invalidate_recordset()
        self.assertEqual(self.branch.leader_name, "党员0")
        self.assertNotIn("Nobody leads it", self.branch.gap_note or "")

    def test_a_leader_who_left_is_a_gap(self):
        """Who moved, died or was transferred leads no more, though nobody ended the post."""
        home = self.make_household()
        resident = self.make_resident(home, name="党员4")
        self.members[4].resident_id = resident
        Transfer = self.env["community.party.transfer"]

        def move(member, **values):
            letter = Transfer.create({"member_id": member.id, **values})
            letter.action_issue()
            letter.action_receive()

        ways = (
            lambda member: member.write({"status": "lost_contact"}),
            lambda member: move(member, direction="outgoing", other_name="外地支部"),
            lambda member: move(member, direction="internal", to_organization_id=self.branch2.id),
            lambda member: home._death(self.today - relativedelta(days=1), resident),
        )
        for member, leave in zip(self.members[1:], ways, strict=True):
            post = self.Post.create(
                {
                    "organization_id": self.branch.id,
                    "member_id": member.id,
                    "kind": "secretary",
                    "date_from": self.today - relativedelta(years=1),
                }
            )
            self.branch.invalidate_recordset()
            self.assertEqual(self.branch.leader_name, member.name)
            leave(member)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(member=member.name):
                self.assertFalse(self.branch.leader_name)
                self.assertIn(f"{member.name} still holds the post", self.branch.gap_note)
                self.assertIn("Nobody leads it", self.branch.gap_note)
                node = self.env["community.party.network"].browse(self.branch.id * 8)
                self.assertTrue(node.has_gap)
                self.assertFalse(node.leader_name)
            post.unlink()

    def test_an_area_stands_under_a_centre_household(self):
        Line = self.env["community.party.responsibility"]
        values = {"organization_id": self.branch.id, "member_id": self.members[0].id}
        area = Line.create({**values, "name": "一号楼责任区"})
        center = Line.create({**values, "name": "赵家", "kind": "member_center"})
        area.center_id = center
        self.branch.invalidate_recordset()
        self.assertEqual((self.branch.center_count, self.branch.responsibility_count), (1, 1))
        with self.assertRaisesRegex(UserError, "only a responsibility area"):
            Line.create({**values, "name": "二号楼责任区", "center_id": area.id})

    def test_an_organisation_does_not_stand_below_itself(self):
        # The ORM finds the circle first, in one sentence of its own.
        with self.assertRaises(UserError):
            self.general_branch.parent_id = self.branch

    def test_suspension_is_proposed_and_decided_by_a_person(self):
        member = self.members[0]
        member.write(
            {"status": "lost_contact", "date_last_contact": self.today - relativedelta(months=5)}
        )
        self.assertFalse(member.contact_proposal)
        member.date_last_contact = self.today - relativedelta(months=6)
        self.assertEqual(member.contact_proposal, "suspend")
        self.assertEqual(member.status, "lost_contact")
        found = self.env["community.party.member"].search(
            [("contact_proposal", "in", ["suspend", "remove"])]
        )
        self.assertEqual(found, member)
        values = {"member_id": member.id, "decided_by": "支部党员大会", "basis": "第24条"}
        Decision = self.env["community.party.membership.decision"].with_user(self.party_officer)
        with self.assertRaisesRegex(UserError, "0 attempts after it"), self.cr.savepoint():
            Decision.create({**values, "kind": "suspend"})
        Attempt = self.env["community.party.contact.attempt"]
        Attempt.create({"member_id": member.id, "result": "电话停机"})
        # By the days of the steps: nobody had been sought in vain a year ago, nor lost for long.
        early = {**values, "kind": "suspend", "date": self.today - relativedelta(years=1)}
        with self.assertRaisesRegex(UserError, "0 attempts after it"), self.cr.savepoint():
            Decision.create(early)
        member.date_last_contact = self.today - relativedelta(months=19)
        with self.assertRaisesRegex(UserError, "0 attempts after it"), self.cr.savepoint():
            Decision.create(early)
        Attempt.create(
            {
                "member_id": member.id,
                "date": self.today - relativedelta(months=13),
                "result": "敲门无人",
            }
        )
        decision = Decision.create(early)
        self.assertEqual((member.status, decision.user_id), ("suspended", self.party_officer))
        self.assertFalse(member.contact_proposal)
        with self.assertRaisesRegex(UserError, "removal for lost contact"), self.cr.savepoint():
            Decision.create({**values, "kind": "remove"})
        member.date_last_contact = self.today - relativedelta(years=3)
        decision.sudo().date = self.today - relativedelta(years=2)
        member.invalidate_recordset(["decision_ids", "contact_proposal"])
        self.assertEqual(member.contact_proposal, "remove")
        Decision.create({**values, "kind": "remove"})
        self.assertEqual(member.status, "removed")

    def test_decisions_count_by_their_days_in_any_order(self):
        """The last decision by its day makes the status, whichever was entered last."""
        values = {"ground": "other", "decided_by": "街道党工委", "basis": "1号"}
        Decision = self.env["community.party.membership.decision"].with_user(self.party_officer)
        ago = [self.today - relativedelta(days=days) for days in (90, 60, 30)]
        steps = list(zip(("suspend", "restore", "suspend"), ago, strict=True))
        for number, order in enumerate(itertools.permutations(steps[:2])):
            with self.subTest(order=order):
                member = self.members[number]
                for kind, day in order:
                    Decision.create({**values, "member_id": member.id, "kind": kind, "date": day})
                self.assertEqual(member.status, "normal")
        member.status = "deceased"
        Decision.create({**values, "member_id": member.id, "kind": "suspend", "date": ago[2]})
        self.assertEqual(member.status, "deceased")

    def test_who_was_reached_is_not_removed_for_lost_contact(self):
        """A suspension that was followed by a contact leads to no removal, nor to a proposal."""
        member = self.members[0]
        ago = [self.today - relativedelta(months=months) for months in (40, 36, 30, 3)]
        member.write({"status": "lost_contact", "date_last_contact": ago[0]})
        Attempt = self.env["community.party.contact.attempt"]
        Attempt.create({"member_id": member.id, "date": ago[1], "result": "电话停机"})
        values = {"member_id": member.id, "decided_by": "支部党员大会", "basis": "第24条"}
        Decision = self.env["community.party.membership.decision"].with_user(self.party_officer)
        Decision.create({**values, "kind": "suspend", "date": ago[2]})
        self.assertEqual(member.contact_proposal, "remove")
        Attempt.create(
            {"member_id": member.id, "date": ago[3], "is_reached": True, "result": "接通"}
        )
        self.assertFalse(member.contact_proposal)
        with self.assertRaisesRegex(UserError, "after the suspension"), self.cr.savepoint():
            Decision.create({**values, "kind": "remove"})
        # The removal of a day before it was reached stands, entered late.
        Decision.create({**values, "kind": "remove", "date": self.today - relativedelta(months=4)})
        self.assertEqual(member.status, "removed")

    def test_a_status_alone_takes_no_membership(self):
        member = self.members[0].with_user(self.branch_user)
        with self.assertRaisesRegex(UserError, "enter the decision"):
            member.status = "removed"
        with self.assertRaises(AccessError):
            self.env["community.party.membership.decision"].with_user(self.branch_user).create(
                {"member_id": member.id, "kind": "remove", "decided_by": "x", "basis": "x"}
            )
