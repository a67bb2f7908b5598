"""Records of the aid models for the access matrix."""

from odoo.fields import Command


def aid_makers(record_of):
    """Return who makes a record of which model; ``record_of(name, place)`` gives the others."""

    def _aid_case(place, programme="dibao"):
        programme = place.env.ref(f"community_service.community_aid_programme_{programme}")
        return place.env["community.aid.case"].create(
            {
                "programme_id": programme.id,
                "household_id": place.household.id,
                "resident_id": place.resident.id,
            }
        )

    def _aid_income(place):
        case = record_of("community.aid.case", place)
        kind = place.env.ref("community_service.community_aid_income_kind_wage")
        member = case.member_ids[:1].id
        return place.env["community.aid.income"].create(
            {"case_id": case.id, "member_id": member, "kind_id": kind.id, "amount": 1}
        )

    def _aid_notice(place):
        case = record_of("community.aid.case", place)
        # Not through the steps of the case: other records of the test rest on its being undecided.
        case.sudo().state = "survey"
        case.programme_id.needs_survey = False
        return place.env["community.aid.notice"].create({"case_id": case.id})

    def _granted_aid(place):
        case = _aid_case(place, "medical").sudo()
        case.write(
            {
                "state": "approved",
                "decision": "granted",
                "decision_person": "x",
                "decision_basis": "x",
                "date_decision": "2020-01-01",
            }
        )
        return case

    def _aid_payment(place):
        return place.env["community.aid.payment"].create(
            {"case_id": _granted_aid(place).id, "amount": 1}
        )

    def _aid_change(place):
        return place.env["community.aid.change"].create(
            {"case_id": _granted_aid(place).id, "reason": "x", "decision_person": "x"}
        )

    def _aid_appeal(place):
        return place.env["community.aid.appeal"].create(
            {"case_id": _granted_aid(place).id, "body": "x"}
        )

    def _aid_cover(place):
        # A home of its own: a new case takes its household out of the lists. It stands in one by
        # what the register says, so that it stays whenever the lists are reckoned.
        programme = place.env["community.aid.programme"]._of_kind("dibao", place.company)
        values = {
            "programme_id": programme.id,
            "company_id": place.company.id,
            "date_from": "2001-01-01",
        }
        # Several places belong to one community.
        Standard = place.env["community.aid.standard"]
        if not Standard.search([(name, "=", value) for name, value in values.items()]):
            Standard.create({**values, "amount": 700})
        home = place.env["community.household"].create({"area_id": place.building.id})
        place.env["community.resident"].create(
            {
                "name": "x",
                "employment": "unemployed",
                "residency_ids": [
                    Command.create({"household_id": home.id, "role": "head", "kind": "both"})
                ],
            }
        )
        return place.env["community.aid.cover"].search([("household_id", "=", home.id)])

    def _aid_total(place):
        payment = record_of("community.aid.payment", place)
        place.env.flush_all()
        return place.env["community.aid.payment.total"].search(
            [
                ("company_id", "=", place.company.id),
                ("programme_id", "=", payment.programme_id.id),
                ("period", "=", payment.period),
            ],
            limit=1,
        )

    def _aid_month(place):
        return place.env["community.aid.month"].create(
            {
                "case_id": record_of("community.aid.case", place).id,
                "company_id": place.company.id,
                "resident_id": place.resident.id,
                "period": "2020-01-01",
                "code": "x",
                "side": "x",
            }
        )

    def first(name):
        return lambda place: place.env[name].search([], limit=1)

    return {
        "community.aid.appeal": _aid_appeal,
        "community.aid.asset.kind": first("community.aid.asset.kind"),
        "community.aid.case": _aid_case,
        "community.aid.change": _aid_change,
        "community.aid.cover": _aid_cover,
        "community.aid.exclusion": first("community.aid.exclusion"),
        "community.aid.income": _aid_income,
        "community.aid.income.kind": first("community.aid.income.kind"),
        "community.aid.member": lambda place: record_of("community.aid.case", place).member_ids[:1],
        "community.aid.month": _aid_month,
        "community.aid.notice": _aid_notice,
        "community.aid.payment": _aid_payment,
        "community.aid.payment.total": _aid_total,
        "community.aid.programme": first("community.aid.programme"),
        "community.aid.told": lambda place: place.env["community.aid.told"].create(
            {"household_id": place.household.id}
        ),
    }
