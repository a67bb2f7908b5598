import datetime

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..petition_case import PetitionCase


@tagged("post_install", "-at_install", "community")
class TestContactWatchPetition(PetitionCase):
    """A notice or an answer that the post brought back is a signal, but of an accusation."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.worker)
        self.yesterday = self.today - datetime.timedelta(days=1)
        self.env["community.visit"].create(
            {"household_id": self.household.id, "state": "absent", "date": self.yesterday}
        )

    def alert(self):
        return self.env["community.contact.alert"].search(
            [("household_id", "=", self.household.id)]
        )

    def signed(self, **values):
        petition = self.make_petition(
            date_received=fields.Date.to_string(self.yesterday),
            person_ids=[Command.create({"resident_id": self.household.head_id.id})],
            **values,
        )
        return petition.person_ids

    def test_a_letter_that_came_back(self):
        """It opens the alert, names the petition to who may open it, and goes when corrected."""
        person = self.signed()
        person.date_returned = self.today
        self.assertRecordValues(self.alert(), [{"state": "open", "signal_count": 2}])
        letter = self.alert().signal_ids.filtered(lambda one: one.sudo().kind == "letter")
        self.assertIn(person.petition_id.number, letter.what)
        self.assertEqual(letter.action_open()["res_model"], "community.petition")
        worker = letter.with_user(self.worker)
        self.assertIn("may not open", worker.what)
        with self.assertRaises(UserError):
            person.date_returned = self.today + datetime.timedelta(days=1)
        person.date_returned = False
        self.assertFalse(self.alert().filtered(lambda one: one.state == "open"))

    def test_an_accusation_tells_nobody(self):
        """A letter of an accusation makes no alert and no line, entered by whatever road."""
        person = self.signed(kind="accusation", topic="conduct")
        person.date_returned = self.today
        self.assertFalse(self.alert())
        self.env["community.visit"].create(
            [
                {
                    "household_id": self.household.id,
                    "state": "absent",
                    "date": self.today - datetime.timedelta(days=days),
                }
                for days in (0, 2, 3)
            ]
        )
        models = self.alert().signal_ids.sudo().mapped("res_model")
        self.assertEqual(models, ["community.visit"] * 4)
