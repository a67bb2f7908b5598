import runpy
from pathlib import Path

from odoo.tests import BaseCase, tagged

GENERATOR = Path(__file__).parents[4] / "data" / "make_dashboard.py"


@tagged("post_install", "-at_install", "community")
class TestDashboardFile(BaseCase):
    def test_file_is_what_the_generator_makes(self):
        made = runpy.run_path(str(GENERATOR))
        self.assertEqual(made["FILE"].read_text(encoding="utf-8"), made["text_of_dashboard"]())
