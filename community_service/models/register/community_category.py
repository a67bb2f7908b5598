from odoo import fields, models

NEED_LEVELS = [("green", "Green"), ("yellow", "Yellow"), ("red", "Red")]


class CommunityCategory(models.Model):
    """A reason to care for a person or a household, and how often it asks for a visit.

    The colour is an overall level of need, never of suspicion. Intervals are local rules: every
    figure is a default that a manager may change.
    """

    _name = "community.category"
    _description = "Care Category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    subject = fields.Selection(
        [("resident", "Resident"), ("household", "Household")], default="resident", required=True
    )
    need_level = fields.Selection(NEED_LEVELS, default="green", required=True)
    visit_interval_months = fields.Integer(
        "Visit every (months)", help="0: this category asks for no visit of its own."
    )
    visit_modes = fields.Selection(
        [
            ("home", "At home only"),
            ("person", "In person anywhere"),
            ("any", "Also by phone or video"),
        ],
        "Visits that count",
        default="person",
        required=True,
    )
    duration_months = fields.Integer(
        "Ends after (months)", help="A new line ends by itself after this time; 0: it stays open."
    )
    is_derived = fields.Boolean(
        "Derived", help="Kept right by facts or cases; it cannot be typed by hand."
    )
    derive_rule = fields.Selection(
        [
            ("living_alone", "Elderly person living alone"),
            ("age_80", "80 and over"),
            ("registered_only", "Registered only, whereabouts unknown"),
            ("renting", "Household in a rented dwelling"),
            ("newcomer", "Newly moved in"),
        ],
        help="The fact that this category is derived from.",
    )
    is_sensitive = fields.Boolean(
        "Sensitive",
        help="Health, disability or similar: shown only where it is needed for the work.",
    )
    legal_basis = fields.Char(translate=True)
    color = fields.Integer()

    _code_uniq = models.UniqueIndex("(code)", "A category with this code already exists.")
    _check_interval = models.Constraint(
        "CHECK (visit_interval_months BETWEEN 0 AND 120 AND duration_months BETWEEN 0 AND 1200)",
        "Give the interval in months, from 0 to 120.",
    )
    _check_derived = models.Constraint(
        "CHECK (derive_rule IS NULL OR is_derived IS TRUE)",
        "A category with a rule is derived: tick it as derived, or remove the rule.",
    )

    def _visit_rules(self):
        """Return (kind of modes, months) of each of these categories that asks for visits."""
        return [
            (category.visit_modes, category.visit_interval_months)
            for category in self
            if category.visit_interval_months
        ]
