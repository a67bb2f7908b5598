"""``./dev lint``: the linters, and rules about texts that no linter knows."""

import time

from . import assertions, house_rules, reach, requirements_table, text_rules, venv
from .result import Result
from .say import DevError, run
from .settings import ROOT, addons, test_addons


def lint():
    """Run every check and return one :class:`Result` for each."""
    tools = venv.ensure_lint().parent
    products = [str(folder.relative_to(ROOT)) for folder in addons().values()]
    for_tests = [str(folder.relative_to(ROOT)) for folder in test_addons().values()]
    results = [
        _tool("ruff check", [tools / "ruff", "check", "."]),
        _tool("ruff format", [tools / "ruff", "format", "--check", "--diff", "."]),
    ]
    pylint = [tools / "python", "-m", "pylint", "--rcfile=.pylintrc"]
    if products:
        options = ["--ignore-paths=.*/tests/.*", *products]
        results.append(_tool("pylint-odoo", [*pylint, *options]))
    tests = [f"{product}/tests" for product in products if (ROOT / product / "tests").is_dir()]
    if tests or for_tests:
        # Nobody installs these, so nobody needs a readme of them or reads their words.
        options = ["--disable=missing-readme,translation-required", *tests, *for_tests]
        results.append(_tool("pylint-odoo, tests", [*pylint, *options]))
    if products:
        hooks = [tools / "oca-checks-odoo-module", *products]
        results.append(_tool("OCA module checks", hooks, quiet=True))
    for name, check in (
        ("texts", text_rules.check),
        ("house", house_rules.check),
        ("requirements table", requirements_table.check),
        ("tests assert", assertions.check),
        ("reach of tests", lambda result, root: reach.check(result, root, addons())),
    ):
        start = time.monotonic()
        result = Result(name)
        check(result, ROOT)
        result.seconds = time.monotonic() - start
        results.append(result)
    return results


def fix():
    """Let ruff correct what it can and format every Python file."""
    tools = venv.ensure_lint().parent
    run([tools / "ruff", "check", "--fix", "--quiet", "."], cwd=ROOT, check=False)
    run([tools / "ruff", "format", "--quiet", "."], cwd=ROOT)


def _tool(name, command, *, quiet=False):
    """Run a linter as one check: it passes with exit code 0 (and, if ``quiet``, no words)."""
    start = time.monotonic()
    result = Result(name)
    try:
        done = run(command, cwd=ROOT, check=False)
    except DevError as error:
        result.fail(error)
        return result
    output = (done.stdout + done.stderr).strip()
    result.check(not done.returncode and not (quiet and output), f"{name}:\n{output[-6000:]}")
    result.seconds = time.monotonic() - start
    return result
