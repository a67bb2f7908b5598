from odoo import fields, models
from odoo.tools import SQL

from ..relocation.community_relocation_project import KINDS

# Of ten ids each part has one, so that no two rows share an id.
PARTS = 10


class CommunityMediationWork(models.Model):
    """The workload by area: how much of which work of the branch lies in which estate.

    Disputes, relocation by the kind of its project, legacy issues, incidents and petitions are
    counted as they are now; no name, number or address stands here, so that a manager who may not
    open the files reads the counts. Accusations are left out: nobody learns of them by a count.
    """

    _name = "community.mediation.work"
    _description = "Workload of Stability"
    _inherit = ["community.named.mixin"]
    _auto = False
    _log_access = False
    _order = "date desc, id desc"
    _rec_name = "work"
    _depends = {
        "community.mediation.case": [
            "area_id",
            "company_id",
            "date_limit",
            "date_received",
            "date_settled",
            "kind_id",
            "state",
        ],
        "community.relocation.file": ["agreement_state", "area_id", "company_id", "active"],
        "community.relocation.project": ["kind", "date_start"],
        "community.legacy.issue": ["area_id", "company_id", "date_next", "since", "state"],
        "community.incident": ["area_id", "company_id", "date", "state"],
        "community.petition": ["area_id", "company_id", "date_closed", "date_received", "kind"],
        "community.area": ["kind", "parent_path"],
    }

    work = fields.Selection(
        [
            ("dispute", "Disputes"),
            *KINDS,
            ("legacy", "Legacy issues"),
            ("incident", "Incidents"),
            ("petition", "Petitions"),
        ],
        readonly=True,
    )
    kind_id = fields.Many2one("community.dispute.kind", "Kind of dispute", readonly=True)
    area_id = fields.Many2one("community.area", "Estate", readonly=True)
    company_id = fields.Many2one("res.company", "Community", readonly=True)
    date = fields.Date("Since", readonly=True)
    stage = fields.Selection(
        [("open", "Open"), ("settled", "Settled"), ("ended", "Ended otherwise")], readonly=True
    )
    is_late = fields.Boolean("Overdue", readonly=True)

    @property
    def _table_query(self):
        # Raw SQL: rows of five models without anything that names somebody; the record rule keeps
        # each community apart. The estate is the one above the place, by the path of the place.
        rows = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s * q.id + %s AS id, q.work, q.kind_id, q.place_id, q.company_id, q.date, "
                "q.stage, q.is_late FROM (%s) q",
                PARTS,
                number,
                part,
            )
            for number, part in enumerate(self._work_parts())
        )
        return SQL(
            """
            SELECT w.id, w.work, w.kind_id, coalesce(e.id, w.place_id) AS area_id, w.company_id,
                   w.date, w.stage, coalesce(w.is_late, FALSE) AS is_late
            FROM (%s) w
            LEFT JOIN community_area a ON a.id = w.place_id
            LEFT JOIN LATERAL (
                SELECT up.id FROM community_area up
                WHERE up.kind = 'estate'
                  AND up.id = ANY(string_to_array(trim(BOTH '/' FROM a.parent_path), '/')::int[])
                LIMIT 1
            ) e ON TRUE
            """,
            rows,
        )

    def _work_parts(self):
        """Return the queries of the parts, each with id, work, kind, place, community and day."""
        today = fields.Date.context_today(self)
        return [
            SQL(
                """
                SELECT id, 'dispute' AS work, kind_id, area_id AS place_id, company_id,
                       date_received AS date,
                       CASE WHEN date_settled IS NOT NULL THEN 'settled'
                            WHEN state IN ('refused', 'failed', 'closed') THEN 'ended'
                            ELSE 'open' END AS stage,
                       state IN ('accepted', 'mediating') AND date_limit < %s AS is_late
                FROM community_mediation_case
                """,
                today,
            ),
            SQL(
                """
                SELECT f.id, p.kind AS work, NULL::int AS kind_id, f.area_id AS place_id,
                       f.company_id, p.date_start AS date,
                       CASE f.agreement_state WHEN 'none' THEN 'open'
                            WHEN 'conditional' THEN 'settled' WHEN 'signed' THEN 'settled'
                            ELSE 'ended' END AS stage,
                       FALSE AS is_late
                FROM community_relocation_file f
                JOIN community_relocation_project p ON p.id = f.project_id
                WHERE f.active
                """
            ),
            SQL(
                """
                SELECT id, 'legacy' AS work, NULL::int AS kind_id, area_id AS place_id, company_id,
                       since AS date,
                       CASE state WHEN 'open' THEN 'open' WHEN 'solved' THEN 'settled'
                            ELSE 'ended' END AS stage,
                       state = 'open' AND date_next < %s AS is_late
                FROM community_legacy_issue
                """,
                today,
            ),
            SQL(
                """
                SELECT id, 'incident' AS work, NULL::int AS kind_id, area_id AS place_id,
                       company_id, date,
                       CASE state WHEN 'closed' THEN 'settled' ELSE 'open' END AS stage,
                       FALSE AS is_late
                FROM community_incident
                """
            ),
            SQL(
                """
                SELECT id, 'petition' AS work, NULL::int AS kind_id, area_id AS place_id,
                       company_id, date_received AS date,
                       CASE WHEN date_closed IS NULL THEN 'open' ELSE 'settled' END AS stage,
                       FALSE AS is_late
                FROM community_petition
                WHERE kind <> 'accusation'
                """
            ),
        ]
