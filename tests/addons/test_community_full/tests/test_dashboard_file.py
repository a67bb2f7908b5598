import runpy
from pathlib import Path

from odoo.tests import BaseCase, tagged

DATA = Path(__file__).parents[4] / "data"
GENERATORS = ("make_dashboard.py", "make_dashboard_mediation.py", "make_dashboard_party.py")


@tagged("post_install", "-at_install", "community")
class TestDashboardFile(BaseCase):
    def test_file_is_what_the_generator_makes(self):
        for name in GENERATORS:
            with self.subTest(generator=name):
                made = runpy.run_path(str(DATA / name))
                self.assertEqual(
                    made["FILE"].read_text(encoding="utf-8"), made["text_of_dashboard"]()
                )
