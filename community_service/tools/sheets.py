"""One way to read registers, whatever the format they come in and the name it is given."""

import csv
import io
import re
from typing import NamedTuple

from .table_reader import read_tables
from .xls_reader import BARE_MAGIC, XlsReader
from .xlsx_merges import Merges
from .xlsx_reader import WorkbookError, XlsxReader

ZIP_MAGIC = b"PK\x03\x04"
CFB_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"%PDF",
    b"BM",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
TEXT_ENDINGS = ("csv", "txt", "tsv", "xls", "et", "htm", "html", "xml", "mht", "")
# A cell in quotes may hold a few lines; more of them are a quote that was never closed.
MAX_CELL_LINES = 200
_SEP = re.compile(r"sep=(.)[\r\n]")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class RegisterSheet(NamedTuple):
    """A visible sheet: its ``name``, number of ``row_count`` rows, ``merges`` and a ``rows()``;
    ``is_named`` is False where the name is but that of the file."""

    name: str
    row_count: int
    merges: Merges
    rows: callable
    is_named: bool = True


def open_register(data, filename=""):
    """Return the visible sheets of a workbook or text file as :class:`RegisterSheet` s.

    What a file is, its content says: web programs give any table the name .xls.

    :param bytes data: content of the file
    :param str filename: its name; only its ending and stem are used
    :raises WorkbookError: ``empty``, ``password``, ``wrong_type``, ``broken``, ``too_big``,
        ``encoding``, ``open_quote`` (with the number of the line)

    >>> open_register(b"")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    WorkbookError: empty
    >>> sheet = open_register("姓名,性别\\n张三,男\\n".encode("gb18030"), "望河小区.csv")[0]
    >>> sheet.name, sheet.row_count, list(sheet.rows())
    ('望河小区', 2, [(1, ['姓名', '性别']), (2, ['张三', '男'])])
    >>> page = "<table><tr><th>姓名<th>性别</tr><tr><td>张三<td>男</tr></table>".encode()
    >>> list(open_register(page, "望河小区.xls")[0].rows())
    [(1, ['姓名', '性别']), (2, ['张三', '男'])]
    """
    if not data:
        raise WorkbookError("empty")
    if data.startswith(ZIP_MAGIC):
        reader = XlsxReader(io.BytesIO(data))
        return [_book_sheet(reader, sheet, sheet.name) for sheet in reader.sheets]
    if data.startswith(CFB_MAGIC) or data.startswith(BARE_MAGIC):
        # An encrypted workbook of today is a container too.
        if ENCRYPTED in data:
            raise WorkbookError("password")
        reader = XlsReader(data)
        return [_book_sheet(reader, name, name) for name in reader.sheets]
    ending = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    if data.startswith(PICTURES):
        raise WorkbookError("wrong_type")
    if ending not in TEXT_ENDINGS:
        raise WorkbookError("broken" if ending in ("xlsx", "xlsm") else "wrong_type")
    text = decode(data)
    tables = read_tables(text)
    if tables is None:
        return [_csv_sheet(text, filename)]
    return [
        RegisterSheet(
            name or _stem(filename), len(rows), merges, lambda rows=rows: iter(rows), bool(name)
        )
        for name, rows, merges in tables
    ]


def _book_sheet(reader, sheet, name):
    row_count, merges = reader.scan(sheet)
    return RegisterSheet(name, row_count, merges, lambda: reader.rows(sheet))


def _stem(filename):
    return filename.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def text_delimiter(text):
    """Return what parts the cells of a text file.

    >>> text_delimiter("姓名;电话"), text_delimiter("sep=|\\n姓名,甲|电话")
    (';', '|')
    """
    # A first line sep=; tells Excel what parts the cells.
    if told := _SEP.match(text):
        return told[1]
    first = text[:4096].splitlines()[:5]
    return max(",;\t|", key=lambda char: sum(line.count(char) for line in first))


def _csv_sheet(text, filename):
    told, delimiter = _SEP.match(text), text_delimiter(text)
    lines = text.splitlines(keepends=True)

    def rows():
        reader, start = csv.reader(iter(lines), delimiter=delimiter), 0
        try:
            for number, cells in enumerate(reader, 1):
                if reader.line_num - start > 1 or reader.line_num == len(lines):
                    _check_quotes(lines[start : reader.line_num], delimiter, start + 1)
                start = reader.line_num
                if any(cells) and not (told and number == 1):
                    yield number, [cell or None for cell in cells]
        except csv.Error as error:
            # A cell of more than 128 kilobytes is the rest of a file behind an open quote.
            code = "open_quote" if "field larger" in str(error) else "broken"
            raise WorkbookError(code, str(start + 1)) from error

    blank = f"{delimiter} \r\n"
    count = sum(1 for line in lines if line.strip(blank))
    return RegisterSheet(_stem(filename), count, Merges([]), rows, False)


def _check_quotes(lines, delimiter, number):
    """Refuse a row of several lines, or the last one, with a quote left open in a cell.

    :raises WorkbookError: ``open_quote`` with the number of the line

    >>> _check_quotes(['1,"a\\n', 'b",2\\n'], ",", 5)
    >>> _check_quotes(['1,"a,2\\n', '2,"b",2\\n'], ",", 5)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    WorkbookError: open_quote
    """
    try:
        if len(lines) <= MAX_CELL_LINES:
            list(csv.reader(lines, delimiter=delimiter, strict=True))
            return
    except csv.Error as error:
        if len(lines) == 1 and "unexpected end" not in str(error):
            return
    raise WorkbookError("open_quote", str(number))


def _is_plain(data, encoding):
    """Tell whether data of two bytes a character reads as a list of Chinese or plain words."""
    text = data[: len(data) // 2 * 2].decode(encoding, "replace")
    known = len(re.findall(r"[\t\r\n -~\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]", text))
    return known >= 0.9 * len(text) and bool(re.search(r"[\t\r\n,;]", text))


def decode(data):
    """Return the text of a file in UTF-8, UTF-16 with or without its mark, or GB18030.

    >>> [decode("姓名".encode(name)) for name in ("utf-8-sig", "gbk", "utf-16")]
    ['姓名', '姓名', '姓名']
    >>> [decode("姓名,性别\\n".encode(name)) for name in ("utf-16-le", "utf-16-be")]
    ['姓名,性别\\n', '姓名,性别\\n']
    >>> decode(b"\\x00\\x01\\x02")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    WorkbookError: wrong_type
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    elif b"\0" in data[:4096]:
        encodings = tuple(
            name for name in ("utf-16-le", "utf-16-be") if _is_plain(data[:4096], name)
        )
        if len(encodings) != 1:
            raise WorkbookError("wrong_type")
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(r"[\x00-\x08\x0e-\x1a]", text[:4096]):
            raise WorkbookError("wrong_type")
        return text
    raise WorkbookError("encoding")
