"""Lines of the board."""


def _due(place):
    # Worked out by a query: the row of the place's need.
    need = place.record_of("community.visit.need")
    place.env.flush_all()
    return place.env["community.due"].search(
        [("res_model", "=", need._name), ("res_id", "=", need.id)]
    )


MAKERS = {"community.due": _due}
