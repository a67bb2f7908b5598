"""Ends of forms and of personal data: refused, ended, replaced, released, withdrawn, cleared."""

import datetime


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


STEPS = (
    demanded_forms,
    releases,
    personal_data,
)
