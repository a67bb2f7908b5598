"""``tests/requirements.csv``: every requirement names a test, and the test says what it shows.

Columns: q, requirement, evidence, test. ``test`` is ``path/to/test_file.py::Class.test`` or
``path/to/test_file.py::Class``, for all tests of a class. Its docstring says what it shows, and it
asserts something (see :mod:`devkit.assertions`); the other columns are for the reader.
"""

import ast
import csv

from . import assertions

COLUMNS = ["q", "requirement", "evidence", "test"]
PATH = "tests/requirements.csv"


def check(result, root):
    """Check the table of the checkout ``root``, counting each row into ``result``."""
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
    tests = assertions.Tests(root)
    for line, row in enumerate(rows, start=2):
        problem = problem_of(row, tests)
        result.check(not problem, f"{PATH}:{line} ({row['q']}): {problem}")


def problem_of(row, tests):
    """Return what is wrong with one row, or None."""
    for column in COLUMNS:
        if not (row[column] or "").strip():
            return f"the column {column} is empty"
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
    empty = [test.name for test in wanted if not tests.asserts(module, node, test)]
    if empty:
        return f"{class_name} asserts nothing in {', '.join(empty)}"
    return None
