from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community")
class TestMediationPersonEnded(DisputeCase):
    """The end of a person in the register reaches disputes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.day = cls.today - timedelta(days=30)
        cls.person = cls.below.head_id

    def dies(self):
        return self.below.with_user(self.officer)._death(self.day, self.person)

    def test_a_side_that_died_is_proposed_to_the_mediator(self):
        """The mediator of the case is told, without a name, and the officer is not."""
        case = self.make_case()
        self.dies()
        lines = self.env["mail.activity"].search([("community_ended_id", "=", self.person.id)])
        lines = lines.filtered(lambda line: line.res_model == case._name)
        self.assertEqual((lines.res_id, lines.user_id), (case.id, self.mediator_user))
        self.assertNotIn(self.person.name, lines.summary)
        seen = self.env["mail.activity"].with_user(self.officer).search([("id", "in", lines.ids)])
        self.assertFalse(seen)

    def test_a_side_is_whoever_was_one_when_it_came_up(self):
        """A dispute of before the death names the person; one of later does not."""
        self.dies()
        sides = [
            Command.create({"side": "one", "resident_id": self.person.id}),
            Command.create({"side": "two", "resident_id": self.above.head_id.id}),
        ]
        self.assertTrue(self.make_case(participant_ids=sides))
        with self.assertRaisesRegex(UserError, "陈秀兰 died on"):
            self.make_case(participant_ids=sides, date_received=self.today)

    def test_nobody_dead_mediates_an_open_case(self):
        case = self.make_case()
        home = self.make_household([{"name": "方志民", "role": "head"}])
        self.chair.resident_id = home.head_id
        home.with_user(self.officer)._death(self.day, home.head_id)
        self.assertEqual(self.chair.end_kind, "died")
        with self.assertRaisesRegex(UserError, "died on"):
            case.sudo().mediator_ids = [Command.link(self.chair.id)]
