import importlib.util
from pathlib import Path

from odoo.tests import freeze_time, tagged

from ..admission_case import AdmissionCase

ADDON = Path(__file__).parents[2]


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-28 04:00:00")
class TestAdmissionMigration(AdmissionCase):
    """What users had set on a step before it had editions holds in its editions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = ADDON / "migrations" / "19.0.1.2.0" / "post-editions.py"
        spec = importlib.util.spec_from_file_location("migration_editions", path)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)

    def rule(self, name):
        return self.env.ref(f"community_party.community_party_step_rule_{name}")

    def test_own_numbers_go_to_the_editions(self):
        """A number, basis or day that a user set stays; the day that nobody had read goes."""
        self.walk(2)
        planned = self.due(3)
        planned.note = "待讨论"
        cr, numbers = self.env.cr, self.script.NUMBERS
        self.env.flush_all()
        columns = ", ".join(
            f"ADD COLUMN {name} {'boolean' if name == 'needs_checks' else 'numeric'}"
            if not name.endswith("_id")
            else f"ADD COLUMN {name} integer"
            for name in numbers
        )
        cr.execute(
            "ALTER TABLE community_party_step"
            " DROP COLUMN IF EXISTS legal_basis, DROP COLUMN IF EXISTS date_as_of"
        )
        cr.execute(
            f"ALTER TABLE community_party_step {columns}, ADD COLUMN legal_basis jsonb,"
            " ADD COLUMN date_as_of date"
        )
        cr.execute("DROP TABLE IF EXISTS community_party_step_after_rel")
        cr.execute(
            "CREATE TABLE community_party_step_after_rel AS"
            " SELECT r.step_id, a.before_id FROM community_party_step_rule_after_rel a"
            " JOIN community_party_step_rule r ON r.id = a.rule_id WHERE r.valid_from IS NULL"
        )
        same = ", ".join(f"{name} = r.{name}" for name in numbers)
        cr.execute(
            f"""UPDATE community_party_step s SET {same}, legal_basis = r.legal_basis,
                       date_as_of = '2026-11-23'
                  FROM community_party_step_rule r
                 WHERE r.step_id = s.id AND r.valid_from IS NULL"""
        )
        cr.execute(
            """UPDATE community_party_step SET wait_months = 18, date_as_of = '2026-06-01'
                WHERE number = 7"""
        )
        cr.execute(
            """UPDATE community_party_step SET legal_basis = '{"en_US": "Our own rule"}'
                WHERE number = 2"""
        )
        self.script.migrate(cr, "19.0.1.1.0")
        for edition in ("2014", "2026"):
            rule = self.rule(f"7_{edition}")
            self.assertEqual((rule.wait_months, str(rule.date_as_of)), (18, "2026-06-01"))
            self.assertEqual(self.rule(f"2_{edition}").legal_basis, "Our own rule")
        self.assertEqual(self.rule("15_2026").limit_months, 1, "what the rules changed is kept")
        self.assertFalse(self.rule("8_2014").date_as_of)
        notice = self.env.ref("community_party.community_party_step_notice")
        self.assertIn(notice, self.rule("7_2026").after_ids)
        self.assertEqual(self.due(3), planned)
        self.assertEqual(planned.note, "待讨论")
