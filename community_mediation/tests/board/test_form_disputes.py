from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.community_service.tests.forms.form_examples import figures, filled_example

from ..dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2025-04-10 02:00:00")
class TestFormDisputes(DisputeCase):
    """The monthly form on disputes: each kind by registered, settled and still open."""

    def test_disputes_by_kind_and_settled_or_not(self):
        """The form counts each kind, of the month and since January; its records are closed."""
        self.make_case()
        form, filling, book = filled_example(self, "disputes", self.officer, self.manager)
        self.assertGreater(figures(self, form, filling, book), 60)
        page = book["纠纷月报"]
        self.assertEqual([page[f"{c}7"].value for c in "BFGH"], [1, 1, 0, 1])
        self.assertEqual([page[f"{c}8"].value for c in "BFGH"], [1, 1, 0, 1])
        value = filling.value_ids.filtered(lambda value: value.address == "F7")
        with self.assertRaisesRegex(UserError, "confidential file"):
            value.action_open()
