"""Finding Odoo: each source in its order, and one clear sentence where nothing can be had."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RELEASE = "version_info = ({}, 0, 0, 'final', 0, '')\nversion = '{}.0'\n"
CODE = """
from devkit import debian, sources
from devkit.say import DevError
debian.is_available = lambda: False
try:
    found = sources.find()
    print(found.origin, "|", found.python_path, "|", *found.addons)
except DevError as error:
    print("DevError:", error)
"""


class TestSources(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def tree(self, name, version=19):
        """Make a small folder that looks like a checkout of Odoo."""
        tree = self.folder / name
        (tree / "odoo").mkdir(parents=True)
        (tree / "addons").mkdir()
        (tree / "odoo/__init__.py").touch()
        (tree / "addons/keep").touch()
        release = RELEASE.format(version, version)
        (tree / "odoo/release.py").write_text(release, encoding="utf-8")
        return tree

    def repository(self):
        """Make a repository with a branch 19.0."""
        tree = self.tree("upstream")
        name = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
        for command in (
            ["init", "-q", "-b", "19.0"],
            ["add", "-A"],
            [*name, "commit", "-qm", "Odoo"],
        ):
            subprocess.run(["git", "-C", tree, *command], check=True)
        return tree

    def find(self, path=None, **environment):
        """Return what ``sources.find()`` prints in a clean environment and an empty cache."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ODOO_", "COMMUNITY_"))}
        kept["COMMUNITY_CACHE"] = str(self.folder / "cache")
        kept["PATH"] = f"{path}{os.pathsep}{kept['PATH']}" if path else kept["PATH"]
        kept.update({key: str(value) for key, value in environment.items()})
        done = subprocess.run(
            [sys.executable, "-c", CODE],
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_checkout_comes_first(self):
        tree = self.tree("mine")
        answer = self.find(ODOO_SRC=tree, ODOO_GIT="/nowhere")
        self.assertIn(f"ODOO_SRC ({tree}) | {tree} | {tree}/addons", answer)

    def test_checkout_of_another_version_is_refused(self):
        answer = self.find(ODOO_SRC=self.tree("old", 18))
        self.assertIn("ODOO_SRC is Odoo 18.0; these addons need Odoo 19.0.", answer)

    def test_folder_without_odoo_is_refused(self):
        self.assertIn("holds no odoo/release.py", self.find(ODOO_SRC=self.folder))

    def installed(self, version):
        """Put an ``odoo`` program of that version into a folder and return the folder."""
        tree = self.tree(f"installed{version}", version)
        program = tree / "bin" / "odoo"
        program.parent.mkdir()
        launcher = tree / "bin" / "python"
        launcher.write_text(f'#!/bin/sh\nPYTHONPATH={tree} exec {sys.executable} "$@"\n')
        program.write_text(f"#!{launcher}\n")
        launcher.chmod(0o755)
        program.chmod(0o755)
        return program.parent

    def test_installed_odoo_is_used(self):
        self.assertIn("installed (", self.find(path=self.installed(19)))

    def test_installed_odoo_of_another_version_is_passed_over(self):
        answer = self.find(path=self.installed(17), ODOO_GIT=self.repository())
        self.assertIn("the clone of ODOO_GIT", answer)

    def test_repository_is_cloned_once(self):
        tree = self.repository()
        answer = self.find(ODOO_GIT=tree)
        self.assertIn("the clone of ODOO_GIT", answer)
        self.assertIn(str(self.folder / "cache"), answer)
        (tree / "odoo/release.py").unlink()
        self.assertEqual(self.find(ODOO_GIT=tree).splitlines()[-1], answer.splitlines()[-1])

    def test_nothing_can_be_had(self):
        answer = self.find(ODOO_GIT=self.folder / "nothing")
        self.assertIn("No Odoo 19 could be had: set ODOO_SRC", answer)
