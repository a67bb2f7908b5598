"""Mediation in the demo community: its people, committee and group, and a year of cases."""

import datetime
import random

from odoo import fields
from odoo.fields import Command

LOGINS = (
    ("mediator", "mediator"),
    ("coordinator", "mediation coordinator"),
    ("petition_officer", "petition officer"),
)
GROUPS = {
    "mediator": ("吴春梅", "community_mediation.group_mediation_mediator"),
    "coordinator": ("郑文斌", "community_mediation.group_mediation_coordinator"),
    "petition_officer": ("谢晓东", "community_mediation.group_petition_officer"),
}
GROUP = (
    ("赵铁军", "police"),
    ("江丽华", "committee"),
    ("马建华", "secretary"),
    ("顾长根", "leader"),
)
DISPUTES = (
    # kind, what it is about, fact, point, who is responsible, term, amount
    (
        "neighbours",
        "楼上卫生间漏水，楼下顶棚发霉",
        "水管老化渗漏",
        "修理和粉刷费用",
        "楼上七成，楼下自理其余",
        "支付粉刷费",
        1800,
    ),
    (
        "neighbours",
        "邻居夜间打麻将，影响老人休息",
        "多次深夜喧哗",
        "安静时间",
        "打牌一方改正",
        "晚十点后不再打牌",
        0,
    ),
    (
        "family",
        "三兄妹轮流照顾母亲，时间谈不拢",
        "母亲八十三岁独居",
        "照料分工",
        "三人共同负责",
        "按月轮流照料并承担药费",
        600,
    ),
    (
        "property",
        "电动车停在楼道，物业多次劝说无效",
        "楼道停放充电",
        "停放位置",
        "业主移车，物业设充电棚",
        "移到车棚停放",
        0,
    ),
    (
        "property",
        "物业费拖欠两年，业主称维修不到位",
        "单元门损坏未修",
        "费用减免",
        "双方均有责任",
        "补交物业费",
        2400,
    ),
    ("labour", "小饭馆拖欠帮工两个月工资", "口头用工", "欠薪数额", "饭馆支付", "支付工资", 6400),
    ("damage", "遛狗未牵绳，孩子受惊摔伤", "小区花园内", "医药费", "狗主承担", "支付医药费", 950),
    ("house", "相邻阳台外扩遮挡采光", "私自外扩", "拆除范围", "外扩一方拆除", "拆除外扩部分", 0),
    (
        "relocation",
        "回迁房面积差价与开发商说不拢",
        "面积少三平方米",
        "差价",
        "开发商退款",
        "退还面积差价",
        12000,
    ),
    ("consumption", "老人买保健品要求退货", "夸大宣传", "退款", "商家退款", "退还货款", 3980),
)
SOURCES = ("application", "visit", "own", "police", "request", "petition", "court")
OUTCOMES = (*("performed",) * 12, *("failed",) * 3, *("performed",) * 2, "refused")
# What runs at present, and how many days ago it came in.
NOW = (
    ("performing", 44),
    ("agreed", 37),
    ("mediating", 34),
    ("agreed", 29),
    ("mediating", 27),
    ("mediating", 20),
    ("accepted", 14),
    ("accepted", 11),
    ("registered", 8),
    ("registered", 5),
    ("draft", 2),
)
PLACES = ("调解室", "调解室", "当事人家中", "物业办公室")
TOLD = (
    ("one", "愿意少要三百元，只要对方当面道歉。"),
    ("two", "手头紧，分两次付可以接受。"),
)


def play(env):
    """Make people, committee, group and cases; called by ``load.py``."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    rng = random.Random(20100828)
    users = {login: _make_user(env, login) for login, _role in LOGINS}
    mediators, committee = _make_committee(env, users)
    _make_group(env)
    people = list(
        env["community.resident"].search(
            [("household_id", "!=", False), ("age", ">=", 25), ("age", "<", 80)], order="id"
        )
    )
    today = fields.Date.context_today(env.user)
    for index, outcome in enumerate(OUTCOMES):
        day = today - datetime.timedelta(days=360 - index * 16)
        _play_case(env, rng, rng.sample(people, 2), mediators, committee, day, outcome)
    for state, days in NOW:
        day = today - datetime.timedelta(days=days)
        _play_case(env, rng, rng.sample(people, 2), mediators, committee, day, state)


def _make_user(env, login):
    name, group = GROUPS[login]
    return env["res.users"].create(
        {
            "login": login,
            "password": login,
            "name": name,
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "group_ids": [
                Command.link(env.ref("base.group_user").id),
                Command.link(env.ref(group).id),
            ],
        }
    )


def _make_committee(env, users):
    Mediator = env["community.mediation.mediator"]
    rows = [
        (users["mediator"].partner_id, users["mediator"], "female", "full_time", "婚姻家庭"),
        (
            users["coordinator"].partner_id,
            users["coordinator"],
            "male",
            "full_time",
            "物业与相邻关系",
        ),
    ]
    for name, sex, kind, expertise in (
        ("方志民", "male", "part_time", "老党员，熟悉邻里"),
        ("韩素芬", "female", "part_time", "退休教师"),
        ("陆律师", "male", "helper", "法律"),
    ):
        partner = env["res.partner"].create({"name": name})
        rows.append((partner, env["res.users"], sex, kind, expertise))
    mediators = Mediator.create(
        [
            {
                "partner_id": partner.id,
                "user_id": user.id,
                "sex": sex,
                "kind": kind,
                "expertise": expertise,
            }
            for partner, user, sex, kind, expertise in rows
        ]
    )
    roles = ("member", "chair", "deputy", "member")
    committee = env["community.mediation.committee"].create(
        {
            "name": "东河社区人民调解委员会",
            "date_from": fields.Date.context_today(env.user) - datetime.timedelta(days=500),
            "member_ids": [
                Command.create({"mediator_id": mediator.id, "role": role})
                for mediator, role in zip(mediators[:4], roles, strict=True)
            ],
        }
    )
    return mediators, committee


def _make_group(env):
    partners = env["res.partner"].create([{"name": name} for name, _capacity in GROUP])
    group = env["community.mediation.group"].create(
        {
            "name": "东河社区调解小组",
            "police_post_id": env["res.partner"].create({"name": "东河派出所"}).id,
            "leader_id": partners[0].id,
            "member_ids": [
                Command.create({"partner_id": partner.id, "capacity": capacity})
                for partner, (_name, capacity) in zip(partners, GROUP, strict=True)
            ],
        }
    )
    today = fields.Date.context_today(env.user)
    group.duty_ids = [
        Command.create(
            {
                "date": today + datetime.timedelta(days=offset),
                "member_id": group.member_ids[offset % 4].id,
            }
        )
        for offset in range(14)
    ]


def _play_case(env, rng, people, mediators, committee, day, outcome):
    kind, text, facts, disputed, responsibility, term, amount = rng.choice(DISPUTES)
    today = fields.Date.context_today(env.user)
    later = lambda days: min(day + datetime.timedelta(days=days), today)  # noqa: E731
    other = (
        {"partner_id": env["res.partner"].create({"name": "望河置业公司"}).id, "kind": "developer"}
        if kind == "relocation"
        else {"resident_id": people[1].id}
    )
    case = env["community.mediation.case"].create(
        {
            "kind_id": env.ref(f"community_mediation.dispute_kind_{kind}").id,
            "source": rng.choice(SOURCES),
            "description": f"{text}。{facts}，双方就{disputed}说不拢。",
            "claims": f"甲方要求对方{term}；乙方认为{responsibility}。",
            "household_id": people[0].household_id.id,
            "resident_id": people[0].id,
            "date_received": day,
            "committee_id": committee.id,
            "mediator_ids": [
                Command.set(mediators[:2].ids if rng.random() < 0.5 else mediators[0].ids)
            ],
            "escalation": "tension" if rng.random() < 0.2 else "none",
            "participant_ids": [
                Command.create({"side": "one", "resident_id": people[0].id}),
                Command.create({"side": "two", **other}),
            ],
        }
    )
    if case.escalation == "tension":
        case.write(
            {"escalation_measures": "分开劝解，楼长每日联系", "is_escalation_prevented": True}
        )
    if outcome == "draft":
        return
    case.action_register()
    if outcome == "registered":
        return
    if outcome == "refused":
        case._decline("法院已经受理，依法不再调解")
        return
    case._accept(later(1), True)
    if outcome == "accepted":
        _plan_session(env, case, mediators[0], today)
        return
    _hold_session(env, case, mediators[0], later(4), facts, rng.choice(PLACES))
    _note(env, case, mediators[0], rng)
    if outcome == "mediating":
        _plan_session(env, case, mediators[0], today)
        return
    if outcome == "failed":
        case._fail("一方明确拒绝继续调解", "可向人民法院起诉，或申请行政机关处理。")
    else:
        words = (facts, disputed, responsibility, term, amount)
        _settle(env, rng, case, mediators[0], later, words, outcome)
    if outcome in ("failed", "performed") and rng.random() < 0.8:
        papers = case.paper_ids.filtered(lambda paper: paper.is_required and paper._is_shown())
        papers.write({"is_there": True})
        for paper in case.paper_ids.filtered("is_there"):
            paper.pages = 1 if paper.kind in ("cover", "rights") else rng.choice((1, 2, 2, 3))
        case.action_close()
        # Closed in its own time, not on the day on which the demo is made.
        case.sudo().date_closed = later(65)


def _plan_session(env, case, mediator, today):
    start = datetime.datetime.combine(today, datetime.time(1)) + datetime.timedelta(days=2)
    env["community.mediation.session"].create(
        {"case_id": case.id, "date_start": start, "user_id": mediator.user_id.id}
    )


def _note(env, case, mediator, rng):
    """What each side told in private; written by the mediator, who alone may."""
    if rng.random() < 0.5:
        notes = env(user=mediator.user_id.id)["community.mediation.note"]
        notes.create(
            [{"case_id": case.id, "side": side, "content_input": text} for side, text in TOLD]
        )


def _hold_session(env, case, mediator, day, facts, place):
    session = env["community.mediation.session"].create(
        {
            "case_id": case.id,
            "date_start": datetime.datetime.combine(day, datetime.time(0, 30)),
            "user_id": mediator.user_id.id,
            "place": place,
            "minutes": "\n".join(
                (
                    "调解员：今天请双方来，把事情说清楚。是否申请回避？",
                    "双方：不申请。",
                    f"调解员：经走访查明，{facts}。对此有无异议？",
                    "甲方：没有异议，希望早点解决。",
                    "乙方：愿意谈，数额再商量。",
                    "调解员讲明法律规定，提出方案，双方各自考虑。",
                )
            ),
            "result": "双方愿意再谈",
            "signed_by": "双方当事人、调解员、记录人",
        }
    )
    # The demo may be loaded before the hour of the day has come.
    session._set_closed(state="done")
    case._set_closed(state="mediating")
    session.action_sign()
    session.sudo().date_signed = day


def _settle(env, rng, case, mediator, later, words, outcome):
    facts, disputed, responsibility, term, amount = words
    day = later(rng.randrange(8, 18))
    is_oral = not amount
    case.participant_ids.write({"signed_on": day})
    agreement = env["community.mediation.agreement"].create(
        {
            "case_id": case.id,
            "form": "oral" if is_oral else "written",
            "facts": facts,
            "disputed": disputed,
            "responsibility": responsibility,
            "date_reached": day,
            "mediator_signed_on": False if is_oral else day,
            "term_ids": [
                Command.create(
                    {
                        "name": term,
                        "participant_id": case.participant_ids[1].id,
                        "manner": "在居委会当面履行",
                        "date_due": day + datetime.timedelta(days=15),
                        "amount": amount,
                    }
                ),
                Command.create(
                    {
                        "name": "互不再追究，和睦相处",
                        "participant_id": case.participant_ids[0].id,
                        "manner": "当面表示",
                        "date_due": day + datetime.timedelta(days=20),
                    }
                ),
            ],
        }
    )
    if not is_oral:
        # Sealed on the day of the signatures, as the paper file shows.
        agreement.sudo().write({"date_sealed": day, "sealed_by_id": mediator.user_id.id})
    agreement._take_effect(day)
    done = {"performed": agreement.term_ids, "performing": agreement.term_ids[:1]}.get(outcome, ())
    for line in done:
        line.date_done = min(line.date_due, fields.Date.context_today(env.user))
    if outcome == "performed":
        env["community.mediation.followup"].create(
            {
                "case_id": case.id,
                "date": later(60),
                "performance": "full",
                "satisfaction": rng.choice("332"),
                "user_id": mediator.user_id.id,
                "participant_ids": [Command.set(case.participant_ids.ids)],
            }
        )
