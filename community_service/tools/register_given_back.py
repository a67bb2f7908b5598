"""Refused rows in the layout of the sheet that they came from: whole households, cards and all.

What is read here was read once before: the lines are chosen, nothing is judged again.
"""

from typing import NamedTuple

from .identity import mask_long_numbers
from .register_card import card_lines
from .register_header import match_heading, repeated_header
from .register_household import HOUSEHOLD_TARGETS
from .register_values import covered_number, text_of
from .register_wide import WideRows, find_wide

# The cells of a place, one for another where a sheet does not have it.
PLACE = ("address", "room", "building", "entrance")


class Line(NamedTuple):
    """A line to give back: its ``number`` in the sheet, its ``texts`` by column with ID numbers
    covered, the ``wrong`` cells (column → what is wrong), the staged ``rows`` that it holds, the
    ``block`` to which it belongs, and whether it ``is_heading`` (of the columns), or a title."""

    number: int
    texts: list
    wrong: dict
    rows: list
    block: int
    is_heading: bool = False
    is_title: bool = False


def layout_shape(layout, first):
    """Return the shape in which a sheet gives back its rows, or None for a plain list.

    ``wide``, ``card``, ``halves`` for equal lists side by side, or ``deep`` for headings over
    several rows; ``tables``, below each other with their columns in another order, are known only
    when all rows are read.

    >>> from .register_layout import Layout
    >>> from .register_header import Header
    >>> header = Header(2, {}, {0: "住址房号", 1: "姓名"}, {})
    >>> layout_shape(Layout("rows", None, header), [(1, ["住址"]), (2, ["房号", "姓名"])])
    'deep'
    >>> layout_shape(Layout("rows", None, header), [(1, ["名册"]), (2, ["住址房号", "姓名"])])
    """
    if layout.kind in ("wide", "card", "halves"):
        return layout.kind
    if layout.kind != "rows":
        return None
    lowest = next((cells for number, cells in first if number == layout.header.row), [])
    is_deep = any(
        text_of(lowest[column] if column < len(lowest) else None) != text
        for column, text in layout.header.headings.items()
    )
    # Headings that say all by themselves may have others above them; a title is one cell.
    above = [cells for number, cells in first if number < layout.header.row]
    is_deep = is_deep or any(sum(map(bool, map(text_of, cells))) > 1 for cells in above)
    return "deep" if is_deep else None


def lines_to_give_back(shape, sheet, first, header, staged, lookup, read_at=None):
    """Return the :class:`Line` s of a sheet that show these rows where they stood.

    :param shape: as :func:`layout_shape` found it
    :param sheet: a :class:`~.sheets.RegisterSheet`, as it was opened
    :param first: list of its first rows
    :param header: :class:`~.register_header.Header` of the rows as they were read
    :param staged: number of a line → its rows, each with ``raw``, ``error_field`` and ``reason``
    :param lookup: function from a word to a header target or None
    :param read_at: target → column of the rows' ``raw``, where tables have columns of their own
    """
    if shape == "card":
        return list(_card_lines(sheet, staged, lookup))
    wide = shape == "wide" and WideRows(sheet, find_wide(first, sheet.merges, lookup))
    if shape != "tables":
        return list(_table_lines(sheet, header, wide, staged))
    return list(_table_lines(sheet, header, None, staged, lookup, read_at))


def halves_to_give_back(parts, header, staged):
    """Return the list of :class:`Line` s of each of some equal lists side by side.

    :param parts: the sheets of :attr:`~.register_layout.Layout.parts`
    :param header: :class:`~.register_header.Header` of each of them
    :param staged: as for :func:`lines_to_give_back`
    """
    name_at = {target: at for at, target in header.targets.items()}.get("name", 0)
    lines = [dict(part.rows()) for part in parts]
    own = [{} for _part in parts]
    for number, rows in staged.items():
        for row in rows:
            cells = [line.get(number, []) for line in lines]
            free = [at for at in range(len(parts)) if row.raw not in _raws(own[at], number)]
            # Of one whose cells were completed on reading the name alone is left; and nobody is
            # left out.
            found = [at for at in free if _stands_in(row.raw or [], cells[at], name_at)]
            found += [at for at in free if _has_name(row.raw or [], cells[at], name_at)]
            own[(found or [0])[0]].setdefault(number, []).append(row)
    return [
        list(_table_lines(part, header, None, rows)) for part, rows in zip(parts, own, strict=True)
    ]


def _raws(own, number):
    return [row.raw for row in own.get(number, ())]


def _has_name(raw, cells, name_at):
    """Tell whether the name of a row stands in these cells, alone or with others.

    >>> _has_name(["1", "张三"], [1, "张三、李四"], 1), _has_name(["1", ""], [1, "张三"], 1)
    (True, False)
    """
    told = raw[name_at] if name_at < len(raw) else ""
    name = text_of(cells[name_at]) if name_at < len(cells) else ""
    return told == name or bool(told and told in name)


def _stands_in(raw, cells, name_at):
    """Tell whether a row was read from these cells, by its name and what else they say.

    >>> _stands_in(["1", "101", "张三"], [1, "", "张三"], 2)
    True
    >>> _stands_in(["2", "101", "张三"], [1, "", "张三"], 2)
    False
    """
    return _has_name(raw, cells, name_at) and all(
        at == name_at or not text_of(cell) or text_of(cell) == known
        for at, (cell, known) in enumerate(zip(cells, raw, strict=False))
    )


def covered(cells, numbers):
    """Return the texts of cells, with ID numbers down to their last four characters.

    >>> covered(["张三", "999999199001010016", "E12345678", 5], {2})
    ['张三', '**************0016', '*****5678', '5']
    """
    texts = [text_of(cell) for cell in cells]
    return [
        (covered_number if column in numbers else mask_long_numbers)(text)
        for column, text in enumerate(texts)
    ]


def wrong_column(columns, field):
    """Return the column of a fact, or that of the nearest one that the sheet has.

    >>> wrong_column({"room": 2, "name": 3}, "address"), wrong_column({"name": 3}, "kind")
    (2, 3)
    """
    near = (field, *(PLACE if field in PLACE else ()), "name", "head_name")
    return next((columns[target] for target in near if columns.get(target) is not None), None)


def _table_lines(sheet, header, wide, staged, lookup=None, read_at=None):
    """Yield the lines of a table; with ``lookup`` also of those below it with other columns."""
    columns = {target: column for column, target in header.targets.items()}
    shown, told = columns, None
    end = columns.get("refused_row")
    numbers = {column for column, target in header.targets.items() if target == "id_number"}
    numbers = wide.number_columns() if wide else numbers
    block, before = 0, header.row
    width = wide.width if wide else max(header.headings) + 1
    for number, cells in sheet.rows():
        if number <= header.row:
            yield Line(number, covered(cells[:end], ()), {}, [], 0, number == header.row)
            continue
        if lookup and number not in staged and (own := repeated_header(number, cells, lookup)):
            columns = {target: column for column, target in own.targets.items()}
            end = columns.get("refused_row")
            numbers = {columns["id_number"]} if "id_number" in columns else set()
            told = (number, cells[:end])
            width = max(own.headings) + 1
            continue
        if number not in staged:
            continue
        rows = staged[number]
        if told and columns != shown:
            # Of the tables those are named of which rows are given back.
            block += 1
            yield Line(told[0], covered(told[1], ()), {}, [], block, True)
            shown, before = columns, told[0]
        told = None
        if number != before + 1 or not block:
            block += 1
        own = cells + [None] * (width - len(cells))
        wrong = {}
        for row, found in _columns_of(rows, own, columns, wide):
            at = wrong_column(found, row.error_field) if row.error_field else None
            if at is not None:
                wrong.setdefault(at, row.reason)
        is_first = number != before + 1 or block == 1
        _place(own, rows[0].raw or [], columns, is_first, read_at or columns)
        while own and not text_of(own[-1]) and len(own) - 1 not in wrong:
            own.pop()
        yield Line(number, covered(own[:end], numbers), wrong, rows, block)
        before = number


def _place(cells, raw, columns, is_first, read_at):
    """Write into the cells of a household what a line or a row that is left out said of it."""
    for target in HOUSEHOLD_TARGETS:
        at, from_at = columns.get(target), read_at.get(target)
        if target == "head_name" or at is None or from_at is None or at >= len(cells):
            continue
        text, known = text_of(cells[at]), raw[from_at] if from_at < len(raw) else ""
        if known and ((is_first and not text) or (text and text != known and target in PLACE)):
            cells[at] = known


def _columns_of(rows, cells, columns, wide):
    """Yield (row, {target: column}) of the rows of a line."""
    if not wide:
        for row in rows:
            yield row, columns
        return
    people = wide.people_columns(cells)
    name_at, place = columns["name"], 0
    for row in rows:
        name = row.raw[name_at] if row.raw and name_at < len(row.raw) else ""
        found = [at for at in range(place, len(people)) if people[at][0] == name]
        found += [at for at in range(place, len(people)) if name and name in people[at][0]]
        if found:
            place = found[0] + (people[found[0]][0] == name)
        yield row, people[found[0]][1] if found else people[0][1] if people else {}


def _card_lines(sheet, staged, lookup):
    title, cards = [], []
    for line in card_lines(sheet, lookup):
        is_title = not cards and line.kind in ("more", "other") and not line.told
        if is_title:
            title.append(line)
        elif line.kind == "card" or not cards:
            cards.append([] if cards else list(title))
            if line.kind == "card":
                # The title of the sheet stands above each of its cards.
                texts = [_texts(one) for one in title]
                while len(cards) > 1 and cards[-2] and _texts(cards[-2][-1]) in texts:
                    cards[-1].insert(0, cards[-2].pop())
            cards[-1].append(line)
        else:
            cards[-1].append(line)
    cards = [card for card in cards if any(line.number in staged for line in card)]
    first = [_texts(line) for line in cards[0][: len(title)]] if cards else []
    if first != [_texts(line) for line in title]:
        for line in title:
            yield Line(line.number, covered(line.cells, ()), {}, [], 0, False, True)
    for block, card in enumerate(cards, 1):
        yield from _one_card(card, staged, lookup, block)


def _texts(line):
    return [text for text in map(text_of, line.cells) if text]


def _one_card(card, staged, lookup, block):
    columns = next((line.told for line in card if line.kind == "heading"), {})
    end = columns.get("refused_row")
    rows = {line.number: staged.get(line.number, []) for line in card}
    members = {line.number for line in card if line.kind == "member"}
    labels, numbers = {}, {}
    for line in card:
        if line.kind in ("heading", "member"):
            continue
        for column, target in (line.below or {}).items():
            # The value stands below its label.
            labels.setdefault(target, (line.number + 1, column))
            if target == "id_number":
                numbers.setdefault(line.number + 1, set()).add(column)
        for column, cell in enumerate(line.cells if not line.below else ()):
            target = isinstance(cell, str) and match_heading(cell, lookup)
            behind = [
                at for at in range(column + 1, len(line.cells)) if text_of(line.cells[at])
            ] or [column + 1]
            if target:
                labels.setdefault(target, (line.number, behind[0]))
            if target == "id_number":
                numbers.setdefault(line.number, set()).add(behind[0])
    wrong = {}
    for number, found in rows.items():
        for row in found:
            if not row.error_field:
                continue
            at = (number, columns.get(row.error_field)) if number in members else (0, None)
            if at[1] is None or row.error_field in HOUSEHOLD_TARGETS:
                near = wrong_column(labels, row.error_field)
                at = near or (number, columns.get("name"))
            if at[1] is not None:
                wrong.setdefault(at[0], {}).setdefault(at[1], row.reason)
    for line in card:
        is_heading = line.kind == "heading"
        own = numbers.get(line.number, set())
        if line.kind == "member" and "id_number" in columns:
            own = {columns["id_number"]}
        shown = rows[line.number] if line.number in members else []
        if is_heading:
            # The card itself, and whoever its table does not list.
            shown = [row for number in rows if number not in members for row in rows[number]]
            shown = shown or [row for number in rows for row in rows[number]][:1]
        cells = line.cells[:end] if line.kind in ("heading", "member") else line.cells
        yield Line(
            line.number,
            covered(cells, own),
            wrong.get(line.number, {}),
            shown,
            block,
            is_heading,
        )
