"""Lines of the board, and of what may be taken on."""


def _due(place):
    # Worked out by a query: the row of the place's need.
    need = place.record_of("community.visit.need")
    place.env.flush_all()
    return place.env["community.due"].search(
        [("res_model", "=", need._name), ("res_id", "=", need.id)]
    )


def _offer(place):
    # A need of its own: one that becomes something is offered no more.
    need = place.env["community.visit.need"].create(
        {"name": "x", "household_id": place.household.id, "user_id": place.worker.id}
    )
    place.env.flush_all()
    return place.env["community.claim.offer"].search(
        [("res_model", "=", need._name), ("res_id", "=", need.id)]
    )


MAKERS = {"community.claim.offer": _offer, "community.due": _due}
