from odoo.exceptions import ValidationError


class DashboardChecks:
    """What every dashboard of ours promises; ``self.dashboard`` is the one that is checked."""

    def check_finders(self, seen):
        """Check who finds the dashboard: pairs of a user and whether that user sees it."""
        for user, sees in seen:
            dashboards = self.env["spreadsheet.dashboard"].with_user(user)
            found = dashboards.search([("id", "=", self.dashboard.id)])
            self.assertEqual(bool(found), sees, user.login)

    def check_no_link(self, user):
        """Check that nobody makes a link under which strangers read the figures."""
        with self.assertRaisesRegex(ValidationError, "true figures"):
            self.env["spreadsheet.dashboard.share"].with_user(user).create(
                {"dashboard_id": self.dashboard.id, "spreadsheet_data": "{}"}
            )
