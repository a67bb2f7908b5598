from itertools import permutations

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..relocation_case import RelocationCase


@tagged("post_install", "-at_install", "community")
class TestRelocationLate(RelocationCase):
    """What follows from project, agreement, compensation and move, in whatever order it comes."""

    def test_compensation_and_move_need_an_agreement_or_a_decision(self):
        """Neither is entered without one, before it, or on one that holds on condition only."""
        mine = self.file.with_user(self.mediator_user)
        with self.assertRaisesRegex(UserError, "needs an agreement in effect or a government"):
            mine.action_paid()
        with self.assertRaisesRegex(UserError, "needs an agreement in effect"):
            mine.write({"date_compensated": "2026-04-01", "date_moved": "2026-04-02"})
        self.env.invalidate_all()
        mine.write({"agreement_state": "signed", "date_signed": "2026-03-05"})
        with self.assertRaisesRegex(UserError, "before the agreement or decision of"):
            mine.date_compensated = "2026-03-04"
        mine.write({"date_compensated": "2026-04-01", "date_moved": "2026-04-02"})
        with self.assertRaisesRegex(UserError, "needs an agreement in effect"):
            mine.agreement_state = "none"
        other = self.files[1]
        other.write({"agreement_state": "decision", "date_decision": "2026-06-02"})
        other.write({"date_compensated": "2026-06-20", "date_moved": "2026-06-21"})

    def test_below_its_target_a_conditional_project_signs_only_on_condition(self):
        """No card is plain before the target is reached, and none on condition afterwards."""
        self.project.write({"is_conditional": True, "target_rate": 50})
        with self.assertRaisesRegex(UserError, "signs on condition until its agreements"):
            self.file.agreement_state = "signed"
        self.file.action_sign()
        with self.assertRaisesRegex(UserError, "signs on condition until its agreements"):
            self.file.agreement_state = "signed"
        with self.assertRaisesRegex(UserError, "needs an agreement in effect"):
            self.file.action_paid()
        self.env.invalidate_all()
        self.files[1].action_sign()
        self.project.action_take_effect()
        self.assertEqual(self.project.date_effect, fields.Date.context_today(self.project))
        self.assertEqual(set(self.files[:2].mapped("agreement_state")), {"signed"})
        self.files[2].action_sign()
        self.assertEqual(self.files[2].agreement_state, "signed")
        with self.assertRaisesRegex(UserError, "have taken effect"):
            self.files[3].agreement_state = "conditional"
        with self.assertRaisesRegex(UserError, "have been in effect since"):
            self.project.with_user(self.coordinator).is_conditional = False

    def test_a_conditional_agreement_holds_from_the_day_that_reached_the_target(self):
        """Nobody was compensated on an agreement that was not in effect yet, however late the
        compensation and the effect are entered.
        """
        self.project.write({"is_conditional": True, "target_rate": 50})
        for file, day in zip(self.files[:2], ("2026-03-05", "2026-04-10"), strict=True):
            file.action_sign()
            file.date_signed = day
        self.project.action_take_effect()
        self.assertEqual(str(self.project.date_effect), "2026-04-10")
        with self.assertRaisesRegex(UserError, "before the agreement or decision of"):
            self.file.date_compensated = "2026-04-09"
        self.env.invalidate_all()
        self.file.date_compensated = "2026-04-10"

    def test_no_card_is_on_condition_in_a_project_without_one(self):
        with self.assertRaisesRegex(UserError, "does not sign on condition"):
            self.file.agreement_state = "conditional"
        for file in self.files[:3]:
            file.action_sign()
        with self.assertRaisesRegex(UserError, "does not sign on condition"):
            self.project.action_take_effect()

    # orders of facts

    def ends(self, facts, look):
        """Enter facts in every order; what is refused is tried again after the others.

        :param dict facts: ``{name: function}``
        :param look: returns what is compared in the end
        :return: dict ``{(what is there, names that stayed refused): one order}``
        """
        ends = {}
        for order in permutations(facts):
            savepoint = self.env.cr.savepoint()
            waiting, tried = list(order), None
            while waiting and waiting != tried:
                tried, waiting = waiting, []
                for name in tried:
                    try:
                        with self.env.cr.savepoint():
                            facts[name]()
                            self.env.flush_all()
                    except UserError as error:
                        self.assertRegex(str(error), r"\w.{20,}[.!]$", "a sentence")
                        self.env.invalidate_all()
                        waiting.append(name)
            self.env.invalidate_all()
            ends.setdefault((look(), frozenset(waiting)), order)
            savepoint.rollback()
            self.env.invalidate_all()
            savepoint.close()
        return ends

    def sign(self, file, day):
        file.action_sign()
        file.date_signed = day

    def test_orders_of_condition_signing_effect_and_compensation(self):
        """On condition or not, entered before or after the signing: the same agreements; only a
        compensation that came first keeps the project from signing on condition.
        """
        first, second = self.files[:2]
        self.project.target_rate = 50
        ends = self.ends(
            {
                "condition": lambda: self.project.write({"is_conditional": True}),
                "sign one": lambda: self.sign(first, "2026-03-05"),
                "sign two": lambda: self.sign(second, "2026-03-06"),
                "effect": self.project.action_take_effect,
                "paid": lambda: first.write({"date_compensated": "2026-04-01"}),
            },
            lambda: (
                tuple(self.files.mapped("agreement_state")),
                str(first.date_signed),
                str(first.date_compensated),
                self.project.is_conditional,
                bool(self.project.date_effect),
            ),
        )
        signed = (("signed", "signed", "none", "none"), "2026-03-05", "2026-04-01")
        self.assertEqual(
            ends.keys(),
            {
                ((*signed, True, True), frozenset()),
                ((*signed, False, False), frozenset({"condition", "effect"})),
            },
            ends,
        )

    def test_orders_of_agreement_compensation_move_and_register(self):
        """A household that has signed, been paid, and left, by the file and by the register."""
        household = self.file.household_id
        claim = self.env["community.contribution"].create(
            {
                "res_model": self.file._name,
                "res_id": self.file.id,
                "partner_id": self.env["res.partner"].create({"name": "老党员"}).id,
            }
        )
        ends = self.ends(
            {
                "signed": lambda: self.sign(self.file, "2026-03-05"),
                "paid": lambda: self.file.write({"date_compensated": "2026-04-01"}),
                "moved": lambda: self.file.write({"date_moved": "2026-04-10"}),
                "left": lambda: household.with_user(self.officer)._move_out(
                    "2026-04-10", household.resident_ids
                ),
            },
            lambda: (
                self.file.agreement_state,
                str(self.file.date_moved),
                self.file.owner_name,
                self.file.address,
                self.file.register_note,
                claim.state,
                self.project.moved_count,
                self.project.signed_count,
            ),
        )
        self.assertEqual(len(ends), 1, ends)
        (end, refused), _order = ends.popitem()
        self.assertEqual(refused, frozenset())
        self.assertEqual(
            end,
            (
                "signed",
                "2026-04-10",
                "王建国",
                self.file.address,
                False,
                "fulfilled",
                1,
                1,
            ),
        )

    def test_orders_of_a_decision_and_a_longer_window(self):
        """A decision and a window that ends after it do not stand together: the second is refused
        and names the file.
        """
        ends = self.ends(
            {
                "decision": lambda: self.file.write(
                    {"agreement_state": "decision", "date_decision": "2026-06-05"}
                ),
                "window": lambda: self.project.write({"date_sign_to": "2026-06-30"}),
            },
            lambda: (self.file.agreement_state, str(self.project.date_sign_to)),
        )
        self.assertEqual(
            ends.keys(),
            {
                (("decision", "2026-05-31"), frozenset({"window"})),
                (("none", "2026-06-30"), frozenset({"decision"})),
            },
        )
        self.file.write({"agreement_state": "signed", "date_signed": "2026-03-02"})
        with self.assertRaisesRegex(UserError, "WH-0001: signed on"):
            self.project.date_sign_from = "2026-03-03"

    def test_orders_of_demand_and_deciding_body(self):
        """An open demand waits for the body that decides now; an answer stays with who gave it."""
        other = self.env["res.partner"].create({"name": "东河区征收办"})
        demands = self.env["community.relocation.demand"]

        def mine():
            return demands.search([("file_id", "=", self.file.id)])

        ends = self.ends(
            {
                "raised": lambda: demands.create({"file_id": self.file.id, "name": "回迁原地"}),
                "body": lambda: self.project.write({"body_id": other.id}),
            },
            lambda: mine().body_id.name,
        )
        self.assertEqual(ends.keys(), {("东河区征收办", frozenset())})
        demand = demands.create({"file_id": self.file.id, "name": "学校"})
        demand.write({"result": "explained", "answer": "按学区"})
        self.project.body_id = other
        self.assertEqual(demand.body_id, self.body)

    def test_orders_of_owner_and_agreement(self):
        """The owner follows the register until the household signs; then the difference is shown.
        What somebody entered stays.
        """
        household = self.file.household_id
        household.dwelling_id.owner_name = "王老大"
        self.assertEqual(self.file.owner_name, "王老大")
        self.file.owner_name = "王老二"
        household.dwelling_id.owner_name = "王老三"
        self.assertEqual((self.file.owner_name, self.file.register_owner), ("王老二", "王老三"))
        other = self.files[1]
        other.action_sign()
        other.household_id.dwelling_id.owner_name = "陈大"
        self.assertEqual((other.owner_name, other.register_owner), ("陈秀兰", "陈大"))

    def test_orders_of_a_visit_and_its_line_in_the_log(self):
        """What is corrected in the visit or in the log is corrected in the other, until the project
        is closed.
        """
        visit = self.env["community.visit"].create(
            {
                "household_id": self.file.household_id.id,
                "kind": "policy",
                "state": "done",
                "date": "2026-03-10",
                "user_id": self.worker.id,
            }
        )
        ends = self.ends(
            {
                "log": visit.action_log_explanation,
                "day": lambda: visit.write({"date": "2026-03-11"}),
                "words": lambda: visit.write({"situation": "讲了先补偿后搬迁"}),
            },
            lambda: (str(self.file.explanation_ids.date), self.file.explanation_ids.note),
        )
        self.assertEqual(ends.keys(), {(("2026-03-11", "讲了先补偿后搬迁"), frozenset())})
        visit.action_log_explanation()
        line = self.file.explanation_ids.with_user(self.mediator_user)
        line.write({"date": "2026-03-12", "note": "讲了过渡费"})
        self.assertEqual((str(visit.date), visit.situation), ("2026-03-12", "讲了过渡费"))
        self.file.action_sign()
        self.project.action_start_moving()
        self.project.action_close()
        visit.date = "2026-03-13"
        self.assertEqual(str(line.date), "2026-03-12", "a closed log stays")

    def test_file_and_register_tell_where_they_differ(self):
        """Who moved by the one and not by the other is said on the file, with both days."""
        household = self.file.household_id
        self.sign(self.file, "2026-03-05")
        self.file.write({"date_compensated": "2026-04-01", "date_moved": "2026-04-10"})
        self.assertIn("people still live here", self.file.register_note)
        address = self.file.address
        household.with_user(self.officer)._move_out("2026-04-12", household.resident_ids)
        self.env.invalidate_all()
        self.assertIn("correct the day that is wrong", self.file.register_note)
        household.dwelling_id = self.files[1].household_id.dwelling_id
        self.assertEqual(self.file.address, address, "the file is about this house")

    def test_the_end_of_a_person_is_proposed_on_the_file(self):
        """The death of an owner, and a home left empty, come up on the file of a project that runs,
        for the team, without a name.
        """
        household = self.file.household_id
        person = household.head_id
        self.sign(self.file, "2026-03-05")
        household.with_user(self.officer)._death(fields.Date.context_today(self.file), person)
        lines = self.env["mail.activity"].search([("community_ended_id", "=", person.id)])
        lines = lines.filtered(lambda line: line.res_model == self.file._name)
        self.assertEqual((lines.res_id, lines.user_id), (self.file.id, self.mediator_user))
        self.assertNotIn(person.name, lines.summary)
        other = self.files[1]
        child = self.make_resident(other.household_id, name="陈小兰")
        other.household_id.with_user(self.officer)._move_out("2026-04-10", child)
        self.assertFalse(other.activity_ids.filtered("community_ended_id"))
        closed = self.files[2]
        self.project.action_start_moving()
        self.project.action_close()
        closed.household_id.with_user(self.officer)._move_out(
            "2026-04-10", closed.household_id.resident_ids
        )
        self.assertFalse(closed.activity_ids.filtered("community_ended_id"))
