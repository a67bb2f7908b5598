"""People in one cell: several names with their relations, a name with a number or a word beside it.

Only what the grammar takes whole is unfolded; anything else stays one cell and is asked.
"""

import re
import unicodedata
from typing import NamedTuple

from .person_name import SURNAMES, read_name
from .register_household import HOUSEHOLD_TARGETS
from .register_values import EMPTY_WORDS, text_of, word_of

_NAME = (
    r"[\u4e00-\u9fff]{1,4}(?:·[\u4e00-\u9fff]{1,8})*"
    r"|[\u4e00-\u9fff]{2,10}(?:·[\u4e00-\u9fff]{2,10})+"
)
_GAP = r"[\s、,，;；/]*"
# 李乙（妻）张丙（子）、张丁, and 妻：李乙；子：张丙.
_BEHIND = re.compile(
    rf"(?P<name>{_NAME})(?:\s*[(\[【](?P<role>[^)\]】\d]{{1,8}})[)\]】]{_GAP}|[\s、,，;；/]+|$)"
)
_BEFORE = re.compile(rf"(?P<role>[\u4e00-\u9fff]{{1,6}})\s*[:：]\s*(?P<name>{_NAME})(?:{_GAP})")
_PARTED = re.compile(r"[\s、,，;；/]+")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?P<number>[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9A-Za-z])")
# Facts of one person: of several people in a row each must have its own.
OWN_FACTS = ("role", "id_number", "birth_date", "sex", "phone", "phone2", "education", "marital")


NUMERALS = "一二三四五六七八九十"


class Member(NamedTuple):
    """A person of a cell: ``name``, and the word of the relation (empty if none is said)."""

    name: str
    role: str = ""


def read_members(value, find_role):
    """Return the people of a cell that lists them, or None where it cannot be read for certain.

    :param find_role: function from a word to a relation or None

    >>> roles = {"妻": "spouse", "子": "child", "女儿": "child", "户主": "head"}.get
    >>> def show(text):
    ...     found = read_members(text, roles)
    ...     return found and " ".join(f"{name}:{role}" for name, role in found)
    >>> show("李乙（妻）、张丙（子）"), show("李乙(妻)张丙(子)"), show("妻：李乙；女儿：张丁")
    ('李乙:妻 张丙:子', '李乙:妻 张丙:子', '李乙:妻 张丁:女儿')
    >>> show("李乙、张丙"), show("李乙"), show("古丽·买买提（妻）")
    ('李乙: 张丙:', '李乙:', '古丽·买买提:妻')
    >>> [show(text) for text in ("李乙（邻居甲）", "妻李乙", "共3人", "13900000001", "")]
    [None, None, None, None, None]
    """
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    for pattern in (_BEHIND, _BEFORE):
        found, place = [], 0
        while match := pattern.match(text, place):
            found.append(Member(match["name"], match["role"] or ""))
            place = match.end()
        if found and place == len(text):
            known = all(
                find_role(word_of(role)) if role else not names_relation(name, find_role)
                for name, role in found
            )
            return found if known and all(_is_name(name) for name, _role in found) else None
    return None


def names_relation(name, find_role):
    """Tell whether a name is a relation itself (妻), or begins with one (长子张小三).

    >>> roles = {"妻": "spouse", "长子": "child", "孙子": "grandchild"}.get
    >>> [names_relation(name, roles) for name in ("妻", "长子张小三", "孙子涵", "孙文龙", "李乙")]
    [True, True, False, False, False]
    >>> names_relation("长子言小三", roles), names_relation("孙子言三", roles)
    (True, False)
    """
    # Of one character only those that begin no surname, as 孙 does.
    sizes = (1, 2) if name[:1] in "妻夫父母子女儿媳" else (2,)
    # 母亲言九: two characters for a relation begin no name, whatever surname follows.
    is_word = name[:1] not in SURNAMES
    starts = any(
        is_relation(name[:size], find_role) and (name[size] in SURNAMES or (size > 1 and is_word))
        for size in sizes
        if len(name) > size + 1
    )
    return is_relation(name, find_role) or starts


def is_relation(word, find_role):
    """Tell whether a word is a relation; 孙三 is a name, though 孙 alone is a grandchild.

    >>> roles = {"孙三": "grandchild", "子二": "child"}.get
    >>> is_relation("孙三", roles), is_relation("子二", roles)
    (False, True)
    """
    is_named = word[:1] in SURNAMES and word[-1:] in NUMERALS
    return not is_named and bool(find_role(word))


def _is_name(name):
    found = read_name(name)
    return not found.problem and not found.is_trimmed


def split_people(cells, columns, find_role):
    """Return the rows of the people whose names one cell holds, or None if there is but one.

    Each fact of a person must stand in as many parts as there are names, or nowhere; a phone alone
    is that of the head. Whatever else the row tells stays with the first.

    :param cells: the cells of a row
    :param columns: column by target

    >>> columns = {"room": 0, "name": 1, "role": 2, "phone": 3}
    >>> roles = {"妻": "spouse", "户主": "head"}.get
    >>> split_people(["101", "张甲\\n李乙", "户主\\n妻", "139\\n"], columns, roles)
    [['101', '张甲', '户主', '139'], ['101', '李乙', '妻', None]]
    >>> split_people(["101", "张甲(户主)李乙(妻)", None, "139"], columns, roles)
    [['101', '张甲', '户主', '139'], ['101', '李乙', '妻', None]]
    >>> split_people(["101", "张甲\\n李乙", "户主\\n妻", "139"], columns, roles)
    [['101', '张甲', '户主', '139'], ['101', '李乙', '妻', None]]
    >>> split_people(["101", "张甲\\n李乙", "户主", None], columns, roles)
    >>> split_people(["101", "张甲、李乙", None, None], columns, roles)
    """
    at = columns["name"]
    text = text_of(cells[at])
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(len(line) > 1 and _is_name(line) for line in lines):
        members, parted = [Member(line) for line in lines], "\n"
    elif any(mark in text for mark in "(（[【:：") and (members := read_members(text, find_role)):
        parted = _PARTED
    else:
        return None
    if len(members) < 2 and parted == "\n":
        return None
    if any(member.role for member in members) and _told(cells, columns, "role"):
        return None
    rows = [_share(cells, columns, place) for place in range(len(members))]
    for target in OWN_FACTS:
        column = columns.get(target)
        if column is None or not _told(cells, columns, target):
            continue
        values = _parts(cells[column], parted, len(members))
        if values is None:
            heads = [
                place
                for place, (member, row) in enumerate(zip(members, rows, strict=True))
                if _is_head(member.role or _cell(row, columns, "role"), find_role)
            ]
            if target not in ("phone", "phone2") or len(heads) != 1:
                return None if len(members) > 1 else _single(rows, members, columns)
            values = [cells[column] if n == heads[0] else None for n in range(len(members))]
        for row, value in zip(rows, values, strict=True):
            row[column] = value
    return _single(rows, members, columns)


def _single(rows, members, columns):
    for row, member in zip(rows, members, strict=True):
        row[columns["name"]] = member.name
        if member.role and "role" in columns:
            row[columns["role"]] = member.role
        elif member.role:
            # No column of relations: the cell of the name says it, as a person would write it.
            row[columns["name"]] = f"{member.name}({member.role})"
    return rows


def _cell(row, columns, target):
    return row[columns[target]] if target in columns else None


def _is_head(role, find_role):
    return bool(role) and find_role(word_of(role)) == "head"


def _told(cells, columns, target):
    column = columns.get(target)
    return column is not None and text_of(cells[column]).lower() not in EMPTY_WORDS


def _parts(value, parted, count):
    """Return a cell in as many parts as there are people, or None."""
    # An empty last line is the line of the last person.
    text = value if isinstance(value, str) and parted == "\n" else text_of(value)
    parts = text.split("\n") if parted == "\n" else [p for p in parted.split(text) if p]
    parts = [part.strip() or None for part in parts]
    return parts if len(parts) == count else None


def _share(cells, columns, place):
    """Return a copy of the row; of all but the first with the facts of the household alone."""
    if not place:
        return list(cells)
    shared = {columns[target] for target in HOUSEHOLD_TARGETS if target in columns}
    return [cell if column in shared else None for column, cell in enumerate(cells)]


def parted_numbers(value):
    """Return (name, [numbers]) of a cell that holds a name and an ID number or a phone.

    >>> parted_numbers("吴甲 13900000009"), parted_numbers("吴乙（999999197001010016）")
    (('吴甲', ['13900000009']), ('吴乙', ['999999197001010016']))
    >>> parted_numbers("吴丙"), parted_numbers("13900000009")
    (('吴丙', []), ('13900000009', []))
    """
    if type(value) is str and value.isalpha():
        # Most cells: a name alone.
        return value, []
    text = unicodedata.normalize("NFKC", text_of(value))
    numbers = [match["number"].upper() for match in _NUMBER.finditer(text)]
    rest = re.sub(r"[(\[【]\s*[)\]】]|(?:电话|手机|身份证号?)\s*[:]?", "", _NUMBER.sub("", text))
    rest = re.sub(r"^[\s:,，、/-]+|[\s:,，、/-]+$", "", rest)
    return (rest, numbers) if numbers and rest else (text_of(value), [])
