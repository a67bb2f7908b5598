"""PostgreSQL servers of a test's own, on 127.0.0.1, which nobody else uses; they leave nothing."""

import os
import pathlib
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile

from devkit import system

ROLE = "restored"


def free_port():
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Cluster:
    """One server: a primary of its own, or the streaming replica of another."""

    def __init__(self, primary=None):
        self.primary = primary
        self.port = free_port()
        self.password = primary.password if primary else secrets.token_hex(16)
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="community-cluster-", dir="/tmp"))
        self.root.chmod(0o711)
        self.data = self.root / "data"
        # PostgreSQL does not run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            try:
                pwd.getpwnam(self.user)
            except KeyError:
                self.user = "nobody"
        self.data.mkdir(mode=0o700)
        if self.user:
            shutil.chown(self.root, self.user)
            shutil.chown(self.data, self.user)
        self._fill()
        self._call("pg_ctl", "-D", self.data, "-l", self.root / "server.log", "-w", "start")

    @property
    def environment(self):
        """The variables with which libpq's programs reach this server."""
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": ROLE,
            "PGPASSWORD": self.password,
        }

    def _fill(self):
        if self.primary:
            # -R writes what makes it follow the primary.
            self._call(
                *("pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast"),
                environment=self.primary.environment,
            )
        else:
            secret = self.root / "secret"
            secret.write_text(self.password, encoding="utf-8")
            secret.chmod(0o644)
            self._call(
                *("initdb", "-D", self.data, "-U", ROLE, "-A", "scram-sha-256", "-E", "UTF8"),
                *("--locale=C", "--no-sync", f"--pwfile={secret}"),
            )
            secret.unlink()
        settings = {
            "listen_addresses": "'127.0.0.1'",
            "unix_socket_directories": "''",
            "port": self.port,
            # It lives for a test: the disk is not waited for.
            "fsync": "off",
            "max_connections": 50,
            "log_min_messages": "fatal",
        }
        with open(self.data / "postgresql.auto.conf", "a", encoding="utf-8") as stream:
            stream.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def _call(self, program, *arguments, environment=None):
        command = [f"{system.postgres_bin()}/{program}", *map(str, arguments)]
        if self.user:
            command = [
                "setpriv",
                f"--reuid={self.user}",
                f"--regid={self.user}",
                "--clear-groups",
                *command,
            ]
        run(command, environment, cwd="/")

    def query(self, sql, database="postgres"):
        """Return the rows of a statement as lists of text."""
        return query(sql, database, self.environment)

    def stop(self):
        """Stop the server and remove its folder."""
        try:
            self._call("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.root)


def query(sql, database, environment=None):
    """Return the rows of a statement as lists of text, on the server that the variables name."""
    command = ["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-v", "ON_ERROR_STOP=1"]
    text = run([*command, "-d", database, "-c", sql], environment)
    return [line.split("\x1f") for line in text.splitlines()]


def run(command, environment=None, cwd=None):
    """Run a program and return what it printed.

    :raises AssertionError: with what it said, when it fails
    """
    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **(environment or {})},
        cwd=cwd,
        # A server that is started holds on to what it is given.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if "pg_ctl" not in str(command) else subprocess.DEVNULL,
        stderr=subprocess.PIPE if "pg_ctl" not in str(command) else subprocess.DEVNULL,
        text=True,
    )
    if done.returncode:
        raise AssertionError(f"{command[0]}: {(done.stderr or '')[-2000:]}")
    return done.stdout or ""
