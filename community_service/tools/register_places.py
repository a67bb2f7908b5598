"""Shapes of building, entrance and room, brought to the number or letter that they mean.

A place is compared by its core (``3号楼``, ``3栋``, ``三幢`` and ``3`` are one building) and shown
with the word that the register prefers.
"""

import re
import unicodedata

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

    >>> [room_core(v) for v in (101, "101室", "0101", "A-101", "1层东户", "101号", "101-2")]
    ['101', '101', '0101', 'A-101', '1层东户', '101', '101-2']
    """
    text = _plain(value).removeprefix("#")
    if re.fullmatch(rf"[0-9A-Za-z-]+(?:{ROOM})", text):
        text = re.sub(rf"(?:{ROOM})$", "", text)
    return text.upper()


def _core(text):
    """Drop leading zeros of numbers."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", text).upper()


def parse_address(value):
    """Return ``(estate, building, building word, entrance, room)`` of an address in one cell.

    What is not there comes as an empty text; None if the text shows no room.

    >>> parse_address("望河小区3号楼2单元301室")
    ('望河小区', '3', '号楼', '2', '301')
    >>> parse_address("3-2-301"), parse_address("3#301"), parse_address("A座1204")
    (('', '3', '', '2', '301'), ('', '3', '#', '', '301'), ('', 'A', '座', '', '1204'))
    >>> parse_address("市辖区某街道望河社区望河小区十二栋一门洞502")
    ('望河小区', '12', '栋', '1', '502')
    >>> parse_address("望河路18号"), parse_address("望河小区3号楼")
    (None, None)
    """
    text = chinese_digits(_plain(value))
    match = re.fullmatch(
        rf"(?P<estate>.*?)第?(?P<building>{TOKEN}(?:-{TOKEN})?)(?P<word>号楼|[栋幢座楼#])-?"
        rf"(?:第?(?P<entrance>{TOKEN}|[甲乙丙丁])(?:{ENTRANCE}|-))?-?"
        rf"(?P<room>{TOKEN}(?:-{TOKEN})?)(?:{ROOM})?",
        text,
    ) or re.fullmatch(
        rf"(?P<estate>.*?)(?P<building>{TOKEN})(?P<word>)[-－/](?:(?P<entrance>{TOKEN})[-－/])?"
        rf"(?P<room>{TOKEN})(?:{ROOM})?",
        text,
    )
    if not match:
        return None
    parts = re.findall(r"[^\d,，、]+$", _keep_estate(match["estate"]))
    return (
        parts[0] if parts else "",
        _core(match["building"]),
        match["word"],
        _core(match["entrance"] or ""),
        match["room"].upper(),
    )


def _keep_estate(text):
    """Drop what stands before the estate: province, city, sub-district, community, road.

    >>> _keep_estate("某街道望河社区望河小区"), _keep_estate("望河路8号东苑")
    ('望河小区', '东苑')
    """
    return re.sub(
        r"^.*(?:街道办事处|街道|居委会|(?<!小)(?<!园)社区|路\d+号|街\d+号|[省市县]|(?<![小园社新])区)(?=.)",
        "",
        text,
    )
