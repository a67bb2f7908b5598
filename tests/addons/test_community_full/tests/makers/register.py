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


MAKERS = {"community.fact.change": _fact_change}
