"""References in formulas of a workbook, when rows are inserted or a row is copied."""

import re

from .xlsx_merges import column_index, column_letter

# What a formula is made of, as far as cells are concerned: texts, which stay as they are, and
# references with the sheet that they may name. A word before a bracket is a function.
TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
     (?:(?P<cell>(?<![\w.$])\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?:\#)?)
        (?::(?P<to>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}))?(?![\w.(!])
     |(?P<rows>(?<![\w.$])\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w.(!]))""",
    re.VERBOSE,
)
PART = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d+)")
RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)")


def insert_rows(formula, at, more, sheet, own):
    """Return a formula after rows were inserted; a range over that place grows.

    :param int at: the row before which they were inserted
    :param int more: how many
    :param str sheet: the name of the sheet in which that was
    :param str own: the name of the sheet in which the formula stands

    >>> insert_rows("SUM(G4:G23)+LOG10($G$24)", 23, 5, "表", "表")
    'SUM(G4:G28)+LOG10($G$29)'
    >>> insert_rows('COUNTIF(K4:K23,"K23")&表!A30', 23, 5, "表", "他")
    'COUNTIF(K4:K23,"K23")&表!A35'
    >>> insert_rows("'我 表'!$1:$40", 23, 5, "我 表", "他")
    "'我 表'!$1:$45"
    """

    def moved(match):
        if match["text"] or _sheet(match["sheet"], own) != sheet:
            return match[0]
        head = match["sheet"] or ""
        parts = match[0][len(head) :].split(":")
        return head + ":".join(PART.sub(lambda part: _shift(part, at, more), p) for p in parts)

    return TOKEN.sub(moved, formula)


def copied(formula, rows, columns=0):
    """Return a formula as it reads when its cell is copied; what ``$`` holds stays.

    >>> copied("IF(E11=0,\\"E11\\",F11/E$11)", 2), copied("A1+$B2", 1, 2)
    ('IF(E13=0,"E11",F13/E$11)', 'C2+$B3')
    """

    def moved(match):
        if match["text"]:
            return match[0]
        head = match["sheet"] or ""
        rest = match[0][len(head) :]
        return head + PART.sub(lambda part: _copy(part, rows, columns), rest)

    return TOKEN.sub(moved, formula)


def move_range(reference, at, more):
    """Return a plain list of ranges, as merged cells and rules name them, after an insertion.

    >>> move_range("K4:K23 A24 C1:C3", 23, 5)
    'K4:K28 A29 C1:C3'
    """

    def moved(match):
        row = int(match[2])
        return f"{match[1]}{row + more if row >= at else row}"

    return RANGE.sub(moved, reference)


def _sheet(prefix, own):
    if not prefix:
        return own
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _shift(part, at, more):
    row = int(part[4])
    return f"{part[1]}{part[2]}{part[3]}{row + more if row >= at else row}"


def _copy(part, rows, columns):
    dollar, letters, dollar_row, row = part.groups()
    # Of whole rows there is one sign alone, and it stands before the number.
    fixed_row = dollar_row or (dollar and not letters)
    if letters and not dollar:
        letters = column_letter(max(column_index(letters.upper()) + columns, 0))
    number = int(row) if fixed_row else max(int(row) + rows, 1)
    return f"{dollar}{letters}{dollar_row}{number}"
