from odoo import api, fields, models


class CommunityVisitAnswer(models.Model):
    """What was answered at one visit to one question, in the words of both on that day."""

    _name = "community.visit.answer"
    _description = "Answer to a Checklist"
    _inherit = ["community.scoped.mixin"]
    _order = "visit_id desc, id"
    _rec_name = "name"
    _check_company_auto = True

    visit_id = fields.Many2one(
        "community.visit", required=True, index=True, ondelete="cascade", check_company=True
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_visit",
        store=True,
        precompute=True,
        index=True,
        ondelete="cascade",
    )
    date = fields.Date("Asked on", compute="_compute_visit", store=True, precompute=True)
    # The question may be reworded or taken from the list; what was asked stays.
    question_id = fields.Many2one(
        "community.visit.question",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    name = fields.Char("Question asked", required=True)
    value = fields.Char(required=True)
    label = fields.Char("Answer", compute="_compute_label")

    @api.depends("visit_id.household_id", "visit_id.date")
    def _compute_visit(self):
        for answer in self:
            answer.household_id = answer.visit_id.household_id
            answer.date = answer.visit_id.date

    @api.depends("value")
    @api.depends_context("lang")
    def _compute_label(self):
        words = {"yes": self.env._("Yes"), "no": self.env._("Not so")}
        for answer in self:
            answer.label = words.get(answer.value, answer.value)

    @api.model
    def _file(self, visit, answers):
        """File the checked answers of one visit.

        :param list answers: as from ``community.visit.checklist._check_answers``
        """
        questions = self.env["community.visit.question"].browse(
            [answer["question_id"] for answer in answers]
        )
        names = {question.id: question.name for question in questions}
        return self.create(
            [
                {**answer, "visit_id": visit.id, "name": names[answer["question_id"]]}
                for answer in answers
            ]
        )
