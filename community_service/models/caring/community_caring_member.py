from odoo import fields, models


class CommunityCaringMember(models.Model):
    """Who belongs to a team of the caring station, and from when to when."""

    _name = "community.caring.member"
    _description = "Caring Team Member"
    _order = "date_to desc NULLS FIRST, date_from, id"
    _rec_name = "partner_id"

    team_id = fields.Many2one(
        "community.caring.team", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="team_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="restrict"
    )
    role = fields.Char("Does what")
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "Nobody leaves a team before joining it.",
    )
    _open_uniq = models.UniqueIndex(
        "(team_id, partner_id) WHERE date_to IS NULL", "This person is in the team already."
    )

    def _holds_on(self, day):
        self.ensure_one()
        return self.date_from <= day and (not self.date_to or self.date_to >= day)

    def _end_after_death(self, farewell):
        for member in self:
            member.date_to = max(member.date_from, farewell.date)
