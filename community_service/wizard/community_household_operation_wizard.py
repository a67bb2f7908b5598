from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.community_dialog_mixin import ends_dialog
from ..models.register.community_household_operation import KINDS
from ..models.register.community_residency import ROLES


class CommunityHouseholdOperationWizard(models.TransientModel):
    """The dialog of all household operations; it asks only what the kind of change needs."""

    _name = "community.household.operation.wizard"
    _description = "Change in a Household"
    _inherit = ["community.guarded.mixin", "community.dialog.mixin"]

    kind = fields.Selection([*KINDS, ("reverse", "Reverse")], required=True, readonly=True)
    household_id = fields.Many2one("community.household", readonly=True)
    operation_id = fields.Many2one("community.household.operation", readonly=True)
    date = fields.Date("Effective from", default=fields.Date.context_today, required=True)
    line_ids = fields.One2many(
        "community.household.operation.member", "wizard_id", "Members of the household"
    )
    member_ids = fields.Many2many("community.resident", compute="_compute_member_ids")

    # who comes
    name = fields.Char("Full name")
    id_kind = fields.Selection(
        lambda self: (
            self.env["community.resident"]._fields["id_kind"]._description_selection(self.env)
        ),
        "Kind of ID document",
        default="id_card",
    )
    id_number = fields.Char("ID number", groups="community_service.group_community_grid_worker")
    birth_date = fields.Date()
    sex = fields.Selection([("male", "Male"), ("female", "Female")])
    phone = fields.Char(groups="community_service.group_community_grid_worker")
    role = fields.Selection(ROLES, default="other")
    residency_kind = fields.Selection(
        lambda self: (
            self.env["community.residency"]._fields["kind"]._description_selection(self.env)
        ),
        "Registered or living",
        default="both",
    )

    duplicate_note = fields.Text(
        "Perhaps in the register already", compute="_compute_duplicate_note"
    )

    # who goes, and where to
    resident_id = fields.Many2one("community.resident", "Who died")
    keep_registered = fields.Boolean(
        "Stays registered here", help="The person lives elsewhere; the registration stays."
    )
    dwelling_id = fields.Many2one("community.dwelling", "New dwelling")
    target_id = fields.Many2one("community.household", "Join this household")
    head_id = fields.Many2one("community.resident", "Head of the new household")
    new_head_id = fields.Many2one("community.resident", "New head")
    is_head_leaving = fields.Boolean(compute="_compute_is_head_leaving")
    reason = fields.Char()

    @api.depends("household_id")
    def _compute_member_ids(self):
        for wizard in self:
            wizard.member_ids = wizard.household_id.resident_ids

    @api.depends("line_ids.is_chosen", "resident_id", "keep_registered", "kind")
    def _compute_is_head_leaving(self):
        for wizard in self:
            head = wizard.household_id.head_id
            going = wizard._chosen() if wizard.kind in ("move_out", "split") else wizard.resident_id
            staying = wizard.member_ids._origin - going._origin
            wizard.is_head_leaving = bool(
                head
                and head in going._origin
                and staying
                and not (wizard.kind == "move_out" and wizard.keep_registered)
            )

    @api.depends("kind", "name", "date", "birth_date", "id_number", "phone")
    def _compute_duplicate_note(self):
        Resident = self.env["community.resident"]
        for wizard in self:
            birth = wizard.date if wizard.kind == "birth" else wizard.birth_date
            alike = Resident
            if wizard.kind in ("move_in", "birth"):
                alike = Resident._find_alike(wizard.name, birth, (wizard.phone,), wizard.id_number)
            wizard.duplicate_note = Resident._alike_note(alike)

    def _chosen(self):
        return self.line_ids.filtered("is_chosen").resident_id

    @api.model
    def _action(self, kind, household, operation=None):
        """Return the action that opens the dialog for one household."""
        members = household._open_lines().sorted(lambda line: (line.role != "head", line.id))
        # The members stand in the household that the user sees; one may live in another grid.
        wizard = self.sudo().create(
            {
                "kind": kind,
                "household_id": household.id,
                "operation_id": operation.id if operation else False,
                "role": "child" if kind == "birth" else "other" if members else "head",
                "id_kind": "birth" if kind == "birth" else "id_card",
                "line_ids": [
                    (0, 0, {"resident_id": line.resident_id.id, "role": line.role})
                    for line in members
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[kind],
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @ends_dialog
    def action_apply(self):
        """Do what the dialog says, in one transaction."""
        self.ensure_one()
        if self.kind == "reverse":
            self.operation_id.action_reverse(self.reason)
        else:
            getattr(self, f"_apply_{self.kind}")()
        return {
            "type": "ir.actions.act_window_close",
            "infos": {"done": True},
        }

    def _person_values(self):
        if not (self.name or "").strip():
            raise UserError(self.env._("Enter the name of the person."))
        values = {
            "name": self.name.strip(),
            "id_kind": self.id_kind,
            "id_number_input": self.id_number,
            "phone_input": self.phone,
        }
        # An ID number says both by itself.
        values.update({key: self[key] for key in ("birth_date", "sex") if self[key]})
        return values

    def _roles(self):
        return {line.resident_id.id: line.role for line in self.line_ids if line.role}

    def _need_chosen(self):
        chosen = self._chosen()
        if not chosen:
            raise UserError(self.env._("Tick who of the members it is."))
        return chosen

    def _apply_move_in(self):
        values = self._person_values()
        known = self.env["community.resident"]._find_by_id_number(self.id_number, self.name)
        self.household_id._move_in(
            self.date, known, values, self.role or "other", self.residency_kind or "both"
        )

    def _apply_move_out(self):
        self.household_id._move_out(
            self.date,
            self._need_chosen(),
            self.new_head_id if self.is_head_leaving else None,
            self.keep_registered,
            self._roles() if self.is_head_leaving else None,
        )

    def _apply_change_head(self):
        if not self.new_head_id:
            raise UserError(self.env._("Choose the new head."))
        self.household_id._change_head(self.date, self.new_head_id, self._roles())

    def _apply_split(self):
        if not self.dwelling_id:
            raise UserError(self.env._("Choose the dwelling of the new household."))
        self.household_id._split(
            self.date,
            self._need_chosen(),
            self.dwelling_id,
            self.head_id or self._chosen()[:1],
            self.new_head_id if self.is_head_leaving else None,
            self._roles(),
        )

    def _apply_merge(self):
        if not self.target_id:
            raise UserError(self.env._("Choose the household that they join."))
        self.household_id._merge(self.date, self.target_id, self._roles())

    def _apply_birth(self):
        values = self._person_values()
        self.household_id._birth(
            self.date, values, self.role or "child", self.residency_kind or "both"
        )

    def _apply_death(self):
        if not self.resident_id:
            raise UserError(self.env._("Choose who died."))
        self.household_id._death(
            self.date,
            self.resident_id,
            self.new_head_id if self.is_head_leaving else None,
            self._roles() if self.is_head_leaving else None,
        )
