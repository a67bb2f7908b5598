"""Tables that web programs and old Excels hand out under the name .xls: HTML and XML of 2003."""

import email
import io
import itertools

from lxml import etree, html

from .xlsx_merges import MAX_COLUMNS, Merges, column_letter
from .xlsx_reader import WorkbookError

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
SS = f"{{{SPREADSHEET}}}"
BROKEN = (etree.LxmlError, ValueError, LookupError)


def read_tables(text):
    """Return ``[(name or "", rows, merges)]`` of a page of HTML or a workbook in XML of 2003.

    ``rows`` is a list of ``(row number, cells)``. None if the text is neither.

    :raises WorkbookError: ``broken``

    >>> page = "<table><tr><td rowspan=2>3-101<td>张三</tr><tr><td>李四<td>妻</table>"
    >>> [(name, rows, bool(merges)) for name, rows, merges in read_tables(page)]
    [('', [(1, ['3-101', '张三']), (2, [None, '李四', '妻'])], True)]
    >>> read_tables("姓名,性别") is None
    True
    """
    start = text[:4096].lstrip("\ufeff \t\r\n").lower()
    if start.startswith("mime-version:"):
        text = _page_of_archive(text)
        start = "<html"
    if not start.startswith("<"):
        return None
    try:
        if SPREADSHEET in text[:8192]:
            return _xml_tables(text)
        if "<table" in text.lower() or start.startswith(("<html", "<!doctype html")):
            return _html_tables(text)
    except BROKEN as error:
        raise WorkbookError("broken", str(error)) from error
    return None


def _page_of_archive(text):
    """Return the page of a web archive (.mht), another thing that Excel saves as .xls."""
    for part in email.message_from_string(text).walk():
        if part.get_content_type() == "text/html" and b"<t" in (
            part.get_payload(decode=True) or b""
        ):
            charset = part.get_content_charset() or "gb18030"
            return part.get_payload(decode=True).decode(charset, "replace")
    raise WorkbookError("wrong_type")


def _html_tables(text):
    # The text is decoded already: what the page says of its encoding must not count again.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(text.encode(), parser=parser)
    names = [node.text or "" for node in root.iter("{*}name", "x:name")]
    tables = []
    for table in root.iter("table"):
        lines = [
            line for line in table.iter("tr") if next(line.iterancestors("table"), None) is table
        ]
        grid = _Grid()
        for line in lines:
            grid.next_row()
            for cell in line:
                if cell.tag not in ("td", "th"):
                    continue
                grid.put(_html_text(cell), _count(cell.get("colspan")), _count(cell.get("rowspan")))
        # A layout of tables in tables holds its data in the inner one.
        if len(grid.rows) > 1:
            tables.append(grid)
    if not tables:
        return []
    named = names if len(names) == len(tables) else itertools.repeat("")
    return [(name, grid.rows, grid.merges()) for name, grid in zip(named, tables, strict=False)]


def _html_text(cell):
    if cell.find(".//table") is not None:
        return None
    for line in cell.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return " ".join(cell.text_content().replace("\xa0", " ").split(" ")).strip() or None


def _xml_tables(text):
    if "<!DOCTYPE" in text[:8192]:
        raise WorkbookError("broken", "DOCTYPE")
    data = io.BytesIO(text.encode())
    tables, grid = [], None
    events = etree.iterparse(
        data, events=("start", "end"), resolve_entities=False, no_network=True, encoding="utf-8"
    )
    for event, node in events:
        if not isinstance(node.tag, str):
            continue
        kind = node.tag.rpartition("}")[2]
        if event == "start" and kind == "Worksheet":
            grid = _Grid()
            tables.append((node.get(f"{SS}Name") or "", grid, node))
        elif event == "end" and kind == "Row" and grid is not None:
            grid.next_row(int(node.get(f"{SS}Index") or 0))
            for cell in node.iterfind("{*}Cell"):
                grid.put(
                    _xml_value(cell),
                    int(cell.get(f"{SS}MergeAcross") or 0) + 1,
                    int(cell.get(f"{SS}MergeDown") or 0) + 1,
                    int(cell.get(f"{SS}Index") or 0),
                )
            node.clear()
    return [
        (name, grid.rows, grid.merges())
        for name, grid, node in tables
        if node.findtext("{*}WorksheetOptions/{*}Visible") in (None, "SheetVisible")
    ]


def _xml_value(cell):
    data = cell.find("{*}Data")
    text = "".join(data.itertext()) if data is not None else ""
    kind = data.get(f"{SS}Type") if data is not None else ""
    if kind == "Number":
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "DateTime":
        return text.partition("T")[0]
    return None if kind == "Error" else text or None


def _count(text):
    return min(max(int(text), 1), MAX_COLUMNS) if (text or "").isdecimal() else 1


class _Grid:
    """Rows of a table whose cells reach over several rows and columns."""

    def __init__(self):
        self.rows, self._spans, self._taken, self._row = [], [], {}, 0

    def next_row(self, number=0):
        self._row = number or self._row + 1
        self._column, self._cells = 0, []
        self._taken = {column: last for column, last in self._taken.items() if last >= self._row}

    def put(self, value, across, down, number=0):
        column = number - 1 if number else self._column
        while not number and column in self._taken:
            column += 1
        self._column = column + across
        if column >= MAX_COLUMNS:
            return
        if down > 1:
            last = self._row + down - 1
            self._taken |= dict.fromkeys(range(column, column + across), last)
        if down > 1 or across > 1:
            right = column_letter(min(column + across, MAX_COLUMNS) - 1).encode()
            self._spans.append(
                (column_letter(column).encode(), self._row, right, self._row + down - 1)
            )
        if value is not None:
            if not self._cells:
                self.rows.append((self._row, self._cells))
            self._cells.extend([None] * (column + 1 - len(self._cells)))
            self._cells[column] = value

    def merges(self):
        return Merges(self._spans)
