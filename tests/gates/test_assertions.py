"""A test that cannot fail is refused, and a requirement names a test that says what it shows."""

from test_files import Checkout

from devkit import assertions, inventory, requirements_table
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
    TESTS = '''class TestA(Case):
    """What the class shows."""

    def test_x(self):
        """What the test shows."""
        assert self.blue()

    def test_silent(self):
        assert self.blue()


class TestAlone:
    """What the class would show, were it a test."""

    def test_x(self):
        """What the test would show."""
        assert self.blue()


@tagged("-standard")
class TestTagged(Case):
    """What the class would show."""

    def test_x(self):
        """What the test would show."""
        assert self.blue()


@unittest.skip("later")
class TestSkipped(Case):
    """What the class would show."""

    def test_x(self):
        """What the test would show."""
        assert self.blue()


class TestEmpty(Case):
    """What the class would show."""

    def test_x(self):
        """Blue is blue."""

    def test_y(self):
        """What the test shows."""
        assert self.blue()


class TestNone(Case):
    """A class without a test."""

    def blue(self):
        """Return blue."""
'''

    def failed(self, row, head=HEAD, numbers=("Q1",), imports="from .part import *\n"):
        """Return the number of failures for a table of one row."""
        self.put("community_x/tests/__init__.py", imports)
        self.put("community_x/tests/part/__init__.py", "from . import test_a\n")
        for name in ("part/test_a", "part/test_lost", "part/helper"):
            self.put(f"community_x/tests/{name}.py", self.TESTS)
        self.put("tests/requirements.csv", head + row + "\n")
        result = Result("table")
        requirements_table.check(result, self.root, numbers)
        return result.failed

    def test_rows(self):
        """A row names a test that exists, runs, speaks and asserts."""
        folder = "community_x/tests/part"
        for test, failed in (
            ("test_a.py::TestA.test_x", 0),
            ("test_a.py::TestEmpty.test_y", 0),
            ("test_a.py::TestA", 0),
            ("test_b.py::TestA.test_x", 1),
            ("test_a.py::TestB.test_x", 1),
            ("test_a.py::TestA.test_y", 1),
            ("test_a.py::TestA.test_silent", 1),
            ("test_a.py::TestEmpty.test_x", 1),
            ("test_a.py::TestEmpty", 1),
            ("test_a.py::TestNone", 1),
            ("test_a.py::TestNone.blue", 1),
            ("test_a.py::TestAlone.test_x", 1),
            ("test_a.py::TestTagged.test_x", 1),
            ("test_a.py::TestSkipped.test_x", 1),
            ("test_lost.py::TestA.test_x", 1),
            ("helper.py::TestA.test_x", 1),
            ("test_a.py", 1),
        ):
            with self.subTest(test):
                self.assertEqual(self.failed(f"Q1,r,e,{folder}/{test}"), failed)
        self.assertEqual(self.failed("Q1,r,e,"), 1)
        good = f"{folder}/test_a.py::TestA.test_x"
        self.assertEqual(self.failed(f"Q1,,e,{good}"), 1)
        for imports in ("", "from . import part\n", "from .other import *\n"):
            self.assertEqual(self.failed(f"Q1,r,e,{good}", imports=imports), 1, imports)
        self.assertEqual(self.failed(f"Q1,r,e,{good}", imports="from .part import test_a\n"), 0)

    def test_each_number_has_a_row(self):
        """A number without a row, and a row of no number, are refused."""
        row = ",r,e,community_x/tests/part/test_a.py::TestA.test_x"
        self.assertEqual(self.failed(f"Q1{row}", numbers=("Q1", "Q2")), 1)
        self.assertEqual(self.failed(f"Q1{row}\nQ2{row}", numbers=("Q1", "Q2")), 0)
        self.assertEqual(self.failed(f"Q1{row}\nQ7{row}"), 1)
        self.assertEqual(self.failed(f"Q1{row}\nI+{row}"), 0)
        self.assertEqual(len(requirements_table.NUMBERS), 145 + 15)

    def test_columns(self):
        """A table of other columns is refused."""
        self.assertEqual(self.failed("Q1,r", "q,requirement\n"), 1)
        self.assertEqual(
            self.failed("Q1,r,e,t/test_a.py::TestA,x", "q,requirement,e,test,words\n"), 1
        )


class TestNames(Checkout):
    def test_two_classes_of_one_name(self):
        """Of two classes that bear one name only one would be expected to run."""
        self.put("community_x/tests/a/test_a.py", "class TestA:\n    x = 1\n")
        self.put("community_x/tests/b/test_b.py", "class TestB:\n    x = 1\n")
        for name, failed in (("TestC", 0), ("TestA", 1)):
            self.put("community_x/tests/b/test_c.py", f"class {name}:\n    x = 1\n")
            result = Result("names")
            inventory.check(result, self.root)
            self.assertEqual(result.failed, failed)
