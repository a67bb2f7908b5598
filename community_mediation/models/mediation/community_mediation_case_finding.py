from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from .community_mediation_paper import PAPERS

# A mediation that failed has no agreement.
NOT_IF_FAILED = ("agreement",)

# What a paper of the case states and cannot leave blank.
NEEDS = {
    "report_mediation_application": ("description", "claims"),
    "report_mediation_acceptance": ("kind_id", "committee_id", "mediator_ids"),
    "report_mediation_refusal": ("kind_id", "end_reason"),
    "report_mediation_closing": ("kind_id", "committee_id", "mediator_ids", "description"),
    "report_mediation_cover": ("committee_id", "filed_by", "date_filed", "retention"),
    "report_mediation_statement": ("file_statement", "filed_by", "date_filed"),
    "report_mediation_back_cover": (
        "filed_by",
        "date_filed",
        "checked_by",
        "date_checked",
        "retention",
    ),
}


class CommunityMediationCase(models.Model):
    """The file (卷宗) of a case: what lies in it, on which pages, who filed and who checked it."""

    _inherit = "community.mediation.case"

    paper_ids = fields.One2many("community.mediation.paper", "case_id", "Papers", copy=False)
    missing_papers = fields.Char("Papers missing", compute="_compute_missing_papers")
    file_statement = fields.Text(
        "Statement on the file",
        help="What a reader of the file has to know: what is missing and why, what lies elsewhere",
    )
    filed_by = fields.Char("Filed by", copy=False)
    date_filed = fields.Date("Filed on", copy=False)
    checked_by = fields.Char("File checked by", copy=False)
    date_checked = fields.Date("File checked on", copy=False)
    retention = fields.Selection(
        [("short", "Short term"), ("long", "Long term"), ("permanent", "Permanently")],
        "Kept for",
        help="As the rules of the place have it.",
    )

    def _paper_sentence(self, name):
        """Return a sentence of a paper with its days and names in it."""
        self.ensure_one()

        def day(value):
            return format_date(self.env, value, date_format="long") if value else ""

        agreement = self.agreement_ids[:1]
        if name == "acceptance":
            return self.env._(
                "On %(day)s the committee accepted, with the consent of the sides, the dispute "
                "between %(one)s and %(two)s.",
                day=day(self.date_accepted),
                one=self._side_names("one"),
                two=self._side_names("two"),
            )
        if name == "refusal":
            return self.env._(
                "The dispute of %(day)s (%(kind)s) is not accepted for people's mediation.",
                day=day(self.date_received),
                kind=self.kind_id.name,
            )
        if name == "reason":
            return self.env._("It is not accepted because: %(reason)s", reason=self.end_reason)
        if name == "authority":
            return self.env._(
                "For the dispute %(number)s the principal appoints this agent, who acts within the "
                "authority above.",
                number=self.number,
            )
        if name == "days":
            return self.env._(
                "From %(first)s to %(last)s",
                first=day(self.date_accepted),
                last=day(self.date_ended),
            )
        if name == "visit":
            return self.env._(
                "How the agreement that took effect on %(day)s is performed",
                day=day(self.date_settled),
            )
        if name == "until":
            return self.env._(
                "Both sides ask together, until %(day)s. Enclosed: the agreement, identity papers, "
                "proof of the facts.",
                day=day(agreement.confirmation_due),
            )
        return self.env._(
            "We ask the court to confirm the people's mediation agreement %(number)s, which took "
            "effect on %(day)s.",
            number=self.number,
            day=day(agreement.date_effective),
        )

    def _side_names(self, side):
        return "、".join(
            self.participant_ids.filtered(lambda party: party.side == side).mapped("name")
        )

    @api.constrains("date_filed", "date_checked")
    def _check_filed(self):
        self._check_not_future("date_filed", "date_checked")

    def _paper_needs(self, paper):
        return (*super()._paper_needs(paper), *NEEDS.get(paper, ()))

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper in ("report_mediation_cover", "report_mediation_back_cover"):
            labels = dict(self.paper_ids._fields["kind"]._description_selection(self.env))
            if not any(one._is_paged() for one in self.paper_ids):
                lacks.append(self.env._("a paper in the file"))
            lacks += [
                self.env._("Pages of “%(paper)s”", paper=labels[one.kind])
                for one in self.paper_ids
                if one._is_paged() and not one.pages
            ]
        return lacks

    def _file_pages(self):
        """Return on how many numbered pages the file lies."""
        return sum(paper.pages for paper in self.paper_ids if paper._is_paged())

    def _file_title(self):
        """Return the title of the file (卷名): who with whom, about what."""
        self.ensure_one()
        return self.env._(
            "%(one)s with %(two)s, %(kind)s",
            one=self._side_names("one"),
            two=self._side_names("two"),
            kind=self.kind_id.name or "",
        )

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
        # Whoever accepts a case begins its file.
        self.sudo().write(
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
        Parameter = self.env["community.parameter"]
        return Parameter._whole("mediation_confirmation_days", self.company_id, self.date_settled)

    def _outcome(self):
        """Return in one word how the mediation ended, for the cover; empty while it runs."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        if self.date_performed:
            return states["performed"]
        if self.date_settled:
            return states["agreed" if self.state in ("agreed", "performing") else "broken"]
        return states["failed"] if self.legal_ways else ""

    def _closing_words(self):
        """Return how the mediation ended, with what was agreed or why nothing was."""
        self.ensure_one()
        words = [self._outcome()]
        if self.date_settled:
            words += [f"{number}. {term.name}" for number, term in enumerate(self.term_ids, 1)]
        words += [self.end_reason, self.legal_ways]
        return "\n".join(filter(None, words))

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
        labels = dict(self.paper_ids._fields["kind"]._description_selection(self.env))
        for paper in self.paper_ids:
            if paper.is_there and not paper._is_shown():
                raise UserError(
                    self.env._(
                        "%(case)s: “%(paper)s” is ticked, and has neither a scan nor anything in "
                        "the case of which it could be printed. Attach the scan, enter what it "
                        "says, or take the tick off.",
                        case=self.display_name,
                        paper=labels[paper.kind],
                    )
                )
