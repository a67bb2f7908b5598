"""Where things are: the checkout, the cache, names and ports. Read from the environment once."""

import ast
import contextlib
import fcntl
import hashlib
import os
import pathlib
import re

from .say import DevError, say

ROOT = pathlib.Path(__file__).resolve().parent.parent


def _cache():
    if os.environ.get("COMMUNITY_CACHE"):
        return pathlib.Path(os.environ["COMMUNITY_CACHE"]).absolute()
    if os.geteuid() == 0:
        # The home of root cannot be entered by the unprivileged user that runs PostgreSQL.
        return pathlib.Path("/var/cache/community-addons")
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base).absolute() / "community-addons"


def _prefix():
    name = os.environ.get("DEV_NAME")
    if not name:
        return "community_" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name):
        raise DevError(
            f"DEV_NAME={name!r} cannot name a database: use up to 31 lower-case letters, "
            "digits and underscores, beginning with a letter."
        )
    return "community_" + name


def _port():
    text = os.environ.get("DEV_PORT")
    if text is None:
        # Two checkouts on one machine get different ports without being told to.
        return 8069 if not os.environ.get("DEV_NAME") else 8100 + _stable(PREFIX, 800) * 10
    if not text.isdigit() or not 1024 <= int(text) <= 65000:
        raise DevError(f"DEV_PORT={text!r} is not a port between 1024 and 65000.")
    return int(text)


def _stable(text, modulus):
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % modulus


CACHE = _cache()
PREFIX = _prefix()
PORT = _port()


def database(suffix):
    """Return the name of this checkout's database for a purpose such as ``demo`` or ``test``."""
    return f"{PREFIX}_{suffix}"


def data_dir(suffix):
    """Return the folder that Odoo uses as data-dir (filestore, sessions) for a purpose."""
    folder = CACHE / "data" / database(suffix)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_dir():
    """Return the folder for logs of this checkout."""
    folder = CACHE / "logs" / PREFIX
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def addons():
    """Return the product's addons in this checkout: name -> folder, in order of dependency."""
    found = {
        path.parent.name: path.parent for path in sorted(ROOT.glob("community_*/__manifest__.py"))
    }
    return dict(sorted(found.items(), key=lambda item: (item[0] != "community_service", item[0])))


def dependencies(folder):
    """Return the names of the addons that the manifest in an addon's folder names."""
    text = (folder / "__manifest__.py").read_text(encoding="utf-8")
    return ast.literal_eval(text).get("depends", [])


def test_addons():
    """Return the addons that exist for tests only: name -> folder."""
    return {
        path.parent.name: path.parent
        for path in sorted((ROOT / "tests" / "addons").glob("*/__manifest__.py"))
    }


@contextlib.contextmanager
def locked(name):
    """Hold a lock shared by all checkouts that use the same cache."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / f".{name}.lock", "w", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another ./dev that holds the lock {name!r}")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
