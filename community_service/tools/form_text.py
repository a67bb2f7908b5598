"""Filling into the texts of a form: blanks before a unit or behind a label, boxes to tick."""

import re
from typing import NamedTuple

BLANK = r"[\s_＿　]"
# What a unit of time stands behind, longest first: 半年 and 季度 are no 年.
UNITS = ("季度", "半年", "年", "月", "日")
# Labels behind whose colon the name of the community, or of whoever fills it in, belongs.
LABELS = {
    "community": r"(?:填报|报送|统计|申报|制表)?(?:单位|社区|村|村居)[^:：\n]{0,12}[:：]",
    "filler": r"(?:填表|填报|制表|经办|报表|录入)人[^:：\n]{0,6}[:：]",
}
BOX = re.compile(r"[□☐◻▢]")
TICKED = "☑"


class Blanks(NamedTuple):
    """What is put into the blanks of a text: value by unit of time or by label."""

    values: dict


class Ticks(NamedTuple):
    """The options of a text whose boxes are ticked."""

    options: tuple


def parse_words(text):
    """Return dict our word -> word of the form, empty where the text says none.

    >>> parse_words("own=自有; rent = 租住"), parse_words("自有")
    ({'own': '自有', 'rent': '租住'}, {})
    """
    pairs = [part.partition("=") for part in re.split(r"[;；\n]", text or "") if part.strip()]
    if not all(own.strip() and theirs.strip() for own, _sign, theirs in pairs):
        return {}
    return {own.strip(): theirs.strip() for own, _sign, theirs in pairs}


def options_of(text):
    """Return the options of a text with boxes, in their order.

    >>> options_of("□自有 □租住 □其他（注明）")
    ['自有', '租住', '其他']
    """
    options = [re.split(r"[\s（(、，,；;：:_＿]", part.strip())[0] for part in BOX.split(text)[1:]]
    return [option for option in options if option]


def tick_boxes(runs, chosen):
    """Return the runs of a text with the boxes of the chosen options ticked, None if none is there.

    >>> tick_boxes(["□自有 □租", "住 □其他"], ["租住"])
    ['□自有 ☑租', '住 □其他']
    >>> tick_boxes(["□自有"], ["租住"]) is None
    True
    """
    text, options = "".join(runs), options_of("".join(runs))
    boxes = list(BOX.finditer(text))
    if len(boxes) != len(options):
        return None
    hits = [box for box, option in zip(boxes, options, strict=True) if option in chosen]
    if len(hits) < len(set(chosen)):
        return None
    for box in reversed(hits):
        runs = _replaced(runs, box.start(), box.end(), TICKED)
    return runs


def fill_blanks(runs, values):
    """Return the runs of a text with its blanks filled in; the runs keep their looks.

    :param list runs: the text, parted where its looks change
    :param dict values: text by unit of time (年, 月, 日, 季度, 半年) or by kind of label
        (``community``, ``filler``)
    :return: list of texts as long as ``runs``, None where a label has no blank behind it, or none
        of the units stands behind a blank

    >>> fill_blanks(["统计表（      年  ", "  月）"], {"年": "2026", "月": "10"})
    ['统计表（2026年10', '月）']
    >>> fill_blanks(["（     年第   季度）"], {"年": "2026", "季度": "3"})
    ['（2026年第3季度）']
    >>> fill_blanks(["填报单位（盖章）：", "      "], {"community": "望河社区"})
    ['填报单位（盖章）：', '望河社区']
    >>> fill_blanks(["填报单位：旧社区"], {"community": "望河社区"}) is None
    True
    """
    text = "".join(runs)
    spans = []
    units = [unit for unit in UNITS if unit in values]
    for unit in units:
        found = re.search(rf"{BLANK}+(?={unit})", text)
        if found:
            spans.append((found.start(), found.end(), values[unit]))
    if units and not spans:
        return None
    for kind, label in LABELS.items():
        if kind not in values:
            continue
        found = re.search(rf"{label}({BLANK}*)(.?)", text)
        if not found or (found[2] and not found[1]):
            return None
        gap = "  " if found[2] else ""
        spans.append((found.start(1), found.end(1), f"{values[kind]}{gap}"))
    for start, end, value in sorted(spans, reverse=True):
        runs = _replaced(runs, start, end, value)
    return runs


def _replaced(runs, start, end, value):
    """Return the runs with a stretch of the whole text replaced, in the run where it begins."""
    result, position, is_put = [], 0, False
    for number, run in enumerate(runs):
        begin, stop = position, position + len(run)
        position = stop
        head = run[: max(start - begin, 0)]
        tail = run[max(min(end - begin, len(run)), 0) :]
        is_here = begin <= start < stop or (
            start == stop and (start == end or number == len(runs) - 1)
        )
        if stop < start or begin >= end and begin > start:
            result.append(run)
        elif is_here and not is_put:
            result.append(head + value + tail)
            is_put = True
        else:
            result.append(head + tail)
    return result
