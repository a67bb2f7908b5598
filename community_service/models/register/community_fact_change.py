import re

from odoo import api, fields, models

from ...tools.identity import mask_id_number, mask_phone
from ...tools.said_day import local_day

# In Chinese they are wide, and no blank stands before them.
BRACKET = re.compile(r"\s*[(（]")
MASKS = {"id_number": mask_id_number, "phone": mask_phone}
VALUES = {"old_value", "new_value", "old_text", "new_text"}
WORKERS = "community_service.group_community_grid_worker"


class CommunityFactChange(models.Model):
    """One fact of the register that changed from a day on, or had been wrong from the start.

    Lines enter through ``community.fact.mixin`` alone. A closed number stands in them masked.
    """

    _name = "community.fact.change"
    _description = "Fact Change"
    _inherit = ["community.scoped.mixin"]
    _order = "date desc, id desc"
    _rec_name = "field_name"

    model = fields.Char("Technical record type", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record number", model_field="model", readonly=True)
    resident_id = fields.Many2one(
        "community.resident", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_household_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="set null",
    )
    field_name = fields.Char("Technical field", required=True, readonly=True)
    field_label = fields.Char("Fact", compute="_compute_texts", compute_sudo=True)
    # Not for auditors, who do not see even the end of a number: they read the texts.
    old_value = fields.Char("Old value (technical)", readonly=True, groups=WORKERS)
    new_value = fields.Char("New value (technical)", readonly=True, groups=WORKERS)
    old_text = fields.Char("Before", compute="_compute_texts", compute_sudo=True)
    new_text = fields.Char("After", compute="_compute_texts", compute_sudo=True)
    kind = fields.Selection(
        [("change", "Changed"), ("correct", "Corrected")], required=True, readonly=True
    )
    date = fields.Date("Starts on", required=True, readonly=True)
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", "Done by", readonly=True, default=lambda self: self.env.user
    )

    _record_idx = models.Index("(res_id, model, field_name)")

    @api.depends("resident_id.household_id")
    def _compute_household_id(self):
        for change in self:
            change.household_id = change.resident_id.household_id or change.household_id

    @api.depends("resident_id", "household_id")
    def _compute_grid_id(self):
        for change in self:
            holder = change.resident_id or change.household_id
            change.grid_id = holder.grid_id or change.grid_id

    @api.depends_context("lang")
    @api.depends("model", "field_name")
    def _compute_display_name(self):
        for change in self:
            change.display_name = change.field_label

    @api.depends("model", "field_name", "old_value", "new_value")
    @api.depends_context("uid")
    def _compute_texts(self):
        hide = self.env["res.users"]._is_community_auditor_only()
        for change in self:
            known = change.model in self.env and self.env[change.model]._fields
            field = known and known.get(change.field_name)
            if not field:  # of an addon that is gone
                change.field_label = change.field_name
                change.old_text, change.new_text = change.old_value, change.new_value
                continue
            change.field_label = change._label_of(field)
            change.old_text = change._text_of(field, change.old_value)
            change.new_text = change._text_of(field, change.new_value)
            if hide and change.field_name == "id_number":
                change.old_text = "*" * len(change.old_text)
                change.new_text = "*" * len(change.new_text)

    @api.depends("field_label")
    def _compute_display_name(self):
        for change in self:
            change.display_name = change.field_label

    @api.model
    def _label_of(self, field):
        """Return the name of a fact; of a closed number without what stands in brackets."""
        label = field._description_string(self.env)
        return BRACKET.split(label)[0] if field.name in MASKS else label

    def _text_of(self, field, value):
        """Return a stored value as a person reads it."""
        if not value:
            return ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date":
            return local_day(self.env, value)
        if field.type == "many2one":
            # An address is no secret to whoever may read that somebody moved from it.
            record = self.env[field.comodel_name].sudo().browse(int(value)).exists()
            return record.display_name or value
        return value

    def _read_format(self, fnames, load="_classic_read"):
        """Format as Odoo does; what a fact was and is is a fact of the person's file."""
        result = super()._read_format(fnames, load)
        if not self.env.su and not VALUES.isdisjoint(fnames):
            Log = self.env["community.access.log"]
            # Whose history was read is noted, whatever of the file the reader may open.
            read = self.browse([values["id"] for values in result]).sudo()
            Log._log("view", read.resident_id.sudo(False))
            households = read.filtered(lambda change: not change.resident_id).household_id
            Log._log("view", households.sudo(False))
        return result
