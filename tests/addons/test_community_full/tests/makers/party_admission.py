"""Records of the way into the Party."""


def _person(place):
    """An applicant, whose first step is due."""
    partner = place.env["res.partner"].create({"name": "Applicant", "company_id": place.company.id})
    return place.env["community.party.member"].create(
        {
            "partner_id": partner.id,
            "stage": "applicant",
            "organization_id": place.record_of("community.party.organization").id,
        }
    )


def _mentor(place):
    mentor = place.record_of("community.party.member")
    return place.env["community.party.mentor"].create(
        {"member_id": _person(place).id, "mentor_id": mentor.id, "kind": "contact"}
    )


MAKERS = {
    "community.party.check": lambda place: place.env["community.party.check"].create(
        {"member_id": _person(place).id, "date_due": "2025-01-01"}
    ),
    "community.party.mentor": _mentor,
    "community.party.step": lambda place: place.env["community.party.step"].search([], limit=1),
    "community.party.step.material": lambda place: place.env[
        "community.party.step.material"
    ].search([], limit=1),
    "community.party.step.rule": lambda place: place.env["community.party.step.rule"].search(
        [], limit=1
    ),
    "community.party.step.record": lambda place: _person(place).step_record_ids,
}
