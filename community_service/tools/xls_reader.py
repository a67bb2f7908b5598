"""Reader of workbooks in the format of Excel 97, which WPS and web programs still write."""

import io

import xlrd

from .xlsx_merges import MAX_COLUMNS, Merges, column_letter
from .xlsx_reader import WorkbookError, near_day

# Excel 2 to 4 wrote the records without a container, and some programs still do.
BARE_MAGIC = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
EMPTY = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR)


class XlsReader:
    """Open a workbook of Excel 97; its visible ``sheets`` are names.

    :param bytes data: content of the file
    :raises WorkbookError: ``password``, ``wrong_type``, ``broken``
    """

    def __init__(self, data):
        try:
            # Merged cells come with the formats only.
            self._book = xlrd.open_workbook(
                file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO()
            )
            self.sheets = [
                sheet.name
                for sheet in (self._book.sheet_by_index(at) for at in range(self._book.nsheets))
                if not sheet.visibility
            ]
        except Exception as error:
            # What a damaged file makes of the reader is any error at all.
            text = str(error).lower()
            if "encrypted" in text or "password" in text:
                raise WorkbookError("password") from error
            raise WorkbookError(
                "wrong_type" if "find workbook" in text else "broken", str(error)
            ) from error

    def scan(self, name):
        """Return ``(rows, merges)`` of a sheet: rows with a value, and its :class:`Merges`."""
        sheet = self._book.sheet_by_name(name)
        rows = sum(
            1 for at in range(sheet.nrows) if any(kind not in EMPTY for kind in sheet.row_types(at))
        )
        spans = [
            (column_letter(left).encode(), top + 1, column_letter(right - 1).encode(), bottom)
            for top, bottom, left, right in sheet.merged_cells
        ]
        return rows, Merges(spans)

    def rows(self, name):
        """Yield ``(row number, cells)`` as :meth:`~.xlsx_reader.XlsxReader.rows` does."""
        sheet = self._book.sheet_by_name(name)
        for at in range(sheet.nrows):
            values, kinds = sheet.row_values(at), sheet.row_types(at)
            cells = [
                self._value(value, kind)
                for value, kind in zip(values[:MAX_COLUMNS], kinds, strict=False)
            ]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                yield at + 1, cells

    def _value(self, value, kind):
        if kind in EMPTY or value == "":
            return None
        if kind == xlrd.XL_CELL_DATE:
            try:
                return near_day(xlrd.xldate_as_datetime(value, self._book.datemode))
            except (xlrd.XLDateError, OverflowError):
                return value
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE"
        if kind == xlrd.XL_CELL_NUMBER and value.is_integer() and abs(value) < 1e15:
            return int(value)
        return value
