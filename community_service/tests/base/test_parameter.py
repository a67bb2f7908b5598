from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestParameter(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parameter = cls.env["community.parameter"].create(
            {"name": "Days", "code": "test_days", "owner": "service", "value": 30, "highest": 60}
            | {"company_id": cls.env.company.id}
        )

    def test_a_changed_number_holds_at_once(self):
        Parameter = self.env["community.parameter"].with_user(self.worker)
        self.assertEqual(Parameter._whole("test_days", self.env.company), 30)
        self.parameter.with_user(self.manager).value = 45
        self.assertEqual(Parameter._value("test_days", self.env.company), 45.0)

    def test_bounds_are_named(self):
        with self.assertRaisesRegex(ValidationError, "Days: 61 is not between 0 and 60"):
            self.parameter.value = 61

    def test_an_unknown_code_is_no_zero(self):
        with self.assertRaises(KeyError):
            self.env["community.parameter"]._value("no_such_number", self.env.company)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_a_manager_alone_edits(self):
        for user in (self.worker, self.officer, self.auditor, self.plain):
            with self.assertRaises(AccessError):
                self.parameter.with_user(user).value = 31

    def test_numbers_of_another_owner_are_left_to_its_managers(self):
        self.patch(
            type(self.env["community.parameter"]),
            "_owner_groups",
            lambda self: {"service": "base.group_system"},
        )
        with self.assertRaisesRegex(AccessError, "managers of its own addon"):
            self.parameter.with_user(self.manager).value = 31
