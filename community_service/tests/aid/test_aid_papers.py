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
        for word in (case.number, "张小明", "收入减少", "银行流水", "I authorise", "withdraw this"):
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
        text = self.page("hand_out", goods | money)
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
