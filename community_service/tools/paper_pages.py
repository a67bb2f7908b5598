"""Rows of a long table by pages: the printing engine neither repeats a heading nor keeps a row."""

import math

LINE = 6.2  # mm, a line of text in a table
ROW = 9.0  # mm, the least height of a row


def text_width(text):
    """Return the width of a text in em: a Chinese character is one, any other sign about half.

    >>> text_width("东河社区"), round(text_width("A1-2"), 2)
    (4.0, 2.2)
    """
    return float(sum(1 if ord(sign) > 0x2E7F else 0.55 for sign in text))


def row_height(texts, widths, least=ROW):
    """Return the height of a row in mm.

    :param list texts: what its cells show; None is an empty cell
    :param list widths: width of each column in em
    :param float least: mm, the least height

    >>> row_height(["王一", "东河社区1号楼"], [5, 4])
    13.4
    >>> row_height(["王一", None], [5, 4], least=11)
    11
    """
    lines = 1
    for text, width in zip(texts, widths, strict=True):
        parts = str(text or "").split("\n")
        lines = max(lines, sum(max(1, math.ceil(text_width(part) / width)) for part in parts))
    return max(least, round(lines * LINE + 1, 1))


def paginate(rows, widths, first=200.0, rest=225.0, least=ROW):
    """Return rows as a list of pages, each a list of rows that fit on it.

    No rows are one empty page, and a row that is higher than a page has one for itself.

    :param list rows: lists of texts, one for each column
    :param list widths: width of each column in em
    :param float first, rest: mm for rows on the first page and on the others
    :param float least: mm, the least height of a row

    >>> rows = [[str(number), "东河社区"] for number in range(60)]
    >>> [len(page) for page in paginate(rows, [3, 10])]
    [22, 25, 13]
    >>> [len(page) for page in paginate(rows, [3, 2])]
    [14, 16, 16, 14]
    >>> paginate([], [3])
    [[]]
    """
    pages, left = [[]], first
    for row in rows:
        height = row_height(row, widths, least)
        if height > left and pages[-1]:
            pages.append([])
            left = rest
        pages[-1].append(row)
        left -= height
    return pages
