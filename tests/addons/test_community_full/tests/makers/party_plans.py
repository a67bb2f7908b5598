"""Records of plans and pledges."""


def _checkin(place):
    partner = place.env["res.partner"].create(
        {"name": "Unit", "is_company": True, "company_id": place.company.id}
    )
    return place.env["community.party.checkin"].create(
        {
            "kind": "unit",
            "partner_id": partner.id,
            "organization_id": place.record_of("community.party.organization").id,
        }
    )


def _pledge(place):
    member = place.record_of("community.party.member")
    return place.env["community.party.pledge"].create(
        {
            "offer_id": place.record_of("community.claim.offer").id,
            "kind": "member",
            "member_id": member.id,
            "organization_id": member.organization_id.id,
        }
    )


MAKERS = {"community.party.checkin": _checkin, "community.party.pledge": _pledge}
