from odoo import api, models
from odoo.fields import Domain

from ..visits.community_visit_check import ENTERED_FACTS, HOME_FACTS
from .community_form_cell_finding import FACTS


class CommunityVisitCheck(models.Model):
    """What a form waits for and nobody has said becomes one question at the next visit."""

    _inherit = "community.visit.check"

    @api.model
    def _waiting_cells(self, companies):
        """Return the columns of approved forms in which somebody lacks the fact."""
        # sudo: which forms are filled in is no secret; the people are those of the door.
        return (
            self.env["community.form.cell"]
            .sudo()
            .search(
                Domain("company_id", "in", companies.ids)
                & Domain("form_id.state", "=", "approved")
                & Domain("form_id.active", "=", True)
                & Domain("kind", "=", "column")
                & Domain("is_question", "=", False)
                & Domain("missing_count", ">", 0)
            )
        )

    @api.model
    def _wanted_facts(self, residents):
        wanted = super()._wanted_facts(residents)
        for cell in self._waiting_cells(residents.company_id):
            path = cell.column_id.path or ""
            fact = FACTS.get(path.rpartition(".")[2])
            if fact not in ENTERED_FACTS:
                continue
            for resident in cell._lacking(residents, path):
                for asked in resident._questions_for(fact):
                    facts = wanted.setdefault(resident.id, ())
                    if asked not in facts:
                        wanted[resident.id] = (*facts, asked)
        return wanted

    @api.model
    def _wanted_of_homes(self, households):
        wanted = super()._wanted_of_homes(households)
        cells = self._waiting_cells(households.company_id)
        cells = cells.filtered(
            lambda cell: (cell.column_id.path or "").rpartition(".")[2] in HOME_FACTS
        )
        if not cells:
            return wanted
        writable = households.dwelling_id._filtered_access("write")
        # sudo: see _waiting_cells; a home that nobody may write is asked about nothing.
        homes = households.sudo().filtered(lambda home: home.dwelling_id in writable)
        for cell in cells:
            fact = cell.column_id.path.rpartition(".")[2]
            for home in self._homes_in_rows(cell, homes):
                facts = wanted.setdefault(home.id, ())
                if not home.dwelling_id[fact] and fact not in facts:
                    wanted[home.id] = (*facts, fact)
        return wanted

    @api.model
    def _homes_in_rows(self, cell, homes):
        """Return those of these homes that stand, or of which somebody stands, in the rows."""
        records = cell.ledger_id._records()
        domain = cell._of_community(records._name, cell.ledger_id._domain())
        if records._name == "community.household":
            return homes & records.search(domain & Domain("id", "in", homes.ids))
        return homes & homes.resident_ids.filtered_domain(domain).household_id
