"""``./dev readme``: README.rst and the page in the list of apps, made from ``readme/``."""

import json
import pathlib

from . import venv
from .say import run, say
from .settings import ROOT, addons

SCRIPT = ROOT / "devkit" / "inside" / "readme.py"
# Beside the text: what Odoo shows in the list of apps, and what builds the addon as a package.
BESIDE = ("static/description/icon.svg", "static/description/icon.png", "pyproject.toml")


def write():
    """Write the files of all addons; return an exit code: 1 when a fragment is wrong."""
    code = 0
    for path, text in _made(addons()).items():
        if path.is_dir():
            say(f"{path.name}: {text}")
            code = 1
        elif _differs(path, text):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            say(f"{path.relative_to(ROOT)} written")
    return code


def check(result, root, folders):
    """Check that the addons in ``folders`` (name -> folder) have their papers, up to date."""
    found = []
    for path, text in _made(folders).items():
        name = path.relative_to(root)
        if path.is_dir():
            found.append(f"{name}: {text}")
        elif _differs(path, text):
            found.append(f"{name} is not up to date: run ./dev readme")
    for folder in folders.values():
        absent = [name for name in BESIDE if not (folder / name).is_file()]
        found += [f"{folder.relative_to(root)}: {name} is missing" for name in absent]
    result.check(not found, "\n".join(found))


def _made(folders):
    done = run([venv.ensure_lint(), SCRIPT, *folders.values()])
    return {pathlib.Path(path): text for path, text in json.loads(done.stdout).items()}


def _differs(path, text):
    return not path.is_file() or path.read_text(encoding="utf-8") != text
