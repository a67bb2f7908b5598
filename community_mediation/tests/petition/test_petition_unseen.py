from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..petition_case import PetitionCase

OFFICER = "community_mediation.group_petition_officer"
ABOVE = "community_mediation.group_petition_above"


@tagged("post_install", "-at_install", "community")
class TestPetitionUnseen(PetitionCase):
    """An accusation that nobody who keeps the register may see goes to somebody who may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officers = cls.env.ref(OFFICER).all_user_ids
        cls.street = cls.env["res.partner"].create({"name": "街道纪工委", "is_company": True})
        cls.person = new_test_user(cls.env, login="street", name="何书记", groups=ABOVE)
        cls.worker = new_test_user(
            cls.env, login="door", groups="community_service.group_community_grid_worker"
        )

    def intake(self, accused, **values):
        return (
            self.env["community.petition.intake"]
            .with_user(self.worker)
            .create(
                {
                    "kind": "accusation",
                    "description": "收钱办事",
                    "accused_user_ids": [Command.set(accused.ids)],
                    **values,
                }
            )
        )

    def name_above(self):
        self.env.company.write(
            {
                "community_body_above_id": self.street.id,
                "community_person_above_id": self.person.id,
            }
        )

    def lose_the_last_reader(self):
        """Return an accusation whose only reader has left."""
        reader = new_test_user(self.env, login="reader", groups=OFFICER)
        petition = self.make_accusation(
            accused_user_ids=[Command.set(self.officers.ids)], user_id=reader.id
        ).with_env(self.env)
        self.env["community.petition"]._find_readers()
        self.assertEqual(petition.user_id, reader)
        reader.active = False
        return petition

    def last(self):
        return self.env["community.petition"].search(
            [("kind", "=", "accusation")], order="id desc", limit=1
        )

    def test_the_form_says_before_saving_to_whom_it_goes(self):
        self.name_above()
        Intake = self.env["community.petition.intake"].with_user(self.worker)
        with Form(Intake, view="community_mediation.community_petition_intake_view_form") as form:
            form.kind = "accusation"
            form.description = "收钱办事"
            for officer in self.officers[:-1]:
                form.accused_user_ids.add(officer)
            self.assertFalse(form.goes_to, "one officer may still see it")
            form.accused_user_ids.add(self.officers[-1])
            self.assertIn("何书记", form.goes_to)
            self.assertIn("街道纪工委", form.goes_to)
            form.is_told = True

    def test_it_goes_to_the_person_above_who_opens_this_one_alone(self):
        self.name_above()
        ordinary = self.make_petition()
        known = self.make_accusation(accused_user_ids=[Command.set(self.worker.ids)])
        dialog = self.intake(self.officers)
        with self.assertRaises(UserError) as refused:
            dialog.action_hand_over()
        self.assertIn("何书记", refused.exception.args[0])
        dialog.is_told = True
        dialog.action_hand_over()
        petition = self.last()
        self.assertEqual(petition.user_id, self.person)
        mine = petition.with_user(self.person)
        self.assertEqual(mine.description, "收钱办事")
        self.assertEqual(petition.activity_ids.user_id, self.person)
        for officer in self.officers:
            self.assertFalse(petition.with_user(officer).has_access("read"))
        for other in (ordinary, known):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                other.with_user(self.person).read(["number"])
        self.assertEqual(mine.search([]), petition)
        self.step(mine, "hand", body_id=self.body.id)
        self.step(mine, "close", reason="已由纪检机关立案")
        self.assertEqual(petition.state, "closed")

    def test_without_a_person_it_is_not_entered_and_the_taker_hears_where_to_bring_it(self):
        before = self.env["community.petition"].search_count([])
        with self.assertRaises(UserError) as refused:
            self.intake(self.officers, is_told=True).action_hand_over()
        self.assertIn("discipline body", refused.exception.args[0])
        self.env.company.community_body_above_id = self.street
        with self.assertRaises(UserError) as refused:
            self.intake(self.officers, is_told=True).action_hand_over()
        self.assertIn("街道纪工委", refused.exception.args[0])
        self.assertEqual(self.env["community.petition"].search_count([]), before)

    def test_who_is_accused_with_them_is_not_the_person_above(self):
        self.name_above()
        self.person.partner_id.parent_id = self.street
        accused = self.officers | self.person
        dialog = self.intake(accused, is_told=True)
        with self.assertRaises(UserError) as refused:
            dialog.action_hand_over()
        self.assertNotIn("何书记", refused.exception.args[0])
        self.assertNotIn(
            "街道纪工委", refused.exception.args[0], "its body is accused through them"
        )

    def test_the_person_must_be_able_to_open_it(self):
        for user in (
            self.worker,
            new_test_user(self.env, login="plain2", groups="base.group_user"),
        ):
            with self.assertRaises(ValidationError):
                self.env.company.community_person_above_id = user
        self.env.company.community_person_above_id = self.person
        self.person.active = False
        with self.assertRaises(UserError):
            self.intake(self.officers, is_told=True).action_hand_over()

    def test_when_the_last_reader_leaves_the_job_finds_another(self):
        petition = self.lose_the_last_reader()
        self.name_above()
        petition.user_id = False
        Petition = self.env["community.petition"]
        Petition._cron_remind()
        self.assertEqual(petition.user_id, self.person)
        self.assertIn(self.person, petition.activity_ids.user_id)
        told = len(petition.activity_ids)
        Petition._find_readers()
        self.assertEqual(len(petition.activity_ids), told, "once")

    def test_as_soon_as_somebody_is_named_it_goes_there(self):
        """Whoever names them, be it the accused: they hear nothing of it."""
        petition = self.lose_the_last_reader()
        group = self.env.ref("community_service.group_community_manager")
        accused = self.officers[:1]
        accused.group_ids = [Command.link(group.id)]
        company = self.env.company.with_user(accused)
        company.write({"community_person_above_id": self.person.id})
        self.assertEqual(petition.user_id, self.person)
        self.assertIn(self.person, petition.activity_ids.user_id)
        self.assertFalse(petition.with_user(accused).search([("id", "=", petition.id)]))
        row = self.env["community.access.log"].search([("kind", "=", "setting")], limit=1)
        self.assertEqual(row.description, f"person_above_id: False → {self.person.id}")

    def test_until_somebody_is_named_the_body_above_is_written_to(self):
        petition = self.lose_the_last_reader()
        Petition, Mail = self.env["community.petition"], self.env["mail.mail"]
        with self.assertLogs("odoo.addons.community_mediation", "WARNING") as log:
            Petition._find_readers()
        self.assertNotIn(petition.number, "".join(log.output))
        self.street.email = "discipline@street.example.com"
        self.env.company.community_body_above_id = self.street
        Petition._find_readers()
        Petition._find_readers()
        mail = Mail.search([("email_to", "=", self.street.email)])
        self.assertEqual(len(mail), 1, "once")
        for word in (petition.number, "收钱", *self.officers.mapped("name")):
            self.assertNotIn(word, mail.body_html)
        admin = self.env.ref("base.user_admin")
        self.assertFalse(Mail.with_user(admin).search([("id", "in", mail.ids)]))

    def test_its_number_is_drawn_by_lot(self):
        numbers = [self.make_accusation().number for _time in range(5)]
        self.assertEqual(len(set(numbers)), 5)
        for number in numbers:
            self.assertRegex(number, r"^JJ2024-[34679ACDEFGHJKMNPQRTWXY]{6}$")
