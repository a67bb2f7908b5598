from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestAidNotice(AidCase):
    def surveyed(self):
        case = self.make_case(income=1500)
        case.action_accept()
        self.survey(case)
        return case

    def test_a_notice_cannot_end_early(self):
        case = self.surveyed()
        notice = self.publish(case, date_from=self.today - timedelta(days=6))
        self.assertEqual(notice.date_to, self.today + timedelta(days=1))
        for step in (notice.action_take_down, case.with_user(self.officer).action_submit):
            with self.refused("it cannot end 1 days early"):
                step()
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            case.with_user(self.officer).action_submit()
        self.assertEqual(case.state, "submitted")
        self.assertTrue(notice.date_down)

    def test_an_objection_leads_to_a_review_and_a_new_opinion(self):
        case = self.surveyed()
        notice = self.publish(case)
        case.with_user(self.officer).action_object()
        self.assertEqual(case.state, "objection")
        self.assertEqual(notice.date_objection, self.today)
        with self.refused("the objection of .* is not answered"):
            self.publish(case)
        notice.with_user(self.officer).write(
            {
                "objection": "另有房屋出租",
                "review_kind": "democratic",
                "review_result": "评议 9 票同意",
            }
        )
        second = self.publish(case, date_from=self.today - timedelta(days=7))
        self.assertEqual(case.notice_id, second)
        self.assertEqual(case.state, "public_notice")

    def test_an_objection_may_lead_to_a_new_survey(self):
        case = self.surveyed()
        notice = self.publish(case)
        case.with_user(self.officer).action_object()
        self.survey(case)
        self.assertEqual(len(case.visit_ids), 2)
        notice.with_user(self.officer).write({"review_kind": "survey", "review_result": "属实"})
        self.publish(case)
        self.assertEqual(case.state, "public_notice")

    def test_after_an_objection_the_county_visits(self):
        case = self.surveyed()
        notice = self.publish(case, date_from=self.today - timedelta(days=9))
        case.with_user(self.officer).action_object()
        notice.with_user(self.officer).write({"review_kind": "survey", "review_result": "属实"})
        self.survey(case)
        self.publish(case, date_from=self.today - timedelta(days=7))
        case.with_user(self.officer).action_submit()
        with self.refused("the county visits the home first"):
            self.decide(case)

    def test_the_result_is_published_after_the_decision_alone(self):
        case = self.surveyed()
        with self.refused("there is no result to publish"):
            self.publish(case, kind="result")
        self.publish(case, date_from=self.today - timedelta(days=7))
        case.with_user(self.officer).action_submit()
        self.decide(case)
        notice = self.publish(case, kind="result", amount=600)
        self.assertFalse(notice.date_to)
        self.assertEqual(notice.user_id, self.officer)

    def test_notices_are_kept_and_not_dated_ahead(self):
        case = self.surveyed()
        with self.refused("is still to come"):
            self.publish(case, date_from=self.today + timedelta(days=1))
        notice = self.publish(case)
        with self.refused("was public and is kept"):
            notice.sudo().unlink()

    def test_nothing_is_told_in_the_future(self):
        with self.refused("cannot have been told on"):
            self.env["community.aid.told"].with_user(self.worker).create(
                {"household_id": self.household.id, "date": self.today + timedelta(days=1)}
            )
