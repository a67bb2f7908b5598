from odoo.tests import freeze_time, tagged, warmup

from ..admission_case import AdmissionCase
from ..appraisal_case import AppraisalCase


@tagged("post_install", "-at_install", "community", "community_perf")
@freeze_time("2026-11-23 04:00:00")
class TestAdmissionQueries(AdmissionCase):
    """What a screen asks of the database does not grow with the people on it."""

    PIPELINE = {
        "name": {},
        "organization_id": {"fields": {"display_name": {}}},
        "stage": {},
        "next_step_id": {"fields": {"display_name": {}}},
        "date_next_earliest": {},
        "date_next_latest": {},
        "is_next_late": {},
    }
    STEPS = {
        "is_late": {},
        "date_latest": {},
        "step_id": {"fields": {"display_name": {}}},
        "member_id": {"fields": {"display_name": {}}},
        "missing_text": {},
        "vote_text": {},
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(30):
            cls.make_applicant(f"申请人{number}")
        cls.env.flush_all()

    def queries(self, model, specification, domain, limit):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = (
            self.env[model]
            .with_user(self.branch_user)
            .web_search_read(domain, specification, limit=limit)
        )
        self.assertEqual(len(found["records"]), limit)
        return self.env.cr.sql_log_count - before

    @warmup
    def test_lists_do_not_grow(self):
        for model, specification, domain, most in (
            ("community.party.member", self.PIPELINE, [("stage", "!=", "full")], 8),
            ("community.party.step.record", self.STEPS, [("state", "=", "open")], 12),
        ):
            few = self.queries(model, specification, domain, 5)
            many = self.queries(model, specification, domain, 30)
            with self.subTest(model=model, few=few, many=many):
                self.assertLessEqual(many, few + 1)
                self.assertLessEqual(many, most)

    @warmup
    def test_the_night_run_proposes_in_one_go(self):
        people = self.env["community.party.member"].search([("stage", "=", "applicant")], limit=20)
        for person in people:
            self.walk(3, person=person)
        self.env["community.party.check"].search([]).unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            self.env["community.party.check"]._cron_propose()
            self.env.flush_all()
        self.assertGreater(self.env["community.party.check"].search_count([]), 60)


@tagged("post_install", "-at_install", "community", "community_perf")
class TestAppraisalQueries(AppraisalCase):
    @warmup
    def test_totals_of_all_lines_in_one_query(self):
        self.open_box()
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.lines.with_user(self.branch_user)
        lines.mapped("paper_excellent")
        with self.assertQueryCount(1):
            lines.mapped("vote_excellent")

    @warmup
    def test_a_ballot_costs_the_same_whoever_votes(self):
        self.open_box()
        ballot = {str(line.id): "qualified" for line in self.lines}
        costs = []
        for user in self.users:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.cast(user, ballot)
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(max(costs), 40, costs)
        self.assertLessEqual(max(costs[2:]) - min(costs[2:]), 2, costs)
