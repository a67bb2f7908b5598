from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.community_service.tools.said_day import said_day
from odoo.addons.community_service.tools.workdays import add_workdays

from ...tools import deadlines

TRANSFER_KINDS = [
    ("transfer", "Transferred"),
    ("assign", "Assigned"),
    ("report", "Reported upward"),
]


class CommunityPetitionTransfer(models.Model):
    """A petition handed to a responsible body, with that body's own clocks (art. 22, 23)."""

    _name = "community.petition.transfer"
    _description = "Petition handed on"
    _inherit = ["community.petition.part", "community.workday.mixin"]
    _order = "petition_id, date desc, id desc"
    _rec_names_search = ["body_id.name"]

    petition_id = fields.Many2one(readonly=True)
    kind = fields.Selection(
        TRANSFER_KINDS,
        default="transfer",
        required=True,
        readonly=True,
    )
    body_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date = fields.Date("On", required=True, readonly=True)
    date_objection_due = fields.Date(
        "Objection until", compute="_compute_dues", store=True, help="Working days (art. 23)."
    )
    date_notice_due = fields.Date(
        "Notice until", compute="_compute_dues", store=True, help="Tells the petitioner (art. 23)."
    )
    date_objected = fields.Date("Returned on", readonly=True)
    objection = fields.Char("Why it was returned", readonly=True)
    date_accepted = fields.Date("Accepted on", readonly=True)

    @api.depends("date")
    def _compute_dues(self):
        Parameter = self.env["community.parameter"]
        for transfer in self:
            company, day = transfer.company_id, transfer.date
            notice = Parameter._whole("petition_notice_days", company, day)
            objection = Parameter._whole("petition_objection_days", company, day)
            exceptions = self.env["community.holiday"]._exceptions(company)
            transfer.date_notice_due = deadlines.petition_handling_due(transfer.date, notice)
            transfer.date_objection_due = add_workdays(transfer.date, objection, exceptions)

    @api.model
    def _workday_fields(self):
        return ("date_objection_due",)

    @api.model
    def _workday_open(self):
        return (
            Domain("date_objected", "=", False)
            & Domain("date_accepted", "=", False)
            & Domain("petition_id.date_closed", "=", False)
        )

    @api.depends_context("lang")
    @api.depends("body_id", "date")
    def _compute_display_name(self):
        for transfer in self:
            transfer.display_name = " ".join(
                filter(None, (transfer.body_id.name, said_day(self.env.lang, transfer.date)))
            )
