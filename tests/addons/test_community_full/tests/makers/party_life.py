"""Records of organisation life: in the branch that ``party_branch`` keeps, or in another one."""


def _kind(place, mark):
    return place.env["community.activity.kind"].search([("meeting_kind", "=", mark)], limit=1)


def _meeting(place):
    return place.env["community.activity"].create(
        {
            "name": "Meeting",
            "organization_id": place.record_of("community.party.organization").id,
            "kind_id": _kind(place, "general").id,
            "date_start": "2026-03-02 01:00:00",
            "date_stop": "2026-03-02 03:00:00",
            "company_id": place.company.id,
            "minutes": "What was said",
        }
    )


def _resolution(place):
    values = {"name": "Plan", "activity_id": _meeting(place).id}
    return place.env["community.party.resolution"].create(values)


def _talk(place):
    member = place.record_of("community.party.member")
    partner = place.env["res.partner"].create({"name": "Talker"})
    talker = member.copy({"partner_id": partner.id})
    values = {"talker_id": talker.id, "member_id": member.id, "date": "2026-03-02"}
    return place.env["community.party.talk"].create(values)


def _opinion(place):
    organization = place.record_of("community.party.organization")
    values = {"name": "Opinion", "organization_id": organization.id, "source": "anonymous"}
    return place.env["community.party.opinion"].create(values)


def _plan(place):
    organization = place.record_of("community.party.organization")
    values = {"name": "Plan", "organization_id": organization.id}
    return place.env["community.party.plan"].create(values)


def _plan_line(place):
    member = place.record_of("community.party.member")
    return place.env["community.party.plan.line"].create(
        {
            "name": "Task",
            "kind": "action",
            "organization_id": member.organization_id.id,
            "owner_id": member.id,
            "date_due": "2026-03-31",
        }
    )


def _exemption(place):
    member = place.record_of("community.party.member")
    values = {"member_id": member.id, "reason": "elderly", "date_from": "2026-01-01"}
    return place.env["community.party.exemption"].create(values)


def _waiver(place):
    return place.env["community.party.duty.waiver"].create(
        {
            "organization_id": place.record_of("community.party.organization").id,
            "meeting_kind": "lecture",
            "date_from": "2026-01-01",
            "date_to": "2026-03-31",
            "reason": "Building works",
            "approved_by": "Committee",
        }
    )


def _compliance(place):
    organization = place.record_of("community.party.organization")
    organization.date_life_from = "2026-01-01"
    place.env.flush_all()
    return place.env["community.party.compliance"].search(
        [("organization_id", "=", organization.id)], limit=1
    )


MAKERS = {
    "community.party.resolution": _resolution,
    "community.party.minutes.version": lambda place: _meeting(place).minutes_version_ids,
    "community.party.talk": _talk,
    "community.party.opinion": _opinion,
    "community.party.plan": _plan,
    "community.party.plan.line": _plan_line,
    "community.party.exemption": _exemption,
    "community.party.duty": lambda place: place.env["community.party.duty"].search([], limit=1),
    "community.party.duty.waiver": _waiver,
    "community.party.compliance": _compliance,
}
