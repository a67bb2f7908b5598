"""What a row of a sheet is: a person, a household with its members side by side, or a card."""

from typing import NamedTuple

from .register_card import find_cards, heading_column, open_cards
from .register_header import SCAN_ROWS, Header, find_header
from .register_wide import WideRows, find_halves, find_wide
from .xlsx_merges import Merges


class Layout(NamedTuple):
    """A sheet as persons: ``kind`` (``rows``, ``halves``, ``wide``, ``card``, ``unread_card``),
    ``sheet`` with its ``rows()``, the ``header`` of these rows (None if there is none), and of
    equal lists side by side the ``parts``: a sheet each."""

    kind: str
    sheet: object
    header: Header | None
    parts: tuple = ()


def open_layout(sheet, first, lookup, find_role=None):
    """Return the :class:`Layout` of a sheet.

    :param sheet: a :class:`~.sheets.RegisterSheet`
    :param first: list of its first rows as ``(row number, cells)``
    :param lookup: function from a word (see ``word_of``) to a header target or None
    :param find_role: function from a word to a relation or None
    """
    cards = find_cards(first, lookup)
    if cards:
        if cards == "unread":
            return Layout("unread_card", sheet, None)
        is_given_back = any(
            heading_column(cells, "refused_row", lookup) is not None for _number, cells in first
        )
        header, rows = open_cards(sheet, lookup, is_given_back)
        return Layout("card", sheet._replace(rows=rows, merges=Merges([])), header)
    halves = find_halves(first[:SCAN_ROWS], sheet.merges, lookup)
    if halves:
        return _open_halves(sheet, first, lookup, *halves)
    wide = find_wide(first[:SCAN_ROWS], sheet.merges, lookup)
    if wide:
        unfolded = WideRows(sheet, wide, find_role)
        sheet = sheet._replace(rows=unfolded.rows, merges=Merges([]))
        return Layout("wide", sheet, unfolded.header())
    return Layout("rows", sheet, find_header(first, sheet.merges, lookup))


def _open_halves(sheet, first, lookup, width, count):
    """Return the layout of equal lists side by side: one below the other."""

    def cut(rows, start):
        for number, cells in rows:
            yield number, cells[start : start + width]

    # Below each other their merged cells would overlap; a row gives its place, or takes the one
    # above it.
    parts = tuple(
        sheet._replace(rows=lambda start=part * width: cut(sheet.rows(), start), merges=Merges([]))
        for part in range(count)
    )

    def rows():
        for part in parts:
            yield from part.rows()

    header = find_header(list(cut(first, 0)), sheet.merges, lookup)
    return Layout("halves", parts[0]._replace(rows=rows), header, parts)
