from datetime import timedelta

from odoo.tests import tagged

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestAidEvent(AidCase):
    """Aid meets the caring station and My Day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spouse = cls.household.resident_ids.filtered(lambda r: r.name == "李丽")

    def farewell(self, household, resident):
        household.with_user(self.officer)._death(self.today, resident)
        event = self.env["community.life.event"].search(
            [("reason", "=", "death"), ("resident_id", "=", resident.id)]
        )
        event.with_user(self.officer).action_accept()
        return event

    def granted(self, **values):
        case = self.make_case(income=0, **values)
        case.sudo().write(
            {
                "state": "active",
                "decision": "granted",
                "decision_person": "x",
                "decision_basis": "x",
                "date_decision": self.today - timedelta(days=40),
                "amount": 500,
            }
        )
        return case.with_user(self.officer)

    def test_a_death_proposes_the_end_of_payments(self):
        home = self.make_household([{"name": "钱老", "role": "head", "birth_date": "1940-01-01"}])
        case = self.granted(household_id=home.id)
        farewell = self.farewell(home, home.head_id or home.resident_ids)
        self.assertEqual(case.state, "active", "nothing ends by itself")
        dialog = self.env["community.life.event.ending"].browse(
            farewell.with_user(self.officer).action_loose_ends()["res_id"]
        )
        line = dialog.line_ids.filtered(lambda line: line.res_model == case._name)
        self.assertTrue(line.is_chosen, "nobody is left in this household")
        dialog.with_user(self.officer).action_apply()
        self.assertEqual((case.state, case.date_end), ("stopped", self.today))
        self.assertRecordValues(
            case.change_ids,
            [
                {
                    "kind": "stop",
                    "reason": "The person has died.",
                    "decision_person": self.officer.name,
                    "user_id": self.officer.id,
                }
            ],
        )

    def test_the_aid_of_a_family_that_lives_on_is_not_ticked(self):
        case = self.granted()
        farewell = self.farewell(self.household, self.spouse).with_user(self.officer)
        chosen = {records._name: ticked for records, ticked in farewell._loose_ends()}
        self.assertIs(chosen[case._name], False)
        farewell._end_matters(set())
        self.assertEqual(case.state, "active")

    def test_a_grid_worker_ends_no_aid(self):
        case = self.granted()
        farewell = self.farewell(self.household, self.spouse).with_user(self.worker)
        self.assertNotIn(case._name, [records._name for records, _t in farewell._loose_ends()])

    def test_granted_education_aid_proposes_the_admission(self):
        child = self.household.resident_ids.filtered(lambda r: r.name == "张乐")
        case = self.make_case(
            self.education, resident_id=child.id, school="第一中学", school_year=self.today.year
        )
        case.sudo().write({"state": "submitted", "date_submitted": self.today})
        values = {
            "decision": "granted",
            "date": self.today,
            "decision_person": "Li",
            "decision_basis": "art. 33",
            "amount": 3000,
        }
        case.with_user(self.officer)._decide(values)
        event = self.env["community.life.event"].search([("reason", "=", "admission")])
        self.assertRecordValues(
            event, [{"resident_id": child.id, "state": "proposed", "date": self.today}]
        )

    def test_my_day_lists_the_clocks_of_this_week(self):
        case = self.make_case()
        case.sudo().user_id = self.worker
        Visit = self.env["community.visit"].with_user(self.worker)
        case.sudo().date_due = self.today + timedelta(days=8)
        self.assertFalse(Visit.my_day()["cases"])
        case.sudo().date_due = self.today - timedelta(days=1)
        (row,) = Visit.my_day()["cases"]
        self.assertEqual((row["id"], row["is_overdue"]), (case.id, True))
        self.assertTrue(row["name"])

    def test_my_day_asks_no_more_for_more_cases(self):
        Visit = self.env["community.visit"].with_user(self.worker)

        def queries(count):
            for _number in range(count):
                home = self.make_household()
                case = self.make_case(household_id=home.id).sudo()
                case.user_id, case.date_due = self.worker, self.today
            self.env.flush_all()
            self.env.invalidate_all()
            Visit.my_day()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Visit.my_day()
            return self.cr.sql_log_count - before

        self.assertEqual(queries(2), queries(4))
