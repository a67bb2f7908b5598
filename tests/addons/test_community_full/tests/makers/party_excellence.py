"""Records of assessments, awards and objections, of rules and of schemes."""


def _assessment(place):
    return place.env["community.party.assessment"].create(
        {
            "organization_id": place.record_of("community.party.organization").id,
            "standard_id": place.env.ref("community_party.community_party_standard_five_goods").id,
        }
    )


def _line(place):
    return place.record_of("community.party.assessment").line_ids[:1]


def _award(place):
    kind = place.env.ref("community_party.community_party_award_kind_organization")
    organization = place.record_of("community.party.organization")
    return place.env["community.party.award"].create(
        {
            "organization_id": organization.id,
            "recipient_id": organization.id,
            "kind_id": kind.id,
            "honour": "x",
        }
    )


def _objection(place):
    assessment = place.record_of("community.party.assessment")
    if assessment.state == "draft":
        assessment.write(
            {"pledge": "x", "pledge_place": "x", "date_pledge": assessment.create_date.date()}
        )
        assessment.action_pledge()
    return place.env["community.party.objection"].create(
        {"assessment_id": assessment.id, "content": "x"}
    )


def _rule(place):
    rule = place.env["community.party.rule"].create(
        {
            "name": "x",
            "organization_id": place.record_of("community.party.organization").id,
            "text": "x",
            "adopted_by": "x",
            "date_adopted": "2026-01-01",
            "date_review": "2027-01-01",
        }
    )
    rule.action_adopt()
    return rule


def _review(place):
    return place.env["community.party.rule.review"].create(
        {
            "rule_id": place.record_of("community.party.rule").id,
            "date": "2026-02-01",
            "date_next": "2027-02-01",
            "finding": "x",
        }
    )


def _scheme(place):
    return place.env["community.party.scheme"].create(
        {"name": "x", "organization_id": place.record_of("community.party.organization").id}
    )


def _publicity(place):
    return place.env["community.party.publicity"].create(
        {"name": "x", "organization_id": place.record_of("community.party.organization").id}
    )


MAKERS = {
    "community.party.assessment": _assessment,
    "community.party.assessment.line": _line,
    "community.party.award": _award,
    "community.party.objection": _objection,
    "community.party.publicity": _publicity,
    "community.party.rule": _rule,
    "community.party.rule.review": _review,
    "community.party.scheme": _scheme,
}
