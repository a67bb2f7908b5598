from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import deadlines


class CommunityMediationAgreement(models.Model):
    """Judicial confirmation (司法确认): both sides together, within 30 days of effect (art. 33)."""

    _inherit = "community.mediation.agreement"

    confirmation_due = fields.Date(
        "Confirmation until", compute="_compute_confirmation_due", store=True
    )
    confirmation_state = fields.Selection(
        [
            ("none", "Not asked for"),
            ("applied", "Applied for"),
            ("confirmed", "Confirmed"),
            ("rejected", "Rejected"),
        ],
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    is_confirmation_joint = fields.Boolean("Both sides apply together", copy=False)
    confirmation_court = fields.Char("Court", copy=False)
    date_applied = fields.Date("Applied on", copy=False)
    date_confirmed = fields.Date("Court decided on", copy=False)
    court_number = fields.Char("Number of the court's decision", copy=False)

    @api.depends("date_effective", "case_id.kind_id.no_confirmation")
    def _compute_confirmation_due(self):
        days = self.env["community.parameter"]._whole("mediation_confirmation_days")
        for agreement in self:
            day = agreement.date_effective
            agreement.confirmation_due = (
                deadlines.confirmation_last_day(day, days)
                if day and not agreement.case_id.kind_id.no_confirmation
                else False
            )

    def action_apply_confirmation(self):
        """Note that both sides asked the court to confirm the agreement.

        :raises UserError: too early, too late, by one side only, or for a kind that is excluded
        """
        self.ensure_one()
        self.check_access("write")
        kind, day = self.case_id.kind_id, self.date_applied
        if kind.no_confirmation:
            self._refuse(
                self.env._("“%(kind)s” is not confirmed by the court (art. 33)", kind=kind.name)
            )
        if not self.date_effective or self.confirmation_state != "none":
            self._refuse(
                self.env._("confirmation is asked for once, when the agreement is in effect")
            )
        if not self.is_confirmation_joint:
            self._refuse(self.env._("both sides apply together, one alone cannot"))
        if not day or not (self.confirmation_court or "").strip():
            self._refuse(self.env._("enter the court and the day of the application"))
        if day > fields.Date.context_today(self):
            self._refuse(self.env._("the sides apply first: %(date)s is still to come", date=day))
        if not self.date_effective <= day <= self.confirmation_due:
            self._refuse(
                self.env._(
                    "confirmation could be asked for from %(first)s to %(last)s, not on %(date)s; "
                    "a suit about the agreement stays open to the sides",
                    first=self.date_effective,
                    last=self.confirmation_due,
                    date=day,
                )
            )
        # Superuser only to pass the check that keeps the state to the buttons.
        self.sudo().confirmation_state = "applied"
        self.case_id._tick_paper("confirmation")

    def action_confirmed(self):
        """Note that the court confirmed the agreement."""
        self._court_decided("confirmed")

    def action_rejected(self):
        """Note that the court did not confirm the agreement."""
        self._court_decided("rejected")

    def _court_decided(self, state):
        self.ensure_one()
        self.check_access("write")
        if self.confirmation_state != "applied":
            self._refuse(self.env._("the court decides after the sides have applied"))
        day = self.date_confirmed
        if not day or not self.date_applied <= day <= fields.Date.context_today(self):
            self._refuse(self.env._("enter the day of the court's decision"))
        # As above.
        self.sudo().confirmation_state = state

    def write(self, vals):
        if "confirmation_state" in vals and not self.env.su:
            raise UserError(self.env._("Judicial confirmation follows its buttons."))
        return super().write(vals)
