import itertools
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_party_pledge import PledgeCase


@tagged("post_install", "-at_install", "community")
class TestPartyWorkPlan(PledgeCase):
    """A work plan for each organisation and year, whose lines end with a result and evidence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.make_plan()

    @classmethod
    def make_plan(cls, **values):
        return cls.env["community.party.plan"].create(
            {
                "name": "年度工作计划",
                "kind": "work",
                "organization_id": cls.branch.id,
                "date_from": cls.today.replace(month=1, day=1),
                "date_to": cls.today.replace(month=12, day=31),
                **values,
            }
        )

    def make_line(self, user=None, **values):
        return (
            self.env["community.party.plan.line"]
            .with_user(user or self.branch_user)
            .create(
                {
                    "name": "帮扶困难家庭",
                    "plan_id": self.plan.id,
                    "owner_id": self.member.id,
                    "date_due": self.today,
                    "goal": "livelihood",
                    "work_area": "service",
                    "quantity": 12,
                    "measure": "户",
                    **values,
                }
            )
        )

    def test_a_plan_with_its_bodies_beside_the_campaign(self):
        """Leading and working body, the campaign beside it, lines by goal and field of work; done,
        due and overdue are told apart, and the figures count them by goal.
        """
        campaign = self.env["community.programme"].create(
            {"name": "下基层进万家", "date_from": "2026-01-01", "date_to": "2026-12-31"}
        )
        leader = self.make_member("张书记")
        self.plan.with_user(self.branch_user).write(
            {
                "leading_ids": [Command.set(leader.ids)],
                "working_ids": [Command.set(self.member.ids)],
                "programme_id": campaign.id,
            }
        )
        done = self.make_line(result="帮扶12户", evidence="台账第3页")
        late = self.make_line(date_due=self.plan.date_from, goal="stability", work_area="petition")
        due, dropped = self.make_line(goal="growth"), self.make_line()
        done.action_done()
        dropped.state = "cancelled"
        lines = done | late | due | dropped
        self.assertEqual(lines.mapped("progress"), ["done", "overdue", "due", "dropped"])
        for line in lines:
            found = self.env["community.party.plan.line"].search(
                [("progress", "=", line.progress), ("id", "in", lines.ids)]
            )
            self.assertEqual(found, line)
        plan = self.plan.with_user(self.branch_user)
        self.assertEqual((plan.line_count, plan.done_count, plan.overdue_count), (3, 1, 1))
        self.assertTrue(done.is_on_time)
        for code, figure in (
            ("party_plan_open", 2),
            ("party_plan_overdue", 1),
            ("party_plan_lines", 2),
            ("party_plan_done", 1),
            ("party_plan_on_time", 1),
            ("party_plan_rate", 50),
            ("party_plan_growth", 1),
            ("party_plan_livelihood", 1),
            ("party_plan_stability", 0),
        ):
            self.assertEqual(self.figure(code), figure, code)

    def test_what_comes_from_study_opinion_and_meeting(self):
        topic = self.make_line(
            name="党的理论", kind="study", plan_id=False, **{"organization_id": self.branch.id}
        )
        opinion = self.env["community.party.opinion"].create(
            {"name": "路灯", "organization_id": self.branch.id, "source": "anonymous"}
        )
        from_study = self.make_line(kind="action", topic_id=topic.id)
        from_opinion = self.make_line(opinion_id=opinion.id)
        from_above = self.make_line(source="upper", source_note="街道〔2026〕3号")
        self.assertEqual(
            (from_study | from_opinion | from_above).mapped("source"),
            ["study", "opinion", "upper"],
        )

    def test_hot_and_hard_issues_are_told_apart(self):
        """Help with hot and hard issues is told by the lines of work plans on renovation,
        requisition, demolition, what history left over and petitions: due, and done.
        """
        hard = ("renovation", "requisition", "demolition", "legacy", "petition")
        lines = [self.make_line(work_area=area) for area in (*hard, "service", "new_estate")]
        self.assertEqual((self.figure("party_plan_hard"), self.figure("party_plan_lines")), (5, 7))
        lines[3].write({"result": "为二十户补办了手续", "evidence": "办证台账"})
        lines[3].action_done()
        lines[0].state = "cancelled"
        self.assertEqual(self.figure("party_plan_hard"), 4)
        self.assertEqual(self.figure("party_plan_hard_done"), 1)

    def test_a_line_ends_with_result_and_evidence(self):
        """By words, or by a pledge for it that a named person confirmed."""
        line = self.make_line()
        with self.refused("done with a result"):
            line.action_done()
        line.result = "帮扶一户"
        with self.refused("with evidence"):
            line.action_done()
        need = self.make_need()
        pledge = self.pledge(need, plan_line_id=line.id)
        self.assertEqual(line.pledge_count, 1)
        need.action_done()
        with self.refused("with evidence"):
            line.action_done()
        pledge.with_user(self.party_officer).action_confirm()
        line.action_done()
        self.assertEqual((line.state, line.date_done), ("done", self.today))

    def test_a_result_entered_late_keeps_its_day(self):
        yesterday = self.today - timedelta(days=1)
        line = self.make_line(
            date_due=yesterday, date_done=yesterday, result="已办", evidence="照片"
        )
        self.assertEqual(line.progress, "overdue")
        line.action_done()
        self.assertEqual((line.date_done, line.is_on_time), (yesterday, True))
        with self.refused("lies in the future"):
            line.date_done = self.today + timedelta(days=2)

    def test_any_order_of_entries_gives_the_same_line(self):
        """Result, evidence, day done, day due and quantity in every order, then done: one line."""
        entries = {
            "result": "帮扶12户",
            "evidence": "台账",
            "date_done": self.today,
            "date_due": self.today,
            "done_quantity": 12,
        }
        ends = set()
        for order in itertools.permutations(entries):
            line = self.make_line(date_due=self.plan.date_to)
            for name in order:
                line[name] = entries[name]
            line.action_done()
            values = line.read([*entries, "state", "progress", "is_on_time"], load=None)[0]
            values.pop("id")
            ends.add(tuple(sorted(values.items())))
        self.assertEqual(len(ends), 1)

    def test_bad_input_is_refused_in_a_sentence(self):
        applicant = self.make_member("申请人", stage="applicant", date_full=False)
        year = self.today.year
        for values, sentence in (
            ({}, "work plan for this year already|duplicate key"),
            ({"date_from": date(year - 1, 7, 1), "date_to": date(year, 6, 30)}, "that of one year"),
            (
                {
                    "organization_id": self.branch2.id,
                    "leading_ids": [Command.set(applicant.ids)],
                },
                "申请人 is not a Party member",
            ),
        ):
            with self.subTest(values), self.assertRaisesRegex(Exception, sentence):
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.make_plan(**values).flush_recordset()
        self.make_plan(kind="rectification")
        for values, sentence in (
            ({"date_due": date(year + 1, 1, 1)}, "outside “年度工作计划”"),
            ({"quantity": -1}, "A quantity is 0 or more|_check_quantity"),
            ({"owner_id": False}, "Say who is responsible|_check_responsible"),
        ):
            with self.subTest(values), self.assertRaisesRegex(Exception, sentence):
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.make_line(**values).flush_recordset()
        other = self.make_plan(kind="study", organization_id=self.branch2.id)
        line = self.make_line(user=self.party_officer, plan_id=other.id, kind="action")
        line.write({"result": "已办", "state": "done"})
        with self.refused("with evidence"):
            other.kind = "work"
        line.evidence = "照片"
        other.kind = "work"
        with self.refused("outside “年度工作计划”"):
            other.write({"date_from": date(year - 1, 1, 1), "date_to": date(year - 1, 12, 31)})
        unit = self.env["res.partner"].create({"name": "望河物业", "is_company": True})
        self.assertTrue(self.make_line(owner_id=False, unit_id=unit.id))

    def test_open_lines_feed_the_proposals_of_the_report(self):
        """What is open stands there once, without a person; who does not read the plans adds none,
        and a locked report stays.
        """
        writer = new_test_user(
            self.env,
            login="secretary",
            groups="community_service.group_community_manager,community_party.group_party_officer",
        )
        unit = self.env["res.partner"].create({"name": "望河物业", "is_company": True})
        self.make_line(name="换新路灯", unit_id=unit.id)
        done = self.make_line(name="清理楼道", result="已清", evidence="照片")
        done.action_done()
        report = self.env["community.report"].with_user(writer).create({"name": "半年报告"})
        self.assertNotIn("{party_plan_open}", report.proposals)
        report.action_refresh()
        report.action_add_plan_lines()
        report.action_add_plan_lines()
        self.assertEqual(report.proposals.count("{party_plan_open}"), 1)
        segments = report.text_parts[2]["segments"]
        self.assertFalse([segment for segment in segments if segment.get("unknown")])
        self.assertEqual(report.proposals.count("换新路灯"), 1)
        self.assertIn("望河物业", report.proposals)
        self.assertNotIn("清理楼道", report.proposals)
        self.assertNotIn(self.member.name, report.proposals)
        with self.assertRaises(AccessError):
            report.with_user(self.manager).action_add_plan_lines()
        report.action_lock()
        with self.assertRaisesRegex(UserError, "is locked"):
            report.action_add_plan_lines()
