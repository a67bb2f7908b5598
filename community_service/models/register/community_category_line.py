from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CommunityCategoryLine(models.Model):
    """A care category of a resident or a household, from one day to another."""

    _name = "community.category.line"
    _description = "Category Line"
    _inherit = ["community.scoped.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "category_id"
    _check_company_auto = True

    category_id = fields.Many2one(
        "community.category", required=True, index=True, ondelete="restrict", check_company=True
    )
    resident_id = fields.Many2one(
        "community.resident", index="btree_not_null", ondelete="cascade", check_company=True
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_household_id",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on", compute="_compute_date_to", store=True, readonly=False)
    source = fields.Selection(
        [
            ("typed", "Entered by hand"),
            ("import", "Register import"),
            ("visit", "Visit"),
            ("derived", "Derived from facts"),
            ("operation", "Household operation"),
        ],
        default="typed",
        required=True,
    )
    reason = fields.Char()
    is_to_clarify = fields.Boolean(
        "To clarify", help="A register says so, but no fact or case supports it yet."
    )
    need_level = fields.Selection(related="category_id.need_level")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A category cannot end before it starts."
    )
    _check_subject = models.Constraint(
        "CHECK (resident_id IS NOT NULL OR household_id IS NOT NULL)",
        "Say whose category this is: a resident or a household.",
    )
    _open_resident_uniq = models.UniqueIndex(
        "(resident_id, category_id) WHERE date_to IS NULL AND resident_id IS NOT NULL",
        "This resident already has this category: end the open line before adding another.",
    )
    _open_household_uniq = models.UniqueIndex(
        "(household_id, category_id) WHERE date_to IS NULL AND resident_id IS NULL",
        "This household already has this category: end the open line before adding another.",
    )

    @api.model
    def _tells_sensitive(self):
        return super()._tells_sensitive() | Domain("category_id.is_sensitive", "=", True)

    @api.depends("resident_id.household_id")
    def _compute_household_id(self):
        for line in self:
            if line.resident_id:
                line.household_id = line.resident_id.household_id
            else:
                line.household_id = line.household_id

    @api.depends("resident_id", "household_id")
    def _compute_grid_id(self):
        for line in self:
            holder = line.resident_id or line.household_id
            line.grid_id = holder.grid_id or line.grid_id

    @api.depends("resident_id", "household_id")
    def _compute_company_id(self):
        for line in self:
            holder = line.resident_id or line.household_id
            line.company_id = holder.company_id or self.env.company

    @api.depends("category_id")
    def _compute_date_to(self):
        for line in self:
            months = line.category_id.duration_months
            if months and not line.date_to and line.date_from:
                line.date_to = line.date_from + relativedelta(months=months)

    @api.constrains("category_id", "resident_id")
    def _check_category_subject(self):
        for line in self:
            if (line.category_id.subject == "resident") != bool(line.resident_id):
                raise ValidationError(
                    self.env._(
                        "%(category)s is a category of a %(subject)s: choose one of that kind.",
                        category=line.category_id.name,
                        subject=dict(
                            line.category_id._fields["subject"]._description_selection(self.env)
                        )[line.category_id.subject],
                    )
                )

    @api.constrains("category_id", "source")
    def _check_not_typed(self):
        for line in self:
            if line.category_id.is_derived and line.source == "typed":
                raise ValidationError(
                    self.env._(
                        "%(category)s is kept right by facts and cannot be entered by hand: "
                        "correct the fact behind it.",
                        category=line.category_id.name,
                    )
                )

    @api.model
    def _current_domain(self, date="today"):
        """Return the domain of the lines valid on ``date`` (a date or a smart date)."""
        return [("date_from", "<=", date), "|", ("date_to", "=", False), ("date_to", ">=", date)]
