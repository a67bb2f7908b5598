import datetime

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
                i.code
                in (
                    "party_meetings_held",
                    "party_study_hours",
                    "party_attendance_rate",
                )
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

    def test_required_meetings_are_those_of_periods_that_ended(self):
        """Meetings required are the duties of all organisations in periods that ended, without
        exempt ones.
        """
        year = self.today.year - 1
        self.branch.date_life_from = f"{year}-01-01"
        self.env.flush_all()
        due = self.env["community.indicator"].search([("code", "=", "party_meetings_due")])
        for first, last, required in (
            (f"{year}-01-01", f"{year}-01-31", {"theme_day": 1}),
            (f"{year}-03-01", f"{year}-03-31", {"theme_day": 1, "general": 1, "lecture": 1}),
        ):
            period = tuple(map(datetime.date.fromisoformat, (first, last)))
            lines = self.env["community.party.compliance"].search(
                [("organization_id", "=", self.branch.id), ("date_to", "in", period)]
            )
            owed = lines.filtered("due")
            self.assertEqual({line.meeting_kind: line.due for line in owed}, required)
            (value,) = due._values(*period, Domain.TRUE).values()
            self.assertEqual(value, sum(required.values()))
