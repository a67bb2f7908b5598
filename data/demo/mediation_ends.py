"""Ends of disputes, petitions and relocation, and of what history left over."""

import datetime

from odoo import fields
from odoo.fields import Command


def incidents(ends):
    ends.one("incident", "closed").copy()


def legacy_issues(ends):
    issue = ends.one("legacy.issue", "open").copy({"name": "老锅炉房产权不清"})
    issue.result = "已拆除，无产权可争"
    issue.action_drop()


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


STEPS = (
    incidents,
    legacy_issues,
    disputes,
    petitions,
    relocation,
)
