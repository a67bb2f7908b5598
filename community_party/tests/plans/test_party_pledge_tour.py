from odoo.tests import HttpCase, tagged

from .test_party_pledge import PledgeCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPartyPledgeTour(PledgeCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_need_is_taken_on_from_a_phone(self):
        """In zh_CN: two taps and one line, and the need is promised by the one who tapped."""
        self.member.partner_id = self.branch_user.partner_id
        self.member.partner_id.name = "赵党员"
        self.branch_user.lang = "zh_CN"
        need = self.make_need(claim_words="每周陪老人买菜")
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
