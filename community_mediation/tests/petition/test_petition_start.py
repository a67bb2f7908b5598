from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..dispute_case import DisputeCase
from ..petition_case import PetitionCase


@tagged("post_install", "-at_install", "community")
class TestPetitionStart(PetitionCase, DisputeCase):
    """A petition starts where it is heard, and leads on to mediation and aid."""

    def need(self, **values):
        visit = self.env["community.visit"].create(
            {"household_id": self.household.id, "state": "done", "date": "2026-01-05 02:00:00"}
        )
        return self.env["community.visit.need"].create(
            {
                "visit_id": visit.id,
                "household_id": self.household.id,
                "name": "反映补偿不公",
                "kind": "petition",
                "user_id": self.worker.id,
                **values,
            }
        )

    def intake(self, action, user, **values):
        self.assertEqual(action["res_model"], "community.petition.intake")
        Intake = self.env["community.petition.intake"].with_user(user)
        return Intake.with_context(**action["context"]).create(values)

    def test_a_grid_worker_hands_over_and_keeps_number_and_code_only(self):
        need = self.need().with_user(self.worker)
        intake = self.intake(need.action_follow_up(), self.worker)
        self.assertEqual(intake.description, "反映补偿不公")
        intake.action_hand_over()
        petition = self.env["community.petition"].search([("number", "=", intake.number)])
        self.assertEqual(petition.need_id, need)
        self.assertEqual(petition.household_id, self.household)
        self.assertEqual(intake.code, petition._printed_code())
        self.assertNotIn("补偿", intake.description)
        with self.assertRaises(AccessError):
            petition.with_user(self.worker).read(["state"])
        self.assertIn(self.petition_officer, petition.activity_ids.user_id)
        self.assertEqual(need.action_follow_up()["tag"], "display_notification")

    def test_an_accusation_leaves_no_trace_on_the_need_it_was_heard_with(self):
        need = self.need().with_user(self.worker)
        self.intake(
            need.action_follow_up(), self.worker, kind="accusation", is_accused_elsewhere=True
        ).action_hand_over()
        petition = self.env["community.petition"].search([], order="id desc", limit=1)
        self.assertEqual((petition.kind, petition.description), ("accusation", "反映补偿不公"))
        self.assertFalse(petition.need_id or petition.visit_id)
        self.assertFalse(need.follow_up_model or need.follow_up_id)

    def test_an_accusation_says_who_is_accused_and_they_hear_nothing(self):
        accused = self.coordinator
        accused.group_ids += self.env.ref("community_mediation.group_petition_officer")
        action = self.household.with_user(self.worker).action_new_petition()
        intake = self.intake(action, self.worker, description="x", kind="accusation")
        with self.assertRaisesRegex(UserError, "Say who is accused"):
            intake.action_hand_over()
        intake.accused_user_ids = accused
        intake.accused_partner_ids = self.body
        intake.action_hand_over()
        petition = self.env["community.petition"].search([("number", "=", intake.number)])
        self.assertEqual(petition.accused_user_ids, accused)
        self.assertEqual(petition.accused_partner_ids, self.body)
        self.assertFalse(intake.accused_user_ids or intake.accused_partner_ids)
        told = petition.activity_ids.user_id
        self.assertIn(self.petition_officer, told)
        self.assertNotIn(accused, told)
        self.assertNotIn(accused.partner_id, petition.message_ids.notified_partner_ids)
        number = [("number", "=", intake.number)]
        self.assertFalse(self.env["community.petition"].with_user(accused).search_count(number))

    def test_who_is_accused_counts_in_an_accusation_only(self):
        action = self.household.with_user(self.worker).action_new_petition()
        intake = self.intake(
            action, self.worker, description="x", accused_user_ids=self.coordinator.ids
        )
        intake.action_hand_over()
        petition = self.env["community.petition"].search([("number", "=", intake.number)])
        self.assertFalse(petition.accused_user_ids)

    def test_nobody_hands_over_for_a_place_of_another_community(self):
        other = self.env["res.company"].create({"name": "Other community"})
        area = self.env["community.area"].create(
            {"name": "Far away", "kind": "estate", "company_id": other.id}
        )
        Intake = self.env["community.petition.intake"].with_user(self.worker)
        with self.assertRaises(AccessError):
            Intake.create({"description": "x", "area_id": area.id})

    def test_hardship_leads_to_an_aid_case_that_the_petition_follows(self):
        petition = self.make_accepted(household_id=self.household.id, is_hardship=True)
        petition.action_aid()
        need = petition.sudo().aid_need_id
        self.assertEqual(need.household_id, self.household)
        self.assertEqual(petition.aid_progress, "Open")
        action = need.with_user(self.worker).action_follow_up()
        case = (
            self.env["community.aid.case"]
            .with_user(self.worker)
            .with_context(**action["context"])
            .create(
                {"programme_id": self.env.ref("community_service.community_aid_programme_dibao").id}
            )
        )
        self.assertEqual(need.follow_up_id, case.id)
        self.env.invalidate_all()
        self.assertEqual(petition.aid_progress, f"{case.number or ''} Draft".strip())
        text = str(need.sudo().read() + case.sudo().read())
        self.assertNotIn(petition.number, text, "the aid case says nothing of the petition")

    def test_nobody_hands_over_for_a_household_of_another_grid(self):
        Intake = self.env["community.petition.intake"].with_user(self.worker2)
        with self.assertRaises(AccessError):
            Intake.create({"description": "x", "household_id": self.household.id})

    def test_an_anonymous_petition_keeps_no_home(self):
        action = self.household.with_user(self.worker).action_new_petition()
        intake = self.intake(action, self.worker, description="夜间施工", is_anonymous=True)
        intake.action_hand_over()
        petition = self.env["community.petition"].search([("number", "=", intake.number)])
        self.assertFalse(petition.household_id or petition.resident_id or petition.person_ids)

    def test_a_petition_officer_of_the_grid_opens_the_form(self):
        self.petition_officer.group_ids += self.env.ref("community_service.group_community_officer")
        household = self.household.with_user(self.petition_officer)
        for record in (household, household.head_id):
            action = record.action_new_petition()
            self.assertEqual(action["res_model"], "community.petition")
            self.assertEqual(action["context"]["default_household_id"], household.id)
        request = self.env["community.request"].create(
            {"description": "路灯不亮", "household_id": household.id}
        )
        action = request.with_user(self.petition_officer).action_new_petition()
        self.assertEqual(action["context"]["default_description"], "路灯不亮")

    def test_the_resident_it_starts_from_is_the_first_petitioner(self):
        petition = self.env["community.petition"].create(
            {"description": "x", "resident_id": self.household.head_id.id}
        )
        self.assertEqual(petition.person_ids.resident_id, self.household.head_id)
        self.assertEqual(petition.household_id, self.household)
        self.assertTrue(petition.is_reachable)

    def test_the_need_closes_with_the_petition(self):
        need = self.need()
        petition = self.make_answered(need_id=need.id, date_received="2024-03-01")
        self.step(petition, "close", reason="已解决")
        self.assertEqual(need.state, "done")

    def test_hardship_becomes_a_need_of_the_grid_worker(self):
        petition = self.make_petition(household_id=self.household.id, is_hardship=True)
        petition.action_aid()
        need = self.env["community.visit.need"].search(
            [("household_id", "=", self.household.id), ("kind", "=", "aid")]
        )
        self.assertEqual(need.user_id, self.worker)
        self.assertNotIn(petition.number, need.name)
        self.assertTrue(petition.date_aid_told)
        petition.action_aid()
        self.assertEqual(len(need.search([("id", "=", need.id), ("kind", "=", "aid")])), 1)

    def test_a_dispute_goes_to_mediation_and_keeps_the_link(self):
        petition = self.make_petition(household_id=self.household.id)
        action = petition.action_mediation()
        self.assertEqual(action["tag"], "display_notification")
        case = self.env["community.mediation.case"].search([("petition_id", "=", petition.id)])
        self.assertEqual((case.source, case.description), ("petition", petition.description))
        self.assertEqual(petition.case_count, 1)
        self.assertFalse(case.with_user(self.petition_officer).has_access("read"))
        with self.assertRaises(AccessError):
            case.with_user(self.mediator_user).petition_id = petition
