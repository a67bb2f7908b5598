from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..fund_case import FundCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestFundPapers(FundCase):
    """Papers of the fund, in Chinese, and only when they are true."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        (cls.branch_user | cls.treasurer).lang = "zh_CN"

    def paper(self, report, record, user):
        reports = self.env["ir.actions.report"].with_user(user).with_context(lang="zh_CN")
        html, _kind = reports._render_qweb_html(f"community_party.{report}", record.ids)
        return "".join(html.decode().split())

    def says(self, text, *words):
        for word in words:
            self.assertIn(word, text)

    def test_request(self):
        request = self.signed(1409.5, reason="40人两天")
        text = self.paper("report_fund_request", request, self.branch_user)
        self.says(text, "党建经费申请审批表", request.number, "人民币壹仟肆佰零玖元伍角整")
        self.says(text, "40人两天", "第一党支部", "东河书店", "party_officer")
        draft = self.Request.create(
            {
                "organization_id": self.branch.id,
                "budget_id": self.budget.id,
                "name": "未提交",
                "payee": "x",
                "amount": 1,
            }
        )
        with self.assertRaises(UserError):
            self.paper("report_fund_request", draft, self.branch_user)

    def test_voucher(self):
        income = self.receive(2000)
        text = self.paper("report_fund_voucher", income, self.treasurer)
        self.says(text, "党建经费记账凭证", income.number, "人民币贰仟元整", "东财〔2026〕3号")
        entry = self.pay(self.signed(300))
        text = self.paper("report_fund_voucher", entry, self.treasurer)
        self.says(text, entry.number, entry.request_id.number, "党建经费专户", "发票2")
        counter = self.take_back(entry)
        text = self.paper("report_fund_voucher", counter, self.treasurer)
        self.says(text, "记错金额", entry.number)
        draft = self.Entry.create({"source_id": self.source.id, "amount": 1})
        with self.assertRaises(UserError):
            self.paper("report_fund_voucher", draft, self.treasurer)

    def test_public_table(self):
        """Totals of both years, and nobody's name."""
        self.receive(2000)
        self.pay(self.signed(300))
        text = self.paper("report_fund_table", self.year, self.branch_user2)
        self.says(
            text, "党建经费收支公示表", "财政拨款", "50,000.00", "2,000.00", "300.00", "1,700.00"
        )
        self.assertNotIn("东河书店", text)
        with freeze_time("2027-02-01"):
            self.year.action_close()
            later = self.make_year("2027")
            text = self.paper("report_fund_table", later, self.branch_user2)
            self.says(text, "2,000.00", "300.00", "1,700.00")
