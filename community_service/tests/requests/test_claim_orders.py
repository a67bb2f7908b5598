import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_request import RequestCase

OPEN = ("claimed", "fulfilled")


@tagged("post_install", "-at_install", "community")
class TestClaimOrders(RequestCase):
    """A claim follows its matter in whatever order that is closed, taken up again or merged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helpers = cls.env["res.partner"].create([{"name": "王志远"}, {"name": "物业公司"}])

    def claim(self, record, partner=None, **values):
        return (
            self.env["community.contribution"]
            .with_user(self.officer)
            .create(
                {
                    "res_model": record._name,
                    "res_id": record.id,
                    "partner_id": (partner or self.helpers[0]).id,
                    **values,
                }
            )
        )

    def make_need(self):
        return self.env["community.visit.need"].create(
            {"name": "楼道灯坏", "household_id": self.household.id}
        )

    def test_reopened_matter_takes_the_proposal_back(self):
        """What was proposed as kept is claimed again when the result did not hold."""
        need = self.make_need()
        claim = self.claim(need)
        need.action_done()
        self.assertEqual(claim.state, "fulfilled")
        need.action_reopen()
        self.assertEqual(claim.state, "claimed")
        need.action_drop()
        self.assertEqual(claim.state, "lapsed")
        need.action_reopen()
        need.action_done()
        claim.action_confirm()
        need.action_reopen()
        need.action_drop()
        self.assertEqual(claim.state, "confirmed", "what a named person confirmed stays")

    def test_need_and_what_it_became_are_one_matter(self):
        need = self.make_need()
        claim = self.claim(need)
        request = self.make_request(need_id=need.id)
        with self.assertRaisesRegex(UserError, "on already"):
            self.claim(request)
        self.claim(request, self.helpers[1])
        claim.action_withdraw()
        self.claim(request)

    def test_merging_counts_a_contributor_once(self):
        first, second = self.make_request(), self.make_request(description="楼梯口没有灯")
        one, two = self.claim(first), self.claim(second)
        other = self.claim(second, self.helpers[1])
        (first | second).action_merge()
        self.assertEqual((one.state, two.state, other.state), ("claimed", "lapsed", "claimed"))
        second.action_unmerge()
        self.assertEqual((one.state, two.state), ("claimed", "claimed"))
        (first | second).action_merge()
        first.action_accept()
        self.move(first, "done", result="灯已换好")
        self.assertEqual((one.state, two.state, other.state), ("fulfilled", "lapsed", "fulfilled"))

    def test_cancelled_event_lapses_claims_on_its_steps(self):
        event = self.env["community.life.event"].create(
            {
                "reason": "living_alone",
                "household_id": self.household.id,
                "resident_id": self.resident.id,
            }
        )
        step = event.task_ids.filtered("is_claimable")[:1]
        claims = self.claim(step) | self.claim(event, self.helpers[1])
        event._cancel("家人已搬回")
        self.assertEqual(claims.mapped("state"), ["lapsed", "lapsed"])
        event.action_reopen()
        self.assertEqual(claims.mapped("state"), ["claimed", "claimed"])
        step.is_done = True
        step.is_done = False
        self.assertEqual(claims[0].state, "claimed")

    def test_hours_that_were_confirmed_outlive_their_matter(self):
        need = self.make_need()
        claim = self.claim(need)
        volunteer = self.env["community.volunteer"].create({"partner_id": self.helpers[0].id})
        hours = self.env["community.volunteer.service"].create(
            {
                "volunteer_id": volunteer.id,
                "name": "陪伴",
                "date_start": "2026-01-05 01:00:00",
                "date_stop": "2026-01-05 03:00:00",
                "contribution_id": claim.id,
                "late_reason": "纸质记录补录",
            }
        )
        hours.with_user(self.officer).action_confirm()
        self.assertEqual(claim.state, "fulfilled")
        need.action_drop()
        need.action_reopen()
        self.assertEqual(claim.state, "fulfilled", "the hours were given")

    def test_claimed_in_the_future_is_refused(self):
        with self.assertRaisesRegex(UserError, "lies in the future"):
            self.claim(self.make_need(), date="2099-01-01")

    def test_any_order_leaves_each_contributor_counted_once(self):
        """Forty histories of two requests and a need, drawn from a seed: nobody has a matter in
        hand twice, a promise on an open matter is claimed, one on a matter that ended is to be
        confirmed or has lapsed, and what was confirmed or withdrawn stays.
        """
        happened = set()
        for seed in range(40):
            with self.subTest(seed=seed):
                happened.update(self.play(random.Random(seed)))
        every = "claim done refuse reopen merge unmerge confirm withdraw".split()
        self.assertEqual(happened, set(every), "each step was taken somewhere")

    def play(self, dice):
        need = self.make_need()
        requests = self.make_request(need_id=need.id) | self.make_request(description="没有灯")
        requests.action_accept()
        claims, final = self.env["community.contribution"], {}
        steps = {
            "claim": lambda: self.claim(
                dice.choice([need, *requests]), self.helpers[dice.randrange(2)]
            ),
            "done": lambda: self.move(dice.choice(requests), "done", result="好"),
            "refuse": lambda: self.move(dice.choice(requests), "refuse", reason="不予"),
            "reopen": lambda: self.move(dice.choice(requests), "reopen", reason="没好"),
            "merge": lambda: requests.action_merge(),
            "unmerge": lambda: requests.action_unmerge(),
            "confirm": lambda: dice.choice(claims).with_user(self.officer).action_confirm(),
            "withdraw": lambda: dice.choice(claims).action_withdraw(),
        }
        trail = []
        for _turn in range(14):
            step = dice.choice([*steps, "claim", "done", "reopen"])
            try:
                with self.env.cr.savepoint():
                    made = steps[step]()
            except (UserError, IndexError):
                continue  # refused in this order, and nothing of it is left
            trail.append(step)
            if step == "claim":
                claims |= made
            self.check(claims, final, trail)
        return trail

    def check(self, claims, final, trail):
        in_hand = set()
        for claim in claims:
            record = claim._record()
            main = record
            if record._name == "community.visit.need":
                main = self.env["community.request"].search([("need_id", "=", record.id)])
            main = main.merged_into_id or main
            self.assertEqual(final.get(claim, claim.state), claim.state, trail)
            if claim.state in ("confirmed", "withdrawn"):
                final[claim] = claim.state
            elif main.state == "done":
                self.assertIn(claim.state, ("fulfilled", "lapsed"), trail)
            elif not main._is_claimable():
                self.assertEqual(claim.state, "lapsed", trail)
            else:
                self.assertIn(claim.state, ("claimed", "lapsed"), trail)
            if claim.state in OPEN:
                self.assertNotIn((main, claim.partner_id), in_hand, trail)
                in_hand.add((main, claim.partner_id))
