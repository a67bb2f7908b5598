"""Reports and open books: there is one of a period for the same places."""

from odoo import fields


def _report(place):
    Report = place.env["community.report"]
    made = Report.search_count([("company_id", "=", place.company.id)])
    return Report.create(
        {
            "date_from": "2024-01-01",
            "date_to": fields.Date.add(fields.Date.to_date("2024-12-31"), days=-made),
            "company_id": place.company.id,
        }
    )


def _book(place):
    Book = place.env["community.open.book"]
    made = Book.search_count([("company_id", "=", place.company.id)])
    return Book.create(
        {
            "span": "month",
            "day": fields.Date.subtract(fields.Date.to_date("2025-06-15"), months=made),
            "company_id": place.company.id,
        }
    )


def _book_line(place):
    return place.record_of("community.open.book").line_ids[:1]


MAKERS = {
    "community.open.book": _book,
    "community.open.book.line": _book_line,
    "community.report": _report,
}
