from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..appraisal_case import AppraisalCase


@tagged("post_install", "-at_install", "community")
class TestAppraisal(AppraisalCase):
    """Appraisal of a branch from ballots to grades: the cap, its override, follow-up and paper."""

    def test_everybody_takes_part_and_a_probationary_member_gets_no_grade(self):
        lines = self.appraisal.line_ids
        self.assertEqual(lines.member_id, self.members | self.newcomer)
        own = lines.filtered(lambda line: line.member_id == self.newcomer)
        self.assertFalse(own.is_graded)
        own.self_text = "学习不够"
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            own.grade = "qualified"
            self.env.flush_all()
        self.assertIn("appraisal_line_check_grade", str(caught.exception))

    def test_one_appraisal_a_year(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self.appraisal.copy()
        self.assertIn("appraisal_year_uniq", str(caught.exception))

    def test_cap_of_one_third_with_an_override(self):
        self.assertEqual((self.appraisal.graded_count, self.appraisal.excellent_cap), (8, 2))
        self.count(self.open_box())
        self.lines.grade = "qualified"
        self.lines[:3].grade = "excellent"
        mine = self.appraisal.with_user(self.branch_user)
        self.refused(("3 of 8", "2 at most"), mine.action_decide)
        mine.cap_reason = "防汛中表现突出"
        with self.assertRaises(AccessError):
            mine.action_decide()
        self.appraisal.with_user(self.party_manager).action_decide()
        self.assertEqual(self.appraisal.state, "decided")
        self.assertEqual(self.appraisal.user_id, self.party_manager)
        self.assertEqual(self.appraisal.cap_user_id, self.party_manager)
        self.refused(("not rewritten",), mine.write, {"note": "x"})
        self.refused(
            ("not rewritten",), self.lines[0].with_user(self.branch_user).write, {"grade": "basic"}
        )

    def test_the_cap_is_a_number_of_the_rules(self):
        number = self.env["community.parameter"].search([("code", "=", "party_excellent_one_in")])
        number = self.own_copy(number, self.party_manager)
        number.value = 4
        self.appraisal.invalidate_recordset()
        self.assertEqual(self.appraisal.excellent_cap, 2)
        number.value = 2
        self.appraisal.invalidate_recordset()
        self.assertEqual(self.appraisal.excellent_cap, 4)

    def test_grades_come_after_the_ballots_and_low_ones_are_followed_up(self):
        line = self.lines[0].with_user(self.branch_user)
        self.refused(("after the ballots",), line.write, {"grade": "qualified"})
        self.refused(("count the ballots first",), self.appraisal.action_decide)
        self.count(self.open_box())
        self.refused(("8 members have no grade",), self.appraisal.action_decide)
        self.lines.grade = "qualified"
        line.grade = "basic"
        self.refused(("low grade", line.member_id.name), self.appraisal.action_decide)
        line.task_ids = [Command.create({"name": "结对帮助", "date_due": "2026-03-01"})]
        self.appraisal.with_user(self.branch_user).action_decide()
        task = line.task_ids
        self.refused(("no result",), task.action_done)
        task.result = "已按时参加组织生活"
        task.action_done()
        self.assertTrue(task.date_done)

    def test_members_are_fixed_with_the_box(self):
        self.open_box()
        self.refused(("neither added",), self.lines[0].unlink)
        self.refused(("before the box",), self.appraisal.action_fill)
        self.refused(("opened already",), self.appraisal.action_open_box)
        self.refused(("is kept",), self.appraisal.unlink)

    def test_paper_ballots_are_totals(self):
        code = self.open_box()
        roll = self.appraisal.roll_ids
        for user in self.users[:3]:
            self.cast(user, {str(self.lines[0].id): "excellent"})
        self.refused(("voted on the phone already",), roll.filtered("has_voted")[0].action_paper)
        paper = roll.filtered(lambda row: not row.has_voted)
        paper[:3].with_user(self.branch_user).action_paper()
        late = self.users.filtered(lambda user: user.partner_id == paper[0].member_id.partner_id)
        self.refused(("taken already",), self.cast, late, {str(self.lines[0].id): "excellent"})
        self.count(code)
        self.appraisal.write({"paper_returned": 3, "paper_valid": 2})
        line = self.lines[0].with_user(self.branch_user)
        self.refused(
            ("3 paper votes", "2 paper ballots"),
            line.write,
            {"paper_excellent": 1, "paper_qualified": 2},
        )
        line.write({"paper_excellent": 1, "paper_qualified": 1})
        self.assertEqual((line.vote_excellent, line.vote_qualified), (4, 1))
        self.refused(("3 were given out",), self.appraisal.write, {"paper_returned": 4})
