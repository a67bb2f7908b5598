from datetime import date

from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from ..dues.test_dues import DuesCase
from ..life.test_party_meeting import MeetingCase
from ..plans.test_party_pledge import PledgeCase

THREE = ("party_attendance_rate", "party_dues_rate", "party_pledges_rate")


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestPartyCohesion(PledgeCase, MeetingCase, DuesCase):
    """How an organisation holds together is told by figures that stand beside each other."""

    def values(self, *codes):
        self.env.flush_all()
        indicators = self.env["community.indicator"].search([("code", "in", codes)])
        found = indicators._values(date(2026, 1, 1), date(2026, 12, 31), Domain.TRUE)
        by_code = {indicator.code: value for indicator, value in found.items()}
        return [by_code[code] for code in codes]

    def test_attendance_dues_and_pledges_are_three_figures_and_no_index(self):
        """Attendance, dues and pledges are three shares, each of its own records; none is made of
        another, and nothing adds them up to an index.
        """
        self.assertEqual(self.values(*THREE), [0, 0, 0])
        members = self.make_members(4)
        meeting = self.make_meeting(day=date(2026, 11, 20))
        self.sign_in(meeting, 3)
        self.assertEqual(self.values(*THREE)[1:], [0, 0], "attendance moves no other figure")
        attendance = self.values(*THREE)[0]
        self.assertGreater(attendance, 0)
        for member in members[:2]:
            self.base(member, 3000)
        self.env["community.party.dues"]._cron_assess()
        self.pay(members[0], "2026-11-01")
        dues = self.values(*THREE)
        self.assertEqual((dues[0], dues[2]), (attendance, 0))
        self.assertGreater(dues[1], 0)
        needs = [self.make_need() for _number in range(3)]
        kept, other, withdrawn = (self.pledge(need, member_id=members[0].id) for need in needs)
        needs[0].result = "已办好"
        needs[0].action_done()
        kept.with_user(self.party_officer).action_confirm()
        withdrawn.action_withdraw()
        self.assertEqual(self.values(*THREE), [attendance, dues[1], 50])
        self.assertEqual(other.state, "claimed")
        shares = self.env["community.indicator"].search([("measure", "=", "rate")])
        parts = shares.numerator_id | shares.denominator_id
        self.assertNotIn("rate", parts.mapped("measure"))
        self.assertTrue(set(THREE) <= set(shares.mapped("code")))
