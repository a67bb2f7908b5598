from odoo import api, fields, models


class CommunityAidMeans(models.AbstractModel):
    """An income or an asset of a case: its kind says how it counts on the day of application.

    A model that inherits it declares ``kind_id`` and ``treatment``.
    """

    _name = "community.aid.means"
    _description = "Means in an Aid Case"
    _inherit = ["community.aid.part"]

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
