import io

from dateutil.relativedelta import relativedelta
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .test_aid_payment import PaymentCase


@tagged("post_install", "-at_install", "community")
class TestAidFigures(PaymentCase):
    """Indicators I1 and I5 to I9, and the ledgers of aid."""

    def figures(self):
        first, last = (self.today.replace(month=1, day=1), self.today.replace(month=12, day=31))
        indicators = self.env["community.indicator"].search([("code", "=like", "aid\\_%")])
        values = indicators._values(first, last, Domain.TRUE)
        return {indicator.code: value for indicator, value in values.items()}

    def test_each_figure_counts_what_it_says(self):
        """Granted, paid, solved and waived cases and homes not covered each move their own figure
        by the number of households.
        """
        before = self.figures()
        # Given from the month after the decision on: in December that is another year.
        begun = self.grant().date_start.year == self.today.year
        self.household = self.make_household()
        self.grant(self.edge, income=800)
        student = self.make_case(
            self.education, resident_id=self.household.head_id.id, school="东河中学"
        )
        student.action_accept()
        student.with_user(self.officer).action_submit()
        self.decide(student, amount=2000)
        self.Payment.create({"case_id": student.id, "amount": 2000})
        housing = self.make_case(self.housing)
        self.submit(housing)
        self.decide(housing)
        desk = housing.with_user(self.officer)
        desk.write({"is_solved": True, "housing_way": "repair", "outcome": "已修好"})
        desk.action_close()
        waiver = self.make_case(self.waiver, fee_name="进户费", fee_amount=900)
        waiver.action_accept()
        waiver.with_user(self.officer).action_submit()
        self.decide(waiver, decision_number="安置减免〔2026〕1号")
        poor = self.make_household()
        poor.monthly_income = 300
        self.env["community.aid.cover"]._refresh()
        after = self.figures()
        self.assertEqual(
            {code: after[code] - before[code] for code in after},
            {
                "aid_dibao_households": 1,
                "aid_edge_households": 1,
                "aid_dibao_people": 3,
                "aid_edge_people": 1,
                "aid_extreme_people": 0,
                "aid_students": 1,
                "aid_housing_solved": 1,
                "aid_fee_waivers": 1,
                "aid_cover_enrolled": 2,
                "aid_cover_missing": 1,
                "aid_cover_unknown": 0,
                "aid_households_paid": 1,
                "aid_cases_decided": 5,
                "aid_appeals": 0,
                "aid_appeals_set_aside": 0,
                "aid_new_households": 1 * begun,
                "aid_new_people": 3 * begun,
                "aid_new_amount": 600 * begun,
                **{
                    f"aid_{what}_{measure}": 0
                    for what in ("stopped", "raised", "cut")
                    for measure in ("households", "people", "amount")
                },
            },
        )

    def test_changes_of_dibao_are_counted_by_homes_people_and_amount(self):
        """Begun, raised, cut and ended in a month: households, people and yuan, as the forms of the
        civil affairs bureau ask for them.
        """
        before = self.figures()
        raised, cut, ended = (self.running(months=0) for _turn in self.homes(3))
        heard = {"date_heard": self.today, "heard_way": "said", "heard": "没有意见"}
        for case, kind, amount in ((raised, "raise", 700), (cut, "cut", 450), (ended, "stop", 0)):
            self.env["community.aid.change"].with_user(self.officer).create(
                {
                    "case_id": case.id,
                    "kind": kind,
                    "amount": amount,
                    "date": self.today,
                    "date_from": self.today,
                    "reason": "复核",
                    "decision_person": "陈科长",
                    **(heard if kind != "raise" else {}),
                }
            )
        after = self.figures()
        self.assertEqual(
            {
                code: after[code] - before[code]
                for code in after
                if code.split("_")[1] in ("new", "stopped", "raised", "cut")
            },
            {
                "aid_new_households": 3,
                "aid_new_people": 9,
                "aid_new_amount": 1800,
                "aid_raised_households": 1,
                "aid_raised_people": 3,
                "aid_raised_amount": 100,
                "aid_cut_households": 1,
                "aid_cut_people": 3,
                "aid_cut_amount": 150,
                "aid_stopped_households": 1,
                "aid_stopped_people": 3,
                "aid_stopped_amount": 600,
            },
        )

    def test_a_waived_fee_counts_households_and_opens_them(self):
        """Two fees waived for one home are one household; one not decided yet and one waived
        another year are none; the figure opens exactly those homes.
        """
        figure = self.env.ref("community_service.community_indicator_aid_fee_waivers")
        first, last = (self.today.replace(month=1, day=1), self.today.replace(month=12, day=31))

        def counted():
            model, domain = figure._target(first, last, Domain.TRUE)
            homes = self.env[model].search(domain)
            self.assertEqual(len(homes), figure._values(first, last, Domain.TRUE)[figure])
            return homes

        def apply(fee):
            case = self.make_case(self.waiver, fee_name=fee, fee_amount=900)
            case.action_accept()
            case.with_user(self.officer).action_submit()
            return case

        before = counted()
        home = self.household
        for fee in ("进户费", "装表费"):
            self.decide(apply(fee), decision_number=f"减免 {fee}")
        for number in self.homes(2):
            case = apply("进户费")
            if number:
                self.decide(case, decision_number="减免 去年")
                case.sudo().date_decision = self.today - relativedelta(years=1)
        self.assertEqual(counted() - before, home)

    def test_who_gave_it_stands_in_the_ledger_and_on_the_list(self):
        """Money of a donor and goods of a donor name who gave them, in the ledger and on the list
        that the recipients sign; what the public purse pays names nobody.
        """
        case = self.running()
        shop, unit = self.env["res.partner"].create([{"name": "望河超市"}, {"name": "东河商会"}])
        lines = self.Payment.create({"case_id": case.id})
        lines |= self.Payment.create(
            {
                "case_id": case.id,
                "form": "goods",
                "item": "大米",
                "quantity": 2,
                "unit": "袋",
                "donor_id": shop.id,
            }
        )
        lines |= self.Payment.create(
            {
                "case_id": case.id,
                "amount": 300,
                "donor_id": unit.id,
                "period": self.month - relativedelta(months=1),
            }
        )
        text = self.ledger("aid_payments", self.officer)
        self.assertIn("望河超市", text)
        self.assertIn("东河商会", text)
        goods = lines.filtered(lambda line: line.form == "goods")
        self.assertIn("望河超市", str(goods._paper_hand_out()))
        groups = self.Payment._read_group(
            [("id", "in", lines.ids)], ["donor_id"], ["__count"], order="donor_id"
        )
        self.assertEqual(
            {donor.name: count for donor, count in groups if donor}, {"望河超市": 1, "东河商会": 1}
        )

    def homes(self, count):
        """Yield after making each of so many families of three the one that applies."""
        for number in range(count):
            self.household = self.make_household(
                [
                    {"name": f"赵{number}", "role": "head", "birth_date": "1980-01-02"},
                    {"name": f"钱{number}", "role": "spouse", "birth_date": "1982-01-02"},
                    {"name": f"孙{number}", "role": "child", "birth_date": "2024-01-02"},
                ]
            )
            yield number

    def test_a_figure_opens_exactly_its_households(self):
        self.grant()
        indicator = self.env.ref("community_service.community_indicator_aid_dibao_households")
        model, domain = indicator._target(
            self.today.replace(month=1, day=1), self.today, Domain.TRUE
        )
        self.assertEqual(model, "community.household")
        self.assertIn(self.household, self.env[model].search(domain))

    def ledger(self, code, user):
        stream = io.BytesIO()
        ledger = self.env.ref(f"community_service.community_ledger_{code}")
        ledger.with_user(user)._write_xlsx(stream)
        rows = load_workbook(io.BytesIO(stream.getvalue())).active.iter_rows(values_only=True)
        return " ".join(str(value) for row in rows for value in row if value is not None)

    def test_ledgers_of_cases_and_payments(self):
        case = self.running()
        self.Payment.create({"case_id": case.id})
        for code, words in (
            ("aid_cases", (case.number, "张小明", "art. 7-34")),
            ("aid_granted", (case.number, "600")),
            ("aid_payments", (case.number, "张小明", "600")),
        ):
            with self.subTest(ledger=code):
                text = self.ledger(code, self.officer)
                for word in words:
                    self.assertIn(word, text)
        self.assertNotIn(case.number, self.ledger("aid_cases", self.auditor))
        for code in ("aid_granted", "aid_payments"):
            with self.assertRaises(AccessError):
                self.ledger(code, self.auditor)
