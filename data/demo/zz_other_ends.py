"""The ends that the other parts leave out: what was refused, dropped, taken back or broken off.

Each is played by the step that leads there, in the weeks before the day of loading, on records that
no figure of last year counts.
"""

import base64
import datetime
import io

import openpyxl

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command


def play(env):
    """Lead records of the demo into every state that nothing else leads to."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    ends = Ends(env)
    for step in STEPS:
        try:
            with env.cr.savepoint():
                step(ends)
        except (LookupError, UserError) as error:
            # Early in a year some of it has no day yet; the gate of the demo says what is missing.
            print(f"left out of the demo, {step.__name__}: {error}")


class Ends:
    """Records of the demo by model and state, and the users who take the steps."""

    def __init__(self, env):
        self.env = env
        self.today = fields.Date.context_today(env.user)
        self.users = {user.login: user for user in env["res.users"].search([])}

    def all(self, name, state=None, *more, by=None):
        """Return the records of a model in a state, the newest first.

        :param str name: of the model, without ``community.``
        :param str by: login of the user who acts
        """
        domain = ([("state", "=", state)] if state else []) + list(more)
        records = self.env[f"community.{name}"].search(domain, order="id desc")
        return records.with_user(self.users[by]) if by else records

    def one(self, name, state=None, *more, by=None):
        """Return the newest of :meth:`all`; an error if there is none."""
        records = self.all(name, state, *more, by=by)
        if not records:
            raise LookupError(f"the demo has no {name} in state {state}")
        return records[:1]

    def of(self, name, by):
        """Return a model as one of the users."""
        return self.env[f"community.{name}"].with_user(self.users[by])


# service


def activities(ends):
    ends.one("activity", "planned").copy({"date": ends.today}).action_open()
    ends.one("activity", "planned").action_cancel()


def certificates(ends):
    issued = ends.one("certificate", "issued")
    issued.copy()
    issued.action_revoke("户名写错，收回重开")


def contributions(ends):
    claims = ends.all("contribution", "claimed", ("partner_id.is_company", "=", False))
    claims[:1].action_withdraw()


def conveniences(ends):
    ends.one("convenience.order", "ordered").copy().action_cancel()


def handovers(ends):
    Handover = ends.of("handover", "manager")
    grid1, grid2, grid3 = (ends.users[f"grid{number}"] for number in (1, 2, 3))
    for days, worker, successor, step in (
        (20, grid1, grid2, None),
        (30, grid2, grid3, "accept"),
        (40, grid3, grid1, "refuse"),
        (50, grid2, grid1, "withdraw"),
    ):
        handover = Handover.create(
            {
                "kind": "absence",
                "date_from": ends.today + datetime.timedelta(days=days),
                "date_to": ends.today + datetime.timedelta(days=days + 4),
                "user_id": worker.id,
                "successor_id": successor.id,
            }
        )
        if step == "withdraw":
            handover.action_withdraw()
        elif step:
            getattr(handover.with_user(successor), f"action_{step}")()


def alerts(ends):
    """Somebody was at the door after all."""
    home = ends.one("contact.alert", "open").household_id
    ends.env["community.visit"].create(
        {
            "household_id": home.id,
            "date": ends.today,
            "state": "done",
            "user_id": ends.users["grid1"].id,
            "situation": "人在家，一切都好。",
        }
    )


def incidents(ends):
    ends.one("incident", "closed").copy()


def legacy_issues(ends):
    issue = ends.one("legacy.issue", "open").copy({"name": "老锅炉房产权不清"})
    issue.result = "已拆除，无产权可争"
    issue.action_drop()


def life_events(ends):
    action = ends.one("life.event", "proposed").action_ask_reason()
    ends.env[action["res_model"]].with_context(**action["context"]).create(
        {"reason": "家里不希望上门"}
    ).action_apply()


def operations(ends):
    """A new phone was told for the wrong home, a move for the wrong day."""
    Wizard = ends.of("household.operation.wizard", "officer")
    homes = ends.env["community.household"].search([("head_id", "!=", False)], limit=2)
    for home, way in zip(homes, ("undo", "reverse"), strict=True):
        known = ends.all("household.operation")
        Wizard.create(
            {
                "kind": "birth",
                "household_id": home.id,
                "date": ends.today,
                "name": f"{home.head_id.name[:1]}小宝",
                "sex": "female",
                "birth_date": ends.today,
                "role": "child",
            }
        ).action_apply()
        operation = (ends.all("household.operation", by="officer") - known)[:1]
        if way == "undo":
            operation.action_undo()
        else:
            operation.action_reverse("登记在了别家")


def referrals_visits_and_needs(ends):
    ends.one("request.referral", "sent").action_cancel()
    ends.one("visit", "planned", ("date", ">", ends.today)).action_cancel()
    need = ends.one("visit.need", "open")
    ends.env["community.contribution"].create(
        {
            "res_model": need._name,
            "res_id": need.id,
            "partner_id": ends.env["res.partner"].search([("name", "=", "姚桂英")], limit=1).id,
            "capacity": "volunteer",
            "role": "上门看一看",
            "date": ends.today,
        }
    )
    need.result = "住户已搬走，不再需要"
    need.action_drop()
    ends.one("request.material", "missing").state = "not_needed"


def placements(ends):
    ends.one("placement", "proposed").copy().action_cancel()
    placed = ends.one("placement", "active")
    placed.end_reason = placed._fields["end_reason"].get_values(ends.env)[0]
    placed.action_end()


def volunteers(ends):
    call = ends.one("volunteer.call", "open")
    call.copy()
    call.copy().action_cancel()
    ends.one("volunteer.service", "reported", by="officer").action_refuse("当天没有到场")
    ends.one("volunteer.signup", "applied").action_decline()
    ends.one("volunteer.signup", "accepted").action_withdraw()


NEED = "community.visit.need"
HEAD = (
    "楼栋",
    "单元",
    "房号",
    "户主姓名",
    "姓名",
    "与户主关系",
    "性别",
    "身份证号",
    "出生日期",
    "联系电话",
)


def workbook(rows):
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "望江花园"
    for row in (HEAD, *rows):
        book.active.append(row)
    book.save(stream)
    return base64.b64encode(stream.getvalue())


def imports(ends):
    """A list not checked yet, one checked, one taken back, one with other facts of known people."""
    Import = ends.of("import", "officer")
    Import.create({"file": workbook([]), "filename": "待核对名册.xlsx"})
    new = ("1号楼", "1单元", "1801", "沈新来", "沈新来", "户主", "男", None, "1970-05-01", None)
    wrong = (
        "1号楼",
        "1单元",
        "1802",
        "沈有误",
        "沈有误",
        "户主",
        "男",
        "999999197013450019",
        None,
        None,
    )
    empty = ("1号楼", "1单元", "1803", None, "空房", None, None, None, None, None)
    checked = Import.create({"file": workbook([new, wrong, empty]), "filename": "补报名单.xlsx"})
    checked.action_check()
    back = Import.create({"file": workbook([new]), "filename": "误报名单.xlsx"})
    back.action_check()
    back.action_apply()
    back.undo_reason = "报错了社区"
    back.action_take_back()
    known = (
        ("许霞书", "女", "999999198302220020", "13814450999"),
        ("曹刚", "男", "999999195412080010", "13855624999"),
    )
    phones = [
        ("1号楼", "1单元", f"{101 + at}", name, name, "户主", sex, number, None, phone)
        for at, (name, sex, number, phone) in enumerate(known)
    ]
    other = Import.create({"file": workbook(phones), "filename": "电话核对.xlsx"})
    other.action_check()
    other.action_apply()
    changes = ends.all("import.change", "open", by="officer")
    changes[0].action_different()
    elsewhere = ("1号楼", "1单元", "1810", "曹刚", "曹刚", "户主", "男", known[1][2], None, None)
    moved = Import.create({"file": workbook([elsewhere]), "filename": "搬家名单.xlsx"})
    moved.action_check()
    moved.action_apply()
    changes = ends.all("import.change", "open", ("kind", "!=", "missing"), by="officer")
    changes[:1].action_enter()


def duplicates(ends):
    """One name and birth date in five homes: some are two people, some one."""
    person = ("沈同名", "沈同名", "户主", "女", None, "1961-07-08", None)
    twins = ends.of("import", "officer").create(
        {
            "file": workbook([("1号楼", "1单元", f"{1805 + at}", *person) for at in range(4)]),
            "filename": "重名.xlsx",
        }
    )
    twins.action_check()
    twins.action_apply()
    Duplicate = ends.of("resident.duplicate", "officer")
    Duplicate.action_find()
    pairs = ends.all("resident.duplicate", "open", by="officer")
    pairs[0].action_different()
    action = pairs[1].action_compare()
    dialog = ends.of("resident.compare", "officer").browse(action["res_id"])
    dialog.action_preview()
    dialog.action_merge()


def lists(ends):
    """A list from above that nobody has read, one read, one confirmed, and two made use of."""
    Match = ends.of("match", "officer")
    Apply = ends.of("match.apply", "officer")
    veteran = ends.env["community.category"].search([("code", "=", "veteran")], limit=1)
    people = ends.env["community.resident"].search(
        [("birth_date", "<", "1955-01-01"), ("category_line_ids.category_id", "!=", veteran.id)],
        limit=10,
    )
    for number, name in enumerate(("医保", "养老", "体检", "优抚", "参军")):
        rows = [
            (None, None, None, None, person.name, None, None, person.sudo().id_number, None, None)
            for person in people[2 * number : 2 * number + 2]
        ]
        match = Match.create({"filename": f"{name}核查名单.xlsx", "file": workbook(rows)})
        if number > 0:
            match.action_match()
        if number > 1:
            match.action_confirm()
        if number > 2:
            Apply.create(
                {"match_id": match.id, "kind": "category", "category_id": veteran.id}
            ).action_apply()
        if number > 3:
            match.batch_ids.action_undo()


def demanded_forms(ends):
    Form = ends.of("form", "officer")
    values = {
        "body": "街道办事处",
        "basis": "区民政局关于报送民政统计报表的通知",
        "date_start": ends.today - datetime.timedelta(days=90),
        "minutes": 60,
    }
    proposed, refused, ended = Form.create(
        [
            {**values, "name": name}
            for name in ("燃气安全摸排表", "重复的人口月报", "旧版老年人月报")
        ]
    )
    refused.refusal = "与人口月报各栏相同，不再另填"
    refused.with_user(ends.users["manager"]).action_refuse()
    ended.with_user(ends.users["manager"]).action_approve()
    ended.date_stop = ends.today
    ended.with_user(ends.users["manager"]).action_end()
    key = Form._fields["example"].get_values(ends.env)[0]
    example = Form.create({**Form._example_values(key), **values, "example": key})
    example.with_user(ends.users["manager"]).action_approve()
    action = example.action_fill()
    filled = ends.of("form.filling", "officer").browse(action["res_id"])
    filled.why_replaced = "上级要求补一列"
    filled.action_replace()
    Form.create({**values, "name": "高龄津贴月报"}).with_user(
        ends.users["manager"]
    ).action_approve()


def releases(ends):
    """Whole numbers for a form: asked for, approved by somebody else, taken back."""
    Release = ends.of("form.release", "officer")
    form = ends.one("form", "approved")
    for reason, step in (
        ("上级系统按证件号码比对", None),
        ("医保待遇逐人核对", "approve"),
        ("误提，改用末四位", "end"),
    ):
        release = Release.create({"form_id": form.id, "reason": reason})
        if step == "approve":
            release = release.with_user(ends.users["manager"])
        if step:
            getattr(release, f"action_{step}")()


def personal_data(ends):
    """What people agree to and ask for, a lost list, and an assessment."""
    people = ends.env["community.resident"].search([("birth_date", "<", "1960-01-01")], limit=4)
    Consent, Request = (ends.of(name, "officer") for name in ("consent", "privacy.request"))
    for number, person in enumerate(people[:2]):
        consent = Consent.create({"resident_id": person.id, "scope": "照片用于社区宣传栏"})
        if number:
            consent.withdrawn_note = "本人到窗口说明"
            consent.action_withdraw()
    Request.create({"resident_id": people[2].id, "kind": "correct", "subject": "文化程度登记有误"})
    served = ends.one("request", "done", ("resident_id", "!=", False)).resident_id
    for person in (people[3], served):
        known = ends.all("retention.proposal")
        asked = Request.create(
            {"resident_id": person.id, "kind": "delete", "subject": "请删除我的旧记录"}
        )
        asked = asked.with_user(ends.users["manager"])
        asked.write({"outcome": "granted", "identity": "card", "answer": "已列入清理，逐项核定"})
        asked.action_answer()
        proposed = ends.all("retention.proposal", "open", by="manager") - known
        if person == served:
            requests = proposed.filtered(lambda line: line.res_model == "community.request")
            requests[:1].action_clear()
            kept = (proposed - requests)[:1]
            kept.write(
                {
                    "date_keep": ends.today + datetime.timedelta(days=365),
                    "reason": "留作办理凭证",
                }
            )
            kept.action_keep()
        else:
            proposed[:1].action_delete()
    Incident = ends.of("privacy.incident", "manager")
    values = {
        "description": "走访名单打印后遗落在打印机上，十分钟后取回",
        "measures": "收回销毁，改为刷卡打印",
        "authority": "区网信办",
        "date_authority": ends.today,
        "quiet_reason": "没有他人看到，未造成危害",
    }
    Incident.create({**values, "name": "走访名单遗落"}).action_close()
    Incident.create({**values, "name": "楼道公示多写了门牌"})
    Assessment = ends.of("privacy.assessment", "manager")
    made = {
        "lawful": "为履行法定职责所必需",
        "risks": "名单外泄会使人难堪",
        "safeguards": "分级查看，查看留痕",
    }
    done = Assessment.create({**made, "name": "独居老人走访"})
    done.result = done._fields["result"].get_values(ends.env)[0]
    done.action_finish()
    Assessment.create({**made, "name": "低保家庭公示"})


def appeals(ends):
    case = ends.one("aid.case", "refused")
    Appeal = ends.of("aid.appeal", "officer")
    body = "区人民政府行政复议机构"
    decided = Appeal.create({"case_id": case.id, "kind": "review", "body": body})
    decided.write(
        {
            "outcome": "upheld",
            "date_outcome": ends.today,
            "decided_by": "区人民政府行政复议机构 高科长",
            "outcome_reason": "收入核定无误，维持原决定",
        }
    )
    decided.action_decide()
    Appeal.create({"case_id": case.id, "kind": "suit", "body": "区人民法院"})


# mediation


def disputes(ends):
    session = ends.one("mediation.session", "planned")
    session.copy().action_cancel()
    held = session.copy({"date_start": fields.Datetime.now() - datetime.timedelta(days=1)})
    held.action_hold()
    case = ends.all("mediation.case", "agreed")
    ends.of("mediation.move", "coordinator").create(
        {"case_id": case[:1].id, "kind": "break", "reason": "到期未付，多次催告无果"}
    ).action_apply()


def petitions(ends):
    officer = ends.users["petition_officer"]
    Petition = ends.of("petition", "petition_officer")
    Move = ends.of("petition.move", "petition_officer")
    area = ends.env["community.area"].search([("kind", "=", "building")], limit=1)

    def make(description, **values):
        return Petition.create(
            {
                "topic": "property",
                "description": description,
                "channel": "visit",
                "area_id": area.id,
                "date_received": ends.today - datetime.timedelta(days=12),
                "user_id": officer.id,
                "person_ids": [Command.create({"name": "周玉兰", "address": "3号楼201"})],
                **values,
            }
        )

    def step(petition, kind, **values):
        Move.create({"petition_id": petition.id, "kind": kind, **values}).action_apply()

    first = make("电梯轿厢照明不亮，要求更换")
    step(make("电梯轿厢照明不亮，再次反映"), "join", original_id=first.id)
    step(
        make("对法院判决不服"),
        "redirect",
        legal_path=Move._fields["legal_path"].get_values(ends.env)[0],
        reason="已由法院审理，请走诉讼途径",
        is_told=True,
    )
    step(make("要求公开邻居家庭收入"), "decline", reason="不属于信访受理范围", is_told=True)
    step(first, "accept", is_told=True)
    step(first, "settle", reason="物业当天更换，本人满意", is_told=True)


def relocation(ends):
    project = ends.one("relocation.project", "signing")
    names = (("南塘里改造", "NT"), ("旧粮站地块", "LZ"))
    one, two = (project.copy({"name": name, "code": code}) for name, code in names)
    for own in (one, two):
        for step in project.step_ids:
            if step.kind not in own.step_ids.mapped("kind"):
                step.copy({"project_id": own.id})
        own.action_start_signing()
    project.action_start_moving()
    two.action_close()


# Party


def party_agreements(ends):
    draft = ends.one("party.agreement", "draft")
    taken = ends.all("party.agreement").unit_id.ids
    new, left = ends.env["community.party.unit"].search([("id", "not in", taken)], limit=2)
    draft.copy({"unit_id": new.id}).action_cancel()
    draft.copy({"unit_id": left.id})
    left.date_to = ends.today - datetime.timedelta(days=200)


def party_assessment(ends):
    record = ends.one("party.assessment", "pledged", by="party_officer")
    record.write(
        {
            "comment": "整改到位，继续保持",
            "comment_by": "街道党工委 李书记",
            "date_comment": ends.today,
        }
    )
    record.action_comment()
    record.copy({"year": record.year - 1})
    kept = ("pledge", "pledge_place", "date_pledge")
    again = record.copy({"year": record.year - 2, **{name: record[name] for name in kept}})
    again.action_pledge()


def party_awards(ends):
    award = ends.one("party.award", "proposed")
    other = award.copy({"year": award.year - 1, "end_reason": "票数未过半"})
    other.with_user(ends.users["party_officer"]).action_reject()
    granted = ends.one("party.award", "granted", ("year", "=", ends.today.year), by="party_manager")
    granted.end_reason = "事迹不实，经核查撤销"
    granted.action_revoke()


def party_dues(ends):
    waiver = ends.one("party.dues.waiver", "draft")
    waiver.copy().action_study()
    other = waiver.copy()
    other.action_study()
    other.with_user(ends.users["party_manager"]).action_refuse()
    base = ends.one("party.dues.base", "confirmed")
    base.copy({"date_from": base.date_from + datetime.timedelta(days=31)})
    payment = ends.one("party.dues.payment", "posted")
    payment.copy(
        {
            "amount": 1,
            "month_from": ends.today.replace(day=1),
            "month_to": ends.today.replace(day=1),
        }
    )
    payment.copy(
        {"month_from": ends.today.replace(day=1), "month_to": ends.today.replace(day=1)}
    ).action_cancel()
    ends.env["community.party.dues.year"].create({})
    due = ends.one("party.dues", "paid", ("month", ">=", ends.today.replace(month=2, day=1)))
    lower = {"date_from": due.month, "base": due.base_id.base / 2}
    due.base_id.copy(lower).action_confirm()


def party_election(ends):
    election = ends.one("party.election", "draft")
    other = election.copy({"date": ends.today})
    for candidate in election.candidate_ids:
        candidate.copy({"election_id": other.id})
    other.action_list_electors()
    other.action_all_present()
    all_of_them = other.due_count
    other.write({"issued": all_of_them, "returned": all_of_them, "valid": all_of_them})
    for at, candidate in enumerate(other.candidate_ids):
        candidate.votes = all_of_them - 1 if at < other.seats else 2
    other.action_count()


def party_contact(ends):
    ends.one("party.contact").copy({"needs_answer": False})


def party_appraisal(ends):
    appraisal = ends.one("party.appraisal", "voting")
    other = appraisal.copy({"year": appraisal.year + 1})
    other.action_fill()


def party_money(ends):
    ends.one("party.fund.audit", "done").copy()
    request = ends.one("party.fund.request", "requested")
    request.copy()
    other = request.copy()
    other.action_submit()
    other.refuse_reason = "超出经费使用范围"
    other.with_user(ends.users["party_officer"]).action_refuse()
    income = ends.one("party.fund.entry", "posted", ("kind", "=", "income"))
    income.copy(
        {
            "organization_id": income.organization_id.id,
            "source_id": income.source_id.id,
            "amount": 100,
        }
    )
    third = request.copy()
    third.action_submit()
    third.action_withdraw()


def party_money_back(ends):
    """A payment of last year comes back."""
    first = ends.today.replace(month=1, day=1)
    paid = ("request_id.state", "=", "paid")
    entry = ends.one("party.fund.entry", "posted", paid, ("date", "<", first))
    entry.reversal_reason = "收款账号有误，款项退回"
    entry.action_reverse()


def party_pledges(ends):
    """One takes the word back; of another the need goes away by itself."""
    on_needs = ("contribution_id.res_model", "=", NEED)
    withdrawn, *others = ends.all("party.pledge", "claimed", on_needs)
    withdrawn.action_withdraw()
    for pledge in others:
        need = ends.env[NEED].browse(pledge.contribution_id.res_id)
        try:
            with ends.env.cr.savepoint():
                need.result = "住户自己解决了"
                need.action_drop()
                return
        except UserError:
            # What is taken up as a request ends with the request.
            continue


def party_life(ends):
    ends.one("party.motion", "brought").copy(
        {"name": "给小区加装长椅", "result": "提案人撤回"}
    ).action_withdraw()
    ends.one("party.resolution", "passed").copy()
    for record in ends.all("party.step.record", "done", by="party_manager"):
        if record.member_id.stage not in ("full", "probationary"):
            record.action_withdraw("日期录入有误，重新登记")
            break
    ends.one("party.plan.line", "open").copy().state = "cancelled"
    objection = ends.one("party.objection", "open")
    for way in ("uphold", "dismiss"):
        other = objection.copy({"answer": "经核实，已书面答复"})
        getattr(other, f"action_{way}")()
    transfer = ends.one("party.transfer", "issued")
    transfer.cancel_reason = "接收单位有误"
    transfer.action_cancel()
    transfer.copy()


def party_projects(ends):
    project = ends.one("party.project", "running")
    project.copy()
    other = project.copy()
    other.action_start()
    other.stop_reason = "资金未到位"
    other.action_stop()


def party_rules(ends):
    rule = ends.one("party.rule", "in_force")
    rule.copy()
    old = rule.copy({"name": "旧版《党员活动室管理办法》"})
    old.write(
        {
            "date_adopted": ends.today,
            "adopted_by": rule.adopted_by,
            "date_review": ends.today + datetime.timedelta(days=365),
        }
    )
    old.action_adopt()
    old.action_end()


def party_publicity(ends):
    item = ends.one("party.publicity", "published")
    item.withdraw_reason = "照片登载有误"
    item.action_withdraw()


def party_unqualified(ends):
    member = ends.env["community.party.member"].search([("stage", "=", "full")], limit=1)
    members = ends.env["community.party.member"].search([("stage", "=", "full")], limit=3)
    Unqualified = ends.of("party.unqualified", "party_manager")
    for member, way in zip(members, (None, "drop", "approve"), strict=True):
        record = Unqualified.create(
            {
                "organization_id": member.organization_id.id,
                "member_id": member.id,
                "fault": "attendance",
                "facts": "无故缺席支部活动三次",
                "treatment": "improve",
            }
        )
        if way == "approve":
            day = ends.today
            days = ("reported", "inquiry", "proposal", "heard", "vote", "approved")
            record.write(
                {
                    **{f"date_{name}": day for name in days},
                    "reported_to": "街道党工委",
                    "heard": "本人认错，愿意改正",
                    "approved_by": "社区党委",
                    "basis": "处置不合格党员的有关规定",
                }
            )
        if way:
            getattr(record, f"action_{way}")()


STEPS = (
    activities,
    certificates,
    contributions,
    conveniences,
    handovers,
    alerts,
    incidents,
    legacy_issues,
    life_events,
    operations,
    referrals_visits_and_needs,
    placements,
    volunteers,
    imports,
    duplicates,
    lists,
    demanded_forms,
    releases,
    personal_data,
    appeals,
    disputes,
    petitions,
    relocation,
    party_agreements,
    party_assessment,
    party_awards,
    party_dues,
    party_election,
    party_contact,
    party_appraisal,
    party_money,
    party_money_back,
    party_pledges,
    party_life,
    party_projects,
    party_rules,
    party_publicity,
    party_unqualified,
)
