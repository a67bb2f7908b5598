from odoo import api, fields, models

from ..models.aid.community_aid_programme import AID_CLASSES
from ..models.base.community_dialog_mixin import ends_dialog


class CommunityAidDecide(models.TransientModel):
    """Records the decision of the deciding body; what the program proposes is filled in."""

    _name = "community.aid.decide"
    _description = "Decision on an Aid Case"
    _inherit = ["community.dialog.mixin"]

    case_id = fields.Many2one("community.aid.case", required=True, ondelete="cascade")
    decision = fields.Selection(
        [("granted", "Granted"), ("refused", "Not approved")], default="granted", required=True
    )
    date = fields.Date("Decided on", required=True, default=fields.Date.context_today)
    decision_body = fields.Char(
        "Deciding body",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    decision_person = fields.Char("Decided by", required=True, help="A person, by name.")
    decision_number = fields.Char("Document number")
    decision_basis = fields.Char(
        "Article",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    is_monthly = fields.Boolean(related="case_id.programme_id.is_monthly")
    amount = fields.Monetary(
        compute="_compute_proposal", store=True, readonly=False, precompute=True
    )
    aid_class = fields.Selection(
        AID_CLASSES,
        "Class",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        precompute=True,
    )
    proposal = fields.Selection(related="case_id.proposal")
    working = fields.Text(related="case_id.working")
    reason = fields.Text("Reasons", help="Needed for a refusal, or when it is not as proposed.")

    @api.depends("case_id")
    def _compute_proposal(self):
        for dialog in self:
            case = dialog.case_id
            dialog.decision_body = case.programme_id._decider()[0] if case else False
            dialog.decision_basis = case.programme_id.legal_basis
            dialog.amount = case.proposed_amount
            dialog.aid_class = case.aid_class

    @ends_dialog
    def action_apply(self):
        """Store the decision with the case."""
        self.ensure_one()
        self.case_id._decide(
            {
                "decision": self.decision,
                "date": self.date,
                "decision_body": self.decision_body,
                "decision_person": self.decision_person,
                "decision_number": self.decision_number,
                "decision_basis": self.decision_basis,
                "amount": self.amount,
                "aid_class": self.aid_class,
                "reason": self.reason,
            }
        )
