"""A list that goes back to its sender, its empty cells filled in: the same file where the format
lets anybody write into it, else a workbook with the same cells in the same places."""

import contextlib
import csv
import io

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from .register_values import text_of
from .sheets import CFB_MAGIC, ZIP_MAGIC, decode, open_register, text_delimiter
from .table_reader import read_tables
from .xls_reader import BARE_MAGIC
from .xlsx_filler import XlsxFiller

# A program of tables takes a text that begins so for a formula, and rounds a number this long.
FORMULA = tuple("=+-@\t")
LONG = 12
BYTE_ORDER = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def fill_list(data, filename, texts):
    """Return ``(content, ending, count)`` of a list with texts in its empty cells.

    :param bytes data: the file, as it came
    :param str filename: its name
    :param texts: ``{name of the sheet: {(row number, column from 0): text}}``
    :return: the file, its ending, and how many cells were written

    >>> content, ending, count = fill_list(
    ...     "姓名,电话\\r\\n张三,\\r\\n".encode("gb18030"), "名单.csv", {"名单": {(2, 1): "+44"}})
    >>> content.decode("gb18030"), ending, count
    ("姓名,电话\\r\\n张三,'+44\\r\\n", 'csv', 1)
    """
    if data.startswith(ZIP_MAGIC):
        content, count = XlsxFiller(data).fill(texts)
        ending = filename.rsplit(".", 1)[-1].lower()
        return content, ending if ending in ("xlsx", "xlsm", "et") else "xlsx", count
    is_book = data.startswith(CFB_MAGIC) or data.startswith(BARE_MAGIC)
    if not is_book and read_tables(decode(data)) is None:
        return _fill_text(data, filename, texts)
    return _copy(open_register(data, filename), texts)


def _fill_text(data, filename, texts):
    sheet = open_register(data, filename)[0]
    by_row = _by_row(texts.get(sheet.name, {}))
    text = decode(data)
    encoding = next((name for mark, name in BYTE_ORDER.items() if data.startswith(mark)), None)
    if encoding is None:
        encoding = next(
            name
            for name in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
            if _reads_as(data, name, text)
        )
    end = "\r\n" if "\r\n" in text else "\n"
    delimiter = text_delimiter(text)
    stream, count = io.StringIO(newline=""), 0
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        for column, value in by_row.get(number, {}).items():
            row += [""] * (column + 1 - len(row))
            if not text_of(row[column]):
                row[column] = _protected(value)
                count += 1
        writer.writerow(row)
    ending = filename.rsplit(".", 1)[-1].lower() if "." in filename else "csv"
    return stream.getvalue().encode(encoding), ending, count


def _by_row(cells):
    rows = {}
    for (number, column), text in sorted(cells.items()):
        rows.setdefault(number, {})[column] = text
    return rows


def _reads_as(data, encoding, text):
    try:
        return data.decode(encoding) == text
    except UnicodeDecodeError:
        return False


def _protected(text):
    return (
        f"'{text}" if text.startswith(FORMULA) or (len(text) >= LONG and text.isalnum()) else text
    )


def _copy(sheets, texts):
    stream, count = io.BytesIO(), 0
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False})
    style = book.add_format({"num_format": "@", "text_wrap": True, "valign": "vcenter"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        cells = _by_row(texts.get(sheet.name, {}))
        merged = {}
        for top, left, bottom, right in sheet.merges.ranges():
            merged[top, left] = (top - 1, left, bottom - 1, right)
        for number, row in sheet.rows():
            values = [text_of(cell) for cell in row]
            for column, text in cells.get(number, {}).items():
                values += [""] * (column + 1 - len(values))
                top = sheet.merges.top(number, column)
                if not values[column] and top in (None, (number, column)):
                    values[column] = text
                    count += 1
            for column, text in enumerate(values):
                if (number, column) in merged:
                    # A damaged sheet may merge a cell twice.
                    with contextlib.suppress(OverlappingRange):
                        page.merge_range(*merged[number, column], text, style)
                elif text:
                    page.write_string(number - 1, column, text, style)
    book.close()
    return stream.getvalue(), "xlsx", count
