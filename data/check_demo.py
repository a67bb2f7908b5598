"""What the demo community promises, asked of a database that holds it; read by the gate *demo*.

Its last full year shows figures that never change, each opens exactly its records and moves with
them; every state of every workflow occurs; loading it again changes nothing.
"""

from odoo import fields
from odoo.tools import SQL

FIGURES = {
    "aid_dibao_households": 98,
    "aid_edge_households": 41,
    "aid_cover_missing": 3,
    "training_attendances": 320,
    "posts_opened": 50,
    "people_placed": 50,
    "aid_students": 10,
    "aid_housing_solved": 3,
    "aid_fee_waivers": 8,
}

# States that no record of a community rests in, each with the reason.
PASSING = {
    ("community.import", "checking"): "for the seconds in which a list is checked",
    ("community.import", "applying"): "for the seconds in which a list is applied",
    ("community.import", "undoing"): "for the seconds in which a list is taken back",
    ("community.party.appraisal", "counted"): "within one meeting, between counting and deciding",
}


def problems(env, load):
    """Yield a sentence for each promise that the database does not keep.

    :param load: what fills a new database; see ``demo/load.py``
    """
    env = env(context={**env.context, "tz": "Asia/Shanghai"})
    yield from figures(env)
    yield from states(env)
    yield from loaded_twice(env, load)


def report_of_last_year(env):
    year = fields.Date.context_today(env.user).year - 1
    return env["community.report"].search(
        [("kind", "=", "written"), ("date_from", "=", f"{year}-01-01"), ("area_ids", "=", False)]
    )


def figures(env):
    report = report_of_last_year(env)
    lines = {line.code: line for line in report.line_ids}
    for code, expected in FIGURES.items():
        line = lines.get(code)
        if not line or line.value != expected:
            yield f"{code} is {line.value if line else 'missing'} and not {expected}"
            continue
        indicator = line.indicator_id
        action = line.action_open()
        records = env[action["res_model"]].with_context(**action["context"])
        found = records.search(action["domain"])
        number = (
            sum(found.mapped(indicator.link_path)) if indicator.measure == "sum" else len(found)
        )
        if number != expected:
            yield f"{code} is {expected} and opens {number} records"
    yield from moved(env)


def moved(env):
    """One attendance less, and the figure of a draft is one less; all of it is taken back."""
    env.flush_all()
    env.cr.execute("SAVEPOINT demo_check")
    try:
        report = report_of_last_year(env)
        report._set_closed(state="draft")
        line = report.line_ids.filtered(lambda line: line.code == "training_attendances")
        action = line.action_open()
        env[action["res_model"]].search(action["domain"], limit=1).state = "absent"
        report.action_refresh()
        if line.value != FIGURES["training_attendances"] - 1:
            yield f"one attendance less, and the figure is {line.value}"
    finally:
        env.invalidate_all(flush=False)
        env.cr.execute("ROLLBACK TO SAVEPOINT demo_check")
        env.transaction.clear()


def states(env):
    """Each value of each field of state occurs, unless a table says why not."""
    for name in sorted(env.registry):
        model = env[name]
        if not name.startswith("community.") or model._abstract or model._transient:
            continue
        field = model._fields.get("state")
        if not model._auto or not field or field.type != "selection" or not field.store:
            continue
        rows = env.execute_query(SQL("SELECT DISTINCT state FROM %s", SQL.identifier(model._table)))
        there = {state for (state,) in rows}
        for state, _label in field._description_selection(env):
            if (state in there) == ((name, state) in PASSING):
                what = "occurs: take it out of the table" if state in there else "does not occur"
                yield f"{name} in state {state} {what}"


def loaded_twice(env, load):
    """Rows of all tables are as many after a second load as before."""
    before = counts(env)
    load(env)
    env.flush_all()
    for table, number in counts(env).items():
        if number != before.get(table):
            yield f"loading twice leaves {number} rows of {table}, not {before.get(table)}"


def counts(env):
    tables = sorted(
        model._table
        for name, model in env.items()
        if name.startswith("community.") and model._auto and not model._abstract
    )
    return {
        table: env.execute_query(SQL("SELECT count(*) FROM %s", SQL.identifier(table)))[0][0]
        for table in tables
    }
