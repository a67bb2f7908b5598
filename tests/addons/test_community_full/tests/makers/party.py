"""Records of the Party file: the own place is the branch that ``party_branch`` keeps."""

from odoo.fields import Command


def _organization(place):
    keeper = place.env["res.users"].search([("login", "=", "party_branch")])
    values = {"name": "Branch", "company_id": place.company.id}
    if keeper and place.grid.code == "T1":
        line = {"user_id": keeper.id, "date_from": "2020-01-01"}
        values["officer_line_ids"] = [Command.create(line)]
    return place.env["community.party.organization"].create(values)


def _officer(place):
    organization = place.record_of("community.party.organization")
    return organization.officer_line_ids[:1] or place.env["community.party.officer"].create(
        {"organization_id": organization.id, "user_id": place.worker.id, "date_from": "2020-01-01"}
    )


def _member(place):
    partner = place.env["res.partner"].create({"name": "Member", "company_id": place.company.id})
    return place.env["community.party.member"].create(
        {
            "partner_id": partner.id,
            "organization_id": place.record_of("community.party.organization").id,
        }
    )


def _discipline(place):
    return place.env["community.party.discipline"].create(
        {
            "member_id": place.record_of("community.party.member").id,
            "kind": "removed_from_post",
            "date_from": "2099-01-01",
            "decided_by": "x",
            "basis": "x",
        }
    )


MAKERS = {
    "community.party.discipline": _discipline,
    "community.party.member": _member,
    "community.party.officer": _officer,
    "community.party.organization": _organization,
}
