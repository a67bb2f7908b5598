"""JavaScript tests: which the sources hold, and what the log of a browser says about each.

Hoot, the test runner of Odoo's web client, names every test in the console of the browser, and
Odoo writes that to its log. A test that both screens run (desk and phone) counts once.
"""

import json
import re

from . import logs

# The Python module of an addon that opens the page of its suites.
RUNNER = "test_javascript"
CALL = re.compile(r"^(?P<indent>[ \t]*)(?P<call>(?:test|describe)(?:\.\w+)*)\(", re.MULTILINE)
NAME = re.compile(r'test\(\s*("(?:[^"\\\n]|\\.)*"),')
TAGS = ("test.tags", "describe.tags", "describe.current.tags")
PASSED = re.compile(r'\[HOOT\] Test (".*") passed \(assertions: (\d+) ')
FAILED = re.compile(r'\[HOOT\] Test (".*") failed:')
# What Hoot says at the end of a run in which tests failed.
END = "Some tests failed: see above for details"


def tests(folders):
    """Return ``(names, problems)`` of the suites of the addons in ``folders`` (name -> folder).

    A name is what Hoot calls the test: ``@addon/folder/file/what the test says``.
    """
    names, problems = [], []
    for addon, folder in folders.items():
        place = folder / "static" / "tests"
        for path in sorted(place.rglob("*.test.js")):
            suite = path.relative_to(place).as_posix().removesuffix(".test.js")
            found, wrong = of_source(path.read_text(encoding="utf-8"))
            names += [f"@{addon}/{suite}/{name}" for name in found]
            problems += [f"{addon}/static/tests/{suite}.test.js: {text}" for text in wrong]
    return names, problems


def of_source(text):
    """Return ``(names, problems)`` of one file.

    Whatever would run less than the file seems to hold, or cannot be counted by reading, is a
    problem.

    >>> of_source('test("a", () => {});\\ntest.tags("mobile");\\ntest(\\n    "b",\\n    f);\\n')
    (['a', 'b'], [])
    >>> of_source('test.skip("a", () => {});')
    ([], ['line 1: test.skip cannot be counted, write test("...", ...) at the outermost level'])
    """
    names, problems = [], []
    for match in CALL.finditer(text):
        name = NAME.match(text, match.start("call"))
        if match["call"] == "test" and name and not match["indent"]:
            names.append(json.loads(name[1]))
        elif match["call"] not in TAGS:
            line = text.count("\n", 0, match.start()) + 1
            problems.append(
                f'line {line}: {match["call"]} cannot be counted, write test("...", ...) at the '
                "outermost level"
            )
    return names, problems


def judge(result, text, returncode, expected):
    """Put what a server log says about the tests ``expected`` (names) into ``result``.

    Each of them has to have passed; a test without an assertion has not. A complaint or a failed
    Python test that no failed JavaScript test explains is a failure as well.

    :return: the :class:`devkit.logs.Log`
    """
    log = logs.parse(text)
    passed = {json.loads(match[1]) for match in PASSED.finditer(text) if int(match[2])}
    failed = {}
    others = []
    for complaint in log.complaints:
        if match := FAILED.search(complaint):
            failed.setdefault(json.loads(match[1]), complaint)
        elif END not in complaint:
            others.append(complaint)
    result.passed += len(passed.intersection(expected) - failed.keys())
    for detail in [*failed.values(), *dict.fromkeys(others)]:
        result.fail(detail)
    for name in expected:
        if name not in passed and name not in failed:
            result.fail(f"{name} was never started or asserted nothing")
    for name in sorted(passed.difference(expected)):
        result.fail(f"{name} was run and stands in no file of ours")
    if not log.summaries:
        result.fail(f"The server ended (exit code {returncode}) before its tests did.")
    elif not failed:
        for detail in log.failures:
            result.fail(detail)
    if returncode and not result.failed:
        result.fail(f"The server ended with exit code {returncode}.\n{text[-1500:]}")
    return log
