from datetime import timedelta

from odoo import fields, models

WHO = [("team", "Team"), ("officer", "Officer"), ("volunteer", "Volunteer")]


class CommunityLifeChecklistLine(models.Model):
    """One step of a checklist: what, how many days before or after the day, and by whom."""

    _name = "community.life.checklist.line"
    _description = "Step of a Checklist"
    _inherit = ["community.shared.part.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _shared_parent = "checklist_id"

    checklist_id = fields.Many2one(
        "community.life.checklist",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Step", required=True, translate=True)
    days = fields.Integer(
        "Days after", help="Counted from the day of the event; -3 means three days before it."
    )
    who = fields.Selection(WHO, "By whom", required=True, default="team")
    is_claimable = fields.Boolean(
        "Can be taken on", help="Volunteers, units and neighbours may take this step on."
    )

    _check_days = models.Constraint(
        "CHECK (days BETWEEN -365 AND 365)",
        "A step lies at most a year before or after the day of the event.",
    )

    def _task_values(self, day):
        """Return the values of this step for an event on ``day`` (date)."""
        self.ensure_one()
        return {
            "name": self.name,
            "sequence": self.sequence,
            "date_due": day + timedelta(days=self.days),
            "who": self.who,
            "is_claimable": self.is_claimable,
        }
