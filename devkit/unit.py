"""Plain Python tests: doctests, the gates' own tests, and tests that kill a real server."""

import json
import os
import re
import time

from . import bounded, databases, odoo
from .quick import free_port
from .result import Result
from .settings import ROOT, addons, data_dir, database, log_dir

RAN = re.compile(r"^Ran (\d+) tests?", re.MULTILINE)
FAILED = re.compile(r"^FAILED \((.*)\)", re.MULTILINE)
SKIPPED = re.compile(r"skipped=(\d+)")


def doctests():
    """Doctests of the addons' pure computations and of ``./dev`` itself, without Odoo."""
    start = time.monotonic()
    result = Result("doctests", has_tests=True)
    folders = [folder / "tools" for folder in addons().values()]
    folders += [ROOT / "devkit", ROOT / "i18n", ROOT / "data"]
    files = sorted(path for folder in folders for path in folder.glob("*.py"))
    files = [path for path in files if ">>> " in path.read_text(encoding="utf-8")]
    command = [odoo.server().python, ROOT / "devkit" / "inside" / "doctests.py", *files]
    output, errors, _code = _python(command)
    judge_doctests(result, output, errors)
    result.seconds = time.monotonic() - start
    return result


def judge_doctests(result, output, errors):
    """Count what ``inside/doctests.py`` printed: its last line is a JSON object."""
    try:
        found = json.loads(output.strip().splitlines()[-1])
    except (IndexError, ValueError):
        result.fail(f"The doctests did not run.\n{errors[-2000:]}")
        return
    result.passed += found["attempted"] - found["failed"]
    result.failed += found["failed"]
    if found["failed"]:
        result.details.append(output[-4000:])
    if not found["attempted"]:
        result.fail("No doctest was executed.")


def gates():
    """The gates' own tests: each gate is fed a broken sample and has to fail.

    They show that the gates work and nothing about the addons, so they count as one.
    """
    return _unittest(Result("gates can fail"), "tests/gates", {})


def reliability():
    """Tests that start and kill real processes on a database of their own."""
    name = databases.create("t_kill", template=database("test"))
    server = odoo.server()
    command = server.command(name, data_dir("t_kill"), with_tests=True)
    environment = {
        **server.environment,
        "COMMUNITY_DB": name,
        "COMMUNITY_ODOO": json.dumps([str(part) for part in command]),
        "COMMUNITY_SHELL": json.dumps(
            [str(p) for p in server.command(name, data_dir("t_kill"), subcommand=["shell"])]
        ),
        "COMMUNITY_PORT": str(free_port()),
    }
    result = Result("reliability", has_tests=True)
    _unittest(result, "tests/reliability", environment)
    if not result.failed:
        databases.drop(name)
    return result


def has_reliability():
    """Tell whether this checkout has such tests."""
    return any((ROOT / "tests" / "reliability").glob("test_*.py"))


def _unittest(result, folder, environment):
    start = time.monotonic()
    command = [odoo.server().python, "-m", "unittest", "discover", "-v", "-s", ROOT / folder]
    _output, errors, code = _python([*command, "-t", ROOT / folder], environment)
    (log_dir() / f"{result.name.replace(' ', '-')}.log").write_text(errors, encoding="utf-8")
    judge_unittest(result, errors, code)
    result.seconds = time.monotonic() - start
    return result


def judge_unittest(result, text, returncode):
    """Count what Python's unittest printed; skipped tests do not count as passed."""
    ran = RAN.search(text)
    if not ran:
        result.fail(f"The tests did not run.\n{text[-2000:]}")
        return
    bad = 0
    if failed := FAILED.search(text):
        bad = sum(int(n) for n in re.findall(r"(?:failures|errors|successes)=(\d+)", failed[1]))
    skipped = sum(int(count) for count in SKIPPED.findall(text.splitlines()[-1]))
    if not int(ran[1]) - skipped:
        result.fail("No test was executed.")
    result.passed += max(int(ran[1]) - bad - skipped, 0)
    result.failed += bad
    if bad:
        result.details.append(text[-6000:])
    elif returncode and not result.failed:
        result.fail(f"The tests ended with exit code {returncode}.\n{text[-2000:]}")


def _python(command, environment=None):
    paths = os.pathsep.join([str(ROOT), str(ROOT / "i18n")])
    environment = {**(environment or {}), "PYTHONPATH": paths}
    return bounded.run(command, environment, cwd=ROOT)
