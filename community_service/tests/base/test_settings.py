import datetime
import io

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import new_test_user, tagged

from ...models.base.community_setting import NUMBERS
from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestSettings(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env,
            login="settings_admin",
            groups="base.group_system,community_service.group_community_manager",
        )
        cls.household = cls.make_household()

    def save(self, user=None, **values):
        """Save the settings screen with these values."""
        values = {f"community_{name}": value for name, value in values.items()}
        settings = self.env["res.config.settings"].with_user(user or self.admin).create(values)
        settings.set_values()
        return settings

    def number(self, name):
        return self.env["community.setting"].with_user(self.worker)._number(name)

    def test_defaults_stand_on_the_screen(self):
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        for name, (default, lowest, highest) in NUMBERS.items():
            self.assertEqual(settings[f"community_{name}"], default)
            self.assertEqual(self.number(name), default)
            self.assertTrue(lowest <= default <= highest)
        self.assertEqual(settings.community_visit_modes, "person")

    def test_every_number_reaches_its_reader(self):
        wanted = {name: lowest + 1 for name, (_default, lowest, _highest) in NUMBERS.items()}
        self.save(**wanted)
        self.assertEqual({name: self.number(name) for name in NUMBERS}, wanted)
        shown = self.env["res.config.settings"].with_user(self.admin).create({})
        self.assertEqual({name: shown[f"community_{name}"] for name in NUMBERS}, wanted)

    def test_nonsense_in_a_parameter_is_the_default(self):
        parameters = self.env["ir.config_parameter"].sudo()
        for nonsense in ("", "many", "-3", "0", "99999999999"):
            parameters.set_param("community_service.need_days", nonsense)
            self.assertEqual(self.number("need_days"), 5, nonsense)

    def test_out_of_bounds_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Leave out counts below: 1 is not possible"):
            self.save(suppress_below=1)
        with self.assertRaisesRegex(ValidationError, "whole number from 1 to 1440"):
            self.save(undo_minutes=5000)

    def test_visit_rule(self):
        self.save(visit_interval_months=3, visit_modes="home")
        self.assertEqual(self.env["community.household"]._default_visit_rule(), ("home", 3))

    def test_term_of_a_need(self):
        monday = fields.Date.to_date("2026-03-02")
        need = {"name": "x", "household_id": self.household.id, "date_found": monday}
        self.assertEqual(self.env["community.visit.need"].create(need).date_due.day, 9)
        self.save(need_days=2)
        self.assertEqual(self.env["community.visit.need"].create(need).date_due.day, 4)

    def test_time_for_undo(self):
        self.save(undo_minutes=30, reverse_days=2)
        self.assertEqual(self.env["community.visit"]._undo_time(), datetime.timedelta(minutes=30))
        operation = self.env["community.household.operation"].search([], limit=1)
        operation = operation or self.env["community.household.operation"].sudo().create(
            {"kind": "move_in", "date": fields.Date.context_today(self.env.user)}
        )
        now = fields.Datetime.now()
        for minutes, undo, reverse in ((20, True, False), (40, False, True), (3000, False, False)):
            operation.sudo().write(
                {"state": "done", "date_done": now - datetime.timedelta(minutes=minutes)}
            )
            operation.invalidate_recordset(["can_undo", "can_reverse"])
            self.assertEqual((operation.can_undo, operation.can_reverse), (undo, reverse), minutes)

    def test_newcomers_and_facts_to_confirm(self):
        newcomer = self.env["community.category"].search([("derive_rule", "=", "newcomer")])
        home = self.make_household()
        home.residency_ids.write(
            {
                "start_reason": "move_in",
                "date_from": fields.Date.subtract(
                    fields.Date.context_today(self.env.user), months=5
                ),
            }
        )
        self.assertIn(newcomer, home.category_ids)
        self.save(newcomer_months=3)
        self.env["community.category"]._sync_derived(home)
        self.assertNotIn(newcomer, home.category_ids)

    def test_limits_of_files(self):
        for _turn in range(11):
            self.make_household()
        ledger = self.env.ref("community_service.community_ledger_households")
        self.assertGreater(ledger._write_xlsx(io.BytesIO(), Domain.TRUE), 10)
        self.save(ledger_max_rows=10)
        with self.assertRaisesRegex(UserError, "10"):
            ledger._write_xlsx(io.BytesIO(), Domain.TRUE)

    def test_changes_are_logged(self):
        self.save(need_days=7)
        rows = self.env["community.access.log"].search([("kind", "=", "setting")])
        self.assertEqual(rows.mapped("description"), ["need_days: 5 → 7"])
        self.assertEqual(rows.user_id, self.admin)
        self.save(need_days=7)
        self.assertEqual(
            self.env["community.access.log"].search_count([("kind", "=", "setting")]), 1
        )

    def test_administrators_only(self):
        for user in (self.manager, self.officer, self.worker, self.auditor):
            with self.assertRaises(AccessError):
                self.save(user, need_days=9)
        self.assertEqual(self.number("need_days"), 5)
