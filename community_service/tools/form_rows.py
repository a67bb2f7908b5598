"""Inserting rows into a list of a form that is longer than its sender thought.

Rows are inserted before the last row of the list, as copies of the one above: so every range over
the list (sums, validations, colours, print areas, labels merged beside it) grows by the plain rule
of a spreadsheet, and the line that closes the list stays where it belongs. Where a sheet holds what
would break, nothing is inserted and the reason is said.
"""

import copy
import re

from lxml import etree

from .form_sheet import FormBook, FormError, address_of
from .formula_shift import copied, insert_rows, move_range
from .xlsx_filler import HAS_FORMULA
from .xlsx_merges import column_index
from .xlsx_reader import part_path

# Places that name ranges as plain references, and those that hold formulas.
RANGES = {
    "mergeCell": "ref",
    "conditionalFormatting": "sqref",
    "dataValidation": "sqref",
    "hyperlink": "ref",
    "autoFilter": "ref",
    "sortState": "ref",
    "sortCondition": "ref",
    "dimension": "ref",
    "selection": "sqref",
    "protectedRange": "sqref",
    "ignoredError": "sqref",
}
SINGLE = {"selection": "activeCell", "pane": "topLeftCell", "sheetView": "topLeftCell"}
FORMULAS = ("formula", "formula1", "formula2")
# What a sheet may not hold when rows are inserted, by the type of its relation.
BARRED = ("table", "pivotTable", "queryTable", "slicer", "timeline")
CALC_CHAIN = "calcChain"
VML_ROW = re.compile(r"(<(?:\w+:)?Row>\s*)(\d+)(\s*</)")
VML_ANCHOR = re.compile(r"(<(?:\w+:)?Anchor>)([^<]*)(</)")


class FormRows(FormBook):
    """A workbook into whose lists rows are inserted."""

    def with_more_rows(self, blocks):
        """Return the workbook as bytes with longer lists.

        :param blocks: ``{name of a sheet: [(first row, last row, how many more)]}``; the lists of
            one sheet do not overlap
        :raises FormError: ``rows`` with the reason as ``detail`` (``one``, ``merged``, ``array``,
            ``table``, ``overlap``)
        """
        changed = {}
        for name, spans in blocks.items():
            spans = sorted(spans, reverse=True)
            for (first, _last, _more), (_first, last, _count) in zip(
                spans, spans[1:], strict=False
            ):
                if last >= first:
                    raise FormError("rows", name, f"A{first}", "overlap")
            for first, last, more in spans:
                self._insert(name, first, last, more, changed)
        self._drop_calc_chain(changed)
        return self._packed(changed)

    # parts of the package

    def _content(self, part, changed):
        return changed[part] if part in changed else self._zip.read(part)

    def _relations(self, part):
        """Return [(type, path of the part)] of what a part leads to."""
        folder, _slash, name = part.rpartition("/")
        rels = self._real(f"{folder}/_rels/{name}.rels")
        found = []
        for node in self._tree(self._zip.read(rels)).getroot() if rels else ():
            if not isinstance(node.tag, str) or node.get("TargetMode") == "External":
                continue
            path = part_path(node.get("Target") or "", folder)
            if self._real(path):
                kind = (node.get("Type") or "").rsplit("/", 1)[-1]
                found.append((kind, self._real(path)))
        return found

    # inserting

    def _insert(self, name, first, last, more, changed):
        part = self._real(self._sheet(name).path)
        tree = self._tree(self._content(part, changed))
        root = tree.getroot()
        self._check_bears(name, root, part, first, last)
        _plain_formulas(root)
        rows = _rows_by_number(root)
        counting = _counting(self, rows, first, last)
        self._shift_sheet(root, name, last, more)
        rows = _rows_by_number(root)
        pattern = rows.get(last - 1)
        merged = [
            node for node in root.iterfind("{*}mergeCells/{*}mergeCell")
            if _spans_row(node.get("ref"), last - 1)
        ]  # fmt: skip
        after = [number for number in rows if number < last]
        place = rows[max(after)] if after else None
        data = root.find("{*}sheetData")
        for number in range(last, last + more) if pattern is not None else ():
            row = self._copy(pattern, number - last + 1)
            data.insert(data.index(place) + 1, row)
            place = row
        for node in merged:
            for step in range(1, more + 1):
                other = copy.deepcopy(node)
                other.set("ref", re.sub(r"\d+", str(last - 1 + step), node.get("ref")))
                node.getparent().append(other)
        merges = root.find("{*}mergeCells")
        if merges is not None and merges.get("count"):
            merges.set("count", str(len(merges)))
        for column, begin in counting.items():
            self._count_on(root, column, first, last + more, begin)
        changed[part] = self._bytes(tree)
        self._shift_others(name, part, last, more, changed)

    def _check_bears(self, name, root, part, first, last):
        """Refuse to insert where something would break.

        :raises FormError: ``rows``
        """
        address = f"A{last}"
        if last <= first:
            raise FormError("rows", name, address, "one")
        for reference in root.iterfind("{*}mergeCells/{*}mergeCell"):
            top, bottom = _rows_of(reference.get("ref"))
            inside = first <= bottom and top <= last
            if inside and bottom > top and not (top <= first and bottom >= last):
                raise FormError("rows", name, address, "merged")
        for formula in root.iter("{*}f"):
            if formula.get("t") in ("array", "dataTable"):
                raise FormError("rows", name, address, "array")
        if any(kind in BARRED for kind, _part in self._relations(part)):
            raise FormError("rows", name, address, "table")

    def _copy(self, pattern, step):
        """Return a row as a copy of the pattern, some rows further down."""
        row = copy.deepcopy(pattern)
        number = int(pattern.get("r")) + step
        row.set("r", str(number))
        for cell in row:
            cell.set("r", re.sub(r"\d+", str(number), cell.get("r")))
            formula = cell.find("{*}f")
            if formula is not None:
                formula.text = copied(formula.text or "", step)
                for value in cell.findall("{*}v"):
                    cell.remove(value)
                cell.attrib.pop("t", None)
            elif isinstance(self._value(cell) if len(cell) else None, (int, float)):
                for child in list(cell):
                    cell.remove(child)
        return row

    def _count_on(self, root, column, first, last, begin):
        """Number the rows of a list that the sender had numbered."""
        space = f"{{{etree.QName(root).namespace}}}"
        for number, row in _rows_by_number(root).items():
            if first <= number <= last:
                for cell in row:
                    if column_index(cell.get("r").rstrip("0123456789")) == column:
                        self._write_number(cell, begin + number - first, space)

    def _shift_sheet(self, root, name, at, more):
        for row in root.iterfind("{*}sheetData/{*}row"):
            number = int(row.get("r"))
            if number >= at:
                row.set("r", str(number + more))
                for cell in row:
                    cell.set("r", re.sub(r"\d+", str(number + more), cell.get("r")))
        for node in root.iter():
            if not isinstance(node.tag, str):
                continue
            tag = etree.QName(node).localname
            for attribute in (RANGES.get(tag), SINGLE.get(tag)):
                if attribute and node.get(attribute):
                    node.set(attribute, move_range(node.get(attribute), at, more))
            if tag == "sqref" and node.text:
                node.text = move_range(node.text, at, more)
            if tag == "brk" and etree.QName(node.getparent()).localname == "rowBreaks":
                # A break stands below the row that it names.
                row = int(node.get("id") or 0)
                node.set("id", str(row + more if row >= at - 1 else row))
        _shift_formulas(root, name, name, at, more)

    def _shift_others(self, name, part, at, more, changed):
        """Move what other parts of the workbook say of the sheet."""
        for other, path in self._sheet_parts():
            content = self._content(path, changed)
            if path != part and (HAS_FORMULA.search(content) or b"ormula" in content):
                tree = self._tree(content)
                _plain_formulas(tree.getroot())
                if _shift_formulas(tree.getroot(), name, other, at, more):
                    changed[path] = self._bytes(tree)
        book = self._real(self._book_path())
        tree = self._tree(self._content(book, changed))
        for node in tree.getroot().iterfind("{*}definedNames/{*}definedName"):
            node.text = insert_rows(node.text or "", at, more, name, "")
        changed[book] = self._bytes(tree)
        for kind, path in self._relations(part):
            if kind == "drawing":
                self._shift_drawing(path, name, at, more, changed)
            elif kind in ("comments", "threadedComment"):
                tree = self._tree(self._content(path, changed))
                for node in tree.getroot().iter("{*}comment", "{*}threadedComment"):
                    node.set("ref", move_range(node.get("ref") or "", at, more))
                changed[path] = self._bytes(tree)
            elif kind == "vmlDrawing":
                text = self._content(path, changed).decode("utf-8", "surrogateescape")
                text = VML_ROW.sub(lambda m: f"{m[1]}{_row0(m[2], at, more)}{m[3]}", text)
                text = VML_ANCHOR.sub(lambda m: f"{m[1]}{_anchor(m[2], at, more)}{m[3]}", text)
                changed[path] = text.encode("utf-8", "surrogateescape")
        for path in self._zip.namelist():
            if "/charts/chart" in path.lower() and path.lower().endswith(".xml"):
                self._shift_chart(path, name, at, more, changed)

    def _shift_drawing(self, path, name, at, more, changed):
        tree = self._tree(self._content(path, changed))
        for node in tree.getroot().iter("{*}from", "{*}to"):
            row = node.find("{*}row")
            if row is not None and row.text:
                row.text = _row0(row.text, at, more)
        changed[path] = self._bytes(tree)

    def _shift_chart(self, path, name, at, more, changed):
        tree = self._tree(self._content(path, changed))
        moved = False
        for node in tree.getroot().iter("{*}f"):
            text = insert_rows(node.text or "", at, more, name, "")
            if text != node.text:
                node.text, moved = text, True
                for cache in ("{*}numCache", "{*}strCache"):
                    for old in node.getparent().findall(cache):
                        node.getparent().remove(old)
        if moved:
            changed[path] = self._bytes(tree)

    def _drop_calc_chain(self, changed):
        """Take out the order of reckoning, which names cells that have moved; it is made anew."""
        book = self._real(self._book_path())
        for kind, path in self._relations(book):
            if kind != CALC_CHAIN:
                continue
            folder, _slash, name = book.rpartition("/")
            for part, tag, attribute in (
                (f"{folder}/_rels/{name}.rels", "Relationship", "Target"),
                ("[Content_Types].xml", "Override", "PartName"),
            ):
                part = self._real(part)
                tree = self._tree(self._content(part, changed))
                for node in tree.getroot().findall(f"{{*}}{tag}"):
                    if (
                        (node.get(attribute) or "")
                        .lower()
                        .endswith(path.rpartition("/")[2].lower())
                    ):
                        tree.getroot().remove(node)
                changed[part] = self._bytes(tree)
            self._left_out.add(path)


def _rows_by_number(root):
    """Return dict row number -> row, with all addresses written out."""
    rows, number = {}, 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number, position = int(row.get("r") or number + 1), -1
        row.set("r", str(number))
        row.attrib.pop("spans", None)
        for cell in row:
            reference = cell.get("r")
            position = column_index(reference.rstrip("0123456789")) if reference else position + 1
            cell.set("r", address_of(number, position))
        rows[number] = row
    return rows


def _counting(book, rows, first, last):
    """Return dict column -> first number of the columns that number the rows of the list."""
    seen = {}
    for number in range(first, last + 1):
        for cell in rows.get(number, ()):
            value = book._value(cell) if len(cell) and cell.find("{*}f") is None else None
            if isinstance(value, int):
                seen.setdefault(column_index(cell.get("r").rstrip("0123456789")), []).append(value)
    length = last - first + 1
    return {
        column: values[0]
        for column, values in seen.items()
        if values == list(range(values[0], values[0] + length))
    }


def _plain_formulas(root):
    """Write formulas that several cells share into each of them."""
    shared = {}
    for formula in root.iterfind("{*}sheetData/{*}row/{*}c/{*}f"):
        if formula.get("t") != "shared":
            continue
        reference = formula.getparent().get("r")
        row = int(re.search(r"\d+", reference)[0])
        column = column_index(reference.rstrip("0123456789"))
        if formula.text:
            shared[formula.get("si")] = formula.text, row, column
        elif formula.get("si") in shared:
            text, top, left = shared[formula.get("si")]
            formula.text = copied(text, row - top, column - left)
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def _shift_formulas(root, sheet, own, at, more):
    """Move the references of all formulas of a sheet; return whether there was any."""
    moved = False
    for node in root.iter():
        if not isinstance(node.tag, str) or not node.text:
            continue
        tag = etree.QName(node).localname
        if tag == "f" or tag in FORMULAS:
            text = insert_rows(node.text, at, more, sheet, own)
            moved |= text != node.text
            node.text = text
    return moved


def _rows_of(reference):
    rows = [int(number) for number in re.findall(r"\d+", reference)]
    return rows[0], rows[-1]


def _spans_row(reference, row):
    return _rows_of(reference) == (row, row)


def _row0(text, at, more):
    """Return a row counted from 0 after an insertion."""
    row = int(text)
    return str(row + more if row >= at - 1 else row)


def _anchor(text, at, more):
    parts = [part.strip() for part in text.split(",")]
    for place in (2, 6):
        if len(parts) > place:
            parts[place] = _row0(parts[place], at, more)
    return ", ".join(parts)
