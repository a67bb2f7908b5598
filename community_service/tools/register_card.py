"""Sheets with one card for each household, unfolded to persons."""

import re
from typing import NamedTuple

from .register_demanded import DEMANDED_HEADINGS, HOME_DEMANDED, PERSON_DEMANDED
from .register_header import TICK, Header, match_heading
from .register_values import text_of
from .register_words import ticked

# Labels of a card that belong to the home, and those that belong to its head.
CARD_HOME = "address building entrance room estate grid register_no tenure owner_name".split()
CARD_HOME += ["owner_phone", *HOME_DEMANDED]
CARD_HEAD = "head_name"
_LABELLED = re.compile(r"(?:^|(?<=[\s　,，;；]))(?P<label>[\u4e00-\u9fff]{2,8})\s*[:：]")
YES_NO = frozenset("是 否 有 无 √ × / - 男 女".split())
CARD_HEADINGS = {
    "address": "家庭住址",
    "building": "楼栋",
    "entrance": "单元",
    "room": "房号",
    "estate": "小区",
    "grid": "网格",
    "register_no": "户号",
    "tenure": "房屋性质",
    "owner_name": "房主姓名",
    "owner_phone": "房主电话",
    "head_name": "户主姓名",
    "name": "姓名",
    "role": "与户主关系",
    "id_number": "身份证号",
    "phone": "联系电话",
    "birth_date": "出生日期",
    "sex": "性别",
    "ethnicity": "民族",
    "education": "文化程度",
    "marital": "婚姻状况",
    "employment": "就业状况",
    "political_status": "政治面貌",
    "category": "特殊人群",
    "kind": "人员类别",
    "note": "备注",
    "registered_address": "户籍地址",
    "id_kind": "证件类型",
    "health": "健康状况",
    "died": "死亡日期",
    "moved_out": "迁出日期",
    **DEMANDED_HEADINGS,
    "refused_row": "拒绝行编号",
}


def find_cards(first, lookup):
    """Tell whether a sheet holds cards: ``"cards"``, ``"unread"`` if they name no members, or None.

    A card begins with labels and values side by side; below them stands a table of members.

    >>> words = {"户主姓名": "head_name", "家庭住址": "address", "姓名": "name", "电话": "phone",
    ...          "与户主关系": "role", "身份证号": "id_number"}.get
    >>> card = [(1, ["登记卡"]), (2, ["户主姓名", "张三", "电话", "1390"]),
    ...         (3, ["家庭住址", "3-2-501"]),
    ...         (4, ["成员", "姓名", "与户主关系", "身份证号"]), (5, [1, "张三", "户主"])]
    >>> find_cards(card, words), find_cards(card[:3] * 2, words), find_cards(card[3:], words)
    ('cards', 'unread', None)

    The values may stand below their labels:

    >>> above = [(1, ["户主姓名", "家庭住址"]), (2, ["张三", "3-2-501"]), (3, ["家庭成员"])]
    >>> find_cards([*above, card[3], card[4]], words), find_cards(above, words)
    ('cards', None)
    """
    labels, table, heads = _cards_with_labels_above(first, lookup), False, 0
    for at, (_number, cells) in enumerate(first):
        if _heads_headings(cells, first[at + 1][1] if at + 1 < len(first) else [], lookup):
            continue
        pairs = card_pairs(cells, lookup)
        if _is_member_heading(cells, lookup):
            if not labels or _names_place(cells, lookup):
                # Each row gives its own home: what stands above are headings over headings.
                return None
            table = True
        elif pairs:
            told = {target for target, _value in pairs}
            # A line such as 地址：望河小区 above a list is no card; a card names its head.
            plain = [cell for cell in cells if text_of(cell)]
            is_card = "head_name" in told or len(plain) > 1
            labels += is_card and bool(told & {"head_name", "address", "room"})
            heads += "head_name" in told
    if table and labels:
        return "cards"
    return "unread" if labels >= 2 and heads >= 2 else None


def labels_above(cells, lookup):
    """Return {column: target} of a row of labels whose values stand in the row below, or None.

    >>> words = {"户主姓名": "head_name", "电话": "phone"}.get
    >>> labels_above([None, "户主姓名", "电话"], words), labels_above(["户主姓名", "张三"], words)
    ({1: 'head_name', 2: 'phone'}, None)
    """
    filled = [(column, cell) for column, cell in enumerate(cells) if text_of(cell)]
    if not all(isinstance(cell, str) and _is_label(cell, lookup) for _column, cell in filled):
        return None
    found = {column: match_heading(cell, lookup) for column, cell in filled}
    named = {"head_name", "address", "room"} & set(found.values())
    return found if len(found) > 1 and named and not _is_member_heading(cells, lookup) else None


def _cards_with_labels_above(first, lookup):
    """Return how many cards begin with a row of labels, their values, and a table of members."""
    count = 0
    for at in range(len(first) - 2):
        below = [cells for _number, cells in first[at + 1 : at + 5]]
        labels = labels_above(first[at][1], lookup)
        if not labels or any(_is_label(cell, lookup) for cell in below[0] if text_of(cell)):
            continue
        if not any(text_of(below[0][column]) for column in labels if column < len(below[0])):
            continue
        for cells in below[1:]:
            # Between them stands a title at most, no second row of a list.
            if _is_member_heading(cells, lookup):
                count += not _names_place(cells, lookup)
                break
            if sum(map(bool, map(text_of, cells))) > 1:
                break
    return count


def _heads_headings(cells, below, lookup):
    """Tell whether a row stands over headings of persons as the upper part of them: 房号 | 户主.

    Below the first label of a card stands a cell of its table; below a heading of two rows, none.

    >>> words = {"房号": "room", "姓名": "name", "身份证号": "id_number"}.get
    >>> _heads_headings(["房号", "户主", None], [None, "姓名", "身份证号"], words)
    True
    >>> _heads_headings(["房号", "101", None], ["序号", "姓名", "身份证号"], words)
    False
    """
    first = next((at for at, cell in enumerate(cells) if text_of(cell)), None)
    if first is None or not isinstance(cells[first], str) or not _is_label(cells[first], lookup):
        return False
    is_blank = first >= len(below) or not text_of(below[first])
    return is_blank and _is_member_heading(below, lookup)


def card_pairs(cells, lookup):
    """Return [(target, value)] of a row of labels and values side by side, else an empty list.

    >>> words = {"户主姓名": "head_name", "电话": "phone"}.get
    >>> card_pairs(["户主姓名", "张三", "电话", "1390", "籍贯", None], words)
    [('head_name', '张三'), ('phone', '1390')]
    >>> card_pairs(["户主姓名", "电话"], words), card_pairs(["张三", "1390"], words)
    ([], [])
    """
    filled = [part for cell in cells for part in part_labels(cell, lookup)]
    pairs, place = [], 0
    while place < len(filled):
        target = isinstance(filled[place], str) and match_heading(filled[place], lookup)
        following = filled[place + 1] if place + 1 < len(filled) else None
        if target and following is not None and not _is_label(following, lookup):
            pairs.append((target, following))
            place += 2
        elif target:
            return []
        else:
            place += 1
    return [pair for pair in pairs if pair[0] not in ("ignore", "extra")]


def part_labels(cell, lookup):
    """Return a cell in parts: labels before a colon and their values, or the cell alone.

    >>> words = {"户主姓名": "head_name", "联系电话": "phone"}.get
    >>> part_labels("户主姓名：张甲  联系电话：1390", words), part_labels("备注：无", words)
    (['户主姓名', '张甲', '联系电话', '1390'], ['备注：无'])
    """
    text = text_of(cell)
    if not isinstance(cell, str) or not re.search("[:：]", text):
        return [cell] if text else []
    labels = [found for found in _LABELLED.finditer(text) if match_heading(found["label"], lookup)]
    if not labels or labels[0].start():
        return [cell]
    ends = [label.start() for label in labels[1:]] + [len(text)]
    parts = []
    for label, end in zip(labels, ends, strict=True):
        value = text[label.end() : end].strip(" 　,，;；")
        parts += [label["label"], value] if value else [label["label"]]
    return parts


def _is_label(cell, lookup):
    """Tell whether a cell names a fact; the word of a category may be the fact itself."""
    target = match_heading(cell, lookup)
    return bool(target) and not target.startswith(TICK)


def _told(cells, lookup):
    """Return what a row of labels and values tells, its ticks as one list of categories."""
    told = dict(card_pairs(cells, lookup))
    ticks = [target for target in told if target.startswith(TICK)]
    words = [target[len(TICK) :] for target in ticks if ticked(told.pop(target))]
    if words:
        told["category"] = "、".join(filter(None, (text_of(told.get("category")), *words)))
    return told


def _is_member_heading(cells, lookup):
    targets = [match_heading(cell, lookup) for cell in cells if isinstance(cell, str)]
    return "name" in targets and bool({"role", "id_number"} & set(targets))


def _names_place(cells, lookup):
    """Tell whether a row of headings names the home of each person, as no card does.

    >>> _names_place(["楼栋", "姓名"], {"楼栋": "building", "姓名": "name"}.get)
    True
    """
    targets = {match_heading(cell, lookup) for cell in cells if isinstance(cell, str)}
    return bool(targets & {"building", "room", "address"})


def open_cards(sheet, lookup, is_given_back=False):
    """Return the header and the ``rows()`` of the members of all cards of a sheet.

    Each member stands with the home of the card; what the card tells of the head goes to the head.

    :param is_given_back: whether the cards name the refused rows that they show
    """
    names = (*CARD_HOME, CARD_HEAD, "name", "role", "id_number", "phone")
    extra = "birth_date sex ethnicity education marital employment political_status".split()
    extra += "category kind note registered_address id_kind health died moved_out".split()
    extra += PERSON_DEMANDED
    extra += ["refused_row"] if is_given_back else []
    targets = dict(enumerate((*names, *extra)))
    place = {target: column for column, target in targets.items()}
    headings = {column: CARD_HEADINGS[target] for column, target in targets.items()}
    width = len(targets)

    def rows():
        card, members, last = {}, [], 1
        for line in card_lines(sheet, lookup):
            told = line.told
            if line.kind == "heading":
                if is_given_back and (number := given_back(line.cells, lookup)):
                    card = card | {"refused_row": number}
            elif line.kind == "member":
                member = {target: value for target, value in told.items() if target in place}
                members.append((line.number, member))
            elif line.kind in ("card", "label"):
                if line.kind == "card":
                    yield from _card_people(card, members, last, place, width)
                    card, members = {}, []
                card, last = _joined(card, told), line.number
            elif line.kind == "more":
                card = _joined(told, card)
            elif line.kind == "question":
                # Below the members stand questions about the household.
                card = _joined(card, {"category": told["category"]})
        yield from _card_people(card, members, last, place, width)

    return Header(0, targets, headings, {}), rows


class CardLine(NamedTuple):
    """A line of a sheet of cards: ``kind`` (``card`` begins one, ``label`` tells of its home or
    head, ``more`` of either above or below, ``heading`` names the columns of the members,
    ``member``, ``question`` tells a category, ``other``) and what is ``told``, by target; of a
    heading the columns, and of labels above their values the columns as ``below``."""

    kind: str
    number: int
    cells: list
    told: dict
    below: dict | None = None


def card_lines(sheet, lookup):
    """Yield each line of a sheet of cards as a :class:`CardLine`."""
    known, columns, above = set(), None, None
    for number, cells in sheet.rows():
        if above:
            told = {
                target: cells[column]
                for column, target in above.items()
                if column < len(cells) and text_of(cells[column])
            }
            above = None
            if not any(_is_label(cell, lookup) for cell in told.values()):
                yield CardLine("label", number, cells, told)
                continue
        if labels := labels_above(cells, lookup):
            again = {"head_name", "address"} & known & set(labels.values())
            kind = "card" if columns is not None or again else "label"
            known = set(labels.values()) | (set() if kind == "card" else known)
            columns, above = None if kind == "card" else columns, labels
            yield CardLine(kind, number, cells, {}, labels)
            continue
        if _is_member_heading(cells, lookup):
            # 家庭成员 may stand as a label before 姓名: the right one of two holds the names.
            columns = {
                match_heading(cell, lookup): column
                for column, cell in enumerate(cells)
                if isinstance(cell, str) and match_heading(cell, lookup) in CARD_HEADINGS
            }
            yield CardLine("heading", number, cells, columns)
            continue
        if columns and (member := _card_member(cells, columns, lookup)):
            yield CardLine("member", number, cells, member)
            continue
        told = _told(cells, lookup)
        kind = "other"
        if told.keys() & {"head_name", "address", "room"}:
            again = told.keys() & known & {"head_name", "address"}
            kind = "card" if columns is not None or again else "label"
            if kind == "card":
                known, columns = set(), None
        elif columns is None:
            kind = "more"
        elif "category" in told:
            kind = "question"
        known |= told.keys()
        yield CardLine(kind, number, cells, told)


def given_back(cells, lookup):
    """Return the number of the refused row that the headings of a card name, or None.

    >>> words = {"姓名": "name", "拒绝行编号": "refused_row"}.get
    >>> given_back(["姓名", "拒绝行编号", "行", 17], words), given_back(["姓名", 17], words)
    (17, None)
    """
    at = heading_column(cells, "refused_row", lookup)
    behind = [] if at is None else [cell for cell in cells[at + 1 :] if text_of(cell).isdecimal()]
    return behind[0] if behind else None


def heading_column(cells, target, lookup):
    """Return the first column of a row that is headed by a word for ``target``, or None."""
    return next(
        (
            column
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and match_heading(cell, lookup) == target
        ),
        None,
    )


def _card_member(cells, columns, lookup):
    """Return the facts of a member's row by target, or None for a row of the card itself."""
    member = {
        target: cells[column]
        for target, column in columns.items()
        if column < len(cells) and text_of(cells[column])
    }
    name = text_of(member.get("name"))
    if not name or name in YES_NO or match_heading(name, lookup):
        return None
    # Left of a name stands a number or nothing; a text there is a label of the card.
    left = [text_of(cell) for cell in cells[: columns["name"]] if text_of(cell)]
    is_listed = all(text.isdecimal() or "成员" in text for text in left)
    return member if is_listed and len(member) > 1 else None


def _joined(first, then):
    """Return what two rows of a card tell together; categories of both are kept."""
    both = first | then
    if "category" in first and "category" in then:
        both["category"] = f"{first['category']}、{then['category']}"
    return both


def _card_people(card, members, last, place, width):
    """Yield the people of a card, and its head if the table does not list them."""
    head = text_of(card.get("head_name"))
    met = False
    for number, member in members:
        is_head = text_of(member["name"]) == head
        met = met or is_head
        yield number, _card_row(card, member, is_head, place, width)
    if head and not met:
        member = {"name": card["head_name"], "role": "户主"}
        yield last, _card_row(card, member, True, place, width)


def _card_row(card, member, is_head, place, width):
    cells = [None] * width
    for target in (*CARD_HOME, CARD_HEAD):
        cells[place[target]] = card.get(target)
    if "refused_row" in place:
        cells[place["refused_row"]] = card.get("refused_row")
    if is_head:
        # What the card tells of its head; the table tells it again or better.
        for target, value in card.items():
            if target in place:
                cells[place[target]] = value
    for target, value in member.items():
        cells[place[target]] = value
    return cells
