"""Running one of our scripts inside Odoo, with ``env`` of a database."""

import os
import pathlib
import subprocess

from .say import DevError, tail
from .settings import data_dir

INSIDE = pathlib.Path(__file__).resolve().parent / "inside"
# The interactive shell would swallow an error and end with success.
GUARD = """
import os, sys, traceback
try:
    exec(compile(open({path!r}, encoding="utf-8").read(), {path!r}, "exec"))
except BaseException:
    traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1)
"""


def shell_script(server, name, suffix, script, environment, log, *, with_tests=False):
    """Run a Python file inside ``odoo shell`` on a database; what it prints goes to ``log``.

    :raises DevError: when the script raises
    """
    options = {"subcommand": ["shell"], "with_tests": with_tests}
    command = server.command(name, data_dir(suffix), "--no-http", **options)
    with open(log, "a", encoding="utf-8") as stream:
        done = subprocess.run(
            [str(part) for part in command],
            input=GUARD.format(path=str(script)),
            text=True,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, **{key: str(value) for key, value in environment.items()}},
        )
    if done.returncode:
        raise DevError(f"{script.name} failed; the whole log is {log}.\n{tail(log)}")
