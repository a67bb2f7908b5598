from odoo import models

OPEN = "party_plan_open"
OVERDUE = "party_plan_overdue"


class CommunityReport(models.Model):
    """What the work plans leave open feeds the proposals."""

    _inherit = "community.report"

    def action_add_plan_lines(self):
        """Add what the reader's work plans leave open by the end of the period to the proposals.

        Their number and how many are late go first, where the report counts them: one of a part of
        the community does not.

        A line that stands there already is not added again; names of persons are left out.

        :raises AccessError: to whoever may not write the report or read the plans
        :raises UserError: if the report is locked
        """
        self.check_access("write")
        lines = self.env["community.party.plan.line"]
        lines.check_access("read")
        for report in self:
            report._check_open()
            text = report.proposals or ""
            found = lines.search(
                [
                    ("state", "=", "open"),
                    ("plan_id.kind", "=", "work"),
                    ("plan_id.date_from", "<=", report.date_to),
                    ("company_id", "=", report.company_id.id),
                ]
            )
            new = []
            if found and {OPEN, OVERDUE} <= set(report.line_ids.mapped("code")):
                if f"{{{OPEN}}}" not in text:
                    new.append(
                        self.env._(
                            "{party_plan_open} lines of the work plans of the Party are still "
                            "open; keep those first whose day has passed, {party_plan_overdue} of "
                            "them."
                        )
                    )
            words = [line._report_text() for line in found]
            new += [f"- {word}" for word in words if word not in text]
            if new:
                report.proposals = "\n".join(filter(None, [text, *new]))
