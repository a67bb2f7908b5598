from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


class RequestCase(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household()
        cls.resident = cls.household.head_id
        cls.item = cls.env.ref("community_service.service_item_old_age_allowance")
        cls.repair = cls.env.ref("community_service.service_item_repair")

    def make_request(self, user=None, **values):
        Request = self.env["community.request"].with_user(user or self.officer)
        return Request.create(
            {
                "description": "路灯不亮",
                "household_id": self.household.id,
                "item_id": self.repair.id,
                **values,
            }
        )

    def move(self, requests, kind, user=None, **values):
        Move = self.env["community.request.move"].with_user(user or self.officer)
        return Move.create({"kind": kind, "request_ids": requests.ids, **values}).action_apply()


@tagged("post_install", "-at_install", "community")
class TestRequest(RequestCase):
    def test_catalogue_ships_at_least_twenty_items(self):
        """Twenty items of work and life or more have a legal basis, and the twenty certificates of
        the national list are refused with a reason.
        """
        Item = self.env["community.service.item"]
        usable = Item.search([("kind", "in", ("production", "life"))])
        self.assertGreaterEqual(len(usable), 20)
        self.assertTrue(usable.filtered(lambda item: item.kind == "production"))
        self.assertTrue(all(usable.mapped("legal_basis")))
        refused = Item.search([("is_allowed", "=", False)])
        self.assertEqual(len(refused), 20, "first list of document No. 20 of 2020")
        self.assertTrue(all(refused.mapped("refusal_reason")))

    def test_need_becomes_a_request_with_what_is_known(self):
        visit = self.env["community.visit"].create(
            {"household_id": self.household.id, "state": "done"}
        )
        need = self.env["community.visit.need"].create(
            {"name": "楼道灯坏", "visit_id": visit.id, "user_id": self.worker.id}
        )
        action = need.with_user(self.worker).action_follow_up()
        self.assertEqual(action["res_model"], "community.request")
        Request = self.env["community.request"].with_user(self.worker)
        with Form(Request.with_context(**action["context"])) as form:
            form.item_id = self.repair
        request = form.record
        self.assertRecordValues(
            request,
            [
                {
                    "household_id": self.household.id,
                    "visit_id": visit.id,
                    "need_id": need.id,
                    "description": "楼道灯坏",
                    "officer_id": self.worker.id,
                    "channel": "visit",
                    "grid_id": self.grid.id,
                    "limit_days": 3,
                    "state": "draft",
                }
            ],
        )
        self.assertEqual(need.action_follow_up()["res_id"], request.id)
        with self.assertRaisesRegex(UserError, "being handled"):
            need.action_done()
        request.action_accept()
        request.action_start()
        self.move(request, "done", self.worker, result="灯已换好")
        self.assertRecordValues(need, [{"state": "done", "result": "灯已换好"}])

    def test_number_carries_the_year_and_nobody_writes_it(self):
        request = self.make_request()
        self.assertRegex(request.number, r"^R\d{4}-\d{5}$")
        for field, value in (("number", "X"), ("state", "done"), ("date_accepted", "2020-01-01")):
            with self.assertRaisesRegex(UserError, "follows from its steps"):
                request.write({field: value})

    def test_seven_steps_of_the_agent_service(self):
        """A request on behalf of somebody goes through seven steps in their order, each with who
        took it.
        """
        request = self.make_request(is_proxy=True)
        moves = []
        while request.next_step and len(moves) < 10:
            moves.append(request.next_step)
            action = request.action_next_step()
            if action:
                kind = action["context"]["default_kind"]
                values = {"result": "办妥"} if kind == "done" else {"satisfaction": "very"}
                self.move(request, kind, **values)
        steps = ["entrust", "accept", "handle", "deliver", "file", "report", "return_visit"]
        self.assertEqual(moves, steps)
        self.assertEqual(request.step_ids.mapped("kind"), steps)
        self.assertEqual(request.step_ids.user_id, self.officer)

    def test_item_that_needs_the_person_refuses_the_agent(self):
        item = self.env.ref("community_service.service_item_residence_permit")
        # The permit itself a guardian may apply for.
        item.proxy_allowed = False
        request = self.make_request(item_id=item.id, is_proxy=True)
        with self.assertRaisesRegex(UserError, "must be handled by the person"):
            request.action_accept()

    def test_closing_without_result_is_refused(self):
        request = self.make_request()
        request.action_accept()
        with self.assertRaisesRegex(UserError, "what became of it"):
            self.move(request, "done", result="  ")
        self.assertEqual(request.state, "accepted")

    def test_moves_in_the_wrong_state_are_refused(self):
        request = self.make_request()
        with self.assertRaisesRegex(UserError, "possible only when"):
            request.action_start()
        with self.assertRaisesRegex(UserError, "possible only when"):
            self.move(request, "reopen", reason="还是不亮")

    def test_solved_on_the_spot_is_one_move(self):
        request = self.make_request()
        self.move(request, "on_spot", result="当场讲清")
        self.assertRecordValues(
            request, [{"state": "done", "is_solved_on_spot": True, "is_on_time": True}]
        )
        self.assertEqual(request.step_ids.mapped("kind"), ["accept", "deliver"])

    def test_missing_papers_are_told_once(self):
        """Papers missing are told all at once and the request waits; one asked for later needs a
        reason, and it runs on when all are there.
        """
        request = self.make_request(item_id=self.item.id)
        self.assertEqual(request.missing_count, 3)
        action = request.action_accept()
        self.assertEqual(action["report_name"], "community_service.report_request_missing")
        self.assertRecordValues(request, [{"state": "waiting", "wait_reason": "Missing papers"}])
        with self.assertRaisesRegex(UserError, "told on .* all at once"):
            request.material_ids = [(0, 0, {"name": "结婚证"})]
        request.material_ids = [(0, 0, {"name": "结婚证", "late_reason": "本人改报"})]
        request.material_ids.action_received()
        request.action_resume()
        self.assertRecordValues(request, [{"state": "in_progress", "missing_count": 0}])

    def test_anonymous_keeps_nothing(self):
        anonymous = {
            "household_id": False,
            "is_anonymous": True,
            "area_id": self.building1.id,
        }
        request = self.make_request(**anonymous)
        self.assertEqual(request.grid_id, self.grid)
        for values in (
            {"resident_id": self.resident.id},
            {"contact_name": "某人"},
            {"household_id": self.household.id},
        ):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.make_request(**(anonymous | values)).flush_recordset()
        named = self.make_request()
        with self.assertRaisesRegex(UserError, "cannot be made anonymous"):
            named.write({"is_anonymous": True, "household_id": False})

    def test_place_of_a_request_without_household_follows_its_grid(self):
        request = self.make_request(household_id=False, area_id=self.building3.id)
        self.assertFalse(request.grid_id)
        self.building3.own_grid_id = self.grid2
        self.assertEqual(request.grid_id, self.grid2)
        self.household.area_id.own_grid_id = self.grid2

    def test_worker_sees_own_grid_and_own_requests(self):
        own = self.make_request()
        other = self.make_request(household_id=False, area_id=self.building2.id)
        given = self.make_request(
            household_id=False, area_id=self.building2.id, officer_id=self.worker.id
        )
        Request = self.env["community.request"].with_user(self.worker)
        found = Request.search([("id", "in", (own | other | given).ids)])
        self.assertEqual(found, own | given)
        with self.assertRaises(AccessError):
            other.with_user(self.worker).read(["description"])

    def test_phone_of_an_outsider_is_shown_to_the_one_who_handles_it(self):
        request = self.make_request(
            household_id=False, contact_name="吴某", contact_phone_input="13900000001"
        )
        self.assertEqual(request.contact_phone_input, "13900000001")
        self.assertEqual(request.with_user(self.manager).contact_phone_input, "****")
        with self.assertRaises(AccessError):
            request.read(["contact_phone"])
        self.assertNotIn("吴某", request.display_name)

    def test_duplicates_keep_both_origins_and_close_together(self):
        first = self.make_request(channel="hotline", external_number="A1")
        second = self.make_request(channel="window", description="又来问路灯")
        second.action_accept()
        (first | second).action_merge()
        self.assertEqual(first.merged_into_id, second, "the one accepted first goes on")
        with self.assertRaisesRegex(UserError, "merged into"):
            first.action_accept()
        self.move(second, "done", result="路灯已修")
        self.assertRecordValues(
            first | second,
            [
                {"state": "done", "channel": "hotline", "result": "路灯已修"},
                {"state": "done", "channel": "window", "result": "路灯已修"},
            ],
        )
        with self.assertRaisesRegex(UserError, "reopen it first"):
            first.action_unmerge()

    def test_one_request_cannot_be_merged(self):
        with self.assertRaisesRegex(UserError, "at least two"):
            self.make_request().action_merge()

    def test_work_order_is_entered_once_and_may_go_back(self):
        values = {"channel": "hotline", "external_number": "12345-7"}
        request = self.make_request(**values)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.make_request(**values)
        self.move(request, "return", reason="不属于本社区管辖")
        self.assertRecordValues(
            request, [{"state": "returned", "close_reason": "不属于本社区管辖"}]
        )

    def test_example_needs_story_and_consent(self):
        """An example is published only when it is marked, has a story and the person's dated
        consent.
        """
        request = self.make_request()
        self.move(request, "on_spot", result="办妥")
        with self.assertRaisesRegex(UserError, "mark it as exemplary"):
            request.action_publish()
        request.write({"is_exemplary": True, "example_text": "一盏灯的故事"})
        with self.assertRaisesRegex(UserError, "consented"):
            request.action_publish()
        request.write({"date_consent": "2026-11-01", "consent_note": "本人签字"})
        request.action_publish()
        self.assertTrue(request.is_published)
        request.action_unpublish()
        self.assertFalse(request.is_published)

    def test_referral_has_its_own_clock_and_holds_the_close(self):
        """A referral has a day for its answer, holds the request open until the answer is written
        down, and follows its buttons.
        """
        request = self.make_request()
        department = self.env["res.partner"].create({"name": "区城管局"})
        request.action_accept()
        with freeze_time("2026-11-02 02:00:00"):
            referral = (
                self.env["community.request.referral"]
                .with_user(self.officer)
                .create(
                    {
                        "request_id": request.id,
                        "department_id": department.id,
                        "question": "何时检修？",
                        "date_sent": "2026-11-02",
                    }
                )
            )
        self.assertEqual(referral.date_due, date(2026, 11, 9))
        with self.assertRaisesRegex(UserError, "waits for the answer"):
            self.move(request, "done", result="已转")
        with self.assertRaisesRegex(UserError, "write down what the department answered"):
            referral.action_answered()
        referral.action_remind()
        referral.answer = "本周检修"
        referral.action_answered()
        self.assertRecordValues(referral, [{"state": "answered", "reminder_count": 1}])
        with self.assertRaisesRegex(AccessError, "follows from its steps"):
            referral.with_user(self.officer).state = "sent"
        self.move(request, "done", result="已检修")
        self.assertEqual(request.state, "done")

    def test_received_in_the_future_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "lies in the future"):
            self.make_request(date_received="2099-01-01")

    def test_accepted_request_is_kept(self):
        request = self.make_request()
        request.action_accept()
        with self.assertRaisesRegex(UserError, "cancel it with a reason"):
            request.with_user(self.manager).unlink()

    def test_service_level_of_an_item(self):
        """An item counts its requests, those on time, returned and satisfied."""
        on_time = self.make_request()
        on_time.action_accept()
        self.move(on_time, "done", result="好")
        self.move(on_time, "satisfaction", satisfaction="very")
        returned = self.make_request(external_number="Z9")
        self.move(returned, "return", reason="不属本社区")
        item = self.repair.with_user(self.manager)
        self.assertRecordValues(
            item,
            [
                {
                    "request_count": 1,
                    "on_time_rate": 100.0,
                    "returned_count": 1,
                    "satisfaction_rate": 100.0,
                }
            ],
        )

    def test_claim_on_a_request_is_proposed_when_it_closes(self):
        request = self.make_request()
        partner = self.env["res.partner"].create({"name": "物业公司", "is_company": True})
        claim = self.env["community.contribution"].create(
            {
                "res_model": request._name,
                "res_id": request.id,
                "partner_id": partner.id,
                "capacity": "unit",
            }
        )
        self.assertNotIn(self.resident.name, claim.name)
        self.move(request, "on_spot", result="已修")
        self.assertEqual(claim.state, "fulfilled")

    def test_refused_request_drops_its_need_and_lapses_claims(self):
        need = self.env["community.visit.need"].create(
            {"name": "开证明", "household_id": self.household.id}
        )
        request = self.make_request(need_id=need.id)
        partner = self.env["res.partner"].create({"name": "王志远"})
        claim = self.env["community.contribution"].create(
            {"res_model": request._name, "res_id": request.id, "partner_id": partner.id}
        )
        self.move(request, "refuse", reason="不予出具")
        self.assertRecordValues(need, [{"state": "cancelled", "result": "不予出具"}])
        self.assertEqual(claim.state, "lapsed", "nothing was done that could be confirmed")
        self.move(request, "reopen", reason="补充了材料")
        self.assertEqual((need.state, claim.state), ("open", "claimed"))
        request.action_start()
        self.move(request, "done", result="已办妥")
        self.assertRecordValues(need, [{"state": "done", "result": "已办妥"}])
        self.assertEqual(claim.state, "fulfilled")

    def test_closed_request_is_settled_until_it_is_reopened(self):
        request = self.make_request()
        self.move(request, "on_spot", result="办妥")
        for values in ({"result": "别的"}, {"description": "x"}, {"limit_days": 90}):
            with self.assertRaisesRegex(UserError, "open it again with a reason"):
                request.write(values)
        request.write({"satisfaction": "very", "external_reply": "已回复"})
        self.move(request, "reopen", reason="没修好")
        request.write({"description": "路灯又不亮"})

    def test_solved_on_the_spot_waits_for_no_paper(self):
        request = self.make_request(item_id=self.item.id)
        self.move(request, "on_spot", result="当场办妥")
        self.assertRecordValues(request, [{"state": "done", "date_told": False}])
        self.assertFalse(request.wait_ids)
