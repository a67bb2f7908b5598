from odoo import fields, models


class CommunityMediationCase(models.Model):
    """A dispute that may escalate: preventive steps, and the police at once (art. 25)."""

    _inherit = "community.mediation.case"

    escalation = fields.Selection(
        [
            ("none", "None"),
            ("tension", "May sharpen"),
            ("order", "Danger to public order or of a crime"),
        ],
        "Danger of escalation",
        default="none",
        required=True,
        tracking=True,
    )
    escalation_measures = fields.Text("Preventive steps")
    is_escalation_prevented = fields.Boolean("Escalation prevented", tracking=True)
    date_police_told = fields.Date("Police told on", readonly=True, copy=False, tracking=True)
    police_note = fields.Char("Told the police", readonly=True, copy=False)

    agreement_ids = fields.One2many("community.mediation.agreement", "case_id", copy=False)
    term_ids = fields.One2many("community.mediation.term", "case_id", "Terms", copy=False)
    date_performed = fields.Date("Performed on", readonly=True, copy=False)

    _check_prevented = models.Constraint(
        "CHECK (is_escalation_prevented IS NOT TRUE OR (escalation <> 'none' "
        "AND length(trim(escalation_measures)) > 0))",
        "Escalation was prevented only where there was a danger and a step against it: enter both.",
    )

    def _report_to_police(self, day, note):
        """Note that the police was told of a danger.

        :raises UserError: without what was told, or for a day to come
        """
        self.ensure_one()
        if not day or day > fields.Date.context_today(self):
            self._need(self.env._("the day on which the police was told is today or earlier"))
        self._set_closed(escalation="order", date_police_told=day, police_note=self._reason(note))

    # terms of the agreement

    def _follow_performance(self):
        """Move the case along with the ticks of its terms: performing, performed."""
        for case in self:
            if case.state not in ("agreed", "performing", "performed", "broken"):
                continue
            done = case.term_ids.filtered("date_done")
            values = {"date_performed": False}
            if done == case.term_ids and done:
                values = {"state": "performed", "date_performed": max(done.mapped("date_done"))}
            elif case.state != "broken":
                values["state"] = "performing" if done else "agreed"
            case._set_closed(**values)
            if done:
                case._tick_paper("receipt")
