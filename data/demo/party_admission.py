"""The way into the Party and the yearly appraisal of the demo community, up to today."""

import datetime
import random

from odoo import fields
from odoo.fields import Command

LOGINS = (("partymember", "portal, a secret ballot on a phone: /my/party-ballot"),)
# Days from the application at which an ordinary admission takes each step.
DAYS = {
    1: 0, 2: 20, 3: 60, 4: 70, 5: 72, 6: 430, 26: 447, 7: 449, 8: 455, 9: 460, 10: 475, 11: 485,
    12: 492, 13: 500, 14: 505, 15: 515, 16: 530, 17: 580, 18: 590, 19: 592, 20: 606, 21: 870,
    22: 882, 23: 890, 24: 930, 25: 945,
}  # fmt: skip
# name, year of birth, last step taken, days since then
PEOPLE = (
    ("林晓彤", 2003, 0, 0),
    ("郑浩然", 1999, 1, 12),
    ("何佳宁", 2001, 1, 41),
    ("罗建国", 1985, 2, 30),
    ("许文博", 1996, 5, 120),
    ("邓丽娜", 1990, 5, 200),
    ("曹志远", 1988, 6, 4),
    ("彭雨薇", 1998, 8, 15),
    ("萧国梁", 1979, 11, 9),
    ("田秀英", 1982, 15, 80),
    ("范思远", 1994, 20, 60),
    ("石海峰", 1987, 21, 10),
    ("姚静怡", 1992, 24, 20),
)
MEMBERS = (
    "陈国强",
    "李秀兰",
    "王建军",
    "张桂芳",
    "刘志明",
    "杨春梅",
    "赵德胜",
    "黄玉珍",
    "吴永康",
    "周明华",
)
OPINIONS = (
    "学习主动，积极参加社区志愿服务。",
    "思想稳定，工作踏实，群众反映好。",
    "参加集体活动较少，已谈话提醒。",
)


def play(env):
    """Fill applicants, their steps and two appraisals; called by ``load.py``."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    Demo(env).play()


class Demo:
    """One run: branch, members and chances that every part shares."""

    def __init__(self, env):
        self.env, self.rng, self.today = (
            env,
            random.Random(20260701),
            fields.Date.context_today(env.user),
        )
        group = env.ref("community_party.group_party_manager")
        users = env["res.users"].search([("all_group_ids", "in", group.ids)], order="id", limit=1)
        self.user = users or env.user
        self.branches = env["community.party.organization"].search(
            [("kind", "=", "branch")], order="id"
        )
        if not self.branches:
            self._make_branch()

    def _make_branch(self):
        Organization = self.env["community.party.organization"]
        above = Organization.create({"name": "东河社区党总支", "kind": "general_branch"})
        self.branches = Organization.create({"name": "第一党支部", "parent_id": above.id})
        for name in MEMBERS:
            self._make_member(
                name, stage="full", date_probation="2009-06-12", date_full="2010-06-12"
            )

    def _make_member(self, name, branch=None, **values):
        return self.env["community.party.member"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": name}).id,
                "organization_id": (branch or self.branches[0]).id,
                **values,
            }
        )

    def play(self):
        for number, (name, born, last, ago) in enumerate(PEOPLE):
            branch = self.branches[number % len(self.branches)]
            person = self._make_member(
                name,
                branch,
                stage="applicant",
                birth_date=datetime.date(born, 1 + number % 12, 5 + number),
            )
            self._walk(person, last, ago)
        self.env["community.party.check"]._cron_propose()
        self.env["community.party.step.record"]._cron_remind()
        for branch in self.branches:
            self._appraise(branch)

    # admission

    def _walk(self, person, last, ago):
        start = self.today - datetime.timedelta(days=DAYS.get(last, 0) + ago)
        for number in list(DAYS)[: list(DAYS).index(last) + 1 if last else 0]:
            record = person.step_record_ids.filtered_domain(
                [("state", "=", "open"), ("step_number", "=", number)]
            )
            day = start + datetime.timedelta(days=DAYS[number])
            if not record or (record.since and day < record.since):
                # The rules did not know the public notice yet.
                continue
            values = {"date": day, "decided_by": person.organization_id.name}
            values |= self._needed(person, number, day)
            # The last paper of a step often follows later.
            papers = record.step_id.material_ids
            record.write({**values, "material_ids": [Command.set(papers.ids)]})
            record.with_user(self.user).sudo().action_record()

    def _needed(self, person, number, day):
        if number in (5, 9):
            kind, count = ("contact", 1) if number == 5 else ("introducer", 2)
            for member in self._full_members(person.organization_id)[:count]:
                person.mentor_ids = [
                    Command.create({"kind": kind, "mentor_id": member.id, "date_from": day})
                ]
        if number == 6:
            for check in person.check_ids.filtered(lambda c: c.date_due <= day):
                check.write({"opinion": self.rng.choice(OPINIONS), "opinion_result": "good"})
                check.date = check.date_due
                check.with_user(self.user).sudo().action_done()
        if number == 26:
            return {
                "date_notice": day - datetime.timedelta(days=16),
                "notice_place": "社区党务公开栏",
                "notice_result": "none",
            }
        if number == 11:
            return {"training_days": 3, "training_hours": 24}
        if number in (15, 23):
            due = len(self._full_members(person.organization_id))
            present = due - due // 6
            return {"due_count": due, "present_count": present, "yes_count": present - 1}
        return {}

    def _full_members(self, branch):
        members = self.env["community.party.member"].search(
            [("organization_id", "child_of", branch.id), ("stage", "=", "full")], order="id"
        )
        able = members.filtered(lambda m: m.has_vote and m.can_introduce)
        if len(able) < 4:
            for name in MEMBERS[:4]:
                full = {"date_probation": "2009-06-12", "date_full": "2010-06-12"}
                able |= self._make_member(name, branch, stage="full", **full)
        return able

    # appraisal

    def _appraise(self, branch):
        Appraisal = self.env["community.party.appraisal"].with_user(self.user).sudo()
        year = self.today.year
        last = Appraisal.create(
            {
                "organization_id": branch.id,
                "year": year - 1,
                "date_meeting": datetime.date(year - 1, 12, 20),
                "note": "先学习、后评议；会上开展批评和自我批评。",
            }
        )
        code = self._open(last)
        self._vote(last, len(last.roll_ids))
        if last.voted_count < 3:
            return
        last._count(code)
        self._grade(last)
        last.with_user(self.user).sudo().action_decide()
        if branch == self.branches[0]:
            self._open_this_year(Appraisal, branch)

    def _open_this_year(self, Appraisal, branch):
        appraisal = Appraisal.create({"organization_id": branch.id, "year": self.today.year})
        code = self._open(appraisal)
        appraisal.note = f"演示数据，计票码：{code}（正式使用时计票码不写入系统）。"
        self._vote(appraisal, len(appraisal.roll_ids) // 2)
        row = appraisal.roll_ids.filtered(lambda r: not r.has_voted)[:1]
        self.env["res.users"].create(
            {
                "login": "partymember",
                "password": "partymember",
                "partner_id": row.member_id.partner_id.id,
                "lang": "zh_CN",
                "tz": "Asia/Shanghai",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )

    def _open(self, appraisal):
        return appraisal.action_open_box()["params"]["message"].split(" ")[0]

    def _vote(self, appraisal, count):
        lines = appraisal.line_ids.filtered("is_graded")
        grades, weights = ("excellent", "qualified", "basic"), (35, 60, 5)
        for row in appraisal.roll_ids[:count]:
            votes = self.rng.choices(grades, weights, k=len(lines))
            appraisal._cast(row, {str(line.id): v for line, v in zip(lines, votes, strict=True)})

    def _grade(self, appraisal):
        graded = appraisal.line_ids.filtered("is_graded")
        ranked = graded.sorted(lambda line: (-line.vote_excellent, line.id))
        ranked.write({"grade": "qualified", "opinion": "能履行党员义务，发挥作用较好。"})
        ranked[: appraisal.excellent_cap].write(
            {"grade": "excellent", "opinion": "带头参加志愿服务，群众评价高。"}
        )
        low = ranked[-1:]
        low.write({"grade": "basic", "opinion": "参加组织生活不够经常。"})
        low.task_ids = [
            Command.create(
                {
                    "name": "支部书记谈话，结对帮助，按时参加组织生活",
                    "user_id": self.user.id,
                    "date_due": datetime.date(self.today.year, 12, 31),
                }
            )
        ]
