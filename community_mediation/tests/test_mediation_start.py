from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community")
class TestMediationStart(DisputeCase):
    def need(self):
        visit = self.env["community.visit"].create(
            {"household_id": self.below.id, "state": "done", "date": "2025-03-01"}
        )
        return self.env["community.visit.need"].create(
            {
                "name": "楼上漏水，两家说不拢",
                "kind": "mediation",
                "visit_id": visit.id,
                "date_found": "2025-03-01",
                "user_id": self.worker.id,
            }
        )

    def cases(self):
        return self.env["community.mediation.case"].search([])

    def test_a_grid_worker_hands_a_need_over_and_does_not_see_the_file(self):
        need, before = self.need(), self.cases()
        action = need.with_user(self.worker).action_follow_up()
        self.assertEqual(action["tag"], "display_notification")
        case = self.cases() - before
        self.assertEqual(case.household_id, self.below)
        self.assertEqual(case.participant_ids.name, "陈秀兰")
        self.assertEqual((case.source, case.visit_id), ("visit", need.visit_id))
        self.assertEqual(need.follow_up_id, case.id)
        self.assertFalse(case.mediator_ids)
        with self.assertRaises(AccessError):
            case.with_user(self.worker).read(["description"])
        activity = case.activity_ids.filtered(lambda a: a.user_id == self.coordinator)
        self.assertEqual(activity.summary, "A dispute to assign")
        self.assertNotIn("陈秀兰", activity.res_name)
        self.assertNotIn(self.worker.partner_id, case.message_partner_ids)
        # A second tap makes no second case.
        need.with_user(self.worker).action_follow_up()
        self.assertEqual(self.cases() - before, case)

    def test_whoever_may_see_both_gets_a_form_filled_in(self):
        self.mediator_user.group_ids += self.env.ref("community_service.group_community_officer")
        need = self.need()
        action = need.with_user(self.mediator_user).action_follow_up()
        self.assertEqual(action["res_model"], "community.mediation.case")
        Case = self.env["community.mediation.case"].with_user(self.mediator_user)
        form = Form(Case.with_context(**action["context"]))
        form.kind_id = self.neighbours
        case = form.save()
        self.assertEqual(case.need_id, need)
        self.assertEqual(case.mediator_ids, self.mediator)
        self.assertEqual(case.participant_ids.resident_id, self.below.head_id)

    def test_household_resident_and_request_start_one(self):
        request = self.env["community.request"].create(
            {"description": "楼道堆物", "household_id": self.below.id}
        )
        for record, source in (
            (self.below, "application"),
            (self.below.head_id, "application"),
            (request, "request"),
        ):
            before = self.cases()
            record.with_user(self.officer).action_new_mediation()
            case = self.cases() - before
            self.assertEqual((case.source, case.household_id), (source, self.below))
        self.assertEqual(case.request_id, request)

    def test_the_caring_station_opens_or_links_a_case(self):
        event = self.env["community.life.event"].create(
            {"household_id": self.below.id, "reason": "dispute"}
        )
        before = self.cases()
        event.with_user(self.officer).action_mediation_case()
        case = self.cases() - before
        self.assertEqual(case.life_event_id, event)
        self.assertTrue(event.has_mediation)
        with self.assertRaises(AccessError):
            event.with_user(self.officer).action_mediation_case()
        case._close_life_event("Performed")
        self.assertEqual((event.state, event.result), ("done", "Performed"))
        wedding = event.copy({"reason": "wedding", "kind": "congratulation"})
        with self.assertRaisesRegex(UserError, "is no dispute"):
            wedding.action_mediation_case()
