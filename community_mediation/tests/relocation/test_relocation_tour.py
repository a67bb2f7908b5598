from odoo.tests import HttpCase, tagged

from ..relocation_case import RelocationCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestRelocationPhoneTour(RelocationCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_explained_at_the_door_on_a_phone(self):
        """Three taps: explain, one line, save; the visit is recorded along with it."""
        self.start_tour(
            f"/odoo/relocation-files/{self.file.id}",
            "community_relocation_door",
            login="mediator",
        )
        line = self.file.explanation_ids
        self.assertEqual((line.note, line.policy_ids), ("问过渡费发到什么时候", self.policy))
        self.assertEqual(line.visit_id.state, "done")
        log = self.env["community.access.log"].search(
            [("model", "=", self.file._name), ("res_id", "=", self.file.id), ("kind", "=", "view")]
        )
        self.assertEqual(log.user_id, self.mediator_user)
