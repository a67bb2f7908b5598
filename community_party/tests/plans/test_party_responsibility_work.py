from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .test_party_pledge import PledgeCase


@tagged("post_install", "-at_install", "community")
class TestPartyResponsibilityWork(PledgeCase):
    """Areas, centre households and model posts with the visits and pledges that belong to them."""

    def make_line(self, **values):
        return self.env["community.party.responsibility"].create(
            {
                "name": "1号楼责任区",
                "organization_id": self.branch.id,
                "member_id": self.member.id,
                "area_ids": [Command.set(self.building1.ids)],
                "date_from": self.today - timedelta(days=30),
                **values,
            }
        )

    def visit(self, days_ago, household=None, **values):
        return self.env["community.visit"].create(
            {
                "household_id": (household or self.household).id,
                "date": self.today - timedelta(days=days_ago),
                "state": "done",
                "user_id": self.worker.id,
                **values,
            }
        )

    def test_visits_of_the_homes_are_counted_while_the_line_holds(self):
        """Visits in the places and homes of an area count once, whenever they are entered, between
        its days, and those in which the member took part are told apart; the visits themselves
        stay closed to a branch.
        """
        elsewhere = self.make_household(building=self.building2)
        line = self.make_line(household_ids=[Command.set((self.household | elsewhere).ids)])
        self.member.partner_id = self.branch_user.partner_id
        self.visit(40)
        self.visit(5)
        self.visit(3, visitor_ids=[Command.set(self.branch_user.ids)])
        self.visit(2, household=elsewhere)
        self.visit(2, household=self.make_household(building=self.building3))
        self.visit(1, state="absent")
        mine = line.with_user(self.branch_user)
        self.assertEqual(
            (mine.visit_count, mine.visited_count, mine.own_visit_count, mine.last_visit_date),
            (3, 2, 1, self.today - timedelta(days=2)),
        )
        visits = self.env["community.visit"].with_user(self.branch_user)
        self.assertFalse(visits.search(mine.action_open_visits()["domain"]))
        self.assertEqual(
            len(visits.with_user(self.officer).search(mine.action_open_visits()["domain"])), 3
        )
        self.visit(10, household=elsewhere)
        line.invalidate_recordset()
        self.assertEqual(line.visit_count, 4, "entered late")
        line.date_to = self.today - timedelta(days=4)
        line.invalidate_recordset()
        self.assertEqual(line.visit_count, 2)

    def test_pledges_of_the_member_in_charge(self):
        line = self.make_line(kind="member_center")
        need, other = self.make_need(), self.make_need()
        self.pledge(need)
        self.pledge(other, kind="center", member_id=False, responsibility_id=line.id)
        need.action_done()
        self.env["community.party.pledge"].search([("state", "=", "fulfilled")]).with_user(
            self.party_officer
        ).action_confirm()
        mine = line.with_user(self.branch_user)
        self.assertEqual((mine.pledge_count, mine.kept_count), (2, 1))
        domain = mine.action_open_pledges()["domain"]
        self.assertEqual(self.env["community.party.pledge"].search_count(domain), 2)

    def test_a_model_post_says_what_is_done_there(self):
        post = self.make_line(name="便民窗口示范岗", kind="model_post", area_ids=False)
        self.assertIn("not written down", " ".join(post._gaps()))
        post.task = "首问负责，一次办好"
        self.assertFalse(post._gaps())
        self.env.flush_all()
        node = self.env["community.party.network"].search([("responsibility_id", "=", post.id)])
        self.assertEqual((node.kind, node.leader_name), ("model_post", self.member.name))

    def test_a_member_who_moved_or_left_is_a_gap(self):
        line = self.make_line(task="x")
        self.assertFalse(line._gaps())
        self.member.organization_id = self.branch2
        self.assertIn("belongs to 第二党支部 now", " ".join(line._gaps()))
        self.member.organization_id = self.branch
        group = self.env["community.party.organization"].create(
            {"name": "一小组", "kind": "group", "parent_id": self.branch.id}
        )
        self.member.organization_id = group
        self.assertFalse(line._gaps(), "a group of the branch")
        self.member.status = "deceased"
        self.assertIn("no longer here", " ".join(line._gaps()))

    def test_a_home_shows_who_answers_for_it(self):
        """To whoever keeps the Party file and may see the home; nobody else learns of a member."""
        self.make_line()
        self.make_line(name="中心户", kind="member_center", area_ids=[Command.set(self.estate.ids)])
        self.make_line(name="别处", area_ids=[Command.set(self.building2.ids)])
        self.make_line(name="过去", date_to=self.today - timedelta(days=1))
        self.grid.officer_line_ids.create(
            {"grid_id": self.grid.id, "user_id": self.branch_user.id, "date_from": "2020-01-01"}
        )
        home = self.household.with_user(self.branch_user)
        self.assertEqual(home.party_responsibility_count, 2)
        domain = home.action_open_party_responsibilities()["domain"]
        self.assertEqual(self.env["community.party.responsibility"].search_count(domain), 2)
        with self.assertRaises(AccessError):
            self.household.with_user(self.worker).read(["party_responsibility_count"])
        with self.assertRaises(AccessError):
            self.household.with_user(self.worker).action_open_party_responsibilities()
