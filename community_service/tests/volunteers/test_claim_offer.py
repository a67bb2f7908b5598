from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import CommunityCase

NUMBER = "13800138000"


@tagged("post_install", "-at_install", "community")
class TestClaimOffer(CommunityCase):
    """What may be taken on is offered to helpers in words that tell of nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(
            members=[{"name": "陈秀兰", "role": "head", "id_number_input": cls.make_id_number()}],
            room="7-3F",
        )
        cls.resident = cls.household.head_id
        cls.id_number = cls.resident.sudo().id_number
        cls.repair = cls.env.ref("community_service.service_item_repair")
        cls.allowance = cls.env.ref("community_service.service_item_old_age_allowance")

    def make_matters(self, household=None):
        """Return a matter of each kind whose own words tell too much."""
        household = household or self.household
        told = f"陈秀兰，糖尿病，月收入800元，{self.id_number}，{NUMBER}"
        here = {"household_id": household.id}
        Need, Request = self.env["community.visit.need"], self.env["community.request"]
        needs = Need.create([{"name": told, "kind": kind, **here} for kind in ("caring", "aid")])
        requests = Request.create(
            [{"description": told, "item_id": i.id, **here} for i in (self.repair, self.allowance)]
        )
        event = self.env["community.life.event"].create(
            {"reason": "illness", "resident_id": household.head_id.id, "note": told, **here}
        )
        task = self.env["community.life.event.task"].create(
            {"event_id": event.id, "name": told, "is_claimable": True}
        )
        case = self.env["community.aid.case"].create(
            {
                "programme_id": self.env["community.aid.programme"].search([], limit=1).id,
                "resident_id": household.head_id.id,
                **here,
            }
        )
        return [needs, requests, event, task, case]

    def offers(self, user=None):
        self.env.flush_all()
        return self.env["community.claim.offer"].with_user(user or self.officer).search([])

    def offer_of(self, record):
        self.env.flush_all()
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        return self.env["community.claim.offer"].search(domain)

    def test_what_is_shown_holds_no_name_number_income_or_health(self):
        """Of matters whose own words hold all of it, nothing reaches a line, in no column."""
        self.make_matters()
        offers = self.offers()
        self.assertGreaterEqual(len(offers), 7)
        shown = str(offers.read()) + str(offers.mapped("display_name"))
        for told in (
            "陈秀兰",
            "糖尿",
            "收入",
            "800元",
            self.id_number,
            NUMBER,
        ):
            self.assertNotIn(told, shown)
        for told in ("Illness", "Old-age", self.household.code, self.household.room):
            self.assertNotIn(told, shown)
        self.assertEqual(offers.area_id, self.estate)

    def test_what_stands_behind_a_line_is_closed(self):
        self.make_matters()
        offer = self.offers()[0]
        for name in ("res_model", "res_id"):
            with self.assertRaises(AccessError):
                offer.read([name])
            with self.assertRaises(AccessError):
                offer.search([(name, "!=", False)])

    def test_offered_while_it_can_be_claimed(self):
        """For matters of every kind, open, closed, merged or become another: a line stands for
        exactly those that take claims.
        """
        records = self.make_matters()
        needs, requests, event, task, case = records
        for batch in records:
            for record in batch:
                self.assertTrue(self.offer_of(record), record)
        need = needs[0]
        became = self.env["community.request"].create(
            {"description": "x", "need_id": need.id, "item_id": self.repair.id}
        )
        self.assertFalse(self.offer_of(need), "what it became is offered in its place")
        self.assertTrue(self.offer_of(became))
        became._end_without("cancelled", "不需要了")
        needs[1].action_drop()
        (requests).action_merge()
        requests.filtered(lambda r: not r.merged_into_id)._end_without("refused", "不予")
        task.is_done = True
        event._cancel("已搬走")
        case.sudo()._set_closed(state="closed")
        for batch in (*records, became):
            for record in batch:
                self.assertEqual(bool(self.offer_of(record)), record._is_claimable(), record)
        need.action_reopen()
        self.assertFalse(self.offer_of(need))

    def test_words_for_helpers(self):
        need = self.env["community.visit.need"].create(
            {"name": "腿脚不便", "kind": "caring", "household_id": self.household.id}
        )
        offer = self.offer_of(need).with_user(self.worker)
        self.assertEqual(offer.name, "Caring")
        need.claim_words = "每周三陪老人买菜"
        offer.invalidate_recordset()
        self.assertEqual(offer.name, "每周三陪老人买菜")
        for words, what in (
            ("陪陈秀兰买菜", "the name of a person: “陈秀兰”"),
            (f"请打电话 {NUMBER}", f"a number that belongs to a person: “{NUMBER}”"),
            ("收入低，需要米面", "income or money: “收入”"),
            ("糖尿病老人送餐", "health: “糖尿”"),
        ):
            with self.assertRaisesRegex(ValidationError, what):
                need.claim_words = words
                need.flush_recordset()
        # The name became known after the words were written.
        need.claim_words = "陪王大爷买菜"
        self.make_resident(self.household, name="王大爷")
        offer.invalidate_recordset()
        self.assertEqual(offer.name, "Caring")

    def test_a_worker_sees_the_own_grids_and_takes_on(self):
        need = self.env["community.visit.need"].create(
            {"name": "轮椅", "household_id": self.household.id}
        )
        offer = self.offer_of(need)
        self.assertIn(offer, self.offers(self.worker))
        self.assertNotIn(offer, self.offers(self.worker2))
        with self.assertRaises(AccessError):
            offer.with_user(self.worker2).action_claim()
        action = offer.with_user(self.worker).action_claim()
        claims = self.env["community.contribution"].with_user(self.worker)
        form = Form(claims.with_context(**action["context"]), action["views"][0][0])
        form.partner_id = self.officer.partner_id
        claim = form.save()
        self.assertEqual(claim._record(), need)
        offer.invalidate_recordset()
        self.assertEqual(offer.with_user(self.worker).claim_count, 1)
        need.action_done()
        with self.assertRaisesRegex(UserError, "taken on no more"):
            offer.with_user(self.officer).action_claim()

    def test_lines_need_as_many_queries_for_few_as_for_many(self):
        self.make_matters()
        few = self.offers()
        self.make_matters(self.make_household())
        many = self.offers()
        self.assertGreater(len(many), len(few))
        counts = []
        for offers in (few, few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            offers.read(["name", "kind", "area_id", "date_due", "claim_count"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
