from odoo.tests import HttpCase, tagged

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestAidTour(AidCase, HttpCase):
    """From the visit to the payment at the desk, and into the report."""

    def test_from_the_visit_to_the_report(self):
        """In the browser a case goes from the visit over survey and decision to the first payment;
        the text of the report then says one household in dibao, and a click opens it.
        """
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
        self.start_tour("/odoo/reports/new", "community_aid_report", login="officer")

    def survey_now(self, case):
        visit = case.visit_ids.filtered(lambda v: v.state == "planned")
        visit.write({"date": self.today, "visitor_ids": self.worker.ids, "companion": "街道 赵敏"})
        visit.action_done()
        self.publish(case, date_from=self.today.replace(year=self.today.year - 1))
        case.with_user(self.officer).action_submit()


@tagged("post_install", "-at_install", "community", "community_tour")
class TestAidPhoneTour(AidCase, HttpCase):
    """From a visit's need to the survey of the family, on the phone of a grid worker."""

    browser_size = "375x667"
    touch_enabled = True

    def test_need_becomes_a_surveyed_case_on_a_phone(self):
        """On a phone a need becomes a case with survey, companion, income a head and proposed
        amount.
        """
        home = self.make_household(
            [
                {"name": "张小明", "role": "head", "birth_date": "1980-01-02"},
                {"name": "李丽", "role": "spouse", "birth_date": "1982-01-02"},
            ]
        )
        visit = self.env["community.visit"].create(
            {"household_id": home.id, "state": "done", "user_id": self.worker.id}
        )
        need = self.env["community.visit.need"].create(
            {"name": "收入减少", "kind": "aid", "visit_id": visit.id, "user_id": self.worker.id}
        )
        self.start_tour(f"/odoo/needs/{need.id}", "community_aid_phone", login="worker")
        case = self.Case.search([("need_id", "=", need.id)])
        self.assertRecordValues(
            case,
            [
                {
                    "state": "survey",
                    "visit_id": visit.id,
                    "household_id": home.id,
                    "family_size": 2,
                    "per_capita_income": 250,
                    "proposal": "dibao",
                    "proposed_amount": 900,
                    "user_id": self.worker.id,
                }
            ],
        )
        survey = case.survey_visit_id
        self.assertRecordValues(
            survey,
            [{"state": "done", "companion": "街道 赵敏", "situation": "夫妻两人住一间房。"}],
        )
        self.assertIn(self.worker, survey.visitor_ids)
