"""Finding an Odoo 19: a checkout, an installed one, Debian's package, a clone of its repository."""

import dataclasses
import hashlib
import os
import pathlib
import re
import shutil

from . import debian, system
from .say import DevError, run, say
from .settings import CACHE, locked

SERIES = "19.0"
PUBLIC_REPOSITORY = "https://github.com/odoo/odoo.git"


@dataclasses.dataclass(frozen=True)
class Source:
    """An Odoo tree.

    ``python_path`` is the folder that holds the package ``odoo``; ``addons`` are the folders of
    addons outside that package; ``key`` changes when the code changes.
    """

    origin: str
    python_path: pathlib.Path
    addons: tuple
    key: str

    @property
    def package(self):
        """The folder of the package ``odoo``, for reading."""
        return self.python_path / "odoo"


def find():
    """Return the :class:`Source` to use, fetching it into the cache when it is not there.

    Order: ``ODOO_SRC``, an ``odoo`` 19 on the path, Debian's package, a clone (``ODOO_GIT``
    overrides the address; when it is set the Debian package is not tried).
    """
    if os.environ.get("ODOO_SRC"):
        return from_checkout(pathlib.Path(os.environ["ODOO_SRC"]).absolute(), "ODOO_SRC")
    installed = from_path()
    if installed:
        return installed
    with locked("odoo"):
        if not os.environ.get("ODOO_GIT"):
            try:
                return from_debian()
            except DevError as error:
                say(f"no Debian package: {str(error).splitlines()[0]}")
        return from_clone(os.environ.get("ODOO_GIT") or PUBLIC_REPOSITORY)


def from_checkout(folder, origin):
    """Return the source for a checkout of Odoo's repository at ``folder``."""
    release = folder / "odoo" / "release.py"
    if not release.is_file():
        raise DevError(f"{origin} points to {folder}, which holds no odoo/release.py.")
    _check_series(release, origin)
    addons = tuple(path for path in [folder / "addons"] if path.is_dir())
    revision = run(["git", "-C", folder, "rev-parse", "HEAD"], check=False).stdout.strip()
    return Source(f"{origin} ({folder})", folder, addons, _key(folder, revision, release))


def from_path():
    """Return the source of an installed Odoo 19 whose program is on the path, or None."""
    program = shutil.which("odoo")
    if not program:
        return None
    with open(program, "rb") as stream:
        first = stream.readline().decode("utf-8", "replace")
    python = first[2:].strip().split() if first.startswith("#!") else []
    if not python:
        return None
    code = "import odoo, odoo.release as r; print(r.__file__); print(r.version)"
    answer = run([*python, "-c", code], check=False, cwd="/").stdout.splitlines()
    if len(answer) < 2 or not answer[-1].startswith(SERIES):
        return None
    release = pathlib.Path(answer[-2])
    # Only the package itself becomes importable, not its neighbours in site-packages.
    link = CACHE / "odoo" / f"installed-{_key(release, answer[-1], release)}"
    with locked("odoo"):
        link.mkdir(parents=True, exist_ok=True)
        if not (link / "odoo").exists():
            (link / "odoo").symlink_to(release.parent)
    return Source(f"installed ({release.parent})", link, (), link.name)


def from_debian():
    """Return the source unpacked from Debian's package, downloading it when needed."""
    target = CACHE / "odoo" / "debian"
    if not target.exists():
        if not debian.is_available():
            raise DevError("this is not a Debian with a configured mirror.")
        debian.unpack(target)
    version = (target / "VERSION").read_text(encoding="utf-8")
    path = target / "usr/lib/python3/dist-packages"
    _check_series(path / "odoo/release.py", "Debian's package")
    return Source(f"Debian package {version}", path, (), _key("debian", version))


def from_clone(address):
    """Return the source cloned from ``address``, branch 19.0, without history."""
    target = CACHE / "odoo" / ("git-" + hashlib.sha256(address.encode()).hexdigest()[:10])
    if not target.exists():
        system.ensure("git")
        say(f"cloning Odoo {SERIES}")
        work = pathlib.Path(f"{target}.work")
        shutil.rmtree(work, ignore_errors=True)
        work.parent.mkdir(parents=True, exist_ok=True)
        command = ["git", "clone", "--quiet", "--depth=1", f"--branch={SERIES}", address, work]
        run(
            command,
            env={"GIT_TERMINAL_PROMPT": "0"},
            explain="No Odoo 19 could be had: set ODOO_SRC to a checkout of Odoo 19.0, or ODOO_GIT "
            "to a repository that can be cloned from here, and run the command again.",
        )
        os.replace(work, target)
    return from_checkout(target, "the clone of ODOO_GIT")


def _check_series(release, origin):
    text = release.read_text(encoding="utf-8")
    match = re.search(r"version_info\s*=\s*\(\s*'?(?:saas[~-])?(\d+)'?,\s*(\d+)", text)
    if not match or f"{match[1]}.{match[2]}" != SERIES:
        found = f"{match[1]}.{match[2]}" if match else "something else"
        raise DevError(f"{origin} is Odoo {found}; these addons need Odoo {SERIES}.")


def _key(*parts):
    text = "|".join(
        str(part.stat().st_mtime_ns) + part.read_text(encoding="utf-8")
        if isinstance(part, pathlib.Path) and part.is_file()
        else str(part)
        for part in parts
    )
    return hashlib.sha256(text.encode()).hexdigest()[:10]
