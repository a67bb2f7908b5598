from odoo import api, fields, models
from odoo.tools import format_date


class IrQwebFieldDatetime(models.AbstractModel):
    _inherit = "ir.qweb.field.datetime"

    @api.model
    def value_to_html(self, value, options):
        """Write an hour on a paper of ours as 2026年11月28日 14:30; elsewhere as ever."""
        own = self.env.context.get("community_paper")
        if value and own and not {"format", "time_only", "date_only"} & options.keys():
            zone = self.env.context.get("tz") or self.env.company._community_tz()
            at = fields.Datetime.to_datetime(value)
            here = fields.Datetime.context_timestamp(self.with_context(tz=zone), at)
            return f"{format_date(self.env, here.date(), date_format='long')} {here:%H:%M}"
        return super().value_to_html(value, options)
