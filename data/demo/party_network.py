"""The network to the last door, an election, members out of contact, transfers, study, waivers."""

import datetime
import random

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

MASS = (
    # name, kind of members who may lead it
    ("东河社区妇女联合会", "female"),
    ("东河社区共青团支部", "young"),
    ("东河社区工会联合会", "any"),
)
TASKS = (
    "楼道安全、环境卫生，每周走一遍。",
    "联系独居老人，每月上门一次。",
    "收集意见，带回党小组讨论。",
)
SEARCHES = (
    ("phone", "电话停机，短信无回复"),
    ("relatives", "其兄称外出务工，多年未联系"),
    ("police", "户籍地派出所：户口未迁，本人不在"),
)


def play(env):
    """Fill what the branches' own part leaves open; called by ``load.py`` after it."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    Demo(env).play()


class Demo:
    """One run: branches, their members and the day that every part shares."""

    def __init__(self, env):
        self.env, self.rng, self.today = (
            env,
            random.Random(20210629),
            fields.Date.context_today(env.user),
        )
        Organization = env["community.party.organization"]
        self.branches = Organization.search([("kind", "=", "branch")], order="id")
        self.top = self.branches[:1].parent_id
        self.officer = env["res.users"].search([("login", "=", "party_officer")])
        self.manager = env["res.users"].search([("login", "=", "party_manager")])

    def members(self, branch):
        """Full members of the branch and its groups without a running penalty."""
        found = self.env["community.party.member"].search(
            [
                ("organization_id", "child_of", branch.id),
                ("stage", "=", "full"),
                ("status", "=", "normal"),
                ("discipline_ids", "=", False),
            ],
            order="id",
        )
        return found.filtered("has_vote")

    def play(self):
        self._tie_homes()
        self._found_mass_organizations()
        self._end_a_term()
        self._elect()
        self._lose_contact()
        self._transfer()
        self._study()
        self._waive_and_give()

    # the network

    def _post(self, organization, member, kind, years=1):
        if member:
            self.env["community.party.post"].create(
                {
                    "organization_id": organization.id,
                    "member_id": member.id,
                    "kind": kind,
                    "date_from": self.today - relativedelta(years=years),
                    "approved_by": self.top.name,
                }
            )

    def _tie_homes(self):
        """Two centre households per group of two branches, each with areas of a few homes."""
        Responsibility = self.env["community.party.responsibility"]
        for branch in self.branches[:2]:
            homes = self.env["community.household"].search(
                [("area_id", "child_of", branch.area_id.id)], order="id", limit=60
            )
            for turn, group in enumerate(branch.child_ids.filtered(lambda o: o.kind == "group")):
                people = self.members(group)[:4]
                if len(people) < 3:
                    continue
                center = Responsibility.create(
                    {
                        "name": f"{people[0].name}党员中心户",
                        "kind": "member_center",
                        "organization_id": group.id,
                        "member_id": people[0].id,
                        "task": "组织周边党员学习、议事，每月一次。",
                        "date_from": self.today - relativedelta(months=20),
                    }
                )
                for number, member in enumerate(people[1:]):
                    begin = 30 * turn + 8 * number
                    Responsibility.create(
                        {
                            "name": f"{member.name}责任区",
                            "organization_id": group.id,
                            "member_id": member.id,
                            "center_id": center.id,
                            "household_ids": [Command.set(homes[begin : begin + 8].ids)],
                            "task": TASKS[number % len(TASKS)],
                            "date_from": self.today - relativedelta(months=18),
                        }
                    )

    def _found_mass_organizations(self):
        everybody = self.members(self.top)
        for number, (name, kind) in enumerate(MASS):
            body = self.env["community.party.organization"].create(
                {
                    "name": name,
                    "kind": "mass_organization",
                    "parent_id": self.top.id,
                    "date_founded": "2013-03-08",
                }
            )
            fit = everybody.filtered(
                lambda m, k=kind: not m.main_post and (
                    k == "any" or m.sex == k or (k == "young" and m.age < 36)
                )
            )  # fmt: skip
            self._post(body, fit[number : number + 1] or fit[:1], "mass_chair", years=2)

    def _end_a_term(self):
        """The second branch elects within the half year; its committee took office long ago."""
        posts = self.env["community.party.post"].search(
            [("organization_id", "=", self.branches[1].id)]
        )
        end = self.today + relativedelta(months=3)
        posts.date_from = end - relativedelta(years=5, days=-1)

    def _elect(self):
        """A finished election in the third branch, one prepared in the second."""
        done = self._election(self.branches[2], self.today - relativedelta(days=48))
        present = done.due_count - done.due_count // 8
        done.elector_ids[:present].presence = "present"
        done.write(
            {
                "issued": present,
                "returned": present,
                "valid": present - 1,
            }
        )
        for number, candidate in enumerate(done.candidate_ids):
            candidate.votes = (present - 1, present - 2, present - 3, 2)[number]
        done.action_count()
        done.write({"approved_by": self.top.name, "date_approved": done.date + _days(9)})
        done.action_approve()
        self._election(self.branches[1], self.today + relativedelta(days=24))

    def _election(self, branch, date):
        election = self.env["community.party.election"].create(
            {"organization_id": branch.id, "date": date, "seats": 3}
        )
        kinds = ("secretary", "deputy_secretary", "committee", "committee")
        people = self.members(branch).sorted(lambda m: (not m.main_post, m.id))
        election.candidate_ids = [
            Command.create({"member_id": member.id, "kind": kind})
            for member, kind in zip(people, kinds, strict=False)
        ]
        return election

    # members

    def _lose_contact(self):
        """One sought since two months, one whom the branch may suspend, one to be removed."""
        people = self.members(self.branches[3])[-3:]
        for member, months in zip(people, (2, 8, 36), strict=True):
            day = self.today - relativedelta(months=months)
            member.write({"status": "lost_contact", "whereabouts": "外出，去向不明"})
            member.date_last_contact = day
            self.env["community.party.contact.attempt"].create(
                [
                    {
                        "member_id": member.id,
                        "date": day + _days(15 * (number + 1)),
                        "way": way,
                        "result": result,
                        "user_id": self.officer.id,
                    }
                    for number, (way, result) in enumerate(SEARCHES)
                ]
            )
        self.env["community.party.membership.decision"].with_user(self.officer).create(
            {
                "member_id": people[2].id,
                "kind": "suspend",
                "date": self.today - relativedelta(months=26),
                "decided_by": "东河街道党工委",
                "basis": "支部党员大会决议，党工委批复",
            }
        )
        # Family had paid all the time; it was left with the Party.
        dues = self.env["community.party.dues"].search(
            [("member_id", "=", people[2].id), ("state", "=", "too_much")]
        )
        dues.action_leave()

    def _transfer(self):
        """Two who came, one who left, and a letter that has run out."""
        Transfer = self.env["community.party.transfer"]
        for name, branch, ago, slip in (
            ("戴晓明", self.branches[0], 40, True),
            ("白玉洁", self.branches[2], 6, False),
        ):
            issued = self.today - _days(ago)
            come = Transfer.create(
                {
                    "direction": "incoming",
                    "partner_id": self.env["res.partner"].create({"name": name}).id,
                    "to_organization_id": branch.id,
                    "other_name": "江北区云山街道党工委",
                    "channel": "letter",
                    "reason": "residence",
                    "date_probation": "2015-06-30",
                    "date_full": "2016-06-30",
                    "dues_paid_until": issued.replace(day=1),
                    "date_issued": issued,
                }
            )
            come.action_issue()
            if slip:
                come.date_received = issued + _days(12)
                come.action_receive()
                come.date_slip = issued + _days(15)
        # Whoever is on the way already does not leave a second time.
        leaving = Transfer.search([("state", "in", ("draft", "issued"))]).member_id
        for member, ago, received in (
            ((self.members(self.branches[2]) - leaving)[-1], 150, True),
            ((self.members(self.branches[1]) - leaving)[-1], 120, False),
        ):
            gone = Transfer.create(
                {
                    "member_id": member.id,
                    "other_name": "南湖市高新区锦绣社区党委",
                    "channel": "letter",
                    "reason": "work",
                    "date_issued": self.today - _days(ago),
                }
            )
            gone.action_issue()
            if received:
                gone.date_received = gone.date_issued + _days(20)
                gone.action_receive()

    # study and dues

    def _study(self):
        """Class hours of the year: together, and brought home to those who cannot come."""
        Activity = self.env["community.activity"]
        kind = self.env["community.activity.kind"].search([("meeting_kind", "=", "study")], limit=1)
        values = []
        for place, branch in enumerate(self.branches):
            topics = branch.env["community.party.plan.line"].search(
                [("organization_id", "=", branch.id), ("kind", "=", "study")], order="date_due"
            )
            for number, topic in enumerate(topics[: 5 - place]):
                day = min(topic.date_due, self.today - _days(1)) - _days(number)
                start = datetime.datetime.combine(day, datetime.time(1))
                values.append(
                    {
                        "organization_id": branch.id,
                        "kind_id": kind.id,
                        "name": f"集中学习：{topic.name}",
                        "topic_id": topic.id,
                        "is_open_to_residents": topic.is_open_to_residents,
                        "date_start": start,
                        "date_stop": start + datetime.timedelta(hours=4),
                        "place": f"{branch.name}活动室",
                        "user_id": branch.officer_line_ids[:1].user_id.id or self.env.uid,
                    }
                )
        sessions = Activity.create(values)
        lines = sessions.attendance_ids
        there = lines.filtered(lambda line: self.rng.random() < (0.2 if line.is_exempt else 0.9))
        there.state = "present"
        (lines - there).filtered("is_exempt").action_home()
        (lines - there).filtered(lambda line: line.state == "registered").state = "absent"
        sessions.action_done()

    def _waive_and_give(self):
        """Dues waived in hardship by two people, one still asked for; special dues of this year."""
        Waiver = self.env["community.party.dues.waiver"]
        poor = self.members(self.branches[0])[-2:]
        first = Waiver.with_user(self.officer).create(
            {
                "member_id": poor[0].id,
                "date_from": self.today.replace(day=1),
                "date_to": self.today.replace(day=1) + relativedelta(months=5),
                "amount": 0,
                "reason": "本人大病住院，家庭收入下降。",
            }
        )
        first.action_study()
        first.with_user(self.manager).action_approve()
        Waiver.with_user(self.officer).create(
            {
                "member_id": poor[1].id,
                "date_from": self.today.replace(day=1) + relativedelta(months=1),
                "date_to": self.today.replace(day=1) + relativedelta(months=12),
                "amount": 5,
                "reason": "失业，领取失业保险金。",
            }
        )
        # The year before is closed.
        first_day = self.today.replace(month=1, day=1)
        self.env["community.party.dues.entry"].create(
            [
                {
                    "name": name,
                    "kind": kind,
                    "use_category": use,
                    "amount": amount,
                    "date": max(self.today - _days(ago), first_day),
                    "organization_id": self.top.id,
                    "member_id": self.members(self.branches[1])[:1].id
                    if kind == "special"
                    else False,
                }
                for name, kind, use, amount, ago in (
                    ("一次交纳特殊党费", "special", False, 2000, 140),
                    ("党员电教片", "use", "reading", 320, 60),
                    ("看望住院老党员", "use", "hardship", 600, 25),
                )
            ]
        )


def _days(number):
    return datetime.timedelta(days=number)
