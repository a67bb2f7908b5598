"""Records of the mediation addon: the own place is the one of ``mediator``."""

MAKERS = {
    "community.dispute.kind": lambda place: place.env["community.dispute.kind"].search([], limit=1),
}
