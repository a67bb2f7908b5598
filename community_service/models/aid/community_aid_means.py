from odoo import api, fields, models

from ...tools.aid import to_decimal
from .community_aid_case import WORKERS


class CommunityAidMeans(models.AbstractModel):
    """An income or an asset of a case: its kind says how it counts on the day of application.

    What nobody could say yet is marked as not known; it is never taken for zero. A model that
    inherits it declares ``kind_id`` with its ``head``, and says which treatments there are.
    """

    _name = "community.aid.means"
    _description = "Means in an Aid Case"
    _inherit = ["community.aid.part"]

    member_id = fields.Many2one(
        "community.aid.member",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('case_id', '=', case_id)]",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(groups=WORKERS, exportable=False, aggregator=None)
    is_unknown = fields.Boolean("Not known yet")
    treatment = fields.Selection(
        lambda self: [],  # as in the kind
        compute="_compute_treatment",
        help="By the rule of the day of the application.",
    )

    @api.depends(
        "kind_id.treatment",
        "kind_id.treatment_after",
        "kind_id.date_from",
        "kind_id.date_to",
        "case_id.date_received",
    )
    def _compute_treatment(self):
        for line in self:
            day = line.case_id.date_received or fields.Date.context_today(line)
            line.treatment = line.kind_id._treatment_on(day) if line.kind_id else False

    def _pair(self):
        """Return (treatment, amount or None), as the arithmetic wants it."""
        return self.treatment, None if self.is_unknown else to_decimal(self.amount)
