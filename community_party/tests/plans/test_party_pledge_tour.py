from odoo.tests import HttpCase, tagged

from .test_party_pledge import PledgeCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPartyPledgeTour(PledgeCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_from_the_visit_to_the_report_on_a_phone(self):
        """A worker saves a visit with a need and words for helpers; a keeper of the branch takes it
        on in Chinese, with two taps and one line; the worker closes it, a Party officer confirms
        it, and the text of the manager's report says one contribution and opens it.
        """
        self.member.partner_id = self.branch_user.partner_id
        self.member.partner_id.name = "赵党员"
        self.branch_user.lang = "zh_CN"
        self.env["community.visit"].create(
            {"household_id": self.household.id, "date": self.today, "user_id": self.worker.id}
        )
        self.start_tour("/odoo/my-day", "community_party_pledge_door", login="worker")
        need = self.env["community.visit.need"].search([("household_id", "=", self.household.id)])
        self.assertEqual((need.kind, need.visit_id.state), ("caring", "done"))
        self.start_tour(f"/odoo/needs/{need.id}", "community_party_pledge_words", login="worker")
        self.start_tour("/odoo/party-to-take-on", "community_party_pledge", login="party_branch")
        pledge = self.env["community.party.pledge"].search([])
        self.assertRecordValues(
            pledge,
            [
                {
                    "member_id": self.member.id,
                    "role": "周三陪同去菜市场",
                    "state": "claimed",
                    "name": "每周陪老人买菜",
                    "organization_id": self.branch.id,
                }
            ],
        )
        self.assertEqual(need.contribution_ids.partner_id, self.branch_user.partner_id)
        self.start_tour(f"/odoo/needs/{need.id}", "community_party_pledge_kept", login="worker")
        path = f"/odoo/party-pledges/{pledge.id}"
        self.start_tour(path, "community_party_pledge_confirmed", login="party_officer")
        self.assertEqual(pledge.state, "confirmed")
        self.start_tour("/odoo/reports/new", "community_party_pledge_report", login="manager")
