"""What the program itself costs."""


def _time(place):
    return place.env["community.burden.time"].create(
        {"company_id": place.company.id, "role": "officer", "step": "door", "count": 5}
    )


def _field(place):
    return place.env["community.burden.field"].create(
        {
            "company_id": place.company.id,
            "entry_model": "community.request",
            "field_name": "external_number",
        }
    )


MAKERS = {
    "community.burden.field": _field,
    "community.burden.time": _time,
}
