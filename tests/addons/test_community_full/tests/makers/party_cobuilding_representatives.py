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


MAKERS = {
    "community.party.representative": _representative,
    "community.party.motion": _motion,
}
