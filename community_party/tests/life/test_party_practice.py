import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestPartyPractice(MeetingCase):
    """Study leads to work, forms fit the people, and nobody drops out of sight."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.make_members(3)
        cls.Line = cls.env["community.party.plan.line"]

    def figures(self, *codes):
        self.env.flush_all()
        indicators = self.env["community.indicator"].search([("code", "in", codes)])
        values = indicators._values(
            fields.Date.to_date("2026-01-01"),
            fields.Date.to_date("2026-12-31"),
            fields.Domain.TRUE,
        )
        by_code = {indicator.code: value for indicator, value in values.items()}
        return [by_code[code] for code in codes]

    def test_study_is_put_to_work(self):
        """A topic counts as practised once a task that follows from it is done, and not by the
        meeting.
        """
        plan = self.env["community.party.plan"].create(
            {"name": "学习计划", "organization_id": self.branch.id}
        )
        topic = self.Line.create(
            {
                "name": "学习垃圾分类条例",
                "plan_id": plan.id,
                "owner_id": self.members[0].id,
                "date_due": "2026-06-30",
            }
        )
        meeting = self.make_meeting("study", topic_id=topic.id)
        self.assertEqual(topic.meeting_ids, meeting)
        self.assertFalse(topic.is_practised, "sat through, not yet done")
        before = self.figures("party_topics_practised", "party_tasks_done")
        context = topic.with_user(self.branch_user).action_practise()["context"]
        defaults = {k.removeprefix("default_"): v for k, v in context.items()}
        task = self.Line.with_user(self.branch_user).create(
            {**defaults, "name": "每周六桶前值守", "date_due": "2026-07-31"}
        )
        self.assertEqual((topic.task_count, topic.is_practised), (1, False))
        task.result = "分类准确率由六成升至九成"
        task.action_done()
        self.assertTrue(topic.is_practised)
        self.assertIn(topic, self.Line.search([("is_practised", "=", True)]))
        after = self.figures("party_topics_practised", "party_tasks_done")
        self.assertEqual([b - a for a, b in zip(before, after, strict=True)], [1, 1])
        with self.assertRaisesRegex(UserError, "a task follows from a study topic"):
            task.topic_id = task.copy({"topic_id": False})

    def test_activity_is_tied_to_practical_work(self):
        """Meetings held and those that end in a task are counted apart, with the share of these."""
        codes = ("party_meetings_held", "party_meetings_with_tasks")
        share = "party_meetings_with_tasks_share"
        before = self.figures(*codes)
        self.assertEqual(before, [0, 0])
        idle, busy = (self.make_meeting("theme_day", name=name) for name in ("空谈", "清理楼道"))
        self.Line.create(
            {
                "name": "三号楼楼道清理",
                "activity_id": busy.id,
                "owner_id": self.members[0].id,
                "date_due": "2026-11-30",
            }
        )
        for meeting in idle | busy:
            self.sign_in(meeting, 1)
        (idle | busy).action_done()
        after = self.figures(*codes)
        self.assertEqual([b - a for a, b in zip(before, after, strict=True)], [2, 1])
        self.assertEqual(self.figures(share), [50])
        busy.plan_line_ids.state = "cancelled"
        self.assertEqual(self.figures(share), [0], "a task that was given up ties nothing")

    def test_who_came_by_age_kind_and_form(self):
        """Attendance is grouped by age band of the day, category and form of study."""
        kinds = self.env["community.party.category"].search([])
        retired = kinds.filtered(lambda kind: kind.code == "retired")
        graduate = kinds.filtered(lambda kind: kind.code == "graduate")
        old, young, _third = self.members
        old.write({"birth_date": "1946-01-01", "category_ids": [Command.set(retired.ids)]})
        young.write({"birth_date": "1999-01-01", "category_ids": [Command.set(graduate.ids)]})
        meeting = self.make_meeting("study")
        lines = {line.member_id: line for line in meeting.due_ids}
        lines[old].action_home()
        lines[young].state = "present"
        Attendance = self.env["community.attendance"]
        self.env.flush_all()
        domain = [("activity_id", "=", meeting.id), ("member_id", "in", (old | young).ids)]
        self.assertEqual(
            sorted(Attendance._read_group(domain, ["age_band", "study_form"])),
            [("0_35", "collective"), ("over_70", "home")],
        )
        self.assertEqual(
            dict(Attendance._read_group(domain, ["member_category_ids"], ["__count"])),
            {retired: 1, graduate: 1},
        )
        old.birth_date = "1999-01-01"
        self.assertEqual(lines[old].age_band, "0_35", "a corrected birth corrects the band")
        old.birth_date = meeting.date - relativedelta(years=70)
        self.assertEqual(lines[old].age_band, "61_70", "as on the day of the meeting")

    def test_half_a_year_is_counted_from_any_day(self):
        """The time runs from the first absence after the last presence, however seldom a branch
        meets.
        """
        never, once, lately = self.members
        today = datetime.date(2026, 11, 23)
        for months in (8, 7, 4, 1):
            meeting = self.make_meeting("theme_day", day=today - relativedelta(months=months))
            for line in meeting.due_ids:
                if (line.member_id, months) in ((once, 8), (lately, 7)):
                    line.state = "present"
            meeting.action_done()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([member.is_absent_long for member in self.members], [True, True, False])

    def test_half_a_year_without_organisation_life_is_a_flag(self):
        """Half a year without presence or study at home is a flag and no more; exempt members get
        none.
        """
        absent, there, at_home = self.members
        exempt = self.make_member("免除")
        self.env["community.party.exemption"].create(
            {"member_id": exempt.id, "reason": "ill", "date_from": "2026-01-01"}
        )
        today = datetime.date(2026, 11, 23)
        for months in range(6, 0, -1):
            day = today - relativedelta(months=months) + relativedelta(days=2)
            meeting = self.make_meeting("theme_day", day=day)
            for line in meeting.due_ids:
                if line.member_id == there and months == 3:
                    line.state = "present"
                elif line.member_id == at_home and months == 2:
                    line.action_home()
            meeting.action_done()
            for line in meeting.due_ids.filtered(lambda line: line.state == "registered"):
                line.state = "absent"
        self.env.flush_all()
        self.env.invalidate_all()
        flagged = self.env["community.party.member"].search([("is_absent_long", "=", True)])
        self.assertEqual(flagged, absent)
        self.assertTrue(absent.is_absent_long)
        self.assertEqual(absent.status, "normal", "a flag changes nothing")
