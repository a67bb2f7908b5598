"""The Party organisations of the demo community, their keepers and members of every kind."""

import datetime
import random

from odoo import fields
from odoo.fields import Command

LOGINS = (
    ("party_branch", "Party branch"),
    ("party_officer", "Party officer"),
    ("party_treasurer", "Party treasurer"),
    ("party_manager", "Party manager"),
)
NAMES = {
    "party_branch": "马建华",
    "party_officer": "徐丽萍",
    "party_treasurer": "沈爱民",
    "party_manager": "高志强",
}
BRANCHES = ("东篱新村", "书院小区", "向阳里", "望江花园")
KINDS = (
    # kind of member, how many of twenty
    ("retired", 8),
    ("laid_off", 3),
    ("veteran", 2),
    ("graduate", 2),
    ("rural", 2),
    ("registered_only", 1),
    ("migrant", 1),
    ("on_duty", 1),
)
DUES = {
    "retired": ("pension", "领取养老金"),
    "laid_off": ("laid_off", "失业登记"),
    "veteran": ("salary", "按月领取工资"),
    "graduate": ("student", "在校学生"),
    "rural": ("farmer", "村改居农民党员"),
    "registered_only": ("salary", "按月领取工资"),
    "migrant": ("self_employed", "个体经营"),
    "on_duty": ("salary", "按月领取工资"),
}
AGES = {"retired": (60, 90), "graduate": (20, 27), "laid_off": (35, 58), "migrant": (30, 55)}
NEEDS = ("希望多组织上门送学", "想学智能手机", "盼望有老党员活动室", "希望错时参加组织生活")
STRENGTHS = ("会修家电", "退休教师，可辅导作业", "懂法律，可帮助调解", "会书法，可教孩子写字")
PER_BRANCH = 16


def play(env):
    """Make organisations, keepers and members; called by ``load.py``."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    rng = random.Random(20210701)
    users = _make_users(env)
    branches = _make_organizations(env, users)
    _make_members(env, rng, branches)


def _make_users(env):
    users = {}
    for login, _role in LOGINS:
        users[login] = env["res.users"].create(
            {
                "login": login,
                "password": login,
                "name": NAMES[login],
                "lang": "zh_CN",
                "tz": "Asia/Shanghai",
                "group_ids": [
                    Command.link(env.ref("base.group_user").id),
                    Command.link(env.ref(f"community_party.group_{login}").id),
                ],
            }
        )
    return users


def _make_organizations(env, users):
    """Return the branches: one per estate under a general branch, each with two groups."""
    Organization = env["community.party.organization"]
    general = Organization.create(
        {"name": "东河社区党总支", "kind": "general_branch", "date_founded": "2012-07-01"}
    )
    branches = Organization
    for number, estate in enumerate(BRANCHES):
        branch = Organization.create(
            {
                "name": f"{estate}党支部",
                "kind": "branch",
                "parent_id": general.id,
                "area_id": env["community.area"].search([("name", "=", estate)], limit=1).id,
                "date_founded": "2012-07-01",
            }
        )
        if not number:
            branch.officer_line_ids = [
                Command.create({"user_id": users["party_branch"].id, "date_from": "2022-01-01"})
            ]
        branches += branch
        Organization.create(
            [
                {"name": f"{estate}第{word}党小组", "kind": "group", "parent_id": branch.id}
                for word in ("一", "二")
            ]
        )
    return branches


def _make_members(env, rng, branches):
    """Members of all kinds; those who live here are taken from the register by age."""
    today = fields.Date.context_today(env.user)
    kinds = {kind.code: kind for kind in env["community.party.category"].search([])}
    draw = [kind for kind, share in KINDS for _turn in range(share)]
    adults = env["community.resident"].search(
        [("birth_date", "<", today - datetime.timedelta(days=19 * 366)), ("date_death", "=", False)]
    )
    by_age = {}
    for resident in adults.sorted("id"):
        by_age.setdefault(resident.age, []).append(resident)
    values = []
    for branch in branches:
        for _number in range(PER_BRANCH):
            kind = rng.choice(draw)
            low, high = AGES.get(kind, (28, 62))
            age = rng.randrange(low, high)
            while not by_age.get(age):
                age = age + 1 if age < 95 else low
            resident = by_age[age].pop(rng.randrange(len(by_age[age])))
            full = today.replace(day=1) - datetime.timedelta(
                days=365 * rng.randrange(1, max(age - 20, 2)) + rng.randrange(300)
            )
            dues, reason = DUES[kind]
            values.append(
                {
                    "name": resident.name,
                    "resident_id": resident.id,
                    "organization_id": branch.id,
                    "category_ids": [Command.link(kinds[kind].id)],
                    "date_probation": full - datetime.timedelta(days=365),
                    "date_full": full,
                    "dues_category": dues,
                    "dues_base_reason": reason,
                    "status": "mobile" if kind == "migrant" else "normal",
                    "needs": rng.choice(NEEDS) if rng.random() < 0.3 else False,
                    "strengths": rng.choice(STRENGTHS) if rng.random() < 0.3 else False,
                }
            )
    partners = env["res.partner"].create([{"name": line.pop("name")} for line in values])
    members = env["community.party.member"].create(
        [{**line, "partner_id": partner.id} for line, partner in zip(values, partners, strict=True)]
    )
    _make_posts(env, members, branches, today)
    _fill_groups(env, members, branches, today)
    env["community.party.discipline"].create(
        [
            {
                "member_id": member.id,
                "kind": kind,
                "date_from": today - datetime.timedelta(days=days),
                "date_to": today + datetime.timedelta(days=length),
                "decided_by": "街道纪工委",
                "basis": f"东街纪〔{today.year}〕{number}号",
            }
            for number, (member, kind, days, length) in enumerate(
                (
                    (members[5], "serious_warning", 200, 500),
                    (members[21], "probation", 90, 640),
                ),
                3,
            )
        ]
    )


def _fill_groups(env, members, branches, today):
    """Members stand in their group, the committee with the branch; two groups want a leader."""
    values = []
    for branch in branches:
        groups = branch.child_ids.filtered(lambda item: item.kind == "group").sorted("id")
        ordinary = members.filtered(
            lambda m, b=branch: m.organization_id == b and not m.main_post
        ) - (members[5] | members[21])
        for number, member in enumerate(ordinary):
            member.organization_id = groups[number % len(groups)]
        led = groups if branch in branches[:2] else groups[:1]
        values += [
            {
                "organization_id": group.id,
                "member_id": members.filtered(
                    lambda m, g=group: m.organization_id == g and m.status == "normal"
                )[:1].id,
                "kind": "group_leader",
                "date_from": today - datetime.timedelta(days=400),
                "approved_by": branch.name,
            }
            for group in led
        ]
    env["community.party.post"].create(values)


def _make_posts(env, members, branches, today):
    """A secretary, a deputy and a committee member per branch; one branch waits for its own."""
    begin = datetime.date(today.year - 2, 7, 1)
    values = []
    for branch in branches[:-1]:
        own = members.filtered(lambda m, b=branch: m.organization_id == b and m.status == "normal")
        # Those with a running penalty take no post; they are made after this.
        chosen = own.filtered(lambda m: m not in (members[5], members[21]))[:3]
        for member, kind in zip(
            chosen, ("secretary", "deputy_secretary", "committee"), strict=True
        ):
            values.append(
                {
                    "organization_id": branch.id,
                    "member_id": member.id,
                    "kind": kind,
                    "date_from": begin,
                    "approved_by": "东河社区党总支",
                }
            )
    env["community.party.post"].create(values)
