from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.scatter import scatter_ids


class CommunityAccessLog(models.Model):
    """Traces of accusations are hidden from whom they accuse, as the accusations themselves."""

    _inherit = "community.access.log"

    is_barred = fields.Boolean(compute="_compute_is_barred", search="_search_is_barred")

    def init(self):
        """Let a gap among the numbers of rows tell nothing of an accusation in between."""
        scatter_ids(self.env.cr, self._table)
        return super().init()

    @api.model
    def _domain_barred(self):
        """Return the domain of the traces of petitions that the current user must not know of."""
        # Superuser: asked on behalf of the rule, before anything may be read.
        Petition = self.env["community.petition"].sudo()
        barred = Petition.search(Petition._domain_barred())
        return Domain.OR(
            Domain("model", "=", records._name) & Domain("res_id", "in", records.ids)
            for records in (barred, barred.person_ids, barred.transfer_ids, barred.review_ids)
        )

    @api.depends("model", "res_id")
    @api.depends_context("uid")
    def _compute_is_barred(self):
        barred = self.sudo().search(Domain("id", "in", self.ids) & self._domain_barred())
        for row in self:
            row.is_barred = row in barred

    @api.model
    def _search_is_barred(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain.FALSE
        if True in value:
            domain |= self._domain_barred()
        if False in value:
            domain |= ~self._domain_barred()
        return domain
