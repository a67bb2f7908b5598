"""What a row of a sheet is: a person, a household with its members side by side, or a card."""

import re
from typing import NamedTuple

from .register_card import find_cards, open_cards
from .register_header import SCAN_ROWS, Header, find_header
from .register_values import word_of
from .register_wide import WideRows, find_wide
from .xlsx_merges import Merges

# A sheet of people who are no residents any more.
LEFT_WORDS = re.compile(r"死亡|去世|亡故|注销|迁出|迁走|搬走|搬离")
# What names a list, not the people in it.
LIST_WORDS = re.compile(
    r"^\d{4}年?(?:第?[一二三四1-4]季度|q[1-4]|\d{1,2}月)?|"
    r"(?:人员|对象|人群|群体)?(?:名单|名册|花名册|台账|明细|登记|信息|情况|统计|汇总)*(?:表|册)?\d*$"
)


class Layout(NamedTuple):
    """A sheet as persons: ``kind`` (``rows``, ``wide``, ``card``, ``unread_card``), ``sheet`` with
    its ``rows()``, and the ``header`` of these rows (None if there is none)."""

    kind: str
    sheet: object
    header: Header | None


def open_layout(sheet, first, lookup):
    """Return the :class:`Layout` of a sheet.

    :param sheet: a :class:`~.sheets.RegisterSheet`
    :param first: list of its first rows as ``(row number, cells)``
    :param lookup: function from a word (see ``word_of``) to a header target or None
    """
    cards = find_cards(first, lookup)
    if cards:
        if cards == "unread":
            return Layout("unread_card", sheet, None)
        header, rows = open_cards(sheet, lookup)
        return Layout("card", sheet._replace(rows=rows, merges=Merges([])), header)
    wide = find_wide(first[:SCAN_ROWS], sheet.merges, lookup)
    if wide:
        unfolded = WideRows(sheet, wide)
        sheet = sheet._replace(rows=unfolded.rows, merges=Merges([]))
        return Layout("wide", sheet, unfolded.header())
    return Layout("rows", sheet, find_header(first, sheet.merges, lookup))


class Meaning(NamedTuple):
    """What the name of a sheet says of everybody in it: ``kind`` and ``category``, or None."""

    kind: str | None = None
    category: str | None = None


def sheet_meaning(name, find_word):
    """Return the :class:`Meaning` of a sheet's name.

    :param find_word: function from (field, word) to a target or None

    >>> words = {("kind", "流动人口"): "living", ("category", "80岁以上"): "age_80"}
    >>> find = lambda *key: words.get(key)
    >>> [sheet_meaning(name, find).kind for name in ("死亡注销", "流动人口名册", "2024年流动人口")]
    ['left', 'living', 'living']
    >>> sheet_meaning("80岁以上人员台账", find).category, sheet_meaning("望河小区", find)
    ('age_80', Meaning(kind=None, category=None))
    """
    word = word_of(name)
    if LEFT_WORDS.search(word) and not re.search("[未不非]", word):
        return Meaning("left")
    short = LIST_WORDS.sub("", word)
    found = {
        field: find_word(field, word) or (short and find_word(field, short)) or None
        for field in ("kind", "category")
    }
    if found["category"] == "ignore":
        found["category"] = None
    return Meaning(**found)
