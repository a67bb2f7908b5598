"""Records of co-building: units stationed here and what goes on with them."""

from odoo.fields import Command


def _unit(place):
    partner = place.env["res.partner"].create(
        {"name": "Unit", "is_company": True, "company_id": place.company.id}
    )
    return place.env["community.party.unit"].create(
        {
            "partner_id": partner.id,
            "unit_kind": "non_public",
            "organization_id": place.record_of("community.party.organization").id,
        }
    )


def _project(place):
    return place.env["community.party.project"].create(
        {"name": "x", "organization_id": place.record_of("community.party.organization").id}
    )


def _line(place):
    return place.env["community.party.unit.line"].create(
        {"unit_id": place.record_of("community.party.unit").id, "presence": "none"}
    )


def _cooperation(place):
    return place.env["community.party.cooperation"].create(
        {"name": "x", "organization_id": place.record_of("community.party.organization").id}
    )


def _agreement(place):
    return place.env["community.party.agreement"].create(
        {
            "unit_id": place.record_of("community.party.unit").id,
            "line_ids": [Command.create({"name": "x"})],
        }
    )


def _agreement_line(place):
    return place.record_of("community.party.agreement").line_ids[:1]


def _contact(place):
    return place.env["community.party.contact"].create(
        {"name": "x", "unit_id": place.record_of("community.party.unit").id}
    )


def _delegate(place):
    return place.env["community.party.delegate"].create(
        {
            "new_name": "x",
            "unit_id": place.record_of("community.party.unit").id,
            "organization_id": place.record_of("community.party.organization").id,
        }
    )


MAKERS = {
    "community.party.delegate": _delegate,
    "community.party.unit": _unit,
    "community.party.unit.line": _line,
    "community.party.project": _project,
    "community.party.cooperation": _cooperation,
    "community.party.agreement": _agreement,
    "community.party.agreement.line": _agreement_line,
    "community.party.contact": _contact,
}
