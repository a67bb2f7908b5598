"""A renovation in the demo community: forty households, a team, steps, a history; old issues."""

import datetime
import random

from odoo import fields
from odoo.fields import Command

LEAST = 38
DEMANDS = (
    ("price", "评估单价比隔壁片区低", "按公告日市场价评估，可申请复核评估"),
    ("area", "加建的厨房没有计入面积", "无证面积按认定办法处理，已提交认定"),
    ("resettlement", "希望回迁原地段低楼层", "方案提供就近地段，摇号选房"),
    ("transition", "过渡期长，老人租房难", "可申请周转用房"),
    ("business", "临街小卖部的停业损失", "持证经营的按规定补偿"),
    ("school", "孩子转学怎么办", "过渡期间学籍不变"),
)
REASONS = ("房价听说还要涨，想再等等", "兄弟几人产权没有说清", "老人舍不得老房子")
ISSUES = (
    # name, kind, years, households, body, obstacles, next step, days, result
    (
        "三号院两栋楼一直没有办产权证",
        "title",
        17,
        46,
        "区不动产登记中心",
        "原开发企业已注销",
        "核对购房票据",
        20,
        "",
    ),
    (
        "旧改一期二十户回迁房尚未交付",
        "resettlement",
        6,
        20,
        "区住房和城乡建设局",
        "配套管网未通",
        "约施工方踏勘",
        -5,
        "",
    ),
    (
        "老厂区征地补助款差额未发放",
        "compensation",
        12,
        31,
        "区自然资源局",
        "名册有出入",
        "逐户核对名册",
        35,
        "",
    ),
    (
        "下水主管道多年反水",
        "facility",
        9,
        64,
        "区排水公司",
        "管线归属不清",
        "",
        0,
        "纳入老旧小区改造，管道已更换",
    ),
    (
        "围墙边界与相邻单位争议",
        "boundary",
        14,
        12,
        "区自然资源局",
        "图纸遗失",
        "",
        0,
        "现场划定并立界桩",
    ),
)
INCIDENTS = (
    (
        "gathering",
        "施工车辆夜间进场，居民到工地门口反映",
        25,
        "协调施工单位调整进场时间，党员楼长逐户说明",
        "进场前三天张贴告知单",
    ),
    (
        "blockade",
        "选房顺序有误解，有人堵住指挥部大门",
        12,
        "请决定机关当场公布选房规则，劝离人员",
        "规则先公示、再选房",
    ),
    (
        "weather",
        "暴雨后待拆房屋积水，三户临时转移",
        9,
        "转移老人到周转房，联系排水",
        "汛期前排查空置房",
    ),
)


def play(env):
    """Make the project and its history, issues and incidents; called by ``load.py``."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    rng = random.Random(20260105)
    today = fields.Date.context_today(env.user)
    users = {
        login: env["res.users"].search([("login", "=", login)], limit=1)
        for login in ("mediator", "coordinator")
    }
    project = _make_project(env, users, today)
    project.action_make_files()
    _play_files(env, rng, project, users, today)
    _make_village(env, users, today, project)
    _make_issues(env, users, today, project)
    _make_incidents(env, users, today, project)


def _make_project(env, users, today):
    day = lambda back: today - datetime.timedelta(days=back)  # noqa: E731
    Partner = env["res.partner"]
    body, builder, demolition = Partner.create(
        [
            {"name": "东河区住房保障和房屋征收办公室", "is_company": True},
            {"name": "望河置业公司", "is_company": True},
            {"name": "安顺拆除工程公司", "is_company": True},
        ]
    )
    helpers = Partner.create([{"name": "罗桂珍（老党员）"}, {"name": "冯立国（党小组长）"}])
    policies = env["community.relocation.policy"].browse()
    for name in ("way", "paid_first"):
        policies |= env.ref(f"community_mediation.relocation_policy_{name}")
    project = env["community.relocation.project"].create(
        {
            "name": "东河片区棚户区改造",
            "code": "DH",
            "kind": "shanty",
            "state": "preparing",
            "body_id": body.id,
            "developer_ids": [Command.set((builder | demolition).ids)],
            "area_ids": [Command.set(_buildings(env).ids)],
            "policy_ids": [Command.set(policies.ids)],
            "date_start": day(320),
            "date_sign_from": day(215),
            "date_sign_to": day(35),
            "target_rate": 90,
            "note": "社区只做讲解、登记和协调，补偿由征收部门决定。",
            "member_ids": [
                Command.create(values)
                for values in (
                    {"user_id": users["coordinator"].id, "role": "lead", "date_from": day(320)},
                    {"user_id": users["mediator"].id, "role": "explain", "date_from": day(310)},
                    {"partner_id": helpers[0].id, "role": "member", "date_from": day(300)},
                    {"partner_id": helpers[1].id, "role": "contact", "date_from": day(300)},
                )
            ],
            "step_ids": [
                Command.create(
                    {
                        "kind": kind,
                        "date_from": day(first),
                        "date_to": day(last) if last else False,
                        "notice": notice,
                    }
                )
                for kind, first, last, notice in (
                    ("plan", 318, 285, "补偿方案征求意见公告"),
                    ("risk", 284, 270, "社会稳定风险评估报告"),
                    ("decision", 262, 0, "东河区征字第3号房屋征收决定公告"),
                    ("freeze", 262, 0, "暂停办理相关手续通知"),
                    ("survey", 258, 240, "入户调查登记通知"),
                    ("result", 238, 231, "调查结果公示"),
                    ("valuer", 230, 224, "评估机构选定公告"),
                    ("signing", 215, 35, "签约通知"),
                )
            ],
        }
    )
    project.action_start_signing()
    env["community.relocation.talk"].create(
        [
            {
                "project_id": project.id,
                "partner_id": partner.id,
                "user_id": users["coordinator"].id,
                "date": day(back),
                "subject": subject,
                "result": result,
                "next_step": step,
                "date_next": day(-until) if step else False,
                "is_done": done,
            }
            for partner, back, subject, result, step, until, done in (
                (
                    builder,
                    150,
                    "安置房交付时间",
                    "预计明年六月交付，书面答复",
                    "催要书面答复",
                    -140,
                    True,
                ),
                (demolition, 60, "夜间施工扰民", "同意晚八点后停工", "", 0, True),
                (body, 20, "未签约户的复核评估", "受理四户申请", "陪同入户复核", 6, False),
            )
        ]
    )
    return project


def _make_village(env, users, today, project):
    """A second project, still open to comment: land of a village within the community."""
    day = lambda back: today - datetime.timedelta(days=back)  # noqa: E731
    env["community.relocation.project"].create(
        {
            "name": "河湾城中村土地征收",
            "code": "HW",
            "kind": "requisition",
            "land_kind": "both",
            "body_id": project.body_id.id,
            "date_start": day(15),
            "target_rate": 95,
            "is_conditional": True,
            "policy_ids": [
                Command.set(env.ref("community_mediation.relocation_policy_collective").ids)
            ],
            "note": "国有土地与集体土地并存，适用规定不同。",
            "member_ids": [
                Command.create(
                    {"user_id": users["mediator"].id, "role": "explain", "date_from": day(15)}
                )
            ],
            "step_ids": [
                Command.create(
                    {
                        "kind": "plan",
                        "date_from": day(12),
                        "date_to": day(-20),
                        "notice": "补偿安置方案征求意见公告",
                    }
                )
            ],
        }
    )


def _buildings(env):
    """Return buildings that stand side by side and have about forty households."""
    chosen, count = env["community.area"], 0
    for building in env["community.area"].search([("kind", "=", "building")], order="walk_key"):
        number = env["community.household"].search_count([("area_id", "child_of", building.id)])
        if number and number <= LEAST:
            chosen, count = chosen | building, count + number
        if count >= LEAST:
            break
    return chosen


def _play_files(env, rng, project, users, today):
    files = project.file_ids.sorted("number")
    explanations, demands = [], []
    for index, file in enumerate(files):
        size = rng.choice((38.5, 42.0, 56.4, 61.2, 74.8))
        extra = rng.choice((0, 0, 0, 6.5, 12.0))
        values = {"certified_area": size, "uncertified_area": extra, "land_area": size + extra}
        share = index / len(files)
        user = users["mediator"] if rng.random() < 0.7 else users["coordinator"]
        told = sorted(rng.sample(range(3, 250), rng.choice((1, 2, 2, 3))), reverse=True)
        if share < 0.68:
            signed = today - datetime.timedelta(days=rng.randrange(40, 214))
            values |= {
                "attitude": "willing",
                "way": rng.choice(("money", "exchange", "exchange")),
                "agreement_state": "signed",
                "date_signed": signed,
            }
            if share < 0.45:
                paid = min(signed + datetime.timedelta(days=rng.randrange(8, 25)), today)
                values["date_compensated"] = paid
                if share < 0.3:
                    moved = min(paid + datetime.timedelta(days=rng.randrange(5, 30)), today)
                    values |= {
                        "date_moved": moved,
                        "transition": "own",
                        "transition_from": moved,
                        "transition_months": 18,
                    }
        elif share < 0.74:
            values |= {
                "attitude": "unwilling",
                "agreement_state": "decision",
                "date_decision": today - datetime.timedelta(days=12),
            }
        else:
            values |= {
                "attitude": "unwilling" if share < 0.86 else "undecided",
                "dispute": rng.choice(REASONS),
            }
        # A card is written as the coordinator would; nobody but the program sets its household.
        file.write(values)
        for back in told:
            explanations.append(
                {
                    "file_id": file.id,
                    "date": today - datetime.timedelta(days=back),
                    "user_id": user.id,
                    "response": rng.choice(("understood", "understood", "unclear", "disagrees")),
                    "note": rng.choice(("讲了补偿方式二选一", "讲了先补偿后搬迁", "算了过渡费")),
                    "is_visit": back < 60,
                }
            )
        if rng.random() < 0.7:
            kind, name, answer = rng.choice(DEMANDS)
            day = today - datetime.timedelta(days=told[0])
            result = rng.choice(("met", "partly", "explained")) if share < 0.7 else "open"
            demands.append(
                {
                    "file_id": file.id,
                    "kind": kind,
                    "name": name,
                    "date": day,
                    "result": result,
                    "answer": answer if result != "open" else False,
                    "date_answered": min(day + datetime.timedelta(days=15), today)
                    if result != "open"
                    else False,
                }
            )
    env["community.relocation.explanation"].create(explanations)
    env["community.relocation.demand"].create(demands)
    env["community.relocation.offer"].create(
        [
            {
                "file_id": file.id,
                "date": today - datetime.timedelta(days=210),
                "amount": round(file.total_area * 7850),
            }
            for file in files
        ]
    )


def _make_issues(env, users, today, project):
    area = env["community.area"].search([("kind", "=", "estate")], limit=1)
    for name, kind, years, count, body, obstacles, step, days, result in ISSUES:
        issue = env["community.legacy.issue"].create(
            {
                "name": name,
                "kind": kind,
                "since": today - datetime.timedelta(days=365 * years),
                "household_count": count,
                "body_id": env["res.partner"].create({"name": body, "is_company": True}).id,
                "area_id": area.id,
                "description": f"约{years}年前形成，居民多次反映，社区已三次约请{body}协调。",
                "obstacles": obstacles,
                "next_step": step,
                "date_next": today + datetime.timedelta(days=days) if step else False,
                "user_id": users["coordinator"].id,
                "helper_ids": [Command.set(users["mediator"].ids)],
                "project_id": project.id if kind == "resettlement" else False,
                "result": result,
            }
        )
        if result:
            issue.action_solve()
            issue.date_closed = today - datetime.timedelta(days=count)


def _make_incidents(env, users, today, project):
    area = env["community.area"].search([("kind", "=", "estate")], limit=1)
    told = env["res.partner"].create([{"name": "东河街道办事处", "is_company": True}])
    told |= env["res.partner"].search([("name", "=", "东河派出所")], limit=1)
    volunteers = env["res.partner"].search([("name", "in", ("方志民", "韩素芬"))])
    for index, (kind, name, people, measure, lessons) in enumerate(INCIDENTS):
        day = today - datetime.timedelta(days=160 - index * 70)
        start = datetime.datetime.combine(day, datetime.time(1, 20))
        incident = env["community.incident"].create(
            {
                "name": name,
                "kind_id": env.ref(f"community_mediation.incident_kind_{kind}").id,
                "description": f"当日上午{name}，约{people}人。社区工作人员和党员十五分钟内到场。",
                "area_id": area.id,
                "told_ids": [Command.set(told.ids)],
                "date_start": start,
                "date_end": start + datetime.timedelta(hours=3),
                "people_count": people,
                "project_id": project.id,
                "user_id": users["coordinator"].id,
                "helper_ids": [Command.set(users["mediator"].ids)],
                "measure_ids": [
                    Command.create(
                        {
                            "name": measure,
                            "date": start + datetime.timedelta(hours=1),
                            "partner_id": users["coordinator"].partner_id.id,
                            "effect": "现场平息，无人受伤",
                        }
                    )
                ],
                "lessons": lessons,
            }
        )
        env["community.contribution"].create(
            [
                {
                    "res_model": incident._name,
                    "res_id": incident.id,
                    "partner_id": partner.id,
                    "role": "到场劝说",
                    "date": day,
                    "quantity": 2,
                    "unit": "hours",
                }
                for partner in volunteers
            ]
        )
        incident.action_calm()
        if index < 2:
            incident.action_close()
            incident.date_closed = day + datetime.timedelta(days=10)
        else:
            incident.measure_ids = [
                Command.create(
                    {
                        "name": "逐户复查积水，清理排水口",
                        "date": False,
                        "date_due": today + datetime.timedelta(days=4),
                        "partner_id": users["mediator"].partner_id.id,
                    }
                )
            ]
