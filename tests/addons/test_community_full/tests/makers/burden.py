"""What the program itself costs; each place has a line of its own."""


def _next(place, model, names):
    return names[place.env[model].search_count([])]


def _field(place):
    names = ("external_number", "result", "satisfaction")
    return place.env["community.burden.field"].create(
        {
            "company_id": place.company.id,
            "entry_model": "community.request",
            "field_name": _next(place, "community.burden.field", names),
        }
    )


def _key(place):
    count = place.env["community.burden.key"].search_count([])
    return place.env["community.burden.key"].create({"key": f"{count:032x}", "month": "2026-01-01"})


def _time(place):
    names = ("community.request", "community.visit", "community.resident")
    return place.env["community.burden.time"].create(
        {
            "company_id": place.company.id,
            "role": "officer",
            "step": "entry",
            "entry_model": _next(place, "community.burden.time", names),
            "count": 5,
        }
    )


MAKERS = {
    "community.burden.field": _field,
    "community.burden.key": _key,
    "community.burden.time": _time,
}
