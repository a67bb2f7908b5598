from dateutil.relativedelta import relativedelta

from odoo.tests import HttpCase, tagged

from ..excellence_case import ExcellenceCase
from ..fund_case import FundCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestAwardTour(HttpCase, ExcellenceCase, FundCase):
    def test_from_proposal_to_payment(self):
        """In Chinese: proposal, public notice, decision, request to the fund, approval,
        two signatures, payment; the award shows it.
        """
        self.env["res.lang"]._activate_lang("zh_CN")
        (self.branch_user | self.party_officer | self.treasurer).lang = "zh_CN"
        year = self.year.search(
            [("fund_id", "=", self.fund.id), ("year", "=", str(self.today.year))]
        ) or self.make_year(str(self.today.year))
        source = self.make_source(year_id=year.id, date_due=self.today)
        self.make_budget(year_id=year.id, name="表彰奖励", use_kind="commending", amount=3000)
        self.receive(1000, self.today, source)
        awards, requests = "/odoo/party-awards", "/odoo/party-fund-requests"
        self.start_tour(awards, "community_award_propose", login="party_branch")
        award = self.env["community.party.award"].search([("honour", "=", "优秀党务工作者")])
        self.assertEqual((award.state, award.organization_id), ("proposed", self.branch))
        # The notice begins some weeks before the vote of yesterday.
        award.date_notice = self.today - relativedelta(days=30)
        self.start_tour(awards, "community_award_publish", login="party_branch")
        vote = self.passed(self.today - relativedelta(days=1))
        self.start_tour(awards, "community_award_decide", login="party_branch")
        self.assertEqual((award.state, award.resolution_id), ("granted", vote))
        self.start_tour(requests, "community_award_approve", login="party_officer")
        self.start_tour(requests, "community_award_pay", login="party_treasurer")
        self.start_tour(awards, "community_award_paid", login="party_branch")
        entry = award.fund_request_ids.with_user(self.treasurer).entry_ids
        self.assertRecordValues(award, [{"payment_state": "paid", "paid_reference": entry.number}])
        self.assertEqual((self.fund.balance, entry.document), (500, "收条12"))
