"""Gate: each addon installs, upgrades and goes away without a trace, and updates no contact."""

import time

from . import databases, install, logs, odoo, postgres, snapshot
from .result import Result
from .say import DevError
from .settings import addons, database, dependencies, log_dir
from .shell import INSIDE, shell_script
from .up import LOADER

CONTACTS = 50_000
# Databases with what several addons stand on are installed once and copied.
BENEATH = "beneath"
# What ``inside/least.py`` prints before it says how often it tried.
WALKED = "Tried as the least role"


def lifecycle():
    """Install, update and uninstall every addon; return one :class:`Result`."""
    start = time.monotonic()
    result = Result("install/upgrade/uninstall")
    # Whatever an earlier run left behind holds its addons, not these.
    _forget_beneath()
    for name in addons():
        try:
            _one(result, name)
        except DevError as error:
            result.fail(error)
    if LOADER.exists() and "community_service" in addons():
        try:
            _with_records(result)
        except DevError as error:
            result.fail(error)
    _forget_beneath()
    result.seconds = time.monotonic() - start
    return result


def _beneath(needed):
    """Return a new database with contacts and the addons of ours that one stands on."""
    suffix = "t_life"
    if not needed:
        db = databases.create(suffix)
        add_contacts(db)
        return db
    kept = "_".join([suffix, BENEATH, *needed])
    if not databases.exists(database(kept)):
        db = databases.create(kept)
        add_contacts(db)
        install.install(kept, needed, log=log_dir() / f"{kept}.log")
    return databases.create(suffix, template=database(kept))


def _forget_beneath():
    for name in databases.ours():
        if name.startswith(database(f"t_life_{BENEATH}")):
            databases.drop(name)


def _one(result, name):
    suffix = "t_life"
    # What it adds is told from the state with the addons of ours that it stands on.
    db = _beneath([other for other in addons() if other in dependencies(addons()[name])])
    log = log_dir() / f"t_life-{name}.log"
    clean = snapshot.take(db)
    before, contents = updates(db), snapshot.contents(db, "res_partner")

    install.install(suffix, [name], log=log)
    judge_updates(result, name, updates(db) - before, users(db))
    result.check(
        snapshot.contents(db, "res_partner", list(contents)) == contents,
        f"{name}: its installation changed what contacts say.",
    )
    installed = snapshot.take(db)
    result.check(installed - clean, f"{name}: the installation made nothing.")

    install.install(suffix, [name], update=True, log=log)
    judge_states(result, f"{name}: after an upgrade", installed, snapshot.take(db))

    # What its least roles do, with none of ours beside it but what it stands on.
    walked = log_dir() / f"t_life-{name}-least.log"
    walked.unlink(missing_ok=True)
    server = odoo.server()
    shell_script(
        server, db, suffix, INSIDE / "least.py", server.environment, walked, with_tests=True
    )
    result.check(WALKED in walked.read_text(encoding="utf-8"), f"{name}: nothing was walked.")

    environment = {**odoo.server().environment, "DEV_MODULE": name}
    shell_script(odoo.server(), db, suffix, INSIDE / "uninstall.py", environment, log)
    # What our addon pulled in beside itself stays installed, as with every addon of Odoo.
    judge_states(result, f"{name}: after uninstalling", clean, snapshot.take(db))
    if not result.failed:
        databases.drop(db)


def _with_records(result):
    """Uninstall the addons from a database that is full of records: they must not hold it up."""
    suffix = "t_life_full"
    db = databases.create(suffix)
    clean = snapshot.take(db)
    log = log_dir() / "t_life_full.log"
    server = odoo.server()
    install.install(suffix, list(addons()), log=log)
    environment = {**server.environment, "DEV_FILL": "1", "DEV_LOADER": str(LOADER)}
    shell_script(server, db, suffix, INSIDE / "fill.py", environment, log)
    log.unlink()
    for name in reversed(addons()):
        environment = {**server.environment, "DEV_MODULE": name}
        shell_script(server, db, suffix, INSIDE / "uninstall.py", environment, log)
    complaints = logs.parse(log.read_text(encoding="utf-8", errors="replace")).complaints
    result.check(not complaints, "uninstalling with records:\n" + "\n".join(complaints))
    after = snapshot.without_people(snapshot.take(db))
    what = "after uninstalling with records"
    judge_states(result, what, snapshot.without_people(clean), after)
    if not result.failed:
        databases.drop(db)


def judge_updates(result, name, updated, users):
    """Fail when the installation updated rows of contacts other than those of users.

    Odoo works out anew for each user whose groups grow whether the contact is shared.
    """
    result.check(
        updated <= users,
        f"{name}: its installation updated {updated} rows of {CONTACTS} contacts.",
    )


def judge_states(result, what, before, after):
    """Fail when two states of a database differ, naming the first differences."""
    lines = snapshot.differences(before, after)
    shown = "\n  ".join(lines[:40])
    result.check(not lines, f"{what}: {len(lines)} differences:\n  {shown}")


def add_contacts(db, count=CONTACTS):
    """Put plain contacts into a database by SQL, as a town that already uses Odoo has them."""
    postgres.query(
        f"""
        INSERT INTO res_partner
            (id, commercial_partner_id, name, complete_name, active, type, lang, phone, create_date)
        SELECT id, id, 'Contact ' || id, 'Contact ' || id, true, 'contact', 'zh_CN',
               '139' || lpad(id::text, 8, '0'), now()
        FROM (SELECT nextval('res_partner_id_seq') FROM generate_series(1, {count})) AS new(id)""",
        database=db,
    )
    postgres.query("ANALYZE res_partner", database=db)


def users(db):
    return int(postgres.query("SELECT count(*) FROM res_users", database=db)[0][0])


def updates(db):
    # A finished session hands in its statistics within a second.
    time.sleep(1)
    return snapshot.updated_rows(db, "res_partner")
