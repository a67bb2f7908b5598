from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisitChecklist(CommunityCase):
    """What is asked at a visit of each kind, and what becomes of the claims of a hearing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.household = cls.make_household()
        cls.shared = cls.env.ref("community_service.community_visit_checklist_care")

    def setUp(self):
        super().setUp()
        self.Visit = self.env["community.visit"].with_user(self.worker)

    def save(self, key="k1", **values):
        result = self.Visit.save_at_the_door(
            self.household.id, {"client_key": key, "state": "done", **values}
        )
        return self.env["community.visit"].browse(result["visit_id"])

    def questions(self, kind):
        return self.Visit.at_the_door(self.household.id)["choices"]["checklists"][kind]

    def test_each_kind_of_visit_has_its_questions(self):
        door = self.Visit.at_the_door(self.household.id)
        kinds = dict(door["choices"]["kinds"])
        self.assertEqual(set(door["choices"]["checklists"]), set(kinds))
        day = self.Visit.my_day()
        self.assertEqual(day["choices"]["checklists"], door["choices"]["checklists"])

    def test_answers_are_kept_in_the_words_of_the_day(self):
        """The last answer to a question counts; rewording or dropping it leaves what was asked."""
        first, _medicine, mood, *_more = self.questions("care")
        visit = self.save(
            kind="care",
            answers=[
                {"question_id": first["id"], "value": "no"},
                {"question_id": mood["id"], "value": mood["choices"][2]},
                {"question_id": mood["id"], "value": mood["choices"][1]},
            ],
        )
        self.assertEqual(visit.kind, "care")
        self.assertEqual(visit.answer_ids.mapped("label"), ["Not so", "fair"])
        self.shared.question_ids[0].name = "Reworded?"
        self.shared.question_ids[2].unlink()
        self.assertEqual(visit.answer_ids[0].name, "Does the person eat and sleep well?")
        self.assertEqual(len(visit.answer_ids), 2)
        self.assertEqual(visit.answer_ids.household_id, self.household)
        self.assertEqual(visit.answer_ids.grid_id, self.household.grid_id)

    def test_a_community_asks_what_it_wants(self):
        own = self.env["community.visit.checklist"].with_user(self.manager)
        self.shared.with_user(self.manager).action_make_own()
        own = own.search([("kind", "=", "care"), ("company_id", "=", self.env.company.id)])
        own.question_ids[1:].unlink()
        own.question_ids.name = "很好吗？"
        self.assertEqual([question["name"] for question in self.questions("care")], ["很好吗？"])
        with self.assertRaisesRegex(UserError, "asked no more"):
            self.save(
                kind="care",
                answers=[{"question_id": self.shared.question_ids[0].id, "value": "yes"}],
            )
        own.active = False
        self.assertNotIn("care", self.Visit.at_the_door(self.household.id)["choices"]["checklists"])
        with self.assertRaises(ValidationError):
            self.shared.question_ids[2].choices = "only one;"

    def test_what_is_no_answer_is_refused(self):
        """Nothing is half saved, and the sentence names value and question."""
        care = [question["id"] for question in self.questions("care")]
        survey = [question["id"] for question in self.questions("aid_survey")]
        for kind, question, value in (
            ("care", care[0], "perhaps"),
            ("care", care[2], "green"),
            ("care", care[0], ["yes"]),
            ("aid_survey", survey[0], "many"),
            ("aid_survey", survey[0], "-1"),
            ("care", survey[0], "2"),
            ("routine", 0, "2"),
            ("pigeon", care[0], "yes"),
        ):
            with self.subTest(kind=kind, value=value), self.assertRaises(UserError):
                self.save(kind=kind, answers=[{"question_id": question, "value": value}])
        for answers in (["yes"], [{"value": "yes"}]):
            with self.subTest(answers), self.assertRaises(UserError):
                self.save(kind="care", answers=answers)
        self.assertFalse(self.household.visit_ids)
        visit = self.save(kind="care", answers=[{"question_id": care[0], "value": " "}])
        self.assertFalse(visit.answer_ids, "what was left open is no answer")

    def test_claims_of_a_hearing_become_requests(self):
        """Each claim is a request with its words, but for what was answered on the spot."""
        planned = self.env["community.visit"].create(
            {"household_id": self.household.id, "kind": "hearing", "user_id": self.worker.id}
        )
        self.assertEqual(self.Visit.at_the_door(self.household.id)["visit"]["kind"], "hearing")
        visit = self.save(
            needs=[
                {"kind": "request", "name": "Lamp  in the stairs"},
                {"kind": "request", "name": "When is the office open?", "answered": True},
                {"kind": "mediation", "name": "Noise from above"},
            ],
        )
        self.assertEqual(visit, planned)
        lamp, office, noise = visit.need_ids.sorted("id")
        request = self.env["community.request"].search([("visit_id", "=", visit.id)])
        self.assertRecordValues(
            request,
            [
                {
                    "description": "Lamp in the stairs",
                    "need_id": lamp.id,
                    "channel": "visit",
                    "state": "draft",
                    "officer_id": self.worker.id,
                    "household_id": self.household.id,
                }
            ],
        )
        self.assertEqual((lamp.follow_up_id, lamp.state), (request.id, "open"))
        self.assertEqual((office.state, office.result), ("done", "Answered on the spot"))
        self.assertEqual((noise.state, noise.follow_up_id), ("open", 0))

    def test_a_claim_of_another_visit_stays_a_need(self):
        visit = self.save(needs=[{"kind": "request", "name": "Lamp"}])
        self.assertFalse(visit.need_ids.follow_up_id)

    def test_undo_takes_answers_and_requests_with_it(self):
        question = self.questions("hearing")[1]
        values = {
            "kind": "hearing",
            "answers": [{"question_id": question["id"], "value": question["choices"][0]}],
            "needs": [{"name": "Lamp"}],
        }
        planned = self.env["community.visit"].create(
            {"household_id": self.household.id, "user_id": self.worker.id}
        )
        visit = self.save(**values)
        self.Visit.undo_at_the_door("k1")
        self.assertFalse(visit.answer_ids or visit.need_ids)
        self.assertEqual((planned.state, planned.kind), ("planned", "routine"))
        Request = self.env["community.request"]
        self.assertFalse(Request.search([("household_id", "=", self.household.id)]))
        visit = self.save("k2", **values)
        Request.search([("visit_id", "=", visit.id)]).action_accept()
        with self.assertRaisesRegex(UserError, "has been taken up"):
            self.Visit.undo_at_the_door("k2")
        self.assertEqual(visit.state, "done")
