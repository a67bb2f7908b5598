"""Aid in the demo community: a year of cases with their payments, and what is under way now."""

import datetime
import random

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

STANDARD = 700
YEAR = {"dibao": 98, "edge": 41, "education": 10, "housing": 3, "waiver": 8}
PERSON = "民政局救助科 许科长"
OPINION = "街道办事处 王主任"
HIGH_SCHOOLS = ("市第一高级中学", "区职业中等专业学校")
SCHOOLS = ("大连理工大学", "辽宁师范大学", "东北大学", "大连海事大学")
WAYS = (
    ("public_rental", "已入住公租房，签了三年合同。"),
    ("rent_subsidy", "租房补贴按季到账。"),
    ("repair", "屋顶和门窗已修好，验收合格。"),
)
GOODS = (("大米 10 公斤", "袋"), ("食用油 5 升", "桶"), ("棉被", "床"), ("取暖器", "台"))
REASONS = (
    "主要劳动力患病，家里只靠低保和零工。",
    "失业半年多，孩子在上学。",
    "老人慢性病，药费开支大。",
    "单亲带两个孩子，收入不稳定。",
)


def play(env):
    """Fill the aid part; called by ``load.py`` after the register and the visits."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    demo = Demo(env)
    demo.standards()
    demo.confirm_limits()
    demo.year()
    demo.one_off()
    demo.now()
    demo.cover()


class Demo:
    """The homes still free for a case, the users, and ways to make cases in batches."""

    def __init__(self, env):
        self.env, self.rng = env, random.Random(20240304)
        self.today = fields.Date.context_today(env.user)
        self.last = self.today.year - 1
        self.officer = env["res.users"].search([("login", "=", "officer")])
        programmes = env["community.aid.programme"]._in_use(env.company)
        self.programme = {programme.code: programme for programme in programmes}
        homes = env["community.household"].search([("grid_id", "!=", False)], order="id")
        registered = env["community.residency"].search(
            [("kind", "in", ("registered", "both")), ("date_to", "=", False)]
        )
        homes = homes.filtered("head_id") & registered.household_id
        # Whom the register marks comes first: the case then supports the mark.
        marks = env["community.category.line"].search(
            [("category_id.code", "in", ("dibao", "dibao_edge"))]
        )
        others = list(homes - marks.household_id)
        self.rng.shuffle(others)
        self.homes = list(marks.household_id & homes) + others

    def take(self, count):
        taken, self.homes = self.homes[:count], self.homes[count:]
        return taken

    def students(self, home):
        """Return who of a home may be at a high school or university, the eldest first."""
        people = home.resident_ids.filtered(lambda r: 16 <= r.age <= 22 and not r.date_death)
        return people.sorted("birth_date")

    def take_with_students(self, count):
        taken = [home for home in self.homes if self.students(home)][:count]
        self.homes = [home for home in self.homes if home not in taken]
        return taken

    def day(self, month_from=2, month_to=12):
        month = self.rng.randrange(month_from, month_to + 1)
        return datetime.date(self.last, month, self.rng.randrange(1, 28))

    def standards(self):
        """Standards since the year before; the county raises them each July."""
        values = [("dibao", STANDARD, self.last - 1), ("rigid", 3400, self.last - 1)]
        self.env["community.aid.standard"].create(
            [
                {
                    "programme_id": self.programme[code].id,
                    "amount": amount,
                    "date_from": datetime.date(year, 1, 1),
                    "legal_basis": "区民政局关于公布年度保障标准的通知",
                }
                for code, amount, year in values
            ]
        )

    def confirm_limits(self):
        """The manager has compared the limits of dibao and its edge; the others still warn."""
        manager = self.env["res.users"].search([("login", "=", "manager")])
        notice = "区民政局关于低收入家庭财产和收入认定的通知"
        for code in ("dibao", "edge"):
            # What is shared stays as it came; the community has compared its own.
            own = self.programme[code].with_user(manager)._own_of(self.env.company)
            own.write({"asset_basis": notice, "exit_basis": notice})
            own.action_confirm()
        programmes = self.env["community.aid.programme"]._in_use(self.env.company)
        self.programme = {programme.code: programme for programme in programmes}

    def make(self, code, homes, days, **values):
        """Create cases of a programme, received on ``days``, with who works on them."""
        return self.env["community.aid.case"].create(
            [
                {
                    "programme_id": self.programme[code].id,
                    "household_id": home.id,
                    "resident_id": home.head_id.id,
                    "date_received": day,
                    "date_authority": day,
                    "user_id": self._worker(home).id,
                    "reason": self.rng.choice(REASONS),
                    **values,
                }
                for home, day in zip(homes, days, strict=True)
            ]
        )

    def _worker(self, home):
        lines = home.grid_id.officer_line_ids.filtered(lambda line: not line.is_substitute)
        return lines.user_id[:1] or self.officer

    def incomes(self, cases, low, high):
        """Give each family an income between two amounts a person; nothing stays unknown."""
        heads = cases.member_ids.filtered(lambda m: m.relation == "applicant")
        (cases.member_ids - heads).write({"is_without_income": True})
        kinds = [
            self.env.ref(f"community_service.community_aid_income_kind_{code}").id
            for code in ("wage", "odd_jobs", "pension", "unemployment")
        ]
        self.env["community.aid.income"].create(
            [
                {
                    "case_id": case.id,
                    "member_id": case.member_ids.filtered(lambda m: m.relation == "applicant").id,
                    "kind_id": self.rng.choice(kinds),
                    "amount": self.rng.randrange(low, high) * max(case.family_size, 1),
                    "evidence": "银行流水",
                }
                for case in cases
            ]
        )
        cases.write({"is_assets_asked": True})

    def surveys(self, cases, after=4):
        """A home survey by two people for each case."""
        self.env["community.visit"].create(
            [
                {
                    "household_id": case.household_id.id,
                    "aid_case_id": case.id,
                    "kind": "aid_survey",
                    "date": case.date_received + datetime.timedelta(days=after),
                    "state": "done",
                    "user_id": case.user_id.id,
                    "visitor_ids": [Command.link(case.user_id.id)],
                    "companion": "街道 赵敏",
                    "situation": "看了住房和家具，核对了工资条和药费单。",
                }
                for case in cases
            ]
        )

    def notices(self, cases, after=8):
        """Publish; what has hung its days was taken down on the day after."""
        notices = self.env["community.aid.notice"].create(
            [
                {
                    "case_id": case.id,
                    "opinion_by": OPINION,
                    "amount": case.proposed_amount,
                    "date_from": case.date_received + datetime.timedelta(days=after),
                    "place": "社区公告栏",
                    "user_id": case.user_id.id,
                }
                for case in cases
            ]
        )
        for notice in notices:
            if notice.date_to < self.today:
                notice.date_down = notice.date_to + datetime.timedelta(days=1)

    def grant(self, cases, days, state="active", **values):
        """Store decisions with the article and the working of the day."""
        for case, day in zip(cases, days, strict=True):
            rules = case.programme_id
            start = day + relativedelta(months=1, day=1) if rules.is_monthly else day
            months = rules._review_months(case.aid_class)
            is_lasting = rules.is_monthly or rules.kind == "edge"
            review = start + relativedelta(months=months)
            while is_lasting and review < self.today - datetime.timedelta(days=10):
                review += relativedelta(months=months)
            case.write(
                {
                    "state": state,
                    "date_submitted": day - datetime.timedelta(days=6),
                    "decision": "granted",
                    "decision_body": rules.decision_body,
                    "decision_person": PERSON,
                    "decision_basis": rules.legal_basis,
                    "decision_standard": case.standard_id.amount,
                    "decision_working": case._working_text(),
                    "decided_by_id": self.officer.id,
                    "amount": case.proposed_amount,
                    "amount_granted": case.proposed_amount,
                    "date_start": start,
                    "next_review_date": is_lasting and review,
                    "date_told": day + datetime.timedelta(days=2),
                    "date_decision": day,
                    **values,
                }
            )

    def year(self):
        """Last year's dibao and edge families, paid month by month until now."""
        for code, low, high in (("dibao", 180, 660), ("edge", 705, 1040)):
            homes = self.take(YEAR[code])
            days = [self.day() for _home in homes]
            received = [day - datetime.timedelta(days=32) for day in days]
            cases = self.make(code, homes, received, aid_class="b")
            cases.write({"state": "survey", "aid_class": "b"})
            for case, day in zip(cases, received, strict=True):
                case.write({"date_accepted": day, "aid_class": self.rng.choice("aab")})
            self.incomes(cases, low, high)
            self.surveys(cases)
            self.notices(cases)
            self.grant(cases, days)
            if code == "dibao":
                self.dibao = cases
                self.pay(cases)
                self.changes(cases)
        self.env["community.category"]._sync_derived()

    def pay(self, cases):
        values = []
        for case in cases:
            month = case.date_start
            while month <= self.today:
                paid = min(month + datetime.timedelta(days=9), self.today)
                values.append({"case_id": case.id, "period": month, "date": paid})
                month += relativedelta(months=1)
        self.env["community.aid.payment"].create(values)

    def changes(self, cases):
        """What changed this year: raises, reviews, two families that need no help any more."""
        lasting = cases.filtered(lambda case: case.date_start < self.today)
        kinds = ("raise", "raise", "review", "review", "review", "work_refused", "stop", "exit")
        first = datetime.date(self.today.year, 1, 1)
        day = max(first, self.today - datetime.timedelta(days=30))
        heard = {"date_heard": day, "heard_way": "said", "heard": "家里有了收入，没有意见。"}
        self.env["community.aid.change"].create(
            [
                {
                    "case_id": case.id,
                    "kind": kind,
                    "date": day,
                    "amount": case.amount + 60 if kind == "raise" else 0,
                    "reason": "复核家庭情况",
                    "decision_person": PERSON,
                    **(heard if kind in ("stop", "exit") else {}),
                }
                for case, kind in zip(lasting[: len(kinds)], kinds, strict=True)
            ]
        )

    def one_off(self):
        """Students, housing, waivers and goods of the last full year."""
        students = self.take_with_students(YEAR["education"])
        days = [datetime.date(self.last, 9, 5 + n) for n in range(len(students))]
        cases = self.make(
            "education", students, days, education_form="grant", school_year=self.last, term="year"
        )
        for number, case in enumerate(cases):
            young = self.students(case.household_id)[:1]
            schools = SCHOOLS if young.age >= 18 else HIGH_SCHOOLS
            case.write({"school": schools[number % len(schools)], "resident_id": young.id})
        self.grant(cases, [day + datetime.timedelta(days=9) for day in days], amount=3000)
        self.env["community.aid.payment"].create(
            [
                {
                    "case_id": case.id,
                    "amount": 3000,
                    "date": case.date_decision + relativedelta(days=5),
                }
                for case in cases
            ]
        )
        for code in ("housing", "waiver"):
            homes = self.take(YEAR[code])
            days = [self.day(3, 10) for _home in homes]
            received = [day - datetime.timedelta(days=30) for day in days]
            cases = self.make(code, homes, received)
            self.grant(cases, days, state="closed", amount=0)
            for number, (case, day) in enumerate(zip(cases, days, strict=True)):
                way, words = WAYS[number % len(WAYS)]
                ending = {"housing_way": way, "is_solved": True, "outcome": words}
                if code == "waiver":
                    ending = {
                        "fee_name": "回迁安置房进户费",
                        "fee_amount": self.rng.randrange(9, 19) * 100,
                        "decision_number": f"安置减免〔{self.last}〕{number + 1}号",
                        "outcome": "进户费全免，已办入住。",
                    }
                case.write({**ending, "date_closed": day + datetime.timedelta(days=20)})
        self._goods()

    def _goods(self):
        homes = [case.household_id for case in self.rng.sample(list(self.dibao), 6)]
        days = [self.day(11, 12) for _home in homes]
        cases = self.make("temporary", homes, days)
        self.grant(cases, days, state="closed", amount=0, outcome="冬季送温暖。")
        donors = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("东河慈善分会", "辽港物流工会")]
        )
        for case, day in zip(cases, days, strict=True):
            case.date_closed = day + datetime.timedelta(days=2)
        self.env["community.aid.payment"].create(
            [
                {
                    "case_id": case.id,
                    "form": "goods",
                    "item": item,
                    "unit": unit,
                    "quantity": 1,
                    "donor_id": self.rng.choice(donors).id,
                    "date": case.date_decision,
                    "is_signed": True,
                }
                for case in cases
                for item, unit in self.rng.sample(GOODS, 2)
            ]
        )

    def now(self):
        """The last eight weeks: each step has its case, and one is late."""
        ago = lambda days: self.today - datetime.timedelta(days=days)  # noqa: E731
        steps = (
            # programme, received days ago, state, income known
            ("dibao", 1, "draft", False),
            ("dibao", 3, "accepted", False),
            ("edge", 6, "accepted", True),
            ("dibao", 9, "survey", False),
            ("dibao", 12, "survey", True),
            ("dibao", 17, "public_notice", True),
            ("edge", 20, "public_notice", True),
            ("dibao", 24, "objection", True),
            ("dibao", 30, "submitted", True),
            ("dibao", 40, "submitted", True),
            ("dibao", 50, "refused", True),
            ("temporary", 4, "accepted", False),
            ("housing", 35, "approved", False),
            ("medical", 28, "submitted", False),
        )
        for (code, days, state, known), home in zip(steps, self.take(len(steps)), strict=True):
            case = self.make(code, [home], [ago(days)])
            if known:
                self.incomes(case, 1100, 1400) if state == "refused" else self.incomes(
                    case, *((705, 1040) if code == "edge" else (250, 650))
                )
            if state == "draft":
                case.write({"date_authority": False, "missing_papers": "近 6 个月银行流水"})
                continue
            case.write({"state": "accepted", "date_accepted": ago(days - 1)})
            if state == "accepted":
                case.is_urgent = code == "temporary"
                continue
            case.state = "survey"
            if code == "dibao" and state == "survey" and not known:
                self.env["community.visit"].create(
                    {
                        "household_id": home.id,
                        "aid_case_id": case.id,
                        "kind": "aid_survey",
                        "date": self.today + datetime.timedelta(days=1),
                        "user_id": case.user_id.id,
                    }
                )
                continue
            self.surveys(case, after=3)
            if state != "survey" and case.programme_id.needs_notice:
                self.notices(case, after=5 if days > 20 else days - 3)
            if state == "objection":
                case.notice_id.write(
                    {"date_objection": ago(12), "objection": "有人反映家里还有一套房出租。"}
                )
            if state in ("submitted", "refused"):
                case.write({"state": state, "date_submitted": ago(days - 16)})
            elif state == "approved":
                self.grant(case, [ago(5)], state="approved", amount=0)
            else:
                case.state = state
            if state == "refused":
                case.write(
                    {
                        "decision": "refused",
                        "decision_body": case.programme_id.decision_body,
                        "decision_person": PERSON,
                        "decision_basis": case.programme_id.legal_basis,
                        "decision_reason": "家庭人均月收入高于标准的 1.5 倍。",
                        "decided_by_id": self.officer.id,
                        "date_decision": ago(2),
                        "date_closed": ago(2),
                    }
                )

    def cover(self):
        """Three families that qualify by the register and have no case; two have been told."""
        homes = self.take(3)
        for home in homes:
            home.monthly_income = 520 * max(home.member_count, 1)
        self.env["community.aid.cover"]._refresh()
        self.env["community.aid.told"].create(
            [
                {
                    "household_id": home.id,
                    "resident_id": home.head_id.id,
                    "user_id": self._worker(home).id,
                    "date": self.today - datetime.timedelta(days=4 + number),
                }
                for number, home in enumerate(homes[:2])
            ]
        )
