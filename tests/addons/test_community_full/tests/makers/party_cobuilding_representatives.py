"""Records of representatives and their motions."""


def _representative(place):
    return place.env["community.party.representative"].create(
        {
            "resident_id": place.record_of("community.resident").id,
            "group_name": "Group 3",
            "organization_id": place.record_of("community.party.organization").id,
            "date_from": "2026-01-01",
            "date_to": "2026-12-31",
        }
    )


def _motion(place):
    return place.env["community.party.motion"].create(
        {
            "name": "Lamps",
            "representative_id": place.record_of("community.party.representative").id,
            "date_brought": "2026-03-02",
        }
    )


def _mass_leader(place):
    # Below the organisation of the place: its keepers keep this one as well.
    union = place.env["community.party.organization"].create(
        {
            "name": "Union",
            "kind": "mass_organization",
            "parent_id": place.record_of("community.party.organization").id,
            "company_id": place.company.id,
        }
    )
    person = place.env["res.partner"].create({"name": "Chair"})
    values = {"organization_id": union.id, "partner_id": person.id, "role": "Chair"}
    return place.env["community.party.mass.leader"].create(values)


MAKERS = {
    "community.party.mass.leader": _mass_leader,
    "community.party.representative": _representative,
    "community.party.motion": _motion,
}
