from odoo.tests import HttpCase, tagged

from ..representative_case import RepresentativeCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestRepresentativeTour(RepresentativeCase, HttpCase):
    def test_from_notice_to_follow_up(self):
        """In Chinese: notice at the desk, names tapped on a phone, then the vote on a motion and
        the project that carries it out."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.branch_user.lang = "zh_CN"
        lines = self.make_representatives(3)
        meeting = self.make_meeting(days=0)
        motion = self.make_motion(lines[0], meeting)
        path = "/odoo/party-representative-meetings"
        self.start_tour(path, "community_representative_notice", login="party_branch")
        self.assertEqual(meeting.date_notice, self.today)
        desk = self.browser_size, self.touch_enabled
        self.browser_size, self.touch_enabled = "375x667", True
        self.start_tour(path, "community_representative_sign_in", login="party_branch")
        self.assertEqual(meeting.vote_present_count, 2)
        self.browser_size, self.touch_enabled = desk
        path = "/odoo/party-motions"
        self.start_tour(path, "community_representative_follow_up", login="party_branch")
        self.assertRecordValues(motion, [{"state": "passed", "date_decided": self.today}])
        self.assertRecordValues(
            motion.project_ids,
            [{"name": motion.name, "state": "running", "date_due": motion.date_due}],
        )
