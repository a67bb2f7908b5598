"""The caring station of the demo community: teams, stock, a year of events, and what is due now."""

import datetime
import random

from odoo import fields
from odoo.fields import Command

from odoo.addons.community_service.tools.trusted import trusted

TEAMS = (
    # kind, name, members
    ("congratulation", "祝贺小组", ("沈玉兰", "丁国强", "白晓燕")),
    ("mediation", "调解小组", ("方志民", "韩素芬")),
    ("comfort", "慰问小组", ("姚桂英", "唐立新", "邹秀梅", "龚建华")),
    ("farewell", "白事小组", ("范德顺", "石永福", "廖淑珍")),
)
DONORS = ("望河超市", "东河粮油店", "康宁药房", "老战友志愿服务队")
COMFORT = ("hardship", "job_loss", "disability", "living_alone")
ITEMS = (
    # name, unit, value, received, reasons it is given for
    ("大米 5 公斤", "袋", 32, 120, COMFORT),
    ("食用油 5 升", "桶", 65, 90, COMFORT),
    ("棉被", "床", 110, 30, ("hardship", "living_alone")),
    ("慰问礼盒", "盒", 88, 60, ("illness", "disability")),
    ("寿面寿桃礼盒", "盒", 58, 60, ("birthday_80", "birthday_90")),
    ("新生儿礼包", "份", 76, 30, ("birth",)),
    ("喜字福字礼包", "套", 25, 60, ("wedding", "new_home")),
    ("学习用品礼包", "份", 45, 30, ("admission",)),
    ("花圈", "个", 80, 25, ("death",)),
)
YEAR = (
    # reason, how many in a year and a part, words of the result
    ("birthday_80", 16, "全家到齐，送上寿面和祝福。"),
    ("birthday_90", 5, "老寿星精神很好，合影留念。"),
    ("wedding", 7, "送上喜字，祝贺新人。"),
    ("birth", 8, "母子平安，疫苗和医保已告知。"),
    ("new_home", 8, "已介绍邻居和联系方式。"),
    ("admission", 6, "送上祝贺和书籍。"),
    ("dispute", 7, "当场说开，双方握手。"),
    ("illness", 14, "家属很感激，已安排邻居帮忙买菜。"),
    ("disability", 9, "辅具已申请，情绪稳定。"),
    ("living_alone", 12, "邻居每天看望，紧急联系人已登记。"),
    ("hardship", 12, "送去米和油，正在核对救助政策。"),
    ("job_loss", 7, "已登记失业，介绍了两个岗位。"),
    ("death", 8, "丧事从简，家属情绪平稳。"),
)
OLD = {"birthday_80": (80, 89), "birthday_90": (90, 99), "living_alone": (65, 99)}


def play(env):
    """Fill the station; called by ``load.py`` after the register and the visits."""
    rng = random.Random(20250808)
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    station = _make_station(env)
    items = _make_stock(env, station)
    _play_year(env, rng, items)
    _play_register(env, rng)
    env["community.life.event"]._cron_propose_birthdays()


def _make_station(env):
    community = env["community.area"].search([("kind", "=", "community")], limit=1)
    station = env["community.caring.station"].create(
        {
            "name": "东河爱心驿站",
            "area_id": community.id,
            "location": "党群服务中心一楼东侧",
            "opening_hours": "周一至周六 8:30–17:30",
            "head_id": env["res.users"].search([("login", "=", "officer")]).id,
            "phone": "0411-00000000",
        }
    )
    start = fields.Date.context_today(env.user) - datetime.timedelta(days=700)
    for kind, name, people in TEAMS:
        partners = env["res.partner"].create([{"name": person} for person in people])
        env["community.caring.team"].create(
            {
                "name": name,
                "kind": kind,
                "station_id": station.id,
                "leader_id": partners[0].id,
                "member_ids": [
                    Command.create({"partner_id": partner.id, "date_from": start})
                    for partner in partners
                ],
            }
        )
    return station


def _make_stock(env, station):
    donors = env["res.partner"].create([{"name": name, "is_company": True} for name in DONORS])
    items = env["community.caring.item"].create(
        [
            {"name": name, "unit": unit, "unit_value": value, "station_id": station.id}
            for name, unit, value, _count, _reasons in ITEMS
        ]
    )
    first = datetime.date(fields.Date.context_today(env.user).year - 1, 1, 5)
    env["community.caring.stock.move"].create(
        [
            {
                "item_id": item.id,
                "kind": "in",
                "quantity": count,
                "donor_id": donors[number % len(donors)].id,
                "date": first + datetime.timedelta(days=number),
            }
            for number, (item, (_n, _u, _v, count, _r)) in enumerate(zip(items, ITEMS, strict=True))
        ]
    )
    return items


def _play_year(env, rng, items):
    """Events since last year's January: all but the newest are done, with gifts and visits."""
    today = fields.Date.context_today(env.user)
    first = datetime.date(today.year - 1, 1, 10)
    officer = env["res.users"].search([("login", "=", "officer")])
    people = env["community.resident"].search(
        [("household_id", "!=", False), ("grid_id", "!=", False)], order="id"
    )
    values, results = [], []
    for reason, count, words in YEAR:
        low, high = OLD.get(reason, (18, 99))
        fitting = people.filtered(lambda r, low=low, high=high: low <= r.age <= high) or people
        for number in range(count):
            person = rng.choice(fitting)
            day = first + datetime.timedelta(days=rng.randrange((today - first).days))
            if not number:
                # One of each reason lately, so that the station always has work under way.
                day = today - datetime.timedelta(days=rng.randrange(2, 25))
            has_person = reason not in ("new_home", "dispute", "death")
            values.append(
                {
                    "reason": reason,
                    "resident_id": person.id if has_person else False,
                    "household_id": person.household_id.id,
                    "date": day,
                    "user_id": officer.id,
                    "expense": rng.choice((0, 0, 0, 20, 50)),
                    "satisfaction": rng.choices(("3", "2", "1"), (60, 36, 4))[0]
                    if today - day > datetime.timedelta(days=35)
                    else False,
                }
            )
            results.append(words)
    events = env["community.life.event"].create(values)
    _tick(events, today, officer)
    done = events.filtered(
        lambda event: (
            event.satisfaction or (event.date < today and all(event.task_ids.mapped("is_done")))
        )
    )
    for event, words in zip(events, results, strict=True):
        if event in done:
            event.write({"result": words, "satisfaction": event.satisfaction or "3"})
    _give(env, rng, events, items, today)
    _visit(env, events, today)
    for event in done:
        day = min(event.date + datetime.timedelta(days=5), today)
        event.write({"state": "done", "date_done": day})


def _tick(events, today, officer):
    """Tick the steps that were due; the newest events keep some open."""
    tasks = events.task_ids
    late = tasks.filtered(lambda t: t.date_due >= today - datetime.timedelta(days=2))
    old = late.filtered(lambda t: t.event_id.satisfaction)
    done = tasks - (late - old)
    done.write({"is_done": True})
    for task in done:
        task.write({"date_done": min(task.date_due, today), "done_by_id": officer.id})


def _give(env, rng, events, items, today):
    fitting = {}
    for item, (_n, _u, _v, _c, reasons) in zip(items, ITEMS, strict=True):
        for reason in reasons:
            fitting.setdefault(reason, []).append(item)
    env["community.caring.stock.move"].create(
        [
            {
                "item_id": rng.choice(fitting[event.reason]).id,
                "kind": "out",
                "quantity": 1,
                "event_id": event.id,
                "user_id": event.user_id.id,
                "date": event.date,
                "is_signed": bool(event.satisfaction),
            }
            for event in events
            if event.reason in fitting and event.date <= today and rng.random() < 0.8
        ]
    )


def _visit(env, events, today):
    """A visit of comfort for each event of that kind; the newest ones are still planned."""
    values = []
    for event in events.filtered(lambda event: event.kind in ("comfort", "farewell")):
        day = event.date + datetime.timedelta(days=3)
        lines = event.grid_id.officer_line_ids.filtered(lambda line: not line.is_substitute)
        worker = lines.user_id[:1]
        past = day <= today
        values.append(
            {
                "household_id": event.household_id.id,
                "life_event_id": event.id,
                "kind": "comfort",
                "date": day,
                "state": "done" if past else "planned",
                "user_id": worker.id,
                "visitor_ids": [Command.link(worker.id)] if past and worker else [],
                "situation": "带去慰问，问了还需要什么。" if past else False,
            }
        )
    env["community.visit"].create(values)


def _play_register(env, rng):
    """What happened lately in the register: each of these proposes an event."""
    today = fields.Date.context_today(env.user)
    households = (
        env["community.household"]
        .search([("grid_id", "!=", False), ("member_count", ">", 2)], order="id")
        .filtered(lambda h: h.head_id)
    )
    chosen = rng.sample(households, 6)
    day = today - datetime.timedelta(days=3)
    chosen[0]._birth(day, {"name": chosen[0].head_id.name[:1] + "乐乐", "id_kind": "birth"})
    old = chosen[1].resident_ids.filtered(lambda r: r != chosen[1].head_id).sorted("birth_date")
    chosen[1]._death(day, old[:1])
    single = chosen[2].head_id
    single.with_context(**trusted(community_no_fact_lines=True)).marital = "single"
    single.marital = "married"
    worker = chosen[3].head_id
    worker.with_context(**trusted(community_no_fact_lines=True)).employment = "employed"
    worker.employment = "laid_off"
    for household, code in ((chosen[4], "major_illness"), (chosen[5], "disability")):
        category = env.ref(f"community_service.community_category_{code}")
        if category not in household.head_id.category_ids:
            env["community.category.line"].create(
                {"category_id": category.id, "resident_id": household.head_id.id}
            )
