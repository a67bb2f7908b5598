from itertools import permutations

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..aid_common import AidCase


class ExclusionCase(AidCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Payment = cls.env["community.aid.payment"].with_user(cls.officer)
        cls.month = fields.Date.start_of(cls.today, "month")
        cls.poor = cls.programme_of("extreme_poor")
        cls.child = cls.household.resident_ids.filtered(lambda r: r.name == "张乐")

    def granted(self, programme, months=6, **values):
        """Return a case that was granted some months ago, 600 yuan a month."""
        case = self.make_case(programme, **values).sudo()
        start = self.month - relativedelta(months=months)
        case.write(
            {
                "state": "active",
                "decision": "granted",
                "decision_person": "陈科长",
                "decision_basis": "x",
                "amount": 600,
                "date_start": start,
                "date_decision": start - relativedelta(days=5),
            }
        )
        return case.with_user(self.officer)

    def pay(self, case, **values):
        return self.Payment.create({"case_id": case.id, "amount": 600, **values})

    def change(self, case, kind="cut", **values):
        heard = {"date_heard": self.today, "heard_way": "said", "heard": "没有意见"}
        return (
            self.env["community.aid.change"]
            .with_user(self.officer)
            .create(
                {
                    "case_id": case.id,
                    "kind": kind,
                    "reason": "家庭人口变化",
                    "decision_person": "陈科长",
                    "date_from": self.month,
                    **(heard if kind in ("cut", "stop") else {}),
                    **values,
                }
            )
        )


@tagged("post_install", "-at_install", "community")
class TestAidExclusion(ExclusionCase):
    def test_of_kinds_that_exclude_each_other_one_is_paid(self):
        """Dibao, edge, extreme poverty, rigid expenditure and the head alone: in whatever order two
        of them are paid for a month, the second is refused where the table says so."""
        cases = {
            name: self.granted(programme)
            for name, programme in (
                ("dibao", self.dibao),
                ("edge", self.edge),
                ("poor", self.poor),
                ("rigid", self.rigid),
            )
        }
        cases["alone"] = self.granted(self.dibao, single_reason="other")
        # Ill people of an edge family, or of one in rigid hardship, may have dibao alone.
        both = {("edge", "alone"), ("alone", "edge"), ("rigid", "alone"), ("alone", "rigid")}
        paid = set()
        for pair in permutations(cases, 2):
            first, second = (cases[name] for name in pair)
            savepoint = self.env.cr.savepoint()
            self.pay(first)
            if pair in both:
                self.pay(second)
                paid.add(pair)
            else:
                with self.refused(f"{first.number}.* exclude each other"):
                    self.pay(second)
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.assertEqual(paid, both)
        for number, case in enumerate(cases.values()):
            self.pay(case, period=self.month - relativedelta(months=number))

    def test_money_and_goods_of_one_case_share_its_month(self):
        case = self.granted(self.dibao)
        self.pay(case)
        self.pay(case, form="goods", item="大米", amount=50)
        self.pay(case, kind="back_pay", amount=20)
        self.assertEqual(len(case.payment_ids), 3)

    def test_an_earlier_month_paid_back_is_one_need_too(self):
        """A case that was approved for months gone by gets no back-pay for one paid otherwise."""
        poor = self.granted(self.poor)
        late = self.granted(self.dibao)
        before = self.month - relativedelta(months=2)
        self.pay(poor, period=before)
        with self.refused("exclude each other"):
            self.pay(late, kind="back_pay", period=before)
        self.pay(late, kind="back_pay", period=before - relativedelta(months=1))

    def test_what_was_taken_back_in_full_is_free_again(self):
        """A part leaves the month taken; another case of the same kind keeps it."""
        dibao, poor = self.granted(self.dibao), self.granted(self.poor)
        self.pay(dibao)
        self.pay(dibao, kind="recovery", amount=400)
        with self.refused("exclude each other"):
            self.pay(poor)
        self.pay(dibao, kind="recovery", amount=200)
        self.pay(poor)
        with self.refused("exclude each other"):
            self.pay(dibao, kind="back_pay")

    def test_another_case_on_the_same_side_keeps_the_month(self):
        self.env["community.aid.exclusion"].search([("code", "=", "dibao-dibao")]).active = False
        family = self.granted(self.dibao)
        alone = self.granted(self.dibao, single_reason="other")
        poor = self.granted(self.poor)
        self.pay(family)
        self.pay(alone)
        self.pay(family, kind="recovery", amount=600)
        with self.refused(f"{alone.number}.* exclude each other"):
            self.pay(poor)

    def test_gifts_exclude_nothing(self):
        donor = self.env["res.partner"].create({"name": "望河超市"})
        self.pay(self.granted(self.dibao))
        poor = self.granted(self.poor)
        self.pay(poor, form="goods", item="大米", donor_id=donor.id)
        with self.refused("exclude each other"):
            self.pay(poor, form="goods", item="面粉")

    def test_a_month_goes_by_the_rule_of_its_first_day(self):
        """A local rule lets a family have both from this month on; earlier months stay apart."""
        rule = self.env.ref("community_service.community_aid_exclusion_dibao_extreme_poor")
        manager = self.env["community.aid.exclusion"].with_user(self.manager)
        own = manager.browse(rule.with_user(self.manager).action_make_own()["res_id"])
        edition = manager.browse(own.action_new_edition()["res_id"])
        edition.write({"valid_from": self.month, "active": False, "legal_basis": "区民政局通知"})
        dibao, poor = self.granted(self.dibao), self.granted(self.poor)
        self.pay(dibao)
        self.pay(poor)
        before = self.month - relativedelta(months=1)
        self.pay(dibao, period=before)
        with self.refused("exclude each other"):
            self.pay(poor, period=before)

    def test_the_table_is_the_managers(self):
        rule = self.env.ref("community_service.community_aid_exclusion_dibao_edge")
        with self.assertRaises(AccessError):
            rule.with_user(self.manager).scope = "person"
        with self.assertRaises(AccessError):
            rule.with_user(self.officer).action_make_own()
        own = self.own_copy(rule, self.manager)
        own.scope = "person"
        self.pay(self.granted(self.edge))
        with self.refused("exclude each other"):
            self.pay(self.granted(self.dibao, single_reason="other"))

    @mute_logger("odoo.sql_db")
    def test_two_kinds_have_one_rule_from_a_day(self):
        """The order in which two kinds are entered makes no other rule of them."""
        values = {"kind": "extreme_poor", "other_kind": "dibao", "legal_basis": "x"}
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["community.aid.exclusion"].create(values)

    def test_a_grant_asks_for_a_reason(self):
        """Whoever grants what excludes running aid says why, or ends that aid first."""
        other = self.granted(self.poor)
        case = self.make_case(income=1500)
        self.submit(case)
        with self.refused(f"{other.number}.* exclude each other"):
            self.decide(case)
        self.change(other, "stop", date_from=False)
        self.decide(case)
        self.assertEqual(case.state, "approved")

    def test_a_grant_with_a_reason_is_stored(self):
        other = self.granted(self.poor)
        case = self.make_case(income=1500)
        self.submit(case)
        self.decide(case, reason="县里核定，自下月起转为低保")
        next_month = self.month + relativedelta(months=1)
        self.assertEqual(case.date_start, next_month)
        self.assertEqual(case.decision_reason, "县里核定，自下月起转为低保")
        self.assertEqual(other._people_in(self.month), case._people_in(self.month))

    def test_a_child_moves_from_one_family_to_another(self):
        """Both families have dibao: the child counts in one of them in each month, and whoever
        enters the move in the wrong order is told which case comes first."""
        one = self.granted(self.dibao)
        home = self.make_household()
        two = self.granted(self.dibao, household_id=home.id)
        values = {"amount": 900, "joined_ids": [Command.link(self.child.id)]}
        with self.refused(f"张乐.*{one.number}.* leave that family"):
            self.change(two, "raise", **values)
        with self.refused("张乐 does not belong to the family"):
            self.change(two, "cut", amount=1, left_ids=[Command.link(self.child.id)])
        self.pay(one)
        self.change(one, "cut", amount=400, left_ids=[Command.link(self.child.id)])
        self.change(two, "raise", **values)
        with self.refused("张乐.* exclude each other"):
            self.pay(two)
        self.pay(one, kind="recovery", amount=200)
        self.pay(two)
        before = self.month - relativedelta(months=1)
        self.pay(one, period=before)
        self.pay(two, period=before)
        self.assertIn(self.child, one._people_in(before))
        self.assertEqual(two._people_in(self.month), home.head_id | self.child)

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_it(self):
        case, other = self.granted(self.dibao), self.granted(self.poor)
        self.pay(case)
        held = self.env["community.aid.month"].search([("case_id", "=", case.id)], limit=1)
        values = {
            name: held[name].id if name.endswith("_id") else held[name]
            for name in ("company_id", "resident_id", "period", "code")
        }
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            held.create({**values, "case_id": other.id, "side": "extreme_poor"})
