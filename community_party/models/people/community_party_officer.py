from odoo import fields, models


class CommunityPartyOfficer(models.Model):
    """A user who keeps the file of an organisation, and of those below it, from a day to a day."""

    _name = "community.party.officer"
    _description = "Keeper of a Party Organisation"
    _inherit = ["community.party.scoped.mixin"]
    _order = "organization_id, date_from, id"
    _rec_name = "user_id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", required=True, index=True, domain=[("share", "=", False)]
    )
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on", help="The last day.")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )
    _user_uniq = models.UniqueIndex(
        "(organization_id, user_id, date_from)", "This user keeps this organisation already."
    )
