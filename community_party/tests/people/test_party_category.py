from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common import PartyCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestPartyCategory(PartyCase):
    """Residents who are members carry the category, and only keepers of their file see it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env.ref("community_service.community_category_party_member")
        cls.household = cls.make_household([{"name": "赵党员"}, {"name": "赵家人"}])
        cls.resident = cls.household.head_id or cls.household.resident_ids[0]
        cls.member = cls.make_member("赵党员", resident_id=cls.resident.id)

    def lines(self, resident=None):
        self.env.flush_all()
        return self.env["community.category.line"].search(
            [
                ("resident_id", "=", (resident or self.resident).id),
                ("category_id", "=", self.category.id),
            ]
        )

    def test_a_member_in_standing_has_it_since_the_admission(self):
        line = self.lines()
        self.assertEqual((line.date_from, line.date_to), (self.day("2010-06-10"), False))
        self.assertEqual(line.source, "derived")
        self.assertFalse(line.reason, "a line says nothing of the organisation")
        self.assertEqual(self.resident.category_ids, self.category)
        other = self.household.resident_ids - self.resident
        self.assertFalse(self.lines(other))

    def test_it_ends_with_membership_and_comes_back_with_it(self):
        with freeze_time(fields.Date.context_today(self.env.user) + relativedelta(days=3)):
            today = fields.Date.context_today(self.env.user)
            self.member.sudo().status = "suspended"
            self.assertEqual(self.lines().date_to, today - relativedelta(days=1))
            self.assertFalse(self.resident.category_ids)
        with freeze_time(fields.Date.context_today(self.env.user) + relativedelta(days=9)):
            self.member.sudo().status = "normal"
            self.assertEqual(len(self.lines()), 2, "history stays")
            self.assertEqual(self.resident.category_ids, self.category)

    def test_applicants_and_those_who_left_do_not_have_it(self):
        for values in (
            {"stage": "applicant", "date_probation": False, "date_full": False},
            {"status": "transferred"},
            {"status": "deceased"},
            {"active": False},
        ):
            resident = self.make_household([{"name": "钱某"}]).resident_ids
            self.make_member("钱某", resident_id=resident.id, **values)
            self.assertFalse(self.lines(resident), values)

    def test_a_contact_of_the_register_is_enough(self):
        resident = self.make_household([{"name": "孙某"}]).resident_ids
        resident.partner_id = self.env["res.partner"].create({"name": "孙某"})
        member = self.env["community.party.member"].create(
            {"partner_id": resident.partner_id.id, "organization_id": self.branch.id}
        )
        self.assertTrue(self.lines(resident))
        member.partner_id = self.env["res.partner"].create({"name": "孙某某"})
        self.assertFalse(self.lines(resident).filtered(lambda line: not line.date_to))

    def test_a_mark_of_the_register_is_clarified_by_the_file(self):
        resident = self.make_household([{"name": "李某"}]).resident_ids
        mark = self.env["community.category.line"].create(
            {
                "category_id": self.category.id,
                "resident_id": resident.id,
                "source": "import",
                "is_to_clarify": True,
            }
        )
        self.make_member("李某", resident_id=resident.id)
        self.assertEqual(self.lines(resident), mark)
        self.assertEqual((mark.is_to_clarify, mark.source), (False, "derived"))

    def test_repeating_it_changes_nothing_in_a_fixed_number_of_queries(self):
        Category = self.env["community.category"]
        before = self.lines()
        for number in range(15):
            resident = self.make_household([{"name": f"周{number}"}]).resident_ids
            self.make_member(f"周{number}", resident_id=resident.id)
        Category._sync_derived()
        self.env.flush_all()
        count = len(self.env["community.category.line"].search([]))
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            Category._sync_derived()
        self.assertEqual(len(self.env["community.category.line"].search([])), count)
        self.assertEqual(self.lines(), before)

    def test_only_keepers_of_the_file_see_it(self):
        self.grid.officer_line_ids = [
            Command.create({"user_id": user.id, "date_from": "2020-01-01"})
            for user in (self.branch_user, self.branch_user2, self.treasurer, self.party_officer)
        ]
        for user, sees in (
            (self.worker, False),
            (self.officer, False),
            (self.manager, False),
            (self.auditor, False),
            (self.treasurer, False),
            (self.branch_user2, False),
            (self.branch_user, True),
            (self.party_officer, True),
        ):
            with self.subTest(user=user.login):
                Resident = self.env["community.resident"].with_user(user)
                resident = Resident.browse(self.resident.id)
                Line = self.env["community.category.line"].with_user(user)
                wanted = [("category_id", "=", self.category.id)]
                self.assertEqual(self.category in resident.category_ids, sees)
                self.assertEqual(self.category in self.household.with_user(user).category_ids, sees)
                self.assertEqual(bool(Line.search_count(wanted)), sees)
                self.assertEqual(bool(Line._read_group(wanted, ["category_id"])), sees)
                found = Resident.search(
                    [("category_ids", "in", self.category.ids), ("id", "=", resident.id)]
                )
                self.assertEqual(bool(found), sees)
                if user != self.branch_user2:
                    continue
                text = str(self.household.with_user(user).timeline())
                self.assertNotIn(self.category.name, text)

    @staticmethod
    def day(text):
        return fields.Date.to_date(text)
