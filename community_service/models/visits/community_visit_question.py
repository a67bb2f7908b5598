from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

LONGEST = 200


class CommunityVisitQuestion(models.Model):
    """One question of a checklist, and how it is answered at the door."""

    _name = "community.visit.question"
    _description = "Question of a Checklist"
    _inherit = ["community.shared.part.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _shared_parent = "checklist_id"

    checklist_id = fields.Many2one(
        "community.visit.checklist",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True, translate=True)
    answer_kind = fields.Selection(
        [
            ("yes_no", "Yes or no"),
            ("choice", "One of several"),
            ("number", "A number"),
            ("text", "A few words"),
        ],
        "Answered by",
        required=True,
        default="yes_no",
    )
    choices = fields.Char(
        "Answers to choose from",
        translate=True,
        help="Separated by semicolons, such as: good; fair; poor.",
    )

    @api.constrains("answer_kind", "choices")
    def _check_choices(self):
        for question in self:
            if question.answer_kind == "choice" and len(question._choice_list()) < 2:
                raise ValidationError(
                    self.env._(
                        "%(question)s: give at least two answers to choose from, separated by "
                        "semicolons.",
                        question=question.name,
                    )
                )

    def _choice_list(self):
        parts = (self.choices or "").replace("；", ";").split(";")
        return [part.strip() for part in parts if part.strip()]

    def _door_values(self):
        return {
            "id": self.id,
            "name": self.name,
            "answer_kind": self.answer_kind,
            "choices": self._choice_list() if self.answer_kind == "choice" else [],
        }

    def _as_answer(self, value):
        """Return an answer as it is kept; an empty text where nothing was answered.

        :raises UserError: naming the question, the value and what would be an answer
        """
        self.ensure_one()
        text = str(value).strip() if isinstance(value, (str, int, float)) else ""
        if value in (None, False, "") or not text and isinstance(value, str):
            return ""
        is_answer = bool(text) and len(text) <= LONGEST
        if self.answer_kind == "yes_no":
            is_answer = value in ("yes", "no")
        elif self.answer_kind == "choice":
            is_answer = value in self._choice_list()
        elif self.answer_kind == "number":
            is_answer = text.replace(".", "", 1).isdecimal() and len(text) <= 9
        if not is_answer:
            raise UserError(
                self.env._(
                    "“%(value)s” is no answer to “%(question)s”: choose one, or type a few words "
                    "or a number as it is asked for.",
                    value=str(value)[:40],
                    question=self.name,
                )
            )
        return text
