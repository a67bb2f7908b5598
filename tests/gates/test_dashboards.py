"""The check of the dashboards' files can fail."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from devkit.settings import ROOT

FILE = "community_party/data/files/party_dashboard.json"


class TestDashboards(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        shutil.copytree(ROOT / "data" / "dashboards", self.root / "data" / "dashboards")
        shutil.copy(ROOT / "data" / "make_dashboard.py", self.root / "data")
        for path in ROOT.glob("community_*/data/files"):
            (self.root / path.relative_to(ROOT)).mkdir(parents=True)

    def make(self, *words):
        """Run the maker in the copy; return its exit code and what it complained of."""
        command = [sys.executable, self.root / "data" / "make_dashboard.py", *words]
        said = subprocess.run(command, capture_output=True, text=True)
        return said.returncode, said.stderr

    def test_what_was_made_passes(self):
        """A file just made passes, and is the file of the checkout."""
        self.assertEqual(self.make(), (0, ""))
        self.assertEqual(self.make("--check"), (0, ""))
        self.assertEqual((self.root / FILE).read_bytes(), (ROOT / FILE).read_bytes())

    def test_another_or_no_file_fails(self):
        """A file that differs, or is missing, is named and not touched."""
        self.make()
        path = self.root / FILE
        changed = path.read_text(encoding="utf-8").replace("Full members", "All members")
        path.write_text(changed, encoding="utf-8")
        code, complaint = self.make("--check")
        self.assertEqual(code, 1)
        self.assertIn(FILE, complaint)
        self.assertEqual(path.read_text(encoding="utf-8"), changed)
        path.unlink()
        self.assertEqual(self.make("--check")[0], 1)
        self.assertFalse(path.exists())
