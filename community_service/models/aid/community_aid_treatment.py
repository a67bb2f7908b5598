from odoo import api, fields, models

from ...tools.aid import treatment_on


class CommunityAidTreatment(models.AbstractModel):
    """A kind of income or asset: how it is treated, by which rule, from when to when.

    A model that inherits it says which treatments there are, ``counted`` among them.
    """

    _name = "community.aid.treatment"
    _description = "Treatment of Income or Assets"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    # Each model has choices of its own; a list here would be one that they override.
    treatment = fields.Selection(lambda self: [], required=True, default="counted")
    treatment_after = fields.Selection(
        lambda self: [], "Outside these days", required=True, default="counted"
    )
    date_from = fields.Date("Rule from")
    date_to = fields.Date("Rule to", help="After this day the rule has ended.")
    legal_basis = fields.Char(translate=True)

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A rule cannot end before it begins.",
    )

    def _treatment_on(self, day):
        """Return how this kind is treated on a day."""
        self.ensure_one()
        return treatment_on(
            day, self.treatment, self.date_from or None, self.date_to or None, self.treatment_after
        )

    @api.model
    def _judge_open_cases(self):
        # Cases of all grids follow the rule, whoever edits it.
        self.env["community.aid.case"].sudo().search([("date_decision", "=", False)])._judge()

    def write(self, vals):
        res = super().write(vals)
        if {"treatment", "treatment_after", "date_from", "date_to"} & set(vals):
            self._judge_open_cases()
        return res
