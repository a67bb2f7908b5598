"""Gate: the .pot files are up to date and every term is translated with the glossary's words."""

import shutil
import tempfile
import time

from . import databases, install, odoo
from .result import Result
from .say import DevError, run, say
from .settings import ROOT, addons, database, log_dir
from .shell import INSIDE, shell_script


def check(template):
    """Compare the addons' files with a fresh export from a copy of ``template``."""
    start = time.monotonic()
    result = Result("translations")
    databases.create("t_i18n", template=template)
    output = _export_and("check", "t_i18n")
    databases.drop(database("t_i18n"))
    judge(result, output)
    result.seconds = time.monotonic() - start
    return result


def judge(result, output):
    """Count what ``i18n/run.py check`` printed."""
    checks = 0
    for line in output.splitlines():
        if line.startswith("PROBLEM "):
            result.fail(line.removeprefix("PROBLEM "))
        elif line.startswith("CHECKS "):
            checks = int(line.split()[1])
    if not checks:
        result.fail("No term was checked.")
    result.passed += max(checks - result.failed, 0)


def update():
    """Rewrite the .pot files and bring the .po files up to them."""
    install.ensure("quick")
    _export_and("update", "quick")
    say("i18n/*.pot and *.po are up to date; empty msgstr are to be translated")


def _export_and(command, suffix):
    folder = tempfile.mkdtemp(prefix="community-pot-")
    names = list(addons())
    if not names:
        raise DevError("There is no addon to translate.")
    server = odoo.server()
    try:
        environment = {**server.environment, "DEV_OUT": folder, "DEV_MODULES": ",".join(names)}
        log = log_dir() / "i18n.log"
        log.unlink(missing_ok=True)
        shell_script(server, database(suffix), suffix, INSIDE / "export_pot.py", environment, log)
        script = ROOT / "i18n" / "run.py"
        done = run([server.python, script, command, folder, *addons().values()])
        return done.stdout
    finally:
        shutil.rmtree(folder, ignore_errors=True)
