from odoo import api, fields, models
from odoo.tools import SQL


class CommunityCategory(models.Model):
    """Dibao and edge follow from granted cases: nobody types them, and they end with the case."""

    _inherit = "community.category"

    derive_rule = fields.Selection(
        selection_add=[("aid_dibao", "Dibao case granted"), ("aid_edge", "Edge case granted")]
    )

    is_hardship = fields.Boolean(
        "Sign of hardship",
        help="Full cover asks for the income of a household with this category.",
    )

    @api.model
    def _facts_aid_dibao(self, today):
        return self._facts_aid("dibao", today)

    @api.model
    def _facts_aid_edge(self, today):
        return self._facts_aid("edge", today)

    @api.model
    def _facts_aid(self, kind, today):
        return SQL(
            """SELECT NULL::int AS resident_id, c.household_id,
                      min(c.date_decision) AS date_from, NULL::date AS date_to
                 FROM community_aid_case c
                WHERE c.kind = %s AND c.state IN ('approved', 'active')
                  AND (c.date_end IS NULL OR c.date_end >= %s)
                GROUP BY c.household_id""",
            kind,
            today,
        )
