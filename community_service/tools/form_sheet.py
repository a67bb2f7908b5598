"""Forms that other bodies send as workbooks: what stands where, and writing into their cells.

As with a list that goes back to its sender, the XML of the sheets alone is edited. Merged cells,
widths, print areas, drawings, pictures and whatever else a form holds go back byte for byte.
"""

import base64
import copy
import re

from lxml import etree

from .form_text import Blanks, Ticks, fill_blanks, tick_boxes
from .sheets import CFB_MAGIC
from .xlsx_filler import CONTROL, SPACE, XlsxFiller
from .xlsx_merges import Merges, column_index, column_letter
from .xlsx_reader import MERGE, RELATION, WorkbookError, part_path

ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,5})")
MAX_UNPACKED = 60 * 1024 * 1024
STRICT = "purl.oclc.org"
LEVELS = 3


class FormError(ValueError):
    """A cell that cannot be written: ``code`` says why, ``sheet`` and ``address`` where."""

    def __init__(self, code, sheet, address="", detail=""):
        super().__init__(code)
        self.code, self.sheet, self.address, self.detail = code, sheet, address, detail


def parse_address(text):
    """Return (row number, column from 0) of the address of a cell, None if it is none.

    >>> parse_address("$c$4"), parse_address(" AA12 "), parse_address("4C")
    ((4, 2), (12, 26), None)
    """
    match = ADDRESS.fullmatch((text or "").strip())
    return match and (int(match[2]), column_index(match[1].upper()))


def address_of(row, column):
    """Return the address of a cell.

    >>> address_of(4, 2)
    'C4'
    """
    return f"{column_letter(column)}{row}"


class FormGrid:
    """The cells of one sheet: values, formulas, merged cells.

    :param dict values: ``{(row number, column from 0): value}`` of cells that say something, those
        with a formula apart
    :param set formulas: cells that hold a formula
    :param merges: :class:`~.xlsx_merges.Merges`
    """

    def __init__(self, values, formulas, merges):
        self.values, self.formulas, self.merges = values, formulas, merges
        self.last_row = max((row for row, _column in values | dict.fromkeys(formulas)), default=0)
        self.last_column = max((c for _row, c in values | dict.fromkeys(formulas)), default=0)

    def shown(self, row, column):
        """Return what a cell shows, that of its merged cell where it lies in one; None if empty."""
        top = self.merges.top(row, column)
        return self.values.get(top or (row, column))

    def text(self, row, column):
        """Return the text that a cell shows without blanks, "" where it shows none or a number."""
        value = self.shown(row, column)
        return re.sub(r"\s+", "", value) if isinstance(value, str) else ""

    def headings(self, row, column):
        """Return the texts above a cell, from the top down, each once: its headings."""
        found = []
        for above in range(row - 1, 0, -1):
            text = self.text(above, column)
            if not text:
                if found:
                    break
                continue
            if text not in found:
                found.append(text)
            if len(found) == LEVELS:
                break
        return found[::-1]

    def labels(self, row, column):
        """Return the texts left of a cell in its row, the farthest first."""
        found = []
        for left in range(column - 1, -1, -1):
            text = self.text(row, left)
            if text and not text.isdigit() and text not in found:
                found.append(text)
            if len(found) == LEVELS:
                break
        return found[::-1]

    def anchor(self, row, column):
        """Return the words by which a person finds the cell: left of it, and above it."""
        parts = ("/".join(self.labels(row, column)), "/".join(self.headings(row, column)))
        return " | ".join(part for part in parts if part)


class FormBook(XlsxFiller):
    """The blank workbook of a form.

    :param bytes data: the workbook
    :raises WorkbookError: ``broken``, ``too_big``, ``wrong_type``, ``old``, ``strict``
    """

    def __init__(self, data):
        if data.startswith(CFB_MAGIC):
            raise WorkbookError("old")
        super().__init__(data)
        if sum(info.file_size for info in self._zip.infolist()) > MAX_UNPACKED:
            raise WorkbookError("too_big")
        if STRICT in (etree.QName(self._parse(self._book_path())).namespace or ""):
            raise WorkbookError("strict")
        self._grids, self._rich = {}, None

    @classmethod
    def of_base64(cls, data, limit):
        """Return the workbook that Odoo keeps as base64.

        :param int limit: how many bytes it may have
        :raises WorkbookError: as the class does
        """
        if len(data) * 3 // 4 > limit:
            raise WorkbookError("too_big")
        return cls(base64.b64decode(data))

    def names(self):
        """Return the names of the visible sheets."""
        return [sheet.name for sheet in self.sheets]

    def grid(self, name):
        """Return the :class:`FormGrid` of a sheet.

        :raises FormError: ``sheet`` if there is none of that name
        """
        if name not in self._grids:
            root = self._sheet_tree(name).getroot()
            values, formulas, number = {}, set(), 0
            for row in root.iterfind("{*}sheetData/{*}row"):
                number, position = int(row.get("r") or number + 1), -1
                for cell in row:
                    reference = cell.get("r")
                    position = (
                        column_index(reference.rstrip("0123456789")) if reference else position + 1
                    )
                    if cell.find("{*}f") is not None:
                        formulas.add((number, position))
                        continue
                    value = self._value(cell) if len(cell) else None
                    if value not in (None, ""):
                        values[number, position] = value
            merges = Merges(MERGE.findall(self._sheet_bytes(name)))
            self._grids[name] = FormGrid(values, formulas, merges)
        return self._grids[name]

    def _sheet(self, name):
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise FormError("sheet", name)

    def _sheet_bytes(self, name):
        return self._zip.read(self._names[self._sheet(name).path.lower()])

    def _sheet_tree(self, name):
        try:
            return self._tree(self._sheet_bytes(name))
        except etree.LxmlError as error:
            raise WorkbookError("broken", f"{name}: {error}") from error

    def check(self, name, row, column):
        """Refuse a cell that holds a formula, a text, or lies inside a merged one.

        :raises FormError: ``sheet``, ``merged``, ``formula``, ``text``
        """
        grid = self.grid(name)
        address = address_of(row, column)
        top = grid.merges.top(row, column)
        if top and top != (row, column):
            raise FormError("merged", name, address, address_of(*top))
        if (row, column) in grid.formulas:
            raise FormError("formula", name, address)
        value = grid.values.get((row, column))
        if isinstance(value, str) and value.strip(" 　_＿-—/"):
            raise FormError("text", name, address, value.strip()[:40])

    def options(self, name, row, column):
        """Return the words that a cell may say by the sender's rule, empty where there is none."""
        root = self._sheet_tree(name).getroot()
        for rule in root.iterfind("{*}dataValidations/{*}dataValidation"):
            if rule.get("type") != "list" or not _holds(rule.get("sqref") or "", row, column):
                continue
            formula = (rule.findtext("{*}formula1") or "").strip()
            if formula.startswith('"'):
                return [word.strip() for word in formula.strip('"').split(",") if word.strip()]
            return self._words_in(formula, name)
        return []

    def _words_in(self, reference, own):
        """Return the texts of a range, on a hidden sheet too."""
        sheet, _sign, span = reference.rpartition("!")
        ends = [parse_address(end) for end in span.split(":")]
        part = dict(self._sheet_parts()).get(sheet.strip("'") or own)
        if not part or not all(ends):
            return []
        (top, left), (bottom, right) = ends[0], ends[-1]
        found = []
        root = self._tree(self._zip.read(part)).getroot()
        for line in root.iterfind("{*}sheetData/{*}row"):
            for cell in line:
                place = parse_address(cell.get("r"))
                if place and top <= place[0] <= bottom and left <= place[1] <= right:
                    value = self._value(cell) if len(cell) else None
                    found += [value.strip()] if isinstance(value, str) and value.strip() else []
        return found

    def _real(self, path):
        return self._names.get(path.lower())

    def _sheet_parts(self):
        """Return [(name, part)] of all sheets, hidden ones too."""
        book = self._real(self._book_path())
        folder = book.rpartition("/")[0]
        rels = self._real(f"{folder}/_rels/{book.rpartition('/')[2]}.rels")
        targets = {
            node.get("Id"): node.get("Target")
            for node in self._tree(self._zip.read(rels)).getroot()
            if isinstance(node.tag, str)
        }
        found = []
        for node in self._tree(self._zip.read(book)).getroot().iterfind("{*}sheets/{*}sheet"):
            path = part_path(targets.get(node.get(RELATION)) or "", folder)
            if self._real(path):
                found.append((node.get("name"), self._real(path)))
        return found

    def filled_in(self, cells, over=False):
        """Return the workbook with values in its cells, as bytes.

        :param cells: ``{name of a sheet: {(row number, column from 0): value}}``; a value is a
            number, a text or :class:`Blanks`
        :param bool over: whether texts are written over that stand in the cells
        :raises FormError: as :meth:`check`, and ``blank`` for a text without such blanks
        """
        changed = {}
        for name, values in cells.items():
            if values:
                path = self._names[self._sheet(name).path.lower()]
                changed[path] = self._written(name, values, over)
        if changed:
            self._reckon_again(changed)
        return self._packed(changed)

    def _written(self, name, values, over):
        for (row, column), value in values.items():
            if not over and not isinstance(value, (Blanks, Ticks)):
                self.check(name, row, column)
        tree = self._sheet_tree(name)
        root = tree.getroot()
        space = f"{{{etree.QName(root).namespace}}}"
        by_row = {}
        for (row, column), value in values.items():
            by_row.setdefault(row, {})[column] = value
        data, rows, number = root.find("{*}sheetData"), {}, 0
        for row in data.iterfind("{*}row"):
            number = int(row.get("r") or number + 1)
            row.set("r", str(number))
            rows[number] = row
        for number in sorted(by_row):
            if number not in rows:
                rows[number] = etree.Element(f"{space}row", r=str(number))
                before = [at for at in rows if at < number]
                data.insert(data.index(rows[max(before)]) + 1 if before else 0, rows[number])
            self._write_row(name, rows[number], number, by_row[number], space)
        return self._bytes(tree)

    def _write_row(self, name, row, number, values, space):
        known, position = {}, -1
        for cell in row:
            reference = cell.get("r")
            position = column_index(reference.rstrip("0123456789")) if reference else position + 1
            cell.set("r", address_of(number, position))
            known[position] = cell
        for column, value in sorted(values.items()):
            cell = known.get(column)
            if cell is None:
                cell = etree.Element(f"{space}c", r=address_of(number, column))
                if row.get("s") and row.get("customFormat") in ("1", "true"):
                    cell.set("s", row.get("s"))
                before = [at for at in known if at < column]
                row.insert(row.index(known[max(before)]) + 1 if before else 0, cell)
                known[column] = cell
            if isinstance(value, (Blanks, Ticks)):
                if not self._write_inside(cell, value, space):
                    shown = self.grid(name).values.get((number, column)) or ""
                    raise FormError("blank", name, address_of(number, column), str(shown)[:40])
            elif isinstance(value, str):
                self._write(cell, value, space)
            else:
                self._write_number(cell, value, space)
        row.attrib.pop("spans", None)

    def _write_number(self, cell, value, space):
        for child in list(cell):
            cell.remove(child)
        for name in ("cm", "vm", "t"):
            cell.attrib.pop(name, None)
        number = float(value)
        text = str(int(number)) if number.is_integer() else repr(round(number, 6))
        etree.SubElement(cell, f"{space}v").text = text

    def _write_inside(self, cell, value, space):
        """Change a text where it has blanks or boxes; its runs keep their looks."""
        inside = self._rich_text_of(cell, space)
        if inside is None:
            return False
        texts = [
            node
            for node in inside.iter(f"{space}t")
            if etree.QName(node.getparent()).localname != "rPh"
        ]
        runs = [node.text or "" for node in texts]
        if isinstance(value, Ticks):
            filled = tick_boxes(runs, value.options)
        else:
            filled = fill_blanks(runs, value.values)
        if filled is None:
            return False
        for node, text in zip(texts, filled, strict=True):
            node.text = CONTROL.sub("", text)
            node.set(SPACE, "preserve")
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        cell.append(inside)
        return True

    def _rich_text_of(self, cell, space):
        """Return the text of a cell with its runs as an element of its own, None if it has none."""
        if cell.find("{*}f") is not None:
            return None
        if cell.get("t") == "inlineStr":
            found = cell.find("{*}is")
            return None if found is None else copy.deepcopy(found)
        if cell.get("t") != "s":
            return None
        if self._rich is None:
            name = next(key for key in self._names if key.endswith("sharedstrings.xml"))
            root = self._tree(self._zip.read(self._names[name])).getroot()
            self._rich = list(root.iterfind("{*}si"))
        inside = etree.Element(f"{space}is")
        for child in self._rich[int(cell.findtext("{*}v"))]:
            if etree.QName(child).localname in ("t", "r"):
                inside.append(copy.deepcopy(child))
        return inside


def _holds(references, row, column):
    """Tell whether a list of ranges holds a cell.

    >>> _holds("K4:K23 M1", 5, 10), _holds("K4:K23 M1", 1, 10)
    (True, False)
    """
    for reference in references.split():
        ends = [parse_address(end) for end in reference.split(":")]
        if all(ends) and ends[0][0] <= row <= ends[-1][0] and ends[0][1] <= column <= ends[-1][1]:
            return True
    return False
