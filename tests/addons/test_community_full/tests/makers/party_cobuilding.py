"""Records of co-building: units stationed here and what goes on with them."""


def _unit(place):
    partner = place.env["res.partner"].create(
        {"name": "Unit", "is_company": True, "company_id": place.company.id}
    )
    return place.env["community.party.unit"].create(
        {
            "partner_id": partner.id,
            "unit_kind": "non_public",
            "organization_id": place.record_of("community.party.organization").id,
        }
    )


def _project(place):
    return place.env["community.party.project"].create(
        {"name": "x", "organization_id": place.record_of("community.party.organization").id}
    )


MAKERS = {"community.party.unit": _unit, "community.party.project": _project}
