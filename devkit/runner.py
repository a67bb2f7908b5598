"""``./dev test``: everything, side by side on the cores there are, summed up in one line."""

import os
import threading
import time
import traceback

from . import demo, i18n, install, lifecycle, lint, logs, odoo, parts, system, unit
from .result import Result, summary
from .say import DevError, say
from .settings import PREFIX, addons, data_dir, database, locked, log_dir, test_addons

# Odoo's own suites of the addons next to ours; the second list waits for browsers and websockets
# for a quarter of an hour and touches nothing of ours, so it runs with --full only.
CORE_SUITES = ["/contacts", "/portal", "/calendar", "/mail"]
CORE_SLOW = {
    "calendar": ["TestCalendarTours"],
    "mail": (
        "TestDiscussAction TestDiscussChannelAccess TestDiscussChannelInvite "
        "TestDiscussMentionSuggestions TestDiscussSubChannels TestIrWebsocket TestJSMobile "
        "TestLoadMessages TestMailActivityChatter TestMailComposerUI TestMailPresence "
        "TestMailPublicPage"
    ).split(),
}


def test(*, full=False, only=None):
    """Run all parts (or those whose names contain a word of ``only``); return the exit code."""
    with locked(f"test-{PREFIX}"):
        odoo.ensure_browser()
        system.try_browser()
        odoo.server()
        return report(_run(full, only))


def _parts(full):
    """Return ``(name, needs the template database, function)``, the longest first."""
    slow = [f"-/{addon}:{name}" for addon, names in CORE_SLOW.items() for name in names]
    tags = CORE_SUITES + ([] if full else slow)
    found = [
        # While the template is being installed this one runs: whatever is long and begins last
        # keeps one core busy alone at the end.
        ("install/upgrade/uninstall", False, lifecycle.lifecycle),
        ("server tests", True, parts.server_tests),
        ("access: side doors", True, parts.side_doors),
        ("access: rights", True, parts.access_rights),
        ("browser tests", True, parts.browser_tests),
        ("core suites", True, lambda: parts.core_suites(tags)),
        ("JavaScript tests", True, parts.javascript_tests),
        ("core test_lint", True, parts.core_lint),
        ("demo", True, demo.demo),
        ("translations", True, lambda: i18n.check(database(parts.TEMPLATE))),
        ("lint", False, lint.lint),
        ("gates can fail", False, unit.gates),
        ("doctests", False, unit.doctests),
    ]
    if unit.has_reliability():
        found.insert(5, ("reliability", True, unit.reliability))
    if not parts.product_classes()[1]:
        found = [part for part in found if part[0] != "browser tests"]
    return found


def _run(full, only):
    if not addons():
        # An empty checkout has nothing to install; its texts can be checked all the same.
        return _guarded("lint", lint.lint)
    wanted = [part for part in _parts(full) if not only or any(word in part[0] for word in only)]
    return _Schedule(wanted).run(int(os.environ.get("DEV_JOBS") or min(4, os.cpu_count() or 1)))


class _Schedule:
    """Parts taken by workers in order; those that need the template wait for it."""

    def __init__(self, wanted):
        self.waiting = list(wanted)
        self.results = []
        self.template = None  # None: not begun; "busy"; "ready"; "broken"
        self.changed = threading.Condition()

    def run(self, workers):
        """Run everything on so many threads and return the results."""
        threads = [threading.Thread(target=self._work, daemon=True) for _number in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.results

    def _work(self):
        while True:
            with self.changed:
                part = self._next()
                while part == "wait":
                    self.changed.wait()
                    part = self._next()
            if part is None:
                return
            name, function = part
            found = _guarded(name, function)
            with self.changed:
                self.results += found
                if function is prepare:
                    self.template = "broken" if any(r.is_broken for r in found) else "ready"
                self.changed.notify_all()

    def _next(self):
        """Return ``(name, function)``, ``"wait"``, or None when nothing is left."""
        if self.template == "broken":
            # What needs the template cannot run; the failed installation is counted already.
            self.waiting = [part for part in self.waiting if not part[1]]
        if self.template is None and any(needs for _name, needs, _function in self.waiting):
            self.template = "busy"
            return "installation", prepare
        for part in self.waiting:
            if not part[1] or self.template == "ready":
                self.waiting.remove(part)
                return part[0], part[2]
        return "wait" if self.waiting else None


def _guarded(name, function):
    """Run a part and return its results; a part that breaks off is one failure."""
    say(f"{name} ...")
    start = time.monotonic()
    try:
        found = function()
    except DevError as error:
        found = Result(name, is_broken=True)
        found.fail(error)
    except Exception:
        found = Result(name, is_broken=True)
        found.fail(f"The part broke off.\n{traceback.format_exc()}")
    found = found if isinstance(found, list) else [found]
    for result in found:
        result.seconds = result.seconds or time.monotonic() - start
        say(result.line)
        for detail in result.details:
            print(f"    {name}: " + detail.replace("\n", "\n    "), flush=True)
    return found


def prepare():
    """Install everything in the database that the other parts copy; its log must be clean."""
    result = Result("installation")
    log = log_dir() / f"{database(parts.TEMPLATE)}-install.log"
    install.ensure(parts.TEMPLATE, with_tests=bool(test_addons()), fresh=True)
    foreign = parts.foreign_dependencies()
    result.check(not foreign, f"not part of Odoo: {', '.join(foreign)}")
    found = logs.parse(log.read_text(encoding="utf-8", errors="replace"))
    result.check(not found.complaints, "\n".join(found.complaints))
    result.check((data_dir(parts.TEMPLATE) / "installed").exists(), "nothing was installed")
    return result


def report(results):
    """Print the table and the closing line; return the exit code."""
    print("", flush=True)
    for result in results:
        print(f"  {result.line}")
        for figure in result.figures:
            print(f"      {figure}")
    for row in [row for result in results if result.failed for row in result.details]:
        print(f"FAILED: {row[:600]}")
    line, code = summary(results)
    print(f"\n{line}", flush=True)
    return code
