"""Command lines of Odoo: which tree, which Python, which addons, which database."""

import functools
import os

from . import postgres, sources, system, venv
from .settings import PORT, ROOT, addons, test_addons


class Server:
    """An Odoo that can be run.

    ``source`` is the tree, ``python`` the interpreter, ``environment`` the variables it needs.
    """

    def __init__(self):
        self.source = sources.find()
        self.python = venv.ensure(self.source)
        self.environment = {
            **postgres.environment(),
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONUNBUFFERED": "1",
            # A person's own configuration file must not decide what the tests see.
            "ODOO_RC": os.devnull,
            "LANG": "C.UTF-8",
        }

    def addons_path(self, with_tests=False, more=()):
        """Return the value of ``--addons-path``."""
        folders = [*self.source.addons, *([ROOT] if addons() else [])]
        if with_tests and test_addons():
            folders.append(ROOT / "tests" / "addons")
        return ",".join(str(folder) for folder in [*folders, *more])

    def command(
        self, database, data_dir, *arguments, with_tests=False, subcommand=(), more_addons=()
    ):
        """Return the command line of Odoo for a database, as a list."""
        path = self.addons_path(with_tests, more_addons)
        return [
            self.python,
            "-m",
            "odoo",
            *subcommand,
            *([f"--addons-path={path}"] if path else []),
            f"--data-dir={data_dir}",
            f"--database={database}",
            f"--db-filter=^{database}$",
            "--no-database-list",
            "--max-cron-threads=0",
            *arguments,
        ]


@functools.cache
def server():
    """Return the :class:`Server` of this checkout with PostgreSQL running."""
    found = Server()
    postgres.ensure()
    return found


def http(port=PORT):
    """Return the options that bind the web server to this machine only."""
    return ["--http-interface=127.0.0.1", f"--http-port={port}"]


def ensure_browser():
    """Install browser, PDF printer and Chinese glyphs when they are missing."""
    system.ensure("chromium", "wkhtmltopdf", "Chinese fonts", "poppler")
