"""Work plans of the branches, pledges on what the service offers, and who reports here."""

import datetime

from odoo import fields

LINES = (
    # what, goal, field of work, quantity, measure, month due, result, evidence
    (
        "走访困难家庭并落实帮扶",
        "livelihood",
        "service",
        24,
        "户",
        6,
        "走访24户，帮扶9户",
        "走访台账",
    ),
    ("为下岗职工联系岗位", "growth", "worker_peasant", 10, "人", 9, "联系岗位11个", "岗位对接表"),
    ("楼道灯和下水维修", "livelihood", "new_estate", 8, "处", 12, "", ""),
    ("配合棚改政策宣传到户", "stability", "renovation", 40, "户", 12, "", ""),
    ("信访事项包案化解", "stability", "petition", 3, "件", 3, "", ""),
)
WORDS = ("每周三陪老人买菜", "换楼道灯泡", "教老人使用手机", "周末辅导作业", "清理楼道杂物")
ROLES = ("每周上门一次", "出工出料", "周末两小时", "联系爱心企业")


def play(env):
    """Fill plans and pledges; called by ``load.py`` after the branches and their network."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    today = fields.Date.context_today(env.user)
    branches = env["community.party.organization"].search([("kind", "=", "branch")], order="id")
    confirmer = env["res.users"].search([("login", "=", "party_officer")])
    for branch in branches:
        members = env["community.party.member"].search(
            [
                ("organization_id", "child_of", branch.id),
                ("stage", "=", "full"),
                ("status", "=", "normal"),
            ],
            order="id",
            limit=8,
        )
        if members:
            _plan(env, branch, members, today)
            _pledges(env, branch, members, confirmer, today)
    _checkins(env, branches[:1], today)


def _plan(env, branch, members, today):
    plan = env["community.party.plan"].create(
        {
            "name": f"{today.year}年度工作计划",
            "kind": "work",
            "organization_id": branch.id,
            "date_from": today.replace(month=1, day=1),
            "date_to": today.replace(month=12, day=31),
            "leading_ids": members[:2].ids,
            "working_ids": members[2:5].ids,
            "programme_id": env["community.programme"].search([], limit=1).id,
            "goal": "把服务做到居民家门口。",
        }
    )
    # Early in a year one was done before its day.
    early = next(line[0] for line in LINES if line[6])
    for number, (name, goal, area, quantity, measure, month, result, evidence) in enumerate(LINES):
        due = datetime.date(today.year, month, 28)
        is_done = bool(result) and (due <= today or name == early)
        env["community.party.plan.line"].create(
            {
                "plan_id": plan.id,
                "name": name,
                "goal": goal,
                "work_area": area,
                "quantity": quantity,
                "measure": measure,
                "owner_id": members[number % len(members)].id,
                "date_due": due,
                "source": "upper" if number == 3 else False,
                "source_note": "街道〔2026〕12号" if number == 3 else False,
                **(
                    {
                        "result": result,
                        "evidence": evidence,
                        "done_quantity": quantity,
                        "state": "done",
                        "date_done": min(due, today),
                    }
                    if is_done
                    else {}
                ),
            }
        )


def _pledges(env, branch, members, confirmer, today):
    needs = env["community.visit.need"].search(
        [
            ("state", "=", "open"),
            ("follow_up_id", "in", (False, 0)),
            ("contribution_ids", "=", False),
            ("kind", "in", ("request", "caring")),
        ],
        order="date_due desc, id",
        limit=6,
    )
    for number, need in enumerate(needs):
        need.claim_words = WORDS[number % len(WORDS)]
        env.flush_all()
        offer = env["community.claim.offer"].search(
            [("res_model", "=", need._name), ("res_id", "=", need.id)]
        )
        if number == 5 or not offer:
            continue  # stays open to be taken on
        who = {"kind": "organization"} if number == 4 else {"kind": "member"}
        member = members[number % len(members)]
        pledge = env["community.party.pledge"].create(
            {
                "offer_id": offer.id,
                "member_id": member.id if who["kind"] == "member" else False,
                "organization_id": (branch if number == 4 else member._organization_on(today)).id,
                "role": ROLES[number % len(ROLES)],
                "target": "老人有人陪" if number % 2 else "当周办好",
                "date_due": today + datetime.timedelta(days=14),
                **who,
            }
        )
        if number < 2:
            need.result = "已办好"
            need.action_done()
        if number < 1:
            pledge.with_user(confirmer).action_confirm()


def _checkins(env, branch, today):
    unit = env["res.partner"].create({"name": "东河区税务局", "is_company": True})
    people = env["res.partner"].create([{"name": "孙启明"}, {"name": "何静"}])
    env["community.party.checkin"].create(
        [
            {
                "kind": "unit",
                "partner_id": unit.id,
                "organization_id": branch.id,
                "offers": "会议室、报税辅导",
                "date": today - datetime.timedelta(days=120),
            },
            *(
                {
                    "partner_id": person.id,
                    "work_unit_id": unit.id,
                    "organization_id": branch.id,
                    "offers": offers,
                    "times": "每周六上午",
                    "date": today - datetime.timedelta(days=90),
                }
                for person, offers in zip(people, ("家电维修", "课业辅导"), strict=True)
            ),
        ]
    )
