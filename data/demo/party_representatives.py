"""Representatives of the first branch's groups, their meetings, motions and what became of them."""

import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields

MOTIONS = (
    # subject, field of work, what is asked for, how it ends
    ("三号楼后加装路灯", "service", "夜间出行不便，请加装路灯六盏。", "done"),
    ("电动车充电桩选址", "new_estate", "建议设在小区北门空地，居民共同监督。", "passed"),
    ("楼道堆物专项清理", "service", "请社区牵头，各楼栋代表包干。", "overdue"),
    ("把小区停车位全部收费", "other", "按月收费，用于绿化。", "rejected"),
    ("在文化广场设便民座椅", "service", "老人歇脚无处，请增设座椅八张。", "brought"),
)
GROUPS = 9


def play(env):
    """Fill representatives and meetings; called by ``load.py`` after the branches."""
    env = env(
        context={**env.context, "lang": "zh_CN", "tz": "Asia/Shanghai", "tracking_disable": True}
    )
    today = fields.Date.context_today(env.user)
    branch = env["community.party.organization"].search([("kind", "=", "branch")], limit=1)
    people = _choose(env, branch, today)
    meetings = [_call(env, branch, today, days) for days in (-95, -12, 8)]
    meetings[0].date_notice = today - relativedelta(days=103)
    meetings[1].date_notice = today - relativedelta(days=15)
    _hold(env, meetings[0], people, today, MOTIONS[:1])
    _hold(env, meetings[1], people, today, MOTIONS[1:4])
    motion = _bring(env, people[4], meetings[2], today, MOTIONS[4])
    meetings[2].agenda = f"一、通报上次提案办理情况\n二、审议提案：{motion.name}\n三、其他事项"


def _choose(env, branch, today):
    residents = env["community.resident"].search(
        [("resident_kind", "=", "permanent"), ("age", ">=", 30), ("age", "<=", 70)],
        order="id",
        limit=400,
    )
    chosen = env["community.party.representative"].create(
        [
            {
                "resident_id": resident.id,
                "group_name": f"第{number}居民小组",
                "organization_id": branch.id,
                "date_chosen": today - relativedelta(months=14),
                "entitled_count": 40 + number,
                "voter_count": 31 + number,
                "vote_count": 20 + number,
                "date_from": today - relativedelta(months=13),
                "date_to": today + relativedelta(months=23),
            }
            for number, resident in enumerate(
                residents[:: max(len(residents) // GROUPS, 1)][:GROUPS], 1
            )
        ]
    )
    chosen[-1].write({"date_ended": today - relativedelta(days=40), "end_reason": "moved"})
    return chosen


def _call(env, branch, today, days):
    day = today + relativedelta(days=days)
    start = datetime.datetime.combine(day, datetime.time(1, 30))
    return env["community.activity"].create(
        {
            "name": f"{day.year}年{day.month}月居民代表会议",
            "kind_id": env.ref("community_party.activity_kind_representatives").id,
            "organization_id": branch.id,
            "date_start": start,
            "date_stop": start + datetime.timedelta(hours=2),
            "place": "社区会议室",
            "notice_way": "微信群、楼栋公告栏",
        }
    )


def _bring(env, person, meeting, today, line):
    name, area, content, _end = line
    return env["community.party.motion"].create(
        {
            "name": name,
            "content": content,
            "work_area": area,
            "representative_id": person.id,
            "date_brought": min(meeting.date, today) - relativedelta(days=7),
            "activity_id": meeting.id,
        }
    )


def _hold(env, meeting, people, today, lines):
    motions = [
        _bring(env, people[number], meeting, today, line) for number, line in enumerate(lines)
    ]
    present = meeting.due_ids.filtered("is_due").sorted("id")[:-1]
    present._mark_present()
    for motion, (_name, _area, _content, end) in zip(motions, lines, strict=True):
        vote = env["community.party.resolution"].browse(motion.action_put_to_vote()["res_id"])
        yes = 2 if end == "rejected" else len(present)
        vote.write({"yes_count": yes, "no_count": len(present) - yes})
        vote.action_decide()
        if end == "overdue":
            motion.date_due = today - relativedelta(days=2)
        if end == "done":
            motion.write(
                {
                    "result": "已装路灯六盏，夜间照明覆盖全部步道。",
                    "date_done": meeting.date + relativedelta(days=50),
                }
            )
            motion.action_done()
    meeting.action_done()
    meeting.minutes = "代表逐项审议提案并表决，会议决议交社区党支部组织实施。"
    told = meeting._motions_to_tell()
    if told:
        meeting.action_tell_results()
    meeting.action_sign_minutes()
