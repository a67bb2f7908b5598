from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command, Domain
from odoo.tests import tagged

from odoo.addons.community_service.tests.aid_common import AidCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryAid(AidCase):
    """Stories A2 and A3: a poor household comes into dibao, another into the edge list."""

    def visit(self, need):
        """A grid worker hears at the door that money is short, and files the need."""
        visit = (
            self.env["community.visit"]
            .with_user(self.worker)
            .create(
                {
                    "household_id": self.household.id,
                    "state": "done",
                    "situation": "收入减少",
                    "need_ids": [
                        Command.create(
                            {
                                "name": need,
                                "kind": "aid",
                                "household_id": self.household.id,
                                "user_id": self.worker.id,
                            }
                        )
                    ],
                }
            )
        )
        return visit.need_ids

    def begin(self, need, programme):
        """The need turns into a case with what is known filled in."""
        context = need.action_follow_up()["context"]
        return (
            self.Case.with_user(self.worker)
            .with_context(**context)
            .create({"programme_id": programme.id, "date_authority": self.today})
        )

    def test_a2_poor_household_into_dibao(self):
        """A2: poor household -> income check -> eligible -> dibao case through publicity ->
        payment -> half-year review due list."""
        need = self.visit("家里收入减少，想了解低保政策")
        case = self.begin(need, self.dibao)
        self.assertEqual(case.household_id, self.household)
        self.assertEqual(case.proposal, "unknown", "an unknown income is never zero")
        self.standard.amount = 450
        head = case.member_ids.filtered(lambda member: member.relation == "applicant")

        def earns():
            line = {"member_id": head.id, "kind_id": self.wage.id, "amount": 1500}
            case.income_ids = [Command.create(line)]

        def earn_nothing():
            (case.member_ids - head).is_without_income = True

        def own_nothing():
            case.is_assets_asked = True

        def raise_standard():
            """The standard of this year was published, and is entered when somebody has time."""
            first = fields.Date.start_of(self.today, "year")
            self.Standard.create({"programme_id": self.dibao.id, "amount": 700, "date_from": first})

        for fact in self.told([earns, earn_nothing, own_nothing, raise_standard]):
            self.assertNotEqual(case.proposal, "dibao", "not before all is known")
            fact()
        self.assertEqual((case.proposal, case.per_capita_income), ("dibao", 500))
        self.submit(case)
        self.assertEqual(case.notice_ids.mapped("kind"), ["opinion"])
        self.decide(case)
        self.assertEqual((case.state, case.amount), ("approved", 600))
        self.assertEqual(need.state, "open", "help has not come yet")
        # The month after the decision has come.
        month = fields.Date.start_of(self.today, "month")
        case.sudo().write({"date_start": month})

        def tell():
            self.env["community.aid.told"].with_user(self.worker).create(
                {"case_id": case.id, "subject": "result", "resident_id": case.resident_id.id}
            )

        for fact in self.told([case.with_user(self.officer).action_pay_month, tell]):
            fact()
        self.assertEqual((case.state, case.date_told), ("active", self.today))
        self.assertEqual(case.payment_ids.amount, 600)
        self.assertEqual(need.state, "done")
        self.assertIn("dibao", self.household.category_ids.mapped("code"))
        # Class B: the half-year review is due on its day and stands in the list before it.
        start = fields.Date.add(month, months=1)
        self.assertEqual(case.next_review_date, start + relativedelta(months=6))
        case.sudo().write({"next_review_date": self.today + relativedelta(days=20)})
        due = self.Case.with_user(self.officer).search(
            [("state", "=", "active"), ("next_review_date", "<=", "+30d")]
        )
        self.assertIn(case, due)
        self.assertIn("Review", case.next_step)
        figure = self.env.ref("community_service.community_indicator_aid_dibao_households")
        value = figure._values(self.today, self.today, Domain.TRUE)[figure]
        self.assertEqual(value, 1)

    def test_a3_family_above_the_line_into_the_edge_list(self):
        """A3: family above the line by 40% -> edge case, not dibao."""
        need = self.visit("收入比低保线高一点，药费压力大")
        case = self.begin(need, self.dibao)

        def ask_income():
            self.set_income(case, 700 * 1.4 * 3)

        def choose_edge():
            """The worker changes the programme while it is a draft."""
            case.programme_id = self.edge

        for fact in self.told([ask_income, choose_edge]):
            fact()
        self.assertEqual((case.proposal, case.per_capita_income), ("edge", 980))
        self.submit(case)
        self.decide(case)
        case.with_user(self.officer).action_start()
        self.assertEqual((case.kind, case.state, need.state), ("edge", "active", "done"))
        codes = self.household.category_ids.mapped("code")
        self.assertIn("dibao_edge", codes)
        self.assertNotIn("dibao", codes)
        self.assertFalse(case.payment_ids)
