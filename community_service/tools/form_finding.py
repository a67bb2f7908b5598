"""What fills one cell or one column of a form, before it is written."""

import datetime
from decimal import Decimal
from typing import NamedTuple


class Finding(NamedTuple):
    """What fills one line of the description of a form.

    :param dict values: ``{(row number, column from 0): value}`` that is written
    :param str text: what a person reads of it
    :param bool is_known: whether anybody recorded it; what nobody did stays empty
    :param str note: why it stays empty, or what was left out
    :param str model: kind of the records behind it
    :param str ranges: their ids, as :func:`id_ranges` writes them
    :param list rows: of a column ``[[id, text]]`` in the order of the form
    :param int more: how many rows the list needs beyond those of the form
    """

    values: dict
    text: str = ""
    is_known: bool = True
    note: str = ""
    model: str = ""
    ranges: str = ""
    rows: list = ()
    more: int = 0


def cell_value(value):
    """Return what is written into a cell for a value of the database, None for an empty one.

    >>> cell_value(datetime.date(2026, 1, 5)), cell_value(Decimal("2.50")), cell_value("")
    ('2026-01-05', 2.5, None)
    """
    if value is None or value is False or value == "":
        return None
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def plain(value):
    """Return a number as a person reads it.

    >>> plain(3.0), plain(0.125), plain(1234567.5)
    ('3', '0.125', '1234567.5')
    """
    return f"{value:.6f}".rstrip("0").rstrip(".")


def id_ranges(ids):
    """Return ids as ranges.

    >>> id_ranges([7, 2, 1, 3])
    '1-3,7'
    """
    spans = []
    for number in sorted(ids):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(f"{low}-{high}" if low != high else str(low) for low, high in spans)


def ids_of(ranges):
    """Return the ids of ranges.

    >>> ids_of("1-3,7"), ids_of("")
    ([1, 2, 3, 7], [])
    """
    found = []
    for span in filter(None, (ranges or "").split(",")):
        low, _dash, high = span.partition("-")
        found += range(int(low), int(high or low) + 1)
    return found


def moved_row(row, grown):
    """Return where a row of the blank form stands after rows were inserted into its lists.

    :param grown: ``[(first row, last row, how many more)]`` of the sheet

    >>> moved_row(26, [(4, 23, 15)]), moved_row(4, [(4, 23, 15)])
    (41, 4)
    """
    return row + sum(more for _first, last, more in grown if row > last)


def changed_rows(before, now):
    """Return the places of the rows that say something else than before, or are new.

    :param list before, now: ``[[id, text]]``

    >>> changed_rows([[1, "a"], [2, "b"]], [[2, "b"], [1, "c"], [3, "d"]])
    [1, 2]
    """
    known = {number: text for number, text in before}
    return [place for place, (number, text) in enumerate(now) if known.get(number, None) != text]
