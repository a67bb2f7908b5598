from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestContribution(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household()
        cls.need = cls.env["community.visit.need"].create(
            {"name": "轮椅", "household_id": cls.household.id, "kind": "caring"}
        )
        cls.partner = cls.env["res.partner"].create({"name": "王志远"})

    def claim(self, user, **values):
        Contribution = self.env["community.contribution"].with_user(user)
        return Contribution.create(
            {
                "res_model": self.need._name,
                "res_id": self.need.id,
                "partner_id": self.partner.id,
                **values,
            }
        )

    def test_claim_takes_place_and_matter_of_the_record(self):
        claim = self.claim(self.worker)
        self.assertRecordValues(
            claim,
            [
                {
                    "name": "轮椅",
                    "household_id": self.household.id,
                    "grid_id": self.grid.id,
                    "state": "claimed",
                }
            ],
        )
        self.assertEqual(self.need.contribution_count, 1)

    def test_claim_on_unseen_record_refused(self):
        with self.assertRaises(AccessError):
            self.claim(self.worker2)

    def test_claim_on_record_of_another_kind_refused(self):
        with self.assertRaisesRegex(UserError, "Start a claim from"):
            self.env["community.contribution"].create(
                {"res_model": "res.partner", "res_id": 1, "partner_id": self.partner.id}
            )

    def test_second_open_claim_of_the_same_contributor_refused(self):
        other = self.claim(self.worker)
        other.action_withdraw()
        self.claim(self.worker)
        for values in ({}, {"capacity": "neighbour"}):
            with self.assertRaisesRegex(UserError, "王志远 has taken “轮椅” on already"):
                self.claim(self.worker, **values)
        # Two who claim at the same moment meet the index.
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            other.sudo().write({"state": "claimed"})
            other.flush_recordset()

    def test_closing_proposes_and_an_officer_confirms(self):
        """Closing a need fulfils the claim on it; an officer confirms it, not the one who claimed,
        and then it stays.
        """
        claim = self.claim(self.worker)
        self.need.with_user(self.worker).write({"result": "借到轮椅"})
        self.need.with_user(self.worker).action_done()
        self.assertEqual(claim.state, "fulfilled")
        with self.assertRaisesRegex(AccessError, "An officer"):
            claim.action_confirm()
        claim.with_user(self.officer).action_confirm()
        self.assertRecordValues(claim, [{"state": "confirmed", "confirmed_by_id": self.officer.id}])
        with self.assertRaisesRegex(UserError, "confirmed and counted"):
            claim.with_user(self.manager).unlink()

    def test_confirmed_ones_alone_are_the_examples_that_are_counted(self):
        """What units, volunteers and neighbours take on is counted as taken on; what somebody else
        has confirmed is counted as kept, each once, and the figure opens exactly those.
        """
        today = fields.Date.context_today(self.worker)
        made, kept = (
            self.env.ref(f"community_service.community_indicator_{code}").with_user(self.officer)
            for code in ("claims_made", "claims_confirmed")
        )

        def counted(figure):
            model, domain = figure._target(today, today, Domain.TRUE)
            found = self.env[model].with_user(self.officer).search(domain)
            value = figure._values(today, today, Domain.TRUE)[figure]
            self.assertEqual(len(found), value, "a figure opens exactly its records")
            return found

        before = counted(made), counted(kept)
        claims = self.env["community.contribution"]
        for capacity in ("unit", "volunteer", "neighbour", "staff"):
            partner = self.env["res.partner"].create({"name": f"贡献 {capacity}"})
            claims |= self.claim(self.worker, capacity=capacity, partner_id=partner.id)
        claims[3].action_withdraw()
        self.need.with_user(self.worker).action_done()
        claims[:2].with_user(self.officer).action_confirm()
        self.assertEqual(counted(made) - before[0], claims[:3])
        self.assertEqual(counted(kept) - before[1], claims[:2])

    def test_nobody_confirms_their_own(self):
        claim = self.claim(self.officer, partner_id=self.officer.partner_id.id, capacity="staff")
        with self.assertRaisesRegex(UserError, "your own contribution"):
            claim.with_user(self.officer).action_confirm()

    def test_state_is_closed_to_direct_writes(self):
        claim = self.claim(self.worker)
        with self.assertRaisesRegex(AccessError, "follows from its steps"):
            claim.with_user(self.manager).write({"state": "confirmed"})
        with self.assertRaisesRegex(UserError, "belongs to the matter"):
            claim.with_user(self.manager).write({"res_id": self.need.id + 1})

    def test_closed_need_takes_no_claims(self):
        self.need.action_done()
        with self.assertRaisesRegex(UserError, "takes no more claims"):
            self.claim(self.officer)

    def test_withdrawn_claim_frees_the_matter(self):
        self.claim(self.worker).action_withdraw()
        self.claim(self.worker)
        self.assertEqual(self.need.contribution_count, 1)

    def test_counting_claims_needs_one_query(self):
        needs = self.need | self.need.copy({"name": "拐杖"})
        needs.with_user(self.officer).mapped("contribution_count")
        needs.invalidate_recordset()
        with self.assertQueryCount(1):
            needs.mapped("contribution_count")

    def test_nobody_creates_a_confirmed_contribution(self):
        today = self.need.date_found
        with self.assertRaisesRegex(AccessError, "follows from its steps"):
            self.claim(
                self.worker,
                state="confirmed",
                confirmed_by_id=self.officer.id,
                date_confirmed=today,
            )
