from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestFactChange(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.number = cls.make_id_number(birth="1950-01-02")
        cls.home = cls.make_household(
            [
                {"name": "王强", "role": "head", "marital": "married", "phone": "13800000001"},
                {"name": "赵敏", "role": "spouse"},
            ],
            register_no="A1",
        )
        cls.head, cls.wife = cls.home.residency_ids.sorted("id").resident_id

    def changes(self, record):
        return self.env["community.fact.change"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)]
        )

    def dialog(self, record, **values):
        action = record.with_user(self.worker).action_change_fact()
        wizard = self.env[action["res_model"]].with_user(self.worker).browse(action["res_id"])
        wizard.write(values)
        wizard.action_apply()

    def test_plain_edit_leaves_a_line(self):
        self.assertFalse(self.changes(self.head))
        person = self.head.with_user(self.worker)
        person.write({"marital": "widowed", "name": "王刚", "email": "a@example.com"})
        lines = self.changes(self.head).grouped("field_name")
        self.assertEqual(set(lines), {"marital", "name"})
        self.assertEqual((lines["marital"].kind, lines["marital"].old_text), ("change", "Married"))
        self.assertEqual((lines["name"].kind, lines["name"].date), ("correct", self.today))
        self.assertTrue(lines["name"].reason)
        self.assertEqual(lines["name"].user_id, self.worker)

    def test_closed_numbers_stand_masked(self):
        person = self.head.with_user(self.worker)
        person.write({"phone_input": "13900000002", "id_number_input": self.number})
        lines = self.changes(self.head).grouped("field_name")
        self.assertEqual(set(lines), {"phone", "id_number", "birth_date", "sex"})
        self.assertEqual(lines["phone"].new_text, "139****0002")
        self.assertNotIn(self.number, str(lines["id_number"].read()))
        self.assertNotIn("13800000001", str(lines["phone"].read()))

    def test_change_from_a_day(self):
        day = self.today - timedelta(days=100)
        self.dialog(self.head, resident_fact="marital", new_marital="widowed", date=day)
        self.assertEqual(self.head.marital, "widowed")
        before = self.head._values_on(day - timedelta(days=1), ["marital"])
        self.assertEqual(before, {"marital": "married"})
        self.assertEqual(self.head._values_on(day, ["marital"]), {"marital": "widowed"})
        with self.assertRaisesRegex(UserError, "changed again on"):
            self.dialog(
                self.head,
                resident_fact="marital",
                new_marital="divorced",
                date=day - timedelta(days=1),
            )
        with self.assertRaisesRegex(UserError, "future"):
            self.dialog(
                self.head,
                resident_fact="marital",
                new_marital="single",
                date=self.today + timedelta(days=1),
            )
        with self.assertRaisesRegex(UserError, "does not change"):
            self.dialog(self.head, resident_fact="sex", new_sex="female", date=day)

    def test_correction_holds_from_the_start(self):
        values = {"resident_fact": "name", "new_text": "王刚", "kind": "correct"}
        with self.assertRaisesRegex(UserError, "Say why “王强” was wrong"):
            self.dialog(self.head, **values)
        self.dialog(self.head, **values, reason="Typing error")
        line = self.changes(self.head)
        self.assertEqual((line.old_text, line.new_text), ("王强", "王刚"))
        self.assertEqual(line.reason, "Typing error")
        past = self.head._values_on(date(2020, 1, 1), ["name"])
        self.assertEqual(past, {"name": "王刚"})

    def test_household_on_a_date(self):
        days = [self.today - timedelta(days=number) for number in (30, 20, 10)]
        new = self.env["community.dwelling"].create({"area_id": self.building1.id, "room": "777"})
        old = self.home.address
        home = self.home.with_user(self.worker)
        home._move_in(days[0], values={"name": "孙新"}, role="tenant", kind="living")
        home._change_head(days[1], self.wife, {self.head.id: "spouse"})
        self.dialog(self.home, household_fact="dwelling_id", new_dwelling_id=new.id, date=days[2])
        before = home._state_on(days[0] - timedelta(days=1))
        self.assertEqual(
            [(member["name"], member["role"]) for member in before["members"]],
            [("王强", "head"), ("赵敏", "spouse")],
        )
        self.assertEqual(before["address"], old)
        between = home._state_on(days[0])
        self.assertEqual([m["role"] for m in between["members"]], ["head", "spouse", "tenant"])
        self.assertEqual(between["members"][2]["kind"], "living")
        now = home._state_on(self.today)
        self.assertEqual(now["members"][0]["name"], "赵敏")
        self.assertEqual((now["address"], now["register_no"]), (new.address, "A1"))
        action = home.action_state_on()
        wizard = self.env[action["res_model"]].with_user(self.worker).browse(action["res_id"])
        wizard.date = days[0]
        self.assertIn("孙新", wizard.text)

    def test_dwelling(self):
        dwelling = self.home.dwelling_id
        self.dialog(dwelling, dwelling_fact="tenure", new_tenure="rent", date=self.today)
        line = self.changes(dwelling)
        self.assertEqual((line.new_text, line.grid_id), ("Rent", self.grid))

    def test_rights(self):
        self.head.marital = "widowed"
        line = self.changes(self.head)
        self.assertTrue(line.with_user(self.worker).new_text)
        for user in (self.worker, self.officer, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                line.with_user(user).write({"reason": "x"})
        with self.assertRaises(AccessError):
            line.with_user(self.worker2).read(["reason"])
        with self.assertRaises(AccessError):
            self.head.with_user(self.worker2).action_change_fact()
