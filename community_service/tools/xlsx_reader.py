"""Streaming reader of .xlsx workbooks: cells, merged cells, hidden sheets, formulas.

Written on lxml alone, because the usual readers either hold the whole workbook in memory or know
nothing of merged cells. Memory is bounded by the shared strings, whatever the number of rows.
"""

import datetime
import re
import zipfile
import zlib
from functools import lru_cache
from posixpath import join, normpath
from typing import NamedTuple

from lxml import etree

from .xlsx_merges import MAX_COLUMNS, Merges, column_index

MAX_MEMBER_BYTES = 2 * 1024**3
MAX_TOTAL_BYTES = 3 * 1024**3
CHUNK = 1 << 20
DATE_FORMATS = {14, 15, 16, 17, 22, 27, 30, 31, 36, 50, 57, 58}
MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
# Any program may give the elements a prefix of its own.
ROW_END = re.compile(rb"</(?:\w+:)?row>")
SHEET_END = re.compile(rb"</(?:\w+:)?sheetData>")
CELL_VALUE = re.compile(rb"<(?:\w+:)?(?:v|f|is)[\s>]")
# Web programs of China east lose 43 seconds of midnight: before 1901 their clock stood otherwise.
NEARLY_MIDNIGHT = datetime.timedelta(minutes=2)
# What a damaged or strange workbook raises in the reading of its parts.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    LookupError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class WorkbookError(ValueError):
    """A workbook that cannot be read; ``code`` says why, ``detail`` where."""

    def __init__(self, code, detail=""):
        super().__init__(code)
        self.code = code
        self.detail = detail


class Formula(str):
    """Text of a cell that holds a formula without a stored result."""


class LongNumber(str):
    """Digits of a numeric cell that may have lost its last digits (more than 15 of them)."""


class Sheet(NamedTuple):
    name: str
    path: str


class XlsxReader:
    """Open a workbook and stream its visible sheets.

    :param stream: a seekable binary file
    :raises WorkbookError: ``broken``, ``too_big``, ``wrong_type``
    """

    def __init__(self, stream):
        try:
            self._zip = zipfile.ZipFile(stream)
            infos = self._zip.infolist()
            # A few kilobytes can unpack to gigabytes: look before unpacking.
            if (
                max(info.file_size for info in infos) > MAX_MEMBER_BYTES
                or sum(info.file_size for info in infos) > MAX_TOTAL_BYTES
            ):
                raise WorkbookError("too_big")
            self._read_package()
        except WorkbookError:
            raise
        except BROKEN as error:
            raise WorkbookError("broken", str(error)) from error

    def _parse(self, path):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        with self._part(path) as member:
            return etree.parse(member, parser).getroot()

    def _part(self, path):
        """Open a part; names of parts are the same in any case (ECMA-376 part 2)."""
        return self._zip.open(self._names[path.lower()])

    def _read_package(self):
        # Some programs part the folders of a name as Windows does.
        self._names = {name.lower().replace("\\", "/"): name for name in self._zip.namelist()}
        book = self._book_path()
        folder, _slash, name = book.rpartition("/")
        root = self._parse(book)
        relations = [
            node
            for node in self._parse(f"{folder}/_rels/{name}.rels".lstrip("/"))
            if isinstance(node.tag, str)
        ]
        targets = {node.get("Id"): node.get("Target") for node in relations}
        # Where strings and styles are, the relationships say.
        kinds = {
            (node.get("Type") or "").rsplit("/", 1)[-1]: part_path(node.get("Target"), folder)
            for node in relations
        }
        properties = root.find("{*}workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch = datetime.datetime(1904, 1, 1) if is_1904 else datetime.datetime(1899, 12, 30)
        self.sheets, self.hidden = [], []
        for node in root.iterfind("{*}sheets/{*}sheet"):
            target = targets[node.get(RELATION) or node.get(RELATION_STRICT)]
            path = part_path(target, folder)
            visible = node.get("state", "visible") == "visible"
            if visible and path.lower() in self._names and "chartsheet" not in path:
                self.sheets.append(Sheet(node.get("name"), path))
            else:
                self.hidden.append(node.get("name"))
        strings, styles = kinds.get("sharedStrings", ""), kinds.get("styles", "")
        known = strings.lower() in self._names
        self._strings = self._read_strings(strings) if known else []
        known = styles.lower() in self._names
        self._dates = self._read_date_styles(styles) if known else set()

    def _book_path(self):
        """Return the path of the part that the package names as its workbook."""
        if "_rels/.rels" not in self._names:
            return "xl/workbook.xml"
        for node in self._parse("_rels/.rels"):
            kind = node.get("Type") or "" if isinstance(node.tag, str) else ""
            if kind.rsplit("/", 1)[-1] == "officeDocument":
                return part_path(node.get("Target"), "")
        raise WorkbookError("wrong_type")

    def _read_strings(self, path):
        strings = []
        with self._part(path) as member:
            for _event, node in etree.iterparse(
                member, tag="{*}si", resolve_entities=False, no_network=True
            ):
                strings.append(_rich_text(node))
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
        return strings

    def _read_date_styles(self, path):
        root = self._parse(path)
        custom = {
            int(node.get("numFmtId")): node.get("formatCode", "")
            for node in root.iterfind("{*}numFmts/{*}numFmt")
        }
        dates = set()
        for index, node in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
            number = int(node.get("numFmtId", 0))
            if number in DATE_FORMATS or _is_date_format(custom.get(number, "")):
                dates.add(index)
        return dates

    def scan(self, sheet):
        """Return ``(rows, merges)`` of a sheet without parsing it.

        :return: the number of rows with a value (borders and fills alone make none), and a
            :class:`Merges`
        :raises WorkbookError: ``broken``
        """
        rows, tail, before = 0, None, b""
        try:
            with self._open(sheet) as member:
                while chunk := member.read(CHUNK):
                    if tail is not None:
                        tail += chunk
                        continue
                    block = before + chunk
                    end = SHEET_END.search(block)
                    *whole, before = ROW_END.split(block[: end.start()] if end else block)
                    rows += sum(1 for row in whole if CELL_VALUE.search(row))
                    if end:
                        tail = block[end.start() :]
        except BROKEN as error:
            raise WorkbookError("broken", f"{sheet.name}: {error}") from error
        return rows, Merges(MERGE.findall(tail or b""))

    def rows(self, sheet):
        """Yield ``(row number, cells)``; ``cells`` is a list of values by column, None if empty.

        Text comes as str, numbers as int or float, dates as datetime, a formula as its stored
        result or else as :class:`Formula`, long digit runs of numeric cells as
        :class:`LongNumber`.

        :raises WorkbookError: ``broken``
        """
        number = 0
        try:
            with self._open(sheet) as member:
                for _event, node in etree.iterparse(
                    member, tag="{*}row", resolve_entities=False, no_network=True
                ):
                    number = int(node.get("r") or number + 1)
                    cells = self._cells(node)
                    node.clear()
                    while node.getprevious() is not None:
                        del node.getparent()[0]
                    if cells:
                        yield number, cells
        except BROKEN as error:
            raise WorkbookError("broken", f"{sheet.name}: {error}") from error

    def _open(self, sheet):
        return self._part(sheet.path)

    def _cells(self, row):
        cells = []
        position = -1
        for node in row:
            reference = node.get("r")
            position = _column(reference) if reference else position + 1
            if position >= MAX_COLUMNS:
                break
            value = self._value(node) if len(node) else None
            if value is not None:
                cells.extend([None] * (position + 1 - len(cells)))
                cells[position] = value
        return cells

    def _value(self, node):
        kind = node.get("t", "n")
        if kind == "inlineStr":
            inside = node[0]
            return _rich_text(inside if inside.tag.endswith("}is") else node) or None
        raw = formula = None
        for child in node:
            if child.tag.endswith("}v"):
                raw = child.text
            elif child.tag.endswith("}f"):
                formula = child.text or ""
        if raw is None or raw == "":
            return Formula(f"={formula}") if formula is not None else None
        if kind == "s":
            return self._strings[int(raw)] or None
        if kind == "n":
            return self._number(raw, int(node.get("s", 0)))
        if kind == "d":
            return datetime.datetime.fromisoformat(raw.replace("Z", ""))
        if kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        return None if kind == "e" else raw

    def _number(self, raw, style):
        if style in self._dates:
            number = float(raw)
            if 0 < number < 2958466:
                return near_day(self._epoch + datetime.timedelta(days=number))
        if raw.lstrip("-").isdigit():
            return LongNumber(raw) if len(raw) > 15 else int(raw)
        number = float(raw)
        if abs(number) >= 1e15:
            return LongNumber(raw)
        return int(number) if number.is_integer() else number


def part_path(target, folder):
    target = target.replace("\\", "/")
    return target[1:] if target.startswith("/") else normpath(join(folder, target))


def near_day(moment):
    """Return the midnight that a moment misses by seconds, else the moment.

    >>> near_day(datetime.datetime(1989, 12, 31, 23, 59, 17)).isoformat()
    '1990-01-01T00:00:00'
    >>> near_day(datetime.datetime(1989, 12, 31, 23, 50)).isoformat()
    '1989-12-31T23:50:00'
    """
    nearest = datetime.datetime.combine(
        (moment + datetime.timedelta(hours=12)).date(), datetime.time()
    )
    return nearest if abs(moment - nearest) <= NEARLY_MIDNIGHT else moment


@lru_cache(1024)
def _letters_column(letters):
    return column_index(letters)


def _column(reference):
    return _letters_column(reference.rstrip("0123456789"))


def _rich_text(node):
    if len(node) == 1 and node[0].tag.endswith("}t"):
        return node[0].text or ""
    # Phonetic guides (rPh) are no part of the text.
    return "".join(
        text.text or "" for text in node.iter("{*}t") if not text.getparent().tag.endswith("}rPh")
    )


def _is_date_format(code):
    """Tell whether a custom number format shows a date.

    >>> _is_date_format('yyyy"年"m"月"d"日"'), _is_date_format('#,##0.00"元"')
    (True, False)
    """
    code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code.split(";")[0]).lower()
    return "y" in code or "d" in code
