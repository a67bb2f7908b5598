"""Shapes of building, entrance and room, brought to the number or letter that they mean.

A place is compared by its core (``3号楼``, ``3栋``, ``三幢`` and ``3`` are one building) and shown
with the word that the register prefers.
"""

import re
import unicodedata
from functools import lru_cache

from .person_name import SURNAMES
from .pinyin import syllables
from .register_address import (
    CHINESE_NUMBER,
    DISTRICT,
    GENERIC,
    SIDE,
    Address,
    plain_address,
    room_number,
)
from .register_values import EMPTY_WORDS, chinese_digits, text_of, word_of

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

    >>> [room_core(v) for v in (101, "101室", "0101", "A-101", "一楼东户", "101号", "101-2")]
    ['101', '101', '101', 'A-101', '1层东户', '101', '101-2']
    """
    text = _plain(value).removeprefix("#")
    if re.fullmatch(rf"[0-9A-Za-z-]+(?:{ROOM})", text):
        text = re.sub(rf"(?:{ROOM})$", "", text)
    if re.fullmatch(rf".*[层楼]{SIDE}{{1,2}}户", text):
        text = re.sub("楼(?=[^楼]*$)", "层", chinese_digits(text))
    return _core(text)


def building_name(core, word=""):
    """Return the name under which a building is shown.

    :param word: what the register calls its buildings; empty: what most do

    >>> building_name("3"), building_name("3", "栋"), building_name("A"), building_name("东配楼")
    ('3号楼', '3栋', 'A座', '东配楼')
    """
    if not core.replace("-", "").isalnum() or not core.isascii():
        return core
    return core + (word or ("号楼" if core[0].isdigit() else "座"))


def entrance_name(core):
    """Return the name under which an entrance is shown.

    >>> entrance_name("2"), entrance_name("甲"), entrance_name("东门")
    ('2单元', '甲单元', '东门')
    """
    return f"{core}单元" if core.isascii() or len(core) == 1 else core


# A room with its entrance, or with building and entrance: 2单元501, 2-501, 3-2-501.
_WITH_ENTRANCE = re.compile(
    r"第?(?P<entrance>\d{1,2}|[甲乙丙丁A-Z])(?:单元门|单元|门洞|门栋|[门梯])-?(?P<room>[A-Z]?\d{1,5}[A-Z]?)"
    r"(?:号房|房间|[室户房号])?"
)
_DASHED_ROOM = re.compile(
    r"(?:(?P<building>[A-Z]{0,2}\d{1,3}|[A-Z])-)?(?P<entrance>\d{1,2}|[A-Z])-(?P<room>[A-Z]?\d{3,5}[A-Z]?)"
    r"(?:号房|房间|[室户房号])?"
)
_TWO_ROOMS = re.compile(r"\d{3,5}[室号]?[、,，;；和及&+/-]\d{3,5}[室号]?.*")
# A floor without a door, a door without a floor.
_FLOOR_ALONE = re.compile(rf"\d{{1,2}}[层楼]|{SIDE}{{1,2}}户")
_SHORT_PAIR = re.compile(r"\d{1,2}-\d{1,2}[室户号]?")


def room_parts(value, building, entrance):
    """Return the :class:`~.register_address.Address` of a room's cell that holds more, or None.

    :param str building: the building that the row gives, by its core
    :param str entrance: the entrance that it gives

    >>> def show(*args):
    ...     found = room_parts(*args)
    ...     return found and (found.question or f"{found.entrance}|{found.room}")
    >>> show("2-501", "3", ""), show("1单元101", "3", ""), show("3-1-101", "3", "")
    ('2|501', '1|101', '1|101')
    >>> show("501", "3", "")
    >>> show("2-501", "3", "2"), show("3-501", "3", "2"), show("502-1", "3", "")
    ('2|501', '2|501', None)
    >>> show("3-501", "3", ""), show("4-1-101", "3", ""), show("2-501", "3", "1")
    ('several_numbers', 'several_numbers', 'several_numbers')
    >>> show("5-1", "3", "")
    'several_numbers'
    >>> show("501、502", "3", ""), show("501/502", "3", ""), show("东户", "3", "")
    ('two_rooms', 'two_rooms', 'floor_room')
    """
    if text_of(value).isdigit():
        return None
    text = plain_address(value)
    text = re.sub(
        rf"[{CHINESE_NUMBER}]+(?=单元|门|梯)", lambda found: chinese_digits(found[0]), text
    )
    asked = Address(room=text_of(value), question="several_numbers")
    if _TWO_ROOMS.fullmatch(text):
        return asked._replace(question="two_rooms")
    if _FLOOR_ALONE.fullmatch(chinese_digits(text)):
        return asked._replace(question="floor_room")
    if found := _WITH_ENTRANCE.fullmatch(text):
        own, of_building = _core(found["entrance"]), ""
    elif found := _DASHED_ROOM.fullmatch(text):
        own, of_building = _core(found["entrance"]), _core(found["building"] or "")
        if own == building and entrance and entrance != own and not of_building:
            own = entrance
        elif own == building and not entrance and not of_building:
            return asked
    else:
        return asked if _SHORT_PAIR.fullmatch(text) else None
    if (of_building and building and of_building != building) or (entrance and own != entrance):
        return asked
    return Address(building=of_building, entrance=own, room=_core(found["room"]))


def floor_room(floor, room):
    """Return ``(room, question)`` of a floor and a door in columns of their own.

    >>> floor_room("3层", "1"), floor_room("五", "02"), floor_room("5", "502")
    (('301', ''), ('502', ''), ('502', ''))
    >>> floor_room(2, "东户")
    ('2层东户', '')
    >>> floor_room("3", "502"), floor_room("地下", "1"), floor_room("顶层", "601")
    (('502', 'floor_room'), ('1', 'floor_room'), ('601', ''))
    """
    level = re.sub(r"[层楼Ff]$", "", chinese_digits(_plain(floor)).removeprefix("第"))
    level = room_number(level)
    if not room.isdigit():
        return (f"{level}层{room}" if re.fullmatch(rf"{SIDE}{{1,2}}户", room) else room), ""
    if len(room) > 2:
        return room, "floor_room" if level.isdigit() and room[:-2] != level else ""
    return (f"{level}{int(room):02}", "") if level.isdigit() else (room, "floor_room")


_KINDS = (
    ("estate", r"小区|院落"),
    # Before the building, whose word begins alike.
    ("floor", r"楼层|层"),
    ("building", r"楼栋号?|楼幢号?|楼号|楼座|楼牌号?|[栋幢座]号?|楼"),
    ("entrance", r"单元号?|单|门洞号?|门栋|梯"),
    ("room", r"房间号?|户室号?|门牌号?|房屋号|房号|室号|户号|门号|门室|[房室户]"),
)
_KIND = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS))


def named_parts(heading, value):
    """Return the :class:`~.register_address.Address` of numbers that the heading names, or None.

    >>> named_parts("楼-单元-室", "3-2-5")[2:6], named_parts("楼栋—单元", "3-2")[2:6]
    (('3', '', '2', '5'), ('3', '', '2', ''))
    >>> named_parts("楼号-房号", "3-12")[2:6], named_parts("单元房号", "2-501")[4:6]
    (('3', '', '', '12'), ('2', '501'))
    >>> named_parts("楼号-房号", "3-2-501"), named_parts("家庭住址", "3-2")
    (None, None)
    """
    kinds = _named_kinds(heading)
    if not kinds:
        return None
    parts = plain_address(value).split("-")
    if len(parts) != len(kinds) or not all(re.fullmatch(r"[0-9A-Z]{1,5}", part) for part in parts):
        return None
    told = {kind: _core(part) for kind, part in zip(kinds, parts, strict=True)}
    if "floor" in told:
        room, question = floor_room(told.pop("floor"), told.get("room", ""))
        if question:
            return None
        told["room"] = room
    return Address(**told)


@lru_cache(256)
def _named_kinds(heading):
    """Return the parts of a place that a heading names in their order, or None if but one."""
    word = re.sub(r"[(（\[][^)）\]]*[)）\]]", "", _plain(heading))
    kinds = [found.lastgroup for found in _KIND.finditer(word)]
    is_plain = not _KIND.sub("", word).strip("、,，/-—–~.·和及与+|")
    return kinds if is_plain and 1 < len(kinds) == len(set(kinds)) else None


# How estates are called. A word alone, such as 王城, may be a person.
ESTATE_END = re.compile(
    r".{1,14}(?:小区|花园|家园|嘉园|公寓|大院|院子|庭院|家属[院楼区]|宿舍|新[村城居]|广场|大厦|名[邸苑城都]|华[府庭]|"
    r"公馆|山庄|庄园|[^\s]{1}(?:苑|里|村|院|城|园|湾|府|庭|居|轩|阁|坊|庄|屯|寨|邸|墅|郡|[一二三四五六七八九\d]期|[A-Z东西南北]区))"
    r"(?:[一二三四五六七八九\d]期|[A-Z东西南北一二三四五]区)?"
)


def looks_like_estate(name):
    """Tell whether a name of its own, such as that of a sheet, is certainly that of an estate.

    >>> names = ("望河小区", "金桂花园", "翠湖苑", "文昌里", "青石村", "明湖苑三期", "机床厂宿舍")
    >>> [looks_like_estate(name) for name in names]
    [True, True, True, True, True, True, True]
    >>> names = ("张三", "2024", "更新版", "最终", "王主任", "101", "人口", "王建城", "1-20户")
    >>> [looks_like_estate(name) for name in names]
    [False, False, False, False, False, False, False, False, False]
    """
    text = _plain(name)
    if len(text) < 3 or text[0].isdigit() or not re.search(r"[\u4e00-\u9fff]", text):
        return False
    is_person = len(text) == 3 and text[0] in SURNAMES and text[-1] in "城府庭居轩园邸郡"
    return bool(ESTATE_END.fullmatch(text)) and not is_person


def estate_word(name):
    """Return the name of an estate in the form in which estates are compared.

    >>> [estate_word(name) for name in ("望河 小区", "翠湖苑三期", "翠湖苑 3期", "二七小区")]
    ['望河小区', '翠湖苑3期', '翠湖苑3期', '二七小区']
    """
    return re.sub(
        rf"[{CHINESE_NUMBER}]+(?=[期区]$)", lambda found: chinese_digits(found[0]), word_of(name)
    )


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
