"""Databases that ``./dev`` made: marked, cloned from a template, never mixed with others."""

import hashlib
import os
import shutil

from . import odoo, postgres
from .say import DevError, run, say
from .settings import CACHE, PREFIX, data_dir, locked, log_dir
from .settings import database as name_of

MARK = "made by ./dev of the community addons; may be dropped"
TEMPLATE_MODULES = (
    "base,web,mail,contacts,calendar,portal,spreadsheet_dashboard,web_hierarchy".split(",")
)
# English comes first: it stays the language of users, as Odoo's own tests expect.
LANGUAGES = "en_US,zh_CN"


def exists(name):
    """Tell whether a database of that name exists."""
    return bool(postgres.query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def is_marked(name):
    """Tell whether the database carries the mark of ``./dev``."""
    sql = f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"
    return postgres.query(sql) == [[MARK]]


def check_ours(name):
    """Refuse a database that exists without the mark.

    :raises DevError: when it is not ours
    """
    if exists(name) and not is_marked(name):
        raise DevError(
            f"The database {name} was not made by ./dev, so it is left alone: rename it, or set "
            "DEV_NAME so that another name is used."
        )


def drop(name):
    """Drop a marked database and the filestore that belongs to it."""
    check_ours(name)
    postgres.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    for folder in [CACHE / "data" / name, *(CACHE / "data").glob(f"*/filestore/{name}")]:
        shutil.rmtree(folder, ignore_errors=True)


def ours():
    """Return the names of the marked databases of this checkout."""
    sql = (
        f"SELECT datname FROM pg_database WHERE shobj_description(oid, 'pg_database') = '{MARK}' "
        f"AND (datname = '{PREFIX}' OR starts_with(datname, '{PREFIX}_')) ORDER BY 1"
    )
    return [row[0] for row in postgres.query(sql)]


def create(suffix, *, template=None):
    """Make the marked database for ``suffix`` anew as a copy and return its name.

    :param template: database to copy with its filestore (default: Odoo with the core addons)
    """
    name = name_of(suffix)
    template = template or core_template()
    drop(name)
    copy(template, name, data_dir(suffix))
    return name


def copy(template, name, folder):
    """Copy a database with its filestore and mark the copy."""
    postgres.query(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    mark(name)
    found = list((CACHE / "data").glob(f"*/filestore/{template}"))
    target = folder / "filestore" / name
    shutil.rmtree(target, ignore_errors=True)
    if found:
        # Files of a filestore are never rewritten, so links serve and cost no space.
        shutil.copytree(found[0], target, copy_function=_link)


def mark(name):
    """Put the mark on a database."""
    postgres.query(f"COMMENT ON DATABASE \"{name}\" IS '{MARK}'")


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def core_template():
    """Return the name of the template with Odoo's core addons and zh_CN, making it when needed."""
    server = odoo.server()
    text = "|".join([server.source.key, *TEMPLATE_MODULES, LANGUAGES, "1"])
    name = "community_core_" + hashlib.sha256(text.encode()).hexdigest()[:10]
    with locked("template"):
        if exists(name):
            return name
        work = f"{name}_work"
        drop(work)
        say("making the template database with Odoo's core addons (once)")
        folder = CACHE / "data" / name
        postgres.query(f'CREATE DATABASE "{work}" TEMPLATE template0')
        mark(work)
        log = log_dir() / "template.log"
        log.unlink(missing_ok=True)
        command = server.command(
            work, folder, "-i", ",".join(TEMPLATE_MODULES), "--load-language", LANGUAGES
        )
        run([*command, "--stop-after-init", "--no-http"], env=server.environment, log=log)
        postgres.query(f'ALTER DATABASE "{work}" RENAME TO "{name}"')
        os.replace(folder / "filestore" / work, folder / "filestore" / name)
    return name
