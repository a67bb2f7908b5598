"""Finding the header of a register by itself."""

import re
from typing import NamedTuple

from .register_heading import ANSWERED, CHOICE, TICK, match_heading, match_parts
from .register_values import text_of, word_of

SCAN_ROWS = 30
# Headings that tell nothing about a person.
NO_FACTS = {"ignore", "refused_row"}
MANY = ("category", TICK, CHOICE)
NAME_ENDS = ("名", "名字", "XM", "成员", "居民", "住户", "Name")
PLACES = {"address", "room"}
PLACED = PLACES | {"building"}
MAX_DEPTH = 3


class Header(NamedTuple):
    """Header of a sheet: last row number, ``targets`` by column, ``headings`` by column and the
    columns whose heading repeats that of another one (``repeated``)."""

    row: int
    targets: dict
    headings: dict
    repeated: dict


def find_header(rows, merges, lookup):
    """Find the header among the first rows of a sheet.

    Titles above, headings over two or three rows and merged headings are understood.

    :param rows: list of ``(row number, cells)``, the first rows of the sheet
    :param merges: :class:`~.xlsx_reader.Merges` of the sheet
    :param lookup: function from a word (see ``word_of``) to a target or None
    :return: a :class:`Header`, or None if no row names persons and two facts more

    >>> words = {"姓名": "name", "性别": "sex", "身份证号": "id_number", "房号": "room"}
    >>> rows = [(1, ["登记表"]), (2, ["姓 名", "性别", "身份证号（18位）", "爱好"]), (3, ["张三"])]
    >>> header = find_header(rows, None, words.get)
    >>> header.row, header.targets, header.headings[3]
    (2, {0: 'name', 1: 'sex', 2: 'id_number'}, '爱好')
    >>> find_header([(1, ["张三", "男"])], None, words.get)

    Of two tables below each other the first one, whatever the second tells:

    >>> second = ["姓名", "性别", "房号", "身份证号"]
    >>> rows = [(1, ["姓名", "性别", "房号"]), (2, ["张三", "男", 101]), (3, second)]
    >>> find_header(rows, None, words.get).row
    1
    """
    rows = rows[:SCAN_ROWS]
    if given_back := _given_back_header(rows, merges, lookup):
        return given_back
    best, best_score, best_start = None, 0, 0
    below = set()
    for start in range(len(rows)):
        if start in below:
            # Without the row above nobody knows whose names these are.
            continue
        for depth in range(1, min(MAX_DEPTH, len(rows) - start) + 1):
            block = rows[start : start + depth]
            if depth > 1 and not may_be_lower_heading(block[-1][1], lookup):
                break
            header = _read_header(block, merges, lookup)
            if depth > 1 and columns_of_others(stack_headings(block, merges), lookup):
                below |= set(range(start + 1, start + depth))
            score = _score(header, depth)
            if depth > 1 and "name" not in _facts(header):
                # 户主 over 姓名: a list of heads alone.
                header = _of_heads(header) or header
            if score > best_score and "name" in header.targets.values():
                best, best_score, best_start = header, score, start
    if best and _is_table_above(rows[:best_start], lookup):
        # The first of two tables, though the second one may have more columns.
        return find_header(rows[:best_start], merges, lookup)
    if best and _is_enough(best, lookup):
        return best
    return _heads_header(rows, merges, lookup)


def _is_table_above(rows, lookup):
    """Tell whether some rows name columns and hold people below: a table of its own.

    >>> words = {"姓名": "name", "性别": "sex", "房号": "room"}.get
    >>> rows = [(1, ["姓名", "性别", "房号"]), (2, ["张三", "男", 101])]
    >>> _is_table_above(rows, words), _is_table_above(rows[:1], words)
    (True, False)
    """
    named = False
    for number, cells in rows:
        if repeated_header(number, cells, lookup):
            named = True
        elif named and sum(cell is not None for cell in cells) > 1:
            if not may_be_lower_heading(cells, lookup):
                return True
    return False


def _score(header, depth):
    # A second line of headings must tell something that the first did not.
    ticks = sum(target.startswith(TICK) for target in header.targets.values())
    facts = _facts(header) | ({"category"} if ticks else set())
    many = ticks + sum(t.startswith(CHOICE) for t in header.targets.values())
    return len(facts) - 0.5 * (depth - 1) + 0.3 * many


def _given_back_header(rows, merges, lookup):
    """Return the header whose last row names the refused rows, or None.

    The headings stood there when the rows were refused, found by itself or by the clerk's word:
    however little they tell, no other row is better.

    >>> words = {"姓名": "name", "拒绝行编号": "refused_row", "关系": "role"}
    >>> rows = [(1, ["名册"]), (2, ["某列", "姓名", "拒绝行编号"]), (3, ["姓名", "关系", "姓名"])]
    >>> _given_back_header(rows, None, words.get).row
    2
    >>> _given_back_header(rows[2:], None, words.get)
    """
    at = next(
        (
            at
            for at, (_number, cells) in enumerate(rows)
            if any(isinstance(c, str) and match_heading(c, lookup) == "refused_row" for c in cells)
        ),
        None,
    )
    best, best_score = None, -1
    for depth in range(1, min(MAX_DEPTH, 0 if at is None else at + 1) + 1):
        if depth > 1 and not may_be_lower_heading(_own_cells(rows[at][1], lookup), lookup):
            break
        header = _read_header(rows[at + 1 - depth : at + 1], merges, lookup)
        heads = [column for column, target in header.targets.items() if target == "head_name"]
        if "name" not in header.targets.values() and len(heads) == 1:
            header.targets[heads[0]] = "name"
        score = _score(header, depth)
        if score > best_score and "name" in header.targets.values():
            best, best_score = header, score
    return best


def _own_cells(cells, lookup):
    """Return the cells of a row of headings without those that were added for refused rows."""
    added = [
        at
        for at, cell in enumerate(cells)
        if isinstance(cell, str) and match_heading(cell, lookup) == "refused_row"
    ]
    return cells[: added[0]]


def _heads_header(rows, merges, lookup):
    """Return the header of a list of heads of household, which names nobody else, or None.

    >>> words = {"户主姓名": "head_name", "楼栋": "building", "房号": "room", "电话": "phone"}
    >>> heads = _heads_header([(1, ["楼栋", "房号", "户主姓名", "电话"])], None, words.get)
    >>> heads.targets[2]
    'name'
    """
    for row in rows:
        if header := _of_heads(_read_header([row], merges, lookup)):
            return header
    return None


def _of_heads(header):
    """Return a header with the heads as the people of its rows, or None if it names none."""
    heads = [column for column, target in header.targets.items() if target == "head_name"]
    if "role" in _facts(header):
        # Others stand in the rows, under a heading that is not known: the clerk is asked.
        return None
    if len(heads) == 1 and len(_facts(header)) >= 3 and _facts(header) & PLACED:
        return header._replace(targets=header.targets | {heads[0]: "name"})
    return None


def repeated_header(number, cells, lookup):
    """Return the :class:`Header` of a row below the first one that names columns again, or None.

    >>> words = {"姓名": "name", "性别": "sex", "房号": "room", "电话": "phone"}
    >>> repeated_header(9, ["序号", "姓名", "性别", "房号"], words.get).targets
    {1: 'name', 2: 'sex', 3: 'room'}
    >>> repeated_header(9, [1, "张三", "男", "101"], words.get)
    """
    texts = [cell for cell in cells if cell is not None]
    # Most rows are none: a cell that ends like the heading of a name tells first.
    if not any(isinstance(text, str) and text.strip().endswith(NAME_ENDS) for text in texts):
        return None
    if len(texts) < 3 or any(not isinstance(t, str) or re.search(r"\d{5}", t) for t in texts):
        return None
    header = _read_header([(number, cells)], None, lookup)
    facts = _facts(header)
    known = len(header.targets) + len(header.repeated)
    is_header = "name" in facts and len(facts) >= 3 and known * 2 >= len(texts)
    return header if is_header else None


def header_at(rows, number, merges, lookup):
    """Return the header that stands in row ``number`` by the clerk's word, or None.

    :param rows: list of ``(row number, cells)``, the first rows of the sheet
    """
    block = [row for row in rows if row[0] == number]
    header = _read_header(block, merges, lookup) if block else None
    return header if header and "name" in header.targets.values() else None


def _facts(header):
    return {
        target.split("/")[1] if target.startswith(CHOICE) else target
        for target in header.targets.values()
        if target not in NO_FACTS and not target.startswith(TICK)
    }


def _is_enough(header, lookup):
    """A name and two facts more make a header, or the ID number alone; of a form whose headings are
    all known, a place."""
    facts = _facts(header)
    if len(facts) >= 3 or "id_number" in facts:
        return True
    known = all(match_heading(text, lookup) for text in header.headings.values())
    return known and len(header.headings) >= 2 and bool(facts & PLACES)


def may_be_lower_heading(cells, lookup):
    """Tell whether a row may be a further row of headings.

    >>> words = {"sex=男": "male", "sex=女": "female"}.get
    >>> may_be_lower_heading([None, "男", "女"], words), may_be_lower_heading(["张三", "男"], words)
    (True, False)
    """
    texts = [cell for cell in cells if cell is not None]
    if any(not isinstance(text, str) or re.search(r"\d{6}", text) for text in texts):
        return False
    found = [match_heading(text, lookup) for text in texts]
    ticks = sum(1 for target in found if target and target.startswith(TICK))
    known = sum(1 for target in found if target) - ticks
    answers = sum(
        not target and any(lookup(f"{field}={word_of(text)}") for field in ANSWERED)
        for text, target in zip(texts, found, strict=True)
    )
    if answers >= 2 and known + ticks + answers == len(texts):
        return True
    return known >= 2 or ticks >= max(2, len(texts) - 1 - known)


def stack_headings(block, merges):
    """Return the texts over each column of some heading rows, from the top down.

    >>> stack_headings([(1, ["房号", "成员"]), (2, [None, "姓名", "关系"])], None)
    {0: ['房号'], 1: ['成员', '姓名'], 2: ['关系']}
    """
    width = max(len(cells) for _row, cells in block)
    by_row = dict(block)
    first = block[0][0]
    stacks = {}
    for column in range(width):
        parts = []
        for row, cells in block:
            value = cells[column] if column < len(cells) else None
            if value is None and merges:
                top = merges.top(row, column)
                # A heading spread to the right names a group; a title above is no heading.
                if top and top[0] >= first and len(block) > 1:
                    source = by_row.get(top[0], [])
                    value = source[top[1]] if top[1] < len(source) else None
            text = text_of(value)
            if text and text not in parts:
                parts.append(text)
        if parts:
            stacks[column] = parts
    return stacks


# What a heading over the facts of one person may add to the word for the person.
GROUP_TAIL = re.compile(r"(?:基本)?(?:信息|情况|资料)?")


def columns_of_others(stacks, lookup, is_member=lambda word: False):
    """Return the columns whose headings stand below the word for another person than the row's.

    Where two headings over several columns each have a name below them, the facts of one are none
    of the other: 监护人 over 姓名, 身份证号. The row is about whoever has the plain name, or the
    relation, or is the head, else about the first.

    :param dict stacks: texts over each column, as of :func:`stack_headings`
    :param is_member: function from the word over a group to whether its people are of the home

    >>> words = {"姓名": "name", "电话": "phone", "户主姓名": "head_name", "关系": "role"}.get
    >>> both = {1: ["老人信息", "姓名"], 2: ["老人信息", "电话"], 3: ["监护人", "姓名"],
    ...         4: ["监护人", "电话"]}
    >>> columns_of_others(both, words)
    {3, 4}
    >>> columns_of_others({0: ["户主姓名"], 1: ["本人", "姓名"], 2: ["本人", "电话"]}, words)
    set()
    >>> heads = {0: ["户主信息", "姓名"], 1: ["户主信息", "电话"], 2: ["人员", "姓名"],
    ...          3: ["人员", "关系"]}
    >>> columns_of_others(heads, words)
    {0, 1}
    """
    groups, below, is_plain = {}, {}, False
    for column, parts in stacks.items():
        target = match_heading(parts[-1], lookup)
        if len(parts) == 1:
            is_plain = is_plain or target == "name"
            continue
        key = tuple(parts[:-1])
        groups.setdefault(key, []).append(column)
        below.setdefault(key, set()).add(target)
    named = [key for key in groups if "name" in below[key]]
    if len(named) + is_plain < 2:
        return set()
    own = ()
    if not is_plain:
        told = [key for key in named if "role" in below[key]]
        heads = [key for key in named if _together((*key, "姓名"), lookup) == "head_name"]
        own = (told or heads or named)[0]
    others = [key for key in named if key != own and not is_member(word_of(key[-1]))]
    return {column for key in others for column in groups[key]}


def _together(parts, lookup):
    """Return what the heading of a fact means with the person's word before it, or None.

    >>> words = {"姓名": "name", "紧急联系人姓名": "emergency_name"}.get
    >>> [_together((word, "姓名"), words) for word in ("紧急联系人信息", "监护人", "人员")]
    ['emergency_name', None, None]
    """
    word = word_of(parts[-2])
    ends = (at for at in range(1, len(word) + 1) if GROUP_TAIL.fullmatch(word, at))
    found = match_heading(word[: next(ends, None)] + parts[-1], lookup)
    # 人员姓名 is but a longer word for the name of whom the row is about.
    return None if found == match_heading(parts[-1], lookup) else found


def _read_header(block, merges, lookup):
    targets, headings, repeated, taken = {}, {}, {}, {}
    stacks = stack_headings(block, merges)
    others = columns_of_others(stacks, lookup)
    for column, parts in stacks.items():
        target = (_together if column in others else match_parts)(parts, lookup)
        target = None if target == "extra" else target
        headings[column] = "".join(parts) if len(parts) > 1 else parts[0]
        if target and target.startswith(MANY):
            targets[column] = target
            continue
        if target and target != "ignore" and target in taken:
            repeated[column] = taken[target]
            if target == "phone" and "phone2" not in taken:
                del repeated[column]
                target = "phone2"
            else:
                continue
        if target:
            taken[target] = column
            targets[column] = target
    return Header(block[-1][0], targets, headings, repeated)
