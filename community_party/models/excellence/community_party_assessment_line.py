from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyAssessmentLine(models.Model):
    """One criterion in an assessment: the score that people gave, and on what evidence."""

    _name = "community.party.assessment.line"
    _description = "Criterion in an Assessment"
    _inherit = ["community.party.scoped.mixin"]
    _order = "assessment_id, sequence, id"
    _check_company_auto = True

    assessment_id = fields.Many2one(
        "community.party.assessment",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    organization_id = fields.Many2one(
        related="assessment_id.organization_id", store=True, precompute=True
    )
    source_id = fields.Many2one(
        "community.party.standard.line",
        "From the standard",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char("Criterion", required=True, readonly=True)
    weight = fields.Integer(required=True, readonly=True, aggregator=None)
    is_party_work = fields.Boolean("Party work", readonly=True)
    score = fields.Float(digits=(5, 1), aggregator=None, help="From 0 to 100.")
    evidence = fields.Text(help="What the score stands on: records, results, what was seen.")

    _check_score = models.Constraint(
        "CHECK (score IS NULL OR score BETWEEN 0 AND 100)", "A score lies between 0 and 100."
    )

    @api.constrains("score", "evidence")
    def _check_evidence(self):
        for line in self:
            if line.score and not (line.evidence or "").strip():
                raise UserError(
                    self.env._(
                        "“%(criterion)s” is scored %(score)s without evidence: write what the "
                        "score stands on.",
                        criterion=line.name,
                        score=line.score,
                    )
                )

    def _settled_fields(self):
        if self.assessment_id.state != "decided":
            return super()._settled_fields() | {"assessment_id"}
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        if self.assessment_id.state != "decided":
            return super()._settled_sentence(name)
        return self.assessment_id._settled_sentence(name)
