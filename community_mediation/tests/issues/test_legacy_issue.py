from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MediationCase


@tagged("post_install", "-at_install", "community")
class TestLegacyIssue(MediationCase):
    def make(self, **values):
        return (
            self.env["community.legacy.issue"]
            .with_user(self.mediator_user)
            .create({"name": "三栋楼未办产权证", "since": "2009-06-01", **values})
        )

    def test_history_next_step_and_end(self):
        """A matter left over shows age and next day, is overdue past it, and ends with a result or
        is dropped; it is kept.
        """
        issue = self.make(
            obstacles="原开发商注销", next_step="约区不动产中心", date_next="2026-01-10"
        )
        self.assertTrue(issue.number)
        self.assertNotIn("产权证", issue.display_name)
        self.assertGreaterEqual(issue.age_years, 16)
        self.assertTrue(issue.is_overdue)
        found = issue.search([("is_overdue", "=", True), ("id", "=", issue.id)])
        self.assertEqual(found, issue)
        with self.assertRaisesRegex(UserError, "write the result before it ends"):
            issue.action_solve()
        issue.result = "补办手续，首登完成"
        issue.action_solve()
        self.assertEqual(issue.state, "solved")
        self.assertEqual(issue.date_closed, fields.Date.context_today(issue))
        self.assertFalse(issue.is_overdue)
        with self.assertRaisesRegex(UserError, "has ended and is kept"):
            issue.with_user(self.coordinator).unlink()
        issue.action_reopen()
        self.assertFalse(issue.date_closed)
        issue.action_drop()
        self.assertEqual(issue.state, "dropped")

    def test_state_and_day_follow_the_buttons(self):
        issue = self.make(result="已办证")
        for values in ({"state": "solved"}, {"date_closed": "2026-01-02"}):
            with self.assertRaisesRegex(UserError, "follows from its steps"):
                issue.write(values)
        issue.action_solve()
        with self.assertRaisesRegex(UserError, "has ended already"):
            issue.action_drop()

    def test_bad_input_gets_a_sentence(self):
        for values, sentence in (
            ({"since": "2099-01-01"}, "lies in the future"),
            ({"household_count": -1}, "-1 households cannot be"),
            ({"next_step": "开会"}, "has no day. Say until when"),
        ):
            with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
                self.make(**values)

    def test_who_works_on_it_sees_it(self):
        issue = self.make()
        other = issue.with_user(self.mediator_user2)
        with self.assertRaises(AccessError):
            other.read(["name"])
        issue.helper_ids += self.mediator_user2
        self.assertEqual(other.name, issue.name)
        self.assertEqual(issue.with_user(self.coordinator).name, issue.name)
        for user in (self.petition_officer, self.manager):
            with self.assertRaises(AccessError):
                issue.with_user(user).read(["name"])

    def test_a_contribution_is_proposed_as_kept_when_it_is_solved(self):
        issue = self.make(result="已解决")
        partner = self.env["res.partner"].create({"name": "老党员"})
        claim = self.env["community.contribution"].create(
            {"res_model": issue._name, "res_id": issue.id, "partner_id": partner.id}
        )
        issue.action_solve()
        self.assertEqual(claim.state, "fulfilled")
        self.assertFalse(issue._is_claimable())
