from odoo import api, models
from odoo.tools import format_date


class IrQwebFieldDate(models.AbstractModel):
    _inherit = "ir.qweb.field.date"

    @api.model
    def value_to_html(self, value, options):
        """Write a day on a paper of ours in words (2026年11月28日); elsewhere as ever."""
        if value and self.env.context.get("community_paper") and not options.get("format"):
            return format_date(self.env, value, date_format="long")
        return super().value_to_html(value, options)
