from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..dispute_case import DisputeCase


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
        """A need handed over becomes one case that the coordinator is told of without a name and
        that the grid worker cannot read.
        """
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

    def sources(self):
        """Return what a dispute may come from, with the source and day of its case."""
        request = self.env["community.request"].create(
            {"description": "楼道堆物", "household_id": self.below.id, "officer_id": self.worker.id}
        )
        visit = self.need().visit_id
        visit.situation = "楼上漏水"
        return (
            (self.below, "application"),
            (self.below.head_id, "application"),
            (request, "request"),
            (visit, "visit"),
        )

    def test_a_grid_worker_hands_over_what_they_heard_of(self):
        """Household, resident and visit hand a dispute over in the words heard, and the worker
        cannot read the case.
        """
        for record, source in self.sources():
            before = self.cases()
            action = record.with_user(self.worker).action_new_mediation()
            Start = self.env[action["res_model"]].with_user(self.worker)
            form = Form(Start.with_context(**action["context"]))
            form.description = "两家为漏水争执"
            told = form.save().action_apply()
            self.assertEqual(told["tag"], "display_notification")
            case = self.cases() - before
            self.assertEqual((case.source, case.household_id), (source, self.below))
            self.assertEqual(case.description, "两家为漏水争执")
            self.assertEqual(case.participant_ids.resident_id, self.below.head_id)
            self.assertFalse(case.mediator_ids)
            with self.assertRaises(AccessError):
                case.with_user(self.worker).read(["description"])
        self.assertEqual((case.visit_id, str(case.date_received)), (record, "2025-03-01"))

    def test_a_mediator_gets_the_case_filled_in(self):
        self.mediator_user.group_ids += self.env.ref("community_service.group_community_officer")
        Case = self.env["community.mediation.case"].with_user(self.mediator_user)
        for record, source in self.sources():
            before = self.cases()
            action = record.with_user(self.mediator_user).action_new_mediation()
            self.assertFalse(self.cases() - before)
            form = Form(Case.with_context(**action["context"]))
            form.kind_id = self.neighbours
            form.description = "漏水"
            case = form.save()
            self.assertEqual((case.source, case.household_id), (source, self.below))
            self.assertEqual(case.mediator_ids, self.mediator)

    def test_nobody_hands_over_what_they_may_not_write(self):
        with self.assertRaises(AccessError):
            self.below.with_user(self.worker2).action_new_mediation()
        # Their own dialog cannot name the household either.
        starts = self.env["community.mediation.start"].with_user(self.worker2)
        with self.assertRaises(AccessError):
            starts.create({"household_id": self.below.id, "description": "x"})

    def test_the_buttons_stand_where_grid_workers_see_them(self):
        for model in ("household", "resident", "request", "visit"):
            Model = self.env[f"community.{model}"]
            for user, shown in ((self.worker, True), (self.officer, True), (self.auditor, False)):
                who = f"{model} {user.login}"
                arch = Model.with_user(user).get_view(view_type="form")["arch"]
                self.assertEqual('name="action_new_mediation"' in arch, shown, who)

    def test_the_caring_station_opens_or_links_a_case(self):
        """A dispute of the caring station opens one case, which ends the event with its result;
        another occasion opens none.
        """
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
