from odoo.tests import HttpCase, tagged

from .aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestAidTour(AidCase, HttpCase):
    """From the visit to the payment at the desk."""

    def test_from_the_visit_to_the_payment(self):
        home = self.make_household()
        self.household, self.head = home, home.head_id
        visit = self.env["community.visit"].create(
            {
                "household_id": home.id,
                "state": "done",
                "user_id": self.officer.id,
                "situation": "收入减少，想申请低保。",
            }
        )
        self.start_tour(f"/odoo/visits/{visit.id}", "community_aid_case", login="officer")
        case = self.Case.search([("visit_id", "=", visit.id)])
        self.assertRecordValues(
            case,
            [
                {
                    "state": "survey",
                    "household_id": home.id,
                    "reason": "收入减少，想申请低保。",
                    "proposed_amount": 200,
                }
            ],
        )
        self.survey_now(case)
        path = f"/odoo/aid-cases/{case.id}"
        self.start_tour(path, "community_aid_decision", login="officer")
        self.assertRecordValues(case, [{"state": "approved", "decision_person": "陈科长"}])
        # Time passes: the month after the decision has come.
        case.date_start = self.today.replace(day=1)
        self.start_tour(path, "community_aid_first_payment", login="officer")
        self.assertEqual(case.state, "active")
        self.assertRecordValues(case.payment_ids, [{"amount": 200, "user_id": self.officer.id}])

    def survey_now(self, case):
        visit = case.visit_ids.filtered(lambda v: v.state == "planned")
        visit.write({"date": self.today, "visitor_ids": self.worker.ids, "companion": "街道 赵敏"})
        visit.action_done()
        self.publish(case, date_from=self.today.replace(year=self.today.year - 1))
        case.with_user(self.officer).action_submit()
