"""Writing into cells of a workbook that somebody sent, and leaving everything else as it is.

The usual way, loading and saving with a library, loses tick boxes, text boxes, pictures in cells,
rich text and more. Here the XML of the sheets alone is edited; every other part of the package goes
back byte for byte.
"""

import io
import re
import zipfile

from lxml import etree

from .xlsx_merges import column_index, column_letter
from .xlsx_reader import XlsxReader

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# The parts of a workbook after which its rules of reckoning stand, in their order.
BEFORE_CALC = ("sheets", "functionGroups", "externalReferences", "definedNames")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class XlsxFiller(XlsxReader):
    """A workbook into whose empty cells texts are written.

    :param bytes data: the workbook
    :raises WorkbookError: as :class:`~.xlsx_reader.XlsxReader`
    """

    def __init__(self, data):
        super().__init__(io.BytesIO(data))
        # Parts that the workbook which is written does without.
        self._left_out = set()

    def fill(self, texts):
        """Return the workbook as bytes with texts in its empty cells, and how many were written.

        A cell that says something, holds a formula or lies inside a merged one is left as it is.

        :param texts: ``{name of the sheet: {(row number, column from 0): text}}``
        """
        paths = {sheet.name: sheet for sheet in self.sheets}
        changed, written = {}, 0
        for name, cells in texts.items():
            if cells:
                content, count = self._fill_sheet(paths[name], cells)
                changed[self._names[paths[name].path.lower()]] = content
                written += count
        if not written:
            changed = {}
        else:
            self._reckon_again(changed)
        return self._packed(changed), written

    def _packed(self, changed):
        """Return the workbook as bytes, with other content in some of its parts."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self._zip.infolist():
                if info.filename in self._left_out:
                    continue
                content = changed.get(info.filename)
                target.writestr(info, self._zip.read(info) if content is None else content)
        return stream.getvalue()

    def _tree(self, content):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(content, parser).getroottree()

    def _bytes(self, tree):
        declared = tree.docinfo
        return etree.tostring(
            tree,
            xml_declaration=True,
            encoding=declared.encoding or "UTF-8",
            standalone=declared.standalone,
        )

    def _fill_sheet(self, sheet, texts):
        _rows, merges = self.scan(sheet)
        with self._open(sheet) as member:
            tree = self._tree(member.read())
        space = f"{{{etree.QName(tree.getroot()).namespace}}}"
        by_row, written = {}, 0
        for (number, column), text in texts.items():
            top = merges.top(number, column)
            if top is None or top == (number, column):
                by_row.setdefault(number, {})[column] = text
        number = 0
        for row in tree.getroot().iterfind("{*}sheetData/{*}row"):
            number = int(row.get("r") or number + 1)
            if number in by_row:
                written += self._fill_row(row, number, by_row[number], space)
        return self._bytes(tree), written

    def _fill_row(self, row, number, texts, space):
        known, position = {}, -1
        for cell in row:
            reference = cell.get("r")
            position = column_index(reference.rstrip("0123456789")) if reference else position + 1
            # Beside cells with a reference none may stand without.
            cell.set("r", f"{column_letter(position)}{number}")
            known[position] = cell
        written = 0
        for column, text in sorted(texts.items()):
            cell = known.get(column)
            if cell is None:
                cell = etree.Element(f"{space}c", r=f"{column_letter(column)}{number}")
                if row.get("s") and row.get("customFormat") in ("1", "true"):
                    cell.set("s", row.get("s"))
                before = [at for at in known if at < column]
                row.insert(row.index(known[max(before)]) + 1 if before else 0, cell)
                known[column] = cell
            elif len(cell) and (
                cell.find("{*}f") is not None or self._value(cell) not in (None, "")
            ):
                continue
            self._write(cell, text, space)
            written += 1
        row.attrib.pop("spans", None)
        return written

    def _write(self, cell, text, space):
        for child in list(cell):
            cell.remove(child)
        for name in ("cm", "vm"):
            cell.attrib.pop(name, None)
        # A text, whatever it looks like: neither a formula nor a number that loses its digits.
        cell.set("t", "inlineStr")
        node = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
        node.text = CONTROL.sub("", text)
        node.set(SPACE, "preserve")

    def _reckon_again(self, changed):
        """Take stored results out of formulas: they may count what has just been filled in."""
        for sheet in self.sheets:
            name = self._names[sheet.path.lower()]
            content = changed.get(name) or self._zip.read(name)
            if not HAS_FORMULA.search(content):
                continue
            tree = self._tree(content)
            for formula in tree.getroot().iterfind("{*}sheetData/{*}row/{*}c/{*}f"):
                cell = formula.getparent()
                for value in cell.findall("{*}v"):
                    cell.remove(value)
                cell.attrib.pop("t", None)
            changed[name] = self._bytes(tree)
        book = self._names[self._book_path().lower()]
        tree = self._tree(self._zip.read(book))
        root = tree.getroot()
        found = root.find("{*}calcPr")
        if found is None:
            found = etree.Element(f"{{{etree.QName(root).namespace}}}calcPr")
            before = [node for name in BEFORE_CALC for node in root.findall(f"{{*}}{name}")]
            before[-1].addnext(found)
        found.set("fullCalcOnLoad", "1")
        changed[book] = self._bytes(tree)
