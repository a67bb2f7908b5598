from odoo import api, fields, models
from odoo.exceptions import UserError

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


# They enclose the numbered pages.
UNPAGED = ("cover",)


class CommunityMediationPaper(models.Model):
    """A paper of the file (卷宗目录): must it be there, is it there, on which pages.

    Each has a form that is printed, filled in as far as the file knows, and takes a scan.
    """

    _name = "community.mediation.paper"
    _description = "Paper of a Mediation File"
    _inherit = ["community.named.mixin", "community.mediation.part"]
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
    page_range = fields.Char("Pages from – to", compute="_compute_page_range")
    file = fields.Binary("Scan", attachment=True, copy=False)
    file_name = fields.Char("Name of the scan", copy=False)
    note = fields.Char()

    _kind_uniq = models.UniqueIndex("(case_id, kind)", "This paper stands in the list already.")
    _check_pages = models.Constraint("CHECK (pages >= 0)", "Pages are 0 or more.")

    def _is_paged(self):
        """Tell whether the paper lies in the file and its pages are numbered."""
        return self.is_there and self.kind not in UNPAGED

    def _is_shown(self):
        """Tell whether somebody who opens the file can see the paper: a scan of it, or its form
        printed of what the case knows."""
        self.ensure_one()
        return bool(self.file or self._printed()[1])

    @api.depends("case_id.paper_ids.pages", "case_id.paper_ids.is_there", "sequence")
    def _compute_page_range(self):
        """Number the pages through the file, in the order of the contents."""
        self.page_range = False
        for case in self.case_id:
            last = 0
            for paper in case.paper_ids.sorted(lambda one: (one.sequence, one._origin.id)):
                if not paper._is_paged() or not paper.pages:
                    continue
                first, last = last + 1, last + paper.pages
                paper.page_range = f"{first}–{last}" if last > first else str(first)

    def action_print(self):
        """Print the form of this paper, filled in with what the file knows.

        :raises UserError: when nothing of the kind is in the file yet
        """
        self.ensure_one()
        self.check_access("read")
        name, records = self._printed()
        if not records:
            labels = dict(self._fields["kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(case)s: there is nothing yet of which “%(paper)s” could be printed. Enter "
                    "it in the case first.",
                    case=self.case_id.display_name,
                    paper=labels[self.kind],
                )
            )
        return self.env.ref(f"community_mediation.community_mediation_report_{name}").report_action(
            records
        )

    def _printed(self):
        """Return the name of the form of this paper, and the records that it is printed of."""
        case = self.case_id
        held = case.session_ids.filtered(lambda session: session.state in ("done", "signed"))
        asked = held.filtered(lambda session: session.kind == "investigation")
        agreement = case.agreement_ids[:1]
        oral = agreement.form == "oral"
        return {
            "acceptance": ("acceptance", case),
            "rights": ("rights", case),
            "id_copy": ("id_copies", case),
            "authority": ("authority", case.filtered("participant_ids.agent_name")),
            "investigation": ("investigation", asked),
            "evidence": ("evidence", case),
            "record": ("record", held - asked),
            "agreement": ("oral" if oral else "agreement", agreement),
            "receipt": ("receipt", case.term_ids.filtered("date_done")),
            "return_visit": ("return_visit", case.followup_ids),
            "confirmation": ("confirmation", agreement),
            "statement": ("statement", case),
            "cover": ("back_cover", case),
        }[self.kind]
