"""Shapes of building, entrance and room, brought to the number or letter that they mean.

A place is compared by its core (``3号楼``, ``3栋``, ``三幢`` and ``3`` are one building) and shown
with the word that the register prefers.
"""

import re
import unicodedata

from .pinyin import syllables
from .register_address import DISTRICT, GENERIC, SIDE, room_number
from .register_values import EMPTY_WORDS, chinese_digits, text_of

BUILDING = r"号楼|号院|楼栋|[栋幢座楼#]|号"
ENTRANCE = r"单元门|单元|门洞|门栋|梯口|[门梯]"
ROOM = r"室|户|号房|房间|[号房#]"
TOKEN = r"[0-9A-Za-z]+"


def _plain(value):
    text = unicodedata.normalize("NFKC", text_of(value)).replace(" ", "")
    return "" if text.lower() in EMPTY_WORDS else text


def building_core(value):
    """Return ``(core, word)`` of a building.

    >>> [building_core(v) for v in ("3号楼", "3栋", 3, "三幢", "A座", "第3栋", "#5楼")]
    [('3', '号楼'), ('3', '栋'), ('3', ''), ('3', '幢'), ('A', '座'), ('3', '栋'), ('5', '楼')]
    >>> building_core("3-1号楼"), building_core("东配楼"), building_core("003"), building_core(None)
    (('3-1', '号楼'), ('东配楼', ''), ('3', ''), ('', ''))
    """
    text = chinese_digits(_plain(value)).removeprefix("第").lstrip("#")
    match = re.fullmatch(rf"((?:{TOKEN})(?:-{TOKEN})?)({BUILDING})?", text)
    if not match:
        return text, ""
    return _core(match[1]), match[2] or ""


def entrance_core(value):
    """Return the core of an entrance.

    >>> [entrance_core(v) for v in ("2单元", 2, "二单元", "2门", "Ⅱ单元", "甲单元", None)]
    ['2', '2', '2', '2', 'II', '甲', '']
    """
    text = chinese_digits(_plain(value)).removeprefix("第").lstrip("#")
    return _core(re.sub(rf"(?:{ENTRANCE})$", "", text))


def room_core(value):
    """Return the number of a room.

    >>> [room_core(v) for v in (101, "101室", "0101", "A-101", "1楼东户", "101号", "101-2")]
    ['101', '101', '101', 'A-101', '1层东户', '101', '101-2']
    """
    text = _plain(value).removeprefix("#")
    if re.fullmatch(rf"[0-9A-Za-z-]+(?:{ROOM})", text):
        text = re.sub(rf"(?:{ROOM})$", "", text)
    text = re.sub(rf"(?<=\d)楼(?={SIDE}{{1,2}}户$)", "层", text)
    return _core(text)


def is_like_estate(name, known):
    """Tell whether the name of an estate may be another spelling of a known one.

    >>> names = ("望河", "旺河小区", "望河花园", "望河家园小区")
    >>> [is_like_estate(name, "望河小区") for name in names]
    [True, True, True, False]
    >>> [is_like_estate(name, "望河小区") for name in ("望河小区二期", "文昌里", "小区")]
    [False, False, False]
    """
    cores = [_estate_core(text) for text in (name, known)]
    if not all(cores) or any(DISTRICT.search(text) for text in (name, known)):
        return False
    return cores[0] == cores[1] or syllables(name) == syllables(known)


def _estate_core(name):
    text = _plain(name)
    ends = [at for at in range(1, len(text)) if GENERIC.fullmatch(text, at)]
    return text[: ends[0]] if ends else text


def _core(text):
    return room_number(text).upper()
