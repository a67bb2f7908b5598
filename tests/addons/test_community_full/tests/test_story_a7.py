import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.community_party.tests.life.test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA7(MeetingCase):
    """A7: a branch misses its committee meeting of March, and the yearly sheet says so."""

    def lines(self, kind):
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            self.env["community.party.compliance"]
            .with_user(self.branch_user)
            .search([("organization_id", "=", self.branch.id), ("meeting_kind", "=", kind)])
            .sorted("date_from")
        )

    def hold(self, kind, day, **values):
        with freeze_time(f"{day} 12:00:00"):
            meeting = self.make_meeting(kind, day=datetime.date.fromisoformat(day), **values)
            meeting.due_ids[:1]._mark_present()
            meeting.with_user(self.branch_user).action_done()
        return meeting

    def test_missed_committee_meeting(self):
        """The first branch holds its committee in January and February. On 25 March nobody has
        called the next one: its keeper is told, once, in words without a name; the keeper of the
        second branch, which has no committee, is told nothing. March passes. On 2 April the sheet
        says that it is missing, and the strip of the year shows it in March. The committee makes
        up for it on 10 April: the sheet says late. At the end of the year the sheet of the branch
        has twelve lines for the committee, one of them late and nine missing.
        """
        (self.branch | self.branch2).date_life_from = "2026-01-01"
        self.env["community.party.post"].create(
            {
                "organization_id": self.branch.id,
                "member_id": self.make_member("支委").id,
                "date_from": "2026-01-01",
            }
        )
        for day in self.told(("2026-01-12", "2026-02-11")):
            self.hold("committee", day)

        Activity = self.env["mail.activity"]
        kind = self.env.ref("community_party.mail_activity_type_meeting_due")
        domain = [
            ("activity_type_id", "=", kind.id),
            ("summary", "=", "Branch committee meeting"),
            ("date_deadline", "=", "2026-03-31"),
        ]
        with freeze_time("2026-03-25 04:00:00"):
            for _run in range(2):
                self.env["community.party.organization"]._cron_meetings_due()
            alert = Activity.search(domain + [("res_id", "in", (self.branch | self.branch2).ids)])
            self.assertEqual(alert.res_id, self.branch.id)
            self.assertEqual(alert.user_id, self.branch_user)
            self.assertFalse(alert.note)

        with freeze_time("2026-04-02 04:00:00"):
            states = self.lines("committee").mapped("state")
            self.assertEqual(states, ["held", "held", "missing", "due"])
            rows = {
                row["kind"]: row
                for row in self.branch.with_user(self.branch_user).life_strip["rows"]
            }
            self.assertEqual(rows["committee"]["cells"][2]["state"], "missing")

        self.hold("committee", "2026-04-10", date_makes_up="2026-03-31")
        with freeze_time("2026-04-11 04:00:00"):
            march = self.lines("committee")[2]
            self.assertEqual((march.state, march.due, march.held, march.late), ("late", 1, 1, 1))

        with freeze_time("2027-01-05 04:00:00"):
            year = self.lines("committee").filtered(lambda line: line.date_from.year == 2026)
            self.assertEqual(len(year), 12)
            self.assertEqual(year.mapped("state").count("held"), 2)
            self.assertEqual(year.mapped("state").count("late"), 1)
            self.assertEqual(sum(year.mapped("missing")), 9)
            exempt = self.env["community.party.compliance"].search(
                [("organization_id", "=", self.branch2.id), ("meeting_kind", "=", "committee")]
            )
            self.assertEqual(set(exempt.mapped("exempt_reason")), {"committee"})
