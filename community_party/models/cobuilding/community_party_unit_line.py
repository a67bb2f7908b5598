from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .community_party_unit import PRESENCES


class CommunityPartyUnitLine(models.Model):
    """What is known of a unit from a day on: its Party organisation and how many work there.

    A line holds until the next one begins, whichever was entered first.
    """

    _name = "community.party.unit.line"
    _description = "What Is Known of a Unit"
    _inherit = ["community.party.scoped.mixin"]
    _order = "unit_id, date_from desc nulls last, id desc"
    _rec_name = "unit_id"
    _check_company_auto = True

    unit_id = fields.Many2one(
        "community.party.unit", required=True, index=True, ondelete="cascade", check_company=True
    )
    organization_id = fields.Many2one(
        related="unit_id.organization_id", store=True, precompute=True
    )
    date_from = fields.Date("As of", help="Empty: as it has always been.")
    date_to = fields.Date(
        "Holds until",
        compute="_compute_date_to",
        store=True,
        help="The day before the next line; empty for the last one.",
    )
    presence = fields.Selection(
        PRESENCES, "Party organisation there", required=True, default="unknown", index=True
    )
    attached_to = fields.Char(
        "Attached to", help="The organisation to which the members of the unit are attached."
    )
    is_counted = fields.Boolean("Numbers known", help="Not ticked: nobody knows how many.")
    employee_count = fields.Integer("Employees", aggregator=None)
    member_count = fields.Integer("Party members there", aggregator=None)
    source = fields.Char("Known from", help="A visit, a form, the unit itself.")

    _date_uniq = models.UniqueIndex(
        "(unit_id, COALESCE(date_from, '0001-01-01'::date))",
        "Of this day the unit has a line already: correct that one.",
    )
    _check_counts = models.Constraint(
        "CHECK (COALESCE(employee_count, 0) >= 0 AND COALESCE(member_count, 0) >= 0)",
        "People are counted from 0.",
    )

    @api.depends("unit_id.line_ids.date_from")
    def _compute_date_to(self):
        for line in self:
            # sudo: an end that does not depend on who looks.
            begins = sorted(
                day
                for day in line.unit_id.sudo().line_ids.mapped("date_from")
                if day and (not line.date_from or day > line.date_from)
            )
            line.date_to = begins[0] - timedelta(days=1) if begins else False

    @api.depends("unit_id", "date_from")
    def _compute_display_name(self):
        for line in self:
            day = fields.Date.to_string(line.date_from)
            line.display_name = " ".join(filter(None, (line.unit_id.display_name, day)))

    @api.constrains("date_from")
    def _check_date(self):
        self._check_not_future("date_from")

    @api.constrains("presence", "attached_to")
    def _check_attached(self):
        for line in self:
            if line.presence == "attached" and not (line.attached_to or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(unit)s is attached to another organisation: enter to which one, or say "
                        "that it is not known.",
                        unit=line.unit_id.display_name,
                    )
                )

    @api.constrains("is_counted", "employee_count", "member_count")
    def _check_numbers(self):
        for line in self:
            if not line.is_counted and (line.employee_count or line.member_count):
                raise ValidationError(
                    self.env._(
                        "%(unit)s: numbers are entered and said to be unknown. Tick that they are "
                        "known, or empty them.",
                        unit=line.unit_id.display_name,
                    )
                )
