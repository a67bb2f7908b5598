"""Ends of what residents read: published, corrected, taken down, or not approved yet."""

import datetime


def open_books(ends):
    """Editions of last year, drawn up by the officer and approved by the manager."""
    year = ends.today.year - 1

    def drawn_up(span, month):
        day = datetime.date(year, month, 15)
        return ends.of("open.book", "officer").create({"span": span, "day": day})

    def published(book):
        approved = book.with_user(ends.users["manager"])
        approved.action_publish()
        return approved

    published(drawn_up("year", 1))
    first = published(drawn_up("quarter", 1))
    first.with_user(ends.users["officer"]).action_correct()
    published(ends.one("open.book", "draft", by="officer"))
    down = published(drawn_up("quarter", 4))
    down.withdraw_reason = "审批前未核对活动场次"
    down.action_withdraw()
    drawn_up("month", 12)


STEPS = (open_books,)
