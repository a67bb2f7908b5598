from contextlib import contextmanager

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from .common import CommunityCase


class AidCase(CommunityCase):
    """A standard of 700 yuan, a family of three, and a short way through the steps of a case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.dibao, cls.edge, cls.temporary, cls.education, cls.housing, cls.waiver, cls.rigid = (
            cls.programme_of(code)
            for code in "dibao edge temporary education housing waiver rigid".split()
        )
        cls.wage = cls.env.ref("community_service.community_aid_income_kind_wage")
        cls.Standard = cls.env["community.aid.standard"]
        cls.standard = cls.Standard.create(
            {"programme_id": cls.dibao.id, "amount": 700, "date_from": "2020-01-01"}
        )
        cls.household = cls.make_household(
            [
                {"name": "张小明", "role": "head", "birth_date": "1980-01-02"},
                {"name": "李丽", "role": "spouse", "birth_date": "1982-01-02"},
                {"name": "张乐", "role": "child", "birth_date": f"{cls.today.year - 8}-01-02"},
            ]
        )
        cls.head = cls.household.head_id
        cls.Case = cls.env["community.aid.case"]

    @classmethod
    def programme_of(cls, code, day=None):
        """Return the edition of a programme that the community goes by on a day, or today."""
        return cls.env["community.aid.programme"]._in_use(
            cls.env.company, [("code", "=", code)], day
        )

    @contextmanager
    def refused(self, words, exception=UserError):
        """Expect a sentence, and leave nothing of what was tried behind."""
        with self.assertRaisesRegex(exception, words), self.env.cr.savepoint():
            yield

    def make_case(self, programme=None, user=None, income=None, **values):
        """Create a case as the grid worker; ``income`` is what the family has a month, in all."""
        case = self.Case.with_user(user or self.worker).create(
            {
                "programme_id": (programme or self.dibao).id,
                "household_id": self.household.id,
                "date_authority": self.today,
                **values,
            }
        )
        if income is not None:
            self.set_income(case, income)
        return case

    def set_income(self, case, total):
        """Let the head earn all of it; nobody else has any, and there are no assets."""
        head = case.member_ids.filtered(lambda m: m.relation == "applicant")
        (case.member_ids - head).is_without_income = True
        case.income_ids.unlink()
        case.write(
            {
                "income_ids": [
                    Command.create({"member_id": head.id, "kind_id": self.wage.id, "amount": total})
                ],
                "is_assets_asked": True,
            }
        )

    def survey(self, case):
        """Make the home survey with two people."""
        case.action_start_survey()
        visit = case.visit_ids.filtered(lambda v: v.state == "planned")[-1:]
        visit.write(
            {"date": fields.Date.context_today(case), "visitor_ids": [Command.link(case.env.uid)]}
        )
        visit.companion = "街道 赵敏"
        visit.action_done()
        return visit

    def publish(self, case, **values):
        """Hang the notice of the opinion, as the officer, ``days`` ago."""
        return (
            self.env["community.aid.notice"]
            .with_user(self.officer)
            .create({"case_id": case.id, "opinion_by": "街道办事处 王主任", **values})
        )

    def submit(self, case):
        """Take a case from draft to handed in; the notice has hung for all of its days."""
        case.action_accept()
        if case.programme_id.needs_survey:
            self.survey(case)
        if case.programme_id.needs_notice:
            self.publish(case, date_from=fields.Date.subtract(self.today, days=7))
        case.with_user(self.officer).action_submit()

    def decide(self, case, decision="granted", **values):
        """Record the decision of the county, as the officer."""
        dialog = (
            self.env["community.aid.decide"]
            .with_user(self.officer)
            .create(
                {"case_id": case.id, "decision": decision, "decision_person": "陈科长", **values}
            )
        )
        dialog.action_apply()

    def grant(self, programme=None, income=1500, household=None, **values):
        """Return a case that was granted today."""
        more = {"household_id": household.id} if household else {}
        case = self.make_case(programme, income=income, **more)
        self.submit(case)
        self.decide(case, **values)
        return case
