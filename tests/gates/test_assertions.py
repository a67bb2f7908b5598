"""A test that cannot fail is refused, and a requirement names a test that says what it shows."""

from test_files import Checkout

from devkit import assertions, requirements_table
from devkit.result import Result

BASE = """from odoo.tests import TransactionCase


def look(case, value):
    case.assertTrue(value)


def idle(case, value):
    return value


class Case(TransactionCase):
    def expect(self, value):
        self.assertEqual(value, 1)

    def prepare(self):
        return 1

    def test_inherited(self):
        self.assertTrue(self.prepare())
"""
TEST = """import unittest

from ..common import Case, idle, look
from .. import common


class TestSample(Case):
    def own(self, value):
        {own}

    def run_it(self, then):
        return then()

    def test_x(self):
        {body}
"""


class TestAssertions(Checkout):
    def failed(self, *lines, own="return value"):
        """Return whether a test of these lines is refused."""
        self.put("community_x/tests/common.py", BASE)
        text = TEST.format(body="\n        ".join(lines), own=own)
        self.put("community_x/tests/walks/test_sample.py", text)
        result = Result("tests")
        assertions.check(result, self.root)
        self.assertEqual(result.passed + result.failed, 2, "the base and the test")
        return result.failed

    def test_what_asserts(self):
        """Assertions of each kind count, also those of helpers at any distance."""
        for lines in (
            ["self.assertEqual(self.prepare(), 1)"],
            ["assert self.prepare()"],
            ["with self.assertRaises(ValueError):", "    self.prepare()"],
            ["with self.assertQueryCount(5):", "    self.prepare()"],
            ["self.start_tour('/odoo', 'walk')"],
            ["self.browser_js('/odoo', 'console.log(1)')"],
            ["if self.prepare() != 1:", "    self.fail('no')"],
            ["self.expect(self.prepare())"],
            ["super().test_inherited()"],
            ["Case.expect(self, 1)"],
            ["look(self, self.prepare())"],
            ["common.look(self, self.prepare())"],
            ["for value in (1, 2):", "    self.expect(value)"],
            ["def inner():", "    self.assertTrue(self.prepare())", "inner()"],
            ["try:", "    self.expect(1)", "finally:", "    pass"],
            ["self.assertEqual(self.prepare(), self.prepare())"],
            ["found = []", "found.append(1)", "self.assertEqual(found, [1])"],
        ):
            with self.subTest(lines):
                self.assertEqual(self.failed(*lines), 0)
        self.assertEqual(self.failed("self.own(1)", own="self.expect(value)"), 0)

    def test_what_asserts_nothing(self):
        """An empty body, constants, dead code and swallowed failures are refused."""
        for lines in (
            ["pass"],
            ['"""A docstring that promises much."""'],
            ["self.prepare()"],
            ["idle(self, 1)"],
            ["self.own(1)"],
            ["assert True"],
            ["assert 1 == 1, self.prepare()"],
            ["self.assertTrue(True)"],
            ["self.assertTrue('words', self.prepare())"],
            ["self.assertEqual(1, 1)"],
            ["self.assertEqual((1, 2), (1, 2), 'words')"],
            ["value = self.prepare()", "self.assertEqual(value, value)"],
            ["value = 1", "self.assertEqual(value, 1)"],
            ["return", "self.assertTrue(self.prepare())"],
            ["if False:", "    self.expect(1)"],
            ["self.skipTest('later')", "self.expect(1)"],
            ["try:", "    self.expect(1)", "except AssertionError:", "    pass"],
            ["try:", "    self.expect(1)", "except:", "    pass"],
            ["with contextlib.suppress(AssertionError):", "    self.expect(1)"],
            ["def inner():", "    self.assertTrue(self.prepare())"],
            ["self.test_x()"],
        ):
            with self.subTest(lines):
                self.assertEqual(self.failed(*lines), 1)

    def test_a_base_is_read_in_the_class_that_runs_it(self):
        """The test of one base may assert through another base of the same class."""
        one = "class One:\n    def test_x(self):\n        self.conclude(1)\n"
        two = "class Two:\n    def conclude(self, value):\n        {}\n"
        text = "from .one import One\nfrom .two import Two\n\n\nclass TestX(One, {}):\n    x = 1\n"
        for line, bases, failed in (
            ("self.assertTrue(value)", "Two", 0),
            ("return value", "Two", 1),
            ("self.assertTrue(value)", "object", 1),
        ):
            self.put("community_x/tests/walks/one.py", one)
            self.put("community_x/tests/walks/two.py", two.format(line))
            self.put("community_x/tests/walks/test_x.py", text.format(bases))
            result = Result("tests")
            assertions.check(result, self.root)
            self.assertEqual(result.failed, failed, (line, bases))

    def test_a_skipped_test_is_refused(self):
        """What is skipped for ever shows nothing."""
        self.assertEqual(self.failed("self.expect(1)"), 0)
        path = self.root / "community_x/tests/walks/test_sample.py"
        text = path.read_text(encoding="utf-8")
        skipped = text.replace("    def test_x", "    @unittest.skip('later')\n    def test_x")
        path.write_text(skipped, encoding="utf-8")
        result = Result("tests")
        assertions.check(result, self.root)
        self.assertEqual(result.failed, 1)

    def test_the_sentence_names_the_test(self):
        """File, class and test stand in the failure."""
        self.failed("pass")
        result = Result("tests")
        assertions.check(result, self.root)
        name = "community_x/tests/walks/test_sample.py: without an assertion: TestSample.test_x"
        self.assertEqual(result.details, [name])


class TestRequirementsTable(Checkout):
    HEAD = "q,requirement,evidence,test\n"
    TESTS = '''class TestA:
    """What the class shows."""

    def test_x(self):
        """What the test shows."""
        assert self.blue()

    def test_silent(self):
        assert self.blue()


class TestEmpty:
    """What the class would show."""

    def test_x(self):
        """Blue is blue."""

    def test_y(self):
        """What the test shows."""
        assert self.blue()


class TestNone:
    """A class without a test."""

    def blue(self):
        """Return blue."""
'''

    def failed(self, row, head=HEAD):
        """Return the number of failures for a table of one row."""
        self.put("t/test_a.py", self.TESTS)
        self.put("tests/requirements.csv", head + row + "\n")
        result = Result("table")
        requirements_table.check(result, self.root)
        return result.failed

    def test_rows(self):
        """A row names a test that exists, speaks and asserts."""
        for test, failed in (
            ("t/test_a.py::TestA.test_x", 0),
            ("t/test_a.py::TestEmpty.test_y", 0),
            ("t/test_a.py::TestA", 0),
            ("t/test_b.py::TestA.test_x", 1),
            ("t/test_a.py::TestB.test_x", 1),
            ("t/test_a.py::TestA.test_y", 1),
            ("t/test_a.py::TestA.test_silent", 1),
            ("t/test_a.py::TestEmpty.test_x", 1),
            ("t/test_a.py::TestEmpty", 1),
            ("t/test_a.py::TestNone", 1),
            ("t/test_a.py::TestNone.blue", 1),
            ("t/test_a.py", 1),
            ("", 1),
        ):
            with self.subTest(test):
                self.assertEqual(self.failed(f"1,r,e,{test}"), failed)
        self.assertEqual(self.failed("1,,e,t/test_a.py::TestA.test_x"), 1)

    def test_columns(self):
        """A table of other columns is refused."""
        self.assertEqual(self.failed("1,r", "q,requirement\n"), 1)
        self.assertEqual(
            self.failed("1,r,e,t/test_a.py::TestA,x", "q,requirement,e,test,words\n"), 1
        )
