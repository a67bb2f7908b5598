"""What demanded forms ask of people and homes: work, residence permits, disability, accounts, size.

Some of it is missing, as in any register: those are the questions of the next visits.
"""

import datetime
import random

from odoo import fields
from odoo.fields import Command

from odoo.addons.community_service.tools.demanded_facts import GRADES, KINDS
from odoo.addons.community_service.tools.trusted import trusted

WORK = (
    ("教师", "东河第二小学"),
    ("护士", "东河街道卫生服务中心"),
    ("货车司机", "顺达货运站"),
    ("营业员", "惠民超市"),
    ("厨师", "老街饭店"),
    ("机修工", "东河机械厂"),
    ("会计", "明信会计服务部"),
    ("保洁员", "洁安物业服务部"),
    ("快递员", "东河快递点"),
    ("公交驾驶员", "市公交二场"),
)
FREE_WORK = ("裁缝", "装修工", "网店店主", "家政服务员", "摊贩")
BANKS = ("东河农村商业银行", "东河邮政储蓄所", "东河城市银行老街支行")
ROOMS = ((38, 1), (52.5, 1), (64, 2), (76.8, 2), (89.5, 3), (98.2, 3), (120, 3), (142, 4))
# Of every hundred of whom it could be known.
KNOWN = 70


def play(env):
    """Tell the facts as the register had them: they have no past of their own."""
    rng = random.Random(20260105)
    env = env(context={**env.context, **trusted(community_no_fact_lines=True)})
    people = env["community.resident"].search([("date_death", "=", False)], order="id")
    _tell_work(people, rng)
    _tell_permits(people, rng)
    _tell_disability(env, rng)
    _tell_accounts(env, rng)
    _tell_sizes(env, rng)
    _tell_lost_children(env, people)


def _tell_work(people, rng):
    told = {}
    for person in people.filtered(lambda one: one.employment in ("employed", "flexible")):
        if rng.randrange(100) < KNOWN:
            is_free = person.employment == "flexible"
            work = (rng.choice(FREE_WORK), False) if is_free else rng.choice(WORK)
            told[work] = told.get(work, people.browse()) | person
    for (occupation, unit), workers in told.items():
        workers.write({"occupation": occupation, "work_unit": unit})


def _tell_permits(people, rng):
    today = fields.Date.context_today(people)
    for person in people.filtered(lambda one: one.resident_kind == "floating"):
        number = rng.randrange(100)
        if number < KNOWN:
            # Some have just run out.
            person.residence_permit_end = today + datetime.timedelta(days=rng.randrange(-30, 360))
        elif number < KNOWN + 15:
            person.residence_permit = "none"


def _tell_disability(env, rng):
    lines = env["community.category.line"].search(
        [
            ("category_id.code", "in", ("disability", "severe_disability")),
            ("date_to", "=", False),
            ("resident_id.date_death", "=", False),
        ],
        order="id",
    )
    today = fields.Date.context_today(lines)
    severe = lines.filtered(lambda line: line.category_id.code == "severe_disability").resident_id
    for person in lines.resident_id:
        kind = rng.choice(KINDS)
        grade = rng.choice(GRADES[:2] if person in severe else GRADES[2:])
        values = {"disability_kind": kind, "disability_grade": grade}
        if rng.randrange(100) < KNOWN and len(person.id_number or "") == 18:
            # The figures of the certificate: ID number, kind, grade.
            figures = f"{KINDS.index(kind) + 1}{GRADES.index(grade) + 1}"
            values["disability_number"] = person.id_number + figures
            values["disability_end"] = today + datetime.timedelta(days=rng.randrange(60, 3600))
        person.write(values)


def _tell_accounts(env, rng):
    heads = env["community.aid.case"].search([], order="id").resident_id
    for number, person in enumerate(heads.filtered(lambda one: not one.date_death), 1):
        if rng.randrange(100) < KNOWN:
            # No bank has numbers that begin like this.
            person.write({"bank_name": rng.choice(BANKS), "bank_account": f"999999{number:013d}"})


def _tell_sizes(env, rng):
    told, homes = {}, env["community.dwelling"].search([], order="id")
    for home in homes:
        if rng.randrange(100) < KNOWN:
            size = rng.choice(ROOMS)
            told[size] = told.get(size, homes.browse()) | home
    for (area, rooms), alike in told.items():
        alike.write({"floor_area": area, "room_count": rooms})


def _tell_lost_children(env, people):
    """Two couples who lost their only child years ago, and a family of the wider kind."""
    today = fields.Date.context_today(people)
    old = people.filtered(lambda one: one.age >= 60 and one.role in ("head", "spouse"))
    couples = [
        couple
        for home, couple in old.grouped("household_id").items()
        if home and len(couple) == 2 and len(home.resident_ids) == 2
    ]
    for couple, code in zip(
        couples, ("only_child_lost", "only_child_lost", "family_planning_special"), strict=False
    ):
        category = env["community.category"].search([("code", "=", code)], limit=1)
        start = today - datetime.timedelta(days=2200)
        couple.write(
            {
                "category_line_ids": [
                    Command.create({"category_id": category.id, "date_from": start})
                ]
            }
        )
