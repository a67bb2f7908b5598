from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..cobuilding_case import CobuildingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestProject(CobuildingCase):
    def test_from_plan_to_result(self):
        """A project has units, a leader and days, and ends with a result and its proof."""
        school, office = self.make_unit(), self.make_unit("区民政局", "government")
        project = self.make_project(school, office, lead_unit_id=school.id)
        project.action_start()
        self.assertEqual(school.project_count, 1)
        with self.refused("“What was reached” is missing"):
            project.action_done()
        project.result = "食堂开了"
        with self.refused("“Proof of the result” is missing"):
            project.action_done()
        project.evidence = "照片、就餐登记"
        project.action_done()
        self.assertEqual(str(project.date_done), "2026-06-20")
        self.assertTrue(project.is_on_time)
        with self.refused("take it up again"):
            project.name = "别的"
        project.write({"satisfaction": "satisfied", "satisfaction_note": "30位老人"})
        self.assertEqual(project.satisfaction, "satisfied")

    def test_taken_up_again_it_was_not_done(self):
        project = self.make_project()
        project.action_start()
        project.write({"result": "开了", "evidence": "照片", "date_done": "2026-05-01"})
        project.action_done()
        project.action_reopen()
        self.assertEqual(project.state, "running")
        self.assertFalse(project.date_done)
        project.date_done = "2026-06-01"
        project.action_done()
        self.assertEqual(str(project.date_done), "2026-06-01")
        project.action_reopen()
        with self.refused("“Why it was stopped” is missing"):
            project.action_stop()
        project.stop_reason = "场地收回"
        project.action_stop()
        project.action_reopen()
        self.assertEqual((project.state, project.stop_reason), ("running", False))

    def test_one_stopped_before_it_had_its_days_is_planned_again(self):
        project = self.make_project(date_due=False, stop_reason="没有场地")
        project.action_stop()
        project.action_reopen()
        self.assertEqual(project.state, "draft")

    def test_a_unit_that_left(self):
        unit = self.make_unit(date_to="2026-01-05")
        project = self.make_project(unit)
        self.assertIn("东河小学", project.doubt)
        with self.refused("left on 2026-01-05"):
            project.action_start()
        unit.date_to = "2026-03-01"
        project.action_start()
        # It left while the project ran: the others carry it on, and it is shown.
        self.assertIn("东河小学", project.doubt)
        project.write({"result": "开了", "evidence": "照片", "date_done": "2026-02-28"})
        project.action_done()
        self.assertFalse(project.doubt)

    def test_what_is_refused(self):
        unit = self.make_unit()
        with self.refused("does not take part"):
            self.make_project(lead_unit_id=unit.id)
        project = self.make_project()
        with self.refused("future"):
            project.date_done = "2026-07-01"
        with self.refused("correct one of the days"):
            project.date_done = "2026-01-01"
        with self.refused("follows from its steps"):
            project.state = "done"
        with self.refused("Under way"):
            project.action_done()
        project.action_start()
        with self.refused("is kept: stop it"):
            project.with_user(self.party_manager).unlink()
        with self.assertRaises(AccessError):
            project.with_user(self.branch_user2).read(["name"])
