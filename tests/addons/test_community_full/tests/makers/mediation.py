"""Records of the mediation addon: the own place is the one of ``mediator``."""

from odoo.fields import Command


def _mediator(place):
    values = {"company_id": place.company.id}
    user = place.env["res.users"].search([("login", "=", "mediator")])
    if user and place.grid.code == "T1":
        values |= {"user_id": user.id, "partner_id": user.partner_id.id}
    else:
        values["partner_id"] = place.env["res.partner"].create({"name": "Mediator"}).id
    return place.env["community.mediation.mediator"].create(values)


def _case(place):
    mediator = place.record_of("community.mediation.mediator")
    return place.env["community.mediation.case"].create(
        {
            "description": "x",
            "company_id": place.company.id,
            "household_id": place.household.id,
            "mediator_ids": [Command.set(mediator.ids)],
            "date_received": "2026-01-05",
            "date_accepted": "2026-01-05",
            "number": f"M{place.household.id}",
        }
    )


def _part(model, **values):
    def make(place):
        case = place.record_of("community.mediation.case")
        return place.env[model].create({"case_id": case.id, **values})

    return make


MAKERS = {
    "community.dispute.kind": lambda place: place.env["community.dispute.kind"].search([], limit=1),
    "community.mediation.case": _case,
    "community.mediation.mediator": _mediator,
    "community.mediation.paper": _part("community.mediation.paper", kind="evidence"),
    "community.mediation.participant": _part("community.mediation.participant", name="x"),
}
