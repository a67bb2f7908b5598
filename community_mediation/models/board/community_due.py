from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.community_service.models.figures.community_due import DuePart

from ..mediation.community_mediation_case import RUNNING

KEPT = ("agreed", "performing")


class CommunityDue(models.Model):
    """Clocks of mediation, relocation, issues, incidents and petitions on the board."""

    _inherit = "community.due"

    kind = fields.Selection(
        selection_add=[
            ("mediation", "Mediation"),
            ("mediation_term", "Performance of an agreement"),
            ("mediation_visit", "Return visit"),
            ("relocation", "Relocation contact"),
            ("legacy", "Legacy issue"),
            ("incident", "Measure in an incident"),
            ("petition", "Petition"),
        ]
    )

    def _due_parts(self):
        by_user = self._owner("user_id")
        undone = Domain("date_done", "=", False) & Domain("case_id.state", "in", KEPT)
        cases, terms = "community.mediation.case", "community.mediation.term"
        measures, is_open = "community.incident.measure", Domain("state", "=", "open")
        lead, lead_of_case = self._lead("id"), self._lead("case_id")
        return [
            *super()._due_parts(),
            DuePart("mediation", cases, Domain("state", "in", RUNNING), "date_limit", lead),
            DuePart("mediation_term", terms, undone, "date_due", lead_of_case, parent="case_id"),
            DuePart("mediation_visit", cases, Domain.TRUE, "date_return_visit", lead),
            DuePart(
                "relocation",
                "community.relocation.talk",
                Domain("is_done", "=", False),
                "date_next",
                by_user,
            ),
            DuePart("legacy", "community.legacy.issue", is_open, "date_next", by_user),
            DuePart(
                "incident",
                measures,
                Domain("date", "=", False),
                "date_due",
                self._owner_of_incident,
                parent="incident_id",
            ),
            # The next day of a petition is empty once none runs.
            DuePart("petition", "community.petition", Domain.TRUE, "date_next", by_user),
        ]

    def _lead(self, case):
        """Return the function that takes the user of the mediator who leads the case."""

        def owner(records, query):
            # Raw SQL: the first of the case's mediators leads it.
            return SQL(
                """(SELECT m.user_id FROM community_mediation_case_mediator_rel r
                      JOIN community_mediation_mediator m ON m.id = r.mediator_id
                     WHERE r.case_id = %s AND m.user_id IS NOT NULL
                     ORDER BY m.id LIMIT 1)""",
                records._field_to_sql(query.table, case, query),
            )

        return owner

    def _owner_of_incident(self, records, query):
        # Raw SQL: who keeps the incident answers for its measures.
        return SQL(
            "(SELECT i.user_id FROM community_incident i WHERE i.id = %s)",
            records._field_to_sql(query.table, "incident_id", query),
        )
