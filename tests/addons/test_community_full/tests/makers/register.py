"""Records of the register that nobody makes by hand."""


def _fact_change(place):
    return place.env["community.fact.change"].create(
        {
            "model": "community.resident",
            "res_id": place.resident.id,
            "resident_id": place.resident.id,
            "field_name": "marital",
            "old_value": "single",
            "new_value": "married",
            "kind": "change",
            "date": "2026-01-05",
            "company_id": place.company.id,
        }
    )


def _pair(place):
    other = place.resident.create({"name": "Twin", "residency_ids": [(0, 0, _life(place))]})
    return place.env["community.resident.duplicate"].create(
        {"first_id": place.resident.id, "second_id": other.id, "evidence": "3_name"}
    )


def _life(place):
    return {"household_id": place.household.id, "role": "other"}


def _compare(place):
    pair = place.record_of("community.resident.duplicate")
    return place.env["community.resident.compare"].create({"pair_id": pair.id})


MAKERS = {
    "community.fact.change": _fact_change,
    "community.resident.duplicate": _pair,
    "community.resident.compare": _compare,
}
