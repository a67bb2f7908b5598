from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.community_service.models.volunteers.community_claim_offer import OfferPart

from ..mediation.community_mediation_case import ENDED as CASE_ENDED
from ..petition.community_petition import ENDED as PETITION_ENDED


class CommunityClaimOffer(models.Model):
    """Files in which somebody may take part: the kind and the estate, no side and no number."""

    _inherit = "community.claim.offer"

    kind = fields.Selection(
        selection_add=[
            ("mediation", "Mediation"),
            ("relocation", "Household in relocation"),
            ("legacy", "Legacy issue"),
            ("incident", "Incident"),
            ("petition", "Petition"),
        ]
    )

    def _offer_parts(self):
        return [
            *super()._offer_parts(),
            OfferPart(
                "mediation", "community.mediation.case", Domain("state", "not in", CASE_ENDED)
            ),
            # Nothing is left to be done for a household that has moved.
            OfferPart(
                "relocation",
                "community.relocation.file",
                Domain("project_id.state", "!=", "closed") & Domain("date_moved", "=", False),
            ),
            OfferPart("legacy", "community.legacy.issue", Domain("state", "=", "open")),
            OfferPart("incident", "community.incident", Domain("state", "!=", "closed")),
            # Nobody outside may learn that an accusation exists.
            OfferPart(
                "petition",
                "community.petition",
                Domain("state", "not in", PETITION_ENDED) & Domain("kind", "!=", "accusation"),
            ),
        ]
