"""Records of the duties of privacy."""


def _proposal(place):
    visit = place.record_of("community.visit")
    values = {"res_model": visit._name, "res_id": visit.id}
    Proposal = place.env["community.retention.proposal"]
    return Proposal.search([(name, "=", value) for name, value in values.items()]) or (
        Proposal.create(
            {"code": "visit", "why": "Term is over", "company_id": place.company.id, **values}
        )
    )


MAKERS = {"community.retention.proposal": _proposal}
