from odoo import api, fields, models

from odoo.addons.community_service.tools.said_day import said_day

from ...tools import deadlines

OUTCOMES = [
    ("upheld", "Answer upheld"),
    ("changed", "Answer changed"),
    ("revoked", "Answer revoked"),
]


class CommunityPetitionReview(models.Model):
    """The review (复查) of an answer by the next level, and the second one (复核); art. 35, 36."""

    _name = "community.petition.review"
    _description = "Review of an Answer"
    _inherit = ["community.petition.part"]
    _order = "petition_id, level, id"
    _rec_names_search = ["body_id.name"]

    petition_id = fields.Many2one(readonly=True)
    level = fields.Selection(
        [("first", "Review"), ("second", "Second review")],
        "Level of the review",
        required=True,
        readonly=True,
    )
    body_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date = fields.Date("Review asked for on", required=True, readonly=True)
    hearing_days = fields.Integer(
        "Days of the hearing",
        readonly=True,
        help="In the second review they are not counted (art. 36); the first knows no such time.",
    )
    date_due = fields.Date("To be answered by", compute="_compute_date_due", store=True)
    date_answered = fields.Date("Answered on", readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    note = fields.Text("Opinion", readonly=True)

    _level_uniq = models.UniqueIndex("(petition_id, level)", "Each level reviews an answer once.")
    _check_hearing = models.Constraint(
        "CHECK (hearing_days >= 0)", "Days of a hearing are 0 or more."
    )

    @api.depends("date", "hearing_days", "level")
    def _compute_date_due(self):
        Parameter = self.env["community.parameter"]
        codes = {"first": "petition_review_days", "second": "petition_second_review_days"}
        for review in self:
            days = Parameter._whole(codes[review.level], review.company_id, review.date)
            # A hearing prolongs the second review alone: art. 35 has no such sentence.
            hearing = review.hearing_days if review.level == "second" else 0
            review.date_due = deadlines.petition_review_due(review.date, hearing, days)

    @api.depends_context("lang")
    @api.depends("level", "date")
    def _compute_display_name(self):
        levels = dict(self._fields["level"]._description_selection(self.env))
        for review in self:
            review.display_name = " ".join(
                filter(None, (levels.get(review.level), said_day(self.env.lang, review.date)))
            )
