"""What the program itself costs."""


def _time(place):
    return place.env["community.burden.time"].create(
        {"company_id": place.company.id, "role": "officer", "step": "door", "count": 5}
    )


MAKERS = {
    "community.burden.time": _time,
}
