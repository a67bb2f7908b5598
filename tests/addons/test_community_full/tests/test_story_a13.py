from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from odoo.addons.community_party.tests.common import PartyCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA13(PartyCase):
    """A13: a need found at a door is pledged by a Party member, kept, and counted once."""

    def test_a_need_of_a_visit_is_pledged_kept_and_counted_once(self):
        """On her phone the grid worker saves a visit: an old woman broke her wrist and cannot shop.
        She writes in words for helpers what is wanted. The keeper of a branch finds it among what
        is open, not knowing whose it is, and a member promises to shop every week. The worker
        closes the need; the pledge waits for the Party officer, whom neither worker nor keeper can
        stand in for. Then it counts once: in the service, in the branch's record, with the member,
        and in the report, where the figure opens this one contribution and the Party's stays a
        number.
        """
        today = fields.Date.context_today(self.worker)
        household = self.make_household([{"name": "陈秀兰", "role": "head"}])
        member = self.make_member()
        report = (
            self.env["community.report"]
            .with_user(self.manager)
            .create({"name": "A13", "date_from": today, "date_to": today})
        )

        def figures():
            self.env.flush_all()
            report.action_refresh()
            return {
                line.code: line.value
                for line in report.line_ids
                if line.code in ("visits", "needs_met", "claims_confirmed", "party_pledges_kept")
            }

        before = figures()
        self.env["community.visit"].with_user(self.worker).save_at_the_door(
            household.id,
            {
                "client_key": "a13-door",
                "state": "done",
                "situation": "手腕骨折，不能买菜",
                "met_resident_ids": household.head_id.ids,
                "needs": [{"kind": "caring", "name": "陈秀兰手腕骨折，没人买菜"}],
            },
        )
        need = self.env["community.visit.need"].search([("household_id", "=", household.id)])
        need.with_user(self.worker).claim_words = "每周陪老人买菜"
        self.env.flush_all()
        Offer = self.env["community.claim.offer"].with_user(self.branch_user)
        offer = Offer.search([]).filtered(lambda line: line.name == "每周陪老人买菜")
        self.assertEqual(len(offer), 1)
        self.assertNotIn("陈秀兰", str(offer.read()))
        self.assertFalse(need.with_user(self.branch_user).has_access("read"))
        action = offer.action_pledge()
        Pledge = self.env["community.party.pledge"].with_user(self.branch_user)
        form = Form(Pledge.with_context(**action["context"]), action["views"][0][0])
        form.member_id, form.role = member, "周三陪同去菜市场"
        pledge = form.save()
        self.assertNotIn("陈秀兰", str(pledge.read()))
        self.assertEqual(figures()["claims_confirmed"], before["claims_confirmed"], "promised only")
        need.with_user(self.worker).action_done()
        self.assertEqual(pledge.state, "fulfilled")
        with self.assertRaises(AccessError):
            pledge.action_confirm()
        with self.assertRaises(AccessError):
            pledge.with_user(self.worker).action_confirm()
        pledge.with_user(self.party_officer).action_confirm()
        after = figures()
        self.assertEqual(
            {code: after[code] - before[code] for code in after},
            {"visits": 1, "needs_met": 1, "claims_confirmed": 1, "party_pledges_kept": 1},
        )
        self.assertEqual(self.branch.with_user(self.branch_user).kept_count, 1)
        self.assertEqual(member.with_user(self.branch_user).pledge_count, 1)
        line = report.line_ids.filtered(lambda line: line.code == "claims_confirmed")
        action = line.action_open()
        opened = self.env[action["res_model"]].with_user(self.manager)
        self.assertIn(pledge.sudo().contribution_id, opened.search(action["domain"]))
        target = self.env.ref("community_party.community_indicator_party_pledges_kept")
        model, domain = target._target(today, today, Domain.TRUE)
        self.assertIn(pledge, self.env[model].with_user(self.party_officer).search(domain))
        with self.assertRaises(AccessError):
            self.env[model].with_user(self.manager).search(domain)
