import itertools

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..excellence_case import ExcellenceCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestRule(ExcellenceCase):
    """The register of rules: wording, adoption, versions, readers and reviews."""

    def rule(self, **values):
        return (
            self.env["community.party.rule"]
            .with_user(self.branch_user)
            .create(
                {
                    "name": "三会一课制度",
                    "organization_id": self.branch.id,
                    "text": "每月召开支部委员会会议一次。",
                    "adopted_by": "支部党员大会",
                    "date_adopted": "2025-03-01",
                    "date_review": "2026-03-01",
                    **values,
                }
            )
        )

    def adopted(self, **values):
        rule = self.rule(**values)
        rule.action_adopt()
        return rule

    def review(self, rule, date, date_next):
        return (
            self.env["community.party.rule.review"]
            .with_user(self.branch_user)
            .create(
                {
                    "rule_id": rule.id,
                    "date": date,
                    "date_next": date_next,
                    "finding": "可行，有落实",
                }
            )
        )

    def test_a_rule_is_adopted_and_not_rewritten(self):
        """A rule has wording, adoption and the day of its review before it is in force; then a new
        version replaces it.
        """
        rule = self.rule(date_review=False)
        self.refused(("To be reviewed by", "is missing"), rule.action_adopt)
        rule.date_review = "2026-03-01"
        rule.action_adopt()
        self.refused(("is not rewritten", "new version"), rule.write, {"text": "x"})
        self.refused(("is not rewritten",), rule.with_user(self.party_manager).unlink)
        new = self.env["community.party.rule"].browse(rule.action_new_version()["res_id"])
        self.assertEqual(rule.action_new_version()["res_id"], new.id)
        new = new.with_user(self.branch_user)
        new.write(
            {
                "adopted_by": "支部党员大会",
                "date_adopted": "2025-02-01",
                "date_review": "2027-01-01",
            }
        )
        self.refused(("before its former version",), new.action_adopt)
        new.write({"date_adopted": "2026-01-10", "text": "每月至少一次。"})
        new.action_adopt()
        self.assertEqual((rule.state, str(rule.date_end)), ("ended", "2026-01-10"))

    def test_the_review_comes_after_the_adoption(self):
        self.refused(("Choose a later day",), self.rule, date_review="2025-03-01")
        rule = self.adopted()
        self.refused(("correct the days",), self.review, rule, "2025-02-01", "2026-01-01")
        self.refused(("correct the days",), self.review, rule, "2026-02-01", "2026-02-01")
        self.refused(("In force",), self.review, self.rule(), "2026-02-01", "2027-02-01")

    def test_reviews_in_time_in_every_order_of_entry(self):
        """Rules are reviewed in time or not by the days of the reviews, whichever was entered
        first.
        """
        reviews = (
            ("2026-02-20", "2026-06-01", True),
            ("2026-07-01", "2026-10-01", False),
            ("2026-09-30", "2027-09-30", True),
        )
        for order in itertools.permutations(reviews):
            with self.subTest(order=[date for date, _next, _ok in order]):
                rule = self.adopted()
                for date, date_next, _ok in order:
                    self.review(rule, date, date_next)
                found = rule.review_ids.sorted("date")
                self.assertEqual(found.mapped("is_in_time"), [ok for _d, _n, ok in reviews])
                self.assertEqual(str(rule.date_review), "2027-09-30")

    def test_who_has_read_it_says_so_alone(self):
        """A rule shows who has read it; nobody is entered by somebody else."""
        rule = self.adopted()
        self.refused(("In force",), self.rule().action_read)
        rule.action_read()
        rule.action_read()
        rule.with_user(self.party_officer).action_read()
        self.assertEqual(rule.reading_ids.user_id, self.branch_user | self.party_officer)
        self.assertEqual(rule.reading_count, 2)
        self.assertTrue(rule.is_read_by_me)
        self.assertFalse(rule.with_user(self.party_manager).is_read_by_me)
        with self.assertRaises(AccessError):
            rule.reading_ids = [Command.create({"user_id": self.treasurer.id})]
        new = rule.browse(rule.action_new_version()["res_id"])
        self.assertFalse(new.reading_ids)

    def test_the_review_is_due(self):
        """The next review of a rule in force stands on the board, by the day of the last one."""
        rule = self.adopted()
        Due = self.env["community.due"].with_user(self.branch_user)
        for due in ("2026-03-01", "2027-09-30"):
            self.env.invalidate_all()
            found = Due.search([("kind", "=", "party_rule")])
            self.assertEqual([str(day) for day in found.mapped("date_due")], [due])
            if due == "2026-03-01":
                self.review(rule, "2026-09-30", "2027-09-30")
        rule.action_end()
        self.assertFalse(Due.search([("kind", "=", "party_rule")]))

    def test_figures(self):
        """Rules in force, reviews in time and overdue reviews are figures of the year."""
        rule = self.adopted()
        self.review(rule, "2026-02-20", "2026-06-01")
        self.review(rule, "2026-07-01", "2026-10-01")
        self.adopted(name="已废止").action_end()
        report = (
            self.env["community.report"]
            .with_user(self.manager)
            .create({"name": "2026", "date_from": "2026-01-01", "date_to": "2026-12-31"})
        )
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        self.assertEqual(values["party_rules"], 1)
        self.assertEqual(values["party_rule_reviews"], 2)
        self.assertEqual(values["party_rule_review_share"], 50)
        self.assertEqual(values["party_rules_overdue"], 1)
