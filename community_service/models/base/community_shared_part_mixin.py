from odoo import api, fields, models


class CommunitySharedPartMixin(models.AbstractModel):
    """A line of a row that is shared or a community's own: whose that is, this is.

    A model that inherits it names the link in ``_shared_parent``.
    """

    _name = "community.shared.part.mixin"
    _description = "Line of a Shared or Own Setting"
    _shared_rows = True
    _shared_parent = ""

    company_id = fields.Many2one(
        "res.company",
        "Community",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )

    @api.depends(lambda self: (f"{self._shared_parent}.company_id",) if self._shared_parent else ())
    def _compute_company_id(self):
        for line in self:
            line.company_id = line[self._shared_parent].company_id

    def write(self, vals):
        """Write as Odoo does; a line that goes to another row needs the right there too."""
        result = super().write(vals)
        if self._shared_parent in vals:
            self.check_access("write")
        return result

    @api.model
    def _refuse_shared(self, records):
        """Return the error about lines of shared rows that the user does not change, or None."""
        parent = records.sudo()[self._shared_parent].sudo(False)
        return parent._refuse_shared(parent)
