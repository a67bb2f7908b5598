import datetime

from odoo.tests import freeze_time, tagged

from ..fund_case import FundCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20 04:00:00")
class TestFundDue(FundCase):
    """Money still to come and findings not put right stand on the board until they are done."""

    def due(self, kind):
        self.env.flush_all()
        lines = self.env["community.due"].with_user(self.party_officer)
        return lines.search([("kind", "=", kind)])

    def test_money_still_to_come(self):
        """A promise stands on the board until its last yuan came, and again when it is reversed."""
        line = self.due("party_fund_money")
        self.assertEqual(line.mapped("res_id"), self.source.ids)
        self.assertEqual(line.date_due, datetime.date(2026, 3, 31))
        self.receive(49999)
        self.assertTrue(self.due("party_fund_money"))
        last = self.receive(1)
        self.assertFalse(self.due("party_fund_money"))
        self.take_back(last)
        self.assertTrue(self.due("party_fund_money"))

    def test_findings_of_an_audit(self):
        with freeze_time("2027-03-01 04:00:00"):
            self.year.action_close()
            audit = self.env["community.party.fund.audit"].with_user(self.party_officer)
            audit = audit.create({"year_id": self.year.id, "auditor": "街道纪工委"})
            finding = audit.finding_ids.create(
                {
                    "audit_id": audit.id,
                    "name": "凭证缺签收",
                    "date_due": "2027-04-01",
                    "user_id": self.party_officer.id,
                }
            )
            line = self.due("party_fund_finding")
            self.assertEqual((line.res_id, line.user_id), (finding.id, self.party_officer))
            finding.write({"date_done": "2027-03-01", "remedy": "补签"})
            self.assertFalse(self.due("party_fund_finding"))
