from odoo import api, fields, models

from odoo.addons.community_service.models.base.community_dialog_mixin import ends_dialog

from ..models.petition.community_petition_flow import ANSWERS, LEGAL_PATHS
from ..models.petition.community_petition_review import OUTCOMES
from ..models.petition.community_petition_transfer import TRANSFER_KINDS


class CommunityPetitionMove(models.TransientModel):
    """Asks for what a step of a petition needs: a body, a day, a reason, parts of the answer."""

    _name = "community.petition.move"
    _description = "Step of a Petition"
    _inherit = ["community.dialog.mixin"]

    kind = fields.Selection(
        [
            ("hand", "Hand to the responsible body"),
            ("object", "The body returns it"),
            ("accept", "Accepted"),
            ("decline", "Not accepted"),
            ("redirect", "Send to its legal path"),
            ("report", "Report an urgent matter"),
            ("extend", "More time"),
            ("answer", "Written answer"),
            ("deliver", "The petitioner has the answer"),
            ("ask_review", "A review is asked for"),
            ("answer_review", "Record the review"),
            ("settle", "Settled by agreement"),
            ("join", "Join to an earlier petition"),
            ("close", "Close the file"),
        ],
        required=True,
        readonly=True,
    )
    petition_id = fields.Many2one("community.petition", required=True, readonly=True)
    petition_kind = fields.Selection(related="petition_id.kind", string="Kind of petition")
    is_reachable = fields.Boolean(related="petition_id.is_reachable")
    date = fields.Date("On", default=fields.Date.context_today, required=True)
    transfer_kind = fields.Selection(TRANSFER_KINDS, "How", default="transfer")
    body_id = fields.Many2one("res.partner", domain=[("is_company", "=", True)])
    is_told = fields.Boolean("The petitioner was told")
    legal_path = fields.Selection(LEGAL_PATHS)
    reason = fields.Text()
    days = fields.Integer("Days to add", default=30)
    head = fields.Char("Leave given by")
    outcome = fields.Selection(ANSWERS, "Conclusion")
    answer_request = fields.Text(
        "What was asked", compute="_compute_answer_request", store=True, readonly=False
    )
    answer_facts = fields.Text("Facts and reasons")
    answer_opinion = fields.Text("Opinion on the handling")
    answer_basis = fields.Text("Legal basis")
    review_outcome = fields.Selection(OUTCOMES, "What the review says")
    hearing_days = fields.Integer("Days of the hearing")
    original_id = fields.Many2one(
        "community.petition",
        "The petition that came first",
        domain="[('id', '!=', petition_id), ('joined_id', '=', False)]",
    )

    @api.depends("petition_id", "kind")
    def _compute_answer_request(self):
        for move in self:
            move.answer_request = move.answer_request or (
                move.petition_id.description if move.kind == "answer" else False
            )

    @ends_dialog
    def action_apply(self):
        """Take the step.

        :raises UserError: naming what is missing, or when the state forbids it
        """
        self.ensure_one()
        petition = self.petition_id
        petition.check_access("write")
        getattr(self, f"_apply_{self.kind}")(petition)
        return {"type": "ir.actions.act_window_close"}

    def _apply_hand(self, petition):
        petition._hand(self.transfer_kind, self.body_id, self.date)

    def _apply_object(self, petition):
        petition._object(self.date, self.reason)

    def _apply_accept(self, petition):
        petition._accept(self.date, self.is_told)

    def _apply_decline(self, petition):
        petition._decline(self.date, self.reason)

    def _apply_redirect(self, petition):
        petition._redirect(self.date, self.legal_path, self.reason)

    def _apply_report(self, petition):
        petition._report(self.date)

    def _apply_extend(self, petition):
        petition._extend(self.date, self.days, self.head, self.reason)

    def _apply_answer(self, petition):
        petition._answer(
            self.date,
            self.outcome,
            request=self.answer_request,
            facts=self.answer_facts,
            opinion=self.answer_opinion,
            basis=self.answer_basis,
        )

    def _apply_deliver(self, petition):
        petition._deliver(self.date)

    def _apply_ask_review(self, petition):
        petition._ask_review(self.date, self.body_id, self.hearing_days)

    def _apply_answer_review(self, petition):
        petition._answer_review(self.date, self.review_outcome, self.reason, self.hearing_days)

    def _apply_settle(self, petition):
        petition._settle(self.date, self.reason)

    def _apply_join(self, petition):
        petition._join(self.original_id)

    def _apply_close(self, petition):
        petition._end(self.reason)
