"""Cell references and merged cells of a sheet."""

from array import array
from bisect import bisect_right

MAX_COLUMNS = 512


class Merges:
    """Merged cells of a sheet, held in arrays: a register has tens of thousands of them."""

    def __init__(self, references):
        columns = {}
        for left, top, right, bottom in references:
            first, last = column_index(left.decode()), column_index(right.decode())
            for column in range(first, min(last, first + MAX_COLUMNS) + 1):
                columns.setdefault(column, []).append((int(top), int(bottom), first))
        self._columns = {}
        for column, spans in columns.items():
            spans.sort()
            self._columns[column] = tuple(array("l", part) for part in zip(*spans, strict=True))

    def __bool__(self):
        return bool(self._columns)

    def top(self, row, column):
        """Return (row, column) of the cell whose value a merged cell shows, or None."""
        spans = self._columns.get(column)
        if not spans:
            return None
        starts, ends, lefts = spans
        index = bisect_right(starts, row) - 1
        if index < 0 or ends[index] < row:
            return None
        return starts[index], lefts[index]

    def ranges(self):
        """Return ``(first row, first column, last row, last column)`` of each merged cell.

        >>> sorted(Merges([(b"A", 1, b"C", 1), (b"A", 3, b"A", 5)]).ranges())
        [(1, 0, 1, 2), (3, 0, 5, 0)]
        """
        rights = {}
        for column, spans in self._columns.items():
            for span in zip(*spans, strict=True):
                rights[span] = max(column, rights.get(span, 0))
        return [(top, left, bottom, right) for (top, bottom, left), right in rights.items()]


def column_index(reference):
    """Return the zero-based column of a cell reference.

    >>> column_index("A1"), column_index("U543"), column_index("AA7")
    (0, 20, 26)
    """
    index = 0
    for char in reference:
        if not char.isalpha():
            break
        index = index * 26 + ord(char) - 64
    return index - 1


def column_letter(index):
    """Return the letters of a zero-based column.

    >>> column_letter(0), column_letter(20), column_letter(26)
    ('A', 'U', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
