from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityVisitNeed(models.Model):
    """A need found at a visit, in one line, with an owner and a day, so that nothing is lost."""

    _name = "community.visit.need"
    _description = "Need Found at a Visit"
    _inherit = ["community.scoped.mixin"]
    _order = "date_due, id"
    _check_company_auto = True

    name = fields.Char("Need", required=True)
    kind = fields.Selection(
        [
            ("request", "Request"),
            ("aid", "Aid"),
            ("mediation", "Mediation"),
            ("caring", "Caring"),
        ],
        default="request",
        required=True,
    )
    visit_id = fields.Many2one(
        "community.visit", index="btree_not_null", ondelete="restrict", check_company=True
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_household_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("cancelled", "Dropped")],
        default="open",
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Officer",
        default=lambda self: self.env.user,
        required=True,
        index=True,
        domain=[("share", "=", False)],
    )
    date_found = fields.Date("Found on", default=fields.Date.context_today, required=True)
    date_due = fields.Date("Due", compute="_compute_date_due", store=True, readonly=False)
    date_closed = fields.Date("Closed on", copy=False, readonly=True)
    result = fields.Char(copy=False)

    _check_name = models.Constraint(
        "CHECK (length(trim(name)) > 0)", "Say in one line what is needed."
    )
    _check_dates = models.Constraint(
        "CHECK (date_due IS NULL OR date_due >= date_found)",
        "A need cannot be due before the day on which it was found.",
    )
    _open_idx = models.Index("(user_id, date_due) WHERE state = 'open'")
    _order_idx = models.Index("(date_due, id)")

    @api.depends("visit_id")
    def _compute_household_id(self):
        for need in self:
            need.household_id = need.visit_id.household_id or need.household_id

    @api.depends("date_found")
    def _compute_date_due(self):
        """Propose five working days; the parameter ``community_service.need_days`` says another."""
        # A parameter of the community that workers obey but may not see in the settings.
        days = self.env["ir.config_parameter"].sudo().get_param("community_service.need_days", "5")
        days = int(days) if days.isdecimal() else 5
        dates = {}
        for need in self:
            start = need.date_found
            if start and start not in dates:
                dates[start] = self.env["community.holiday"]._add_workdays(start, days)[0]
            need.date_due = need.date_due or dates.get(start)

    def action_done(self):
        """Close needs that have been met; each says how in ``result``."""
        self._close("done")

    def action_drop(self):
        """Close needs that turned out not to be needed."""
        self._close("cancelled")

    def action_reopen(self):
        """Open closed needs again."""
        self.write({"state": "open", "date_closed": False})

    def _close(self, state):
        for need in self:
            if need.state != "open":
                raise UserError(
                    self.env._(
                        "“%(need)s” of %(household)s is closed already: open it again first.",
                        need=need.name,
                        household=need.household_id.display_name,
                    )
                )
        self.write({"state": state, "date_closed": fields.Date.context_today(self)})
