from odoo import api, models

from ..mediation.community_mediation_case import ENDED
from ..petition.community_petition import ENDED as PETITION_ENDED


class CommunityResident(models.Model):
    """What else the search on every page finds and counts."""

    _inherit = "community.resident"

    @api.model
    def _numbered(self):
        return [
            *super()._numbered(),
            ("community.mediation.case", "number"),
            ("community.petition", "number"),
        ]

    @api.model
    def _open_matters(self):
        told = [("state", "not in", PETITION_ENDED), ("kind", "!=", "accusation")]
        return [
            *super()._open_matters(),
            (
                "community.mediation.participant",
                [("case_id.state", "not in", ENDED)],
                "resident_id",
                False,
            ),
            ("community.petition", told, "resident_id", "household_id"),
        ]
