from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_import import ImportCase


@tagged("post_install", "-at_install", "community")
class TestKeptColumn(ImportCase):
    """Columns that imports kept word for word become facts, where the register has none yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["community.resident"]
        for name in ("纪甲", "纪乙", "纪丙", "纪丁"):
            cls.people |= cls.make_household([{"name": name, "role": "head"}]).head_id
        # As superuser: closed columns.
        cls.stored = cls.people.sudo()

    def keep(self, heading, *texts, **more):
        for person, text in zip(self.stored, texts, strict=True):
            person.register_extra = {heading: text, **more} if text else more or False

    def take(self, heading, target=None, user=None):
        Dialog = self.env["community.kept.column"].with_user(user or self.officer)
        dialog = Dialog.create({"heading": heading, **({"target": target} if target else {})})
        self.assertTrue(dialog.target)
        return dialog.action_apply()["params"]["message"]

    def test_headings_are_offered_with_their_number_and_their_meaning(self):
        self.keep("残疾等级", "二级", "三级", None, None, 备注甲="x")
        Dialog = self.env["community.kept.column"].with_user(self.officer)
        offered = dict(Dialog._selection_heading())
        self.assertEqual(offered["残疾等级"], "残疾等级 (2)")
        self.assertEqual(offered["备注甲"], "备注甲 (4)")
        dialog = Dialog.new({"heading": "残疾等级"})
        self.assertEqual(dialog.target, "disability_grade")
        self.assertFalse(Dialog.new({"heading": "备注甲"}).target)
        # Somebody else's grid: what stands there is not counted.
        mine = self.env["community.kept.column"].with_user(self.worker2)
        self.assertFalse(set(dict(mine._selection_heading())) & {"残疾等级", "备注甲"})

    def test_what_is_empty_is_filled_and_nothing_is_overwritten(self):
        self.keep("残疾情况", "肢体二级", "听力四级", "甲类", "视力", 其他="y")
        self.stored[1].disability_kind = "vision"
        message = self.take("残疾情况", "disability_kind")
        self.assertEqual(
            self.stored.mapped("disability_kind"), ["physical", "vision", False, "vision"]
        )
        self.assertEqual(self.stored[0].disability_grade, "grade_2")
        self.assertFalse(self.stored[1].disability_grade, "one part contradicts the register")
        self.assertRegex(message, "2 taken over, 0 known.*1 left.*1 because they are not")
        self.assertEqual(self.stored[0].register_extra, {"其他": "y"})
        self.assertEqual(self.stored[2].register_extra, {"残疾情况": "甲类", "其他": "y"})
        again = self.take("残疾情况", "disability_kind")
        self.assertRegex(again, "0 taken over")

    def test_open_facts_have_their_reason_in_the_history_and_homes_their_size(self):
        self.keep("职业", "司机", "无", None, None)
        self.assertRegex(self.take("职业"), "1 taken over, 1 known")
        change = self.env["community.fact.change"].search(
            [("resident_id", "=", self.people[0].id), ("field_name", "=", "occupation")]
        )
        self.assertIn("职业", change.reason)
        self.keep("户型", "3室1厅", None, None, None)
        self.take("户型")
        self.assertEqual(self.people[0].household_id.dwelling_id.room_count, 3)
        self.assertIn("户型", self.stored[0].register_extra, "it says more than the number")

    def test_a_certificate_of_somebody_else_and_a_restricted_file_stay(self):
        number, other = self.make_id_number(), self.make_id_number()
        self.stored[0].id_number, self.stored[1].id_number = number, other
        self.keep("残疾证号", f"{number}42", f"{number}42", None, None)
        self.assertRegex(self.take("残疾证号"), "1 taken over.*1 because they are not understood")
        self.assertEqual(self.stored[0].disability_number, f"{number}42")
        self.assertFalse(self.stored[1].disability_number)

    def test_only_who_imports_takes_over(self):
        self.keep("职业", "司机", None, None, None)
        for user in (self.worker, self.auditor, self.plain):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.take("职业", user=user)
        self.assertFalse(self.people[0].occupation)
