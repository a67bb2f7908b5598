"""The parts of ``./dev test`` that run in Odoo, each on a database of its own."""

import dataclasses
import time

from . import bounded, databases, hoot, inventory, logs, odoo, venv
from .quick import free_port
from .result import Result
from .settings import ROOT, addons, data_dir, database, dependencies, log_dir, test_addons

TEMPLATE = "test"
SERVER_WIDE = ROOT / "devkit" / "server_wide"
# What Odoo loads by itself, and one addon of ours that changes how long tests wait.
LOADED = ["base", "rpc", "web", "community_patient_tests"]
# The module of the tests that try every road beside the rules: half of the access tests.
DOORS = "test_side_doors"
# Classes of Odoo's linter that judge an addon's own files.
LINT_CLASSES = (
    "ManifestLinter TestDunderinit TestNaming TestLintOverrideSignatures TestIndex TestTestHoles "
    "TestOnchangeDomains TestDocstring TestConflictMarkers PotLinter RoutesLinter "
    "TestJsTranslations"
).split()


@dataclasses.dataclass
class Run:
    """One start of the server on a copy of the template, with the tests that ``tags`` select."""

    suffix: str
    tags: list
    options: list = dataclasses.field(default_factory=list)
    server_wide: list = dataclasses.field(default_factory=list)
    environment: dict = dataclasses.field(default_factory=dict)

    def start(self):
        """Run the server to its end; return ``(log text, exit code)``."""
        server = odoo.server()
        name = databases.create(self.suffix, template=database(TEMPLATE))
        path = log_dir() / f"{self.suffix}.log"
        path.unlink(missing_ok=True)
        command = server.command(
            name,
            data_dir(self.suffix),
            *odoo.http(free_port()),
            f"--load={','.join([*LOADED, *self.server_wide])}",
            f"--test-tags={','.join(self.tags)}",
            f"--logfile={path}",
            "--stop-after-init",
            *self.options,
            with_tests=True,
            more_addons=[SERVER_WIDE],
        )
        environment = {**server.environment, **self.environment}
        output, errors, code = bounded.run(command, environment)
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        if code or not text:
            text += (output + errors)[-3000:]
        return text, code

    def end(self, result):
        """Drop the copy when everything was fine; keep it for a look otherwise."""
        if not result.failed:
            databases.drop(database(self.suffix))


def _tests(name, suffix, expected, tags):
    start = time.monotonic()
    result = Result(name, has_tests=True)
    run = Run(suffix, tags)
    text, code = run.start()
    log = logs.judge(result, text, code)
    result.figures = log.figures
    for detail in inventory.missing(expected, log.started):
        result.fail(detail)
    run.end(result)
    result.seconds = time.monotonic() - start
    return result


def foreign_dependencies():
    """Return ``addon: dependency`` for each one that is neither Odoo's own nor ours."""
    source = odoo.server().source
    folders = [source.package / "addons", *source.addons]
    lines = []
    for name, folder in addons().items():
        for needed in dependencies(folder):
            is_core = any((place / needed / "__manifest__.py").exists() for place in folders)
            if needed not in addons() and not is_core:
                lines.append(f"{name}: {needed}")
    return lines


def product_classes():
    """Return ``(classes without browser, classes with browser)`` of all addons.

    Classes that open the suites of JavaScript tests are neither: see :func:`javascript_tests`.
    """
    found = inventory.classes({**addons(), **test_addons()})
    found = [item for item in found if item.module != hoot.RUNNER]
    with_browser = {item.name for item in found if item.uses_browser}
    return (
        [item for item in found if item.name not in with_browser],
        [item for item in found if item.name in with_browser],
    )


def server_tests():
    """The tests of our addons that need no browser."""
    plain, with_browser = product_classes()
    access = [item for item in plain if item.is_access]
    tags = [f"/{name}" for name in {**addons(), **test_addons()}]
    tags += [f"-{item.tag}" for item in [*with_browser, *javascript_classes(), *access]]
    rest = [item for item in plain if not item.is_access]
    return _tests("server tests", "t_server", rest, tags)


def _access(name, suffix, is_door):
    access = [
        item
        for item in product_classes()[0]
        if item.is_access and (item.module == DOORS) is is_door
    ]
    result = _tests(name, suffix, access, [item.tag for item in access])
    result.check(result.figures, "the walks of the access tests did not say how much they tried")
    return result


def access_rights():
    """Who may read and do what: all models, fields and roles; says how much was tried."""
    return _access("access: rights", "t_rights", is_door=False)


def side_doors():
    """What may not be read is told by no other road; says how often each was tried."""
    return _access("access: side doors", "t_doors", is_door=True)


def browser_tests():
    """The tests of our addons that open pages over HTTP or in Chromium."""
    with_browser = product_classes()[1]
    return _tests("browser tests", "t_browser", with_browser, [i.tag for i in with_browser])


def javascript_classes():
    """Return the Python classes that open the suites of JavaScript tests."""
    return [item for item in inventory.classes(addons()) if item.module == hoot.RUNNER]


def javascript_tests():
    """The suites of ``static/tests/**/*.test.js``; each JavaScript test counts as one."""
    start = time.monotonic()
    result = Result("JavaScript tests", has_tests=True)
    expected, problems = hoot.tests(addons())
    for detail in problems:
        result.fail(detail)
    classes = javascript_classes()
    run = Run("t_javascript", [item.tag for item in classes])
    text, code = run.start()
    log = hoot.judge(result, text, code, expected)
    for detail in inventory.missing(classes, log.started):
        result.fail(detail)
    run.end(result)
    result.seconds = time.monotonic() - start
    return result


def core_suites(tags):
    """Odoo's own tests of the addons next to ours, with ours installed."""
    start = time.monotonic()
    result = Result("core suites", has_tests=True)
    run = Run("t_core", tags, server_wide=["community_core_suites"])
    text, code = run.start()
    logs.judge(result, text, code)
    run.end(result)
    result.seconds = time.monotonic() - start
    return result


def core_lint():
    """Odoo's own linter; what it says about other addons is not counted."""
    start = time.monotonic()
    result = Result("core test_lint")
    tools = venv.site_packages(venv.ensure_lint())
    run = Run(
        "t_lint",
        [f"/test_lint:{name}" for name in LINT_CLASSES],
        ["--init=test_lint"],
        # The linter needs astroid, which is no requirement of Odoo itself.
        environment={"PYTHONPATH": str(tools)},
    )
    text, code = run.start()
    judge_lint(result, text, code, {**addons(), **test_addons()})
    run.end(result)
    result.seconds = time.monotonic() - start
    return result


def judge_lint(result, text, code, ours):
    """Count the linter's tests; one fails when what it says names one of our addons."""
    log = logs.parse(text)
    if not log.summaries or not log.total:
        result.fail(f"Odoo's linter did not run (exit code {code}).\n{text[-1500:]}")
        return
    guilty = [
        detail for detail in log.failures + log.complaints if any(name in detail for name in ours)
    ]
    for detail in guilty:
        result.fail(detail)
    result.passed += max(log.total - len(guilty), 0)
