from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_mediation_case import ENDED


class CommunityMediationFollowup(models.Model):
    """A return visit (回访): is the agreement kept, are the sides content, is there new tension."""

    _name = "community.mediation.followup"
    _description = "Return Visit of a Mediation"
    _inherit = ["community.mediation.part"]
    _order = "date desc, id desc"
    _rec_name = "case_id"
    _check_company_auto = True

    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Visitor",
        default=lambda self: self.env.user,
        required=True,
        index=True,
        domain=[("share", "=", False)],
    )
    participant_ids = fields.Many2many(
        "community.mediation.participant",
        "community_mediation_followup_participant_rel",
        string="Parties asked",
        domain="[('case_id', '=', case_id)]",
    )
    performance = fields.Selection(
        [("full", "Kept"), ("part", "Kept in part"), ("not", "Not kept")], required=True
    )
    satisfaction = fields.Selection(
        [("3", "Very satisfied"), ("2", "Satisfied"), ("1", "Not satisfied")], required=True
    )
    has_new_tension = fields.Boolean("New tension")
    problems = fields.Text("Mistakes or new tension")
    action = fields.Text("What is done about it")

    _check_tension = models.Constraint(
        "CHECK (has_new_tension IS NOT TRUE OR length(trim(action)) > 0)",
        "New tension needs a step: say what is done about it.",
    )

    @api.depends("case_id")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = visit.case_id.display_name

    @api.constrains("date", "case_id")
    def _check_date(self):
        today = fields.Date.context_today(self)
        for visit in self:
            settled = visit.case_id.date_settled
            if not settled or not settled <= visit.date <= today:
                raise UserError(
                    self.env._(
                        "%(case)s: a return visit is made after the agreement took effect and not "
                        "in the future.",
                        case=visit.case_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits.case_id._tick_paper("return_visit")
        return visits

    def _settled_fields(self):
        return super()._settled_fields() | (
            {"date", "performance", "satisfaction", "problems", "action", "case_id"}
            if self.case_id.state in ENDED
            else set()
        )
