from odoo import api, fields, models
from odoo.fields import Domain


class CommunityCategorizedMixin(models.AbstractModel):
    """The care categories of today of a resident or a household, as far as the reader may see them.

    They are read through the category lines and their record rules, so a sensitive category (PIPL
    art. 28) is missing from lists, cards, filters and papers of whoever may not read its line.
    """

    _name = "community.categorized.mixin"
    _description = "Record with care categories"
    _inherit = ["community.record.mixin"]

    category_ids = fields.Many2many(
        "community.category",
        string="Categories",
        compute="_compute_category_ids",
        search="_search_category_ids",
    )

    @api.model
    def _sensitive_fields(self):
        return super()._sensitive_fields() | {"category_ids"}

    # Each reader has an own view of the lines: a value worked out for one never serves another.
    @api.depends_context("uid")
    @api.depends("category_line_ids.date_from", "category_line_ids.date_to")
    def _compute_category_ids(self):
        Line = self.env["community.category.line"]
        link = self._fields["category_line_ids"].inverse_name
        # sudo: found by the records first, and only then held against the rules. In one query the
        # planner prefers to walk all lines of the reader's grids.
        found = Line.sudo()._search(Domain(link, "in", self.ids) & Domain(Line._current_domain()))
        # As groups: what a page of a list needs is the ids alone, not eighty lines as records.
        groups = Line._read_group([("id", "in", list(found))], [link], ["category_id:array_agg"])
        sets = {record.id: tuple(sorted(set(ids))) for record, ids in groups}
        # In one go for those with the same: most have none, the others one of a few sets.
        Category = self.env["community.category"]
        # Each set is held against the rules when it is assigned: all are read at once before.
        Category.browse({category for ids in sets.values() for category in ids}).fetch()
        for ids, records in self.grouped(lambda record: sets.get(record._origin.id, ())).items():
            records.category_ids = Category.browse(ids)

    def _search_category_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        current = Domain(self.env["community.category.line"]._current_domain())
        return Domain("category_line_ids", "any", Domain("category_id", operator, value) & current)
