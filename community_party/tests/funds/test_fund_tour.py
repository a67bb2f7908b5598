from odoo.tests import HttpCase, tagged

from ..fund_case import FundCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestFundTour(FundCase, HttpCase):
    def test_from_request_to_posted_entry(self):
        """In Chinese: a branch asks, an officer approves and signs, the treasurer pays."""
        self.env["res.lang"]._activate_lang("zh_CN")
        (self.branch_user | self.party_officer | self.treasurer).lang = "zh_CN"
        today = self.env.cr.now().date()
        year = self.year.search(
            [("fund_id", "=", self.fund.id), ("year", "=", str(today.year))]
        ) or self.make_year(str(today.year))
        self.source = self.make_source(year_id=year.id, date_due=today)
        self.budget = self.make_budget(year_id=year.id, name="支部活动费", use_kind="activities")
        self.receive(1000, today)
        path = "/odoo/party-fund-requests"
        self.start_tour(path, "community_fund_ask", login="party_branch")
        self.start_tour(path, "community_fund_approve", login="party_officer")
        self.start_tour(path, "community_fund_pay", login="party_treasurer")
        request = self.Request.search([("name", "=", "重阳节活动")])
        entry = request.with_user(self.treasurer).entry_ids
        self.assertRecordValues(
            request,
            [
                {
                    "state": "paid",
                    "requested_by_id": self.branch_user.id,
                    "approved_by_id": self.party_officer.id,
                    "first_signer_id": self.party_officer.id,
                    "second_signer_id": self.treasurer.id,
                }
            ],
        )
        self.assertEqual((entry.state, entry.amount, entry.document), ("posted", 260, "发票889"))
        self.assertEqual(self.fund.balance, 740)
