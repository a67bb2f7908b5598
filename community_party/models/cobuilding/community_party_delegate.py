from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CommunityPartyDelegate(models.Model):
    """Somebody of a unit who sits in the committee part time (大党委), from a day to a day.

    The relation stays at the unit, so this is no post: no vote and no place among the members.
    Whoever is sent by a unit that has left sits there no more.
    """

    _name = "community.party.delegate"
    _description = "Part-time Committee Member"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    unit_id = fields.Many2one(
        "community.party.unit",
        "Sending unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    organization_id = fields.Many2one(
        string="Sits in", default=lambda self: self._default_organization()
    )
    partner_id = fields.Many2one("res.partner", "Person", index=True, ondelete="restrict")
    new_name = fields.Char(
        "Name of the person",
        store=False,
        help="Of somebody who is no contact of the unit yet: becomes one.",
    )
    duty = fields.Char("Field of work", help="What the person answers for in the committee.")
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Left on", help="The last day; empty while it is held.")
    date_end = fields.Date(
        "Sits until",
        compute="_compute_date_end",
        store=True,
        help="The last day, or that of the unit here.",
    )

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )
    _check_person = models.Constraint(
        "CHECK (partner_id IS NOT NULL)", "Choose the person, or enter the name."
    )
    _open_uniq = models.UniqueIndex(
        "(organization_id, partner_id) WHERE date_to IS NULL",
        "This person sits in the committee already.",
    )

    @api.model
    def _default_organization(self):
        return self.env["community.party.organization"]._kept_by_me()[:1].id

    @api.depends("date_to", "unit_id.date_to")
    def _compute_date_end(self):
        for delegate in self:
            days = [day for day in (delegate.date_to, delegate.unit_id.date_to) if day]
            delegate.date_end = min(days, default=False)

    @api.model
    def _domain_held(self, day):
        """Return the domain of those who sit in their committee on ``day``."""
        return Domain("date_from", "<=", day) & (
            Domain("date_end", "=", False) | Domain("date_end", ">=", day)
        )

    @api.constrains("unit_id", "date_from", "partner_id")
    def _check_sent(self):
        for delegate in self:
            unit = delegate.unit_id
            if not unit._was_here(delegate.date_from, False):
                raise UserError(
                    self.env._(
                        "%(person)s would sit in the committee from %(date)s, and %(unit)s left on "
                        "%(left)s: correct the day, or choose another unit.",
                        person=delegate.partner_id.name,
                        date=delegate.date_from,
                        unit=unit.display_name,
                        left=unit.date_to,
                    )
                )
            if delegate.partner_id.is_company:
                raise UserError(
                    self.env._(
                        "%(name)s is a unit and no person: choose who was sent, or enter the name.",
                        name=delegate.partner_id.name,
                    )
                )

    @api.model
    def _born_values(self, vals):
        values = super()._born_values(vals)
        name = (vals.get("new_name") or "").strip()
        if not name or vals.get("partner_id") or not vals.get("unit_id"):
            return values
        # sudo: as with the unit: the contact holds the name and the unit alone.
        unit = self.env["community.party.unit"].sudo().browse(vals["unit_id"])
        partner = unit.partner_id.child_ids.filtered(lambda child: child.name == name)[:1]
        partner = partner or unit.partner_id.create(
            {"name": name, "parent_id": unit.partner_id.id, "company_id": unit.company_id.id}
        )
        return {**values, "partner_id": partner.id}
