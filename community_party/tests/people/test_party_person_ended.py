from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import PartyCase


@tagged("post_install", "-at_install", "community")
class TestPartyPersonEnded(PartyCase):
    """The end of a person in the register reaches the file of the Party."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.day = cls.today - timedelta(days=30)
        cls.home = cls.make_household(
            [{"name": "赵党员", "role": "head"}, {"name": "钱家属", "role": "spouse"}]
        )
        cls.person = cls.home.head_id
        cls.wife = cls.home.resident_ids - cls.person
        cls.member = cls.make_member(resident_id=cls.person.id)
        cls.post = cls.env["community.party.post"].create(
            {
                "organization_id": cls.branch.id,
                "member_id": cls.member.id,
                "kind": "committee",
                "date_from": cls.day - timedelta(days=400),
            }
        )

    def dies(self):
        home = self.home.with_user(self.officer)
        return home._death(self.day, self.person, new_head=self.wife)

    def proposals(self):
        return self.env["mail.activity"].search([("community_ended_id", "=", self.person.id)])

    def test_the_keeper_is_told_and_nobody_of_the_service(self):
        """Membership and posts are proposed to the keeper; the officer learns nothing of them."""
        self.dies()
        lines = self.proposals()
        self.assertEqual(
            {(line.res_model, line.res_id) for line in lines},
            {(self.member._name, self.member.id), (self.branch._name, self.branch.id)},
        )
        self.assertEqual(lines.user_id, self.branch_user)
        seen = self.env["mail.activity"].with_user(self.officer).search([("id", "in", lines.ids)])
        self.assertFalse(seen)

    def test_without_a_keeper_nobody_of_the_service_is_told(self):
        """Where nobody keeps the file any more, the proposal waits for whoever will open it."""
        staff = self.env["res.users"].search(
            [("all_group_ids", "in", self.env.ref("community_party.group_party_branch").ids)]
        )
        staff.active = False
        self.dies()
        self.assertEqual(len(self.proposals()), 2)
        self.assertFalse(self.proposals().user_id)

    def test_a_dead_member_has_no_vote_before_the_file_says_so(self):
        """On the day of the death the vote still counted; from the day after it is gone."""
        self.assertTrue(self.member.has_vote)
        self.dies()
        self.assertFalse(self.member.has_vote)
        self.assertIn(str(self.day), self.member.rights_note)
        Member = self.env["community.party.member"]
        self.assertNotIn(self.member, Member.search([("has_vote", "=", True)]))
        self.assertEqual(self.member._voting_on(self.day), self.member)
        self.assertFalse(self.member._voting_on(self.day + timedelta(days=1)))

    def test_a_dead_member_takes_nothing_on(self):
        self.dies()
        values = {
            "organization_id": self.branch.id,
            "member_id": self.member.id,
            "kind": "responsibility_area",
            "name": "一号楼",
        }
        Line = self.env["community.party.responsibility"].with_user(self.branch_user)
        with self.assertRaisesRegex(UserError, "赵党员 died on"):
            Line.create(values)
        late = Line.create({**values, "date_from": self.day - timedelta(days=9)})
        own = self.proposals().filtered(lambda line: line.res_model == self.branch._name)
        self.assertTrue(late)
        self.assertEqual(len(own), 1, "the organisation is told once, of post and area")

    def test_a_death_that_was_wrong_gives_the_vote_back(self):
        operation = self.dies()
        operation.with_user(self.officer).action_undo()
        self.assertTrue(self.member.has_vote)
        self.assertFalse(self.proposals())

    def test_a_move_is_no_end_of_membership(self):
        self.home.with_user(self.officer)._move_out(self.day, self.person, new_head=self.wife)
        self.assertTrue(self.member.has_vote)
        self.assertFalse(self.member.end_kind)
        self.assertIn(self.member.id, self.proposals().mapped("res_id"), "to be looked at")
