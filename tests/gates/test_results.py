"""A run that tested nothing, crashed, or complained must never look green."""

import pathlib
import sys
import tempfile
import unittest
from unittest import mock

from devkit import bounded, hoot, inventory, logs, parts, runner, unit
from devkit.result import Result, summary
from devkit.say import DevError

PREFIX = "2024-05-06 07:08:09,123 42"
SUMMARY = "odoo.tests.result: {} failed, {} error(s) of {} tests when loading database 'x' "


def record(text, level="INFO", logger=None):
    """Return a line of a server log."""
    return f"{PREFIX} {level} db {logger + ': ' if logger else ''}{text}\n"


def closing(failed=0, errors=0, total=3):
    """Return the closing line of a run of Odoo's tests."""
    return record(SUMMARY.format(failed, errors, total))


class TestServerLog(unittest.TestCase):
    def judge(self, text, code=0, **options):
        """Return what the gate makes of a log."""
        result = Result("sample")
        logs.judge(result, text, code, **options)
        return result

    def test_clean_log_passes(self):
        result = self.judge(record("odoo.x: fine") + closing())
        self.assertEqual((result.passed, result.failed), (3, 0))

    def test_failed_tests_are_counted_over_several_closing_lines(self):
        result = self.judge(closing(1, 0, 3) + closing(0, 2, 4), 1)
        self.assertEqual((result.passed, result.failed), (4, 3))

    def test_what_walks_say_of_themselves_is_kept(self):
        logger = "odoo.addons.test_x.tests.door_case"
        log = logs.parse(record("Tried: closed fields: 3, 0 told something", logger=logger))
        self.assertEqual(log.figures, ["closed fields: 3, 0 told something"])

    def test_zero_tests_fail(self):
        self.assertEqual(self.judge(closing(total=0)).failed, 1)

    def test_log_without_closing_line_fails(self):
        result = self.judge(record("odoo.x: begun"), -9)
        self.assertEqual((result.passed, result.failed), (0, 1))
        self.assertIn("before its tests did", result.details[0])

    def test_unexplained_exit_code_fails(self):
        self.assertEqual(self.judge(closing(), 1).failed, 1)

    def test_warning_fails_and_equal_ones_count_once(self):
        line = record("Deprecated call", "WARNING", "odoo.addons.community_service.models.x")
        result = self.judge(line + line + closing())
        self.assertEqual((result.passed, result.failed), (3, 1))
        self.assertIn("Deprecated call", result.details[0])

    def test_error_and_critical_fail(self):
        for level in ("ERROR", "CRITICAL"):
            self.assertEqual(self.judge(record("Boom", level, "odoo.x") + closing()).failed, 1)

    def test_traceback_of_a_complaint_is_shown(self):
        text = record("Boom", "ERROR", "odoo.http") + "Traceback (most recent call last):\n"
        self.assertIn("Traceback", self.judge(text + closing()).details[0])

    def test_lines_of_the_test_runner_are_not_counted_twice(self):
        text = record("FAIL: TestX.test_y", "ERROR", "odoo.addons.a.tests.test_x")
        text += record("Module a: 1 failures, 0 errors of 3 tests", "ERROR", "odoo.modules.loading")
        result = self.judge(text + closing(1), 1)
        self.assertEqual((result.passed, result.failed), (2, 1))

    def test_whitelist_is_narrow(self):
        printer = "odoo.addons.base.models.ir_actions_report"
        known = record("wkhtmltopdf: QStandardPaths: XDG_RUNTIME_DIR", "WARNING", printer)
        other = record("wkhtmltopdf: exit code 1", "WARNING", printer)
        self.assertEqual(self.judge(known + closing()).failed, 0)
        self.assertEqual(self.judge(other + closing()).failed, 1)


class TestInventory(unittest.TestCase):
    def test_test_that_never_started_is_named(self):
        text = "class TestX(TransactionCase):\n    def test_a(self):\n        pass\n"
        text += "    def test_b(self):\n        pass\n"
        found = inventory.of_sources("community_x", {"test_x": text})
        started = {("odoo.addons.community_x.tests.test_x", "TestX", "test_a")}
        missing = inventory.missing(found, started)
        self.assertEqual(len(missing), 1)
        self.assertIn("TestX.test_b was never started", missing[0])

    def test_a_test_that_skips_itself_is_named(self):
        """Whoever began and then skipped, for want of a browser perhaps, has shown nothing."""
        logger = "odoo.addons.community_x.tests.test_x"
        text = "class TestX(TransactionCase):\n    def test_a(self):\n        pass\n"
        found = inventory.of_sources("community_x", {"test_x": text})
        began = record("Starting TestX.test_a ... ", "INFO", logger)
        self.assertFalse(inventory.missing(found, logs.parse(began).started))
        skipped = began + record("skipped TestX.test_a : no browser", "INFO", logger)
        self.assertEqual(len(inventory.missing(found, logs.parse(skipped).started)), 1)

    def test_inherited_tests_are_missed_where_odoo_would_run_them(self):
        base = "class Walk:\n    def test_walk(self):\n        pass\n"
        text = '@tagged("community_rights")\nclass TestX(Walk, Case):\n'
        for line, expected in (
            ("    allow_inherited_tests_method = True\n", [("test_walk",)]),
            ("    x = 1\n", []),
        ):
            found = inventory.of_sources("a", {"walk": base, "test_x": text + line})
            self.assertEqual([item.methods for item in found], expected)
            self.assertEqual(len(inventory.missing(found, set())), len(expected))
            self.assertTrue(all(item.is_access for item in found))

    def test_browser_tests_are_recognised(self):
        text = "class TestX({}):\n    def test_a(self):\n        {}\n"
        common = "class TourCase(HttpCase):\n    pass\n"
        for base, body, expected in (
            ("Base", "self.start_tour('/', 't')", True),
            ("common.TourCase", "pass", True),
            ("Base", "pass", False),
        ):
            sources = {"common": common, "test_x": text.format(base, body)}
            found = inventory.of_sources("a", sources)
            self.assertEqual([item.uses_browser for item in found], [expected], base)


class TestJavaScript(unittest.TestCase):
    NAMES = ["@community_x/bar/saves", "@community_x/bar/waits"]
    LOGGER = "odoo.addons.community_x.tests.test_javascript.TestJavaScript.test_a.browser"

    def said(self, name, words, level="INFO"):
        """Return the line in which Hoot names a test."""
        return record(f'[HOOT] Test "{name}" {words}', level, self.LOGGER)

    def passed(self, *names, count=2):
        """Return the lines of tests that passed."""
        return "".join(
            self.said(name, f"passed (assertions: {count} / time: 3 ms)") for name in names
        )

    def judge(self, text, code=0):
        """Return ``(passed, failed, details)`` of a log."""
        result = Result("JavaScript tests")
        hoot.judge(result, text, code, self.NAMES)
        return result.passed, result.failed, "".join(result.details)

    def test_each_test_counts_once(self):
        text = self.passed(*self.NAMES) + self.passed(*self.NAMES) + closing(total=2)
        self.assertEqual(self.judge(text), (2, 0, ""))

    def test_failed_test_is_shown_and_explains_the_python_test(self):
        said = self.said(self.NAMES[1], "failed:", "ERROR") + "\nReceived: 7\n"
        end = record(hoot.END, "ERROR", self.LOGGER)
        python = record("FAIL: TestJavaScript.test_a", "ERROR", "odoo.addons.x.tests.test_x")
        text = self.passed(*self.NAMES) + said + end + python + closing(1, 0, 2)
        good, bad, details = self.judge(text, 1)
        self.assertEqual((good, bad), (1, 1))
        self.assertIn("Received: 7", details)

    def test_test_that_never_started_is_named(self):
        good, bad, details = self.judge(self.passed(self.NAMES[0]) + closing(total=2))
        self.assertEqual((good, bad), (1, 1))
        self.assertIn("waits was never started", details)

    def test_test_without_assertion_fails(self):
        text = self.passed(self.NAMES[0]) + self.passed(self.NAMES[1], count=0)
        self.assertEqual(self.judge(text + closing(total=2))[:2], (1, 1))

    def test_suites_of_others_fail(self):
        text = self.passed(*self.NAMES, "@web/core/waits") + closing(total=2)
        good, bad, details = self.judge(text)
        self.assertEqual((good, bad), (2, 1))
        self.assertIn("@web/core/waits was run", details)

    def test_complaint_and_unexplained_failure_fail(self):
        text = self.passed(*self.NAMES)
        python = record("FAIL: TestJavaScript.test_a", "ERROR", "odoo.addons.x.tests.test_x")
        warning = record("did not find job", "WARNING", self.LOGGER)
        self.assertEqual(self.judge(text + python + closing(1, 0, 2), 1)[:2], (2, 1))
        self.assertEqual(self.judge(text + warning + closing(total=2))[:2], (2, 1))
        self.assertEqual(self.judge(text)[:2], (2, 1))
        self.assertEqual(self.judge(text + closing(total=2), 1)[:2], (2, 1))

    def test_what_runs_less_than_it_seems_is_told(self):
        for text in (
            'test.skip("a", f);',
            'test.only("a", f);',
            'test.todo("a", f);',
            'test.debug("a", f);',
            'describe("group", () => {\n});',
            'for (const x of y) {\n    test("a", f);\n}',
            "test(`a ${x}`, f);",
        ):
            names, problems = hoot.of_source(text)
            self.assertEqual((names, len(problems)), ([], 1), text)

    def test_names_are_those_of_hoot(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            path = folder / "static" / "tests" / "bar" / "bar_service.test.js"
            path.parent.mkdir(parents=True)
            path.write_text('test.tags("mobile");\ntest("says \\"no\\"", async () => {});\n')
            (path.parent / "helper.js").write_text('test("is no test", f);\n')
            names, problems = hoot.tests({"community_x": folder})
        self.assertEqual(names, ['@community_x/bar/bar_service/says "no"'])
        self.assertEqual(problems, [])

    def test_our_suites_are_read_and_run_by_one_part_only(self):
        names, problems = hoot.tests(parts.addons())
        self.assertEqual(problems, [])
        self.assertGreater(len(names), 30)
        classes = parts.javascript_classes()
        self.assertTrue(classes)
        for found in parts.product_classes():
            self.assertFalse({item.tag for item in classes} & {item.tag for item in found})


class TestCoreLint(unittest.TestCase):
    def test_complaint_about_ours_fails(self):
        text = record("FAIL: TestNaming.test_x", "ERROR", "odoo.addons.test_lint.tests.test_naming")
        text += "AssertionError: community_service/models/x.py: bad name\n" + closing(1)
        result = Result("lint")
        parts.judge_lint(result, text, 1, {"community_service": None})
        self.assertEqual((result.passed, result.failed), (2, 1))

    def test_complaint_about_others_does_not_fail(self):
        text = record("FAIL: TestNaming.test_x", "ERROR", "odoo.addons.test_lint.tests.test_n")
        text += "AssertionError: website/models/x.py: bad name\n" + closing(1)
        result = Result("lint")
        parts.judge_lint(result, text, 1, {"community_service": None})
        self.assertEqual((result.passed, result.failed), (3, 0))

    def test_linter_that_did_not_run_fails(self):
        result = Result("lint")
        parts.judge_lint(result, closing(total=0), 0, {})
        self.assertEqual(result.failed, 1)


class TestPlainTests(unittest.TestCase):
    def test_unittest_output(self):
        for text, code, expected in (
            ("Ran 3 tests in 1s\n\nOK\n", 0, (3, 0)),
            ("Ran 3 tests in 1s\n\nFAILED (failures=1, errors=1)\n", 1, (1, 2)),
            ("Ran 0 tests in 0s\n\nOK\n", 0, (0, 1)),
            ("Ran 2 tests in 0s\n\nOK (skipped=2)\n", 0, (0, 1)),
            ("Segmentation fault", -11, (0, 1)),
            ("Ran 3 tests in 1s\n\nOK\n", 1, (3, 1)),
        ):
            result = Result("sample")
            unit.judge_unittest(result, text, code)
            self.assertEqual((result.passed, result.failed), expected, text)

    def test_doctest_output(self):
        for text, expected in (
            ('{"attempted": 5, "failed": 0}', (5, 0)),
            ('Expected: 1\n{"attempted": 5, "failed": 2}', (3, 2)),
            ('{"attempted": 0, "failed": 0}', (0, 1)),
            ("", (0, 1)),
        ):
            result = Result("sample")
            unit.judge_doctests(result, text, "")
            self.assertEqual((result.passed, result.failed), expected, text)


class TestRun(unittest.TestCase):
    def test_program_that_hangs_is_ended(self):
        command = [sys.executable, "-c", "import time; time.sleep(60)"]
        _output, errors, code = bounded.run(command, {}, limit=1)
        self.assertNotEqual(code, 0)
        self.assertIn("Ended after 1 seconds", errors)

    def run_parts(self, wanted, template):
        """Run parts with a stand-in for the installation; return the results."""
        schedule = runner._Schedule(wanted)
        with mock.patch.object(runner, "prepare", template), mock.patch("builtins.print"):
            return schedule.run(2)

    def test_crashing_part_fails(self):
        def crash():
            raise RuntimeError("boom")

        def refuse():
            raise DevError("A sentence.")

        results = self.run_parts([("a", False, crash), ("b", False, refuse)], None)
        self.assertEqual([result.failed for result in results], [1, 1])
        self.assertEqual(summary(results), ("0 passed, 2 failed", 1))

    def test_broken_installation_fails_and_nothing_waits_for_ever(self):
        def broken():
            raise DevError("no")

        results = self.run_parts([("a", True, lambda: Result("a", 1))], broken)
        self.assertEqual([result.name for result in results], ["installation"])
        self.assertEqual(summary(results)[1], 1)

    def test_complaint_of_the_installation_fails_but_the_rest_runs(self):
        def complaining():
            result = Result("installation")
            result.fail("WARNING")
            return result

        results = self.run_parts([("a", True, lambda: Result("a", 1))], complaining)
        self.assertEqual([result.name for result in results], ["installation", "a"])
        self.assertEqual(summary(results), ("1 passed, 1 failed", 1))

    def test_part_waits_for_the_installation(self):
        order = []

        def template():
            order.append("installation")
            return Result("installation", 1)

        def part():
            order.append("part")
            return Result("part", 1)

        self.run_parts([("part", True, part)], template)
        self.assertEqual(order, ["installation", "part"])

    def test_part_without_any_check_fails(self):
        tests = Result("a", 5, has_tests=True)
        self.assertEqual(summary([tests, Result("b")]), ("5 passed, 1 failed", 1))
        tests = Result("a", has_tests=True)
        self.assertEqual(summary([tests]), ("0 passed, 1 failed", 1))


class TestCounts(unittest.TestCase):
    """The closing line counts tests; a gate is one, whatever it looked at."""

    def test_a_gate_counts_as_one(self):
        gate = Result("texts", passed=1090)
        self.assertEqual(gate.counted, (1, 0))
        self.assertIn("1 passed    0 failed", gate.line)
        self.assertIn("1090 looked at", gate.line)
        gate.fail("a.py is too long")
        gate.fail("b.py is too long")
        self.assertEqual(gate.counted, (0, 1))
        self.assertEqual(len(gate.details), 2)

    def test_every_failed_test_counts(self):
        tests = Result("server tests", passed=3, failed=2, has_tests=True)
        self.assertEqual(summary([tests, Result("a", 900)]), ("4 passed, 2 failed", 1))
        self.assertNotIn("looked at", tests.line)

    def test_which_parts_count_tests(self):
        """Only what executes tests counts them: files, terms and rows make no test."""
        log = mock.Mock(started=set())
        counted = {}
        logs_folder = tempfile.TemporaryDirectory()
        self.addCleanup(logs_folder.cleanup)
        with (
            mock.patch.object(parts, "Run") as run,
            mock.patch.object(parts.logs, "judge", return_value=log),
            mock.patch.object(parts.databases, "drop"),
            mock.patch.object(parts.venv, "ensure_lint"),
            mock.patch.object(parts.venv, "site_packages"),
            mock.patch.object(unit.databases, "create", return_value="x"),
            mock.patch.object(unit.databases, "drop"),
            mock.patch.object(unit.odoo, "server"),
            mock.patch.object(unit, "_python", return_value=("", "", 0)),
            mock.patch.object(unit, "log_dir", return_value=pathlib.Path(logs_folder.name)),
        ):
            unit.odoo.server.return_value.environment = {}
            unit.odoo.server.return_value.command.return_value = []
            run.return_value.start.return_value = ("", 0)
            for part in (
                parts.server_tests,
                parts.browser_tests,
                lambda: parts.core_suites([]),
                parts.core_lint,
                unit.doctests,
                unit.gates,
                unit.reliability,
            ):
                result = part()
                counted[result.name] = result.has_tests
        gates = {name for name, has_tests in counted.items() if not has_tests}
        self.assertEqual(len(counted), 7)
        self.assertEqual(gates, {"core test_lint", "gates can fail"})
