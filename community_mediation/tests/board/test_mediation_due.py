from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..mediation.test_mediation_agreement import AgreementCase
from ..petition_case import PetitionCase
from ..relocation_case import RelocationCase


def due(env, user, model):
    """Return the lines of the board that lead to records of a model, as a user reads them."""
    return env["community.due"].with_user(user).search([("res_model", "=", model._name)])


@tagged("post_install", "-at_install", "community")
@freeze_time("2024-05-01 02:00:00")
class TestMediationDue(AgreementCase):
    """The days of a case on the board: for those who may open it."""

    def test_case_by_its_lead(self):
        case = self.make_accepted("2024-04-10", date_received="2024-04-09")
        for user in (self.mediator_user, self.coordinator):
            line = due(self.env, user, case)
            self.assertEqual((line.kind, line.matter), ("mediation", case.number))
            self.assertEqual(line.date_due, case.date_limit)
            self.assertEqual(line.user_id, self.mediator_user)
        for user in (self.mediator_user2, self.worker, self.officer, self.manager):
            self.assertFalse(due(self.env, user, case))

    def test_terms_and_return_visit_open_the_case(self):
        case, agreement = self.make_sealed()
        lines = due(self.env, self.mediator_user, case)
        self.assertEqual(set(lines.mapped("res_id")), set(case.ids))
        self.assertEqual(
            lines.mapped("kind"),
            ["mediation_term" for _term in agreement.term_ids] + ["mediation_visit"],
        )
        hidden = lines[0].with_user(self.manager)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            hidden.read(["date_due"])


@tagged("post_install", "-at_install", "community")
class TestRelocationDue(RelocationCase):
    def test_contacts_and_measures(self):
        talk = self.env["community.relocation.talk"].create(
            {
                "project_id": self.project.id,
                "file_id": self.file.id,
                "partner_id": self.body.id,
                "subject": "Offer",
                "date_next": "2026-12-01",
                "user_id": self.coordinator.id,
            }
        )
        line = due(self.env, self.coordinator, talk)
        self.assertEqual((line.kind, line.user_id), ("relocation", self.coordinator))
        self.assertFalse(due(self.env, self.manager, talk))


@tagged("post_install", "-at_install", "community")
class TestPetitionDue(PetitionCase):
    def test_accused_reads_no_line(self):
        accused = self.coordinator
        accused.group_ids += self.env.ref("community_mediation.group_petition_officer")
        petition = self.make_petition()
        accusation = self.make_accusation(accused_user_ids=accused.ids)
        lines = due(self.env, self.petition_officer, petition)
        self.assertEqual(set(lines.mapped("res_id")), {petition.id, accusation.id})
        self.assertEqual(lines.user_id, self.petition_officer)
        self.assertEqual(due(self.env, accused, petition).mapped("res_id"), petition.ids)
        hidden = lines.filtered(lambda line: line.res_id == accusation.id).with_user(accused)
        self.env.invalidate_all()
        self.assertFalse(hidden.has_access("read"))
        with self.assertRaises(AccessError):
            hidden.read(["kind"])
