"""One sheet of a ledger, written row by row without keeping the rows."""

import datetime
import math
from typing import NamedTuple

import xlsxwriter

TITLE_ROWS = 2
A4 = 9
NUMBER_WIDTH = 6
# Points of a line of text, and the highest row that the file format knows.
LINE, HIGHEST = 15, 409


class LedgerWords(NamedTuple):
    """What a printed ledger says around its rows; an empty text leaves its part out."""

    number: str = ""  # heading of the row numbers
    total: str = ""  # of the line below the rows; ``{count}`` is how many there are
    signatures: str = ""  # who filled it in, who checked it, on which day
    page: str = ""  # at the foot of each page, in the codes of the file format


class LedgerSheet:
    """A workbook with one sheet: title, as-of line, frozen headings, then rows as they come.

    It prints as a paper: landscape on A4, one page wide, the headings on each page, lines around
    the cells, row numbers, totals and a line to sign. Text is written as text: nothing that a
    resident or a clerk typed can become a formula.

    :param stream: binary file object to write to
    :param str title: first line, and name of the sheet
    :param str subtitle: second line (as-of date, who may have it)
    :param columns: list of (heading, width in characters, number format or None, whether the
        column is added up)
    :param words: a :class:`LedgerWords`; without one nothing stands around the rows
    """

    def __init__(self, stream, title, subtitle, columns, words=None):
        # constant_memory keeps one row at a time and lets the file grow on disk.
        self._book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        self._sheet = self._book.add_worksheet(_sheet_name(title))
        self._words = words = words or LedgerWords()
        self._first = 1 if words.number else 0
        if words.number:
            columns = [(words.number, NUMBER_WIDTH, None, False), *columns]
        self._last = max(len(columns) - 1, 0)
        self._formats = [
            self._book.add_format({"num_format": number_format}) if number_format else None
            for _heading, _width, number_format, _total in columns
        ]
        self._sums = {index: 0 for index, column in enumerate(columns) if column[3]}
        self._widths = [column[1] for column in columns]
        # Texts of fewer characters fit into one line, whatever they are made of.
        self._room = [int(width) // 2 for width in self._widths]
        # A long text goes on below, or its neighbour would hide it on paper; the format of a column
        # costs nothing for each cell. Not every program makes the rows higher when it opens a file.
        wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        for index, (_heading, width, _format, _total) in enumerate(columns):
            self._sheet.set_column(index, index, width, wrapped)
        self._set_up_page()
        title_format = self._book.add_format({"bold": True, "font_size": 14, "align": "center"})
        heading = self._book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
        )
        self._write_line(0, title, title_format)
        self._write_line(1, subtitle)
        # Bold letters are wider, and a button to filter stands beside them.
        self._make_higher(
            TITLE_ROWS, max((lines(text, width * 0.85) for text, width, *_ in columns), default=1)
        )
        for index, (text, _width, _format, _total) in enumerate(columns):
            self._sheet.write_string(TITLE_ROWS, index, text, heading)
        self._sheet.freeze_panes(TITLE_ROWS + 1, 0)
        self.row_count = 0

    def _set_up_page(self):
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(TITLE_ROWS)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if self._words.page:
            self._sheet.set_footer(f"&C{self._words.page}")

    def _make_higher(self, line, count):
        if count > 1:
            self._sheet.set_row(line, min(LINE * count, HIGHEST))

    def _write_line(self, line, text, cell_format=None):
        """Write a text over the whole width."""
        if self._last:
            self._sheet.merge_range(line, 0, line, self._last, "", cell_format)
        self._sheet.write_string(line, 0, text, cell_format)

    def write(self, rows):  # pylint: disable=method-required-super
        """Append rows; a row is an iterable of str, int, float, date, datetime or None."""
        write_string, write_number = self._sheet.write_string, self._sheet.write_number
        formats, sums, first = self._formats, self._sums, self._first
        room, widths = self._room, self._widths
        line = TITLE_ROWS + 1 + self.row_count
        for row in rows:
            high = 1
            if first:
                write_number(line, 0, line - TITLE_ROWS)
            for index, value in enumerate(row, first):
                if value is None:
                    continue
                if isinstance(value, str):
                    if value:
                        text = value if value[0] != "<" else _without_markup(value)
                        write_string(line, index, text)
                        if len(text) > room[index]:
                            high = max(high, lines(text, widths[index]))
                elif isinstance(value, datetime.date):
                    self._sheet.write_datetime(line, index, value, formats[index])
                else:
                    write_number(line, index, value)
                    if index in sums:
                        sums[index] += value
            self._make_higher(line, high)
            line += 1
        self.row_count = line - TITLE_ROWS - 1

    def close(self):
        """Finish the file; without it the workbook cannot be opened."""
        end = TITLE_ROWS + self.row_count
        self._sheet.autofilter(TITLE_ROWS, 0, end, self._last)
        total = bool(self._words.total)
        if total:
            bold = self._book.add_format({"bold": True})
            text = self._words.total.format(count=self.row_count)
            self._sheet.write_string(end + 1, 0, text, bold)
            for index, value in self._sums.items():
                self._sheet.write_number(end + 1, index, value, bold)
        if self._words.signatures:
            self._write_line(end + 3, self._words.signatures)
        # Lines around all cells, the empty ones too, cost nothing for each row this way.
        border = self._book.add_format({"border": 1})
        self._sheet.conditional_format(
            TITLE_ROWS,
            0,
            end + total,
            self._last,
            {"type": "formula", "criteria": "=TRUE", "format": border},
        )
        self._book.close()


def lines(text, width):
    """Return how many lines a text takes in a column.

    :param float width: of the column, in Latin characters; a Chinese one is as wide as two

    >>> lines("有证面积（平方米）", 12), lines("2026-11-28", 12), lines("", 12)
    (2, 1, 1)
    >>> lines("一" + chr(10) + "二", 12)
    2
    """
    # Of three bytes each, Chinese characters are counted without looking at one after the other.
    cells = ((len(part) + len(part.encode("utf-8", "replace"))) / 2 for part in text.split("\n"))
    return sum(max(math.ceil(count / width), 1) for count in cells)


def _without_markup(text):
    """Return a text that xlsxwriter does not take for marked-up text, which it writes as it is.

    >>> _without_markup("<r><t>x</r>"), _without_markup("<r>")
    ('<r><t>x</r> ', '<r>')
    """
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _sheet_name(title):
    """Return a name that the file format accepts.

    >>> _sheet_name("居民/台账: [2026]")
    '居民 台账   2026'
    """
    return "".join(" " if char in "[]:*?/\\'" else char for char in title)[:31].strip() or "1"
