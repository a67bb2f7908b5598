from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common import PartyCase


class NetworkCase(PartyCase):
    """One estate with a branch, one without anything; a centre household with an area under it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.members = cls.env["community.party.member"].browse(
            [cls.make_member(f"党员{number}").id for number in range(3)]
        )
        Area = cls.env["community.area"]
        cls.estate, cls.bare = Area.create(
            [{"name": name, "kind": "estate"} for name in ("东篱新村", "书院小区")]
        )
        cls.building = Area.create(
            {"name": "1号楼", "kind": "building", "parent_id": cls.estate.id}
        )
        cls.branch.area_id = cls.building
        Line = cls.env["community.party.responsibility"]
        values = {"organization_id": cls.branch.id, "member_id": cls.members[0].id}
        cls.center = Line.create({**values, "name": "赵家", "kind": "member_center"})
        cls.area = Line.create(
            {
                **values,
                "name": "一号楼责任区",
                "center_id": cls.center.id,
                "area_ids": [Command.link(cls.building.id)],
            }
        )


@tagged("post_install", "-at_install", "community")
class TestPartyNetwork(NetworkCase):
    def fresh(self, organizations):
        self.env.flush_all()
        self.env.invalidate_all()
        return organizations

    def test_an_estate_without_branch_or_group_is_a_gap_of_the_organisation_on_top(self):
        note = self.general_branch.gap_note
        self.assertIn("书院小区 has neither branch nor group", note)
        self.assertNotIn("东篱新村", note, "a branch in one of its buildings stands in the estate")
        self.assertNotIn("书院小区", self.branch.gap_note)

    def test_homes_in_charge_are_counted_once(self):
        """Homes of buildings and single ones count once in their area and branch, whose keeper sees
        the number alone.
        """
        dwellings = self.env["community.dwelling"].create(
            [{"area_id": self.building.id, "room": room} for room in ("101", "102")]
        )
        homes = self.env["community.household"].create(
            [{"dwelling_id": dwelling.id} for dwelling in dwellings]
        )
        other = self.make_household()
        self.area.household_ids = homes[0] | other
        self.assertEqual(self.fresh(self.area).home_count, 3)
        self.assertEqual(self.branch.home_count, 3)
        # A branch without a grid sees the number and no file.
        seen = self.branch.with_user(self.branch_user)
        self.assertEqual(seen.home_count, 3)
        self.assertFalse(self.env["community.household"].with_user(self.branch_user).search([]))

    def test_a_network_costs_as_many_queries_as_one_branch(self):
        Organization = self.env["community.party.organization"]
        more = Organization.create(
            [
                {"name": f"第{number}支部", "kind": "branch", "parent_id": self.general_branch.id}
                for number in range(3, 33)
            ]
        )
        for organization in more:
            member = self.make_member(f"书记{organization.id}", organization)
            self.env["community.party.post"].create(
                {"organization_id": organization.id, "member_id": member.id, "kind": "secretary"}
            )
            self.env["community.party.responsibility"].create(
                {
                    "organization_id": organization.id,
                    "member_id": member.id,
                    "name": "责任区",
                    "area_ids": [Command.link(self.estate.id)],
                }
            )
        wanted = ["leader_name", "full_count", "home_count", "gap_note", "date_term_end"]

        def queries(organizations):
            self.fresh(organizations).with_user(self.party_officer).search_count([])
            before = self.cr.sql_log_count
            organizations.with_user(self.party_officer).read(wanted)
            return self.cr.sql_log_count - before

        queries(self.general_branch)  # fills what is cached for all users
        few = queries(self.general_branch | more[:1])
        self.assertLessEqual(queries(self.general_branch | more), few)
        self.assertLessEqual(few, 22)

    def test_the_post_of_a_member_follows_the_calendar(self):
        member = self.members[1]
        Post = self.env["community.party.post"]
        Post.create(
            [
                {
                    "organization_id": self.branch.id,
                    "member_id": member.id,
                    "kind": kind,
                    "date_from": self.today + relativedelta(days=start),
                    "date_to": self.today + relativedelta(days=end),
                }
                for kind, start, end in (("secretary", 0, 9), ("committee", 10, 19))
            ]
        )
        self.assertEqual(member.main_post, "secretary")
        for days, post in ((9, "secretary"), (10, "committee"), (19, "committee"), (20, False)):
            with freeze_time(self.today + relativedelta(days=days)):
                self.env["community.party.member"]._cron_posts()
                self.env.flush_all()
                found = self.env["community.party.member"].search([("main_post", "!=", False)])
                self.assertEqual((member.main_post, member in found), (post, bool(post)), days)


@tagged("post_install", "-at_install", "community")
class TestNetworkTree(NetworkCase):
    """The whole network as one tree, with its gaps."""

    def nodes(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["community.party.network"].with_user(user or self.party_officer).search([])

    def node(self, name, user=None):
        return self.nodes(user).filtered(lambda node: node.name == name)

    def test_from_the_general_branch_to_the_homes(self):
        """Branch, centre household, area and home hang one below the other from the general
        branch.
        """
        group = self.env["community.party.organization"].create(
            {"name": "东篱第一党小组", "kind": "group", "parent_id": self.branch.id}
        )
        home = self.make_household()
        self.area.household_ids = home
        chain = [
            (self.general_branch.name, "general_branch"),
            (self.branch.name, "branch"),
            ("赵家", "member_center"),
            ("一号楼责任区", "responsibility_area"),
        ]
        above = self.env["community.party.network"]
        for name, kind in chain:
            node = self.node(name)
            self.assertEqual((node.kind, node.parent_id), (kind, above))
            above = node
        self.assertEqual(
            {(node.kind, node.name) for node in above.child_ids},
            {("place", self.building.complete_name), ("home", home.code)},
        )
        self.assertEqual(self.node(group.name).parent_id.name, self.branch.name)
        self.assertEqual(above.leader_name, "党员0")
        self.assertEqual(above.home_count, 1)

    def test_read_as_a_list_the_tree_keeps_its_order_and_depth(self):
        Organization = self.env["community.party.organization"]
        Organization.create(
            {
                "name": "妇联",
                "kind": "mass_organization",
                "parent_id": self.general_branch.id,
            }
        )
        group = Organization.create(
            {"name": "东篱第一党小组", "kind": "group", "parent_id": self.branch.id}
        )
        home = self.make_household()
        self.area.household_ids = home
        top = self.general_branch
        nodes = self.nodes()
        missing = nodes.filtered(lambda node: node.kind == "missing")
        self.assertEqual(nodes[-len(missing) :], missing)
        nodes = (nodes - missing).filtered(lambda node: node.organization_id != self.branch2)
        self.assertEqual(
            [(node.depth, node.name) for node in nodes],
            [
                (1, top.name),
                (2, self.branch.name),
                (3, "赵家"),
                (4, "一号楼责任区"),
                (5, self.building.complete_name),
                (5, home.code),
                (3, group.name),
                (2, "妇联"),
            ],
        )

    def test_gaps_are_nodes_and_sentences(self):
        """A building without branch or group, an empty area and a household whose member left are
        marked, each with a sentence.
        """
        bare = self.node(self.bare.complete_name)
        self.assertEqual((bare.kind, bare.parent_id.name), ("missing", self.general_branch.name))
        self.assertIn("neither branch nor group", bare.gap_note)
        self.assertFalse(self.node(self.estate.complete_name), "a branch stands in its building")
        self.assertIn("No home stands in it", self.node("一号楼责任区").gap_note)
        self.assertFalse(self.node("赵家").has_gap)
        self.members[0].status = "transferred"
        self.assertIn("no longer here", self.node("赵家").gap_note)
        found = self.env["community.party.network"].search([("has_gap", "=", True)])
        self.assertLessEqual(
            {"赵家", "一号楼责任区", self.bare.complete_name}, set(found.mapped("name"))
        )
        self.assertTrue(all(found.mapped("gap_note")))

    def test_what_has_ended_is_gone(self):
        self.area.write(
            {
                "date_from": self.today - relativedelta(days=9),
                "date_to": self.today - relativedelta(days=1),
            }
        )
        self.assertFalse(self.node("一号楼责任区"))
        self.assertIn("No responsibility area", self.node("赵家").gap_note)

    def test_a_branch_sees_its_own_part_and_opens_what_it_may(self):
        home = self.make_household()
        self.area.household_ids = home
        mine = self.nodes(self.branch_user)
        self.assertEqual(mine.organization_id, self.branch)
        self.assertFalse(self.nodes(self.branch_user2).filtered("responsibility_id"))
        self.assertEqual(
            self.node("赵家", self.branch_user).action_open()["res_id"], self.center.id
        )
        with self.assertRaises(AccessError):
            self.node(home.code, self.branch_user).action_open()
        with self.assertRaises(AccessError):
            mine.read(["home_id"])

    def test_the_tree_costs_the_same_for_more_nodes(self):
        Line = self.env["community.party.responsibility"]

        def queries():
            nodes = self.nodes()
            before = self.cr.sql_log_count
            nodes.read(["name", "leader_name", "home_count", "gap_note"])
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(25):
            Line.create(
                {
                    "organization_id": self.branch.id,
                    "member_id": self.make_member(f"邻{number}").id,
                    "name": f"责任区{number}",
                    "area_ids": [Command.link(self.building.id)],
                }
            )
        self.assertLessEqual(queries(), few)
