"""Records of relocation, issues and incidents: the own place is the one of ``mediator``."""

from odoo.fields import Command


def _own(place):
    """Return the mediator in the own place, nobody of the roles elsewhere."""
    user = place.env["res.users"].search([("login", "=", "mediator")])
    return user if user and place.grid.code == "T1" else place.worker


def _partner(place):
    return place.env["res.partner"].create({"name": "District government"})


def _project(place):
    return place.env["community.relocation.project"].create(
        {
            "name": "x",
            "code": f"X{place.building.id}",
            "company_id": place.company.id,
            "body_id": _partner(place).id,
            "area_ids": [Command.set(place.building.ids)],
            "policy_ids": [
                Command.set(place.env.ref("community_mediation.relocation_policy_way").ids)
            ],
            "member_ids": [Command.create({"user_id": _own(place).id, "date_from": "2020-01-01"})],
        }
    )


def _file(place):
    return place.env["community.relocation.file"].create(
        {
            "project_id": place.record_of("community.relocation.project").id,
            "household_id": place.household.id,
            "number": f"X{place.household.id}",
        }
    )


def _line(model, **values):
    def make(place):
        file = place.record_of("community.relocation.file")
        return place.env[model].create({"file_id": file.id, **values})

    return make


def _step(place):
    project = place.record_of("community.relocation.project")
    return place.env["community.relocation.step"].create(
        {"project_id": project.id, "kind": "survey", "date_from": "2026-01-05"}
    )


def _talk(place):
    project = place.record_of("community.relocation.project")
    return place.env["community.relocation.talk"].create(
        {"project_id": project.id, "partner_id": _partner(place).id, "subject": "x"}
    )


def _issue(place):
    return place.env["community.legacy.issue"].create(
        {
            "name": "x",
            "since": "2020-01-01",
            "company_id": place.company.id,
            "user_id": _own(place).id,
        }
    )


def _incident(place):
    return place.env["community.incident"].create(
        {
            "name": "x",
            "description": "x",
            "kind_id": place.env.ref("community_mediation.incident_kind_other").id,
            "company_id": place.company.id,
            "user_id": _own(place).id,
        }
    )


MAKERS = {
    "community.incident": _incident,
    "community.legacy.issue": _issue,
    "community.relocation.demand": _line("community.relocation.demand", name="x"),
    "community.relocation.explanation": _line("community.relocation.explanation"),
    "community.relocation.file": _file,
    "community.relocation.member": lambda place: (
        place.record_of("community.relocation.project").member_ids
    ),
    "community.relocation.offer": _line("community.relocation.offer", amount=865000),
    "community.relocation.project": _project,
    "community.relocation.step": _step,
    "community.relocation.talk": _talk,
}
