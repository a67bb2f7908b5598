"""Trying the browser before the tests: what cannot start says so once, in one sentence."""

import os
import pathlib
import tempfile
import unittest
from unittest import mock

from devkit import system
from devkit.say import DevError


class TestBrowser(unittest.TestCase):
    def browser(self, script):
        """Put a program named ``chromium`` in front of all others."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = pathlib.Path(folder.name) / "chromium"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        path = f"{folder.name}{os.pathsep}{os.environ['PATH']}"
        patcher = mock.patch.dict(os.environ, {"PATH": path})
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_a_page_is_enough(self):
        self.browser("echo '<html><head></head><body></body></html>'")
        self.assertIsNone(system.try_browser())

    def test_a_crash_is_told(self):
        self.browser("echo 'no memory left' >&2; exit 5")
        with self.assertRaisesRegex(DevError, r"exit code 5(?s:.*)no memory left"):
            system.try_browser()

    def test_no_page_is_told(self):
        self.browser("exit 0")
        with self.assertRaisesRegex(DevError, "shows no empty page"):
            system.try_browser()

    def test_a_browser_that_hangs_is_ended(self):
        self.browser("exec sleep 60")
        with self.assertRaisesRegex(DevError, "Ended after 1 seconds"):
            system.try_browser(limit=1)
