from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MediationCase


@tagged("post_install", "-at_install", "community")
class TestMediationNumber(MediationCase):
    @mute_logger("odoo.addons.base.models.ir_model")
    def test_the_coordinator_edits_the_numbers_of_mediation(self):
        number = self.env["community.parameter"].create(
            {"name": "Days", "code": "mediation_test", "owner": "mediation", "value": 30}
        )
        number = self.own_copy(number, self.coordinator)
        number.value = 20
        self.assertEqual(
            self.env["community.parameter"]._whole("mediation_test", self.env.company), 20
        )
        for user in (self.manager, self.mediator_user, self.petition_officer):
            with self.assertRaises(AccessError):
                number.with_user(user).value = 10
