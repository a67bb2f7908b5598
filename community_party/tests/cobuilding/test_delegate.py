from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..cobuilding_case import CobuildingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20 04:00:00")
class TestDelegate(CobuildingCase):
    def make_delegate(self, unit, name="何静", **values):
        return (
            self.env["community.party.delegate"]
            .with_user(self.branch_user)
            .create({"unit_id": unit.id, "new_name": name, "date_from": "2026-01-01", **values})
        )

    def meeting(self, day="2026-06-15"):
        return (
            self.env["community.activity"]
            .with_user(self.branch_user)
            .create(
                {
                    "name": "共驻共建联席会",
                    "kind_id": self.env.ref("community_party.activity_kind_joint").id,
                    "organization_id": self.branch.id,
                    "date_start": f"{day} 02:00:00",
                    "date_stop": f"{day} 04:00:00",
                }
            )
        )

    def test_a_joint_meeting_invites_the_committee_and_those_whom_units_send(self):
        """Units send part-time members to the committee, who are invited to its joint meeting."""
        secretary, other = self.make_member(), self.make_member("钱党员")
        self.env["community.party.post"].create(
            {
                "organization_id": self.branch.id,
                "member_id": secretary.id,
                "kind": "secretary",
                "date_from": "2025-01-01",
            }
        )
        school, left = self.make_unit(), self.make_unit("已迁走的公司", "non_public")
        mine = self.make_delegate(school)
        gone = self.make_delegate(left, "钱经理")
        late = self.make_delegate(school, "新来的", date_from="2026-06-16")
        left.date_to = "2026-03-31"
        self.assertEqual(str(gone.date_end), "2026-03-31")
        meeting = self.meeting()
        lines = meeting.attendance_ids
        self.assertEqual(lines.partner_id, secretary.partner_id | mine.partner_id)
        self.assertNotIn(other.partner_id, lines.partner_id)
        self.assertEqual(meeting.due_count, 1, "a part-time member has no vote and is no member")
        mine.date_to = "2026-06-10"
        meeting.action_fill_due()
        self.assertEqual(meeting.attendance_ids.partner_id, secretary.partner_id)
        late.date_from = "2026-06-01"
        meeting.action_fill_due()
        meeting.action_fill_due()
        self.assertEqual(meeting.attendance_ids.partner_id, secretary.partner_id | late.partner_id)

    def test_who_sits_on_a_day(self):
        unit = self.make_unit()
        delegate = self.make_delegate(unit)
        Delegate = delegate.browse()

        def held(day):
            return Delegate.search(Domain("id", "=", delegate.id) & Delegate._domain_held(day))

        self.assertTrue(held("2026-01-01"))
        self.assertFalse(held("2025-12-31"))
        unit.date_to = "2026-03-31"
        self.assertTrue(held("2026-03-31"))
        self.assertFalse(held("2026-04-01"))
        unit.date_to = False
        self.assertTrue(held("2026-04-01"))
        self.assertEqual(delegate.partner_id.parent_id, unit.partner_id)

    def test_what_is_refused(self):
        unit = self.make_unit(date_to="2026-05-31")
        with self.refused("left on 2026-05-31"):
            self.make_delegate(unit, date_from="2026-06-01")
        with self.refused("is a unit and no person"):
            self.make_delegate(unit, partner_id=unit.partner_id.id)
        delegate = self.make_delegate(unit)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.make_delegate(unit)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.make_delegate(unit, False)
        with self.assertRaises(AccessError):
            delegate.with_user(self.branch_user2).read(["duty"])

    def test_figures(self):
        unit = self.make_unit()
        self.make_delegate(unit)
        self.make_delegate(unit, "刘静", date_from="2025-01-01", date_to="2025-12-31")
        self.env["community.party.post"].create(
            {
                "organization_id": self.branch.id,
                "member_id": self.make_member().id,
                "kind": "secretary",
                "date_from": "2025-01-01",
            }
        )
        meeting = self.meeting()
        meeting.attendance_ids.state = "present"
        meeting.action_done()
        report = self.env["community.report"].with_user(self.manager)
        report = report.create({"name": "x", "date_from": "2026-01-01", "date_to": "2026-06-20"})
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        self.assertEqual((values["party_delegates"], values["party_joint_meetings"]), (1, 1))
