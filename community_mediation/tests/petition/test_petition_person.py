from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..petition_case import PetitionCase


@tagged("post_install", "-at_install", "community")
class TestPetitionPerson(PetitionCase):
    """People and homes behind a petition are counted once, and at most five speak for all."""

    def people(self, count, **values):
        return [
            Command.create({"name": f"居民{number}", "address": f"2号楼{number}室", **values})
            for number in range(count)
        ]

    def test_signers_and_households_are_two_numbers(self):
        other = self.make_resident(self.household, name="王小红")
        petition = self.make_petition(
            person_ids=[
                Command.create({"resident_id": self.household.head_id.id}),
                Command.create({"resident_id": other.id}),
                Command.create({"name": "周玉兰", "address": "2号楼301"}),
                Command.create({"name": "周小宝", "address": "2号楼301"}),
                Command.create({"name": "过路人"}),
                Command.create({"name": "另一位"}),
            ]
        )
        self.assertEqual((petition.signer_count, petition.signer_household_count), (6, 4))
        self.assertTrue(petition.is_joint)

    def test_nobody_is_added_to_a_petition_without_a_name(self):
        petition = self.make_petition(is_anonymous=True, person_ids=False)
        Person = self.env["community.petition.person"].with_user(self.petition_officer)
        with self.assertRaisesRegex(UserError, "came without a name"):
            Person.create({"petition_id": petition.id, "name": "王小红"})

    def test_the_counts_stay_after_the_answer(self):
        people = self.people(7)
        people[0][2]["is_representative"] = True
        petition = self.make_answered(person_ids=people)
        with self.assertRaises(UserError):
            petition.person_ids[0].unlink()
        self.step(petition, "close", reason="已修好")
        self.assertEqual((petition.signer_count, petition.signer_household_count), (7, 7))

    def test_a_sixth_representative_is_refused_by_name(self):
        """A joint petition has five representatives at most; the sixth is refused by name with the
        article.
        """
        petition = self.make_petition(person_ids=self.people(6))
        petition.person_ids[:5].is_representative = True
        with self.assertRaises(UserError) as refused:
            petition.person_ids[5].is_representative = True
        sentence = refused.exception.args[0]
        for word in (petition.number, petition.person_ids[5].name, "at most 5", "art. 20"):
            self.assertIn(word, sentence)

    def test_one_person_signs_once(self):
        petition = self.make_petition(
            person_ids=[Command.create({"resident_id": self.household.head_id.id})]
        )
        Person = self.env["community.petition.person"]
        resident = {"petition_id": petition.id, "resident_id": self.household.head_id.id}
        stranger = {"petition_id": petition.id, "name": "周玉兰", "address": "2号楼301"}
        Person.create(stranger)
        for values in (resident, stranger):
            with (
                self.subTest(values=values),
                self.assertRaises(UniqueViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                Person.create(values)

    def test_without_a_name_there_are_no_names(self):
        with self.assertRaises(UserError):
            self.make_petition(is_anonymous=True)

    def test_phones_are_closed(self):
        petition = self.make_petition()
        person = petition.person_ids
        person.phone_input = "13900001111"
        person.invalidate_recordset()
        self.assertEqual(person.phone_input, "****")
        self.assertEqual(person.sudo().phone, "13900001111")
        found = person.action_reveal("回电话告知", ["phone"])
        self.assertEqual(found["phone"]["display"], "13900001111")
