from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import freeze_time, tagged

from ...tools import deadlines
from ..mediation.test_mediation_agreement import AgreementCase

# Number of a rule: value and the law it stands in, as the addon ships it.
NUMBERS = {
    "mediation_days": (30, "art. 33"),
    "mediation_confirmation_days": (30, "art. 33"),
    "mediation_return_visit_days": (30, "set by the committee"),
    "mediation_members_least": (3, "art. 8"),
    "mediation_members_most": (9, "art. 8"),
    "mediation_term_years": (3, "art. 9"),
}
# Rule, function, first day, last day.
VECTORS = (
    ("to be ended", deadlines.mediation_limit, "2024-02-29", "2024-03-30"),
    ("to be ended", deadlines.mediation_limit, "2024-12-31", "2025-01-30"),
    ("confirmation", deadlines.confirmation_last_day, "2024-05-01", "2024-05-31"),
    ("confirmation", deadlines.confirmation_last_day, "2024-01-31", "2024-03-01"),
    ("return visit", deadlines.return_visit_day, "2024-05-01", "2024-05-31"),
    ("term", deadlines.term_end, "2024-05-01", "2027-04-30"),
)


@tagged("post_install", "-at_install", "community")
class TestMediationRules(AgreementCase):
    """The numbers and days of the People's Mediation Law and what stands beside it."""

    def test_each_number_has_its_value_and_its_law(self):
        Parameter = self.env["community.parameter"]
        for code, (value, law) in NUMBERS.items():
            with self.subTest(number=code):
                number = Parameter.search([("code", "=", code)])
                self.assertEqual((number.value, number.owner), (value, "mediation"))
                self.assertIn(law, number.legal_basis)
                self.assertEqual(bool(number.date_as_of), bool(number.source), "read, or by nobody")

    def test_each_day_of_the_rules(self):
        for rule, function, first, last in VECTORS:
            with self.subTest(rule=rule, first=first):
                self.assertEqual(function(Date.to_date(first)), Date.to_date(last))

    def test_a_number_that_is_edited_holds_from_the_next_case_on(self):
        with freeze_time("2025-03-15 02:00:00"):
            first = self.make_accepted()
            self.env.flush_all()
            self.env["community.parameter"].search([("code", "=", "mediation_days")]).value = 20
            second = self.make_accepted()
            self.assertEqual(str(first.date_limit), "2025-04-02")
            self.assertEqual(str(second.date_limit), "2025-03-23")

    def test_a_committee_of_ten_is_too_large(self):
        partners = self.env["res.partner"].create([{"name": f"委员{i}"} for i in range(7)])
        members = self.env["community.mediation.mediator"].create(
            [{"partner_id": partner.id, "sex": "female"} for partner in partners]
        )
        rows = [Command.create({"mediator_id": member.id}) for member in members]
        self.committee.member_ids = rows[:6]
        self.assertEqual(self.committee.member_count, 9)
        self.assertFalse(self.committee.warning)
        self.committee.member_ids = rows[6:]
        self.assertIn("It has 10 members; the law asks for 3 to 9", self.committee.warning)

    def test_the_last_day_of_confirmation_counts_and_the_next_does_not(self):
        _case, agreement = self.make_sealed()
        agreement.write({"confirmation_court": "区人民法院", "is_confirmation_joint": True})
        agreement.content_barred = "no"
        with freeze_time("2024-06-03 02:00:00"):
            agreement.date_applied = "2024-06-01"
            with self.assertRaisesRegex(UserError, "not on 2024-06-01"):
                agreement.action_apply_confirmation()
            agreement.date_applied = "2024-05-31"
            agreement.action_apply_confirmation()
        self.assertEqual(agreement.confirmation_state, "applied")
