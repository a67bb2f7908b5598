from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from ..cobuilding_case import CobuildingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestCooperation(CobuildingCase):
    def test_needs_and_resources_become_a_project_and_it_meets_them(self):
        """Resource list, need list and project list: what one gives meets what the other needs."""
        school = self.make_unit()
        offer = self.make_cooperation("offer", unit_id=school.id, amount="40座")
        need = self.make_cooperation("need", name="老年大学的教室")
        money = self.make_cooperation("offer", kind="money")
        matches = need.action_open_matches()
        found = need.search(matches["domain"])
        self.assertIn(offer, found)
        self.assertNotIn(money, found)
        self.assertIn(need, offer.search(offer.action_open_matches()["domain"]))
        action = (need | offer).action_make_project()
        with Form(self.Project.with_context(**action["context"])) as form:
            form.name = "老年大学"
            form.date_due = "2026-12-31"
        project = form.record
        self.assertEqual(
            (project.need_ids, project.resource_ids, project.unit_ids), (need, offer, school)
        )
        self.assertEqual((need.state, offer.state), ("taken", "taken"))
        project.action_start()
        project.write({"result": "开课", "evidence": "课表"})
        project.action_done()
        self.assertEqual((need.state, offer.state), ("met", "open"))
        project.action_reopen()
        self.assertEqual((need.state, offer.state), ("taken", "taken"))
        project.stop_reason = "停办"
        project.action_stop()
        self.assertEqual((need.state, offer.state), ("open", "open"))
        with self.refused("is kept: enter its last day"):
            need.with_user(self.party_manager).unlink()
        with self.refused("stands in a project"):
            need.direction = "offer"

    def test_what_a_unit_offers_goes_with_it(self):
        unit = self.make_unit()
        offer = self.make_cooperation("offer", unit_id=unit.id, date_from="2026-01-01")
        need = self.make_cooperation("need", date_to="2026-06-20", date_from="2026-01-01")
        self.assertFalse((offer | need).filtered("is_past"))
        unit.date_to = "2026-06-19"
        self.assertTrue(offer.is_past)
        self.assertEqual(
            offer.search([("id", "in", (offer | need).ids), ("is_past", "=", True)]), offer
        )
        self.assertEqual(
            offer.search([("id", "in", (offer | need).ids), ("is_past", "=", False)]), need
        )
        with self.refused("left on 2026-06-19"):
            self.make_cooperation("offer", unit_id=unit.id)

    def test_the_wrong_list(self):
        need = self.make_cooperation("need")
        with self.refused("stands in the other list"):
            self.make_project(resource_ids=need.ids)

    def test_other_organisations_read_and_do_not_write(self):
        need = self.make_cooperation("need")
        other = need.with_user(self.branch_user2)
        self.assertEqual(other.name, "会议室")
        with self.assertRaises(AccessError):
            other.name = "x"
        theirs = self.Project.with_user(self.branch_user2).create(
            {"name": "二支部", "need_ids": need.ids}
        )
        self.assertEqual(theirs.organization_id, self.branch2)
        self.assertEqual(need.state, "taken")
        # No invalidation before: what the program counted must not stand in the shared cache.
        self.assertFalse(need.with_user(self.branch_user).need_project_ids)
