"""Needs that visits of earlier months found and that have been met, most of them on time."""

import datetime
import random

from odoo import fields

NEEDS = (
    ("request", "楼道灯不亮", "联系物业换好了灯。"),
    ("request", "水管漏水，请人来看", "水管已修好。"),
    ("aid", "想了解低保怎么申请", "讲清了条件和材料。"),
    ("caring", "老人想有人陪着去医院", "志愿者陪同就医。"),
    ("mediation", "楼上晚上声音太大", "上门说和，已商定时间。"),
)
SHARE = 0.035
LATE = 0.12


def play(env):
    """Add needs to visits of the last two years, up to nine weeks ago."""
    rng = random.Random(11)
    today = fields.Date.context_today(env.user)
    visits = env["community.visit"].search(
        [
            ("state", "=", "done"),
            ("date", "<", today - datetime.timedelta(weeks=9)),
            ("date", ">", today - datetime.timedelta(days=720)),
            ("user_id", "!=", False),
            ("need_ids", "=", False),
        ],
        order="date, id",
    )
    values = []
    for visit in visits:
        if rng.random() > SHARE:
            continue
        kind, name, result = rng.choice(NEEDS)
        days = rng.randrange(9, 20) if rng.random() < LATE else rng.randrange(1, 6)
        values.append(
            {
                "name": name,
                "kind": kind,
                "visit_id": visit.id,
                "user_id": visit.user_id.id,
                "date_found": visit.date,
                "state": "done",
                "date_closed": visit.date + datetime.timedelta(days=days),
                "result": result,
            }
        )
    env["community.visit.need"].create(values)
