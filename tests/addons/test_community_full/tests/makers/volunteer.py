"""Records of the volunteer models."""

from datetime import timedelta

from odoo import fields


def _volunteer(place):
    # The portal user is the volunteer of the own place, so that the portal column is walked.
    own = place.grid.code == "T1"
    Partner = place.env["res.partner"]
    partner = (
        place.env["res.users"].search([("login", "=", "portal_user")]).partner_id
        if own
        else Partner.create({"name": "Volunteer", "company_id": place.company.id})
    )
    return place.env["community.volunteer"].create(
        {
            "partner_id": partner.id,
            "company_id": place.company.id,
            "id_number": "999999199001010016",
        }
    )


def _volunteer_call(place):
    volunteer = place.record_of("community.volunteer")
    start = fields.Datetime.now() + timedelta(days=1)
    call = place.env["community.volunteer.call"].create(
        {
            "name": "Help",
            "household_id": place.household.id,
            "date_start": start,
            "date_stop": start + timedelta(hours=1),
        }
    )
    call.action_open()
    call.asked_ids = volunteer
    return call


def _volunteer_signup(place):
    return place.env["community.volunteer.signup"].create(
        {
            "call_id": place.record_of("community.volunteer.call").id,
            "volunteer_id": place.record_of("community.volunteer").id,
        }
    )


def _volunteer_service(place):
    stop = fields.Datetime.now().replace(minute=0, second=0) - timedelta(days=1)
    return place.env["community.volunteer.service"].create(
        {
            "volunteer_id": place.record_of("community.volunteer").id,
            "call_id": place.record_of("community.volunteer.call").id,
            "date_start": stop - timedelta(hours=1),
            "date_stop": stop,
        }
    )


def _volunteer_certificate(place):
    volunteer = place.record_of("community.volunteer")
    service = place.record_of("community.volunteer.service")
    service.sudo().action_confirm()
    return place.env["community.volunteer.certificate"].create({"volunteer_id": volunteer.id})


MAKERS = {
    "community.volunteer": _volunteer,
    "community.volunteer.call": _volunteer_call,
    "community.volunteer.certificate": _volunteer_certificate,
    "community.volunteer.service": _volunteer_service,
    "community.volunteer.signup": _volunteer_signup,
    "community.volunteer.team": lambda place: place.env["community.volunteer.team"].create(
        {"name": "Team", "company_id": place.company.id}
    ),
    "community.volunteer.time": lambda place: place.env["community.volunteer.time"].search(
        [], limit=1
    ),
}
