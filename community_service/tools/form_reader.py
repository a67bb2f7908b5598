"""What a form asks for, read off its headings: a table of columns, a matrix, or labels with cells.

Nothing is known here of what the words mean; see ``form_words`` and the words of the import.
"""

import re
from typing import NamedTuple

from .form_text import BOX
from .form_words import UNIT_NAMES, UNITS, plain_word

MAX_DEPTH = 4
SCAN_ROWS = 14
# A line below the table, or between its parts.
FOOTER = re.compile(
    r"(?:填表|填报|制表|审核|负责|经办|单位负责|注|备注|说明|其中|联系)[^:：]{0,8}[:：]"
)
TOTAL = re.compile(r"(?:本页|总|小)?(?:合计|小计|总计)")
INFO = re.compile(r"[:：]|^[\s_＿　\d]*年|^截至|^\(?单位")


class Asked(NamedTuple):
    """What stands to be filled in.

    :param str kind: ``column`` of a list, ``cell``, ``lines`` of a block in a card (they stand
        one below another), ``tick`` (boxes in a text) or ``own`` (the name of the community)
    :param int row, column: the first cell, column from 0
    :param int row_last: the last row of a column
    :param labels: texts left of it, the farthest first
    :param headings: texts above it, from the top down
    :param str unit: the unit that stands beside it
    """

    kind: str
    row: int
    column: int
    row_last: int
    labels: tuple
    headings: tuple
    unit: str = ""


def read_form(grid):
    """Return (title, list of :class:`Asked`) of a sheet.

    :param grid: :class:`~.form_sheet.FormGrid`
    """
    title = _title(grid)
    head = _find_head(grid)
    return title, _table(grid, *head) if head else _card(grid)


def _title(grid):
    for row in range(1, min(grid.last_row, 5) + 1):
        for column in range(grid.last_column + 1):
            if text := grid.text(row, column):
                return text
    return ""


def _texts(grid, row):
    """Return dict column -> shown text of a row."""
    return {
        column: text
        for column in range(grid.last_column + 1)
        if (text := grid.text(row, column)) and (row, column) not in grid.formulas
    }


def _own(grid, row):
    """Return the texts whose own cell lies in the row, merged ones once."""
    return [
        value
        for column in range(grid.last_column + 1)
        if isinstance(value := grid.values.get((row, column)), str) and value.strip()
    ]


def _is_info(grid, row):
    texts = _own(grid, row)
    return bool(texts) and sum(bool(INFO.search(text.strip())) for text in texts) * 2 >= len(texts)


def _find_head(grid):
    """Return (first row, last row, columns) of the block of headings, None if there is no table."""
    best = None
    for first in range(1, min(grid.last_row, SCAN_ROWS) + 1):
        for depth in range(1, MAX_DEPTH + 1):
            last = first + depth - 1
            columns = _head_columns(grid, first, last)
            if columns and (best is None or len(columns) > len(best[2])):
                best = first, last, columns
    return best


def _head_columns(grid, first, last):
    columns = set()
    for row in range(first, last + 1):
        own = _own(grid, row)
        if len(own) < 2 or _is_info(grid, row):
            return None
        # A row that numbers the columns is no heading, wherever it stands.
        if all(text.strip().isdigit() for text in own) or any(BOX.search(text) for text in own):
            return None
        columns |= _texts(grid, row).keys()
    if len(columns) < 3 or min(columns) > 1:
        return None
    # One text merged over a whole row heads nothing.
    if len({grid.merges.top(last, column) or (last, column) for column in columns}) < 3:
        return None
    width = max(columns) - min(columns) + 1
    if len(columns) < 0.85 * width:
        return None
    ranges = grid.merges.ranges()
    if any(top <= last < bottom for top, _left, bottom, _right in ranges if top >= first):
        return None
    below = [c for c in _texts(grid, last + 1) if c in columns]
    if last >= grid.last_row and not ranges or len(below) * 2 > len(columns):
        return None
    # Labels beside their cells are no headings: below a heading is room.
    empty = [c for c in columns if grid.shown(last + 1, c) is None]
    calculated = [c for c in columns if (last + 1, c) in grid.formulas]
    numbered = [c for c in columns if isinstance(grid.shown(last + 1, c), (int, float))]
    room = len(set(empty) | set(calculated) | set(numbered) | set(below))
    return sorted(columns) if room == len(columns) and len(below) < len(columns) else None


def _first_text(grid, row):
    texts = _texts(grid, row)
    return texts[min(texts)] if texts else ""


def _table(grid, first, last, columns):
    begin = last + 1
    while TOTAL.fullmatch(_first_text(grid, begin)) or _is_numbers(grid, begin, columns):
        begin += 1
    end = begin - 1
    for row in range(begin, max(grid.last_row, begin) + 1):
        text = _first_text(grid, row)
        if text and (FOOTER.match(text) or TOTAL.fullmatch(text) and not _has_more(grid, row)):
            break
        if _is_across(grid, row, columns):
            break
        end = row
    end = max(end, begin)
    body = range(begin, end + 1)
    labels = []
    for column in columns:
        filled = [row for row in body if grid.text(row, column)]
        if len(filled) < 0.6 * len(body) or (labels and column != labels[-1] + 1):
            break
        labels.append(column)
    asked = []
    for column in columns:
        headings = _headings(grid, first, last, column)
        if column in labels or not headings:
            continue
        if labels:
            for row in body:
                words = _labels(grid, row, labels)
                if words and not TOTAL.fullmatch(words[-1]) and _is_free(grid, row, column):
                    asked.append(Asked("cell", row, column, row, words, headings))
        elif _is_free(grid, begin, column):
            asked.append(Asked("column", begin, column, end, (), headings))
    first_column = [place for place in asked if place.column == columns[0]]
    if first_column and plain_word(first_column[0].headings[-1]) in UNIT_NAMES:
        # A line for each place of an upper body, of which the community fills its own.
        asked = [
            place._replace(kind="own" if place in first_column else "cell", row_last=place.row)
            for place in asked
        ]
    return asked


def _is_across(grid, row, columns):
    """Tell whether a row is one text over most of the columns: it belongs to no list."""
    tops = [grid.merges.top(row, column) for column in columns if grid.text(row, column)]
    widest = max((tops.count(top) for top in tops if top), default=0)
    return widest > 2 and widest * 2 >= len(columns)


def _is_numbers(grid, row, columns):
    """Tell whether a row numbers the columns."""
    values = [grid.values.get((row, column)) for column in columns]
    numbers = [int(value) for value in values if str(value or "").isdigit()]
    return len(numbers) == len(columns) and numbers == list(range(1, len(columns) + 1))


def _has_more(grid, row):
    return bool(_first_text(grid, row + 1)) and not FOOTER.match(_first_text(grid, row + 1))


def _headings(grid, first, last, column):
    found = []
    for row in range(first, last + 1):
        text = grid.text(row, column)
        if text and text not in found:
            found.append(text)
    return tuple(found)


def _labels(grid, row, columns):
    found = []
    for column in columns:
        text = grid.text(row, column)
        if text and text not in found:
            found.append(text)
    return tuple(found)


def _is_free(grid, row, column):
    if (row, column) in grid.formulas or isinstance(grid.shown(row, column), str):
        return False
    return grid.merges.top(row, column) in (None, (row, column))


def _card(grid):
    """Return the empty cells right of labels, boxes to tick, and the lines of blocks."""
    asked, skip = [], 0
    for row in range(1, grid.last_row + 1):
        if row <= skip:
            continue
        block = _block(grid, row)
        if block:
            skip, lines = block
            asked += lines
            continue
        texts = _own(grid, row)
        if len(texts) < 2 and not _pairs(grid, row):
            continue
        if _is_info(grid, row) and not BOX.search("".join(texts)):
            continue
        for label, column in _ticks(grid, row):
            asked.append(Asked("tick", row, column, row, (label,), ()))
        for label, column in _pairs(grid, row):
            unit = plain_word(_next_text(grid, row, column))
            unit = unit if unit in UNITS else ""
            asked.append(Asked("cell", row, column, row, (label,), (), unit))
    return asked


def _block(grid, row):
    """Return (last row, asked lines) of a block of lines that begins with headings in this row."""
    columns = [
        column
        for column in range(grid.last_column + 1)
        if isinstance(grid.values.get((row, column)), str)
        and not _is_tall(grid, row, column)
        and _is_free(grid, row + 1, column)
        and grid.shown(row + 1, column) is None
    ]
    tall = [column for column in range(grid.last_column + 1) if _is_tall(grid, row, column)]
    if len(columns) < 3 or len(columns) + len(tall) < len(_own(grid, row)):
        return None
    last = row + 1
    while (
        all(
            _is_free(grid, last + 1, column) and grid.shown(last + 1, column) is None
            for column in columns
        )
        and last < grid.last_row
        and not _beside(grid, last + 1, tall)
    ):
        last += 1
    if last < row + 2:
        return None
    label = tuple(text for column in tall if (text := grid.text(row, column)))
    return last, [
        Asked("lines", row + 1, column, last, label, (grid.text(row, column),))
        for column in columns
    ]


def _is_tall(grid, row, column):
    """Tell whether a cell lies in one that is merged over several rows."""
    return grid.merges.top(row + 1, column) == (grid.merges.top(row, column) or (row, column))


def _beside(grid, row, tall):
    """Tell whether a row has texts of its own besides the label that stands beside all rows."""
    return any(
        grid.text(row, column) and column not in tall for column in range(grid.last_column + 1)
    )


def _next_text(grid, row, column):
    """Return the first text right of a cell."""
    for other in range(column + 1, grid.last_column + 1):
        if grid.merges.top(row, other) == (row, column):
            continue
        return grid.text(row, other)
    return ""


def _ticks(grid, row):
    """Yield (label, column of the text with boxes) of a row."""
    label = ""
    for column in range(grid.last_column + 1):
        top = grid.merges.top(row, column)
        if top and top != (row, column):
            continue
        text = grid.text(row, column)
        if BOX.search(text):
            if label:
                yield label, column
        elif text:
            label = text


def _pairs(grid, row):
    """Return [(label, column of the empty cell right of it)] of a row."""
    found, label = [], ""
    for column in range(grid.last_column + 1):
        text = grid.text(row, column)
        if text:
            is_label = plain_word(text) not in UNITS and not BOX.search(text)
            label = text if is_label else ""
        elif label and _is_free(grid, row, column):
            found.append((label, column))
            label = ""
    return found
