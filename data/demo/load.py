"""The demo community: a register through the product's own import, grids, and a year of visits.

Read by ``./dev up``; every person is fictional, every choice is fixed by one seed, and the last
eight weeks before the day of loading are always live data.
"""

import base64
import datetime
import importlib.util
import pathlib
import random

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

HERE = pathlib.Path(__file__).resolve().parent
REGISTER = HERE / "register.xlsx"
SERVICE = "community_service.group_community"
USERS = (
    # login, name, group
    ("grid1", "周海燕", "grid_worker"),
    ("grid2", "孙立军", "grid_worker"),
    ("grid3", "何秀芳", "grid_worker"),
    ("officer", "梁文静", "officer"),
    ("manager", "郭振华", "manager"),
    ("auditor", "宋建平", "auditor"),
)
# Who writes the papers, each what they may read.
KEEPERS = ("manager", "party_manager", "coordinator", "petition_officer")
SITUATIONS = (
    "家里一切都好。",
    "老人精神不错，子女每周回来。",
    "楼道灯坏了，已记下报修。",
    "问了医保缴费的办法，当场讲清。",
    "孩子今年高考，家里比较忙。",
    "刚找到工作，收入比去年稳定。",
    "腿脚不便，买菜靠邻居帮忙。",
    "暖气不热，想请物业来看看。",
)
# What leads records to their ends is played in this order, from the files ``*_ends.py``.
ENDS = (
    "work",
    "register",
    "forms",
    "aid",
    "mediation",
    "party_people",
    "party_network",
    "party_money",
    "party_works",
    "figures",
)
NEEDS = (
    ("request", "楼道灯坏了，请物业维修"),
    ("request", "咨询居住证怎么办"),
    ("aid", "家里收入减少，想了解低保政策"),
    ("mediation", "楼上漏水，两家说不拢"),
    ("caring", "老人八十岁生日，想请驿站上门祝贺"),
)


def load(env):
    """Fill a new database; called by ``./dev up``. Where the demo is loaded, nothing is done."""
    if env["ir.config_parameter"].sudo().get_param("community.demo_logins"):
        return
    rng = random.Random(20241123)
    # In the day of the community: early in its morning London has the day before.
    env = env(context=dict(env.context, tz="Asia/Shanghai"))
    company = env.company
    company.name = "东河社区"
    yuan = env.ref("base.CNY")
    yuan.active = True
    company.currency_id = yuan
    # The workbook of the demo took the place of a register that was kept for years.
    year = fields.Date.context_today(env.user).year
    company.community_register_since = datetime.date(year - 2, 1, 1)
    users = _make_users(env)
    _import_register(env)
    grids = _make_grids(env, users)
    _make_programme(env, users)
    _play_visits(env, rng, grids)
    logins = _play_parts(env)
    _plan_week(env, grids)
    _make_reports(env, users["manager"])
    env["ir.config_parameter"].sudo().set_param(
        "community.demo_logins",
        "|".join(
            f"{login} / {login} ({group.replace('_', ' ')})"
            for login, group in [
                *((login, group) for login, _name, group in USERS),
                ("volunteer", "portal, on a phone: /my/volunteer"),
                *logins,
            ]
        ),
    )


def write_out(env, folder):
    """Write every ledger as XLSX and the situation report of last year as PDF into ``folder``.

    Each ledger is written by somebody who may read it: the service's manager sees no Party file.
    """
    context = {"lang": "zh_CN", "tz": "Asia/Shanghai"}
    users = (
        env["res.users"]
        .search([("login", "in", KEEPERS)])
        .sorted(lambda user: KEEPERS.index(user.login))
    )
    written = set()
    for user in users:
        own = env(user=user.id, context=context)
        for ledger in own["community.ledger"].search([("is_readable", "=", True)]):
            if ledger.code not in written:
                written.add(ledger.code)
                with open(folder / f"{ledger.code}.xlsx", "wb") as stream:
                    ledger._write_xlsx(stream)
    env = env(user=users[0].id, context=context)
    # The year that is over: all of its figures stand.
    report = env["community.report"].search(
        [("kind", "=", "written"), ("state", "=", "locked")], limit=1
    )
    pdf, _kind = env["ir.actions.report"]._render_qweb_pdf(
        "community_service.community_report_action_report", report.ids
    )
    (folder / "situation_report.pdf").write_bytes(pdf)


def _make_users(env):
    users = {}
    for login, name, group in USERS:
        users[login] = env["res.users"].create(
            {
                "login": login,
                "password": login,
                "name": name,
                "lang": "zh_CN",
                "tz": "Asia/Shanghai",
                "group_ids": [
                    Command.link(env.ref("base.group_user").id),
                    Command.link(env.ref(f"{SERVICE}_{group}").id),
                ],
            }
        )
    # The administrator of the demo shows everything; an installation gives the group by hand.
    env.ref("base.user_admin").group_ids += env.ref(f"{SERVICE}_manager")
    return users


def _import_register(env):
    register = env["community.import"].create(
        {"file": base64.b64encode(REGISTER.read_bytes()), "filename": REGISTER.name}
    )
    register.action_check()
    register.action_apply()


def _make_grids(env, users):
    """Give the grids that the register names to three workers; each stands in for the next."""
    workers = [users["grid1"], users["grid2"], users["grid3"]]
    start = fields.Date.context_today(env.user) - relativedelta(years=2)
    grids = (
        env["community.grid"]
        .search([])
        .sorted(lambda grid: min(grid.area_ids.mapped("walk_key"), default=""))
    )
    share = -(-len(grids) // len(workers))
    for number, grid in enumerate(grids):
        worker = number // share
        grid.officer_line_ids = [
            Command.create({"user_id": workers[worker].id, "date_from": start}),
            Command.create(
                {
                    "user_id": workers[(worker + 1) % len(workers)].id,
                    "date_from": start,
                    "is_substitute": True,
                }
            ),
        ]
    return grids


def _make_programme(env, users):
    today = fields.Date.context_today(env.user)
    env["community.programme"].create(
        {
            "name": f"下基层进万家 {today.year}",
            "date_from": datetime.date(today.year, 1, 1),
            "date_to": datetime.date(today.year, 12, 31),
            "user_id": users["manager"].id,
            "target_rate": 95.0,
            "purpose": "走进每一户，听需求，办实事。",
            "task_ids": [
                Command.create({"name": "摸清困难家庭底数", "user_id": users["officer"].id}),
                Command.create({"name": "整理典型事例", "user_id": users["manager"].id}),
            ],
        }
    )


def _play_visits(env, rng, grids):
    """Visits from the first day of last year to yesterday; a part of the homes stays overdue."""
    today = fields.Date.context_today(env.user)
    first = datetime.date(today.year - 1, 1, 1)
    worker_of = {
        grid: grid.officer_line_ids.filtered(lambda x: not x.is_substitute).user_id
        for grid in grids
    }
    households = env["community.household"].search([("grid_id", "in", grids.ids)])
    values = []
    for household in households:
        months = {"red": 1, "yellow": 3}.get(household.need_level, 11)
        day = first + datetime.timedelta(days=rng.randrange(months * 30))
        # Some homes were put off lately: they are what My Day shows as overdue.
        last = today - datetime.timedelta(days=rng.randrange(20, 150) * (rng.random() < 0.25))
        while day < last:
            worker = worker_of[household.grid_id]
            absent = rng.random() < 0.12
            values.append(
                {
                    "household_id": household.id,
                    "date": day,
                    "state": "absent" if absent else "done",
                    "kind": "care" if household.need_level == "red" else "routine",
                    "mode": "home",
                    "user_id": worker.id,
                    "visitor_ids": [Command.link(worker.id)],
                    "met_resident_ids": []
                    if absent
                    else [Command.link(household.head_id.id)]
                    if household.head_id
                    else [],
                    "situation": False if absent else rng.choice(SITUATIONS),
                    "answered_on_spot": not absent and rng.random() < 0.2,
                }
            )
            if absent:
                day += datetime.timedelta(days=rng.randrange(2, 10))
            else:
                day += datetime.timedelta(days=int(months * 30 * rng.uniform(0.85, 1.2)))
    values.sort(key=lambda line: line["date"])
    visits = env["community.visit"].create(values)
    recent = visits.filtered(
        lambda v: v.state == "done" and v.date >= today - datetime.timedelta(weeks=8)
    )
    env["community.visit.need"].create(
        [
            {
                "name": name,
                "kind": kind,
                "visit_id": visit.id,
                "user_id": visit.user_id.id,
                "date_found": visit.date,
            }
            for visit, (kind, name) in (
                (visit, rng.choice(NEEDS)) for visit in recent if rng.random() < 0.12
            )
        ]
    )


def _play_parts(env):
    """Let every other file beside this one add its part with ``play(env)``, by name; ends at last.

    :return: pairs (login, role) of the users that the parts made, from their ``LOGINS``
    """
    logins = []
    for path in sorted(HERE.glob("*.py")):
        if path.stem not in ("load", "ends") and not path.stem.endswith("_ends"):
            part = _part(path.stem)
            part.play(env)
            logins += getattr(part, "LOGINS", ())
    steps = [step for name in ENDS for step in _part(f"{name}_ends").STEPS]
    _part("ends").play(env, steps)
    return logins


def _part(name):
    """Return a file beside this one as a module."""
    spec = importlib.util.spec_from_file_location(f"community_demo_{name}", HERE / f"{name}.py")
    part = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(part)
    return part


def _plan_week(env, grids):
    """Plan the coming week, as a worker does on Monday morning."""
    today = fields.Date.context_today(env.user)
    env["community.visit.plan"].create(
        {
            "grid_ids": [Command.set(grids.ids)],
            "date_from": today,
            "date_to": today + datetime.timedelta(days=6),
            "per_day": 8,
        }
    ).action_plan()


def _make_reports(env, manager):
    """The report of last year as it was handed in, and the one of this year as far as it goes."""
    today = fields.Date.context_today(env.user)
    reports = (
        env["community.report"]
        .with_user(manager)
        .with_context(lang="zh_CN")
        .create(
            [
                {
                    "name": f"{year}年“下基层进万家”活动情况报告",
                    "date_from": datetime.date(year, 1, 1),
                    "date_to": min(datetime.date(year, 12, 31), today),
                }
                for year in (today.year - 1, today.year)
            ]
        )
    )
    reports.action_refresh()
    reports.action_propose()
    reports[0].action_lock()
