"""Planning visits for every household at once, and the report of the year."""

import datetime

from .measure import absolute, seconds, versus


def run(env, options):
    """Return the rows of planning 100,000 visits in one batch against one by one."""
    households = env["community.household"].search([], limit=100_000)
    date = datetime.date.today() + datetime.timedelta(days=40)
    user = env.user

    def values(household):
        return {"household_id": household.id, "date": date, "user_id": user.id}

    def batch():
        made = env["community.visit"].create([values(household) for household in households])
        env.flush_all()
        return made

    def one_by_one(some):
        for household in some:
            env["community.visit"].create(values(household))
            env.flush_all()

    single, _ = seconds(lambda: one_by_one(households[:1000]))
    whole, made = seconds(batch)
    count = len(made)
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
