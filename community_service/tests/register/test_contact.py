from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestContact(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(
            [
                {
                    "name": "王强",
                    "role": "head",
                    "phone_input": "13800001234",
                    "email": "w@example.com",
                }
            ]
        )
        cls.person = cls.household.head_id
        cls.clerk = new_test_user(
            cls.env,
            login="clerk",
            groups="community_service.group_community_officer,base.group_partner_manager",
        )

    def test_nobody_is_a_contact_until_asked(self):
        self.assertFalse(self.person.partner_id)
        self.assertFalse(self.env["res.partner"].search_count([("name", "=", "王强")]))

    def test_made_once_and_fed_one_way(self):
        person = self.person.with_user(self.clerk)
        action = person.action_create_contact()
        partner = self.person.partner_id
        self.assertEqual(action["res_id"], partner.id)
        self.assertEqual(partner.phone, "13800001234")
        self.assertEqual(partner.email, "w@example.com")
        person.action_create_contact()
        self.assertEqual(self.person.partner_id, partner)
        self.person.with_user(self.worker).write({"phone_input": "13800009999"})
        self.assertEqual(partner.phone, "13800009999")
        partner.name = "王先生"
        self.assertEqual(self.person.name, "王强")

    def test_needs_the_right_to_keep_contacts(self):
        with self.assertRaisesRegex(UserError, "王强"):
            self.person.with_user(self.officer).action_create_contact()
        with self.assertRaises(AccessError):
            self.person.with_user(self.worker2).action_create_contact()

    def test_household(self):
        self.household.with_user(self.clerk).action_create_contact()
        self.assertEqual(self.household.partner_id.street, self.household.address)
        self.household.action_archive()
        self.assertFalse(self.household.partner_id.active)
