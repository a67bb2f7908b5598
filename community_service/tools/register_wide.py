"""Sheets with one household to a row and its members side by side, unfolded to persons."""

import re
from typing import NamedTuple

from .register_groups import PERSON_FACTS, names_member, relation_over, split_group
from .register_header import (
    MAX_DEPTH,
    Header,
    columns_of_others,
    match_heading,
    match_parts,
    may_be_lower_heading,
    stack_headings,
)
from .register_household import HOUSEHOLD_TARGETS
from .register_people import read_members
from .register_values import EMPTY_WORDS, text_of, word_of

# Of a relative beside a person who is no head: these need not be of the home.
ELSEWHERE = ("parent", "parent_in_law", "grandparent", "sibling", "other", "tenant")
# What makes a relative named beside a person one of the home, not somebody to be called.
IDENTITY = {"id_number", "birth_date"}
PLACE_FACTS = {"room", "address", "building"}
SEVERAL = re.compile(r"[\u4e00-\u9fff][)）]?[\s、,，;；/]+[\u4e00-\u9fff]|[\u4e00-\u9fff][（(：:]")
# Headings of a cell that lists the members beside the head.
LISTS = re.compile(
    r"(?:其他|其它|主要|全部|同住)?(?:家庭|家属)?(?:成员|共同居住人|同住人员?|家属|家人)(?:姓名|名单|情况|及关系)*"
)


class Wide(NamedTuple):
    """Header of a wide sheet: its last ``row``, the columns of the household and its head
    (``base``: column → (target, heading)) and of each member (``groups``: list of the same, with
    the relation that the group's heading names), and the columns whose cells list members
    (``lists``)."""

    row: int
    base: dict
    groups: list
    lists: tuple = ()


def find_wide(rows, merges, lookup):
    """Find a header in which the columns of a person are repeated for each member.

    :return: a :class:`Wide`, or None if no group of columns with a name of its own is repeated

    >>> words = {"姓名": "name", "关系": "role", "身份证号": "id_number", "户主": "head_name",
    ...          "房号": "room", "楼栋": "building", "电话": "phone"}
    >>> flat = ["楼栋", "房号", "户主", "身份证号"]
    >>> flat += ["成员1姓名", "成员1关系", "成员2姓名", "成员2关系"]
    >>> found = find_wide([(1, flat)], None, words.get)
    >>> [target for target, _heading in found.base.values()]
    ['building', 'room', 'head_name', 'id_number']
    >>> [[target for target, _heading in columns.values()] for columns, _role in found.groups]
    [['name', 'role'], ['name', 'role']]
    >>> repeated = ["房号", "姓名", "关系", "身份证号", "姓名", "关系", "身份证号"]
    >>> len(find_wide([(1, repeated)], None, words.get).groups)
    1
    >>> contact = ["楼栋", "房号", "姓名", "关系", "紧急联系人姓名", "电话"]
    >>> find_wide([(1, contact)], None, words.get)

    Parents of a child, and children of an old person, who are named to be called are no members:

    >>> find_wide([(1, ["姓名", "房号", "父亲姓名", "父亲电话"])], None, words.get)

    Of households in rows, a cell may list the members:

    >>> rows = [(1, ["房号", "户主", "家庭成员"]), (2, ["101", "张甲", "李乙（妻）、张丙"])]
    >>> find_wide(rows, None, words.get).lists
    (2,)

    Whatever relation the register knows may head a group. A person of another kind, such as the
    guardian, is none of the home, and no fact of theirs is a fact of anybody else:

    >>> words |= {"role=长子": "child", "role=女儿": "child", "role=租客": "tenant",
    ...           "房东姓名": "owner_name"}
    >>> flat = ["房号", "户主", "长子姓名", "长子电话", "女儿姓名", "女儿电话"]
    >>> [role for _columns, role in find_wide([(1, flat)], None, words.get).groups]
    ['长子', '女儿']
    >>> let = ["房号", "房东姓名", "租客姓名", "租客电话"]
    >>> found = find_wide([(1, let)], None, words.get)
    >>> [target for target, _heading in found.base.values()], [role for _c, role in found.groups]
    (['room', 'owner_name'], ['租客'])
    >>> deep = [(1, ["房号", "老人", None, "监护人", None]), (2, [None, *("姓名", "电话") * 2])]
    >>> find_wide(deep, None, words.get)
    """
    below = set()
    for start in range(len(rows)):
        if start in below:
            # Without the row above nobody knows whose names these are.
            continue
        for depth in range(min(MAX_DEPTH, len(rows) - start), 0, -1):
            block = rows[start : start + depth]
            if not all(may_be_lower_heading(cells, lookup) for _row, cells in block[1:]):
                continue
            if depth > 1 and columns_of_others(stack_headings(block, merges), lookup):
                below |= set(range(start + 1, start + depth))
            if found := _read_wide(block, merges, lookup):
                return found
            if found := _read_lists(block, rows[start + depth :], merges, lookup):
                return found
    return None


def _read_lists(block, below, merges, lookup):
    """Return the :class:`Wide` of households whose members stand in one cell, or None."""
    stacks = stack_headings(block, merges)
    base = {at: (match_parts(parts, lookup), "".join(parts)) for at, parts in stacks.items()}
    lists = tuple(
        at
        for at, (target, text) in base.items()
        if target in (None, "name") and LISTS.fullmatch(word_of(text))
    )
    known = {target for at, (target, _text) in base.items() if at not in lists}
    if not lists or "head_name" not in known or known & {"name", "role"}:
        return None
    if len(known - {None, "ignore", "extra"}) < 2:
        return None

    texts = (text_of(cells[at]) for _row, cells in below for at in lists if at < len(cells))
    given_back = max((at for at, told in base.items() if told[0] == "refused_row"), default=-1)
    # A household alone that was given back stood among those that showed what the cells are.
    if given_back < max(lists) and not any(SEVERAL.search(text) for text in texts):
        return None
    base = {at: told for at, told in base.items() if at not in lists}
    return Wide(block[-1][0], base, [], lists)


def _read_wide(block, merges, lookup):
    stacks = stack_headings(block, merges)
    base, members = {}, {}
    others = columns_of_others(stacks, lookup, lambda word: names_member(word, lookup))
    turns, met = {}, set()
    previous = None
    for column, parts in sorted(stacks.items()):
        key, leaf, role = split_group(parts, lookup)
        target = match_heading(leaf, lookup)
        if column in others:
            key = None
        elif key is None:
            key = _next_repetition(target, base, members, previous)
        elif target not in (None, "ignore", "extra"):
            if target == "phone" and (key, target) in met:
                target = None if (key, "phone2") in met else "phone2"
            elif (key, target) in met:
                # The group goes on with its next person.
                turns[key] = turns.get(key, 1) + 1
                met = {told for told in met if told[0] != key}
            met.add((key, target))
        if key in turns:
            key = (key, turns[key])
        previous = key
        if key is None:
            base[column] = (_match_base(parts, lookup, column in others), "".join(parts))
            continue
        members.setdefault(key, ({}, role))[0][column] = (target, leaf)
    heads = {target for target, _heading in base.values()} & {"head_name", "owner_name"}
    groups = [group for group in members.values() if _is_person(group, bool(heads), lookup)]
    kept = {column for group, _role in groups for column in group}
    # Groups without a person of their own, such as 紧急联系人, stay what they are.
    for columns, _role in members.values():
        for column in columns:
            if column not in kept:
                is_other = len(stacks[column]) > 1
                target = _match_base(stacks[column], lookup, is_other)
                base[column] = (target, "".join(stacks[column]))
    known = {target for target, _heading in base.values()}
    places = [target for target, _heading in base.values() if target in PLACE_FACTS]
    if len(places) > len(set(places)):
        # A second place beside the first: two lists side by side, or people of two homes.
        return None
    is_let = groups and all(role and relation_over(role, lookup) == "tenant" for _c, role in groups)
    if "owner_name" in known and not known & {"name", "head_name"} and not is_let:
        # Beside a spouse and children the owner is the one whose household it is.
        as_head = {"owner_name": "head_name", "owner_phone": "phone"}
        base = {at: (as_head.get(target, target), text) for at, (target, text) in base.items()}
        known = {target for target, _heading in base.values()}
    named = bool(known & {"name", "head_name"}) or is_let
    if not groups or len(known - {None, "ignore", "extra"}) < 2 or not (named or len(groups) > 1):
        return None
    return Wide(block[-1][0], base, groups)


def _match_base(parts, lookup, is_other):
    """Return the target of a column of the household or its head (户主电话 is the head's).

    :param is_other: whether the heading above names another person than the head
    """
    whole = "".join(parts)
    if is_other:
        found = match_heading(whole, lookup)
        return None if found == match_heading(parts[-1], lookup) else found
    return match_parts(parts, lookup) or match_heading(
        re.sub(r"^(?:户主|本人|业主|房主|产权人)", "", word_of(whole)), lookup
    )


def _is_person(group, has_head, lookup):
    columns, role = group
    targets = {target for target, _heading in columns.values()}
    if role and not has_head:
        # Beside a person, not a head: a parent is not of this home by being named.
        is_here = relation_over(role, lookup) not in ELSEWHERE and role not in ("父亲", "母亲")
        return is_here and "name" in targets and bool(targets & IDENTITY)
    return "name" in targets and bool(role or targets & PERSON_FACTS)


def find_halves(rows, merges, lookup):
    """Return (columns, count) of equal lists that stand side by side, or None.

    A printed page often holds the second half of a list to the right of the first.

    >>> words = {"姓名": "name", "房号": "room", "电话": "phone"}
    >>> find_halves([(1, ["序号", "房号", "姓名", "序号", "房号", "姓名"])], None, words.get)
    (3, 2)
    >>> find_halves([(1, ["房号", "姓名", "关系", "姓名", "关系"])], None, words.get)
    """
    for row in rows:
        texts = [word_of(cell) if isinstance(cell, str) else "" for cell in row[1]]
        while texts and not texts[-1]:
            texts.pop()
        for width in range(2, len(texts) // 2 + 1):
            first = texts[:width]
            if len(texts) % width or texts != first * (len(texts) // width):
                continue
            targets = {match_heading(text, lookup) for text in first if text}
            if "name" in targets and targets & PLACE_FACTS:
                return width, len(texts) // width
    return None


def _next_repetition(target, base, members, previous):
    """Return the group of a heading that stands there again without any ordinal, or None."""
    if target in (None, "ignore", "extra"):
        is_again = isinstance(previous, tuple) and previous[0] == "again"
        return previous if is_again else None
    known = {known for known, _heading in base.values()}
    if target == "name" and target in known:
        return ("again", len(members))
    is_again = isinstance(previous, tuple) and previous[0] == "again"
    if is_again and target in PERSON_FACTS | {"id_kind"}:
        return previous
    return None


class WideRows:
    """The rows of a wide sheet, unfolded: one for the head and one for each member.

    :param sheet: a :class:`~.sheets.RegisterSheet`
    :param Wide wide: its header, as :func:`find_wide` found it
    :param find_role: function from a word to a relation or None
    """

    def __init__(self, sheet, wide, find_role=None):
        self._sheet = sheet
        self._wide = wide
        self._find_role = find_role or (lambda word: None)
        self._headings, self._targets, self._columns = {}, {}, {}
        for column, (target, heading) in wide.base.items():
            self._headings[column] = heading
            if target == "ignore":
                self._targets[column] = target
            elif target and target not in self._columns:
                self._columns[target] = column
                if target != "extra":
                    self._targets[column] = target
        self._next = max(*wide.base, *wide.lists, *(at for g, _role in wide.groups for at in g)) + 1
        self.width = self._next
        for told in (("name", "姓名"), ("role", "与户主关系"), ("head_name", "户主姓名")):
            self._column_of(*told)
        self._groups = [
            ({column: self._column_of(*told) for column, told in group.items()}, role)
            for group, role in wide.groups
        ]
        self._grouped = {column for group, _role in self._groups for column in group}
        self._grouped |= set(wide.lists)
        # Whatever is not of the household is told of the head alone.
        self._shared = [
            column
            for column, (target, _heading) in wide.base.items()
            if target in HOUSEHOLD_TARGETS or target == "refused_row"
        ]

    def _column_of(self, target, heading):
        """Return the column of a fact among the unfolded ones; a new one if there is none."""
        key = target or heading
        if key not in self._columns:
            self._columns[key] = self._next
            self._headings[self._next] = heading
            if target:
                self._targets[self._next] = target
            self._next += 1
        return self._columns[key]

    def header(self):
        """Return the :class:`~.register_header.Header` of the unfolded rows."""
        return Header(self._wide.row, self._targets, dict(sorted(self._headings.items())), {})

    def rows(self):
        """Yield ``(row number, cells)`` for each person; the number is that of the household."""
        for number, cells in self._sheet.rows():
            if number > self._wide.row:
                cells = cells + [None] * (self._next - len(cells))
                for person in self._unfold(cells):
                    yield number, person

    def people_columns(self, cells):
        """Return [(name, {target: column})] of the people of a row, in the order of ``rows()``.

        The columns are those of the sheet itself.
        """
        base = {}
        for column, (target, _heading) in self._wide.base.items():
            base.setdefault(target, column)
        home = {target: column for target, column in base.items() if target in HOUSEHOLD_TARGETS}
        named = [base[target] for target in ("name", "head_name") if target in base]
        told = [column for column in named if text_of(cells[column])] or named
        found = [(text_of(cells[told[0]]), base | {"name": told[0]})] if told else []
        for group, _role in self._wide.groups:
            if any(text_of(cells[column]) for column in group):
                own = {target: column for column, (target, _heading) in group.items()}
                found.append((text_of(cells[own["name"]]), home | own))
        for column in self._wide.lists:
            found.append((text_of(cells[column]), home | {"name": column}))
        return found

    def number_columns(self):
        """Return the columns of ID numbers of all people of a row."""
        told = [self._wide.base, *(group for group, _role in self._wide.groups)]
        return {
            column
            for columns in told
            for column, (target, _heading) in columns.items()
            if target == "id_number"
        }

    def _unfold(self, cells):
        name_at, role_at = self._columns["name"], self._columns["role"]
        head_at = self._columns["head_name"]
        head = [None if at in self._grouped else cell for at, cell in enumerate(cells)]
        name = head[name_at] or head[head_at]
        people = [
            (group, role)
            for group, role in self._groups
            if any(text_of(cells[column]).lower() not in EMPTY_WORDS for column in group)
        ]
        listed = [member for column in self._wide.lists for member in self._listed(cells[column])]
        if name:
            head[name_at] = name
            head[role_at] = head[role_at] or "户主"
        if name and (people or listed):
            head[head_at] = head[head_at] or name
        # A line without a name stays as it is: it may head a building, or sum up.
        if name or not (people or listed):
            yield head
        for group, role in people:
            member = self._member(cells, name)
            for column, to in group.items():
                member[to] = cells[column]
            member[role_at] = member[role_at] or role
            yield member
        for who, role in listed:
            if who == text_of(name):
                continue
            member = self._member(cells, name)
            member[name_at], member[role_at] = who, role or "家庭成员"
            yield member

    def _member(self, cells, head):
        member = [None] * self._next
        for column in self._shared:
            member[column] = cells[column]
        member[self._columns["head_name"]] = head
        return member

    def _listed(self, cell):
        """Return (name, relation) of each person of a cell; of one that is not read, the cell."""
        text = text_of(cell)
        if text.lower() in EMPTY_WORDS:
            return []
        return read_members(text, self._find_role) or [(text, None)]
