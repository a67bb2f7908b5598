import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).parents[4]


@tagged("post_install", "-at_install", "community")
class TestDashboardFile(BaseCase):
    def test_file_is_what_the_generator_makes(self):
        """The dashboards in the addons are those that ``data/make_dashboard.py`` makes today."""
        command = [sys.executable, ROOT / "data" / "make_dashboard.py", "--check"]
        said = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        described = {path.stem for path in (ROOT / "data" / "dashboards").glob("*.py")} - {"sheet"}
        files = {path.stem for path in ROOT.glob("community_*/data/files/*_dashboard.json")}
        self.assertEqual({f"{name}_dashboard" for name in described}, files)
