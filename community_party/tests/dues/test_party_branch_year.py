import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import PartyCase


@tagged("post_install", "-at_install", "community")
class TestPartyBranchYear(PartyCase):
    """The year of a branch and its members with what is due of each, on one screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.branch_user)
        cls.group = cls.env["community.party.organization"].create(
            {"name": "第一党小组", "kind": "group", "parent_id": cls.branch.id}
        )
        cls.first = cls.make_member("赵一")
        cls.second = cls.make_member("钱二", cls.group)
        cls.away = cls.make_member("孙三", status="mobile")
        cls.other = cls.make_member("李四", cls.branch2)

    def members(self, organization, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return organization.with_user(user or self.branch_user).present_member_ids

    def test_members_of_the_branch_and_its_groups(self):
        """Those of its groups are there, those of another branch and those who left are not."""
        found = self.members(self.branch)
        self.assertEqual(found, self.first | self.second | self.away)
        self.assertEqual(self.members(self.group), self.second)
        self.away.sudo()._set_closed(status="transferred")
        self.assertEqual(self.members(self.branch), self.first | self.second)
        with self.assertRaises(AccessError):
            self.members(self.branch, self.branch_user2)

    def test_whose_talk_is_due_first_stands_first(self):
        """The order is that of the days."""
        talks = self.env["community.party.talk"].create(
            [
                {
                    "member_id": member.id,
                    "talker_id": self.away.id,
                    "date": self.today - datetime.timedelta(days=days),
                }
                for member, days in ((self.first, 10), (self.second, 100))
            ]
        )
        self.assertTrue(talks)
        found = self.members(self.branch)
        days = found.mapped("date_talk_due")
        self.assertEqual(days, sorted(days))
        self.assertLess(found.ids.index(self.second.id), found.ids.index(self.first.id))

    def test_the_form_shows_them_in_as_many_queries_for_few_as_for_many(self):
        """The branch's own keeper opens the form; members cost no query each."""
        with Form(self.branch.with_user(self.branch_user)) as form:
            self.assertEqual(len(form.present_member_ids), 3)
        names = ["name", "stage", "status", "date_talk_due", "date_next_latest", "dues_alert"]
        counts = []
        for number in (1, 20):
            for index in range(number):
                self.make_member(f"多{number}-{index}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            branch = self.branch.with_user(self.branch_user)
            branch.web_read(
                {"present_member_ids": {"fields": {name: {} for name in names}, "limit": 40}}
            )
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 25)
