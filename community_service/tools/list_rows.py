"""From the rows of a list that another office sent to what each says of a person.

Sheets, headings, merged cells, lines of a building, names, phones, days and addresses are read as
the register import reads them. A list needs less than a register: a name or an ID number, and
something to know the person by.
"""

import itertools
import re
from typing import NamedTuple

from . import register_values as rv
from .list_numbers import read_list_number
from .person_name import read_name
from .pinyin import spelled
from .register_address import read_section
from .register_card import card_pairs
from .register_dates import parse_known_date
from .register_header import MAX_DEPTH, SCAN_ROWS, Header, match_heading, stack_headings
from .register_layout import open_layout
from .register_rows import RegisterRows
from .register_wide import find_halves

# What a list may know a person by, and what the register writes into its empty columns.
KNOWN_BY = ("id_number", "id_tail", "phone", "phone2", "birth_date", "address", "room")
_TAIL = re.compile(
    r"(?:身份证|证件|公民身份|居民身份证)?(?:号码?|证号)?[(]?(?:后|末|尾)[四4]位?(?:数|码|号)?[)]?"
)
_RESULT = re.compile(
    r"(?:核查|核实|比对|排查|摸排|核对|反馈|匹配)(?:结果|情况|结论|意见)|"
    r"是否(?:为|属于?|系|在)?(?:本)?(?:社区|辖区|在册|居住|常住)(?:居民|人员|居住)?|"
    r"matchresult|result"
)
# Of a cell of a name that tells more than the name, the name alone counts here.
_NOBODY = ("name_missing", "vacant", "no_person")
_TELLS_MORE = ("name_note", "left", "called")


class ListRow(NamedTuple):
    """A row of a list: where it stands, what it says, and by which columns.

    ``columns`` maps a fact to the column of the sheet in which it stands, or stood empty.
    """

    sheet: str
    row: int
    name: str
    pinyin: str
    number: object
    birth_date: object
    phones: tuple
    place: tuple
    address: str
    columns: dict
    remarks: tuple


class ListSheet(NamedTuple):
    """A sheet of a list: its ``name``, the ``header`` (None: it cannot be used), a ``problem``
    (``empty``, ``card``, ``no_header``, ``no_fact``) and its ``rows``, an iterator."""

    name: str
    header: Header | None
    problem: str
    kind: str
    rows: object = ()


def list_heading(find_heading):
    """Return the function from a heading to what a list means by it.

    >>> find = list_heading({"姓名": "name"}.get)
    >>> [find(word) for word in ("姓名", "身份证后四位", "后4位", "核查结果", "是否在册", "编号")]
    ['name', 'id_tail', 'id_tail', 'result', 'result', None]
    """

    def find(word):
        if _RESULT.fullmatch(word):
            return "result"
        return "id_tail" if _TAIL.fullmatch(word) else find_heading(word)

    return find


def find_list_header(first, merges, lookup):
    """Return the :class:`Header` of a list, the block of headings that names most, or None.

    >>> words = {"姓名": "name", "身份证号": "id_number", "电话": "phone"}
    >>> rows = [(1, ["名单"]), (2, ["序号", "姓名", "身份证号"]), (3, [1, "张三", "9999****0016"])]
    >>> find_list_header(rows, None, words.get).targets
    {1: 'name', 2: 'id_number'}
    >>> find_list_header([(1, ["张三", "男"])], None, words.get)
    """
    best, best_score = None, 0
    for start in range(len(first[:SCAN_ROWS])):
        for depth in range(1, MAX_DEPTH + 1):
            block = first[start : start + depth]
            if len(block) < depth or (depth > 1 and not _is_heading(block[-1][1], lookup)):
                break
            header = _header(block, merges, lookup)
            found = set(header.targets.values()) - {"ignore"}
            score = len(found) - 0.5 * (depth - 1)
            if "name" in found and score > best_score:
                best, best_score = header, score
    return best if best and best_score >= 1 else None


def _is_heading(cells, lookup):
    texts = [cell for cell in cells if cell is not None]
    if any(not isinstance(text, str) or re.search(r"\d{5}", text) for text in texts):
        return False
    return sum(bool(match_heading(text, lookup)) for text in texts) >= 2


def _header(block, merges, lookup):
    targets, headings, repeated = {}, {}, {}
    for column, parts in stack_headings(block, merges).items():
        headings[column] = "".join(parts)
        found = next((f for part in reversed(parts) if (f := match_heading(part, lookup))), None)
        if found == "phone" and found in targets.values() and "phone2" not in targets.values():
            found = "phone2"
        if found and found != "ignore" and found in targets.values():
            repeated[column] = next(at for at, known in targets.items() if known == found)
        elif found and found not in ("extra", "tick", "choice", "refused_row"):
            targets[column] = found
    # A list of heads of household names nobody else.
    if "name" not in targets.values():
        targets = {at: "name" if t == "head_name" else t for at, t in targets.items()}
    return Header(block[-1][0], targets, headings, repeated)


def read_list(sheets, find_heading, find_word, today):
    """Yield a :class:`ListSheet` for each sheet of a workbook.

    :param sheets: list of :class:`~.sheets.RegisterSheet`
    :param find_heading: function from a word to a header target of the import, or None
    :param find_word: function from (field, word) to its value, or None
    :param datetime.date today: no birth lies after it
    """
    lookup = list_heading(find_heading)
    for sheet in sheets:
        first = list(itertools.islice(sheet.rows(), SCAN_ROWS))
        if not first:
            yield ListSheet(sheet.name, None, "empty", "rows")
            continue
        layout = open_layout(sheet, first, lookup, lambda word: word and find_word("role", word))
        if layout.kind in ("card", "unread_card"):
            yield ListSheet(sheet.name, None, "card", "card")
            continue
        kind, parts = "rows", [(sheet, 0)]
        header = find_list_header(first, sheet.merges, lookup)
        if layout.kind == "rows" and _is_card(first, header, lookup):
            yield ListSheet(sheet.name, None, "card", "card")
            continue
        if layout.kind == "wide":
            kind, parts, header = "wide", [(layout.sheet, 0)], layout.header
        elif layout.kind == "halves":
            width, _count = find_halves(first, sheet.merges, lookup)
            kind, header = "halves", layout.header
            parts = [(part, at * width) for at, part in enumerate(layout.parts)]
        if header is None:
            yield ListSheet(sheet.name, None, "no_header", kind)
            continue
        if not set(header.targets.values()) & set(KNOWN_BY):
            yield ListSheet(sheet.name, header, "no_fact", kind)
            continue
        readers = [
            _ListRows(part, header, lookup, find_word, {}, today, "", left=left, kind=kind)
            for part, left in parts
        ]
        yield ListSheet(sheet.name, header, "", kind, itertools.chain.from_iterable(readers))


def _is_card(first, header, lookup):
    """Tell whether labels stand beside their values, where a list has headings above them.

    >>> words = {"姓名": "name", "电话": "phone", "住址": "address"}.get
    >>> card = [(1, ["姓名", "张三", "电话", "139"]), (2, ["住址", "3-501"])]
    >>> listed = [(1, ["姓名", "电话"]), (2, ["张三", "1"])]
    >>> _is_card(card, None, words), _is_card(listed, None, words)
    (True, False)
    """
    pairs = [number for number, cells in first if card_pairs(cells, lookup)]
    return len(pairs) >= 2 and (header is None or header.row in pairs)


class _ListRows(RegisterRows):
    """Read the rows of one sheet of a list.

    :param int left: the column of the sheet in which its first one stands
    :param str kind: of the layout; a cell that stands for several people is not written to
    """

    def __init__(self, *args, left=0, kind="rows", **options):
        super().__init__(*args, **options)
        self._left = left
        self._kind = kind

    def _use(self, header):
        result = super()._use(header)
        self._places = None
        told = ("id_tail", "address", "room")
        self._person += [self._columns[t] for t in told if t in self._columns]
        return result

    def _read(self, number, cells):
        values = {
            target: cells[column] if column < len(cells) else None
            for target, column in self._columns.items()
        }
        self._part_name(values)
        cell = values.get
        row = {"vacant": "", "warnings": [], "extra": {}, "role": None, "error": "", "raw": []}
        row |= {"error_field": "", "detail": ""}
        told = read_name(cell("name"))
        name, remarks = told.name, []
        if told.problem in _TELLS_MORE:
            name = told.bare
        elif told.problem in _NOBODY:
            name = ""
        elif told.problem:
            # Two names, or one with a character under a star: nobody bears it, and it is asked.
            remarks.append(("name", ""))
        found = _number_of(cell("id_number"), cell("id_tail"))
        if found.problem:
            remarks.append(("number", rv.text_of(cell("id_number"))[-4:]))
        birth = self._birth(cell, remarks)
        if found.birth_date and birth and found.birth_date != birth:
            remarks.append(("birth_of_number", birth.isoformat()))
        place = self._home(row, cell, number)
        phones = []
        for target in ("phone", "phone2"):
            phones += rv.parse_phones(cell(target))
        text = rv.text_of(cell("phone"))
        if text and not phones and text.lower() not in rv.EMPTY_WORDS:
            remarks.append(("phone", ""))
        # Who has one phone or one home may be written by the sound of the name.
        pinyin = spelled(name)[1] if name and (place or phones) else ""
        return {
            "vacant": "",
            "list": ListRow(
                self._sheet.name,
                number,
                name,
                pinyin,
                found,
                found.birth_date or birth,
                tuple(dict.fromkeys(phones)),
                place,
                rv.text_of(cell("address")) or " ".join(filter(None, place)),
                self._written_to(),
                tuple(remarks),
            ),
        }

    def _asked_cells(self, row):
        # A list keeps none of its cells: what cannot be read in it is a remark.
        return {}

    def _written_to(self):
        """Return {fact: column of the sheet}, one object for all rows below one header."""
        if self._places is None:
            width = max(self._header.headings, default=0)
            known = {} if self._kind == "wide" else self._columns
            self._places = {t: at + self._left for t, at in known.items() if at <= width}
        return self._places

    def _birth(self, cell, remarks):
        try:
            birth, precision = parse_known_date(cell("birth_date"))
        except (ValueError, OverflowError):
            remarks.append(("birth", rv.text_of(cell("birth_date"))[:20]))
            return None
        if birth and birth > self._today:
            remarks.append(("birth", birth.isoformat()))
            return None
        return birth if birth and precision == "day" else None

    def _home(self, row, cell, number):
        """Return (estate, building, entrance, room) of a row, or nothing that is known."""
        if not any(rv.said(cell(target)) for target in ("address", "room", "building")):
            if not self._section.building or not rv.said(cell("room")):
                return ()
        self._read_place(row, cell, number)
        if row["error"] or not row["room"]:
            return ()
        section = read_section(rv.said(cell("estate"))) if cell("estate") else None
        estate = section.estate if section else row["estate"]
        return (estate or "", row["building"] or "", row["entrance"] or "", row["room"])

    def __iter__(self):
        for row in super().__iter__():
            yield row["list"]


def _number_of(number, tail):
    """Return the :class:`~.list_numbers.ListNumber` of two cells: a number, and its last four.

    >>> _number_of(None, 16).pattern, _number_of("9999****", "001X").pattern
    ('%0016', '%001X')
    >>> _number_of("999999199001010016", "0016").whole
    '999999199001010016'
    """
    found = read_list_number(number)
    if found.whole or found.has_tail or not rv.text_of(tail):
        return found
    # A cell of numbers loses the noughts in front.
    last = read_list_number(rv.text_of(tail).zfill(4))
    return last._replace(birth_date=found.birth_date) if last.has_tail else found
