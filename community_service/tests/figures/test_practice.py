import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestPractice(CommunityCase):
    """A practice community of fictional people, and help cards by role."""

    def practise(self, user):
        company = self.env["res.company"].browse(user.with_user(user).practise())
        self.env.invalidate_all()
        return company

    def inside(self, model, user, company):
        Model = self.env[model].with_user(user)
        return Model.with_context(allowed_company_ids=company.ids)

    def test_a_worker_practises_with_fictional_people(self):
        """The button makes the community once; whoever presses it sees its homes, in it alone."""
        company = self.practise(self.worker)
        self.assertTrue(company.community_is_practice)
        self.assertEqual(self.practise(self.officer), company)
        self.assertEqual(self.practise(self.worker), company)
        people = self.inside("community.resident", self.worker, company).search([])
        self.assertGreater(len(people), 10)
        self.assertEqual(people.company_id, company)
        for number in people.sudo().mapped("id_number"):
            self.assertTrue(number.startswith("999999"))
        homes = self.inside("community.household", self.worker, company).search([])
        self.assertEqual(len(homes), 8)
        self.assertEqual(len(homes.area_id), 2)
        self.assertEqual(len(homes.grid_id), 1)
        home = homes[0]
        visit = self.inside("community.visit", self.worker, company).create(
            {
                "household_id": home.id,
                "date": fields.Date.context_today(self.worker),
                "situation": "练习",
            }
        )
        visit.action_done()
        self.assertEqual(visit.company_id, company)

    def test_no_figure_counts_it(self):
        """Lists, what is due and every indicator of the real community are as they were before."""
        self.make_household()
        here = self.env.company
        today = fields.Date.context_today(self.manager)

        def figures():
            self.env.flush_all()
            self.env.invalidate_all()
            counts = {
                model: self.inside(model, self.manager, here).search_count([])
                for model in ("community.resident", "community.household", "community.visit")
            }
            counts["due"] = self.inside("community.due", self.manager, here).search_count([])
            indicators = self.inside("community.indicator", self.manager, here).search([])
            year = today - datetime.timedelta(days=365)
            for indicator, value in indicators._values(year, today, Domain.TRUE).items():
                counts[indicator.code] = value
            return counts

        before = figures()
        company = self.practise(self.manager)
        home = self.inside("community.household", self.manager, company).search([], limit=1)
        self.inside("community.visit.need", self.manager, company).create(
            {"name": "练习", "household_id": home.id, "user_id": self.manager.id}
        )
        self.assertEqual(figures(), before)
        self.assertGreater(len(before), 20)

    def test_nobody_else_comes_in(self):
        """A user without work here, and one user for another, are refused; nothing is made."""
        for user, caller in ((self.plain, self.plain), (self.worker, self.manager)):
            with self.subTest(caller=caller.login), self.assertRaises(AccessError):
                user.with_user(caller).practise()
            with self.subTest(caller=caller.login), self.assertRaises(AccessError):
                self.worker2.with_user(caller).help_cards()
        self.assertFalse(
            self.env["res.company"].search_count([("community_is_practice", "=", True)])
        )

    def test_each_role_has_a_card(self):
        """Every role of every addon that is installed has its card, and nobody another's."""
        cards = self.env["res.users"]._help_cards()
        groups = set(self.env["res.groups"]._community_groups())
        groups.discard("community_service.group_community_administrator")
        self.assertEqual(set(cards), groups)
        [card] = self.worker.with_user(self.worker).help_cards()
        self.assertEqual(card["title"], "Grid worker")
        self.assertGreater(len(card["lines"]), 3)
        [card] = self.manager.with_user(self.manager).help_cards()
        self.assertEqual(card["title"], "Community manager")
        self.assertFalse(self.plain.with_user(self.plain).help_cards())


class PracticeTourCase(CommunityCase, HttpCase):
    def practise(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.worker.lang = "zh_CN"
        self.start_tour("/odoo/help-card", "community_practice", login="worker")
        self.assertTrue(self.worker.company_ids.filtered("community_is_practice"))


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPracticeTour(PracticeTourCase):
    def test_from_the_help_card_into_practice(self):
        """In zh_CN: the card is read, one tap leads into the practice community."""
        self.practise()


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPracticeTourOnAPhone(PracticeTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_from_the_help_card_into_practice_on_a_phone(self):
        """The same on a phone."""
        self.practise()
