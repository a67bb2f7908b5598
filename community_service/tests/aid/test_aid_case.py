from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestAidCase(AidCase):
    def test_case_starts_from_a_need_with_what_is_known(self):
        visit = self.env["community.visit"].create(
            {"household_id": self.household.id, "state": "done", "user_id": self.worker.id}
        )
        need = self.env["community.visit.need"].create(
            {"name": "收入减少", "kind": "aid", "visit_id": visit.id, "user_id": self.worker.id}
        )
        action = need.with_user(self.worker).action_follow_up()
        self.assertEqual(action["res_model"], "community.aid.case")
        with Form(self.Case.with_user(self.worker).with_context(**action["context"])) as form:
            form.programme_id = self.dibao
        case = form.record
        self.assertRecordValues(
            case,
            [
                {
                    "household_id": self.household.id,
                    "resident_id": self.head.id,
                    "visit_id": visit.id,
                    "reason": "收入减少",
                    "state": "draft",
                    "grid_id": self.grid.id,
                    "family_size": 3,
                }
            ],
        )
        self.assertEqual(need.follow_up_id, case.id)
        self.assertRegex(case.number, r"^A\d{4}-\d{4}$")

    def test_title_tells_neither_name_nor_kind(self):
        case = self.make_case()
        for word in ("张小明", "ibao"):
            self.assertNotIn(word, case.display_name + case._claim_title())

    def test_household_of_another_community_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        area = self.env["community.area"].create(
            {"name": "别处", "kind": "building", "company_id": other.id}
        )
        household = self.env["community.household"].create({"area_id": area.id})
        for user in (self.worker, self.manager):
            with self.refused("not among the records in your care", AccessError):
                self.make_case(user=user, household_id=household.id)
        with self.assertRaises(AccessError):
            self.make_case(user=self.worker2)

    def test_acceptance_asks_for_the_authority_and_tells_all_papers_at_once(self):
        case = self.make_case(date_authority=False)
        with self.refused("let the family sign it"):
            case.action_accept()
        case.write({"date_authority": self.today, "missing_papers": "户口簿\n银行流水"})
        case.action_accept()
        self.assertRecordValues(case, [{"state": "accepted", "date_accepted": self.today}])
        self.assertRecordValues(
            case.told_ids,
            [{"subject": "papers", "note": "户口簿；银行流水", "user_id": self.worker.id}],
        )
        with self.refused("this step belongs to “Draft”"):
            case.action_accept()

    def test_registered_elsewhere_is_told_where_to_apply(self):
        home = self.make_household([{"name": "赵敏", "role": "head", "kind": "living"}])
        case = self.make_case(household_id=home.id)
        self.assertFalse(case.is_registered_here)
        with self.refused("place of registration: tell the family"):
            case.action_accept()
        self.env["community.aid.told"].with_user(self.worker).create(
            {"household_id": home.id, "subject": "elsewhere"}
        )

    def test_survey_is_a_visit_by_two_people(self):
        case = self.make_case(income=1500)
        case.action_accept()
        case.action_start_survey()
        visit = case.visit_ids
        self.assertRecordValues(visit, [{"kind": "aid_survey", "state": "planned"}])
        self.assertEqual(case.date_check, self.today)
        with self.refused("at least 2 people and has 0"):
            self.publish(case)
        visit.write({"date": self.today, "visitor_ids": self.worker.ids})
        visit.action_done()
        with self.refused("at least 2 people and has 1"):
            self.publish(case)
        visit.companion = "街道 赵敏"
        self.publish(case)
        self.assertRecordValues(case, [{"state": "public_notice", "survey_visit_id": visit.id}])

    def test_whole_way_to_a_payment(self):
        """From application to decision: the case keeps standard, amount, article and working of its
        day, the start and the next review, and the household gets the category.
        """
        case = self.make_case(income=1500)
        self.submit(case)
        self.decide(case, date=self.today)
        start = fields.Date.start_of(fields.Date.add(self.today, months=1), "month")
        self.assertRecordValues(
            case,
            [
                {
                    "state": "approved",
                    "decision": "granted",
                    "decision_person": "陈科长",
                    "decision_standard": 700,
                    "amount": 600,
                    "date_start": start,
                    "decided_by_id": self.officer.id,
                    "next_review_date": fields.Date.add(start, months=6),
                }
            ],
        )
        self.assertIn("art. 7-34", case.decision_basis)
        self.assertIn("÷ 3 people", case.decision_working)
        self.assertIn("dibao", self.household.category_ids.mapped("code"))
        self.assertFalse(case.is_registered_here is None)

    def test_refusal_needs_reasons_and_is_told_within_three_working_days(self):
        case = self.make_case(income=9000)
        self.submit(case)
        with self.refused("a refusal needs its reasons"):
            self.decide(case, "refused")
        self.decide(case, "refused", reason="收入高于标准")
        self.assertEqual(case.state, "refused")
        due = self.env["community.holiday"]._add_workdays(self.today, 3, self.env.company)[0]
        self.assertEqual(case.date_due, due)
        self.env["community.aid.told"].with_user(self.worker).create(
            {"case_id": case.id, "subject": "refusal", "way": "letter"}
        )
        self.assertFalse(case.date_due)
        self.assertNotIn("dibao", self.household.category_ids.mapped("code"))

    def test_unknown_income_cannot_be_granted(self):
        case = self.make_case()
        self.submit(case)
        with self.refused("while facts are missing: income of 张小明"):
            self.decide(case, amount=100)

    def test_deciding_against_the_reckoning_needs_a_reason(self):
        case = self.make_case(income=2200)
        self.submit(case)
        with self.refused("the reckoning says “Edge of dibao”"):
            self.decide(case, amount=100)
        self.decide(case, amount=100, reason="重残，县民政局会议决定")
        self.assertEqual(case.state, "approved")

    def test_relative_of_staff_is_visited_by_the_county(self):
        case = self.make_case(income=1500, is_staff_relative=True)
        self.submit(case)
        with self.refused("the county visits the home first"):
            self.decide(case)
        case.date_county_visit = self.today
        self.decide(case)
        self.assertEqual(case.state, "approved")

    def test_decision_has_a_day_that_can_be_right(self):
        case = self.make_case(income=1500)
        self.submit(case)
        for day in (self.today + timedelta(days=1), self.today - timedelta(days=400)):
            with self.refused("cannot have been decided on"):
                self.decide(case, date=day)

    def test_monthly_aid_has_an_amount(self):
        case = self.make_case(income=1500)
        self.submit(case)
        for amount in (0, -5, 2_000_000):
            with self.refused("a month cannot be granted"):
                self.decide(case, amount=amount)

    def test_steps_are_set_by_actions_alone(self):
        case = self.make_case()
        for values in (
            {"state": "approved"},
            {"amount": 900},
            {"date_decision": self.today},
            {"number": "A1"},
        ):
            with self.assertRaises(AccessError):
                case.write(values)
        with self.assertRaises(AccessError):
            self.make_case(state="active")
        draft = (
            self.Case.with_user(self.worker)
            .with_context(default_state="active")
            .create({"programme_id": self.edge.id, "household_id": self.household.id})
        )
        self.assertEqual(draft.state, "draft")

    def test_desk_work_is_for_officers(self):
        case = self.make_case(income=1500)
        case.action_accept()
        self.survey(case)
        for step in (case.action_publish, case.action_submit, case.action_pay):
            with self.refused("hand .* to an officer", AccessError):
                step()

    def test_what_was_accepted_is_kept(self):
        case = self.make_case(user=self.manager)
        case.action_accept()
        with self.refused("has been accepted and is kept"):
            case.unlink()
        self.make_case(self.edge, user=self.manager).unlink()

    @mute_logger("odoo.sql_db")
    def test_one_running_case_of_a_programme(self):
        self.make_case()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_case()

    @mute_logger("odoo.sql_db")
    def test_a_student_once_a_year(self):
        """The same student has one case a school year, a year of four digits, and always by
        name.
        """
        student = self.household.resident_ids.filtered(lambda r: r.name == "张乐")
        values = {"resident_id": student.id, "school": "东河中学", "school_year": 2025}
        self.make_case(self.education, **values)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_case(self.education, **values)
        self.make_case(self.education, **{**values, "school_year": 2026})
        with self.refused("is no school year"):
            self.make_case(self.education, **{**values, "school_year": 25})
        with self.refused("aid to one person"):
            self.make_case(self.education, school_year=2027)

    def test_housing_is_closed_as_solved_with_its_way(self):
        """A housing case is not closed as solved before it says by which way."""
        case = self.make_case(self.housing)
        self.submit(case)
        self.decide(case)
        self.assertEqual(case.state, "approved")
        desk = case.with_user(self.officer)
        desk.is_solved = True
        desk.outcome = "已入住公租房"
        with self.refused("by which way it was solved"):
            desk.action_close()
        desk.housing_way = "public_rental"
        desk.action_close()
        self.assertRecordValues(case, [{"state": "closed", "is_solved": True}])

    def test_rigid_expenditure_is_valid_for_twelve_months(self):
        self.Standard.create(
            {"programme_id": self.rigid.id, "amount": 3000, "date_from": "2020-01-01"}
        )
        case = self.make_case(self.rigid, income=6000)
        self.assertEqual(case.proposal, "unknown")
        self.assertIn("unavoidable spending", case.missing_facts)
        case.spending = 20000
        self.assertEqual(case.proposal, "none")
        case.spending = 36000
        self.assertEqual(case.proposal, "fits")
        self.submit(case)
        self.decide(case)
        self.assertEqual(case.date_end, fields.Date.add(self.today, months=12, days=-1))

    def test_next_step_in_words(self):
        case = self.make_case(income=1500)
        self.assertIn("signed authority", case.next_step)
        case.action_accept()
        self.assertIn("Begin the survey", case.next_step)
        self.survey(case)
        self.assertIn("public notice", case.next_step)

    def test_lists_and_forms_take_as_many_queries_for_many_cases(self):
        homes = [self.make_household() for _turn in range(6)]
        cases = self.Case
        for home in homes:
            cases |= self.make_case(household_id=home.id)
        specification = {
            name: {"fields": {"display_name": {}}} if self.Case._fields[name].relational else {}
            for name in "number programme_id household_id resident_id state date_due next_step "
            "amount proposal".split()
        }
        counts = []
        # The first reading fills the caches of rights.
        for chosen in (cases, cases[:2], cases):
            domain = [("id", "in", chosen.ids)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Case.with_user(self.worker).web_search_read(domain, specification)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])

    def test_accepting_many_takes_few_queries(self):
        homes = [self.make_household() for _turn in range(6)]
        cases = self.Case
        for home in homes:
            cases |= self.make_case(household_id=home.id)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            cases.action_accept()
            self.env.flush_all()
