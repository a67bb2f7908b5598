import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_party_pledge import PledgeCase

OPEN = ("claimed", "fulfilled")


@tagged("post_install", "-at_install", "community")
class TestPartyPledgeOrders(PledgeCase):
    """Right whenever entered: a pledge follows its need in whatever order things happen."""

    def test_any_order_counts_a_pledge_once(self):
        """Thirty histories drawn from a seed: pledges entered before and after closing, opening,
        dropping, withdrawing and confirming in any order; a pledge is what its claim is, nobody
        holds a need twice, and service, branches and report count the same.
        """
        happened = set()
        for seed in range(30):
            with self.subTest(seed=seed):
                happened.update(self.play(random.Random(seed)))
        self.assertEqual(
            happened, {"pledge", "done", "drop", "reopen", "withdraw", "confirm", "claim"}
        )

    def play(self, dice):
        needs = self.make_need() | self.make_need()
        members = self.member | self.make_member("钱党员", self.branch2)
        pledges = self.env["community.party.pledge"].with_user(self.party_officer)
        claims = self.env["community.contribution"].with_user(self.officer)

        def choose(records, state):
            return dice.choice(records.filtered(lambda r: r.state == state))

        steps = {
            "pledge": lambda: self.pledge(
                dice.choice(needs), self.party_officer, member_id=dice.choice(members).id
            ),
            "claim": lambda: claims.create(
                {
                    "res_model": needs._name,
                    "res_id": dice.choice(needs).id,
                    "partner_id": dice.choice(members).partner_id.id,
                }
            ),
            "done": lambda: choose(needs, "open").action_done(),
            "drop": lambda: choose(needs, "open").action_drop(),
            "reopen": lambda: dice.choice(
                needs.filtered(lambda n: n.state != "open")
            ).action_reopen(),
            "withdraw": lambda: dice.choice(pledges).action_withdraw(),
            "confirm": lambda: choose(pledges, "fulfilled").action_confirm(),
        }
        trail = []
        for _turn in range(12):
            step = dice.choice([*steps, "pledge", "done", "confirm"])
            try:
                with self.env.cr.savepoint():
                    made = steps[step]()
            except (UserError, IndexError):
                continue  # refused in this order, and nothing of it is left
            trail.append(step)
            if step == "pledge":
                pledges |= made
            all_claims = needs.contribution_ids
            for pledge in pledges:
                claim = pledge.sudo().contribution_id
                self.assertEqual(pledge.state, claim.state, trail)
            held = [(c.res_id, c.partner_id) for c in all_claims if c.state in OPEN]
            self.assertEqual(len(held), len(set(held)), trail)
            kept = pledges.filtered(lambda p: p.state == "confirmed")
            by_branch = self.env["community.party.pledge"]._read_group(
                [("id", "in", pledges.ids), ("state", "=", "confirmed")],
                ["organization_id"],
                ["__count"],
            )
            self.assertEqual(sum(count for _branch, count in by_branch), len(kept), trail)
            self.assertEqual(
                len(all_claims.filtered(lambda c: c.state == "confirmed")), len(kept), trail
            )
        return trail
