"""Records of dues and transfers."""


def _made(model, **values):
    def make(place):
        return place.env[model].create(
            {"member_id": place.record_of("community.party.member").id, **values}
        )

    return make


def _entry(place):
    return place.env["community.party.dues.entry"].create(
        {
            "name": "x",
            "kind": "remittance",
            "amount": 1,
            "organization_id": place.record_of("community.party.organization").id,
        }
    )


def _rate(place):
    return place.env["community.party.dues.rate"].search([], limit=1)


def _month(place):
    member = place.record_of("community.party.member")
    dues = place.env["community.party.dues"]
    # A base, a sheet or a year may have asked for it already.
    known = dues.search([("member_id", "=", member.id), ("month", "=", "2025-01-01")], limit=1)
    return known or dues.create(
        {
            "member_id": member.id,
            "organization_id": member.organization_id.id,
            "month": "2025-01-01",
        }
    )


def _year(place):
    years = place.env["community.party.dues.year"]
    for year in ("2001", "2002"):
        here = [("company_id", "=", place.company.id), ("year", "=", year)]
        if not years.search_count(here):
            return years.create({"company_id": place.company.id, "year": year})
    return years.search([("company_id", "=", place.company.id)], limit=1)


def _sheet(place):
    sheets = place.env["community.party.dues.sheet"]
    organization = place.record_of("community.party.organization")
    here = [("organization_id", "=", organization.id), ("month", "=", "2025-01-01")]
    values = {"organization_id": organization.id, "month": "2025-01-01"}
    return sheets.search(here, limit=1) or sheets.create(values)


def _sheet_line(place):
    sheet, member = _sheet(place), place.record_of("community.party.member")
    known = sheet.line_ids.filtered(lambda line: line.member_id == member)
    return known or known.create({"sheet_id": sheet.id, "member_id": member.id})


MAKERS = {
    "community.party.dues": _month,
    "community.party.dues.base": _made("community.party.dues.base", date_from="2025-01-01"),
    "community.party.dues.entry": _entry,
    "community.party.dues.payment": _made("community.party.dues.payment"),
    "community.party.dues.rate": _rate,
    "community.party.dues.rate.line": lambda place: (
        _rate(place).search([("kind", "=", "salary")], limit=1).line_ids[:1]
    ),
    "community.party.dues.sheet": _sheet,
    "community.party.dues.sheet.line": _sheet_line,
    "community.party.dues.waiver": _made(
        "community.party.dues.waiver", date_from="2025-01-01", date_to="2025-02-01", reason="x"
    ),
    "community.party.dues.year": _year,
    "community.party.transfer": _made("community.party.transfer", other_name="x"),
}
