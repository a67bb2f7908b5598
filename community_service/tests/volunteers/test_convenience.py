from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_volunteer import VolunteerCase


@tagged("post_install", "-at_install", "community")
class TestConvenience(VolunteerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = cls.env["res.partner"].create({"name": "便民修理铺"})
        cls.service = cls.env["community.convenience.service"].create(
            {"name": "开锁", "provider_id": cls.shop.id, "price": 50, "phone": "22334455"}
        )

    def order(self, user=None, **values):
        return (
            self.env["community.convenience.order"]
            .with_user(user or self.worker)
            .create({"service_id": self.service.id, "household_id": self.household.id, **values})
        )

    def test_one_tap_says_how_it_went(self):
        """One tap ends an order with what the household thought; not before its day, and not
        twice.
        """
        order = self.order()
        self.assertEqual(order.grid_id, self.grid)
        order.action_satisfied()
        self.assertRecordValues(order, [{"state": "done", "satisfaction": "2"}])
        with self.assertRaisesRegex(UserError, "is “Finished” already"):
            order.action_not_satisfied()
        future = self.order(date=self.today + timedelta(days=3))
        with self.assertRaisesRegex(UserError, "say how it went when it is done"):
            future.action_very_satisfied()
        future.action_cancel()
        self.assertEqual(future.state, "cancelled")
        with self.assertRaises(AccessError):
            order.state = "ordered"

    def test_the_directory_says_price_hours_and_whom_it_serves(self):
        """An officer enters a service with price, hours and place; a worker finds it in the
        directory, orders it for a home of that place and for no other, and each order is counted.
        """
        service = (
            self.service.with_user(self.officer)
            .copy({"name": "上门理发", "kind": "haircut"})
            .with_user(self.worker)
        )
        service.with_user(self.officer).write(
            {
                "price": 15,
                "price_text": "每位",
                "opening_hours": "周一至周五 8:30-17:00",
                "area_ids": [Command.set(self.household.area_id.ids)],
            }
        )
        arch = self.env["community.convenience.service"].with_user(self.worker)
        arch = arch.get_view(view_type="list")["arch"]
        for name in ("price", "price_text", "opening_hours", "area_ids", "phone"):
            self.assertIn(f'name="{name}"', arch)
        self.assertEqual((service.price, service.opening_hours), (15, "周一至周五 8:30-17:00"))
        indicator = self.env.ref("community_service.community_indicator_convenience_orders")
        before = indicator._values(self.today, self.today, Domain.TRUE)[indicator]
        action = service.action_order()
        order = Form(
            self.env[action["res_model"]].with_user(self.worker).with_context(**action["context"])
        )
        order.household_id = self.household
        order.save().action_satisfied()
        elsewhere = self.make_household(building=self.building2)
        with self.assertRaisesRegex(UserError, "“上门理发” serves .* only, and"):
            self.order(user=self.officer, service_id=service.id, household_id=elsewhere.id)
        # The estate above the building serves the homes of both.
        service.with_user(self.officer).area_ids = self.household.area_id.parent_id
        self.order(user=self.officer, service_id=service.id, household_id=elsewhere.id)
        value = indicator._values(self.today, self.today, Domain.TRUE)[indicator]
        self.assertEqual(value - before, 1, "those that were done")

    def test_the_directory_is_the_officers(self):
        with self.assertRaises(AccessError):
            self.service.with_user(self.worker).price = 60
        self.service.with_user(self.officer).price = 60
        action = self.service.with_user(self.worker).action_order()
        self.assertEqual(action["context"], {"default_service_id": self.service.id})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.service.price = -1
            self.service.flush_recordset()

    def test_other_grid_does_not_see_the_order(self):
        order = self.order()
        found = self.env["community.convenience.order"].with_user(self.worker2).search([])
        self.assertNotIn(order, found)


@tagged("post_install", "-at_install", "community")
class TestVolunteerPair(VolunteerCase):
    def pair(self, **values):
        return (
            self.env["community.volunteer.pair"]
            .with_user(self.worker)
            .create({"volunteer_id": self.anna.id, "household_id": self.household.id, **values})
        )

    def test_contact_is_due_and_noted_by_one_tap(self):
        """The next contact follows the last by the days agreed; one tap notes it, and what is late
        is found.
        """
        pair = self.pair(date_from=self.today - timedelta(days=10), every_days=7)
        self.assertEqual(pair.next_contact, self.today - timedelta(days=3))
        late = self.env["community.volunteer.pair"].search([("next_contact", "<", "today")])
        self.assertIn(pair, late)
        pair.action_contacted()
        self.assertEqual(pair.last_contact, self.today)
        self.assertEqual(pair.next_contact, self.today + timedelta(days=7))

    def test_pairs_are_dated(self):
        pair = self.pair()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.pair()
        pair.action_end()
        self.assertFalse(pair.next_contact)
        with self.assertRaisesRegex(UserError, "make a new pair"):
            pair.action_contacted()
        self.pair()

    def test_bad_pairs_get_a_sentence(self):
        stranger = self.make_household().head_id
        with self.refused(ValidationError, "has never belonged to"):
            self.pair(resident_id=stranger.id)
        with self.refused(ValidationError, "lies in the future"):
            self.pair(last_contact=fields.Date.add(self.today, days=1))
        person = self.household.head_id
        pair = self.env["community.volunteer.pair"].create(
            {"volunteer_id": self.bo.id, "resident_id": person.id}
        )
        self.assertEqual(pair.household_id, self.household)
