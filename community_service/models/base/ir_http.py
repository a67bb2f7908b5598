from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Let visitors without a time zone of their own live in the day of the community."""
        result = super()._pre_dispatch(rule, args)
        # sudo: a visitor may read neither users nor companies.
        if not request.env.context.get("tz") and not request.env.user.sudo().tz:
            request.update_context(tz=request.env.company.sudo()._community_tz())
        return result
