"""Records of the Party fund."""


def _made(model, link, **values):
    """Return the maker of a record that links to another one of the same place."""
    field, target = link

    def make(place):
        return place.env[model].create({field: place.record_of(target).id, **values})

    return make


def _fund(place):
    number = place.env["community.party.fund"].search_count([], limit=None)
    return place.env["community.party.fund"].create(
        {
            "name": f"Fund {number}",
            "account": f"Account {number}",
            "organization_id": place.record_of("community.party.organization").id,
        }
    )


def _request(place):
    return place.env["community.party.fund.request"].create(
        {
            "name": "x",
            "payee": "x",
            "amount": 1,
            "budget_id": place.record_of("community.party.fund.budget").id,
            "organization_id": place.record_of("community.party.organization").id,
        }
    )


def _audit(place):
    fund = place.record_of("community.party.fund")
    year = place.env["community.party.fund.year"].create({"fund_id": fund.id, "year": "2001"})
    year.action_close()
    return place.env["community.party.fund.audit"].create(
        {"year_id": year.id, "auditor": "x", "date": "2002-01-01"}
    )


MAKERS = {
    "community.party.fund": _fund,
    "community.party.fund.audit": _audit,
    "community.party.fund.budget": _made(
        "community.party.fund.budget",
        ("year_id", "community.party.fund.year"),
        name="x",
        amount=100,
    ),
    "community.party.fund.entry": _made(
        "community.party.fund.entry",
        ("source_id", "community.party.fund.source"),
        amount=1,
    ),
    "community.party.fund.finding": _made(
        "community.party.fund.finding",
        ("audit_id", "community.party.fund.audit"),
        name="x",
        date_due="2026-01-01",
    ),
    "community.party.fund.request": _request,
    "community.party.fund.source": _made(
        "community.party.fund.source",
        ("year_id", "community.party.fund.year"),
        name="x",
        document="x",
        amount=100,
        date_due="2026-03-01",
    ),
    "community.party.fund.year": _made(
        "community.party.fund.year", ("fund_id", "community.party.fund"), year="2026"
    ),
}
