from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from ..aid_common import AidCase

HEARD = {"heard_way": "said", "heard": "家里确实有了收入，没有意见。"}


class LawCase(AidCase):
    def change(self, case, kind, **values):
        return (
            self.env["community.aid.change"]
            .with_user(self.officer)
            .create(
                {
                    "case_id": case.id,
                    "kind": kind,
                    "reason": "家庭收入变化",
                    "decision_person": "民政局 陈科长",
                    **values,
                }
            )
        )

    def granted(self, day="2026-01-05", **values):
        """Return a case granted on a day, as if time had passed."""
        self.env.flush_all()
        case = self.grant(**values)
        case.sudo().write({"date_decision": day, "date_start": day, "date_told": day})
        return case.with_user(self.officer)


@tagged("post_install", "-at_install", "community")
class TestSocialLaw(LawCase):
    """The Social Assistance Law in force since 1 July 2026, and temporary aid of January 2026."""

    def test_programmes_of_the_law_hold_from_its_day(self):
        """Each programme of the law has an edition from 1 July 2026 that cites it."""
        codes = "dibao edge extreme_poor rigid temporary medical education housing employment"
        for code in codes.split():
            with self.subTest(code=code):
                law = self.programme_of(code, "2026-07-01")
                self.assertEqual(law.valid_from, fields.Date.to_date("2026-07-01"))
                self.assertIn("Social Assistance Law (2026), art.", law.legal_basis)
                self.assertTrue(law.date_as_of and law.source)
                self.assertNotIn(law, self.programme_of(code, "2026-06-30"))
        self.assertFalse(self.programme_of("employment", "2026-06-30"), "not before the law")
        self.assertEqual(
            str(self.programme_of("rigid", "2025-01-01").valid_from), "2025-01-01", "art. 14"
        )

    def test_what_nobody_compared_with_a_text_has_no_day(self):
        programmes = self.env["community.aid.programme"].search([("company_id", "=", False)])
        for programme in programmes:
            self.assertEqual(bool(programme.date_as_of), bool(programme.source), programme.code)
        unchecked = programmes.filtered(lambda row: not row.date_as_of)
        self.assertIn("waiver", unchecked.mapped("code"))
        self.assertFalse(unchecked & programmes.search([("date_as_of", "!=", False)]))

    # hearing

    def test_a_cut_or_an_end_needs_a_hearing_since_the_law(self):
        """Before aid is cut or ended the family is heard; who is silent was asked; no other change
        needs it.
        """
        for kind in ("cut", "exit", "stop", "cancel"):
            with self.subTest(kind=kind):
                case = self.granted()
                amount = {"amount": 100} if kind == "cut" else {}
                with self.refused("before aid is cut or ended the family is heard"):
                    self.change(case, kind, **amount)
                for heard in (
                    {"date_heard": self.today},
                    {"date_heard": self.today, "heard_way": "silent", "heard": " "},
                    HEARD,
                ):
                    with self.refused("before aid is cut or ended"):
                        self.change(case, kind, **amount, **heard)
                for day in ("2026-01-04", self.today + relativedelta(days=1)):
                    with self.refused("does not lie between the grant"):
                        self.change(case, kind, **amount, **HEARD, date_heard=day)
                change = self.change(case, kind, **amount, **HEARD, date_heard=self.today)
                self.assertTrue(change.needs_hearing)
                case.sudo().write({"state": "closed"})
        case = self.granted()
        for kind, values in (("raise", {"amount": 700}), ("review", {}), ("work_refused", {})):
            self.assertFalse(self.change(case, kind, **values).needs_hearing)

    def test_a_change_before_the_law_keeps_the_rule_of_its_day(self):
        """A cut decided before 1 July 2026 and entered late needs no hearing."""
        case = self.granted()
        for day, needs in (("2026-06-30", False), ("2026-07-01", True)):
            with self.subTest(day=day):
                draft = self.env["community.aid.change"].new(
                    {"case_id": case.id, "kind": "cut", "date": day}
                )
                self.assertIs(draft.needs_hearing, needs)
        self.change(case, "cut", amount=100, date="2026-06-30")
        self.assertEqual(case.amount, 100)
        with self.refused("the family is heard"):
            self.change(case, "cut", amount=50, date="2026-07-01")

    def test_a_cut_is_told_in_writing(self):
        case = self.granted()
        case.action_start()
        self.change(case, "cut", amount=100, **HEARD, date_heard=self.today)
        words = "Tell the family in writing what changed and why"
        self.assertEqual(case.next_step, words)
        told = {"case_id": case.id, "household_id": self.household.id, "subject": "change"}
        Told = self.env["community.aid.told"].with_user(self.officer)
        Told.create({**told, "way": "phone"})
        self.assertFalse(case.date_told, "by phone is not enough")
        Told.create({**told, "way": "letter"})
        self.assertEqual(case.date_told, self.today)
        self.change(case, "stop", **HEARD, date_heard=self.today)
        self.assertEqual((case.state, case.next_step), ("stopped", words))

    def test_a_refusal_is_told_in_writing(self):
        case = self.make_case(income=9000)
        self.submit(case)
        self.decide(case, "refused", reason="收入高于标准")
        self.assertIn("in writing", case.next_step)
        told = {"case_id": case.id, "household_id": self.household.id, "subject": "refusal"}
        Told = self.env["community.aid.told"]
        Told.create({**told, "way": "window"})
        self.assertFalse(case.date_told)
        Told.create({**told, "way": "letter"})
        self.assertTrue(case.date_told)

    # who decides, and the result

    def test_the_street_decides_where_the_province_says_so(self):
        """Body and clock change together, and the choice waits for its confirmation."""
        dibao = self.own_copy(self.dibao, self.manager)
        dibao.action_confirm()
        case = self.make_case(dibao, income=1500)
        self.submit(case)
        case.sudo().date_submitted = "2026-08-03"
        self.assertEqual(str(case.date_due), "2026-08-17")
        self.assertIn("County civil affairs bureau", case.next_step)
        dibao.write({"is_street_decision": True, "street_body": "东河街道办事处", "street_days": 5})
        self.assertTrue(dibao.is_unconfirmed)
        case.sudo()._compute_clocks()
        self.assertEqual(str(case.date_due), "2026-08-10")
        self.assertIn("东河街道办事处", case.next_step)
        self.decide(case)
        self.assertEqual(case.decision_body, "东河街道办事处")

    def test_the_result_is_published_in_the_community(self):
        case = self.grant()
        self.assertEqual(case.next_step, "Publish the result in the community")
        self.publish(case, kind="result", amount=case.amount)
        self.assertEqual(case.next_step, "First payment")
        self.assertFalse(self.programme_of("dibao", "2026-06-30").publishes_result)

    # edge line

    def test_the_edge_line_is_the_province_s(self):
        """1.5 times the standard is the default of 2021; since the law the province says it."""
        before, law = self.programme_of("edge", "2026-06-30"), self.edge
        self.assertFalse(before.is_edge_local)
        self.assertTrue(law.is_edge_local)
        self.assertIn("No national source", law.edge_basis)
        own = self.own_copy(law, self.manager)
        own.action_confirm()
        own.edge_factor = 2
        self.assertTrue(own.is_unconfirmed, "a changed edge line is confirmed anew")
        case = self.make_case(own, income=700 * 3 * 1.8)
        self.assertEqual(case.proposal, "edge")
        case.date_received = "2026-06-30"
        self.assertEqual(case.proposal, "none", "the edge of its day")

    # who applies where

    def test_permit_holders_apply_where_a_local_rule_opens_it(self):
        """Without registration: refused; with a permit only by a named local rule."""
        self.head.residency_ids.kind = "living"
        others = self.household.resident_ids - self.head
        others.residency_ids.write({"kind": "living"})
        case = self.make_case(income=1500)
        with self.refused("belongs to the place of registration"):
            case.action_accept()
        case.is_permit_holder = True
        with self.refused("no local rule opens"):
            case.action_accept()
        own = self.own_copy(self.dibao, self.manager)
        own.residence_rule = "市民发〔2026〕8号"
        case.invalidate_recordset()
        self.assertEqual(case.programme_id, own)
        case.action_accept()
        self.assertEqual(case.state, "accepted")

    def test_a_permit_of_the_register_stands_in_the_case(self):
        """It is not asked twice; one that has run out is none."""
        self.head.residence_permit_end = self.today
        self.assertTrue(self.make_case(income=1500).is_permit_holder)
        other = self.household.resident_ids - self.head
        other.residence_permit_end = self.today - relativedelta(days=1)
        late = self.env["community.aid.case"].new({"resident_id": other[0].id})
        self.assertFalse(late.is_permit_holder)

    def test_of_a_mixed_family_who_is_registered_here_applies(self):
        self.head.residency_ids.kind = "living"
        case = self.make_case(income=1500)
        with self.refused("choose 李丽, 张乐 as the applicant"):
            case.action_accept()
        case.resident_id = self.household.resident_ids.filtered(lambda r: r.name == "李丽")
        case.action_accept()
        self.assertEqual(case.state, "accepted")

    def test_places_are_those_of_the_law(self):
        places = {
            code: self.programme_of(code).place
            for code in "dibao medical housing employment temporary education waiver".split()
        }
        self.assertEqual(
            places,
            {
                **dict.fromkeys(("dibao", "medical", "housing", "employment"), "registration"),
                "temporary": "emergency",
                "education": "school",
                "waiver": "anywhere",
            },
        )
        self.assertEqual(self.programme_of("medical", "2026-06-30").place, "anywhere")
        self.assertEqual(self.programme_of("dibao", "2026-06-30").place, "registration")

    # temporary aid

    def test_small_and_quick_help_is_registered_by_its_cause(self):
        """No check of means and no notice: person, cause and amount, within three days; the limit
        is one month of the local standard of dibao.
        """
        for day in ("2026-01-29", "2026-07-01"):
            with self.subTest(day=day):
                case = self.make_case(self.temporary, date_received=day)
                self.assertEqual(str(case.programme_id.valid_from), day)
                self.assertFalse(case.needs_notice or case.needs_income or case.needs_survey)
                case.action_accept()
                self.assertEqual(case.date_total_due, self.today + relativedelta(days=3))
                case.with_user(self.officer).action_submit()
                with self.refused("registered by person, cause and amount"):
                    self.decide(case, amount=700)
                case.reason = "家中失火"
                with self.refused("is more than 1 months of the standard"):
                    self.decide(case, amount=701)
                self.decide(case, amount=700)
                self.assertEqual(case.state, "approved")

    def test_temporary_aid_of_before_keeps_its_rules(self):
        case = self.make_case(self.temporary, date_received="2026-01-28")
        self.assertFalse(case.programme_id.valid_from)
        self.assertEqual(case.programme_id.small_amount, 2000)
        self.assertEqual(case.programme_id.standard_months, 3)

    def test_in_an_emergency_help_comes_first(self):
        case = self.make_case(self.temporary, is_urgent=True, reason="车祸")
        case.action_accept()
        self.env["community.aid.payment"].with_user(self.officer).create(
            {"case_id": case.id, "amount": 500}
        )
        self.assertTrue(case._owes_papers())
        self.assertIn("art. 29, 37 and 50", case.programme_id.legal_basis)

    def test_larger_help_is_for_the_lists_and_after_a_notice(self):
        larger = self.programme_of("temporary_larger")
        case = self.make_case(larger)
        self.assertTrue(case.needs_notice)
        self.submit(case)
        with self.refused("is for edge families"):
            self.decide(case, amount=2000)
        edge = self.grant(self.edge, income=700 * 3 + 90)
        self.assertEqual(edge.state, "approved")
        self.decide(case, amount=2000)
        self.assertFalse(self.programme_of("temporary_larger", "2026-01-28"))

    # papers, income, coming of age

    def test_what_the_check_can_find_is_not_asked_for(self):
        """No programme and no item of today asks for proof of means without condition."""
        asked = [
            (programme.code, paper)
            for programme in self.env["community.aid.programme"].search(
                [("is_in_force", "=", True), ("company_id", "=", False)]
            )
            for paper in (programme.papers or "").split("\n")
            if any(word in paper for word in ("income", "Bank sheets", "bills"))
            and "supporters" not in paper
        ]
        items = self.env.ref("community_service.service_item_dibao")
        items |= self.env.ref("community_service.service_item_education_aid")
        asked += [
            (material.item_id.code, material.name)
            for material in items.material_ids
            if "income" in material.name
        ]
        self.assertTrue(asked)
        for code, paper in asked:
            with self.subTest(code=code, paper=paper):
                self.assertIn("only of what the check cannot show", paper)

    def test_the_base_pension_is_asked_about_since_2026(self):
        """Exempt until 2025; since then nobody says: no finding until a local rule says it."""
        kind = self.env.ref("community_service.community_aid_income_kind_basic_pension")
        self.assertEqual(kind._treatment_on(fields.Date.to_date("2025-12-31")), "exempt")
        case = self.make_case(income=1500)
        self.assertEqual(case.proposal, "dibao")
        head = case.member_ids.filtered(lambda m: m.relation == "applicant")
        line = self.env["community.aid.income"].create(
            {"case_id": case.id, "member_id": head.id, "kind_id": kind.id, "amount": 120}
        )
        self.assertEqual((line.treatment, case.proposal), ("ask", "unknown"))
        self.assertIn("ask the bureau", case.missing_facts)
        own = self.own_copy(kind, self.manager)
        own.treatment_after = "exempt"
        case.invalidate_recordset()
        self.assertEqual(case.proposal, "dibao")

    def test_extremely_poor_people_at_school_keep_their_aid(self):
        """Who comes of age in aid keeps it while at school up to upper secondary (art. 16)."""
        programme = self.programme_of("extreme_poor")
        adult = fields.Date.subtract(self.today, years=18, days=3)
        home = self.make_household([{"name": "孤儿", "role": "head", "birth_date": adult}])
        case = self.make_case(programme, household_id=home.id)
        self.submit(case)
        self.decide(case, amount=900)
        case = case.with_user(self.officer)
        case.action_start()
        begun = self.today - relativedelta(days=90)
        case.sudo().write({"date_decision": begun, "date_start": begun, "date_told": begun})
        self.assertIn("has come of age", case.next_step)
        case.school = "第一中学"
        self.assertNotIn("has come of age", case.next_step)
        with self.refused("is at school"):
            self.change(case, "stop", **HEARD, date_heard=self.today)
        case.school = False
        self.change(case, "stop", **HEARD, date_heard=self.today)
        self.assertEqual(case.state, "stopped")
