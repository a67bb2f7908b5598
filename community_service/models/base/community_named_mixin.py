from odoo import api, models

from ...tools.said_day import said_day


class CommunityNamedMixin(models.AbstractModel):
    """A record that is called by what was chosen in it, or by its day, in the reader's words.

    Odoo calls such a record by the value that stands in the database.
    """

    _name = "community.named.mixin"
    _description = "Record Called by a Choice or a Day"

    # The label of a choice and the words for a day are those of the reader's language.
    @api.depends_context("lang")
    @api.depends(lambda self: (self._rec_name,) if self._rec_name else ())
    def _compute_display_name(self):
        if not self._rec_name:  # the mixin itself
            return super()._compute_display_name()
        field = self._fields[self._rec_name]
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            for record in self:
                record.display_name = labels.get(record[field.name], "")
        else:
            for record in self:
                record.display_name = said_day(self.env.lang, record[field.name])
        return None
