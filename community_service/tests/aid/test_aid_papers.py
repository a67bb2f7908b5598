from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_aid_payment import PaymentCase


@tagged("post_install", "-at_install", "community")
class TestAidPapers(PaymentCase):
    """What is printed names what it must and nothing that it must not."""

    def page(self, code, records, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.officer)
        html, _kind = report._render_qweb_html(f"community_service.report_aid_{code}", records.ids)
        return html.decode()

    def test_application_carries_authority_and_privacy_notice(self):
        case = self.make_case(reason="收入减少", missing_papers="银行流水")
        text = self.page("application", case, self.worker)
        for word in (
            case.number,
            "张小明",
            "收入减少",
            "银行流水",
            "I authorise",
            "application ends",
        ):
            self.assertIn(word, text)

    def test_survey_form_has_room_for_all_signatures(self):
        case = self.make_case(income=1500)
        case.action_accept()
        self.survey(case)
        text = self.page("survey", case, self.worker)
        for word in ("街道 赵敏", "Wages", "1500.00", "Surveyor", "÷ 3 people"):
            self.assertIn(word, text)

    def test_notices_name_three_things_alone(self):
        case = self.grant()
        for code in ("notice", "result"):
            with self.subTest(paper=code):
                text = self.page(code, case)
                for word in ("张小明", "600.00", ">3<"):
                    self.assertIn(word, text)
                for word in (self.household.address, case.number, "500.00", "李丽", "1500"):
                    self.assertNotIn(word, text)

    def test_refusal_gives_reasons_and_remedies(self):
        case = self.make_case(income=9000)
        self.submit(case)
        self.decide(case, "refused", reason="收入高于标准")
        text = self.page("refusal", case)
        for word in ("收入高于标准", "art. 7-34", "administrative review", "suit"):
            self.assertIn(word, text)

    def test_notice_of_a_cut_gives_reasons_and_remedies(self):
        case = self.running()
        change = (
            self.env["community.aid.change"]
            .with_user(self.officer)
            .create(
                {
                    "case_id": case.id,
                    "kind": "cut",
                    "amount": 321,
                    "reason": "家里有人上班了",
                    "decision_person": "民政局 陈科长",
                    "date_heard": self.today,
                    "heard_way": "said",
                    "heard": "只在家里说的话",
                }
            )
        )
        text = self.page("change", change, self.worker)
        for word in (case.number, "321.00", "600.00", "家里有人上班了", "art. 18-19", "suit"):
            self.assertIn(word, text)
        self.assertNotIn("只在家里说的话", text)

    def test_hand_out_sheet_lists_goods_with_their_donor(self):
        case = self.running()
        donor = self.env["res.partner"].create({"name": "望河超市"})
        goods = self.Payment.create(
            {
                "case_id": case.id,
                "form": "goods",
                "item": "大米",
                "quantity": 2,
                "unit": "袋",
                "donor_id": donor.id,
            }
        )
        money = self.Payment.create({"case_id": case.id})
        with self.assertRaisesRegex(UserError, "goods that are handed out"):
            self.page("hand_out", goods | money)
        text = self.page("hand_out", goods)
        for word in ("张小明", "大米", "2", "袋", "望河超市", "Signature"):
            self.assertIn(word, text)
        self.assertNotIn("600", text)

    def test_prints_are_logged(self):
        case = self.make_case()
        log = self.env["community.access.log"]
        domain = [("kind", "=", "print"), ("model", "=", case._name)]
        before = log.search_count(domain)
        self.page("application", case)
        self.assertEqual(log.search_count(domain), before + 1)

    def test_authority_lists_every_member(self):
        """Each adult signs: nobody of the family is left out, whether they count or not."""
        case = self.make_case()
        case.member_ids[-1].write({"counts": False, "override_reason": "不共同生活"})
        text = self.page("authority", case, self.worker)
        for member in case.member_ids:
            self.assertIn(member.name, text)
        self.assertIn("ID number (by hand)", text)

    def test_forms_of_confirmation_say_what_was_decided(self):
        """Before the decision the boxes are for a pen; afterwards they say what and from when."""
        case = self.make_case(income=1500, reason="收入减少")
        with self.assertRaisesRegex(UserError, "after survey and notice"):
            self.page("confirmation", case)
        self.submit(case)
        self.assertNotIn("Granted", self.page("confirmation", case))
        self.decide(case)
        text = self.page("confirmation", case)
        for word in (case.decision_person, "Granted", "600.00 a month", "Opinion of the community"):
            self.assertIn(word, text)

    def test_list_of_all_households_is_one_table(self):
        """Two households stand on one list, with the three allowed facts and the programme."""
        first = self.grant()
        home = self.make_household(members=({"name": "赵大山", "role": "head"},))
        second = self.grant(income=100, household=home)
        text = self.page("result", first | second)
        self.assertEqual(text.count("<h1"), 1)
        for word in (first.resident_id.name, "赵大山", "600.00 a month"):
            self.assertIn(word, text)
        self.assertNotIn(home.address, text)

    def test_a_refusal_is_printed_of_a_refused_case_alone(self):
        """A notice came out for a case that nobody had decided, from nobody and on no article."""
        case = self.make_case(income=9000)
        with self.assertRaisesRegex(UserError, "was refused"):
            self.page("refusal", case)
        self.submit(case)
        with self.assertRaisesRegex(UserError, "was refused"):
            self.page("refusal", case)
