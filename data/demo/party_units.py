"""Units stationed here, what they and the community give each other, agreements and contacts."""

import datetime

from odoo import fields
from odoo.fields import Command

UNITS = (
    # name, kind, what is known of the Party there, attached to, employees, members, contact
    ("东河区税务局", "government", "own", "", 86, 41, "孙启明"),
    ("东河小学", "public_institution", "own", "", 64, 27, "刘静"),
    ("东河社区卫生服务中心", "public_institution", "own", "", 38, 12, "马丽华"),
    ("辽港供热公司", "state_enterprise", "own", "", 120, 33, "高志远"),
    ("望河物业服务有限公司", "non_public", "attached", "东河社区党总支", 45, 4, "宋国强"),
    ("满意超市", "non_public", "none", "", 22, 0, "于海燕"),
    ("鲜果多水果店", "non_public", "unknown", "", 0, 0, "范小波"),
    ("夕阳红助老服务社", "new_social", "attached", "东河社区党总支", 9, 3, "郝淑芬"),
    ("晨光志愿者协会", "new_social", "none", "", 6, 0, "秦朗"),
)
OFFERS = (
    ("东河小学", "周末开放操场", "room", "操场一块"),
    ("东河区税务局", "个税汇算辅导", "skill", "每季一次"),
    ("东河社区卫生服务中心", "量血压和健康讲座", "people", "医生2人"),
    ("满意超市", "节日慰问品", "goods", "30份"),
)
NEEDS = (
    ("", "老年人就近锻炼的场地", "room", "晚间和周末"),
    ("", "独居老人定期健康检查", "people", "每月一次"),
    ("东河小学", "放学时段护学岗", "people", "每日2人"),
)


def play(env):
    """Fill the co-building of the first branch; called by ``load.py`` after the plans."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    today = fields.Date.context_today(env.user)
    branch = env["community.party.organization"].search([("kind", "=", "branch")], order="id")[:1]
    units = {line[0]: _unit(env, branch, line) for line in UNITS}
    lists = {}
    for direction, lines in (("offer", OFFERS), ("need", NEEDS)):
        for unit, name, kind, amount in lines:
            lists[name] = env["community.party.cooperation"].create(
                {
                    "name": name,
                    "direction": direction,
                    "kind": kind,
                    "amount": amount,
                    "unit_id": units[unit].id if unit else False,
                    "organization_id": branch.id,
                    "date_from": today.replace(month=1, day=1),
                    "source": "年初走访",
                }
            )
    _projects(env, branch, units, lists, today)
    _agreements(env, units, today)
    _contacts(env, units, today)
    for name, duty in (("东河小学", "青少年教育"), ("东河社区卫生服务中心", "健康服务")):
        env["community.party.delegate"].create(
            {
                "unit_id": units[name].id,
                "organization_id": branch.id,
                "new_name": units[name].contact_name,
                "duty": duty,
                "date_from": today.replace(month=1, day=1),
            }
        )


def _unit(env, branch, line):
    name, kind, presence, attached_to, employees, members, contact = line
    partner = env["res.partner"].search([("name", "=", name), ("is_company", "=", True)], limit=1)
    return env["community.party.unit"].create(
        {
            **({"partner_id": partner.id} if partner else {"new_name": name}),
            "unit_kind": kind,
            "organization_id": branch.id,
            "contact_name": contact,
            "date_from": "2018-01-01" if kind == "non_public" else False,
            "line_ids": [
                Command.create(
                    {
                        "presence": presence,
                        "attached_to": attached_to,
                        "is_counted": bool(employees),
                        "employee_count": employees,
                        "member_count": members,
                        "source": "两新组织摸排" if kind in ("non_public", "new_social") else "",
                    }
                )
            ]
            if presence != "unknown"
            else [],
        }
    )


def _projects(env, branch, units, lists, today):
    def project(name, unit, need, offer, start, due):
        return env["community.party.project"].create(
            {
                "name": name,
                "organization_id": branch.id,
                "unit_ids": units[unit].ids,
                "lead_unit_id": units[unit].id,
                "need_ids": lists[need].ids,
                "resource_ids": lists[offer].ids,
                "date_from": today + datetime.timedelta(days=start),
                "date_due": today + datetime.timedelta(days=due),
            }
        )

    done = project("周末操场进社区", "东河小学", "老年人就近锻炼的场地", "周末开放操场", -150, -60)
    done.action_start()
    done.write(
        {
            "result": "周末开放操场，登记锻炼居民46人",
            "evidence": "开放登记簿",
            "date_done": today - datetime.timedelta(days=65),
        }
    )
    done.action_done()
    done.write({"satisfaction": "satisfied", "satisfaction_note": "居民20人"})
    project(
        "银龄健康行",
        "东河社区卫生服务中心",
        "独居老人定期健康检查",
        "量血压和健康讲座",
        -40,
        40,
    ).action_start()


def _agreements(env, units, today):
    def agreement(name, lines, signed=True):
        record = env["community.party.agreement"].create(
            {
                "unit_id": units[name].id,
                "year": today.year,
                "line_ids": [
                    Command.create(
                        {
                            "side": side,
                            "name": what,
                            "amount": amount,
                            "date_due": datetime.date(today.year, month, 28),
                        }
                    )
                    for side, what, amount, month in lines
                ],
            }
        )
        if signed:
            record.write(
                {
                    "date_signed": min(datetime.date(today.year, 2, 20), today),
                    "unit_signer": units[name].contact_name,
                    "organization_signer": "支部书记",
                }
            )
            record.action_sign()
            for line in record.line_ids:
                # Early in a year one was done before its day.
                if line.date_due <= today or line.name == "周末开放操场":
                    line.write({"date_done": min(line.date_due, today), "result": "已完成"})

    agreement(
        "东河小学",
        (
            ("unit", "周末开放操场", "每周两天", 3),
            ("community", "放学时段护学岗", "每日2人", 3),
            ("unit", "寒假书法课堂", "4次", 12),
        ),
    )
    agreement(
        "东河社区卫生服务中心",
        (("unit", "健康讲座", "4场", 12), ("community", "组织居民参加", "每场30人", 12)),
    )
    agreement("满意超市", (("unit", "节日慰问品", "30份", 9),), signed=False)


def _contacts(env, units, today):
    for name, direction, way, about, days, answer in (
        ("东河小学", "in", "visit", "商量放学时段护学岗", 80, "支部安排每日2名党员"),
        ("东河小学", "out", "phone", "借礼堂开居民代表会议", 30, "周六上午可用"),
        ("辽港供热公司", "out", "letter", "通报供暖不热的楼栋", 20, ""),
        ("鲜果多水果店", "out", "visit", "了解店里党员情况", 5, ""),
        ("晨光志愿者协会", "in", "message", "想参加重阳活动", 25, "列入计划"),
    ):
        date = today - datetime.timedelta(days=days)
        env["community.party.contact"].create(
            {
                "name": about,
                "unit_id": units[name].id,
                "direction": direction,
                "way": way,
                "date": date,
                "person": units[name].contact_name,
                "date_answered": date + datetime.timedelta(days=3) if answer else False,
                "answer": answer,
            }
        )
