"""Getting the addons into a database, and knowing when that has to be done again."""

import hashlib
import json

from . import databases, odoo
from .say import run, say
from .settings import addons, data_dir, database, log_dir, test_addons

# A change of these needs no update of the module: tests and static files are read from disk.
NOT_LOADED = ("tests", "static", "__pycache__")


def fingerprint(folder):
    """Return a digest of the files of an addon that its installation depends on."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and parts[0] not in NOT_LOADED and "__pycache__" not in parts:
            digest.update(f"{'/'.join(parts)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def ensure(suffix, *, with_tests=False, fresh=False):
    """Make the database for ``suffix`` hold the present state of all addons.

    Only addons whose files changed are updated; Odoo updates what depends on them.

    :param with_tests: also install the addons that exist for tests only
    :param fresh: make the database anew even when it exists
    :return: ``(database name, "new" | "updated" | "unchanged")``
    """
    name = database(suffix)
    wanted = {**addons(), **(test_addons() if with_tests else {})}
    state = data_dir(suffix) / "installed"
    template = databases.core_template()
    present = {addon: fingerprint(folder) for addon, folder in wanted.items()}
    known = _read(state)
    databases.check_ours(name)
    # Another Odoo or another set of core addons cannot be brought about by an update, and an addon
    # that is gone would stay behind.
    is_usable = known.get("template") == template and known["addons"].keys() <= present.keys()
    if fresh or not databases.exists(name) or not is_usable:
        state.unlink(missing_ok=True)
        databases.create(suffix, template=template)
        kind, changed = "new", list(present)
    else:
        changed = [addon for addon in present if known["addons"].get(addon) != present[addon]]
        if not changed:
            return name, "unchanged"
        kind = "updated"
    if changed:
        install(suffix, changed, update=kind == "updated", with_tests=with_tests)
    state.write_text(json.dumps({"template": template, "addons": present}), encoding="utf-8")
    return name, kind


def _read(state):
    """Return what the database was made from; empty when that is not known."""
    try:
        known = json.loads(state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) and {"template", "addons"} <= known.keys() else {}


def install(suffix, names, *, update=False, with_tests=False, log=None):
    """Install addons (and update them when ``update``) in an existing database of ours."""
    server = odoo.server()
    name = database(suffix)
    log = log or log_dir() / f"{name}-install.log"
    log.unlink(missing_ok=True)
    say(f"{'updating' if update else 'installing'} {', '.join(names)} in {name}")
    options = ["-i", ",".join(names), *(["-u", ",".join(names)] if update else [])]
    command = server.command(name, data_dir(suffix), *options, with_tests=with_tests)
    command += ["--stop-after-init", "--no-http"]
    explain = f"Installing {', '.join(names)} failed; the whole log is {log}."
    run(command, env=server.environment, log=log, explain=explain)
