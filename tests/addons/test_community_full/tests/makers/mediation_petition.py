"""Records of petitions: any petition officer of the community keeps them."""


def _petition(place):
    return place.env["community.petition"].create(
        {
            "description": "x",
            "company_id": place.company.id,
            "household_id": place.household.id,
            "date_received": "2026-01-05",
        }
    )


def _body(place):
    return place.env["res.partner"].create({"name": "District office", "is_company": True})


def _person(place):
    petition = place.record_of("community.petition")
    return place.env["community.petition.person"].create({"petition_id": petition.id, "name": "x"})


def _transfer(place):
    petition = place.record_of("community.petition")
    return place.env["community.petition.transfer"].create(
        {"petition_id": petition.id, "body_id": _body(place).id, "date": "2026-01-06"}
    )


def _review(place):
    petition = place.record_of("community.petition")
    return place.env["community.petition.review"].create(
        {
            "petition_id": petition.id,
            "level": "first",
            "body_id": _body(place).id,
            "date": "2026-02-06",
        }
    )


MAKERS = {
    "community.petition": _petition,
    "community.petition.person": _person,
    "community.petition.review": _review,
    "community.petition.transfer": _transfer,
}
