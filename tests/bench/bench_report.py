"""Situation report of a year and population statement: everybody, and one staircase."""

import datetime

from .measure import absolute, best_ms, count_queries, exact


def run(env, options):
    """Return the rows of time and of the number of queries, as a manager."""
    own = env(user=options["users"]["manager"].id)
    Area = own["community.area"]
    whole = Area.search([("kind", "=", "community"), ("parent_id", "=", False)], limit=1)
    staircase = Area.search([("kind", "=", "entrance")], limit=1)
    rows = []
    for label, make, work in (
        ("situation report of a year", _report, lambda report: report.action_refresh()),
        ("population statement", _statement, lambda statement: statement.figures),
    ):
        everybody, all_places, few = make(own, Area), make(own, whole), make(own, staircase)

        def call(record, work=work):
            record.env.invalidate_all()
            work(record)
            record.env.flush_all()

        for record in (everybody, all_places, few):
            call(record)  # lines of a report are made once and written afterwards
        taken = best_ms(lambda r=everybody, c=call: c(r))
        people = own["community.resident"].search_count([])
        rows.append(absolute(f"{label}, {people:,} residents", taken / 1000, "s", 2, digits=2))
        counts = [count_queries(own, lambda r=r, c=call: c(r)) for r in (all_places, few)]
        rows.append(exact(f"{label}: queries of all and of one staircase", *counts, "equal"))
    return rows


def _report(env, area):
    today = datetime.date.today()
    period = {"date_from": today.replace(month=1, day=1), "date_to": today}
    return env["community.report"].create({"name": "Year", "area_ids": area.ids, **period})


def _statement(env, area):
    return env["community.population"].create({"area_id": area.id})
