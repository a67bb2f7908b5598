"""``tests/requirements.csv``: every requirement names a test, and the test says what it shows.

Columns: q, requirement, evidence, test. ``test`` is ``path/to/test_file.py::Class.test`` or
``path/to/test_file.py::Class``, for all tests of a class. Its docstring says what it shows, it
asserts something (see :mod:`devkit.assertions`) and ``./dev test`` starts it (see
:mod:`devkit.inventory`); the other columns are for the reader. Each of ``NUMBERS`` has a row.
"""

import ast
import csv

from . import assertions, inventory

COLUMNS = ["q", "requirement", "evidence", "test"]
PATH = "tests/requirements.csv"
# The requirements and the stories of the product; ``I+`` are figures and papers beside them.
NUMBERS = [f"Q{number}" for number in range(145)] + [f"A{number}" for number in range(1, 16)]
OTHERS = ("I+",)


def check(result, root, numbers=tuple(NUMBERS)):
    """Check the table of the checkout ``root``, counting each row into ``result``.

    :param numbers: those of which each must have a row; a row has one of them, or of ``OTHERS``
    """
    path = root / PATH
    if not path.exists():
        result.fail(f"{PATH} is missing.")
        return
    with open(path, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
        columns = list(rows[0]) if rows else []
    result.check(columns == COLUMNS, f"{PATH}: the columns are {columns}, not {COLUMNS}.")
    if columns != COLUMNS:
        return
    tests, known = assertions.Tests(root), {*numbers, *OTHERS}
    for line, row in enumerate(rows, start=2):
        problem = problem_of(row, tests, known)
        result.check(not problem, f"{PATH}:{line} ({row['q']}): {problem}")
    missing = [number for number in numbers if number not in {row["q"] for row in rows}]
    result.check(not missing, f"{PATH}: no row shows {', '.join(missing)}.")


def problem_of(row, tests, known):
    """Return what is wrong with one row, or None."""
    for column in COLUMNS:
        if not (row[column] or "").strip():
            return f"the column {column} is empty"
    if row["q"] not in known:
        return f"there is no requirement {row['q']}"
    name, _colons, target = row["test"].strip().partition("::")
    path = tests.root / name
    if not path.is_file():
        return f"the file {name} does not exist"
    module = tests.module(path)
    class_name, _dot, test_name = target.partition(".")
    node = module.names.get(class_name)
    if not isinstance(node, ast.ClassDef):
        return f"{name} has no test class {class_name}"
    wanted = [test for test in assertions.tests_of(node) if test_name in ("", test.name)]
    if not wanted:
        return f"{name} has no test {target}"
    if not (ast.get_docstring(wanted[0] if test_name else node) or "").strip():
        return f"{target} has no docstring that says what it shows"
    if reason := inventory.why_not_run(tests.root, path, node):
        return f"{class_name} does not run: {reason}"
    empty = [test.name for test in wanted if not tests.asserts(module, node, test)]
    if empty:
        return f"{class_name} asserts nothing in {', '.join(empty)}"
    return None
