from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What is entered of a line after both sides have signed it.
AFTERWARDS = ("date_done", "result", "project_id")


class CommunityPartyAgreementLine(models.Model):
    """What one side of an agreement promised: by when, and whether it was done."""

    _name = "community.party.agreement.line"
    _description = "Line of an Agreement"
    _inherit = ["community.party.scoped.mixin"]
    _order = "agreement_id, side desc, date_due, id"
    _check_company_auto = True

    agreement_id = fields.Many2one(
        "community.party.agreement",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    organization_id = fields.Many2one(
        related="agreement_id.organization_id", store=True, precompute=True
    )
    unit_id = fields.Many2one(
        "community.party.unit", related="agreement_id.unit_id", store=True, index=True
    )
    side = fields.Selection(
        [("unit", "The unit"), ("community", "The community")],
        "Who does it",
        required=True,
        default="unit",
        index=True,
    )
    name = fields.Char("Does what", required=True)
    amount = fields.Char("How much")
    date_due = fields.Date(
        "Promised by",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        help="Without another day the end of the year.",
    )
    date_done = fields.Date("Done on", copy=False)
    result = fields.Char("What was reached", copy=False)
    project_id = fields.Many2one(
        "community.party.project",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    state = fields.Selection(
        [("open", "To be done"), ("done", "Finished"), ("lapsed", "Lapsed")],
        compute="_compute_state",
        store=True,
        index=True,
        help="Lapsed: due after the unit had left.",
    )
    is_late = fields.Boolean("Done late", compute="_compute_state", store=True)

    @api.depends("agreement_id.year")
    def _compute_date_due(self):
        for line in self:
            agreement = line.agreement_id
            if not line.date_due and agreement.date_end:
                line.date_due = agreement._last_day()
            else:
                line.date_due = line.date_due

    @api.depends("date_done", "date_due", "agreement_id.date_end")
    def _compute_state(self):
        for line in self:
            line.is_late = bool(line.date_done and line.date_due and line.date_done > line.date_due)
            left = line.agreement_id.unit_id.date_to
            if line.date_done:
                line.state = "done"
            elif left and line.date_due and line.date_due > left:
                line.state = "lapsed"
            else:
                line.state = "open"

    @api.constrains("date_due", "agreement_id")
    def _check_due(self):
        for line in self:
            if line.date_due and line.date_due.year != line.agreement_id.year:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” is due on %(date)s, outside the year of %(agreement)s: choose "
                        "a day of that year.",
                        line=line.name,
                        date=line.date_due,
                        agreement=line.agreement_id.display_name,
                    )
                )

    @api.constrains("date_done", "result", "agreement_id")
    def _check_done(self):
        self._check_not_future("date_done")
        for line in self.filtered("date_done"):
            agreement = line.agreement_id
            left = agreement.unit_id.date_to
            if not (line.result or "").strip():
                why = self.env._("say what was reached, too.")
            elif agreement.state != "signed":
                why = self.env._("the agreement is not signed; sign it first.")
            elif left and line.date_done > left:
                why = self.env._("the unit left on %(left)s: correct one of the days.", left=left)
            else:
                continue
            raise ValidationError(
                self.env._(
                    "“%(line)s” was done on %(date)s: %(why)s",
                    line=line.name,
                    date=line.date_done,
                    why=why,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            for line in lines:
                if line.agreement_id.state != "draft":
                    raise UserError(line.agreement_id._settled_sentence("line_ids"))
        return lines

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.agreement_id.state == "draft":
            return settled
        free = AFTERWARDS if self.agreement_id.state == "signed" else ()
        return settled | self._all_fields_but(*free)

    def _settled_sentence(self, name):
        return self.agreement_id._settled_sentence(name)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for line in self:
            if line.agreement_id.state != "draft":
                raise UserError(line.agreement_id._settled_sentence("line_ids"))
