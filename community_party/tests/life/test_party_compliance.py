import datetime
import importlib.util
import itertools
from pathlib import Path

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.fields import Domain
from odoo.tests import tagged

from .test_party_meeting import MeetingCase

ADDON = Path(__file__).parents[2]
PRESENT = " ('present_count', '>', 0),"


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-15 04:00:00")
class TestPartyCompliance(MeetingCase):
    """What a branch had to hold in each period, and what it held."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = datetime.date(2026, 6, 15)
        (cls.general_branch | cls.branch | cls.branch2).date_life_from = "2026-01-01"
        cls.make_members(3)

    def line(self, kind, day, organization=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["community.party.compliance"].search(
            [
                ("organization_id", "=", (organization or self.branch).id),
                ("meeting_kind", "=", kind),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ]
        )

    def hold(self, kind, day, **values):
        meeting = self.make_meeting(kind, day=datetime.date.fromisoformat(day), **values)
        self.sign_in(meeting, 3)
        meeting.action_done()
        return meeting

    def test_held_due_and_missing(self):
        self.hold("general", "2026-02-10")
        self.assertEqual(self.line("general", "2026-03-31").state, "held")
        self.assertEqual(self.line("general", "2026-06-01").state, "due")
        self.assertEqual(self.line("theme_day", "2026-05-01").state, "missing")
        self.assertEqual(self.line("theme_day", "2026-06-01").state, "due")
        self.assertFalse(self.line("theme_day", "2026-07-01"), "the future is not due")
        self.assertFalse(self.line("theme_day", "2025-12-31"), "counted from a day on")

    def test_made_up_later_is_late(self):
        meeting = self.hold("theme_day", "2026-05-04")
        self.assertEqual(self.line("theme_day", "2026-04-01").state, "missing")
        meeting.date_makes_up = "2026-04-30"
        line = self.line("theme_day", "2026-04-01")
        self.assertEqual((line.state, line.held, line.late, line.missing), ("late", 1, 1, 0))
        self.assertEqual(self.line("theme_day", "2026-05-01").state, "missing")

    def test_not_quorate_does_not_count(self):
        meeting = self.make_meeting(day=datetime.date(2026, 5, 4))
        self.sign_in(meeting, 1)
        meeting.action_done()
        self.assertEqual(self.line("general", "2026-05-01").state, "due")

    def test_nobody_present_is_not_held(self):
        """A meeting that is closed without anybody there counts for no duty."""
        for day, present in (("2026-04-10", 0), ("2026-05-10", 1)):
            meeting = self.make_meeting("theme_day", day=datetime.date.fromisoformat(day))
            self.sign_in(meeting, present)
            meeting.action_done()
        self.assertEqual(self.line("theme_day", "2026-04-01").state, "missing")
        self.assertEqual(self.line("theme_day", "2026-05-01").state, "held")
        figure = self.env.ref("community_party.community_indicator_party_meetings_held")
        days = (datetime.date(2026, 4, 1), datetime.date(2026, 5, 31))
        path = ADDON / "migrations" / "19.0.1.2.0" / "post-held.py"
        spec = importlib.util.spec_from_file_location("migration_held", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        figure.with_user(SUPERUSER_ID).domain = figure.domain.replace(PRESENT, "")
        self.assertEqual(figure._values(*days, Domain.TRUE)[figure], 2)
        script.migrate(self.cr, "19.0.1.1.0")
        self.assertEqual(figure._values(*days, Domain.TRUE)[figure], 1)
        empty = self.make_meeting("theme_day", day=datetime.date(2026, 3, 10))
        empty.due_ids.unlink()
        empty.action_done()
        self.assertEqual(self.line("theme_day", "2026-03-01").state, "missing")

    def test_nothing_is_owed_before_the_founding(self):
        """A branch owes meetings from the period of its founding on."""
        self.assertEqual(self.line("theme_day", "2026-03-01").state, "missing")
        self.branch.date_founded = "2026-04-20"
        self.assertFalse(self.line("theme_day", "2026-03-01"))
        self.assertEqual(self.line("theme_day", "2026-04-01").state, "missing")
        self.assertFalse(self.line("general", "2026-03-31"))
        self.assertEqual(self.line("general", "2026-06-30").state, "due")
        self.branch.date_founded = "2013-07-01"
        self.assertEqual(self.line("theme_day", "2026-01-01").state, "missing")
        self.assertFalse(self.line("theme_day", "2025-12-31"), "counted from a day on")

    def test_branch_without_committee_or_groups_is_exempt(self):
        """A committee's meetings are missing where it has one, and exempt where it has none; so
        with groups.
        """
        duty = self.env.ref("community_party.community_party_duty_committee")
        self.assertTrue(duty.needs_committee)
        Post = self.env["community.party.post"]
        member = self.make_member("支委", self.branch2)
        post = Post.create(
            {
                "organization_id": self.branch2.id,
                "member_id": member.id,
                "date_from": "2026-02-10",
                "date_to": "2026-04-20",
            }
        )
        Post.create(
            {
                "organization_id": self.branch.id,
                "member_id": self.make_member("书记").id,
                "kind": "secretary",
                "date_from": "2026-01-01",
            }
        )
        line = self.line("committee", "2026-03-01")
        self.assertEqual((line.state, line.exempt_reason, line.due), ("exempt", "committee", 0))
        for day, state in (
            ("2026-01-31", "exempt"),
            ("2026-02-28", "missing"),
            ("2026-04-01", "missing"),
            ("2026-05-01", "exempt"),
        ):
            self.assertEqual(self.line("committee", day, self.branch2).state, state, day)
        self.assertFalse(self.branch2.has_committee or self.branch.has_committee)
        post.date_to = False
        self.assertTrue(self.branch2.has_committee)
        self.assertEqual(self.line("committee", "2026-05-01", self.branch2).state, "missing")
        self.assertEqual(self.line("group", "2026-03-01").exempt_reason, "groups")
        group = self.env["community.party.organization"].create(
            {
                "name": "第一小组",
                "kind": "group",
                "parent_id": self.branch.id,
                "date_life_from": "2026-01-01",
            }
        )
        self.assertFalse(self.line("group", "2026-03-01"), "the duty is the group's")
        self.assertEqual(self.line("group", "2026-03-01", group).state, "missing")
        self.assertEqual(self.line("theme_day", "2026-03-01").state, "missing", "the branch's own")

    def test_a_branch_with_groups_owes_all_but_the_meetings_of_its_groups(self):
        before = self.env["community.party.compliance"].search(
            [("organization_id", "=", self.branch.id)]
        )
        kinds = set(before.mapped("meeting_kind"))
        self.env["community.party.organization"].create(
            {"name": "第一党小组", "kind": "group", "parent_id": self.branch.id}
        )
        self.assertTrue(self.line("general", "2026-06-01"))
        self.env.invalidate_all()
        after = self.env["community.party.compliance"].search(
            [("organization_id", "=", self.branch.id)]
        )
        self.assertEqual(kinds - set(after.mapped("meeting_kind")), {"group"})

    def test_leave_is_an_exemption_with_a_reason(self):
        self.env["community.party.duty.waiver"].create(
            {
                "organization_id": self.branch.id,
                "meeting_kind": "lecture",
                "date_from": "2026-01-01",
                "date_to": "2026-03-31",
                "reason": "Renovation",
                "approved_by": "Committee",
            }
        )
        self.assertEqual(self.line("lecture", "2026-03-01").exempt_reason, "waiver")
        self.assertEqual(self.line("lecture", "2026-04-01").state, "due")

    def test_facts_in_any_order_give_one_sheet(self):
        """Founding, a committee, leave, a meeting and one made up for, entered in all 120 orders:
        what was owed, held, held late and missing is the same in the end.
        """
        person = self.make_member("支委")

        def committee():
            self.env["community.party.post"].create(
                {
                    "organization_id": self.branch.id,
                    "member_id": person.id,
                    "date_from": "2026-03-10",
                    "date_to": "2026-05-20",
                }
            )

        def leave():
            self.env["community.party.duty.waiver"].create(
                {
                    "organization_id": self.branch.id,
                    "meeting_kind": "lecture",
                    "date_from": "2026-01-01",
                    "date_to": "2026-03-31",
                    "reason": "装修",
                    "approved_by": "党委",
                }
            )

        def founded():
            self.branch.date_founded = "2026-02-15"

        def made_up():
            self.hold("theme_day", "2026-05-04").date_makes_up = "2026-04-30"

        facts = (founded, committee, leave, made_up, lambda: self.hold("general", "2026-03-20"))
        fields = ("due", "held", "late", "missing", "state", "exempt_reason")
        ends = set()
        for order in itertools.permutations(facts):
            savepoint = self.env.cr.savepoint()
            for fact in order:
                fact()
            self.env.flush_all()
            self.env.invalidate_all()
            rows = self.env["community.party.compliance"].search(
                [("organization_id", "=", self.branch.id)]
            )
            ends.add(
                frozenset(
                    (row.duty_id.id, row.date_from, *(row[name] for name in fields)) for row in rows
                )
            )
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.assertEqual(len(ends), 1)
        states = [row[-2] for row in next(iter(ends))]
        self.assertEqual(set(states), {"held", "late", "due", "missing", "exempt"})

    def test_one_meeting_may_fulfil_two_duties(self):
        """A meeting of organisational life held as a general meeting fulfils both duties."""
        kind = self.env.ref("community_party.activity_kind_organization_life")
        kind.also_kind_ids = self.env.ref("community_party.activity_kind_general")
        self.hold("organization_life", "2026-05-04")
        self.assertEqual(self.line("organization_life", "2026-05-04").state, "held")
        self.assertEqual(self.line("general", "2026-05-04").state, "held")

    def test_strip_of_the_year(self):
        """The year of a branch shows for each duty what is held, due, missing or to come, in
        months, quarters or one year.
        """
        self.hold("theme_day", "2026-05-04")
        rows = {row["kind"]: row for row in self.branch.life_strip["rows"]}
        self.assertLessEqual({"general", "committee", "group", "lecture"}, rows.keys())
        states = [cell["state"] for cell in rows["theme_day"]["cells"]]
        self.assertEqual(states, ["missing"] * 4 + ["held", "due"] + ["future"] * 6)
        quarters = [cell["state"] for cell in rows["general"]["cells"]]
        self.assertEqual(quarters, ["missing", "due", "future", "future"])
        self.assertEqual([cell["span"] for cell in rows["organization_life"]["cells"]], [12])
        self.assertFalse(self.branch.get_life_year(2025)["rows"])

    def test_queries_do_not_grow_with_branches(self):
        few = self.branch | self.branch2
        many = few | self.env["community.party.organization"].create(
            [
                {"name": f"支部{n}", "kind": "branch", "parent_id": self.general_branch.id}
                for n in range(20)
            ]
        )
        counts = []
        few._life_strips(2026)
        for branches in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(14):
                before = self.cr.sql_log_count
                branches._life_strips(2026)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_filling_lists_takes_as_many_queries_for_many_members(self):
        counts = []
        for more in (0, 30):
            self.make_members(more)
            meeting = self.make_meeting("study", study_form="individual")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            meeting._fill_due()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            meeting.attendance_ids.unlink()
        self.assertLessEqual(counts[1], counts[0] + 3)

    @freeze_time("2026-06-25 04:00:00")
    def test_alert_before_the_period_ends_once_and_without_names(self):
        Organization, Activity = self.env["community.party.organization"], self.env["mail.activity"]
        kind = self.env.ref("community_party.mail_activity_type_meeting_due")
        domain = [("activity_type_id", "=", kind.id), ("res_id", "=", self.branch.id)]
        Organization._cron_meetings_due()
        alerts = Activity.search(domain)
        self.assertIn("Themed Party day", alerts.mapped("summary"))
        self.assertEqual(alerts.user_id, self.branch_user)
        self.assertFalse(any("党员" in text for text in alerts.mapped("summary")))
        Organization._cron_meetings_due()
        self.assertEqual(Activity.search(domain), alerts)
        alerts.filtered(lambda a: a.summary == "Party lecture").action_done()
        Organization._cron_meetings_due()
        self.assertEqual(len(Activity.search(domain)), len(alerts) - 1, "not told twice")
        self.hold("theme_day", "2026-06-24")
        self.env.flush_all()
        Organization._cron_meetings_due()
        self.assertNotIn("Themed Party day", Activity.search(domain).mapped("summary"))
