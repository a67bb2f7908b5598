from odoo import api, fields, models

from ...tools.ending import MOVED


class CommunityKinship(models.Model):
    """Who is whose relative outside the household; one record per pair, read from both sides."""

    _name = "community.kinship"
    _description = "Kinship"
    _inherit = ["community.guarded.mixin"]
    _rec_name = "relative_id"
    _check_company_auto = True

    resident_id = fields.Many2one(
        "community.resident", required=True, index=True, ondelete="cascade", check_company=True
    )
    relative_id = fields.Many2one(
        "community.resident",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    kind = fields.Selection(
        [
            ("spouse", "Spouse"),
            ("parent", "Parent"),
            ("child", "Child"),
            ("grandparent", "Grandparent"),
            ("grandchild", "Grandchild"),
            ("sibling", "Brother or sister"),
            ("in_law", "In-law"),
            ("guardian", "Guardian"),
            ("other", "Other relative"),
        ],
        "The relative is the",
        required=True,
    )
    note = fields.Char()
    grid_id = fields.Many2one(related="resident_id.grid_id", store=True, index="btree_not_null")
    company_id = fields.Many2one(related="resident_id.company_id", store=True, index=True)

    _pair_uniq = models.UniqueIndex(
        "(LEAST(resident_id, relative_id), GREATEST(resident_id, relative_id))",
        "These two are already recorded as relatives: correct that entry, which stands with one of "
        "the two.",
    )
    _check_self = models.Constraint(
        "CHECK (resident_id <> relative_id)", "A person is not a relative of themselves."
    )

    @api.depends("resident_id", "relative_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for kinship in self:
            kinship.display_name = f"{kinship.relative_id.name} ({kinds.get(kinship.kind, '')})"

    @api.model
    def _takes_ended(self):
        # A relative elsewhere is one all the same.
        return super()._takes_ended() | {"relative_id": frozenset({MOVED})}
