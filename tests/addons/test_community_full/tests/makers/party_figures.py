def _network(place):
    organization = place.record_of("community.party.organization")
    place.env.flush_all()
    return place.env["community.party.network"].search(
        [("organization_id", "=", organization.id)], limit=1
    )


def _study(place):
    member = place.record_of("community.party.member")
    member.write({"stage": "full", "status": "normal"})
    place.env.flush_all()
    return place.env["community.party.study"].search([("member_id", "=", member.id)], limit=1)


MAKERS = {"community.party.network": _network, "community.party.study": _study}
