"""Assessing the dues of 10,000 Party members in one batch, and again."""

import datetime

from .measure import absolute, exact, seconds

MEMBERS = 10_000


def run(env, options):
    """Return the rows of the first and the second assessment of one month."""
    branch = env["community.party.organization"].create({"name": "Bench", "kind": "branch"})
    partners = env["res.partner"].create([{"name": f"Member {n}"} for n in range(MEMBERS)])
    members = (
        env["community.party.member"]
        .with_context(tracking_disable=True)
        .create([{"partner_id": p.id, "organization_id": branch.id} for p in partners])
    )
    start = datetime.date.today().replace(month=1, day=1)
    env["community.party.dues.base"].create(
        [
            {
                "member_id": member.id,
                "date_from": start,
                "category": "salary" if number % 2 else "pension",
                "base": 2000 + number,
            }
            for number, member in enumerate(members)
        ]
    ).action_confirm()
    env.flush_all()
    env.invalidate_all()
    Dues = env["community.party.dues"]

    def assess():
        rows = Dues._assess(start)
        env.flush_all()
        return len(rows)

    first, count = seconds(assess)
    env.invalidate_all()
    again, _count = seconds(assess)
    stored = Dues.search_count([("month", "=", start), ("member_id", "in", members.ids)])
    return [
        absolute(f"dues of {count:,} members", first, "s", 5),
        absolute(f"dues of {count:,} members, again", again, "s", 5),
        exact("rows after assessing twice", stored, MEMBERS, f"= {MEMBERS:,}"),
    ]
