"""The virtual environment with the pinned requirements that Odoo runs in."""

import hashlib
import os
import pathlib
import shutil
import sys

from . import system
from .say import run, say
from .settings import CACHE, ROOT, locked

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def ensure(source):
    """Return the python of an environment in which ``import odoo`` gives ``source``."""
    folder = _make("odoo", ROOT / "requirements.txt", source.key)
    link = next((folder / "lib").glob("python3*/site-packages")) / "odoo-tree.pth"
    wanted = f"{source.python_path}\n"
    if not link.exists() or link.read_text(encoding="utf-8") != wanted:
        link.write_text(wanted, encoding="utf-8")
    return folder / "bin" / "python"


def ensure_lint():
    """Return the python of the environment that holds the linters."""
    return _make("lint", ROOT / "requirements-lint.txt") / "bin" / "python"


def _make(name, requirements, *key):
    text = requirements.read_text(encoding="utf-8")
    digest = hashlib.sha256("|".join([PYTHON, text, *key]).encode()).hexdigest()[:10]
    folder = CACHE / "venv" / f"{name}-{digest}"
    if (folder / ".complete").exists():
        return folder
    system.ensure("venv")
    with locked(f"venv-{name}"):
        if (folder / ".complete").exists():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        say(f"making the Python environment for {name}")
        run([sys.executable, "-m", "venv", folder])
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
        command = [*pip, "--disable-pip-version-check", "-r", requirements]
        explain = (
            f"The packages of {requirements.name} could not be installed with pip: check that pip "
            "reaches a package index (its own configuration is used) and run the command again."
        )
        run(command, explain=explain)
        (folder / ".complete").touch()
    return folder


def site_packages(python):
    """Return the folder in which the environment of ``python`` keeps its packages."""
    base = pathlib.Path(os.path.dirname(os.path.dirname(python)))
    return next((base / "lib").glob("python3*/site-packages"))
