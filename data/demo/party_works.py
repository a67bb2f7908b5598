"""What branches are judged by and honoured for, their schemes, the fund, rules and publicity."""

import datetime

from odoo import fields
from odoo.fields import Command

EVIDENCE = ("会议记录与签到", "党员发展台账", "制度汇编", "走访台账与办结回执", "居民代表评议表")
SCHEMES = (
    # kind, name of the own rows, items: what, aimed at, counted in
    (
        "seven_links",
        (
            ("联系困难家庭，帮助解决生活难题", 24, "户"),
            ("联系下岗失业人员，帮助找岗位", 10, "人"),
            ("联系空巢老人，帮助日常照料", 16, "人"),
        ),
    ),
    ("three_ones", (("每月一次楼院走访", 12, "次"), ("每季一堂党课", 4, "堂"))),
    ("three_joint", (("与驻区单位共办活动", 4, "次"), ("居民议事会", 6, "次"))),
    ("pilot", ()),
)
RECORDS = (
    # kind, item, days ago, what, how much, by whom else, whom it brought closer, result
    ("seven_links", 0, 200, "春季走访困难家庭", 9, "", "residents", "落实帮扶4户"),
    ("seven_links", 0, 80, "入户送冬储菜", 11, "", "residents", "11户老人收到"),
    ("seven_links", 1, 120, "岗位对接会", 6, "东河区就业服务站", "companies", "3人上岗"),
    ("seven_links", 2, 60, "结对老人体检陪诊", 5, "", "residents", ""),
    ("three_ones", 0, 150, "一号楼院走访", 1, "", "residents", "记下楼道灯2处，已修"),
    ("three_ones", 0, 40, "六号楼院走访", 1, "", "residents", ""),
    ("three_ones", 1, 90, "书记讲党课", 1, "", False, "到会31人"),
    ("three_joint", 0, 130, "与税务局合办报税辅导", 1, "东河区税务局", "companies", "辅导18人"),
    ("three_joint", 1, 50, "加装电梯议事会", 1, "居民代表", "residents", "形成三条意见"),
)
SOURCES = (
    # kind, name, giver, standard, document, amount, month due, parts received: month, amount
    (
        "finance",
        "区财政拨款",
        "东河区财政局",
        "每年20000元",
        "东财〔{year}〕3号",
        20000,
        3,
        ((3, 20000),),
    ),
    (
        "dues_share",
        "上级返还党费",
        "街道党工委",
        "上缴党费的一定比例",
        "东街组〔{year}〕5号",
        6000,
        6,
        ((8, 6000),),
    ),
    (
        "low_fee",
        "会议室低偿服务",
        "东河社区居委会",
        "每场30元",
        "居委会决定{year}-2",
        1800,
        9,
        ((9, 900),),
    ),
    ("donation", "共建单位捐助", "东河区税务局", "", "共建协议{year}-1", 5000, 10, ()),
)
BUDGET = (
    ("training", "党员和书记培训", 8000),
    ("reading", "学习资料和阅览室", 4000),
    ("activities", "支部活动费", 6000),
    ("commending", "表彰奖励", 3000),
    ("hardship", "慰问困难党员", 3000),
    ("service", "便民服务点", 4000),
)
RULES = (
    ("operation", "“三会一课”考勤办法", "会前三日通知，当场签到；因故不能到会的，会前请假。"),
    ("management", "党建经费使用办法", "专户管理，先申请、再审批、两人签字，每年审计并公示。"),
    ("leadership", "支部委员分工办法", "每名委员联系一个楼院，每季向支部大会报告一次。"),
)


def play(env):
    """Fill the year; called by ``load.py`` after the members and the plans."""
    env = env(
        context={**env.context, "lang": "zh_CN", "tz": "Asia/Shanghai", "tracking_disable": True}
    )
    today = fields.Date.context_today(env.user)
    branches = env["community.party.organization"].search([("kind", "=", "branch")], order="id")
    users = {
        role: env["res.users"].search([("login", "=", f"party_{role}")])
        for role in ("branch", "officer", "treasurer", "manager")
    }
    vote = _vote(env, branches[0], today)
    # Whoever keeps the whole community records what the branches decided.
    officer = env(user=users["officer"].id)
    _assess(officer, branches, vote, today)
    awards = _award(officer, branches, vote, today)
    budgets = _fund(env, branches[0], users, today)
    _pay(env, branches[0], users, budgets, awards, today)
    _schemes(env, branches, users["manager"], today)
    _rules(env, branches[0], users, today)
    _publicity(env, branches[0], awards, today)


def _ago(today, days):
    return today - datetime.timedelta(days=days)


def _members(env, branch):
    return env["community.party.member"].search(
        [
            ("organization_id", "child_of", branch.id),
            ("stage", "=", "full"),
            ("status", "=", "normal"),
            ("discipline_ids", "=", False),
        ],
        order="id",
    )


def _vote(env, branch, today):
    """Return a vote on the year's awards that passed at a general meeting some weeks ago."""
    start = datetime.datetime.combine(_ago(today, 45), datetime.time(1))
    kind = env["community.activity.kind"].search([("meeting_kind", "=", "general")], limit=1)
    meeting = env["community.activity"].create(
        {
            "name": "支部党员大会：表决年度考评和表彰",
            "kind_id": kind.id,
            "organization_id": branch.id,
            "date_start": start,
            "date_stop": start + datetime.timedelta(hours=2),
            "place": f"{branch.name}活动室",
            "minutes": "通报考评和公示情况，逐项表决。",
        }
    )
    meeting.attendance_ids.state = "present"
    meeting.action_done()
    vote = env["community.party.resolution"].create(
        {
            "name": "通过年度考评结果和表彰名单",
            "activity_id": meeting.id,
            "yes_count": meeting.vote_present_count - 1,
            "abstain_count": 1,
        }
    )
    vote.action_decide()
    return vote


def _assess(env, branches, vote, today):
    standards = {
        kind: env.ref(f"community_party.community_party_standard_{kind}")
        for kind in ("five_goods", "five_leads")
    }
    member = _members(env, branches[0])[1]
    for organization, kind, who, until, scores in (
        (branches[0], "five_goods", False, "decided", (92, 88, 90, 91, 94)),
        (branches[0], "five_leads", member, "decided", (90, 93, 95, 92, 96)),
        (branches[1], "five_goods", False, "appraised", (84, 80, 78, 82, 85)),
        (branches[2], "five_goods", False, "pledged", ()),
    ):
        record = env["community.party.assessment"].create(
            {
                "organization_id": organization.id,
                "standard_id": standards[kind].id,
                "member_id": who and who.id,
                "year": vote.date.year,
            }
        )
        record.write(
            {
                "pledge": "全年办好十件实事：修好楼道灯，走访困难户，开设周末课堂……",
                "pledge_place": "社区公示栏",
                "date_pledge": _ago(today, 230),
            }
        )
        record.action_pledge()
        if until == "pledged":
            continue
        record.write(
            {
                "comment": "承诺事项件件有着落，居民反映好。",
                "comment_by": "社区党委书记",
                "date_comment": _ago(today, 120),
            }
        )
        record.action_comment()
        record.write(
            {
                "date_appraisal": _ago(today, 80),
                "survey_asked": 60,
                "survey_returned": 54,
                "survey_satisfied": 38,
                "survey_basic": 13,
                "survey_unsatisfied": 3,
            }
        )
        record.action_appraise()
        for line, score, evidence in zip(record.line_ids, scores, EVIDENCE, strict=False):
            line.write({"score": score, "evidence": evidence})
        if until == "decided":
            record.write({"result": "excellent", "resolution_id": vote.id})
            record.action_decide()


def _award(env, branches, vote, today):
    """Return the awards of the year: paid, asked for, not asked for, in public notice, proposed."""
    first, second = branches[:2]
    members = _members(env, first)
    assessments = env["community.party.assessment"].search(
        [("state", "=", "decided"), ("organization_id", "=", first.id)], order="id"
    )
    own = assessments.filtered("member_id")
    rows = (
        ("member", first, own.member_id, False, own, "优秀共产党员", 600, "granted"),
        ("organization", first, False, first, assessments - own, "先进党支部", 1200, "granted"),
        ("worker", first, members[2], False, False, "优秀党务工作者", 500, "granted"),
        (
            "worker",
            second,
            _members(env, second)[0],
            False,
            False,
            "优秀党务工作者",
            500,
            "noticed",
        ),
        ("worker", first, members[3], False, False, "优秀党务工作者", 500, "proposed"),
    )
    awards = env["community.party.award"]
    for kind, organization, member, recipient, assessment, honour, amount, until in rows:
        award = awards.create(
            {
                "organization_id": organization.id,
                "kind_id": env.ref(f"community_party.community_party_award_kind_{kind}").id,
                "member_id": member and member.id,
                "recipient_id": recipient and recipient.id,
                "assessment_id": assessment and assessment.id,
                "year": vote.date.year,
                "honour": honour,
                "amount": amount,
                "reason": "走访六十余户，调解邻里纠纷九起，牵头修好楼道灯，居民评议满意率高。",
            }
        )
        awards |= award
        if until == "proposed":
            continue
        days = 62 if until == "granted" else 4
        award.write({"notice_place": "社区公示栏和公众号", "date_notice": _ago(today, days)})
        award.action_notice()
        if until == "granted":
            award.resolution_id = vote
            award.action_grant()
    doubted = awards.filtered(lambda award: award.state == "noticed")
    env["community.party.objection"].create(
        {
            "award_id": doubted.id,
            "date": _ago(today, 2),
            "said_by": "居民代表",
            "content": "走访次数与楼栋公示的不一致，请核对。",
        }
    )
    return awards


def _fund(env, branch, users, today):
    """Make the fund with a closed and audited year, and the year that runs; return its lines."""
    clerk = env(user=users["treasurer"].id)
    fund = clerk["community.party.fund"].create(
        {
            "name": "东河社区党建经费",
            "account": "东河社区党建经费专户",
            "held_by": "街道财政所",
            "organization_id": (branch.parent_id or branch).id,
            "rule": "专款专用。先申请，后审批，两人签字后支付；每年审计一次，收支公示。",
        }
    )
    last = today.year - 1
    _year(clerk, fund, last, datetime.date(last, 12, 31), whole=True)
    ended = fund.year_ids
    _spend(env, branch, users, ended.budget_ids[:4], datetime.date(last, 11, 20), 4)
    ended.action_close()
    audit = env(user=users["officer"].id)["community.party.fund.audit"].create(
        {
            "year_id": ended.id,
            "auditor": "街道财务监督小组",
            "date": max(datetime.date(today.year, 1, 1), _ago(today, 240)),
            "summary": "账目清楚，收支与票据相符；两笔返还到账偏晚。",
        }
    )
    env["community.party.fund.finding"].create(
        [
            {
                "audit_id": audit.id,
                "name": "党费返还晚到账两个月",
                "user_id": users["treasurer"].id,
                "date_due": _ago(today, -20),
            },
            {
                "audit_id": audit.id,
                "name": "一张收据缺经手人签字",
                "user_id": users["treasurer"].id,
                "date_due": _ago(today, 100),
                "remedy": "已补签并复核",
                "date_done": max(audit.date, _ago(today, 120)),
            },
        ]
    )
    audit.action_finish()
    return _year(clerk, fund, today.year, today)


def _year(clerk, fund, number, until, whole=False):
    year = clerk["community.party.fund.year"].create({"fund_id": fund.id, "year": str(number)})
    for kind, name, giver, standard, document, amount, due, parts in SOURCES:
        source = clerk["community.party.fund.source"].create(
            {
                "year_id": year.id,
                "kind": kind,
                "name": name,
                "giver": giver,
                "standard": standard,
                "document": document.format(year=number),
                "amount": amount,
                "date_due": datetime.date(number, due, 28),
            }
        )
        if whole:
            # Of a year that is over all has come, the last of it late.
            rest = amount - sum(part for _month, part in parts)
            parts = (*parts, (11, rest)) if rest else parts
        for month, part in parts:
            day = datetime.date(number, month, 15)
            if day <= until:
                clerk["community.party.fund.entry"].create(
                    {
                        "kind": "income",
                        "source_id": source.id,
                        "amount": part,
                        "date": day,
                        "document": f"银行回单{number}{month:02}",
                    }
                ).action_post()
    return clerk["community.party.fund.budget"].create(
        [
            {"year_id": year.id, "use_kind": kind, "name": name, "amount": amount}
            for kind, name, amount in BUDGET
        ]
    )


def _spend(env, branch, users, lines, day, count):
    """Pay one request of each of the first lines on a day."""
    for number, line in enumerate(lines[:count]):
        request = env(user=users["branch"].id)["community.party.fund.request"].create(
            {
                "organization_id": branch.id,
                "budget_id": line.id,
                "name": f"{line.name}支出",
                "payee": ("东河书店", "区党校", "惠民超市", "文印社")[number % 4],
                "amount": 600 + 150 * number,
            }
        )
        _settle(env, request, users, day)
        # The steps are those of the days before the payment.
        asked = _ago(day, 9)
        request.sudo()._set_closed(
            number=f"JS{asked.year}-{request.id:05}",
            date_requested=asked,
            date_approved=_ago(day, 6),
            date_first=_ago(day, 4),
            date_second=_ago(day, 2),
        )


def _settle(env, request, users, day, until="paid"):
    if request.state == "draft":
        request.action_submit()
    if until == "requested":
        return
    request.with_user(users["officer"]).action_approve()
    if until == "approved":
        return
    request.with_user(users["officer"]).action_sign()
    request.with_user(users["treasurer"]).action_sign()
    if until == "signed":
        return
    request.with_user(users["treasurer"]).action_pay()
    entry = request.with_user(users["treasurer"]).entry_ids
    entry.write({"date": day, "document": f"发票{request.number[-3:]}"})
    entry.action_post()


def _pay(env, branch, users, budgets, awards, today):
    """Requests of this year in every state, and the material part of two awards."""
    first = datetime.date(today.year, 1, 1)
    fund = budgets.fund_id
    if fund.balance > 3000:
        _spend(env, branch, users, budgets, max(first, _ago(today, 70)), 3)
    Request = env(user=users["branch"].id)["community.party.fund.request"]
    for name, kind, payee, amount, until in (
        ("重阳节慰问", "hardship", "惠民超市", 800, "signed"),
        ("便民服务点桌椅", "service", "宜家办公", 1500, "approved"),
        ("主题党日横幅", "activities", "文印社", 260, "requested"),
    ):
        line = budgets.filtered(lambda line, kind=kind: line.use_kind == kind)
        request = Request.create(
            {
                "organization_id": branch.id,
                "budget_id": line.id,
                "name": name,
                "payee": payee,
                "amount": amount,
            }
        )
        _settle(env, request, users, today, until)
    line = budgets.filtered(lambda line: line.use_kind == "commending")
    granted = awards.filtered(lambda award: award.state == "granted")
    for award, until in zip(granted, ("paid", "requested"), strict=False):
        request = Request.create({"award_id": award.id, "budget_id": line.id})
        day = max(first, award.date_decided, _ago(today, 30))
        _settle(env, request, users, day, until if fund.balance > award.amount else "requested")


def _schemes(env, branches, manager, today):
    """A community's own items for the named schemes, what was done on them, and a pilot's end."""
    schemes = {}
    Template = env["community.party.scheme.template"]
    for kind, items in SCHEMES:
        template = Template.search([("kind", "=", kind), ("company_id", "=", False)], limit=1)
        if items:
            own = Template.browse(template.with_user(manager).action_make_own()["res_id"])
            own.with_user(manager).write(
                {
                    "basis": f"东街〔{today.year}〕8号",
                    "line_ids": [
                        Command.create({"name": name, "target": target, "unit": unit})
                        for name, target, unit in items
                    ],
                }
            )
            template = own
        schemes[kind] = env["community.party.scheme"].create(
            {
                "template_id": template.id,
                "organization_id": branches[0].id,
                "date_from": _ago(today, 270),
            }
        )
    for kind, item, days, name, quantity, done_by, closer, result in RECORDS:
        env["community.party.scheme.record"].create(
            {
                "item_id": schemes[kind].item_ids[item].id,
                "name": name,
                "date": _ago(today, days),
                "quantity": quantity,
                "done_by": done_by,
                "brings_closer": closer,
                "result": result,
            }
        )
    pilot = schemes["pilot"]
    pilot.write({"name": "楼道党群议事点试点", "purpose": "小事不出楼道，当月事当月议。"})
    for number, (days, name) in enumerate(
        ((200, "确定两个楼道，定下议事规则"), (120, "议事九次"), (20, "召开评估会"))
    ):
        env["community.party.scheme.record"].create(
            {
                "item_id": pilot.item_ids[number].id,
                "name": name,
                "date": _ago(today, days),
                "quantity": 9 if number == 1 else 1,
                "brings_closer": "residents",
            }
        )
    pilot.write(
        {
            "date_to": _ago(today, 15),
            "evaluation": "两个楼道议事九次，办成七件；年轻人参加少，改到周末晚上更好。",
            "verdict": "adjust",
        }
    )
    pilot.action_close()


def _rules(env, branch, users, today):
    for number, (mechanism, name, text) in enumerate(RULES):
        rule = env["community.party.rule"].create(
            {
                "name": name,
                "number": f"东河支〔{today.year - 1}〕{number + 2}号",
                "organization_id": branch.id,
                "mechanism": mechanism,
                "text": text,
                "adopted_by": "支部党员大会",
                "date_adopted": _ago(today, 400),
                "date_review": _ago(today, 30 if number else 60),
            }
        )
        rule.action_adopt()
        for role in ("branch", "officer", "treasurer")[: 3 - number]:
            if rule.with_user(users[role]).has_access("read"):
                rule.with_user(users[role]).action_read()
        if number < 2:
            env["community.party.rule.review"].create(
                {
                    "rule_id": rule.id,
                    "date": _ago(today, 45),
                    "finding": "可行；请假的手续写得太繁。" if number else "执行良好。",
                    "outcome": "change" if number else "keep",
                    "date_next": _ago(today, -320),
                }
            )


def _publicity(env, branch, awards, today):
    Publicity = env["community.party.publicity"]
    told = awards.filtered(lambda award: award.state == "granted" and award.member_id)[:1]
    case = Publicity.browse(told.action_case()["res_id"])
    case.write(
        {
            "channel": "account",
            "date": _ago(today, 10),
            "reach": 1260,
            "consent_by": "本人签署同意书",
            "date_consent": _ago(today, 20),
        }
    )
    case.action_publish()
    for days, name, kind, channel, reach in (
        (150, "报税辅导进社区", "news", "paper", 3000),
        (60, "议事会一个月办成三件事", "experience", "site", 820),
        (0, "冬季安全用电提示", "news", "board", 0),
    ):
        item = Publicity.create(
            {
                "name": name,
                "kind": kind,
                "organization_id": branch.id,
                "text": f"{name}。做法、经过和效果见正文。",
                "channel": channel,
                "reach": reach,
            }
        )
        if days:
            item.date = _ago(today, days)
            item.action_publish()
