"""Facts that forms of upper bodies ask for: work, residence permit, disability, account, size."""

import re

from . import register_values as rv
from .demanded_facts import (
    GRADES,
    check_account,
    disability_by_number,
    parse_area,
    parse_disability,
    parse_rooms,
    plain_number,
)
from .register_dates import parse_known_date
from .register_words import disability_word, ticked
from .xlsx_reader import LongNumber

PERSON_DEMANDED = (
    "occupation work_unit residence_permit residence_permit_end disability_kind disability_grade "
    "disability_number disability_end bank_name bank_account"
).split()
HOME_DEMANDED = ["floor_area", "room_count"]
# As a card of a household names them.
DEMANDED_HEADINGS = {
    "floor_area": "建筑面积",
    "room_count": "房间数",
    "occupation": "职业",
    "work_unit": "工作单位",
    "residence_permit": "居住证",
    "residence_permit_end": "居住证有效期",
    "disability_kind": "残疾类别",
    "disability_grade": "残疾等级",
    "disability_number": "残疾证号",
    "disability_end": "残疾证有效期",
    "bank_name": "开户行",
    "bank_account": "银行账号",
}
NOTHING = dict.fromkeys((*PERSON_DEMANDED, *HOME_DEMANDED))
CLOSED_DEMANDED = [name for name in PERSON_DEMANDED if name.startswith(("disability", "bank"))]
HELD = re.compile(r"(?:已|有|是|持有?|已?办理?|办证|持证|已领取?|在办)+(?:居住证|证)?|居住证")
NOT_HELD = re.compile(r"(?:未|无|没有?|否|不|尚未)(?:办理?|持有?|领取?|需)?(?:居住证|证)?")
SPAN = re.compile(r"\s*(?:至|到|~|～|—+|--)\s*")
LONG_TERM = {"长期", "永久", "长期有效", "终身"}
# Beyond so many digits a number in a cell has lost its last ones.
EXACT_DIGITS = 15


class DemandedReader:
    """Part of :class:`~.register_rows.RegisterRows` that reads what forms ask for."""

    def _read_demanded(self, row, cell):
        row.update(NOTHING)
        if NOTHING.keys().isdisjoint(self._columns):
            # Most registers ask for none of it, and have a hundred thousand rows.
            return
        for field in ("occupation", "work_unit", "bank_name"):
            row[field] = " ".join(self._said_of(row, cell, field).split()) or None
        self._read_permit(row, cell)
        row["bank_account"] = self._understood(row, cell, "bank_account", "account", check_account)
        row["floor_area"] = self._understood(row, cell, "floor_area", "area", parse_area)
        row["room_count"] = self._understood(row, cell, "room_count", "rooms", parse_rooms)
        if row["room_count"] and not rv.text_of(cell("room_count")).strip("间房室 ").isdigit():
            # 3室1厅 says more than the number of rooms.
            row["extra"][self._heading("room_count")] = rv.text_of(cell("room_count"))

    def _understood(self, row, cell, field, code, parse):
        """Return the value that a cell means; what is not understood is kept, with a remark."""
        text = rv.said(cell(field))
        if not text or text in ("0", "0.0"):
            return None
        try:
            if _has_lost_digits(cell(field)):
                raise ValueError("lost digits")
            return parse(text)
        except (ValueError, OverflowError):
            self._keep(row, code, field, text)
            return None

    def _read_permit(self, row, cell):
        row["residence_permit"] = None
        row["residence_permit_end"] = self._read_end(row, cell, "residence_permit_end")
        text = rv.text_of(cell("residence_permit"))
        plain = re.sub(r"\s", "", text)
        if plain in ("/", "-", "—", ""):
            pass
        elif NOT_HELD.fullmatch(plain) or ticked(text) is False and plain not in rv.NO_VALUE:
            row["residence_permit"] = "none"
        elif HELD.fullmatch(plain) or ticked(text):
            row["residence_permit"] = "held"
        elif rv.said(text):
            self._keep(row, "word", "residence_permit", text)
        if row["residence_permit_end"]:
            if row["residence_permit"] == "none":
                # One of the two is wrong: neither is entered.
                for field in ("residence_permit", "residence_permit_end"):
                    self._keep(row, "kept", field, rv.text_of(cell(field)))
                    row[field] = None
            else:
                row["residence_permit"] = "held"

    def _read_end(self, row, cell, field):
        """Return the last day of a period; of one without an end, nothing."""
        text = rv.said(cell(field))
        if not text or text in LONG_TERM:
            return None
        value = cell(field)
        if isinstance(value, str):
            value = SPAN.split(value.strip().rstrip("止"))[-1]
        try:
            day, precision = parse_known_date(value)
        except (ValueError, OverflowError):
            day, precision = None, None
        if day is None or precision != "day":
            self._keep(row, "last_day", field, text)
            return None
        return day

    def _read_disability(self, row, known, cells):
        """Read kind, grade and certificate, and add the category that they mean."""
        if NOTHING.keys().isdisjoint(self._columns):
            return
        texts = {}
        for target in ("disability_kind", "disability_grade", "disability_number"):
            column = self._columns.get(target)
            text = rv.said(cells[column]) if column is not None else ""
            if text and ticked(text) is not False:
                texts[target] = text
        row["disability_end"] = self._read_end(row, self._cell_of(cells), "disability_end")
        kind, grade = self._read_kind_and_grade(row, texts)
        number = texts.get("disability_number")
        said = disability_by_number(plain_number(number)) if number else None
        agrees = said and (
            row["id_number"] in (None, said[0])
            and kind in (None, said[1])
            and grade in (None, said[2])
        )
        if number and not agrees:
            self._keep(row, "certificate", "disability_number", number)
        if agrees:
            kind, grade = said[1:]
        row["disability_number"] = plain_number(number) if agrees else None
        row["disability_kind"], row["disability_grade"] = kind, grade
        self._add_disability(row, known, texts)

    def _cell_of(self, cells):
        return lambda field: cells[self._columns[field]] if field in self._columns else None

    def _read_kind_and_grade(self, row, texts):
        """Return what the columns of kind and grade say together; a contradiction is kept."""
        found = []
        for target in ("disability_kind", "disability_grade"):
            text = texts.get(target)
            if not text:
                continue
            try:
                if target == "disability_kind" and re.fullmatch(r"\d+(?:\.0+)?", text):
                    # The code of a kind, in one list or another.
                    raise ValueError(text)
                found.append((target, text, *parse_disability(text)))
            except ValueError:
                self._keep(row, "disability", target, text)
        kinds = {kind for _target, _text, kind, _grade in found if kind}
        grades = {grade for _target, _text, _kind, grade in found if grade}
        if len(kinds) > 1 or len(grades) > 1:
            for target, text, _kind, _grade in found:
                self._keep(row, "disability", target, text)
            return None, None
        return next(iter(kinds), None), next(iter(grades), None)

    def _add_disability(self, row, known, texts):
        grade, word = row["disability_grade"], ""
        if grade:
            word = f"残疾{'一二三四'[GRADES.index(grade)]}级"
        elif row["disability_kind"] or row["disability_number"]:
            word = "残疾"
        else:
            # What is kept word for word may still say that there is a disability.
            word = disability_word(texts.get("disability_kind"), texts.get("disability_grade"))
        category = word and self._find_word("category", word)
        if category and category != "ignore":
            known.append(category)
        elif word:
            self._warn(row, "category", "category", " ".join(texts.values()))


def _has_lost_digits(value):
    """Tell whether a number in a cell has more digits than a program keeps.

    >>> _has_lost_digits(LongNumber("622200001111222000")), _has_lost_digits(6.2220000111122e18)
    (True, True)
    >>> _has_lost_digits(62220000111122), _has_lost_digits("6222000011112222333")
    (False, False)
    """
    if isinstance(value, LongNumber):
        return not value.isdigit() or value.endswith("000")
    return isinstance(value, float) and abs(value) >= 10**EXACT_DIGITS


class KeptCell(DemandedReader):
    """One cell that an import kept, read again as a column of a fact; see :func:`read_kept`."""

    def __init__(self, target):
        self._columns = {target: 0}
        self.is_understood = True

    def _said_of(self, row, cell, field):
        return rv.said(cell(field))

    def _heading(self, field):
        return field

    def _find_word(self, field, word):
        # Whatever it is: categories were given when the workbook was read.
        return word

    def _warn(self, row, code, field, value):
        self.is_understood = False

    def _keep(self, row, code, field, text):
        self.is_understood = False


def read_kept(target, text, id_number=None):
    """Return (values, whether they say all of it) of a cell that an import kept word for word.

    :param str target: name of a fact, of ``PERSON_DEMANDED`` or ``HOME_DEMANDED``
    :param id_number: that of the person, with which the number of a certificate begins
    :raises ValueError: if the cell is not understood as that fact

    >>> read_kept("disability_kind", "肢体二级")
    ({'disability_kind': 'physical', 'disability_grade': 'grade_2'}, True)
    >>> read_kept("room_count", "3室1厅"), read_kept("work_unit", "无")
    (({'room_count': 3}, False), ({}, True))
    >>> read_kept("bank_account", "见存折")
    Traceback (most recent call last):
    ValueError: 见存折
    """
    reader, cells = KeptCell(target), [text]
    row = {"extra": {}, "warnings": [], "id_number": id_number or None}
    reader._read_demanded(row, reader._cell_of(cells))
    reader._read_disability(row, [], cells)
    if not reader.is_understood:
        raise ValueError(text)
    names = (*PERSON_DEMANDED, *HOME_DEMANDED)
    return {name: row[name] for name in names if row[name] is not None}, not row["extra"]
