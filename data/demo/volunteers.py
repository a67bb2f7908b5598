"""Volunteers of the demo community: forty people, a year of hours, calls of the last eight weeks.

Every person is fictional. The portal account ``volunteer`` exists in databases of ``./dev`` only.
"""

import datetime
import random

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何"
GIVEN = ("志远", "秀兰", "建国", "晓燕", "海峰", "玉梅", "文博", "丽华", "春生", "雅琴")
TEAMS = (
    ("夜间巡逻队", "晚上七点到九点在小区巡逻", "safety"),
    ("银龄互助队", "退休老人帮高龄老人", "care"),
    ("环境小卫士", "周末清扫楼道和绿地", "environment"),
)
TASKS = (
    ("care", "陪老人聊天", "爱心驿站", 2),
    ("care", "陪同就医", "社区东门", 3),
    ("environment", "清扫楼道", "3号楼前", 1.5),
    ("safety", "夜间巡逻", "物业值班室", 2),
    ("culture", "合唱排练协助", "活动室", 2),
    ("teaching", "假期作业辅导", "图书角", 2.5),
    ("convenience", "教老人用手机", "爱心驿站", 1.5),
    ("visit", "走访高龄老人", "爱心驿站", 2),
)
CONVENIENCE = (
    ("repair", "开锁换锁", "老郭修理铺", "50元起", "每天 8:00-22:00"),
    ("repair", "家电维修", "便民家电", "上门费30元", "周一至周六"),
    ("haircut", "上门理发", "红霞理发店", "15元", "周二、周五上午"),
    ("meals", "老年助餐", "社区食堂", "每餐12元", "每天 11:00-13:00"),
    ("housework", "钟点保洁", "邻里家政", "每小时40元", "每天"),
    ("recycling", "废品回收", "绿源回收站", "按件计价", "周末"),
)


def play(env):
    """Called once by ``load.py``."""
    rng = random.Random(20241203)
    volunteers = _make_volunteers(env, rng)
    _make_teams(env, rng, volunteers)
    _play_hours(env, rng, volunteers)
    _issue_certificate(env, volunteers[:1])
    _play_calls(env, rng, volunteers)
    _make_pairs(env, rng, volunteers)
    _play_orders(env, rng)


def _make_volunteers(env, rng):
    names = [
        SURNAMES[number % 20] + GIVEN[(number * 3 + number // 20) % 10] for number in range(40)
    ]
    partners = env["res.partner"].create(
        [
            {"name": name, "phone": f"1390000{number:04d}", "lang": "zh_CN", "tz": "Asia/Shanghai"}
            for number, name in enumerate(names)
        ]
    )
    skills = env["community.volunteer.skill"].search([], order="sequence, id")
    times = env["community.volunteer.time"].search([], order="weekday, part")
    today = fields.Date.context_today(env.user)
    volunteers = env["community.volunteer"].create(
        [
            {
                "partner_id": partner.id,
                "sex": rng.choice(("male", "female")),
                "birth_date": today - relativedelta(years=rng.randrange(20, 72), days=100),
                "date_registered": today - relativedelta(months=rng.randrange(40, 60)),
                "skill_ids": [Command.set(rng.sample(skills.ids, 2))],
                "time_ids": [Command.set(rng.sample(times.ids, 6) if rng.random() < 0.5 else [])],
                "insurance_until": today + relativedelta(months=rng.randrange(-2, 12)),
            }
            for partner in partners
        ]
    )
    # The first one shows the portal: free at any time.
    volunteers[0].time_ids = False
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "login": "volunteer",
            "password": "volunteer",
            "name": names[0],
            "partner_id": partners[0].id,
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "group_ids": [Command.set(env.ref("base.group_portal").ids)],
        }
    )
    return volunteers


def _make_teams(env, rng, volunteers):
    for name, purpose, _kind in TEAMS:
        members = volunteers.browse(rng.sample(volunteers.ids, 12))
        env["community.volunteer.team"].create(
            {
                "name": name,
                "purpose": purpose,
                "leader_id": members[0].id,
                "member_ids": [Command.set(members.ids)],
            }
        )


def _at(day, hour):
    """Return the stored time of an hour in Shanghai."""
    return datetime.datetime.combine(day, datetime.time(hour)) - datetime.timedelta(hours=8)


def _play_hours(env, rng, volunteers):
    """A year of services, one a week at most for each; those of old hands go back further."""
    today = fields.Date.context_today(env.user)
    values = []
    for number, volunteer in enumerate(volunteers):
        # The portal's volunteer and a few others have served often.
        rate = 0.9 if number < 6 else rng.choice((0.1, 0.2, 0.4))
        for week in range(1, 160 if number < 3 else 52):
            if rng.random() > rate:
                continue
            day = today - datetime.timedelta(days=7 * week + rng.randrange(5))
            kind, name, place, hours = rng.choice(TASKS)
            start = _at(day, rng.choice((9, 14, 19)))
            values.append(
                {
                    "volunteer_id": volunteer.id,
                    "kind": kind,
                    "name": name,
                    "place": place,
                    "date_start": start,
                    "date_stop": start + datetime.timedelta(hours=hours),
                    "date_entered": day + datetime.timedelta(days=rng.randrange(1, 4)),
                    "evaluation": rng.choice(("3", "3", "2")),
                }
            )
    services = env["community.volunteer.service"].create(values)
    fresh = services.filtered(lambda s: s.date > today - datetime.timedelta(days=10))
    officer = env["res.users"].search([("login", "=", "officer")])
    for service in services - fresh:
        service.write(
            {
                "state": "confirmed",
                "confirmed_by_id": officer.id,
                "date_confirmed": service.date + datetime.timedelta(days=5),
            }
        )


def _issue_certificate(env, volunteer):
    """One of the last full year, for the portal's volunteer to fetch."""
    year = fields.Date.context_today(env.user).year - 1
    officer = env["res.users"].search([("login", "=", "officer")])
    env["community.volunteer.certificate"].with_user(officer).create(
        {
            "volunteer_id": volunteer.id,
            "date_from": datetime.date(year, 1, 1),
            "date_to": datetime.date(year, 12, 31),
        }
    )


def _play_calls(env, rng, volunteers):
    """Calls of the last eight weeks are done, those of the next two are open."""
    today = fields.Date.context_today(env.user)
    officer = env["res.users"].search([("login", "=", "officer")])
    grids = env["community.grid"].search([])
    households = env["community.household"].search([("grid_id", "in", grids.ids)], limit=60)
    for days in (*range(-56, 0, 4), 1, 2, 4, 6, 9, 12):
        kind, name, place, hours = rng.choice(TASKS)
        start = _at(today + datetime.timedelta(days=days), rng.choice((9, 14)))
        home = rng.choice(households)
        call = env["community.volunteer.call"].create(
            {
                "name": name,
                "kind": kind,
                "place": place,
                "capacity": rng.randrange(2, 5),
                "date_start": start,
                "date_stop": start + datetime.timedelta(hours=hours),
                "organiser_id": officer.id,
                "household_id": home.id if kind in ("care", "visit") else False,
                "briefing": f"{home.address}，到后联系网格员。",
            }
        )
        call.asked_ids = call._matching() | volunteers[0]
        call.state = "open" if days > 0 else "done"
        if days > 0:
            chosen = rng.sample(volunteers[1:].ids, min(call.capacity - 1, 2))
            signups = env["community.volunteer.signup"].create(
                [{"call_id": call.id, "volunteer_id": chosen_id} for chosen_id in chosen]
            )
            signups[:1].action_accept()
    # One task of the portal's volunteer is agreed, so that the phone shows a briefing.
    call = env["community.volunteer.call"].search(
        [("state", "=", "open"), ("free_count", ">", 0)], order="date_start", limit=1
    )
    env["community.volunteer.signup"].create(
        {"call_id": call.id, "volunteer_id": volunteers[0].id}
    ).action_accept()


def _make_pairs(env, rng, volunteers):
    today = fields.Date.context_today(env.user)
    homes = env["community.household"].search(
        [("need_level", "in", ("red", "yellow")), ("grid_id", "!=", False)], limit=15
    )
    env["community.volunteer.pair"].create(
        [
            {
                "volunteer_id": volunteer.id,
                "household_id": home.id,
                "every_days": rng.choice((7, 14, 30)),
                "date_from": today - datetime.timedelta(days=rng.randrange(60, 300)),
                "last_contact": today - datetime.timedelta(days=rng.randrange(0, 20)),
                "note": rng.choice(("每周上门看看", "代买菜和药", "陪着散步")),
            }
            for volunteer, home in zip(volunteers, homes, strict=False)
        ]
    )


def _play_orders(env, rng):
    today = fields.Date.context_today(env.user)
    homes = env["community.household"].search([("grid_id", "!=", False)], limit=80)
    services = env["community.convenience.service"]
    for number, (kind, name, provider, price, hours) in enumerate(CONVENIENCE):
        partner = env["res.partner"].create({"name": provider, "is_company": True})
        services |= services.create(
            {
                "kind": kind,
                "name": name,
                "provider_id": partner.id,
                "price_text": price,
                "opening_hours": hours,
                "phone": f"1391111{number:04d}",
            }
        )
    for _number in range(40):
        day = today - datetime.timedelta(days=rng.randrange(0, 120))
        order = env["community.convenience.order"].create(
            {
                "service_id": rng.choice(services).id,
                "household_id": rng.choice(homes).id,
                "date": day,
            }
        )
        if (today - day).days > 3:
            order._finish(rng.choice(("3", "3", "2", "2", "1")))
