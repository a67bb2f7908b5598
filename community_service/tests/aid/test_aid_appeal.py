from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_aid_exclusion import ExclusionCase


@tagged("post_install", "-at_install", "community")
class TestAidAppeal(ExclusionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Appeal = cls.env["community.aid.appeal"].with_user(cls.officer)

    def refused_case(self, days=100):
        """Return a case that was refused some days ago; nobody has told the family."""
        need = self.env["community.visit.need"].create(
            {"name": "低保", "kind": "aid", "household_id": self.household.id}
        )
        case = self.make_case(income=5000, need_id=need.id)
        self.submit(case)
        self.decide(case, "refused", reason="收入高于标准")
        case.sudo().date_decision = fields.Date.subtract(self.today, days=days)
        return case.with_user(self.officer)

    def tell(self, case, days, subject="refusal"):
        return self.env["community.aid.told"].create(
            {
                "household_id": case.household_id.id,
                "case_id": case.id,
                "subject": subject,
                "date": fields.Date.subtract(self.today, days=days),
                "way": "letter",
            }
        )

    def appeal(self, case, **values):
        return self.Appeal.create({"case_id": case.id, "body": "区政府行政复议办公室", **values})

    def answer(self, appeal, outcome, **values):
        appeal.write(
            {
                "outcome": outcome,
                "date_outcome": self.today,
                "decided_by": "区政府 周主任",
                **values,
            }
        )
        appeal.action_decide()

    def test_the_term_runs_from_the_day_on_which_the_family_learnt_of_it(self):
        """Whether the family was told before or after the appeal is entered makes no difference."""
        case = self.refused_case()
        appeal = self.appeal(case, date=fields.Date.subtract(self.today, days=1))
        self.assertRecordValues(
            appeal,
            [
                {
                    "date_matter": case.date_decision,
                    "date_limit": False,
                    "is_late": False,
                    "date_due": appeal.date + relativedelta(days=60),
                }
            ],
        )
        told = self.tell(case, 20)
        self.assertEqual(appeal.date_known, told.date)
        self.assertEqual(appeal.date_limit, told.date + relativedelta(days=60))
        self.assertFalse(appeal.is_late)

    def test_a_late_appeal_is_refused_or_kept_with_its_reason(self):
        case = self.refused_case()
        self.tell(case, 61)
        with self.refused("could appeal until .* Write why it is kept though late"):
            self.appeal(case)
        appeal = self.appeal(case, late_reason="住院期间未能提出")
        self.assertTrue(appeal.is_late)
        day = fields.Date.subtract(self.today, days=1)
        self.assertFalse(self.appeal(case, kind="suit", date=day).is_late)

    def test_another_number_holds_from_its_day(self):
        """The term is that of the day on which the family learnt of the decision."""
        case = self.refused_case()
        told = self.tell(case, 40)
        row = self.env.ref("community_service.community_parameter_aid_review_days")
        number = {"code": row.code, "value": 30, "valid_from": told.date}
        row.create({"name": row.name, "owner": "service", "highest": 365, **number})
        with self.refused("could appeal until"):
            self.appeal(case)

    def test_days_and_matters_that_cannot_be(self):
        draft = self.make_case()
        with self.refused("has not been decided: there is nothing to appeal against"):
            self.appeal(draft)
        draft.with_user(self.manager).unlink()
        case = self.refused_case(days=10)
        for days in (11, -1):
            with self.refused("before the decision of .* or in the future"):
                self.appeal(case, date=fields.Date.subtract(self.today, days=days))
        appeal = self.appeal(case)
        with self.refused("say how the appeal ended"):
            appeal.action_decide()
        with self.refused("before the appeal of .* or in the future"):
            self.answer(appeal, "upheld", date_outcome=fields.Date.subtract(self.today, days=1))
        self.answer(appeal, "upheld")
        self.assertRecordValues(case, [{"state": "refused", "decision": "refused"}])
        with self.refused("stays as it was recorded and decided"):
            appeal.outcome = "reopened"
        with self.refused("are kept"):
            appeal.sudo().unlink()

    @mute_logger("odoo.sql_db")
    def test_one_open_appeal_on_each_way(self):
        case = self.refused_case()
        self.appeal(case)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.appeal(case)
        self.appeal(case, kind="suit")

    def test_a_refusal_set_aside_goes_back_to_the_decision(self):
        """What was decided first is kept in the appeal, and the case is decided anew."""
        case = self.refused_case(days=10)
        appeal = self.appeal(case)
        self.tell(case, 5)
        self.assertIn("Appeal: answer of 区政府行政复议办公室", case.next_step)
        self.answer(appeal, "reopened")
        self.assertRecordValues(
            case,
            [
                {
                    "state": "submitted",
                    "decision": False,
                    "date_decision": False,
                    "date_submitted": self.today,
                    "date_closed": False,
                }
            ],
        )
        self.assertIn("收入高于标准", appeal.former)
        self.assertEqual(case.need_id.state, "open")
        self.set_income(case.with_user(self.worker), 1500)
        self.assertEqual(case.proposal, "dibao")
        self.decide(case)
        self.assertEqual(case.state, "approved")

    def test_a_suit_comes_within_its_days_after_the_review(self):
        case = self.refused_case(days=400)
        self.tell(case, 399)
        with self.refused("could appeal until"):
            self.appeal(case, kind="suit")
        review = self.appeal(case, late_reason="受理机关认可")
        self.answer(review, "upheld")
        suit = self.appeal(case, kind="suit")
        self.assertEqual(suit.date_limit, self.today + relativedelta(days=15))

    def test_an_end_of_aid_set_aside_gives_the_aid_again(self):
        case = self.granted(self.dibao)
        stop = self.change(case, "stop", date_from=False)
        self.assertEqual(case.state, "stopped")
        self.answer(self.appeal(case, change_id=stop.id), "reopened")
        self.assertRecordValues(case, [{"state": "active", "date_end": False}])
        self.pay(case)

    def test_a_cut_set_aside_becomes_a_rise_from_the_same_month(self):
        case = self.granted(self.dibao)
        cut = self.change(case, "cut", amount=400)
        self.assertEqual(case._amount_of(self.month), 400)
        self.answer(self.appeal(case, change_id=cut.id), "reopened")
        self.assertEqual(case._amount_of(self.month), 600)
        self.assertEqual(
            case.change_ids.filtered(lambda c: c.kind == "raise").date_from, self.month
        )

    def test_an_amount_that_was_too_low_is_raised(self):
        case = self.granted(self.dibao)
        appeal = self.appeal(case)
        with self.refused("is no such change"):
            self.answer(appeal, "reopened", amount=500)
        self.answer(appeal, "reopened", amount=700)
        self.assertEqual(case._amount_of(case.date_start), 700)

    def test_an_appeal_is_recorded_at_the_desk(self):
        case = self.refused_case()
        with self.assertRaises(AccessError):
            self.Appeal.with_user(self.worker).create({"case_id": case.id, "body": "x"})
        appeal = self.appeal(case)
        self.assertEqual(appeal.with_user(self.worker).state, "open")
        with self.assertRaises(AccessError):
            appeal.state = "decided"
        with self.assertRaises(AccessError):
            appeal.with_user(self.worker).action_decide()
