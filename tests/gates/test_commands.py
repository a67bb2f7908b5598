"""What is written behind a command reaches the program that the command calls, options too."""

import contextlib
import io
import unittest
from unittest import mock

from devkit import cli


class TestCommands(unittest.TestCase):
    def handed_on(self, command, *arguments):
        """Return the arguments that ``command`` hands on."""
        with mock.patch.object(cli, f"_{command}", return_value=0) as run:
            self.assertEqual(cli.main([command, *arguments]), 0)
        return run.call_args.args[0].rest

    def test_an_option_may_stand_first(self):
        self.assertEqual(self.handed_on("bench", "--fresh", "find"), ["--fresh", "find"])
        self.assertEqual(
            self.handed_on("bench", "--households", "10", "find"), ["--households", "10", "find"]
        )
        self.assertEqual(self.handed_on("psql", "--db", "quick", "-c", "x"), ["-c", "x"])
        self.assertEqual(self.handed_on("shot", "/odoo", "--touch"), ["/odoo", "--touch"])
        self.assertEqual(self.handed_on("bench"), [])

    def test_a_command_of_fixed_options_refuses_others(self):
        with contextlib.redirect_stderr(io.StringIO()) as said, self.assertRaises(SystemExit):
            cli.main(["lint", "--households"])
        self.assertIn("--households", said.getvalue())
