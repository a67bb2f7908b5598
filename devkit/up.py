"""``./dev up``: the demo community, installed, filled and served."""

import hashlib
import os
import pathlib
import socket

from . import install, odoo, postgres
from .say import DevError, say
from .settings import PORT, ROOT, addons, data_dir, log_dir
from .shell import INSIDE, shell_script

LOADER = ROOT / "data" / "demo" / "load.py"


def up(*, once=False, fresh=False, out=None):
    """Bring up the demo; serve it until interrupted unless ``once``.

    :param out: the folder for the papers that ``once`` leaves (default ``out/``)
    """
    odoo.ensure_browser()
    server = odoo.server()
    say(f"Odoo: {server.source.origin}")
    if not addons():
        raise DevError("There is no addon (a folder community_* with a manifest) in this checkout.")
    marker = data_dir("demo") / "filled"
    # A demo that broke off while it was loaded is begun again.
    name, kind = install.ensure("demo", fresh=fresh or not marker.exists())
    say(f"database {name}: {kind}")
    _fill(server, name, marker, kind == "new", pathlib.Path(out or ROOT / "out") if once else None)
    if once:
        return 0
    port = free_port()
    print(f"\n  Open   http://127.0.0.1:{port}/odoo\n  Login  admin / admin", flush=True)
    for line in _logins(name):
        print(f"         {line}", flush=True)
    print("  Stop with Ctrl-C.\n", flush=True)
    options = [*odoo.http(port), "--max-cron-threads=1"]
    command = [str(part) for part in server.command(name, data_dir("demo"), *options)]
    os.execve(command[0], command, {**os.environ, **server.environment})


def _fill(server, name, marker, is_new, out):
    """Run the demo script inside Odoo: languages, demo register, papers for ``out``."""
    loader = hashlib.sha256(LOADER.read_bytes()).hexdigest() if LOADER.exists() else ""
    if is_new:
        marker.unlink(missing_ok=True)
    elif marker.read_text(encoding="utf-8") != loader:
        say("the demo's script is another one than this database was filled by: ./dev up --fresh")
    if not is_new and not out:
        return
    log = log_dir() / f"{name}-fill.log"
    log.unlink(missing_ok=True)
    environment = {
        **server.environment,
        "DEV_FILL": "1" if is_new else "",
        "DEV_LOADER": str(LOADER) if loader else "",
        "DEV_OUT": str(out or ""),
    }
    if loader and is_new:
        say("loading the demo community")
    shell_script(server, name, "demo", INSIDE / "fill.py", environment, log)
    postgres.query("ANALYZE", database=name)
    if is_new:
        marker.write_text(loader, encoding="utf-8")
    if out:
        left = sorted(path.name for path in out.glob("*"))
        say(f"left in {out.name}/: {', '.join(left) or 'nothing'}")


def _logins(name):
    rows = postgres.query(
        "SELECT value FROM ir_config_parameter WHERE key = 'community.demo_logins'", database=name
    )
    return [line for row in rows for line in row[0].split("|")]


def free_port():
    """Return DEV_PORT, or the next free port when it was not asked for by name."""
    for port in range(PORT, PORT + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                if os.environ.get("DEV_PORT"):
                    break
                continue
        return port
    raise DevError(f"Port {PORT} is in use: set DEV_PORT to a free one and run the command again.")
