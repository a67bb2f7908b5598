"""Run inside ``odoo shell``: fill the database once, measure, and leave the rows as JSON."""

import importlib
import json
import os
import traceback

import xlsxwriter

from odoo import release

from tests.bench import contacts, generate

PARTS = (
    "lists",
    "board",
    "find",
    "match",
    "duplicates",
    "report",
    "ledger",
    "plan",
    "cover",
    "dues",
    "import",
)


def main(env):
    options = json.loads(os.environ["BENCH_OPTIONS"])
    parameter = env["ir.config_parameter"].sudo()
    if not parameter.get_param("community.bench_filled"):
        print("filling the database", flush=True)
        generate.fill(env, options["households"], options["residents"], options["visits"])
        contacts.fill(env, options["residents"])
        parameter.set_param("community.bench_filled", "1")
    env.cr.commit()
    # What PostgreSQL does by itself within a minute of such a change, or of the parts measured
    # before.
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE")
    env.cr._cnx.autocommit = False
    users = {
        "grid worker": env["res.users"].search([("login", "=", "bench_worker")]),
        "manager": env["res.users"].search([("login", "=", "bench_manager")]),
    }
    env.cr.execute("SHOW server_version")
    versions = {
        "Odoo": release.version,
        "PostgreSQL": env.cr.fetchone()[0].split()[0],
        "xlsxwriter": xlsxwriter.__version__,
    }
    result = {"rows": [], "plans": [], "failures": [], "versions": versions}
    for name in options["only"] or PARTS:
        print(f"measuring: {name}", flush=True)
        try:
            part = importlib.import_module(f"tests.bench.bench_{name}")
            rows = part.run(env, {**options, "users": users})
            if isinstance(rows, tuple):
                rows, plans = rows
                result["plans"] += plans
            result["rows"] += [list(row) for row in rows]
        except Exception:
            # One broken part must not lose the figures of the others; the bench fails at the end.
            result["failures"].append(f"{name}: {traceback.format_exc()}")
        # What a part wrote is not kept: each part meets the same data.
        env.cr.rollback()
        env.invalidate_all(flush=False)
    with open(os.environ["BENCH_RESULT"], "w", encoding="utf-8") as stream:
        json.dump(result, stream)


main(env)  # noqa: F821 - given by the shell
