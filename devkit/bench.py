"""``./dev bench``: a database of its own, handed to ``tests/bench/bench.py``."""

import json
import os

from . import install, odoo, postgres
from .quick import free_port
from .say import DevError, say
from .settings import ROOT, data_dir, log_dir

ENTRY = ROOT / "tests" / "bench" / "bench.py"


def bench(arguments):
    """Run the bench with ``arguments`` in place of this process.

    It gets the database's name as COMMUNITY_DB, Odoo's command lines as JSON lists in
    COMMUNITY_ODOO and COMMUNITY_SHELL, a folder for logs as COMMUNITY_LOGS, and the settings of
    PostgreSQL as COMMUNITY_PG_SETTINGS. The database is kept, so that a second run need not
    generate the data again; ``--fresh`` as the first argument makes it anew.
    """
    if not ENTRY.exists():
        raise DevError("There is no bench in this checkout (tests/bench/bench.py).")
    odoo.ensure_browser()
    server = odoo.server()
    fresh = arguments[:1] == ["--fresh"]
    name, kind = install.ensure("bench", fresh=fresh)
    say(f"database {name}: {kind}")
    folder = data_dir("bench")
    options = ["--no-http"]
    environment = {
        **server.environment,
        "COMMUNITY_DB": name,
        "COMMUNITY_ODOO": json.dumps([str(p) for p in server.command(name, folder)]),
        "COMMUNITY_SHELL": json.dumps(
            [str(p) for p in server.command(name, folder, *options, subcommand=["shell"])]
        ),
        "COMMUNITY_PORT": str(free_port()),
        "COMMUNITY_LOGS": str(log_dir()),
        "COMMUNITY_PG_SETTINGS": json.dumps(postgres.SETTINGS if postgres.is_private() else {}),
        "PYTHONPATH": str(ROOT),
    }
    command = [str(server.python), str(ENTRY), *arguments[int(fresh) :]]
    os.execve(command[0], command, {**os.environ, **environment})
