from odoo import api, models


class CommunityRecordMixin(models.AbstractModel):
    """The form of a record without the fields that its community has hidden."""

    _inherit = "community.record.mixin"

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        hidden = self._hidden_fields() if view_type == "form" else ()
        return key + (("community_hidden", hidden),) if hidden else key

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            self.env["community.burden.field"]._take_away(arch, self._hidden_fields())
        return arch, view

    @api.model
    def _hidden_fields(self):
        """Return the names of the fields that the community worked in has hidden, as a tuple."""
        return self.env["community.burden.field"]._hidden_of(self._name)
