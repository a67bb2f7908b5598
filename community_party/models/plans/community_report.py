from odoo import models

OPEN = "party_plan_open"
OVERDUE = "party_plan_overdue"


class CommunityReport(models.Model):
    """What work plans and pledges leave open feeds the proposals."""

    _inherit = "community.report"

    def action_add_plan_lines(self):
        """Add what the reader's work plans and pledges leave open to the proposals.

        Of plans that is what is open by the end of the period; their number and how many are late
        go first, where the report counts them: one of a part of the community does not. Of pledges
        it is what was given by the end of the period and is still to be kept.

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
            words += [pledge._report_text() for pledge in report._open_pledges()]
            new += [f"- {word}" for word in words if word not in text]
            if new:
                report.proposals = "\n".join(filter(None, [text, *new]))

    def _open_pledges(self):
        """Return pledges given by the end of the period that are still to be kept."""
        return self.env["community.party.pledge"].search(
            [
                ("state", "in", ("claimed", "fulfilled")),
                ("date", "<=", self.date_to),
                ("company_id", "=", self.company_id.id),
            ],
            order="date_due, id",
        )
