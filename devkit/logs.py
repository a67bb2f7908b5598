"""Reading a server log of Odoo: how many tests ran, what failed, what was complained about."""

import dataclasses
import re

RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) (?P<db>\S+) "
    r"(?P<logger>[^:\s]+): (?P<text>.*)$"
)
COUNT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
FIGURE = re.compile(r"^Tried: (.*)$")
STARTED = re.compile(r"Starting (?P<cls>\w+)\.(?P<method>test\w*) \.\.\.")
SKIPPED = re.compile(r"skipped (?P<cls>\w+)\.(?P<method>test\w*) : ")
BAD_LEVELS = ("WARNING", "ERROR", "CRITICAL")

# Lines of the test runner itself; the failures that they announce are counted by COUNT.
RUNNER = re.compile(
    r"^(FAIL|ERROR|SetUpClassError): |^Module \S+: \d+ failures?"
    r"|failed, \d+ error\(s\) of \d+ tests"
)
# Known harmless complaints: (logger, text, reason). Keep this list short.
HARMLESS = (
    (
        r"odoo\.addons\.base\.models\.ir_actions_report",
        r"wkhtmltopdf: .*(QStandardPaths|QSslSocket|libpng|XDG_RUNTIME_DIR)",
        "wkhtmltopdf's own words about the machine's display and libraries",
    ),
)


@dataclasses.dataclass
class Log:
    """What a server log says.

    ``summaries`` is the number of closing lines: none means that the tests did not end.
    ``complaints`` are warnings and errors that no test failure explains. ``figures`` are what
    walking tests say of how much they tried. ``started`` are the tests that began and did not skip.
    """

    failed: int = 0
    errors: int = 0
    total: int = 0
    summaries: int = 0
    complaints: list = dataclasses.field(default_factory=list)
    failures: list = dataclasses.field(default_factory=list)
    started: set = dataclasses.field(default_factory=set)
    figures: list = dataclasses.field(default_factory=list)


def parse(text, harmless=HARMLESS):
    """Return the :class:`Log` of a server log given as text."""
    log = Log()
    keep = None
    for line in text.splitlines():
        match = RECORD.match(line)
        if not match:
            if keep is not None and len(keep[-1]) < 4000:
                keep[-1] += f"\n{line}"
            continue
        keep = None
        level, logger, message = match["level"], match["logger"], match["text"]
        if count := COUNT.search(message):
            log.summaries += 1
            log.failed += int(count[1])
            log.errors += int(count[2])
            log.total += int(count[3])
        if figure := FIGURE.search(message):
            log.figures.append(figure[1])
        if started := STARTED.search(message):
            log.started.add((logger, started["cls"], started["method"]))
        # Whoever skips, for want of a browser perhaps, has shown nothing.
        if skipped := SKIPPED.search(message):
            log.started.discard((logger, skipped["cls"], skipped["method"]))
        if level not in BAD_LEVELS:
            continue
        if RUNNER.search(message):
            keep = log.failures if re.match(r"(FAIL|ERROR|SetUpClassError): ", message) else None
        elif any(re.search(a, logger) and re.search(b, message) for a, b, _why in harmless):
            continue
        else:
            keep = log.complaints
        if keep is not None:
            keep.append(f"{level} {logger}: {message}")
    return log


def judge(result, text, returncode, *, expect_tests=True, harmless=HARMLESS):
    """Put what a server log says into ``result`` and return the :class:`Log`.

    A log without closing line, a run of zero tests, a non-zero exit that nothing explains, and
    every distinct complaint are failures.
    """
    log = parse(text, harmless)
    bad = log.failed + log.errors
    result.passed += max(log.total - bad, 0)
    result.failed += bad
    result.details += log.failures
    for complaint in dict.fromkeys(_without_numbers(text) for text in log.complaints):
        result.fail(complaint)
    if expect_tests and not log.summaries:
        result.fail(
            f"The server ended (exit code {returncode}) before its tests did.\n{text[-1500:]}"
        )
    elif expect_tests and not log.total:
        result.fail("No test was executed.")
    elif returncode and not result.failed:
        result.fail(f"The server ended with exit code {returncode}.\n{text[-1500:]}")
    return log


def _without_numbers(text):
    """Make equal complaints about different objects equal: addresses and process ids go."""
    return re.sub(r"0x[0-9a-f]+", "0x...", text)
