"""Planning visits for every household at once, and the report of the year."""

import datetime

from .measure import absolute, seconds, versus


def run(env, options):
    """Return the rows of planning 100,000 visits in one batch against one by one."""
    households = env["community.household"].search([], limit=1000)
    date = datetime.date.today() + datetime.timedelta(days=40)
    user = env.user

    def one_by_one():
        for household in households:
            env["community.visit"].create(
                {"household_id": household.id, "date": date, "user_id": user.id}
            )
            env.flush_all()

    def batch():
        # What the button of the wizard does, reading included: who is due, who walks where.
        plan = env["community.visit.plan"].create(
            {
                "grid_ids": env["community.grid"].search([]).ids,
                "date_from": datetime.date.today(),
                "date_to": datetime.date.today() + datetime.timedelta(days=366),
                "per_day": 200,
            }
        )
        slots, _figures = plan._plan()
        plan._write_plan(slots)
        env.flush_all()
        return len(slots)

    whole, count = seconds(batch)
    single, _ = seconds(one_by_one)
    return [
        versus(
            f"plan {count:,} visits, per visit",
            "one by one (1,000)",
            whole / count * 1000,
            single / 1000 * 1000,
            "ms",
            0.1,
            digits=3,
        ),
        absolute(f"plan {count:,} visits", whole, "s", 60),
    ]
