from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.community_dialog_mixin import ends_dialog
from ..models.register.community_fact_change import MASKS
from ..models.register.community_fact_mixin import FACTS, IDENTITY
from ..tools.demanded_facts import parse_area, parse_rooms
from ..tools.trusted import trusted

DAYS = ("birth_date", "residence_permit_end")
SIZES = {"floor_area": parse_area, "room_count": parse_rooms}


class CommunityFactChangeWizard(models.TransientModel):
    """Change a fact from a day on, or correct what was wrong from the start."""

    _name = "community.fact.change.wizard"
    _description = "Change or Correct a Fact"
    _inherit = ["community.guarded.mixin", "community.dialog.mixin"]

    model = fields.Char(required=True, readonly=True)
    resident_id = fields.Many2one("community.resident", readonly=True)
    household_id = fields.Many2one("community.household", readonly=True)
    dwelling_id = fields.Many2one("community.dwelling", readonly=True)
    kind = fields.Selection(
        [("change", "Changed from a day on"), ("correct", "Was wrong from the start")],
        "Change or correction",
        default="change",
        required=True,
    )
    resident_fact = fields.Selection(
        lambda self: self._facts_of("community.resident"), "Fact of the Resident"
    )
    household_fact = fields.Selection(
        lambda self: self._facts_of("community.household"), "Fact of the Household"
    )
    dwelling_fact = fields.Selection(
        lambda self: self._facts_of("community.dwelling"), "Fact of the Dwelling"
    )
    fact = fields.Char(compute="_compute_fact")
    old_text = fields.Char("Before", compute="_compute_fact")
    date = fields.Date("Starts on", default=fields.Date.context_today)
    reason = fields.Char()

    new_text = fields.Char("New value")
    new_date = fields.Date("New date")
    new_sex = fields.Selection(lambda self: self._choices("community.resident", "sex"), "New sex")
    new_education = fields.Selection(
        lambda self: self._choices("community.resident", "education"), "New education"
    )
    new_marital = fields.Selection(
        lambda self: self._choices("community.resident", "marital"), "New marital status"
    )
    new_employment = fields.Selection(
        lambda self: self._choices("community.resident", "employment"), "New employment"
    )
    new_residence_permit = fields.Selection(
        lambda self: self._choices("community.resident", "residence_permit"),
        "New residence permit",
    )
    new_tenure = fields.Selection(
        lambda self: self._choices("community.dwelling", "tenure"), "New tenure"
    )
    new_dwelling_id = fields.Many2one("community.dwelling", "New dwelling")

    @api.model
    def _facts_of(self, model):
        fields_ = self.env[model]._fields
        return [
            (name, fields_[name]._description_string(self.env).split(" (")[0])
            for name in FACTS[model]
        ]

    @api.model
    def _choices(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.depends("resident_fact", "household_fact", "dwelling_fact")
    def _compute_fact(self):
        Change = self.env["community.fact.change"]
        for wizard in self:
            record = wizard._record()
            wizard.fact = wizard[f"{record._name.split('.')[1]}_fact"] if record else False
            wizard.old_text = False
            if wizard.fact:
                # A closed number is shown masked.
                value = record.sudo()._fact_raw(wizard.fact)
                mask = MASKS.get(wizard.fact, lambda text: text)
                wizard.old_text = Change._text_of(record._fields[wizard.fact], mask(value))

    def _record(self):
        return self.resident_id or self.household_id or self.dwelling_id

    @api.model
    def _action(self, record):
        """Return the action that opens the dialog for one record of the register."""
        record.ensure_one()
        record.check_access("write")
        wizard = self.create({"model": record._name, f"{record._name.split('.')[1]}_id": record.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change or correct"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @ends_dialog
    def action_apply(self):
        """Write the new value with its day, or the correction with its reason."""
        self.ensure_one()
        record, name = self._record(), self.fact
        if not record or not name:
            raise UserError(self.env._("Choose what has changed."))
        record.check_access("write")
        given = {"kind": self.kind, "reason": (self.reason or "").strip() or False}
        if self.kind == "correct":
            if not given["reason"]:
                raise UserError(self.env._("Say why “%(old)s” was wrong.", old=self.old_text or ""))
            given["date"] = fields.Date.context_today(self)
        else:
            given["date"] = self._check_date(record, name)
        value = self._new_value(name)
        # The right was checked above; only code may say from when a fact holds, and why.
        writer = record.sudo().with_context(**trusted(community_fact=given))
        writer.write({f"{name}_input" if name in MASKS else name: value})
        self.new_text = False
        return {"type": "ir.actions.act_window_close"}

    def _check_date(self, record, name):
        today = fields.Date.context_today(self)
        if name in IDENTITY and name != "name":
            raise UserError(
                self.env._("%(fact)s does not change: correct it instead.", fact=self._label(name))
            )
        if not self.date or self.date > today:
            raise UserError(
                self.env._(
                    "%(date)s lies in the future: enter the change on the day it holds.",
                    date=self.date or "",
                )
            )
        later = self.env["community.fact.change"].search(
            [
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("field_name", "=", name),
                ("kind", "=", "change"),
                ("date", ">", self.date),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "%(fact)s changed again on %(later)s: a change from %(date)s would stand "
                    "before it. Choose a later day, or correct the fact.",
                    fact=self._label(name),
                    later=later.date,
                    date=self.date,
                )
            )
        return self.date

    def _label(self, name):
        return dict(self._facts_of(self._record()._name))[name]

    def _new_value(self, name):
        if name in DAYS:
            return self.new_date
        if name == "dwelling_id":
            return self.new_dwelling_id.id
        if f"new_{name}" in self._fields:
            return self[f"new_{name}"]
        text = (self.new_text or "").strip()
        if name in SIZES and text:
            try:
                return SIZES[name](text)
            except ValueError as error:
                raise UserError(
                    self.env._(
                        "%(fact)s: “%(value)s” is not understood. Type a number, such as "
                        "%(example)s.",
                        fact=self._label(name),
                        value=text,
                        example="89.5" if name == "floor_area" else "3",
                    )
                ) from error
        return text or False
