from odoo import api, fields, models
from odoo.exceptions import UserError

SUBJECT_LINKS = {"member": "member_id", "post": "post_id", "unit": "partner_id"}


class CommunityPartyAssessment(models.Model):
    """A year's assessment by a standard: pledge, comment, public appraisal, decision, award.

    Each criterion is scored by people, with evidence; the weighted mean is all that the program
    works out, and no number of entries ever goes into it. The result is the decision of a meeting.
    """

    _name = "community.party.assessment"
    _description = "Assessment by a Standard"
    _inherit = ["community.party.decided.mixin"]
    _order = "year desc, organization_id, id"
    _rec_names_search = ["subject_name", "standard_id"]
    _check_company_auto = True

    organization_id = fields.Many2one(tracking=True)
    standard_id = fields.Many2one(
        "community.party.standard",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        index=True,
        aggregator=None,
    )
    # As the standard said when the assessment was begun.
    subject = fields.Selection(
        [
            ("organization", "Organisation"),
            ("member", "Party member"),
            ("post", "Post"),
            ("unit", "Unit"),
        ],
        "Who is assessed",
        compute="_compute_subject",
        store=True,
        precompute=True,
    )
    member_id = fields.Many2one(
        "community.party.member",
        "Party member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    post_id = fields.Many2one(
        "community.party.post",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Unit",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("is_company", "=", True)],
    )
    # Stored: who moved to another branch is still named where the assessment was made.
    subject_name = fields.Char(
        "Who was assessed", compute="_compute_subject_name", store=True, precompute=True
    )
    line_ids = fields.One2many("community.party.assessment.line", "assessment_id", "Criteria")
    score = fields.Float(
        "Weighted score",
        compute="_compute_score",
        store=True,
        digits=(5, 1),
        aggregator=None,
        help="Mean of the scores by their weights, once each criterion has its evidence.",
    )
    is_scored = fields.Boolean("All criteria scored", compute="_compute_score", store=True)
    party_work_share = fields.Float(
        "Weight of Party work (%)", compute="_compute_party_work_share", digits=(5, 1)
    )
    award_ids = fields.One2many("community.party.award", "assessment_id", "Awards")
    objection_ids = fields.One2many("community.party.objection", "assessment_id", "Objections")

    _subject_uniq = models.UniqueIndex(
        "(organization_id, standard_id, year, COALESCE(member_id, 0), COALESCE(post_id, 0),"
        " COALESCE(partner_id, 0))",
        "This assessment by the standard is there already for the year.",
    )
    _check_year = models.Constraint(
        "CHECK (year BETWEEN 1990 AND 2200)", "The year of an assessment has four digits."
    )

    @api.depends("standard_id", "year", "subject_name")
    def _compute_display_name(self):
        for record in self:
            parts = (record.subject_name, record.standard_id.name, str(record.year or ""))
            record.display_name = " ".join(filter(None, parts))

    @api.depends(
        "subject",
        "organization_id.name",
        "member_id.name",
        "post_id.member_id.name",
        "partner_id.name",
    )
    def _compute_subject_name(self):
        names = {
            "member": "member_id.name",
            "post": "post_id.member_id.name",
            "unit": "partner_id.name",
            "organization": "organization_id.name",
        }
        for record in self:
            path = names[record.subject or "organization"]
            record.subject_name = next(iter(filter(None, record.mapped(path))), False)

    @api.depends("standard_id")
    def _compute_subject(self):
        for record in self:
            record.subject = record.standard_id.subject

    @api.depends("line_ids.score", "line_ids.weight", "line_ids.evidence")
    def _compute_score(self):
        for record in self:
            lines = record.line_ids
            record.is_scored = bool(lines) and all((x.evidence or "").strip() for x in lines)
            weights = sum(lines.mapped("weight"))
            total = sum(line.score * line.weight for line in lines)
            record.score = total / weights if record.is_scored and weights else 0

    @api.depends("line_ids.weight", "line_ids.is_party_work")
    def _compute_party_work_share(self):
        for record in self:
            weights = sum(record.line_ids.mapped("weight"))
            own = sum(record.line_ids.filtered("is_party_work").mapped("weight"))
            record.party_work_share = 100 * own / weights if weights else 0

    @api.constrains("subject", "member_id", "post_id", "partner_id", "standard_id")
    def _check_subject(self):
        for record in self:
            wanted = SUBJECT_LINKS.get(record.subject)
            for link in SUBJECT_LINKS.values():
                if bool(record[link]) != (link == wanted):
                    labels = dict(self._fields["subject"]._description_selection(self.env))
                    raise UserError(
                        self.env._(
                            "“%(standard)s” assesses: %(subject)s. Fill in that and nobody else, "
                            "or choose another standard.",
                            standard=record.standard_id.name,
                            subject=labels[record.subject],
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        # Standards are the same for all; the links of the rest are checked before they are read.
        records = super().create(vals_list)
        records.standard_id._check_usable()
        records._fill()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "standard_id" in vals:
            self.standard_id._check_usable()
            self._fill()
        return result

    def _fill(self):
        """Bring the criteria up to the standard's of today.

        Wording and weight follow the standard until the pledge is made public. A criterion that
        the standard does not have any more goes, unless somebody wrote evidence on it.
        """
        # sudo: wording and weight are the standard's, and closed to everybody else.
        Line = self.env["community.party.assessment.line"].sudo()
        for record in self:
            lines = record.sudo().line_ids
            sources = record.standard_id.line_ids
            gone = lines.filtered(lambda line, kept=sources: line.source_id not in kept)
            lines -= gone
            gone.filtered(lambda line: not (line.evidence or "").strip()).unlink()
            for source in sources:
                values = {
                    "sequence": source.sequence,
                    "name": source.name,
                    "weight": source.weight,
                    "is_party_work": source.is_party_work,
                }
                if line := lines.filtered(lambda x, own=source: x.source_id == own):
                    line.write(values)
                else:
                    Line.create({**values, "assessment_id": record.id, "source_id": source.id})
