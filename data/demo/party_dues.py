"""A year of dues: bases, monthly assessments, payments with some arrears, and transfers."""

import random

from dateutil.relativedelta import relativedelta

from odoo import fields

YUAN = {"salary": (3200, 9800), "pension": (2600, 6200), "self_employed": (3000, 12000)}


def play(env):
    """Enter bases, assess from last January on, and pay most of it; called by ``load.py``."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    rng = random.Random(20080401)
    members = env["community.party.member"].search(
        [("stage", "in", ("probationary", "full")), ("status", "in", ("normal", "mobile"))]
    )
    today = fields.Date.context_today(env.user)
    start = today.replace(year=today.year - 1, month=1, day=1)
    _make_bases(env, rng, members, start)
    env["community.party.dues.base"]._propose_year(today.year).action_confirm()
    months = (today.year - start.year) * 12 + today.month
    for number in range(months):
        env["community.party.dues"]._assess(start + relativedelta(months=number))
    _pay(env, rng, members, today)
    _make_entries(env, members, today)
    _make_transfers(env, members, today)


def _make_bases(env, rng, members, start):
    values = []
    for member in members:
        category = member.dues_category or "salary"
        low, high = YUAN.get(category, (0, 0))
        if category == "farmer":
            yuan = 0.5
        else:
            yuan = rng.randrange(low, high, 50) if high else 0
        values.append(
            {"member_id": member.id, "date_from": start, "category": category, "base": yuan}
        )
    env["community.party.dues.base"].create(values).action_confirm()


def _pay(env, rng, members, today):
    """Each quarter is paid within it; two members are behind by four and by seven months."""
    late = dict(zip(members[-2:].ids, (4, 7), strict=False))
    for member in members:
        rows = env["community.party.dues"].search(
            [("member_id", "=", member.id), ("state", "=", "unpaid")], order="month"
        )
        until = today.replace(day=1) - relativedelta(months=late.get(member.id, 0))
        rows = rows.filtered(lambda row, until=until: row.month < until)
        quarters = {}
        for row in rows:
            quarter = (row.month.year, (row.month.month - 1) // 3)
            quarters.setdefault(quarter, []).append(row.month)
        for paid in quarters.values():
            day = max(paid) + relativedelta(days=rng.randrange(3, 25))
            env["community.party.dues.payment"].create(
                {
                    "member_id": member.id,
                    "month_from": min(paid),
                    "month_to": max(paid),
                    "date": min(day, today),
                    "method": rng.choice(("cash", "phone")),
                }
            ).action_post()


def _make_entries(env, members, today):
    top = members[:1].organization_id
    while top.parent_id:
        top = top.parent_id
    last = today.year - 1
    env["community.party.dues.entry"].create(
        [
            {
                "name": name,
                "kind": kind,
                "use_category": use,
                "amount": amount,
                "date": f"{last}-{day}",
                "organization_id": top.id,
                "member_id": members[:1].id if kind == "special" else False,
            }
            for name, kind, use, amount, day in (
                ("七一自愿缴纳大额党费", "special", False, 1000, "07-01"),
                ("党员教育读本", "use", "reading", 860, "03-12"),
                ("慰问困难老党员", "use", "hardship", 1200, "06-28"),
                ("上缴全年党费", "remittance", False, 6000, "12-20"),
            )
        ]
    )
    year = env["community.party.dues.year"].create({"year": str(last), "opening_amount": 2000})
    year.action_close()


def _make_transfers(env, members, today):
    Transfer = env["community.party.transfer"]
    leaving, moving = members[2], members[3]
    Transfer.create(
        {
            "member_id": leaving.id,
            "other_name": "江北区云山街道党工委",
            "channel": "letter",
            "date_issued": today - relativedelta(days=25),
        }
    ).action_issue()
    other = members.organization_id.filtered(lambda item: item.kind == "branch")
    Transfer.create(
        {
            "member_id": moving.id,
            "direction": "internal",
            "to_organization_id": (other - moving.organization_id)[:1].id,
        }
    ).action_issue()
