from markupsafe import Markup

from odoo import api, fields, models


class CommunityHouseholdState(models.TransientModel):
    """Who belonged to a household on a past day."""

    _name = "community.household.state"
    _description = "Household on a Date"
    _inherit = ["community.guarded.mixin"]

    household_id = fields.Many2one("community.household", required=True, readonly=True)
    date = fields.Date(default=fields.Date.context_today, required=True)
    text = fields.Html(compute="_compute_text", sanitize=False)

    @api.depends("household_id", "date")
    def _compute_text(self):
        Residency = self.env["community.residency"]
        roles, kinds = (
            dict(Residency._fields[name]._description_selection(self.env))
            for name in ("role", "kind")
        )
        for wizard in self:
            if not wizard.household_id or not wizard.date:
                wizard.text = False
                continue
            state = wizard.household_id._state_on(wizard.date)
            rows = Markup().join(
                Markup("<tr><td><b>%s</b></td><td>%s</td><td>%s</td></tr>")
                % (member["name"], roles.get(member["role"], ""), kinds.get(member["kind"], ""))
                for member in state["members"]
            )
            nobody = Markup("<p>%s</p>") % self.env._("Nobody belonged to the household that day.")
            wizard.text = Markup("<p>%s</p>") % " · ".join(
                filter(None, (state["address"], state["register_no"]))
            ) + (Markup('<table class="table">%s</table>') % rows if rows else nobody)
