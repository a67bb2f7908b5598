from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityImportWord(models.Model):
    """A word that the import does not know, how often it stands there, and its meaning."""

    _name = "community.import.word"
    _description = "Unknown Register Word"
    _order = "count desc, id"
    _rec_name = "word"

    import_id = fields.Many2one("community.import", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id")
    field = fields.Char(readonly=True)
    field_label = fields.Char("Column", compute="_compute_field_label")
    word = fields.Char(readonly=True)
    count = fields.Integer("Rows", readonly=True, aggregator="sum")
    place = fields.Char("First found", readonly=True)
    target = fields.Selection("_selection_target", "Means")

    @api.constrains("target")
    def _check_target(self):
        labels = self.env["community.import.synonym"]._header_labels()
        choices = dict(self.env["community.import.synonym"]._value_choices())
        for word in self:
            if word.target and word.target.partition("/")[0] != word.field:
                raise ValidationError(
                    self.env._(
                        "“%(word)s” stands in the column %(column)s and cannot mean “%(meaning)s”: "
                        "choose a meaning that begins with %(column)s.",
                        word=word.word,
                        column=labels.get(word.field, word.field),
                        meaning=choices.get(word.target, word.target),
                    )
                )

    def _selection_target(self):
        return self.env["community.import.synonym"]._value_choices()

    def _compute_field_label(self):
        labels = self.env["community.import.synonym"]._header_labels()
        for word in self:
            word.field_label = labels.get(word.field, word.field)
