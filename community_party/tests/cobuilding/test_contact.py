from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..cobuilding_case import CobuildingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestContact(CobuildingCase):
    def due(self, kind, user=None):
        self.env.flush_all()
        due = self.env["community.due"].with_user(user or self.branch_user)
        return due.search([("kind", "=", kind)])

    def test_both_directions_and_an_answer_that_is_due(self):
        """Who contacted whom, by what way, about what, and when it was answered: or it is due."""
        unit = self.make_unit()
        ours = self.make_contact(unit)
        theirs = self.make_contact(unit, direction="in", way="letter", name="要护学岗")
        told = self.make_contact(unit, needs_answer=False)
        self.assertEqual(unit.contact_count, 3)
        self.assertEqual([str(ours.date_due), told.date_due], ["2026-06-16", False])
        self.assertEqual((ours | theirs | told).mapped("state"), ["waiting", "waiting", "none"])
        lines = self.due("party_contact")
        self.assertEqual(set(lines.mapped("res_id")), {ours.id, theirs.id})
        self.assertEqual(lines.user_id, self.branch_user)
        theirs.write({"date_answered": "2026-06-03", "answer": "周一起"})
        self.assertEqual(theirs.state, "answered")
        self.assertEqual(self.due("party_contact").res_id, ours.id)
        self.assertFalse(self.due("party_contact", self.branch_user2))

    def test_what_is_refused(self):
        contact = self.make_contact(self.make_unit())
        with self.refused("before it was made"):
            contact.write({"date_answered": "2026-05-31", "answer": "可以"})
        with self.refused("Enter both, or neither"):
            contact.date_answered = "2026-06-02"
        with self.refused("Enter both, or neither"):
            contact.answer = "可以"
        with self.refused("future"):
            contact.write({"date_answered": "2026-06-21", "answer": "可以"})
        with self.refused("future"):
            contact.date = "2026-06-21"
        with self.refused("before it was made"):
            contact.write({"date_answered": "2026-06-02", "answer": "可以", "date": "2026-06-03"})
        with self.assertRaises(AccessError):
            contact.with_user(self.branch_user2).read(["name"])

    def test_what_is_due_of_agreements_and_projects(self):
        unit = self.make_unit()
        agreement = self.make_agreement(unit, (("unit", "2026-05-01"), ("unit", "2026-10-01")))
        self.assertEqual(self.due("party_agreement").res_id, agreement.id)
        self.assertFalse(self.due("party_agreement_line"), "nothing is owed before it is signed")
        self.sign(agreement)
        self.assertFalse(self.due("party_agreement"))
        early, late = agreement.line_ids.sorted("date_due")
        self.assertEqual(
            set(self.due("party_agreement_line").mapped("res_id")), {early.id, late.id}
        )
        unit.date_to = "2026-06-01"
        self.assertEqual(self.due("party_agreement_line").res_id, early.id)
        project = self.make_project(unit)
        self.assertEqual(self.due("party_project").res_id, project.id)
        project.action_start()
        project.write({"result": "好", "evidence": "照片"})
        project.action_done()
        self.assertFalse(self.due("party_project"))
