from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestAidFamily(AidCase):
    """The case's own family list, its income and its assets."""

    def test_family_begins_with_the_household_and_the_rule_says_who_counts(self):
        self.make_resident(self.household, name="张奶奶", role="parent", birth_date="1950-01-02")
        self.make_resident(self.household, name="租客", role="tenant", kind="living")
        case = self.make_case()
        self.assertEqual(
            {m.name: (m.relation, m.counts, m.rule) for m in case.member_ids},
            {
                "张小明": ("applicant", True, "applicant"),
                "李丽": ("spouse", True, "spouse"),
                "张乐": ("child", True, "minor_child"),
                "张奶奶": ("parent", True, "duty"),
                "租客": ("tenant", False, "no_duty"),
            },
        )
        self.assertEqual(case.family_size, 4)

    def test_deciding_otherwise_needs_a_reason(self):
        case = self.make_case()
        child = case.member_ids.filtered(lambda m: m.relation == "child")
        with self.refused("the rule says “Child under age”"):
            child.counts = False
        child.write({"counts": False, "override_reason": "由祖父母抚养，另案申请"})
        self.assertEqual(case.family_size, 2)
        child.override_reason = False
        child.is_together = False
        self.assertTrue(child.counts)

    def test_absence_is_kept_without_its_cause(self):
        case = self.make_case()
        spouse = case.member_ids.filtered(lambda m: m.relation == "spouse")
        spouse.is_absent = True
        self.assertRecordValues(spouse, [{"counts": False, "rule": "absent"}])

    def test_applying_alone_counts_one_person_and_needs_an_edge_family(self):
        case = self.make_case(
            single_reason="disability", disability_grade=1, income=500, date_received=self.today
        )
        self.assertEqual(case.family_size, 1)
        self.assertEqual(case.proposal, "alone")
        edge = self.grant(self.edge, income=2500)
        self.assertEqual(edge.state, "approved")
        case.disability_grade = 2
        self.assertEqual(case.proposal, "dibao")

    def test_income_proposes_and_unknown_is_never_zero(self):
        """699.99, 700, 1049.99 and 1050 a person at a standard of 700."""
        case = self.make_case()
        self.assertEqual(case.proposal, "unknown")
        self.assertFalse(case.is_income_known)
        self.assertIn("income of 张小明", case.missing_facts)
        self.assertIn("never zero", case.working)
        for total, each, proposal in (
            (2099.97, 699.99, "dibao"),
            (2100, 700, "edge"),
            (3149.97, 1049.99, "edge"),
            (3150, 1050, "none"),
        ):
            with self.subTest(total=total):
                self.set_income(case, total)
                self.assertEqual(case.proposal, proposal)
                self.assertEqual(case.per_capita_income, each)
        case.income_ids.write({"amount": 0, "is_unknown": True})
        self.assertEqual(case.proposal, "unknown")
        self.assertIn("Wages of 张小明", case.missing_facts)

    def test_working_in_words(self):
        case = self.make_case(income=1500)
        for words in ("张小明 · Wages", "÷ 3 people", "500.00", "edge below"):
            self.assertIn(words, case.working)
        self.assertEqual(case.proposed_amount, 600)

    def test_nearest_and_newest_standard_wins(self):
        self.Standard.create(
            {"programme_id": self.dibao.id, "amount": 800, "date_from": self.today}
        )
        case = self.make_case(income=2200)
        self.assertEqual(case.proposal, "dibao")
        self.Standard.create(
            {
                "programme_id": self.dibao.id,
                "amount": 600,
                "date_from": "2020-01-01",
                "area_id": self.building1.id,
            }
        )
        self.assertEqual(case.standard_id.amount, 600)
        self.assertEqual(case.proposal, "edge")

    def test_exempt_income_and_deductions(self):
        case = self.make_case(income=2400)
        head = case.member_ids.filtered(lambda m: m.relation == "applicant")
        kinds = {
            code: self.env.ref(f"community_service.community_aid_income_kind_{code}")
            for code in ("scholarship", "illness_cost")
        }
        case.income_ids = [
            Command.create({"member_id": head.id, "kind_id": kinds[code].id, "amount": 600})
            for code in kinds
        ]
        self.assertEqual(case.counted_income, 1800)
        self.assertEqual(case.proposal, "dibao")
        self.own_copy(kinds["scholarship"], self.manager).treatment = "counted"
        self.assertEqual(case.counted_income, 2400)

    def test_dated_rule_of_the_basic_pension(self):
        kind = self.env.ref("community_service.community_aid_income_kind_basic_pension")
        case = self.make_case(income=0, date_received="2025-06-01")
        head = case.member_ids.filtered(lambda m: m.relation == "applicant")
        case.income_ids = [
            Command.create({"member_id": head.id, "kind_id": kind.id, "amount": 300})
        ]
        self.assertEqual(case.counted_income, 0)
        case.date_received = "2026-01-01"
        self.assertFalse(case.is_income_known, "nobody says yet whether it counts")
        kind.treatment_after = "counted"
        self.assertEqual(case.counted_income, 300)

    def test_assets_beyond_the_rules(self):
        case = self.make_case(income=1500)
        kind = self.env.ref("community_service.community_aid_asset_kind_cash")
        case.asset_ids = [Command.create({"kind_id": kind.id, "amount": 700 * 24 * 3})]
        self.assertEqual(case.proposal, "dibao")
        case.asset_ids.amount = 700 * 24 * 3 + 1
        self.assertEqual(case.proposal, "beyond")
        case.asset_ids.kind_id = self.env.ref("community_service.community_aid_asset_kind_home")
        self.assertEqual(case.proposal, "dibao")
        case.asset_ids = [Command.clear()]
        case.is_assets_asked = False
        self.assertEqual(case.proposal, "unknown")
        self.assertEqual(case.missing_facts, "assets of the family")

    def test_absurd_income_is_refused_in_a_sentence(self):
        case = self.make_case(income=0)
        for amount in (-1, 1_000_001):
            with self.refused("Wages of 张小明: .* cannot be right"):
                case.income_ids.amount = amount
        with self.refused("exclude each other"):
            case.income_ids.write({"amount": 5, "is_unknown": True})
        kind = self.env.ref("community_service.community_aid_asset_kind_cash")
        with self.refused("yuan cannot be right"):
            case.asset_ids = [Command.create({"kind_id": kind.id, "amount": -1})]

    def test_what_the_decision_rests_on_is_frozen(self):
        case = self.grant()
        for change in (
            lambda: case.member_ids[0].write({"is_student": True}),
            lambda: case.income_ids.write({"amount": 1}),
            lambda: case.income_ids.unlink(),
            lambda: case.write({"resident_id": False}),
            lambda: case.member_ids.create({"case_id": case.id, "name": "新人"}),
        ):
            with self.refused("was decided on"):
                change()
        self.Standard.create(
            {"programme_id": self.dibao.id, "amount": 900, "date_from": "2021-01-01"}
        )
        self.assertEqual(case.standard_id, self.standard)
        self.assertEqual(case.per_capita_income, 500)

    def test_an_auditor_reads_no_case(self):
        """Aid is a sensitive category: figures and totals are for an audit, families are not."""
        case = self.grant().with_user(self.auditor)
        for name in ("state", "amount", "per_capita_income", "proposal", "working", "reason"):
            with self.assertRaises(AccessError):
                case.read([name])
        self.assertFalse(case.search([]))
        for name in ("amount", "per_capita_income", "proposal", "working", "reason"):
            with self.assertRaises(AccessError):
                case.search([(name, "!=", False)])
        for name in ("member", "income", "asset", "payment", "change"):
            with self.assertRaises(AccessError):
                self.env[f"community.aid.{name}"].with_user(self.auditor).search([])

    def test_amounts_are_not_exported(self):
        fields = self.Case.with_user(self.manager).fields_get(attributes=["exportable"])
        for name in ("amount", "per_capita_income", "counted_income", "proposed_amount"):
            self.assertFalse(fields[name].get("exportable", True), name)
