from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from ..petition_case import PetitionCase


@tagged("post_install", "-at_install", "community")
class TestPetition(PetitionCase):
    """Every matter is registered, goes somewhere, and ends with an answer."""

    def test_a_number_without_personal_data_is_drawn_at_once(self):
        petition = self.make_petition()
        self.assertRegex(petition.number, r"^XF2024-\d{4}$")
        self.assertEqual(petition.display_name, petition.number)
        self.assertEqual(petition.state, "registered")

    def test_from_the_register_to_the_end(self):
        petition = self.make_petition()
        self.step(petition, "hand", "2024-03-05", body_id=self.body.id, transfer_kind="assign")
        self.assertEqual((petition.state, petition.body_id), ("handed", self.body))
        with self.assertRaises(UserError):
            self.step(petition, "accept", "2024-03-10")
        self.step(petition, "accept", "2024-03-10", is_told=True)
        self.assertEqual(petition.date_told, fields.Date.to_date("2024-03-10"))
        self.answer(petition, "2024-04-20")
        self.assertTrue(petition.is_on_time)
        self.step(petition, "deliver", "2024-04-22")
        self.step(petition, "close", reason="管道已更换，邻居满意")
        self.assertEqual(petition.state, "closed")
        self.assertTrue(petition.date_closed)

    def test_it_is_not_closed_without_an_answer_or_a_result(self):
        """A petition is closed after an answer was given, delivered, and with what became of it."""
        petition = self.make_accepted()
        with self.assertRaises(UserError) as refused:
            self.step(petition, "close", reason="算了")
        self.assertIn("without an answer", refused.exception.args[0])
        self.answer(petition, "2024-04-20")
        with self.assertRaises(UserError) as refused:
            self.step(petition, "close", reason="已答复")
        self.assertIn("received the answer", refused.exception.args[0])
        self.step(petition, "deliver", "2024-04-22")
        with self.assertRaises(UserError) as refused:
            self.step(petition, "close")
        self.assertIn("what became of it", refused.exception.args[0])

    def test_the_answer_has_all_its_parts(self):
        petition = self.make_accepted()
        for part in ("outcome", "answer_facts", "answer_opinion", "answer_basis"):
            with self.subTest(part=part), self.assertRaises(UserError):
                self.answer(petition, "2024-04-20", **{part: False})
        self.answer(petition, "2024-04-20")
        self.assertEqual(petition.answer_request, petition.description)
        self.assertEqual(petition.state, "answered")

    def test_days_that_do_not_fit_are_refused(self):
        petition = self.make_petition()
        for kind, day in (
            ("accept", "2024-02-28"),
            ("accept", "2999-01-01"),
            ("hand", "2024-02-01"),
        ):
            with self.subTest(kind=kind, day=day), self.assertRaises(UserError):
                self.step(petition, kind, day, is_told=True, body_id=self.body.id)
        with self.assertRaises(UserError):
            self.make_petition(date_received="2999-01-01")

    def test_what_has_a_legal_path_is_sent_there(self):
        petition = self.make_petition()
        with self.assertRaises(UserError):
            self.step(petition, "redirect", "2024-03-04", legal_path="court")
        self.step(petition, "redirect", "2024-03-04", legal_path="court", reason="合同纠纷可起诉")
        self.assertEqual((petition.state, petition.legal_path), ("redirected", "court"))
        self.step(petition, "close", reason="已告知诉讼途径")
        self.assertEqual(petition.state, "closed")

    def test_not_accepted_needs_the_reason_that_the_petitioner_is_told(self):
        petition = self.make_petition()
        with self.assertRaises(UserError):
            self.step(petition, "decline", "2024-03-04")
        self.step(petition, "decline", "2024-03-04", reason="上级机关正在办理")
        self.assertEqual(petition.decision_note, "上级机关正在办理")

    def test_a_settlement_ends_it_with_what_was_agreed(self):
        petition = self.make_accepted()
        self.step(petition, "settle", "2024-04-01", reason="和解协议书，物业本月修好")
        self.assertEqual(petition.state, "settled")
        self.step(petition, "close")
        self.assertEqual(petition.result, "和解协议书，物业本月修好")

    def test_a_duplicate_is_joined_and_stays_counted(self):
        """A duplicate is joined to its original, keeps its signers, and is deleted by nobody."""
        first = self.make_accepted()
        second = self.make_petition(
            person_ids=[Command.create({"name": "钱大伟", "address": "望河小区2号楼302"})]
        )
        self.step(second, "join", original_id=first.id)
        self.assertEqual((second.state, first.joined_ids), ("joined", second))
        self.assertEqual((first.signer_count, second.signer_count), (1, 1))
        with self.assertRaises(UserError):
            second.unlink()
        with self.assertRaises(UserError):
            second.sudo().unlink()

    def test_earlier_petitions_on_the_matter_are_proposed_and_not_joined(self):
        first = self.make_petition(area_id=self.building1.id)
        self.make_petition(area_id=self.building1.id, topic="aid")
        second = self.make_petition(area_id=self.building1.id, date_received="2024-04-01")
        self.assertEqual(second.similar_ids, first)
        self.assertEqual(second.state, "registered")

    def test_state_number_and_answer_follow_the_buttons(self):
        petition = self.make_petition()
        for vals in (
            {"state": "closed"},
            {"number": "XF1"},
            {"date_accepted": "2024-03-02"},
            {"answer_opinion": "x"},
            {"rating": "very"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                petition.write(vals)
        with self.assertRaises(UserError):
            petition.copy().with_user(self.petition_officer).write({"state": "closed"})
        with self.assertRaises(UserError):
            petition.create({"description": "x", "state": "closed"})

    def test_a_closed_file_stays_as_it_is(self):
        petition = self.make_answered()
        self.step(petition, "close", reason="已修好")
        with self.assertRaises(UserError):
            petition.description = "另一件事"
        with self.assertRaises(UserError):
            petition.person_ids.name = "别人"
        with self.assertRaises(UserError):
            petition.person_ids.unlink()

    def test_petitions_are_for_petition_officers(self):
        petition = self.make_petition()
        for user in (self.manager, self.officer, self.worker, self.coordinator, self.auditor):
            with self.subTest(user=user.login):
                self.assertFalse(petition.with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    petition.with_user(user).read(["description"])

    def test_a_manager_gets_the_count_and_not_the_contents(self):
        petition = self.make_accepted()
        self.make_accusation()
        indicator = self.env.ref("community_mediation.community_indicator_petition_received")
        days = (fields.Date.to_date("2024-01-01"), fields.Date.to_date("2024-12-31"))
        before = self.env["community.petition"].search_count(
            [("kind", "!=", "accusation"), ("date_received", "<=", days[1])]
            + [("date_received", ">=", days[0])]
        )
        (value,) = indicator.with_user(self.manager)._values(*days, Domain.TRUE).values()
        self.assertEqual(value, before)
        self.assertGreaterEqual(value, 1)
        self.assertFalse(petition.with_user(self.manager).has_access("read"))
