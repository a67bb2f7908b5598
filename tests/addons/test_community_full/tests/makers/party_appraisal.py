"""Records of the democratic appraisal and its secret ballot."""


def _appraisal(place):
    return place.env["community.party.appraisal"].create(
        {"organization_id": place.record_of("community.party.organization").id, "year": 2025}
    )


def _line(place):
    appraisal = place.record_of("community.party.appraisal")
    member = place.record_of("community.party.member")
    return appraisal.line_ids.filtered(lambda line: line.member_id == member) or place.env[
        "community.party.appraisal.line"
    ].create({"appraisal_id": appraisal.id, "member_id": member.id})


def _task(place):
    return place.env["community.party.appraisal.task"].create(
        {
            "line_id": place.record_of("community.party.appraisal.line").id,
            "name": "Help",
            "date_due": "2026-03-01",
        }
    )


def _ballot(place):
    return place.env["community.party.ballot"].create(
        {"line_id": place.record_of("community.party.appraisal.line").id, "grade": "qualified"}
    )


def _envelope(place):
    return place.env["community.party.ballot.envelope"].create(
        {"appraisal_id": place.record_of("community.party.appraisal").id, "sealed": "x"}
    )


def _roll(place):
    return place.env["community.party.ballot.roll"].create(
        {
            "appraisal_id": place.record_of("community.party.appraisal").id,
            "member_id": place.record_of("community.party.member").id,
        }
    )


MAKERS = {
    "community.party.appraisal": _appraisal,
    "community.party.appraisal.line": _line,
    "community.party.appraisal.task": _task,
    "community.party.ballot": _ballot,
    "community.party.ballot.envelope": _envelope,
    "community.party.ballot.roll": _roll,
}
