from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestSecret(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.make_id_number()
        cls.household = cls.make_household(
            [
                {
                    "name": "王强",
                    "role": "head",
                    "id_number_input": cls.number,
                    "phone_input": "13800001234",
                    "emergency_phone_input": "13900005678",
                    "political_status_input": "league",
                    "monthly_income_input": "1,850.50",
                    "health_note_input": "糖尿病",
                }
            ]
        )
        cls.resident = cls.household.head_id
        cls.other = cls.make_household(building=cls.building2).head_id

    def reveal(self, user, record=None, reason="Identity check", **kwargs):
        return (record or self.resident).with_user(user).action_reveal(reason, **kwargs)

    def test_reveal_returns_and_logs(self):
        for user in (self.worker, self.officer, self.manager):
            values = self.reveal(user)
            self.assertEqual(values["id_number"]["value"], self.number)
            self.assertEqual(values["monthly_income"]["value"], 1850.5)
            self.assertEqual(values["health_note"]["display"], "糖尿病")
            self.assertEqual(values["political_status"]["display"], "Youth League member")
            row = self.env["community.access.log"].search(
                [("user_id", "=", user.id), ("kind", "=", "reveal")]
            )
            self.assertEqual(row.res_id, self.resident.id)
            self.assertEqual(row.reason, "Identity check")
            self.assertIn("id_number", row.field_names)

    def test_asterisks_in_a_note_are_kept_and_the_mask_changes_nothing(self):
        resident = self.resident.with_user(self.worker)
        resident.health_note_input = "血压 * 偏高 **，每日服药"
        self.env.flush_all()
        self.assertEqual(self.resident.sudo().health_note, "血压 * 偏高 **，每日服药")
        resident.write({"health_note_input": "****", "phone_input": "138****1234"})
        self.env.flush_all()
        self.assertEqual(self.resident.sudo().health_note, "血压 * 偏高 **，每日服药")
        self.assertEqual(self.resident.sudo().phone, "13800001234")

    def test_reveal_of_some_fields(self):
        values = self.reveal(self.officer, field_names=["phone"])
        self.assertEqual(list(values), ["phone"])
        row = self.env["community.access.log"].search(
            [("user_id", "=", self.officer.id), ("kind", "=", "reveal")]
        )
        self.assertEqual(row.field_names, "phone")

    def test_reveal_needs_a_reason(self):
        for reason in ("", "   ", "abc", " a  b ", None, 7, "的" * 3):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self.reveal(self.officer, reason=reason)
        self.reveal(self.officer, reason="核实身份")

    def test_reveal_of_a_plain_field_is_refused(self):
        with self.assertRaisesRegex(UserError, "name"):
            self.reveal(self.officer, field_names=["name"])

    def test_who_may_not_reveal(self):
        with self.assertRaises(AccessError):
            self.reveal(self.auditor)
        with self.assertRaises(AccessError):
            self.reveal(self.plain)
        with self.assertRaises(AccessError):
            self.reveal(self.worker2)
        with self.assertRaises(AccessError):
            self.reveal(self.worker, self.other)
        self.assertFalse(self.env["community.access.log"].search([("kind", "=", "reveal")]))

    def test_companions_hide_what_they_took(self):
        resident = self.resident.with_user(self.worker)
        self.assertEqual(resident.political_status_input, "kept")
        self.assertEqual(resident.monthly_income_input, "****")
        self.assertEqual(resident.health_note_input, "****")
        self.assertEqual(resident.emergency_phone_display, "13900005678")
        self.assertEqual(
            self.resident.with_user(self.officer).emergency_phone_display, "139****5678"
        )

    def test_saving_the_masks_keeps_the_values(self):
        names = [name for name in self.resident._fields if name.endswith("_input")]
        resident = self.resident.with_user(self.officer)
        resident.write({name: resident[name] for name in names})
        self.env.flush_all()
        closed = self.resident.sudo()
        self.assertEqual(closed.id_number, self.number)
        self.assertEqual(closed.phone, "13800001234")
        self.assertEqual(closed.emergency_phone, "13900005678")
        self.assertEqual(closed.political_status, "league")
        self.assertEqual(closed.monthly_income, 1850.5)
        self.assertEqual(closed.health_note, "糖尿病")

    def test_companions_replace_and_empty(self):
        resident = self.resident.with_user(self.worker)
        resident.write(
            {
                "monthly_income_input": "2000元",
                "political_status_input": "member",
                "health_note_input": "",
            }
        )
        closed = self.resident.sudo()
        self.assertEqual(closed.monthly_income, 2000)
        self.assertEqual(closed.political_status, "member")
        self.assertFalse(closed.health_note)
        with self.assertRaisesRegex(UserError, "two thousand"):
            resident.monthly_income_input = "two thousand"
        with self.assertRaisesRegex(UserError, "-5"):
            resident.monthly_income_input = "-5"

    def test_form_saves_without_touching_secrets(self):
        with Form(self.resident.with_user(self.officer)) as form:
            form.note = "Prefers to be called in the morning"
        self.assertEqual(self.resident.sudo().id_number, self.number)
        self.assertEqual(self.resident.sudo().monthly_income, 1850.5)

    def test_auditor_cannot_put_a_number_together(self):
        resident = self.resident.with_user(self.auditor)
        self.assertEqual(set(resident.id_number_masked), {"*"})
        Resident = self.env["community.resident"].with_user(self.auditor)
        for text in (self.number, self.number[-4:], "13800001234"):
            self.assertFalse(Resident.name_search(text))
        self.assertTrue(Resident.name_search("王强"))

    def test_owner_phone_of_a_dwelling(self):
        dwelling = self.household.dwelling_id
        dwelling.with_user(self.worker).owner_phone_input = "13700001111"
        self.assertEqual(dwelling.with_user(self.worker).owner_phone_display, "13700001111")
        self.assertEqual(dwelling.with_user(self.officer).owner_phone_display, "137****1111")
        values = self.reveal(self.officer, dwelling)
        self.assertEqual(values["owner_phone"]["value"], "13700001111")

    def test_nobody_links_a_stranger(self):
        """A grid worker cannot pull a person of another grid over, or read the name by a link."""
        stranger = self.other.id
        with self.assertRaises(AccessError):
            self.env["community.residency"].with_user(self.worker).create(
                {
                    "resident_id": stranger,
                    "household_id": self.household.id,
                    "kind": "registered",
                    "date_to": "2020-01-01",
                }
            )
        with self.assertRaises(AccessError):
            self.resident.with_user(self.worker).write(
                {"kinship_ids": [Command.create({"relative_id": stranger, "kind": "sibling"})]}
            )
        with self.assertRaises(AccessError):
            self.household.residency_ids.with_user(self.worker).write({"resident_id": stranger})
        with self.assertRaises(AccessError):
            self.household.with_user(self.worker).dwelling_id = self.other.household_id.dwelling_id

    def test_worker_takes_in_a_new_person(self):
        made = (
            self.env["community.resident"]
            .with_user(self.worker)
            .create(
                {
                    "name": "新来",
                    "residency_ids": [
                        Command.create({"household_id": self.household.id, "role": "child"})
                    ],
                }
            )
        )
        self.assertEqual(made.grid_id, self.grid)

    def test_a_contact_is_no_way_into_an_account(self):
        """What is corrected here goes to the contact: it must not be somebody else's."""
        admin = self.env.ref("base.partner_admin")
        resident = self.resident.with_user(self.worker)
        with self.assertRaises(AccessError):
            resident.partner_id = admin
        with self.assertRaises(AccessError):
            resident.create({"name": "王芳", "partner_id": admin.id})
        email = admin.email
        self.resident.partner_id = admin
        resident.email = "somebody@example.com"
        self.assertEqual(admin.email, email)

    def test_a_phone_that_goes_to_a_contact_is_logged(self):
        self.officer.group_ids = [Command.link(self.env.ref("base.group_partner_manager").id)]
        self.resident.with_user(self.officer).action_create_contact()
        self.assertEqual(self.resident.partner_id.phone, "13800001234")
        row = self.env["community.access.log"].search(
            [("user_id", "=", self.officer.id), ("kind", "=", "reveal")]
        )
        self.assertEqual((row.res_id, row.field_names), (self.resident.id, "phone"))

    def test_a_visit_is_no_way_into_somebody_elses_calendar(self):
        """The event of a visit is moved and deleted as superuser: nobody chooses which one."""
        event = self.env["calendar.event"].create(
            {"name": "Board", "start": "2099-01-01 08:00:00", "stop": "2099-01-01 09:00:00"}
        )
        Visit = self.env["community.visit"].with_user(self.worker)
        values = {"household_id": self.household.id, "date": "2099-01-01"}
        visit = Visit.create(values)
        with self.assertRaises(AccessError):
            visit.calendar_event_id = event
        with self.assertRaises(AccessError):
            Visit.create({**values, "calendar_event_id": event.id})
