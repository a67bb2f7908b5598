from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CommunityPartyMassLeader(models.Model):
    """Somebody in charge of a mass organisation, from a day to a day; a Party member or not."""

    _name = "community.party.mass.leader"
    _description = "Person in Charge of a Mass Organisation"
    _inherit = ["community.party.scoped.mixin"]
    _order = "organization_id, date_from desc, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    organization_id = fields.Many2one(
        string="Mass organisation", domain=[("kind", "=", "mass_organization")]
    )
    partner_id = fields.Many2one(
        "res.partner", "Full name", required=True, index=True, ondelete="restrict"
    )
    role = fields.Char(
        "Post held", required=True, help="Chair, secretary, member of the committee…"
    )
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on", help="The last day; empty while it goes on.")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )

    @api.constrains("organization_id")
    def _check_organization(self):
        for line in self:
            if line.organization_id.kind != "mass_organization":
                raise UserError(
                    self.env._(
                        "%(organization)s is no mass organisation: who holds a post of the Party "
                        "stands in its posts.",
                        organization=line.organization_id.name,
                    )
                )

    @api.constrains("organization_id", "partner_id", "role", "date_from", "date_to")
    def _check_once(self):
        for line in self:
            twin = self.search(
                Domain("id", "!=", line.id)
                & Domain("organization_id", "=", line.organization_id.id)
                & Domain("partner_id", "=", line.partner_id.id)
                & Domain("role", "=", line.role)
                & Domain("date_from", "<=", line.date_to or fields.Date.to_date("9999-12-31"))
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", line.date_from)),
                limit=1,
            )
            if twin:
                raise UserError(
                    self.env._(
                        "%(person)s is “%(role)s” of %(organization)s from %(date)s already: end "
                        "that line first.",
                        person=line.partner_id.name,
                        role=line.role,
                        organization=line.organization_id.name,
                        date=twin.date_from,
                    )
                )
