from odoo import fields, models

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
