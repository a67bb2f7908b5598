import datetime

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .test_aid_exclusion import ExclusionCase


@tagged("post_install", "-at_install", "community")
class TestAidDuty(ExclusionCase):
    """The review of a case needs a survey at home, and one visit serves it with all else."""

    def review(self, case):
        found = [duty for duty in case.household_id.visit_duties() if duty["kind"] == "review"]
        self.assertEqual(len(found), 1)
        return found[0]

    def visit(self, case, **values):
        return self.env["community.visit"].create(
            {
                "household_id": case.household_id.id,
                "state": "done",
                "kind": "aid_survey",
                "date": self.today,
                **values,
            }
        )

    def test_a_survey_at_home_since_the_last_review(self):
        """Kind and mode must fit; a survey taken back leaves the review due again."""
        case = self.granted(self.dibao, months=2)
        case.sudo().next_review_date = self.today - datetime.timedelta(days=3)
        self.assertTrue(self.review(case)["is_overdue"])
        self.visit(case, kind="routine")
        self.visit(case, mode="phone")
        self.visit(case, date=self.today - relativedelta(months=30))
        self.assertFalse(self.review(case)["is_met"])
        survey = self.visit(case)
        duty = self.review(case)
        self.assertEqual((duty["is_met"], duty["visit_id"]), (True, survey.id))
        general = case.household_id.visit_duties()[0]
        self.assertEqual(general["visit_id"], survey.id, "the same visit serves the rule")
        survey.action_plan_again()
        self.assertTrue(self.review(case)["is_overdue"])
