"""Posts, elections and the network of the Party file."""


def _election(place):
    return place.env["community.party.election"].create(
        {"organization_id": place.record_of("community.party.organization").id}
    )


def _candidate(place):
    return place.env["community.party.candidate"].create(
        {
            "election_id": place.record_of("community.party.election").id,
            "member_id": place.record_of("community.party.member").id,
        }
    )


def _elector(place):
    election = place.record_of("community.party.election")
    line = election.elector_ids[:1]
    return line or line.create(
        {"election_id": election.id, "member_id": place.record_of("community.party.member").id}
    )


def _decision(place):
    return place.env["community.party.membership.decision"].create(
        {
            "member_id": place.record_of("community.party.member").id,
            "kind": "restore",
            "decided_by": "x",
            "basis": "x",
        }
    )


MAKERS = {
    "community.party.candidate": _candidate,
    "community.party.election": _election,
    "community.party.elector": _elector,
    "community.party.membership.decision": _decision,
}
