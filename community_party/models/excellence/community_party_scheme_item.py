from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartySchemeItem(models.Model):
    """One item of a scheme: what is done, how much of it is aimed at, and what was recorded."""

    _name = "community.party.scheme.item"
    _description = "Item of a Scheme"
    _inherit = ["community.party.scoped.mixin"]
    _order = "scheme_id, sequence, id"
    _rec_names_search = ["name", "scheme_id.name"]
    _check_company_auto = True

    scheme_id = fields.Many2one(
        "community.party.scheme", required=True, index=True, ondelete="cascade", check_company=True
    )
    organization_id = fields.Many2one(
        related="scheme_id.organization_id", store=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Item of the scheme", required=True)
    meaning = fields.Text("Content of the item")
    target = fields.Integer("Aimed at", aggregator=None)
    unit = fields.Char("Counted in")
    record_ids = fields.One2many("community.party.scheme.record", "item_id", "Records")
    done = fields.Integer("Done so far", compute="_compute_done")

    _check_target = models.Constraint(
        "CHECK (target IS NULL OR target >= 0)", "What is aimed at is a whole number from 0."
    )

    @api.depends("name", "scheme_id.name")
    @api.depends_context("with_scheme")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.name
            if self.env.context.get("with_scheme") and item.scheme_id:
                item.display_name = f"{item.scheme_id.name} · {item.name}"

    @api.depends("record_ids.quantity")
    def _compute_done(self):
        groups = self.env["community.party.scheme.record"]._read_group(
            [("item_id", "in", self.ids)], ["item_id"], ["quantity:sum"]
        )
        done = {item.id: total for item, total in groups}
        for item in self:
            item.done = done.get(item._origin.id, 0)

    def _settled_fields(self):
        settled = super()._settled_fields() | {"scheme_id"}
        if self.scheme_id.state == "closed":
            settled = settled | self._all_fields_but("record_ids")
        return settled

    def _settled_sentence(self, name):
        return self.scheme_id._settled_sentence(name)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        for item in self:
            if item.record_ids:
                raise UserError(
                    self.env._(
                        "“%(item)s” has records and is kept. Take the records away first.",
                        item=item.name,
                    )
                )
