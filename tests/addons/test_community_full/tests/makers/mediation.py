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


def _accepted(place):
    case = place.record_of("community.mediation.case")
    case.state = "accepted"
    return case


def _party(place):
    return place.record_of("community.mediation.participant")


def _agreement(place):
    return place.env["community.mediation.agreement"].create({"case_id": _accepted(place).id})


def _term(place):
    return place.env["community.mediation.term"].create(
        {
            "agreement_id": place.record_of("community.mediation.agreement").id,
            "name": "x",
            "participant_id": _party(place).id,
            "manner": "x",
            "date_due": "2026-01-05",
        }
    )


def _note(place):
    """Written by the mediator of the place, who is the only one it is open to."""
    case, mediator = _accepted(place), place.record_of("community.mediation.mediator")
    mediator.user_id = mediator.user_id or place.worker
    writer = case.with_user(mediator.user_id).sudo()
    return writer.env["community.mediation.note"].create({"case_id": case.id, "side": "one"})


def _followup(place):
    case = place.record_of("community.mediation.case")
    case.date_settled = "2026-01-05"
    return place.env["community.mediation.followup"].create(
        {"case_id": case.id, "performance": "full", "satisfaction": "3", "date": "2026-01-05"}
    )


def _group_member(place):
    # Whoever leads the group is a member of it by itself.
    person = place.env["res.partner"].create({"name": "江丽华"})
    return place.env["community.mediation.group.member"].create(
        {
            "group_id": place.record_of("community.mediation.group").id,
            "partner_id": person.id,
            "capacity": "committee",
        }
    )


def _duty(place):
    member = place.record_of("community.mediation.group.member")
    return place.env["community.mediation.duty"].create(
        {"group_id": member.group_id.id, "member_id": member.id}
    )


def _work(place):
    # Worked out by a query: the row of the place's case.
    case = place.record_of("community.mediation.case")
    place.env.flush_all()
    return place.env["community.mediation.work"].browse(case.id * 10)


MAKERS = {
    "community.mediation.agreement": _agreement,
    "community.mediation.case": _case,
    "community.mediation.duty": _duty,
    "community.mediation.followup": _followup,
    "community.mediation.group.member": _group_member,
    "community.mediation.mediator": _mediator,
    "community.mediation.note": _note,
    "community.mediation.paper": _part("community.mediation.paper", kind="evidence"),
    "community.mediation.session": _part("community.mediation.session", user_id=1),
    "community.mediation.term": _term,
    "community.mediation.work": _work,
    "community.mediation.participant": _part("community.mediation.participant", name="x"),
}
