from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..relocation_case import RelocationCase


@tagged("post_install", "-at_install", "community")
class TestRelocationProject(RelocationCase):
    def step(self, kind, start, end=False):
        return self.env["community.relocation.step"].create(
            {
                "project_id": self.project.id,
                "kind": kind,
                "date_from": start,
                "date_to": end,
            }
        )

    def test_files_are_made_for_all_households_once(self):
        """Each household of a project gets one numbered file with its owner; a household that comes
        later is counted as missing and gets its own.
        """
        self.assertEqual(self.files.household_id, self.households)
        self.assertEqual(self.files.mapped("number"), ["WH-0001", "WH-0002", "WH-0003", "WH-0004"])
        self.assertEqual(self.file.owner_name, "王建国")
        self.assertEqual(self.file.building_id, self.building1)
        late = self.make_household([{"name": "钱文", "role": "head"}])
        self.assertEqual(self.project.missing_count, 1)
        self.project.action_make_files()
        self.project.action_make_files()
        self.assertEqual(self.project.file_ids - self.files, self.project.file_ids[-1:])
        self.assertEqual((self.project.file_ids - self.files).household_id, late)
        self.assertEqual(self.project.missing_count, 0)

    def test_a_coordinator_without_a_grid_makes_them(self):
        project = self.make_project(code="W2", name="二期")
        project.with_user(self.coordinator).action_make_files()
        self.assertEqual(len(project.file_ids), 4)
        with self.assertRaises(AccessError):
            project.with_user(self.mediator_user).action_make_files()

    def test_making_files_does_not_cost_queries_per_household(self):
        costs = []
        self.make_project(code="Q0").action_make_files()
        for code, more in (("Q1", 4), ("Q2", 16)):
            for _number in range(more):
                self.make_household([{"name": "某某", "role": "head"}])
            project = self.make_project(code=code)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            project.action_make_files()
            self.env.flush_all()
            costs.append(self.cr.sql_log_count - before)
            self.assertEqual(project.missing_count, 0)
        self.assertEqual(*costs)

    def test_counts_cost_the_same_for_any_number_of_files(self):
        self.files[0].write({"agreement_state": "signed", "date_signed": "2026-03-05"})
        self.files[1].attitude = "unwilling"
        self.files[2].write(
            {
                "agreement_state": "signed",
                "date_signed": "2026-03-06",
                "date_compensated": "2026-03-08",
                "date_moved": "2026-03-09",
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        project = self.project
        with self.assertQueryCount(2):
            counts = (
                project.file_count,
                project.signed_count,
                project.unwilling_count,
                project.moved_count,
            )
        self.assertEqual(counts, (4, 2, 1, 1))
        self.assertEqual(project.signing_rate, 50)
        self.assertEqual(project._progress()[0]["rate"], "50.0")

    def test_a_plan_is_open_to_comment_for_thirty_days(self):
        """A plan is open to comment for thirty days, and the decision comes after them."""
        short = self.assertRaisesRegex(UserError, "29 days; it stays open to comment for at least")
        with short, self.env.cr.savepoint():
            self.step("plan", "2026-01-05", "2026-02-03")
        self.step("plan", "2026-01-05", "2026-02-04")
        late = self.assertRaisesRegex(UserError, "comes after that day")
        with late, self.env.cr.savepoint():
            self.step("decision", "2026-02-04")
        decision = self.step("decision", "2026-02-05")
        self.assertEqual(decision.article, "13")

    def test_permits_are_frozen_for_a_year_at_most(self):
        with self.assertRaisesRegex(UserError, "at most 12 months, until 2027-01-05"):
            self.step("freeze", "2026-01-05", "2027-01-06")
        self.step("freeze", "2026-01-05", "2027-01-05")

    def test_signing_begins_after_the_decision(self):
        project = self.make_project(code="P2", state="preparing")
        with self.assertRaisesRegex(UserError, "Decision and notice.* has no day yet"):
            project.action_start_signing()
        project.step_ids = [Command.create({"kind": "decision", "date_from": "2026-02-20"})]
        project.write({"date_sign_from": False, "date_sign_to": False})
        with self.assertRaisesRegex(UserError, "from when until when"):
            project.action_start_signing()
        project.write({"date_sign_from": "2026-03-01", "date_sign_to": "2026-03-31"})
        project.action_start_signing()
        self.assertEqual(project.state, "signing")

    def test_bad_input_gets_a_sentence(self):
        with self.assertRaisesRegex(UserError, "100.5 % cannot be"):
            self.project.target_rate = 100.5
        with self.assertRaisesRegex(UserError, "not after the last"):
            self.project.date_sign_to = "2026-02-01"
        with self.assertRaisesRegex(UserError, "community itself cannot be the deciding body"):
            self.project.body_id = self.project.company_id.partner_id
        with self.assertRaisesRegex(UserError, "no place is in scope"):
            self.make_project(code="P3", area_ids=False).action_make_files()
        with self.assertRaisesRegex(UserError, "archive it instead"):
            self.project.unlink()

    def test_conditional_agreements_take_effect_at_the_target(self):
        self.project.is_conditional = True
        for file in self.files[:2]:
            file.action_sign()
        self.assertEqual(self.file.agreement_state, "conditional")
        with self.assertRaisesRegex(UserError, "50.0 % of the households have signed.* is 75 %"):
            self.project.action_take_effect()
        self.files[2].action_sign()
        self.project.action_take_effect()
        self.assertEqual(set(self.files[:3].mapped("agreement_state")), {"signed"})

    def test_the_state_follows_the_buttons_and_nobody_moves_before_an_agreement(self):
        project = self.project.with_user(self.coordinator)
        with self.assertRaisesRegex(UserError, "follows from its steps"):
            project.state = "closed"
        with self.assertRaisesRegex(UserError, "no household has an agreement or a decision"):
            project.action_start_moving()
        self.file.action_sign()
        project.action_start_moving()
        self.assertEqual(project.state, "moving")

    def test_a_closed_project_keeps_its_files_as_they_are(self):
        self.file.action_sign()
        self.project.action_start_moving()
        self.project.action_close()
        file = self.file.with_user(self.mediator_user)
        with self.assertRaisesRegex(UserError, "open it again"):
            file.attitude = "willing"
        with self.assertRaisesRegex(UserError, "open it again"):
            file.demand_ids.create({"file_id": file.id, "name": "加装电梯"})
        self.project.action_reopen()
        file.attitude = "willing"

    def test_only_the_team_and_the_coordinator_see_it(self):
        """The team sees its files from a day to a day, the coordinator always, and nobody else."""
        for user, seen in (
            (self.mediator_user, 4),
            (self.mediator_user2, 0),
            (self.coordinator, 4),
        ):
            Model = self.env["community.relocation.file"].with_user(user)
            found = Model.search_count([("project_id", "=", self.project.id)])
            self.assertEqual(found, seen, user.login)
        # Sight ends with the line, on its day.
        self.project.member_ids.date_to = "2026-02-01"
        Model = self.env["community.relocation.file"].with_user(self.mediator_user)
        self.assertFalse(Model.search([("project_id", "=", self.project.id)]))
        for user in (self.petition_officer, self.manager, self.officer, self.worker):
            with self.assertRaises(AccessError):
                self.file.with_user(user).read(["number"])

    def test_contacts_with_the_developer_are_kept(self):
        """A talk with the developer is kept with who held it; a next step needs a day, and none
        lies in the future.
        """
        developer = self.env["res.partner"].create({"name": "望河置业公司"})
        talk = (
            self.env["community.relocation.talk"]
            .with_user(self.mediator_user)
            .create(
                {
                    "project_id": self.project.id,
                    "partner_id": developer.id,
                    "subject": "安置房交付日期",
                }
            )
        )
        self.assertEqual(talk.user_id, self.mediator_user)
        with self.assertRaisesRegex(UserError, "“催要答复” has no day"), self.env.cr.savepoint():
            talk.next_step = "催要答复"
        with self.assertRaisesRegex(UserError, "lies in the future"), self.env.cr.savepoint():
            talk.date = "2099-01-01"
        self.assertEqual(self.project.talk_ids, talk)
