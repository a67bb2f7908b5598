"""``tests/requirements.csv``: every requirement names a test, and the test asserts its words.

Columns: q, requirement, evidence, test, words. ``test`` is ``path/to/test_file.py::Class.method``
or ``path/to/test_file.py::Class`` (for a class with inherited methods also a base's name), or a
row of the bench ``tests/bench/file.py::name``. ``words`` are separated by ``;`` and each must
stand in the source of that test.
"""

import ast
import csv

COLUMNS = ["q", "requirement", "evidence", "test", "words"]
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
    for line, row in enumerate(rows, start=2):
        problem = problem_of(row, root)
        result.check(not problem, f"{PATH}:{line} ({row['q']}): {problem}")


def problem_of(row, root):
    """Return what is wrong with one row, or None."""
    for column in COLUMNS:
        if not (row[column] or "").strip():
            return f"the column {column} is empty"
    name, _colon, target = row["test"].strip().partition("::")
    path = root / name
    if not path.is_file():
        return f"the file {name} does not exist"
    text = path.read_text(encoding="utf-8")
    source = text
    if target:
        source = _source(text, target.split(".")) if name.endswith(".py") else None
        if source is None and target in text:
            source = text if not name.endswith(".py") else None
        if source is None:
            return f"{name} has no test {target}"
    words = [word.strip() for word in row["words"].split(";")]
    absent = [word for word in words if word and word not in source]
    if absent:
        return f"the test {row['test']} does not contain {', '.join(map(repr, absent))}"
    return None


def _source(text, names):
    """Return the source of the (nested) class or function that ``names`` lead to, or None."""
    node = ast.parse(text)
    for name in names:
        kinds = (ast.ClassDef, ast.FunctionDef)
        found = [item for item in node.body if isinstance(item, kinds) and item.name == name]
        if not found:
            return None
        node = found[-1]
    return ast.get_source_segment(text, node)
