"""Running some tests while developing: one database, updated only when the addons changed."""

import os
import re
import subprocess

from . import install, odoo
from .say import say
from .settings import addons, data_dir, log_dir, test_addons

INTERESTING = re.compile(
    r" (WARNING|ERROR|CRITICAL) |^\S+ \S+ \d+ INFO \S+ \S+: (Starting Test|\[HOOT\] Test)"
)
COUNT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


def test(tags, *, fresh=False, verbose=False):
    """Run the tests that ``tags`` selects (Odoo's ``--test-tags`` syntax); return an exit code."""
    odoo.ensure_browser()
    server = odoo.server()
    name, kind = install.ensure("quick", with_tests=bool(test_addons()), fresh=fresh)
    say(f"database {name}: {kind}; running {tags}")
    log = log_dir() / f"{name}-test.log"
    options = [f"--test-tags={tags}", "--stop-after-init", *odoo.http(free_port())]
    if not addons():
        say("there is no addon to test")
        return 1
    command = server.command(name, data_dir("quick"), *options, with_tests=True)
    environment = {**os.environ, **server.environment}
    failed = errors = total = 0
    shown = False
    with (
        open(log, "w", encoding="utf-8") as stream,
        subprocess.Popen(
            [str(part) for part in command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        for line in process.stdout:
            stream.write(line)
            is_record = re.match(r"\d{4}-\d\d-\d\d ", line)
            # The lines of a traceback follow the record that they belong to.
            shown = bool(INTERESTING.search(line)) if is_record else shown
            if shown or verbose:
                print(line, end="", flush=True)
            for match in COUNT.finditer(line):
                failed, errors, total = (
                    a + int(b) for a, b in zip((failed, errors, total), match.groups(), strict=True)
                )
    bad = failed + errors
    if not bad and process.returncode:
        bad = 1
    say(f"log: {log}")
    print(f"{max(total - bad, 0)} passed, {bad} failed", flush=True)
    return int(bool(bad or not total))


def free_port():
    """Return a port that nobody listens on at this moment."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
