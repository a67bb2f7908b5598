from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_visit import KINDS


class CommunityVisitChecklist(models.Model):
    """What is asked at a visit of one kind: shipped as an example, edited locally."""

    _name = "community.visit.checklist"
    _description = "Checklist of Visits"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"
    _shared_by = ("kind",)

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, "Kind of visit", required=True)
    question_ids = fields.One2many(
        "community.visit.question", "checklist_id", "Questions", copy=True
    )

    _kind_uniq = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0)) WHERE active IS TRUE",
        "There is a checklist for this kind of visit: add the questions there, or archive it "
        "first.",
    )

    @api.model
    def _door_questions(self, company):
        """Return what is asked at each kind of visit in a community; three queries.

        :return: dict kind -> list of dicts ``id``, ``name``, ``answer_kind``, ``choices``
        """
        return {
            checklist.kind: [question._door_values() for question in checklist.question_ids]
            for checklist in self._in_use(company)
        }

    @api.model
    def _check_answers(self, company, kind, answers):
        """Return the answers of one visit by question, each as it is kept.

        :param list answers: dicts ``question_id`` and ``value``
        :return: list of dicts ``question_id``, ``value``
        :raises UserError: for a question of another kind of visit, or what is no answer to it
        """
        questions = self._in_use(company, [("kind", "=", kind)]).question_ids
        checked = {}
        for answer in answers:
            given = answer if isinstance(answer, dict) else {}
            question = questions.filtered(
                lambda one, given=given: one.id == given.get("question_id")
            )
            if not question:
                raise UserError(
                    self.env._(
                        "A question of this visit is asked no more: open the screen again, and "
                        "answer what stands there now."
                    )
                )
            value = question._as_answer(given.get("value"))
            if value:
                checked[question.id] = {"question_id": question.id, "value": value}
        return list(checked.values())
