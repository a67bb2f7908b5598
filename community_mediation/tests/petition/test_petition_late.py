from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..petition_case import PetitionCase


@tagged("post_install", "-at_install", "community")
class TestPetitionLate(PetitionCase):
    """What is entered late, twice or after handing over, and what is fixed from then on."""

    def people(self, count):
        return [
            Command.create({"name": f"居民{number}", "address": f"2号楼{number}室"})
            for number in range(count)
        ]

    def test_an_extension_is_of_one_body_and_ends_with_handing_over(self):
        """The head of the body added days for its own work: the next one begins anew, and may add
        its own; what was given stays in the history.
        """
        petition = self.make_accepted()
        self.step(petition, "extend", "2024-05-01", days=30, head="赵局长", reason="情况复杂")
        self.assertEqual(petition.date_due, date(2024, 6, 8))
        self.step(petition, "hand", "2024-05-20", body_id=self.body.id)
        self.assertEqual(
            (petition.extension_days, petition.extension_head, petition.extension_reason),
            (0, False, False),
        )
        self.assertIn("30 days, given on 2024-05-01", petition.message_ids[0].body)
        self.step(petition, "accept", "2024-05-25", is_told=True)
        self.assertEqual(petition.date_due, date(2024, 7, 24), "60 days of this body alone")
        self.step(petition, "extend", "2024-07-01", days=30, head="钱局长", reason="等待鉴定")
        self.assertEqual(petition.date_due, date(2024, 8, 23))

    def test_an_extension_after_the_last_day_stays_late(self):
        """Leave given after the last day adds days, but the answer does not count as in time."""
        late, on_time = self.make_accepted(), self.make_accepted()
        self.step(on_time, "extend", "2024-05-09", days=30, head="赵局长", reason="情况复杂")
        self.step(late, "extend", "2024-05-10", days=30, head="赵局长", reason="情况复杂")
        for petition in (late, on_time):
            self.answer(petition, "2024-06-01")
        self.assertEqual((late.is_extended_late, late.is_on_time), (True, False))
        self.assertEqual((on_time.is_extended_late, on_time.is_on_time), (False, True))
        self.assertEqual(str(late.date_extended), "2024-05-10")
        # A second one in time does not mend the first.
        again = self.make_accepted()
        self.step(again, "extend", "2024-05-10", days=10, head="赵局长", reason="情况复杂")
        self.step(again, "extend", "2024-05-11", days=10, head="赵局长", reason="情况复杂")
        self.assertTrue(again.is_extended_late)
        with self.assertRaisesRegex(UserError, "2099-01-01 does not fit"):
            self.step(again, "extend", "2099-01-01", days=1, head="赵局长", reason="再等")
        with self.assertRaisesRegex(UserError, "2024-03-09 does not fit"):
            self.step(again, "extend", "2024-03-09", days=1, head="赵局长", reason="再等")

    def test_a_hearing_prolongs_the_second_review_alone(self):
        """Art. 36 leaves the days of a hearing out; art. 35 has no such sentence."""
        petition = self.make_answered()
        self.step(petition, "ask_review", "2024-05-01", body_id=self.above.id, hearing_days=12)
        first = petition.review_ids
        self.assertEqual((first.date_due, first.hearing_days), (date(2024, 5, 31), 12))
        self.step(petition, "answer_review", "2024-05-20", review_outcome="upheld", reason="维持")
        self.assertEqual(first.date_due, date(2024, 5, 31))
        self.step(petition, "ask_review", "2024-06-01", body_id=self.above.id, hearing_days=12)
        self.assertEqual(petition.date_next, date(2024, 7, 13))

    def test_more_than_five_name_who_speaks_for_them(self):
        """Six signers go on with one to five of them named, five without; also those who sign
        after it was accepted.
        """
        many = self.make_petition(person_ids=self.people(6))
        self.assertTrue(many.lacks_representatives)
        for kind, values in (("hand", {"body_id": self.body.id}), ("accept", {"is_told": True})):
            with self.assertRaisesRegex(UserError, "6 people signed it: mark from 1 to 5"):
                self.step(many, kind, "2024-03-05", **values)
        many.person_ids[0].is_representative = True
        self.step(many, "hand", "2024-03-05", body_id=self.body.id)
        few = self.make_petition(person_ids=self.people(5))
        self.step(few, "accept", "2024-03-05", is_told=True)
        few.person_ids = [Command.create({"name": "后来的人", "address": "3号楼101"})]
        with self.assertRaisesRegex(UserError, "6 people signed it"):
            self.answer(few, "2024-03-20")
        with self.assertRaisesRegex(UserError, "6 people signed it"):
            self.step(few, "settle", "2024-03-20", reason="和解")
        few.person_ids[-1].is_representative = True
        self.answer(few, "2024-03-20")
        self.assertFalse(few.lacks_representatives)

    def test_signers_are_fixed_with_the_answer(self):
        """After the answer nobody signs, nobody is taken out, and nobody becomes somebody else; a
        telephone number may still come.
        """
        petition = self.make_answered(person_ids=self.people(3))
        person = petition.person_ids[0]
        for values in (
            {"name": "别人"},
            {"address": "9号楼"},
            {"is_representative": True},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "stay as they are"):
                person.write(values)
        with self.assertRaisesRegex(UserError, "stay counted"):
            petition.person_ids = [Command.create({"name": "后来的人"})]
        with self.assertRaisesRegex(UserError, "stay counted"):
            person.unlink()
        person.phone_input = "13800000000"
        self.assertEqual(petition.signer_count, 3)

    def test_papers_and_dialog_carry_the_address_of_the_community(self):
        """The receipt and the dialog at the door tell where number and code are asked for."""
        self.env.company.community_public_host = "east.example.org"
        petition = self.make_petition()
        html = self.env["ir.actions.report"]._render_qweb_html(
            "community_mediation.report_petition_receipt", petition.ids
        )[0]
        page = r"//east\.example\.org(:\d+)?/community/progress"
        self.assertRegex(html.decode(), page)
        self.assertNotIn("locked", html.decode(), "nobody locks a code by trying")
        intake = self.env["community.petition.intake"].create({"description": "路灯不亮"})
        intake.action_hand_over()
        self.assertRegex(intake.progress_page, f"{page}$")
