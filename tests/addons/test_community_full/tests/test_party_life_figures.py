from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.community_party.tests.life.test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestPartyLifeFigures(MeetingCase):
    """A service manager reads the figures of organisation life, and opens no meeting."""

    def test_manager_reads_the_number_and_no_meeting(self):
        """A manager reads meetings, study hours and attendance as numbers and finds no meeting
        behind them; the keeper of the branch finds it.
        """
        self.make_members(2)
        meeting = self.make_meeting("study")
        self.sign_in(meeting, 2)
        meeting.action_done()
        self.env.flush_all()
        Indicator = self.env["community.indicator"]
        figures = Indicator.search([("code", "=like", "party\\_%")]).filtered(
            lambda i: (
                i.code in ("party_meetings_held", "party_study_hours", "party_attendance_rate")
            )
        )
        period = (meeting.date, meeting.date)
        place = Domain.TRUE
        values = figures.with_user(self.manager)._values(*period, place)
        by_code = {figure.code: value for figure, value in values.items()}
        self.assertEqual(by_code["party_meetings_held"], 1)
        self.assertAlmostEqual(by_code["party_study_hours"], 5.4, 1)
        self.assertEqual(by_code["party_attendance_rate"], 100.0)
        held = figures.filtered(lambda i: i.code == "party_meetings_held")
        model, domain = held.with_user(self.manager)._target(*period, place)
        self.assertFalse(self.env[model].with_user(self.manager).search(domain))
        self.assertEqual(self.env[model].with_user(self.branch_user).search(domain), meeting)
