from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.community_service.tests.forms.form_examples import figures, filled_example

from ..admission_case import AdmissionCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestFormPartyLife(AdmissionCase):
    """The quarterly form on organisation life: each kind of meeting by due, held and missing."""

    def test_each_kind_of_meeting(self):
        """The form counts each kind, of the quarter and since January; its records are closed."""
        self.branch.date_life_from = "2026-01-01"
        self.env.flush_all()
        form, filling, book = filled_example(self, "party_life", self.officer, self.manager)
        self.assertGreater(figures(self, form, filling, book), 25)
        page = book["组织生活"]
        self.assertEqual(page["A1"].value, "党组织生活开展情况季报表（2026年第3季度）")
        self.assertGreaterEqual(page["C5"].value, 1)
        self.assertEqual(page["C5"].value, page["D5"].value + page["E5"].value)
        value = filling.value_ids.filtered(lambda value: value.address == "C5")
        with self.assertRaisesRegex(UserError, "confidential file"):
            value.action_open()
