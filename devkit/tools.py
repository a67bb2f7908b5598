"""The tools that check files, at pinned versions: Python's from pip, JavaScript's from npm.

Both lie in the cache; ``./dev tool NAME ...`` runs one, and so does each hook of
``.pre-commit-config.yaml``.
"""

import hashlib
import json
import os
import re
import shutil

from . import system, venv
from .say import DevError, run, say
from .settings import CACHE, ROOT, locked

FILES = ("package.json", "package-lock.json", ".npmrc")


def environment(*, with_node):
    """Return the variables under which the tools are found, installing what is missing.

    :param with_node: those of JavaScript as well
    """
    path = [str(venv.ensure_lint().parent)]
    found = {}
    if with_node:
        modules = _node_modules()
        path.append(str(modules / ".bin"))
        found["NODE_PATH"] = str(modules)
    return {**found, "PATH": os.pathsep.join([*path, os.environ.get("PATH", "")])}


def of_node():
    """Return the names of the tools that npm installs."""
    return json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]


def _node_modules():
    system.ensure("node")
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    check_node(run(["node", "--version"]).stdout, package["engines"]["node"])
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in FILES)
    folder = CACHE / "node" / hashlib.sha256(text.encode()).hexdigest()[:10]
    if (folder / ".complete").exists():
        return folder / "node_modules"
    with locked("node"):
        if not (folder / ".complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for name in FILES:
                shutil.copy(ROOT / name, folder)
            say("installing the tools for JavaScript")
            run(
                ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                cwd=folder,
                env={"npm_config_update_notifier": "false"},
                explain="The packages of package-lock.json could not be installed with npm: check "
                "that npm reaches a registry (its own configuration is used) and run the command "
                "again.",
            )
            (folder / ".complete").touch()
    return folder / "node_modules"


def check_node(version, needed):
    """Refuse a Node.js that is older than ``needed``, such as ``>=18.18``."""
    found, least = (tuple(map(int, re.findall(r"\d+", text)))[:2] for text in (version, needed))
    if found < least:
        raise DevError(
            f"Node.js is {version.strip()} here and has to be {needed}: install a newer one (from "
            "a later release of the distribution, or by hand) and run the command again."
        )


def execute(name, arguments):
    """Become the tool ``name``, in the folder in which ``./dev`` was called."""
    found = environment(with_node=name in of_node())
    os.environ.update(found)
    try:
        os.execvp(name, [name, *arguments])
    except FileNotFoundError:
        raise DevError(
            f"There is no tool {name!r} in requirements-lint.txt or package.json."
        ) from None
