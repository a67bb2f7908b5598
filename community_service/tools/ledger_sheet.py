"""One sheet of a ledger, written row by row without keeping the rows."""

import datetime

import xlsxwriter

TITLE_ROWS = 2


class LedgerSheet:
    """A workbook with one sheet: title, as-of line, frozen headings, then rows as they come.

    Text is written as text: nothing that a resident or a clerk typed can become a formula.

    :param stream: binary file object to write to
    :param str title: first line, and name of the sheet
    :param str subtitle: second line (as-of date, who may have it)
    :param columns: list of (heading, width in characters, number format or None)
    """

    def __init__(self, stream, title, subtitle, columns):
        # constant_memory keeps one row at a time and lets the file grow on disk.
        self._book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        self._sheet = self._book.add_worksheet(_sheet_name(title))
        bold = self._book.add_format({"bold": True, "font_size": 14})
        heading = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._formats = [
            self._book.add_format({"num_format": number_format}) if number_format else None
            for _heading, _width, number_format in columns
        ]
        for index, (_heading, width, _format) in enumerate(columns):
            self._sheet.set_column(index, index, width)
        self._sheet.write_string(0, 0, title, bold)
        self._sheet.write_string(1, 0, subtitle)
        for index, (text, _width, _format) in enumerate(columns):
            self._sheet.write_string(TITLE_ROWS, index, text, heading)
        self._sheet.freeze_panes(TITLE_ROWS + 1, 0)
        self.row_count = 0

    def write(self, rows):  # pylint: disable=method-required-super
        """Append rows; a row is an iterable of str, int, float, date, datetime or None."""
        write_string, formats = self._sheet.write_string, self._formats
        line = TITLE_ROWS + 1 + self.row_count
        for row in rows:
            for index, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    write_string(line, index, value if value[0] != "<" else _without_markup(value))
                elif isinstance(value, datetime.date):
                    self._sheet.write_datetime(line, index, value, formats[index])
                else:
                    self._sheet.write_number(line, index, value)
            line += 1
        self.row_count = line - TITLE_ROWS - 1

    def close(self):
        """Finish the file; without it the workbook cannot be opened."""
        self._book.close()


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
