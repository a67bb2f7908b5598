from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..petition_case import PetitionCase


@tagged("post_install", "-at_install", "community")
class TestPetitionClock(PetitionCase):
    """The days of the Regulations on Petition Work, one case for each rule."""

    def test_notice_is_due_fifteen_days_after_the_day_of_receipt(self):
        petition = self.make_petition()
        self.assertEqual((petition.clock, petition.date_next), ("handle", date(2024, 3, 16)))

    def test_a_body_tells_within_fifteen_days_and_objects_within_five_working_days(self):
        petition = self.make_petition()
        # 2024-04-04 to 06 were off, 2024-04-07 was worked.
        self.env["community.holiday"].search([]).unlink()
        self.env["community.holiday"].create(
            [
                {"name": "清明节", "date": "2024-04-04", "kind": "off"},
                {"name": "清明节", "date": "2024-04-05", "kind": "off"},
                {"name": "调休上班", "date": "2024-04-07", "kind": "worked"},
            ]
        )
        self.step(petition, "hand", "2024-04-01", body_id=self.body.id)
        transfer = petition.transfer_ids
        self.assertEqual(transfer.date_objection_due, date(2024, 4, 9))
        self.assertEqual((petition.clock, petition.date_next), ("notice", date(2024, 4, 16)))
        with self.assertRaises(UserError) as refused:
            self.step(petition, "object", "2024-04-10", reason="不属本局职权")
        self.assertIn("2024-04-09", refused.exception.args[0])
        self.step(petition, "object", "2024-04-09", reason="不属本局职权")
        self.assertEqual(petition.state, "registered")
        self.assertFalse(petition.body_id)
        self.assertEqual(transfer.objection, "不属本局职权")

    def test_nobody_is_told_of_what_came_without_name_or_address(self):
        petition = self.make_petition(is_anonymous=True, person_ids=[])
        self.assertFalse(petition.is_reachable)
        self.step(petition, "hand", "2024-03-02", body_id=self.body.id)
        self.assertFalse(petition.date_next)
        self.step(petition, "accept", "2024-03-05")
        self.assertFalse(petition.date_told)
        self.assertEqual(petition.clock, "finish")
        unclear = self.make_petition(person_ids=[Command.create({"name": "一位居民"})])
        self.assertFalse(unclear.is_reachable)

    def test_the_answer_is_due_sixty_days_after_acceptance(self):
        petition = self.make_accepted()
        self.assertEqual(petition.date_due, date(2024, 5, 9))
        self.assertEqual((petition.clock, petition.date_next), ("finish", date(2024, 5, 9)))

    def test_thirty_days_at_most_are_added_with_leave_and_reason(self):
        petition = self.make_accepted()
        for days, head, reason in (
            (31, "赵局长", "情况复杂"),
            (30, "", "情况复杂"),
            (30, "赵局长", ""),
        ):
            with self.subTest(days=days, head=head), self.assertRaises(UserError):
                self.step(petition, "extend", days=days, head=head, reason=reason)
        self.step(petition, "extend", days=20, head="赵局长", reason="情况复杂")
        self.step(petition, "extend", days=10, head="赵局长", reason="等待鉴定")
        self.assertEqual(petition.date_due, date(2024, 6, 8))
        with self.assertRaises(UserError) as refused:
            self.step(petition, "extend", days=1, head="赵局长", reason="再等")
        self.assertIn("30", refused.exception.args[0])

    def test_a_review_is_asked_within_thirty_days_of_the_answer_and_answered_within_thirty(self):
        petition = self.make_answered(day="2024-05-08", delivered="2024-05-09")
        self.assertEqual(petition.date_review_until, date(2024, 6, 8))
        with self.assertRaises(UserError):
            self.step(petition, "ask_review", "2024-06-09", body_id=self.above.id)
        self.step(petition, "ask_review", "2024-06-08", body_id=self.above.id)
        self.assertEqual((petition.clock, petition.date_next), ("review", date(2024, 7, 8)))
        self.step(petition, "answer_review", "2024-07-01", review_outcome="upheld", reason="维持")
        self.assertEqual(petition.date_review_until, date(2024, 7, 31))

    def test_a_hearing_is_not_counted_and_the_second_review_is_the_last(self):
        petition = self.make_answered()
        self.step(petition, "ask_review", "2024-05-01", body_id=self.above.id)
        self.step(petition, "answer_review", "2024-05-20", review_outcome="upheld", reason="维持")
        self.step(petition, "ask_review", "2024-06-01", body_id=self.above.id, hearing_days=12)
        second = petition.review_ids.filtered(lambda review: review.level == "second")
        self.assertEqual(second.date_due, date(2024, 7, 13))
        self.step(petition, "answer_review", "2024-07-12", review_outcome="upheld", reason="维持")
        self.assertTrue(petition.is_final)
        with self.assertRaises(UserError) as refused:
            self.step(petition, "ask_review", "2024-07-20", body_id=self.above.id)
        self.assertIn("second review", refused.exception.args[0])

    def test_an_urgent_matter_is_reported_the_same_day(self):
        petition = self.make_petition(is_urgent=True)
        self.assertEqual((petition.clock, petition.date_next), ("report", date(2024, 3, 1)))
        self.assertTrue(petition.is_late)
        self.step(petition, "report", "2024-03-01")
        self.assertEqual(petition.clock, "handle")

    def test_the_numbers_are_data(self):
        parameter = self.env.ref("community_mediation.community_parameter_petition_finish_days")
        self.own_copy(parameter, self.petition_officer).value = 45
        self.assertEqual(self.make_accepted().date_due, date(2024, 4, 24))
        self.assertIn("34", parameter.legal_basis)

    def test_due_and_overdue_for_supervision(self):
        """What is past its day is late, in the list and on the record; what is closed or has time
        is not.
        """
        Petition = self.env["community.petition"].with_user(self.petition_officer)
        late, later = self.make_petition(), self.make_accepted()
        done = self.make_answered()
        self.step(done, "close", reason="已修好")
        mine = [("id", "in", (late | later | done).ids)]
        with freeze_time("2024-04-20 04:00:00"):
            self.assertEqual(Petition.search([*mine, ("is_late", "=", True)]), late)
            self.assertEqual(Petition.search([*mine, ("is_late", "=", False)]), later | done)
            self.assertEqual((late.is_late, later.is_late, done.is_late), (True, False, False))

    def test_who_is_in_charge_is_told_once_for_each_clock(self):
        petition = self.make_accepted()
        Petition = self.env["community.petition"]
        with freeze_time("2024-05-05 04:00:00"):
            Petition._cron_remind()
            # What came with the petition itself, when it was put in somebody's hands.
            handed = petition.activity_ids
            self.assertLessEqual(len(handed), 1)
        with freeze_time("2024-05-06 04:00:00"):
            Petition._cron_remind()
            Petition._cron_remind()
        (activity,) = petition.activity_ids - handed
        self.assertEqual(activity.user_id, self.petition_officer)
        self.assertEqual(activity.date_deadline, date(2024, 5, 9))
        self.assertNotIn("周玉兰", f"{activity.summary} {activity.res_name} {activity.note or ''}")
        self.step(petition, "extend", days=30, head="赵局长", reason="情况复杂")
        with freeze_time("2024-06-06 04:00:00"):
            Petition._cron_remind()
        self.assertEqual(len(petition.activity_ids - handed), 2)

    def test_my_day_shows_what_is_due_without_a_name(self):
        petition = self.make_accepted()
        Visit = self.env["community.visit"].with_user(self.petition_officer)
        with freeze_time("2024-05-01 04:00:00"):
            self.assertFalse(Visit.my_day()["cases"])
        with freeze_time("2024-05-10 04:00:00"):
            (case,) = Visit.my_day()["cases"]
        self.assertEqual(
            (case["model"], case["id"], case["number"], case["is_overdue"], case["address"]),
            (petition._name, petition.id, petition.number, True, ""),
        )
