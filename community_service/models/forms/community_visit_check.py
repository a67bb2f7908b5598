from odoo import api, models
from odoo.fields import Domain

from .community_form_cell_finding import FACTS

# What is typed or chosen at a door.
ASKED = ("phone", "emergency", "employment")


class CommunityVisitCheck(models.Model):
    """What a form waits for and nobody has said becomes one question at the next visit."""

    _inherit = "community.visit.check"

    @api.model
    def _wanted_facts(self, residents):
        wanted = super()._wanted_facts(residents)
        # sudo: which forms are filled in is no secret; the people are those of the door.
        cells = (
            self.env["community.form.cell"]
            .sudo()
            .search(
                Domain("company_id", "in", residents.company_id.ids)
                & Domain("form_id.state", "=", "approved")
                & Domain("form_id.active", "=", True)
                & Domain("kind", "=", "column")
                & Domain("is_question", "=", False)
                & Domain("missing_count", ">", 0)
            )
        )
        for cell in cells:
            path = cell.column_id.path or ""
            fact = FACTS.get(path.rpartition(".")[2])
            if fact not in ASKED:
                continue
            lacking = cell._lacking(residents, path)
            for resident in lacking:
                facts = wanted.setdefault(resident.id, ())
                if fact not in facts:
                    wanted[resident.id] = (*facts, fact)
        return wanted
