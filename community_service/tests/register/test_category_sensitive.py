from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestSensitiveCategory(CommunityCase):
    """Who sees that somebody is ill: the desk and the workers of the grid, not the audit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Category = cls.env["community.category"]
        cls.illness = Category.search([("code", "=", "major_illness")])
        cls.veteran = Category.search([("code", "=", "veteran")])
        cls.household = cls.make_household()
        cls.resident = cls.household.head_id
        cls.env["community.category.line"].create(
            [
                {"category_id": category.id, "resident_id": cls.resident.id}
                for category in (cls.illness, cls.veteran)
            ]
        )
        cls.both = cls.illness | cls.veteran
        cls.substitute = new_test_user(
            cls.env, login="substitute", groups="community_service.group_community_grid_worker"
        )
        cls.grid.officer_line_ids = [
            Command.create(
                {"user_id": cls.substitute.id, "date_from": "2020-01-01", "is_substitute": True}
            )
        ]

    def faces(self, user):
        """Return the categories that every screen of the person and the household shows."""
        resident, household = self.resident.with_user(user), self.household.with_user(user)
        Line = self.env["community.category.line"].with_user(user)
        return (
            resident.category_ids,
            household.category_ids,
            resident.residency_ids.resident_category_ids,
            Line.search([("resident_id", "=", resident.id)]).category_id,
        )

    def test_those_who_act_on_it_see_it(self):
        self.assertTrue(self.illness.is_sensitive and not self.veteran.is_sensitive)
        for user in (self.worker, self.substitute, self.officer, self.manager):
            for face in self.faces(user):
                self.assertEqual(face, self.both, user.login)

    def test_an_auditor_sees_the_rest(self):
        # In one transaction with others who see more: nothing may be served from their cache.
        self.assertEqual(self.resident.category_ids, self.both)
        self.assertEqual(self.resident.residency_ids.resident_category_ids, self.both)
        self.faces(self.officer)
        for face in self.faces(self.auditor):
            self.assertEqual(face, self.veteran)
        Line = self.env["community.category.line"].with_user(self.auditor)
        groups = dict(Line._read_group([], ["category_id"], ["__count"]))
        self.assertNotIn(self.illness, groups)
        self.assertTrue(groups[self.veteran])
        hidden = Line.sudo().search([("category_id", "=", self.illness.id)])
        with self.assertRaises(AccessError):
            hidden.with_user(self.auditor).read(["category_id"])

    def test_an_auditor_finds_nobody_by_it(self):
        for model in ("community.resident", "community.household"):
            records = self.env[model].with_user(self.auditor)
            for domain in (
                [("category_ids", "in", self.illness.ids)],
                [("category_ids.code", "=", "major_illness")],
                [("category_line_ids.category_id", "=", self.illness.id)],
            ):
                self.assertFalse(records.search(domain), domain)
            self.assertTrue(records.search([("category_ids", "in", self.veteran.ids)]))

    def test_timeline_and_ledger_keep_it(self):
        texts = {
            user: " ".join(entry["text"] for entry in self.household.with_user(user).timeline())
            for user in (self.worker, self.auditor)
        }
        self.assertIn(self.illness.name, texts[self.worker])
        self.assertNotIn(self.illness.name, texts[self.auditor])
        self.assertIn(self.veteran.name, texts[self.auditor])
        ledger = self.env.ref("community_service.community_ledger_residents")
        for user, seen in ((self.officer, True), (self.auditor, False)):
            rows = ledger.with_user(user)._rows([("id", "=", self.resident.id)])
            text = " ".join(map(str, next(iter(rows))))
            self.assertEqual(self.illness.name in text, seen, user.login)
            self.assertIn(self.veteran.name, text)

    def test_locked_figure_names_nobody_to_an_auditor(self):
        report = self.env["community.report"].create(
            {
                "name": "Years",
                "date_from": "2020-01-01",
                "date_to": fields.Date.context_today(self.env.user),
            }
        )
        report.action_lock()
        people = self.env["community.resident"]
        for code, expected in (
            ("category_major_illness", {self.officer: 1, self.auditor: 0}),
            ("category_veteran", {self.officer: 1, self.auditor: 1}),
        ):
            line = report.line_ids.filtered(lambda line, code=code: line.code == code)
            for user, count in expected.items():
                domain = line.with_user(user).action_open()["domain"] + [
                    ("id", "=", self.resident.id)
                ]
                self.assertEqual(people.with_user(user).search_count(domain), count, code)
