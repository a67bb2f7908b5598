"""The rows below a header that are no persons: hints, totals, signatures, headings again."""

import re
from collections import Counter

from .register_header import match_heading
from .register_values import text_of, word_of

TOTAL_WORDS = ("合计", "总计", "小计", "共计", "总人数", "总户数", "total", "subtotal")
SIGN_WORDS = (
    "填表人",
    "制表人",
    "填报人",
    "审核人",
    "负责人",
    "填报单位",
    "填表日期",
    "填报日期",
    "制表日期",
    "经办人",
)
HINT_WORDS = (
    "填写说明",
    "填表说明",
    "填报说明",
    "说明",
    "示例",
    "样例",
    "填写示例",
    "填写要求",
    "注",
    "备注说明",
    "hint",
    "example",
)
HINT_CELL = re.compile(
    r"^[(（]?(?:如|例|例如|示例|必填|选填|格式|e\.g\.)[:：)）]|^(?:按.{1,6}填|多项用|必填|选填)"
)
# A line of its own that speaks of the sheet: a footnote, the number of a page.
FOOTNOTE = re.compile(r"^(?:注|备注|说明|填表|制表|本表|以上|以下|※|第?\d+页|共\d+页|page\d)")


def is_no_person(cells, header, lookup):
    """Tell whether a row below the header is a hint, a total, a signature or a repeated header.

    >>> from .register_header import Header
    >>> header = Header(1, {0: "ignore", 1: "name", 2: "id_number"}, {}, {})
    >>> [is_no_person(row, header, {}.get) for row in (
    ...     ["填写说明", None, "18位"], ["合计", "共5人"], ["填表人：王某"], [1, "张三", None], [])]
    [True, True, True, False, True]
    >>> is_no_person([1, 2, "3", 4], header, {}.get), is_no_person([1, 2, 3], header, {}.get)
    (True, False)
    """
    filled = [(column, cell) for column, cell in enumerate(cells) if cell is not None]
    if not filled:
        return True
    if len(filled) > 3 and [text_of(cell) for _at, cell in filled] == [
        str(number) for number in range(1, len(filled) + 1)
    ]:
        # The columns are numbered below their headings.
        return True
    first = word_of(filled[0][1])
    by_target = {target: column for column, target in header.targets.items()}

    def value(target):
        column = by_target.get(target)
        return text_of(cells[column]) if column is not None and column < len(cells) else ""

    has_person = bool(re.search(r"\d{6}", value("id_number")))
    if not has_person:
        if first.startswith(TOTAL_WORDS) or first in HINT_WORDS or first.startswith(SIGN_WORDS):
            return True
        if re.match(r"^(共|合计)\d+[人户]", word_of(value("name"))):
            return True
        if len(filled) == 1 and FOOTNOTE.match(first):
            return True
        if sum(1 for _column, cell in filled if HINT_CELL.match(text_of(cell))) >= 2:
            return True
        if value("name").startswith(("例：", "例:", "如：", "如:")):
            return True
    name_word = word_of(value("name"))
    if name_word and lookup(name_word) == "name":
        known = Counter(
            bool(match_heading(cell, lookup)) for _column, cell in filled if isinstance(cell, str)
        )
        return known[True] >= 3
    return False
