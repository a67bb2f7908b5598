import ast
import itertools
import pathlib

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, file_path, mute_logger

from ..common import CommunityCase

ADDONS = ("community_service", "community_party", "community_mediation")

# Numbers of today whatever day a matter has: how long before a day the program warns.
OF_TODAY = {
    ("community_party_member.py", "party_absent_months"),
    ("community_party_organization.py", "party_meeting_alert_days"),
    ("community_party_post.py", "party_term_alert_months"),
    ("community_party_step_record_clock.py", "party_step_warning_days"),
}


@tagged("post_install", "-at_install", "community")
class TestParameter(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parameter = cls.env["community.parameter"].create(
            {"name": "Days", "code": "test_days", "owner": "service", "value": 30, "highest": 60}
            | {"company_id": cls.env.company.id}
        )

    def test_a_changed_number_holds_at_once(self):
        Parameter = self.env["community.parameter"].with_user(self.worker)
        self.assertEqual(Parameter._whole("test_days", self.env.company), 30)
        self.parameter.with_user(self.manager).value = 45
        self.assertEqual(Parameter._value("test_days", self.env.company), 45.0)

    def test_a_matter_keeps_the_number_of_its_day(self):
        """Each day has its number, in memory and in SQL, in whatever order they are entered."""
        Parameter, community = self.env["community.parameter"], self.env.company
        shared = {"name": "Days", "code": "test_law", "owner": "service", "highest": 60}
        numbers = [
            {"value": 10, "company_id": False},
            {"value": 12, "company_id": community.id},
            {"value": 5, "company_id": False, "valid_from": "2026-05-18"},
            {"value": 7, "company_id": community.id, "valid_from": "2026-05-18"},
            {"value": 3, "company_id": False, "valid_from": "2027-01-01"},
        ]
        other = self.env["res.company"].create({"name": "Another"})
        expected = {
            community: {"2020-01-01": 12, "2026-05-17": 12, "2026-05-18": 7, "2027-01-01": 3},
            other: {"2020-01-01": 10, "2026-05-17": 10, "2026-05-18": 5, "2027-03-01": 3},
        }
        for order in itertools.permutations(numbers):
            made = Parameter.browse()
            for values in order:
                made |= Parameter.create(shared | values)
            made.flush_recordset()
            for company, days in expected.items():
                for day, value in days.items():
                    with self.subTest(order=order, company=company.name, day=day):
                        self.assertEqual(Parameter._whole("test_law", company, day), value)
                        query = Parameter._sql_value(
                            "test_law", SQL("%s", company.id), SQL("%s::date", day)
                        )
                        self.env.cr.execute(SQL("SELECT %s", query))
                        self.assertEqual(self.env.cr.fetchone(), (value,))
            made.unlink()

    def test_before_the_first_day_the_first_number_counts(self):
        self.parameter.valid_from = "2026-05-18"
        Parameter, community = self.env["community.parameter"], self.env.company
        for day in ("2020-01-01", "2026-05-18", "2030-01-01"):
            self.assertEqual(Parameter._whole("test_days", community, day), 30)
            query = Parameter._sql_value("test_days", SQL("%s", community.id), SQL("%s::date", day))
            self.env.flush_all()
            self.env.cr.execute(SQL("SELECT %s", query))
            self.assertEqual(self.env.cr.fetchone(), (30,))

    def test_one_number_from_one_day(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.parameter.copy({"code": "test_days", "company_id": self.env.company.id})

    def test_a_new_number_is_entered_beside_the_old_one(self):
        old = self.parameter.with_user(self.manager)
        old.sudo().write({"date_as_of": "2026-01-01", "source": "The gazette"})
        new = old.browse(old.action_new_number()["res_id"])
        self.assertEqual(
            (new.code, new.value, new.company_id, new.valid_from, new.highest),
            ("test_days", 30, self.env.company, fields.Date.context_today(old), 60),
        )
        self.assertFalse(new.date_as_of or new.source, "nobody has read the new text")
        self.assertEqual(old.action_new_number()["res_id"], new.id, "once a day")
        new.write({"value": 20, "valid_from": "2026-05-18"})
        self.assertEqual(old._whole("test_days", self.env.company, "2026-05-17"), 30)
        self.assertEqual(old._whole("test_days", self.env.company), 20)
        self.assertEqual((old.is_in_force, new.is_in_force), (False, True))
        both = old | new
        self.assertEqual(both.search([("id", "in", both.ids), ("is_in_force", "=", True)]), new)
        self.assertEqual(both.search([("id", "in", both.ids), ("is_in_force", "=", False)]), old)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.parameter.with_user(self.officer).action_new_number()

    def test_bounds_are_named(self):
        with self.assertRaisesRegex(ValidationError, "Days: 61 is not between 0 and 60"):
            self.parameter.value = 61

    def test_an_unknown_code_is_no_zero(self):
        with self.assertRaises(KeyError):
            self.env["community.parameter"]._value("no_such_number", self.env.company)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_a_manager_alone_edits(self):
        for user in (self.worker, self.officer, self.auditor, self.plain):
            with self.assertRaises(AccessError):
                self.parameter.with_user(user).value = 31

    def test_numbers_of_another_owner_are_left_to_its_managers(self):
        self.patch(
            type(self.env["community.parameter"]),
            "_owner_groups",
            lambda self: {"service": "base.group_system"},
        )
        with self.assertRaisesRegex(AccessError, "managers of its own addon"):
            self.parameter.with_user(self.manager).value = 31

    def test_every_matter_goes_by_the_number_of_its_day(self):
        """Whoever asks for a number says of which day, or stands here with the reason."""
        asked = {
            (path.name, code)
            for addon in ADDONS
            for path in pathlib.Path(file_path(addon)).glob("models/**/*.py")
            for code in codes_of_today(ast.parse(path.read_text()))
        }
        self.assertEqual(asked, set(OF_TODAY))


def codes_of_today(tree):
    """Yield the code of each call that asks for the number of a rule without a day.

    >>> list(codes_of_today(ast.parse("Parameter._whole('days', company)")))
    ['days']
    >>> list(codes_of_today(ast.parse("Parameter._whole('days', company, day)")))
    []
    """
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        is_asked = call.func.attr == "_whole" or (
            call.func.attr == "_value" and "arameter" in ast.unparse(call.func.value)
        )
        if is_asked and len(call.args) < 3:
            yield ast.literal_eval(call.args[0])
