from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import CommunityCase

CLOSED = (
    "disability_kind",
    "disability_grade",
    "disability_number",
    "disability_end",
    "bank_name",
    "bank_account",
)


@tagged("post_install", "-at_install", "community")
class TestDemandedFacts(CommunityCase):
    """Facts that upper bodies ask for: entered at the desk, kept in one form, closed where due."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.make_id_number()
        cls.household = cls.make_household(
            [{"name": "王强", "role": "head", "id_number_input": cls.number}]
        )
        cls.resident = cls.household.head_id
        # As superuser: what is stored.
        cls.stored = cls.resident.sudo()

    def mine(self, user=None):
        return self.resident.with_user(user or self.worker)

    def test_a_certificate_says_kind_and_grade(self):
        """Its last two figures are entered with it; what the person knows better is refused."""
        with Form(self.mine()) as form:
            form.disability_number_input = f" {self.number[:6]} {self.number[6:]}42"
            form.disability_end_input = "2031年5月20日"
        self.assertEqual(self.stored.disability_number, f"{self.number}42")
        self.assertEqual(self.stored.disability_kind, "physical")
        self.assertEqual(self.stored.disability_grade, "grade_2")
        self.assertEqual(fields.Date.to_string(self.stored.disability_end), "2031-05-20")
        with (
            self.assertRaisesRegex(ValidationError, r"王强.*\*+.{4} cannot be right.*another kind"),
            self.env.cr.savepoint(),
        ):
            self.mine().disability_grade_input = "grade_4"
        # A new certificate with another grade, typed together or alone.
        self.mine().write(
            {"disability_number_input": f"{self.number}41", "disability_grade_input": "grade_1"}
        )
        self.assertEqual(self.stored.disability_grade, "grade_1")
        self.mine().disability_number_input = f"{self.number}43B1"
        self.assertEqual(self.stored.disability_grade, "grade_3")

    def test_a_wrong_certificate_is_refused_with_its_reason(self):
        other = self.make_id_number()
        for number, reason in (
            (f"{other}42", "another ID number"),
            (f"{self.number}82", "18 characters"),
            (f"{self.number}45", "18 characters"),
            (self.number, "18 characters"),
        ):
            with (
                self.subTest(number=number),
                self.assertRaisesRegex(ValidationError, reason),
                self.env.cr.savepoint(),
            ):
                self.mine().disability_number_input = number
        with self.assertRaisesRegex(ValidationError, "whole date.*2031-05-20"):
            self.mine().disability_end_input = "2031年"
        self.assertFalse(self.stored.disability_number)

    def test_kind_alone_stays_when_the_rest_of_the_form_is_saved(self):
        with Form(self.mine()) as form:
            form.disability_kind_input = "hearing"
            form.bank_name_input = "某某银行 支行"
            form.bank_account_input = "6222 0000 1111 2222 333"
        with Form(self.mine()) as form:
            self.assertEqual(form.disability_kind_input, "kept")
            self.assertEqual(form.bank_account_input, "****")
            form.occupation = "司机"
        self.assertEqual(self.stored.disability_kind, "hearing")
        self.assertEqual(self.stored.bank_account, "6222000011112222333")
        self.mine().write({"disability_kind_input": False, "bank_account_input": ""})
        self.assertFalse(self.stored.disability_kind)
        self.assertFalse(self.stored.bank_account)
        self.assertEqual(self.stored.bank_name, "某某银行 支行")

    def test_an_account_is_digits(self):
        for text in ("1234567", "6222000011112222A", "见存折"):
            with self.subTest(text=text), self.assertRaisesRegex(ValidationError, "8 to 30 digits"):
                self.mine().bank_account_input = text

    def test_closed_to_reading_and_revealed_with_a_line_in_the_log(self):
        self.stored.write(
            {
                "disability_number": f"{self.number}42",
                "disability_end": "2031-05-20",
                "bank_name": "某某银行",
                "bank_account": "6222000011112222333",
            }
        )
        for user in (self.worker, self.officer, self.manager, self.auditor):
            for name in CLOSED:
                with self.subTest(user=user.login, field=name), self.assertRaises(AccessError):
                    self.mine(user).read([name])
        told = self.mine().action_reveal("Payment of aid", ["bank_name", "bank_account"])
        self.assertEqual(told["bank_account"]["display"], "6222000011112222333")
        line = self.env["community.access.log"].search([("kind", "=", "reveal")], limit=1)
        self.assertIn("bank_account", line.field_names)
        self.assertEqual(line.reason, "Payment of aid")

    def test_a_residence_permit_and_its_last_day(self):
        self.mine().residence_permit_end = "2027-01-31"
        self.assertEqual(self.resident.residence_permit, "held")
        self.mine().residence_permit = "none"
        self.assertFalse(self.resident.residence_permit_end)
        with (
            self.assertRaises(Exception, msg="a day of a permit that nobody holds") as refused,
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.mine().write({"residence_permit": "none", "residence_permit_end": "2027-01-31"})
            self.env.flush_all()
        self.assertIn("check_permit", str(refused.exception))

    def test_open_facts_keep_their_past(self):
        self.mine().write({"occupation": " 货车  司机 ", "work_unit": "某某公司"})
        self.mine().work_unit = "另一公司"
        self.assertEqual(self.resident.occupation, "货车 司机")
        changes = self.env["community.fact.change"].search(
            [("resident_id", "=", self.resident.id), ("field_name", "=", "work_unit")]
        )
        self.assertEqual(changes.mapped("old_value"), ["某某公司", False])

    def test_size_of_a_home(self):
        home = self.household.dwelling_id.with_user(self.worker)
        home.write({"floor_area": 89.5, "room_count": 3})
        wizard = self.env["community.fact.change.wizard"].with_user(self.worker)
        wizard = wizard.browse(home.action_change_fact()["res_id"])
        wizard.write({"dwelling_fact": "floor_area", "new_text": "约92平"})
        self.assertEqual(wizard.old_text, "89.5")
        wizard.action_apply()
        self.assertEqual(home.floor_area, 92)
        wizard = wizard.browse(home.action_change_fact()["res_id"])
        wizard.write({"dwelling_fact": "room_count", "new_text": "若干"})
        with self.assertRaisesRegex(Exception, "若干.*not understood.*3"):
            wizard.action_apply()

    def test_a_lost_only_child_is_no_recent_bereavement(self):
        """Both are kept apart: the one ends after three months, the other one stays."""
        Category = self.env["community.category"]
        lost, bereaved = (
            Category.search([("code", "=", code)]) for code in ("only_child_lost", "bereaved")
        )
        self.assertTrue(lost.is_sensitive)
        self.assertEqual((lost.duration_months, bereaved.duration_months), (0, 3))
        self.resident.category_line_ids = [Command.create({"category_id": lost.id})]
        self.assertFalse(self.resident.category_line_ids.date_to)
        self.assertFalse(
            self.env["community.category.line"].search_count(
                [("category_id", "=", bereaved.id), ("household_id", "=", self.household.id)]
            )
        )

    def test_two_files_of_one_person_give_a_certificate_as_a_whole(self):
        """What one file says of a certificate or an account is not mixed with the other's."""
        kept = self.stored
        gone = self.make_household([{"name": "王强", "role": "head"}]).head_id.sudo()
        kept.write({"disability_kind": "vision", "bank_name": "某某银行"})
        gone.write(
            {
                "disability_number": f"{self.number}42",
                "bank_account": "6222000011112222333",
                "residence_permit_end": "2031-05-20",
                "occupation": "司机",
            }
        )
        how = kept._facts_to_exchange(gone, ())
        self.assertFalse({name for name in how if name.startswith("disability")})
        self.assertEqual(
            {name: how[name] for name in ("bank_account", "residence_permit", "occupation")},
            dict.fromkeys(("bank_account", "residence_permit", "occupation"), "copy"),
        )
        operation = gone._merge_into(kept, ("disability_kind",))
        self.assertEqual(kept.disability_number, f"{self.number}42")
        self.assertEqual((kept.disability_kind, kept.disability_grade), ("physical", "grade_2"))
        self.assertEqual(kept.bank_account, "6222000011112222333")
        operation.action_undo()
        self.assertEqual((kept.disability_kind, kept.disability_number), ("vision", False))
        self.assertEqual((gone.disability_grade, gone.occupation), ("grade_2", "司机"))
        self.assertFalse(kept.bank_account or kept.residence_permit or kept.occupation)
