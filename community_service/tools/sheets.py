"""One way to read registers that come as .xlsx or .csv."""

import csv
import io
from typing import NamedTuple

from .xlsx_merges import Merges
from .xlsx_reader import WorkbookError, XlsxReader

ZIP_MAGIC = b"PK\x03\x04"
CFB_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class RegisterSheet(NamedTuple):
    """A visible sheet: its ``name``, number of ``row_count`` rows, ``merges`` and a ``rows()``."""

    name: str
    row_count: int
    merges: Merges
    rows: callable


def open_register(data, filename=""):
    """Return the visible sheets of a workbook or csv file as :class:`RegisterSheet` s.

    :param bytes data: content of the file
    :param str filename: its name; only its ending and stem are used
    :raises WorkbookError: ``empty``, ``password``, ``old_excel``, ``wrong_type``, ``broken``,
        ``too_big``, ``encoding``

    >>> open_register(b"")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    WorkbookError: empty
    >>> sheet = open_register("姓名,性别\\n张三,男\\n".encode("gb18030"), "望河小区.csv")[0]
    >>> sheet.name, sheet.row_count, list(sheet.rows())
    ('望河小区', 2, [(1, ['姓名', '性别']), (2, ['张三', '男'])])
    """
    if not data:
        raise WorkbookError("empty")
    if data.startswith(ZIP_MAGIC):
        reader = XlsxReader(io.BytesIO(data))
        return [_xlsx_sheet(reader, sheet) for sheet in reader.sheets]
    if data.startswith(CFB_MAGIC):
        # An encrypted workbook is a CFB container, and so is the format of Excel 97.
        raise WorkbookError("password" if ENCRYPTED in data else "old_excel")
    ending = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    if ending not in ("csv", "txt", ""):
        raise WorkbookError("broken" if ending == "xlsx" else "wrong_type")
    return [_csv_sheet(data, filename)]


def _xlsx_sheet(reader, sheet):
    row_count, merges = reader.scan(sheet)
    return RegisterSheet(sheet.name, row_count, merges, lambda: reader.rows(sheet))


def _csv_sheet(data, filename):
    text = decode(data)
    first = text[:4096].splitlines()[:5]
    delimiter = max(",;\t", key=lambda char: sum(line.count(char) for line in first))

    def rows():
        try:
            for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
                if any(cells):
                    yield number, [cell or None for cell in cells]
        except csv.Error as error:
            raise WorkbookError("broken", str(error)) from error

    name = filename.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return RegisterSheet(name, text.count("\n") + (not text.endswith("\n")), Merges([]), rows)


def decode(data):
    """Return the text of a csv file in UTF-8, UTF-16 or GB18030.

    >>> [decode("姓名".encode(name)) for name in ("utf-8-sig", "gbk", "utf-16")]
    ['姓名', '姓名', '姓名']
    >>> decode(b"\\x00\\x01\\x02")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    WorkbookError: wrong_type
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
        if b"\0" in data[:4096]:
            raise WorkbookError("wrong_type")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookError("encoding")
