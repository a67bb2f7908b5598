from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# kind, label, whether the file must hold it
PAPERS = [
    ("acceptance", "Application or acceptance form", True),
    ("rights", "Rights notice", True),
    ("id_copy", "Copies of identity papers", True),
    ("authority", "Authority of an agent", False),
    ("investigation", "Record of investigation", False),
    ("evidence", "Evidence", False),
    ("record", "Record of mediation", True),
    ("agreement", "Agreement or form of the oral agreement", True),
    ("receipt", "Receipts of performance", False),
    ("return_visit", "Record of the return visit", False),
    ("confirmation", "Papers of judicial confirmation", False),
    ("statement", "Statement on the file", True),
    ("cover", "Back cover", True),
]
# A mediation that failed has no agreement.
NOT_IF_FAILED = ("agreement",)


class CommunityMediationPaper(models.Model):
    """A paper of the file (卷宗目录): must it be there, is it there, how many pages."""

    _name = "community.mediation.paper"
    _description = "Paper of a Mediation File"
    _inherit = ["community.mediation.part"]
    _order = "case_id, sequence, id"
    _rec_name = "kind"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [(kind, label) for kind, label, _must in PAPERS], "Paper", required=True, readonly=True
    )
    is_required = fields.Boolean("Must be there", readonly=True)
    is_there = fields.Boolean("In the file")
    pages = fields.Integer()
    note = fields.Char()

    _kind_uniq = models.UniqueIndex("(case_id, kind)", "This paper stands in the list already.")
    _check_pages = models.Constraint("CHECK (pages >= 0)", "Pages are 0 or more.")


class CommunityMediationCase(models.Model):
    _inherit = "community.mediation.case"

    paper_ids = fields.One2many("community.mediation.paper", "case_id", "Papers", copy=False)
    missing_papers = fields.Char("Papers missing", compute="_compute_missing_papers")

    @api.depends("paper_ids.is_there", "state")
    def _compute_missing_papers(self):
        for case in self:
            case.missing_papers = self.env._(", ").join(case._missing_papers())

    def _missing_papers(self):
        self.ensure_one()
        Paper = self.env["community.mediation.paper"]
        labels = dict(Paper._fields["kind"]._description_selection(self.env))
        failed = not self.date_settled
        return [
            labels[paper.kind]
            for paper in self.paper_ids
            if paper.is_required
            and not paper.is_there
            and not (failed and self.state == "failed" and paper.kind in NOT_IF_FAILED)
        ]

    def _make_papers(self):
        """List the papers of the file; what acceptance itself makes is there already."""
        self._by_code(
            {
                "paper_ids": [
                    Command.create(
                        {
                            "sequence": position * 10,
                            "kind": kind,
                            "is_required": must,
                            "is_there": kind in ("acceptance", "rights"),
                        }
                    )
                    for position, (kind, _label, must) in enumerate(PAPERS, 1)
                ]
            }
        )

    def _confirmation_days(self):
        """Return how many days the sides have to ask the court; printed on the rights notice."""
        return self.env["community.parameter"]._whole("mediation_confirmation_days")

    def _outcome(self):
        """Return in one word how the mediation ended, for the cover; empty while it runs."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        if self.date_performed:
            return states["performed"]
        if self.date_settled:
            return states["agreed" if self.state in ("agreed", "performing") else "broken"]
        return states["failed"] if self.legal_ways else ""

    def _tick_paper(self, kind):
        """Note that the file holds a paper of this kind."""
        papers = self.paper_ids.filtered(lambda paper: paper.kind == kind and not paper.is_there)
        # Whoever signs minutes or an agreement puts the paper into the file.
        papers.sudo().write({"is_there": True})

    def _check_papers(self):
        missing = self._missing_papers()
        if missing:
            raise UserError(
                self.env._(
                    "%(case)s: the file lacks “%(paper)s”. Put it in and tick it, then close the "
                    "case.",
                    case=self.display_name,
                    paper=missing[0],
                )
            )
