"""A year of organisation life of the demo branches: meetings, votes, talks, opinions, plans."""

import datetime
import random

from odoo import fields

TOPICS = (
    "学习党章党规",
    "走访慰问困难党员",
    "楼院环境志愿服务",
    "讨论老旧小区加装电梯",
    "学习新修订的居民委员会组织法",
    "防汛值守与安全用电",
)
TALKS = (
    ("腿脚不便，盼望送学上门", "会修家电，愿意帮邻居"),
    ("孩子上学接送困难", "懂法律，可参与调解"),
    ("想学用手机办事", "退休教师，可辅导作业"),
)
OPINIONS = (
    ("阅览室周末应当开放", "adopted", "自下月起周日上午开放，党员轮流值班。"),
    ("楼道堆物长期无人清理", "adopted", "列入主题党日，本月集中清理。"),
    ("希望增设电动车充电桩", "explained", "需经业主大会同意，已转交物业研究。"),
    ("会议通知应提前三天", "open", False),
)


def play(env):
    """Play the year so far; called by ``load.py``, after the organisations and members."""
    env = env(
        context={**env.context, "lang": "zh_CN", "tz": "Asia/Shanghai", "tracking_disable": True}
    )
    rng = random.Random(20260123)
    branches = env["community.party.organization"].search([("kind", "=", "branch")], order="id")
    today = fields.Date.context_today(env.user)
    everybody = env["community.party.organization"].search([])
    everybody.date_life_from = today.replace(month=1, day=1)
    _exempt_the_oldest(env, branches, today)
    _hold(env, rng, branches, today)
    _vote(env, branches, today)
    _talk(env, rng, branches, today)
    _listen(env, rng, branches, today)
    _plan(env, branches, today)


def _members(branch):
    own = branch | branch.child_ids.filtered(lambda o: o.kind == "group")
    found = own.member_ids.filtered(lambda m: m.stage == "full" and m.status == "normal")
    return found.sorted("id")


def _exempt_the_oldest(env, branches, today):
    values = [
        {
            "member_id": member.id,
            "reason": "elderly",
            "date_from": today.replace(month=1, day=1),
            "note": "党小组长每月上门看望、送学",
        }
        for branch in branches
        for member in _members(branch).filtered(lambda m: m.age >= 80)[:2]
    ]
    env["community.party.exemption"].create(values)


def _hold(env, rng, branches, today):
    """Theme days monthly, general meetings and lectures quarterly; two branches miss some."""
    kinds = {
        kind.meeting_kind: kind
        for kind in env["community.activity.kind"].search([("meeting_kind", "!=", False)])
    }
    values = []
    for place, branch in enumerate(branches):
        for month in range(1, today.month + 1):
            wanted = ["theme_day", "committee"]
            if month % 3 == 2:
                wanted += ["general", "lecture"]
            if month == 6:
                wanted.append("organization_life")
            for turn, kind in enumerate(wanted):
                if (place == 1 and month in (3, 7)) or (place == 2 and month == 5 and not turn):
                    continue
                day = datetime.date(today.year, month, 5 + turn * 4)
                if day >= today:
                    continue
                start = datetime.datetime.combine(day, datetime.time(1))
                topic = TOPICS[(month + turn) % len(TOPICS)]
                values.append(
                    {
                        "organization_id": branch.id,
                        "kind_id": kinds[kind].id,
                        "name": f"{kinds[kind].name}：{topic}",
                        "date_start": start,
                        "date_stop": start + datetime.timedelta(minutes=90),
                        "place": f"{branch.name}活动室",
                        "minutes": f"出席情况见签到。会议围绕“{topic}”展开。",
                        "user_id": branch.officer_line_ids[:1].user_id.id or env.uid,
                    }
                )
    for group in branches.child_ids.filtered(lambda o: o.kind == "group"):
        for month in range(1, today.month + 1):
            day = datetime.date(today.year, month, 2)
            if day >= today or rng.random() < 0.1:
                continue
            start = datetime.datetime.combine(day, datetime.time(11))
            values.append(
                {
                    "organization_id": group.id,
                    "kind_id": kinds["group"].id,
                    "date_start": start,
                    "date_stop": start + datetime.timedelta(hours=1),
                    "place": f"{group.parent_id.name}活动室",
                    "user_id": group.parent_id.officer_line_ids[:1].user_id.id or env.uid,
                }
            )
    meetings = env["community.activity"].create(values)
    lines = meetings.attendance_ids
    there = lines.filtered(lambda line: rng.random() < (0.25 if line.is_exempt else 0.88))
    there.state = "present"
    (lines - there).filtered("is_exempt").action_home()
    rest = (lines - there).filtered(lambda line: line.state == "registered")
    rest[::2].state = "leave"
    rest[1::2].state = "absent"
    meetings.action_done()
    start = datetime.datetime.combine(today, datetime.time(1))
    env["community.activity"].create(
        {
            "organization_id": branches[:1].id,
            "kind_id": kinds["general"].id,
            "name": "支部党员大会：讨论年度工作总结",
            "date_start": start,
            "date_stop": start + datetime.timedelta(hours=2),
            "place": f"{branches[:1].name}活动室",
            "agenda": "一、通报全年工作\n二、讨论工作总结\n三、表决",
            "user_id": branches[:1].officer_line_ids[:1].user_id.id or env.uid,
        }
    )


def _vote(env, branches, today):
    meetings = env["community.activity"].search(
        [("meeting_kind", "=", "general"), ("state", "=", "done"), ("is_quorate", "=", True)]
    )
    votes = env["community.party.resolution"].create(
        [
            {
                "name": "通过支部工作安排",
                "activity_id": meeting.id,
                "yes_count": meeting.vote_present_count - 1,
                "abstain_count": 1,
            }
            for meeting in meetings
        ]
    )
    votes.action_decide()
    old = meetings.filtered(lambda m: m.date < today - datetime.timedelta(days=30))
    old.action_sign_minutes()


def _talk(env, rng, branches, today):
    values = []
    for branch in branches:
        first, *others = _members(branch)
        for number, member in enumerate(others[:6]):
            needs, strengths = TALKS[number % len(TALKS)]
            values.append(
                {
                    "talker_id": first.id,
                    "member_id": member.id,
                    "date": today - datetime.timedelta(days=rng.randrange(5, 300)),
                    "needs": needs,
                    "strengths": strengths,
                    "agreed": "一个月内回访一次。",
                }
            )
    env["community.party.talk"].create(values)


def _listen(env, rng, branches, today):
    values = []
    for branch in branches[:2]:
        for number, (name, answer, text) in enumerate(OPINIONS):
            day = today - datetime.timedelta(days=20 + number * 11 + rng.randrange(5))
            values.append(
                {
                    "name": name,
                    "organization_id": branch.id,
                    "date": day,
                    "source": "resident" if number % 2 else "member",
                    "person": "居民代表" if number % 2 else False,
                    "member_id": False if number % 2 else _members(branch)[number].id,
                    "answer": answer,
                    "answer_text": text,
                    "date_told": day + datetime.timedelta(days=9) if answer == "adopted" else False,
                    "date_due": day + datetime.timedelta(days=30),
                }
            )
    env["community.party.opinion"].create(values)


def _plan(env, branches, today):
    for branch in branches:
        plan = env["community.party.plan"].create(
            {"name": f"{today.year}年学习计划", "organization_id": branch.id}
        )
        members = _members(branch)
        env["community.party.plan.line"].create(
            [
                {
                    "plan_id": plan.id,
                    "name": topic,
                    "owner_id": members[number % len(members)].id,
                    "date_due": datetime.date(today.year, 2 * number + 2, 25),
                    "class_hours": 4,
                    "is_open_to_residents": number % 2 == 0,
                    **(
                        {"state": "done", "result": "形成一条落实措施", "date_done": today}
                        if datetime.date(today.year, 2 * number + 2, 25) < today
                        else {}
                    ),
                }
                for number, topic in enumerate(TOPICS)
            ]
        )
