"""A private PostgreSQL cluster on a socket of its own, or the server that PGHOST names."""

import functools
import hashlib
import os
import pathlib
import pwd
import shutil

from . import system
from .say import DevError, run, say
from .settings import CACHE, locked

ROLE = "community"
# Development and test data can be made again, so the disk is not waited for. The bench prints
# these settings beside its figures.
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "512MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "4GB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "max_connections": "200",
    "jit": "off",
    "log_min_messages": "fatal",
}


def is_private():
    """Tell whether ``./dev`` runs its own cluster."""
    return not os.environ.get("PGHOST")


def socket_dir():
    """Return the folder of the cluster's socket."""
    folder = CACHE / "pg" / "run"
    if len(str(folder)) > 80:  # a socket's path is limited to 107 characters
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:10]
        folder = pathlib.Path("/tmp") / f"community-pg-{os.geteuid()}-{digest}"
    return folder


def environment():
    """Return the variables with which libpq's programs and Odoo reach the server."""
    if not is_private():
        return {}
    return {"PGHOST": str(socket_dir()), "PGUSER": ROLE, "PGPORT": "5432", "PGDATABASE": "postgres"}


def ensure():
    """Start the server when it does not run, making the cluster first when there is none."""
    if not is_private():
        if query("SELECT 1", check=False) != [["1"]]:
            raise DevError(
                f"No PostgreSQL answers at PGHOST={os.environ['PGHOST']}: start it, correct "
                "PGHOST/PGUSER/PGPASSWORD, or unset PGHOST to let ./dev run its own."
            )
        return
    if answers():
        return
    system.ensure("postgresql")
    with locked("pg"):
        if answers():
            return
        if not (_data() / "PG_VERSION").exists():
            _init()
        _start()


def answers():
    """Tell whether the private server accepts connections."""
    return query("SELECT 1", check=False) == [["1"]]


def stop():
    """Stop the private server; tell whether it was running."""
    if not is_private() or not (_data() / "postmaster.pid").exists():
        return False
    command = [f"{_bin()}/pg_ctl", "-D", _data(), "-m", "fast", "-w", "stop"]
    run(command, user=_user(), check=False, cwd="/")
    return True


def query(sql, database="postgres", *, check=True):
    """Run one SQL statement and return its rows as lists of text.

    :raises DevError: when it fails and ``check`` is set
    """
    if not shutil.which("psql"):
        system.ensure("postgresql")
    command = ["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-v", "ON_ERROR_STOP=1"]
    done = run([*command, "-d", database, "-c", sql], env=environment(), check=check)
    if done.returncode:
        return None
    return [line.split("\x1f") for line in done.stdout.splitlines()]


def _bin():
    return system.postgres_bin()


def _data():
    return CACHE / "pg" / "data"


@functools.cache
def _user():
    """Return the unprivileged user that runs the server, or None for oneself."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise DevError("PostgreSQL does not run as root: create a user named postgres.")


def _init():
    folder = _data()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    user = _user()
    if user:
        shutil.chown(folder, user)
        if run(["test", "-r", folder], user=user, check=False).returncode:
            raise DevError(
                f"The user {user}, who runs PostgreSQL, cannot enter {folder}: set COMMUNITY_CACHE "
                "to a folder that every user may enter, for example /var/cache/community-addons."
            )
    say("making a private PostgreSQL cluster")
    locale = "C.UTF-8" if "C.utf8" in run(["locale", "-a"], check=False).stdout else "C"
    command = [f"{_bin()}/initdb", "-D", folder, "-U", ROLE, "-A", "trust", "-E", "UTF8"]
    run([*command, f"--locale={locale}", "--no-sync"], user=user, cwd="/")


def _start():
    sockets = socket_dir()
    sockets.mkdir(parents=True, exist_ok=True)
    if sockets.stat().st_uid not in (os.geteuid(), _uid()):
        raise DevError(f"{sockets} belongs to another user: remove it and run the command again.")
    sockets.chmod(0o700)
    if _user():
        shutil.chown(sockets, _user())
    lines = [f"{name} = {value}\n" for name, value in SETTINGS.items()]
    lines.append(f"unix_socket_directories = '{sockets}'\n")
    (_data() / "postgresql.auto.conf").write_text("".join(lines), encoding="utf-8")
    say("starting the private PostgreSQL")
    log = _data() / "server.log"
    command = [f"{_bin()}/pg_ctl", "-D", _data(), "-l", log, "-w", "-t", "60", "start"]
    run(command, user=_user(), cwd="/", log=CACHE / "pg" / "start.log")


def _uid():
    return pwd.getpwnam(_user()).pw_uid if _user() else os.geteuid()
