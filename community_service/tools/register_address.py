"""The grammar of addresses: where a household lives, read from one text.

An address is read from the right. The tail is ``building entrance floor room`` in their many words;
what stands before it is the estate with its phase or district and, before that, region and road.
Only a text that the grammar consumes whole is read. Whatever may mean two places carries a
question; nothing is guessed.

========================  ==========================================================
Part                      Words
========================  ==========================================================
building                  3号楼 3栋 三幢 A座 北3楼 3# 3井 21-3号楼, 平房, 3排, 5组, a road's 25号
entrance                  2单元 二门 2门洞 2梯, or the number between dashes (3-2-501)
floor                     5层 5楼: dropped where the room begins with it, kept before 东户
room                      501 501室 0501 五零一 12号 底商2号 东户; 青石村18号
========================  ==========================================================
"""

import re
import unicodedata
from typing import NamedTuple

from .register_values import chinese_digits, text_of

CHINESE_NUMBER = "〇零一二两三四五六七八九十"
FORMAL_NUMBER = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
NUMBER = rf"(?:\d{{1,4}}|[{CHINESE_NUMBER}]+)"
SIDES = "东西南北中前后"
SIDE = f"[{SIDES}]"
BUILDING_WORD = r"号楼|#楼|楼栋|[栋幢座楼#]"
SHOP = "底商|商铺|门市|门面|网点|车库|储藏室|地下室|门头"
DASHES = re.compile(r"[‐‑‒–—―−－~～]|(?<=\d)[./](?=\d)")

# A building: by number, letter and word; a row of cottages, a group of a village; a road's number.
_BUILDING = (
    rf"第?#?(?P<building>[{SIDES}甲乙丙丁]?(?:[A-Z]{{1,2}}-?)?{NUMBER}(?:-\d{{1,3}})?|[A-Z]{{1,2}}|[甲乙丙丁])"
    rf"(?P<word>{BUILDING_WORD}|号(?=\d+-|\d+单元)|(?=-\d{{1,2}}单元))"
    rf"|(?P<named>{SIDE}楼|平房|别墅|{NUMBER}[排组队])"
    rf"|(?P<road>[^\d]{{1,12}}(?:路|街|巷|胡同|大道|弄|条)(?:\d+弄)?\d{{1,5}}号)(?!楼|院)"
)
_ENTRANCE = rf"第?(?P<entrance>{NUMBER}|[甲乙丙丁A-ZⅠⅡⅢⅣⅤ])(?:单元门|单元|门洞|门栋|梯口|[门梯])"
_FLOOR = rf"(?P<floor>{NUMBER})[层楼]"
_ROOM = (
    rf"第?(?P<room>[A-Z]?\d{{1,5}}[A-Z]?|\d{{3,5}}-\d{{1,2}}|[{CHINESE_NUMBER}]{{3,5}}"
    rf"|[{CHINESE_NUMBER}]{{1,2}}(?=[室户号]))(?P<unit>号房|房间|[室户房号#])?"
    rf"|(?P<door>{SIDE}{{1,2}}户)"
    rf"|(?P<shop>{SHOP})(?P<shop_no>{NUMBER})?[号室#]?"
)
_TAIL = re.compile(
    rf"(?:{_BUILDING})"
    rf"(?:-?(?:{_ENTRANCE}|(?P<between>\d{{1,2}}|[A-Z])(?=-)))?"
    rf"(?:-?{_FLOOR})?"
    rf"(?:-?(?:{_ROOM}))?"
)
# Numbers between dashes alone: building-entrance-room, building-room.
_DASHED = re.compile(
    r"(?P<building>[A-Z]{0,2}\d{1,3}|[A-Z])(?:-(?P<entrance>\d{1,2}|[A-Z]))?"
    r"-(?P<room>[A-Z]?\d{3,5}[A-Z]?)(?:号房|房间|[室户房号])?"
)
# Groups of a village, whose houses have numbers such as 12-1.
VILLAGE_GROUPS = ("组", "队")
HOUSE_NUMBER = re.compile(r"\d{1,4}-\d{1,2}号?")
_GROUP = re.compile(
    rf"(?:村民小组|村民组|村民)?第?(?P<number>{NUMBER})(?:村民小组|村民组|小组|生产队|组)"
    rf"|村民小组(?=第?{NUMBER}[组队])"
)
# In a village a number is a house; in an estate it may be a building.
_HOUSE = re.compile(r"(?P<village>[^\d]{2,12}[村屯庄寨])(?P<room>\d{1,4}(?:-\d{1,2})?)号")
_ENTRANCE_ONLY = re.compile(_ENTRANCE)
# What belongs behind the estate, not into its name.
_MISPLACED = re.compile(rf"[\d{CHINESE_NUMBER}](?:[室层栋幢座#]|单元|号楼)")
# Shapes that people use for two different things.
_DOUBTS = (
    ("two_rooms", re.compile(r".*\d[室号]?[、,，;；和及&+]\d+.*")),
    (
        "several_numbers",
        re.compile(r".*?\d+(?:号楼|[栋幢座楼#号])?-?\d{1,2}-\d{1,2}-\d{1,2}[室户号]?"),
    ),
    ("several_numbers", re.compile(r".*?\d+-\d+-\d{1,2}[室户号]?|.*?\d+-\d{1,2}[室户号]?")),
)

REGION = re.compile(
    r"(?:[^\d省市区县]{2,7}(?:省|自治区))?"
    r"(?:[^\d省市区县]{1,6}(?<!城)市)?"
    r"(?:[^\d省市区县]{1,6}(?:(?<![小园社新期])区|县|旗))?"
    r"(?:[^\d]{1,8}?(?:街道办事处|街道|镇|乡))?"
    r"(?:[^\d]{1,8}?(?:居委会|(?<!小)(?<!园)社区))?"
    r"(?:[^\d]{1,10}?(?:路|街|巷|胡同|大道|弄)(?:\d+弄)?\d+号(?!院|楼))?"
)
_OFFICE = re.compile(r".(?:街道|街道办事处|镇|乡).+(?:社区|居委会)$")
GENERIC = re.compile(r"(?:小区|花园|家园|公寓|大院|院|苑|里|村|广场|新村|新城|社区|区|期)?")
# A phase or a district of an estate, without the estate's own name.
DISTRICT = re.compile(rf"(?:[A-Z]|{SIDE}|{NUMBER})[区期]")
NO_PLACE = re.compile(r"[:：,，;；。!！?？()（）\[\]【】<>《》*=+@|\"'“”]")


class Address(NamedTuple):
    """What an address says; ``question`` is empty, or tells why it must be asked.

    ``district`` is a phase or district that stands without the name of its estate. Questions:
    ``unread``, ``no_room``, ``two_rooms``, ``several_numbers``, ``floor_room``,
    ``floor_or_building``.
    """

    estate: str = ""
    district: str = ""
    building: str = ""
    word: str = ""
    entrance: str = ""
    room: str = ""
    question: str = ""


def read_address(value):
    """Return the :class:`Address` of a text.

    >>> def show(text):
    ...     found = read_address(text)
    ...     return "|".join(found[:6]) + (f" ? {found.question}" if found.question else "")
    >>> for text in (
    ...     "青石小区3号楼2单元501", "青石小区3号楼2单元501室", "3-2-501", "3—2—0501",
    ...     "5#-2-301", "3#2-501", "3井1204", "A座1204", "B1-2-1201", "金桂花园B1-1201", "A-3-501",
    ...     "21-3号楼2单元301", "三号楼二单元五零一", "青石里十二栋一门洞502", "北3楼2门501",
    ...     "3栋2单元5楼东户", "1号楼2单元5层501", "青石小区3号楼底商2号", "平房12号", "3排12号",
    ...     "青石村5组18号", "青石村18号", "石桥路25号2单元301", "石桥路12号院3号楼2单元501室",
    ...     "明湖苑三期5幢2单元1803室", "A区3栋501", "二七小区6号楼301", "青石小区3-501",
    ... ):
    ...     print(show(text))
    青石小区||3|号楼|2|501
    青石小区||3|号楼|2|501
    ||3||2|501
    ||3||2|501
    ||5|#|2|301
    ||3|#|2|501
    ||3|#||1204
    ||A|座||1204
    ||B1||2|1201
    金桂花园||B1|||1201
    ||A||3|501
    ||21-3|号楼|2|301
    ||3|号楼|2|501
    青石里||12|栋|1|502
    ||北3|楼|2|501
    ||3|栋|2|5层东户
    ||1|号楼|2|501
    青石小区||3|号楼||底商2
    ||平房|||12
    ||3排|||12
    青石村||5组|||18
    青石村|||||18
    ||石桥路25号||2|301
    石桥路12号院||3|号楼|2|501
    明湖苑三期||5|幢|2|1803
    |A区|3|栋||501
    二七小区||6|号楼||301
    青石小区||3|||501

    Region and road before the estate are dropped, a name that looks like a region is not:

    >>> for text in (
    ...     "某省某市某区石桥街道青石社区石桥路88号金桂花园3号楼2单元501", "某市金桂花园3号楼501",
    ...     "万家城市花园3号楼501", "十里桥小区3号楼501", "开发区小区3号楼501", "学府花园2栋301",
    ... ):
    ...     print(read_address(text).estate)
    金桂花园
    金桂花园
    万家城市花园
    十里桥小区
    开发区小区
    学府花园

    Groups of a village in their words, and what stands on a floor:

    >>> for text in (
    ...     "村民3组18号", "青石村村民小组3组18号", "第三村民小组18号", "3队18号", "三组12-1",
    ...     "3号楼一层商铺", "3号楼2层商铺5",
    ... ):
    ...     print(show(text))
    ||3组|||18
    青石村||3组|||18
    ||3组|||18
    ||3队|||18
    ||3组|||12-1
    ||3|号楼||1层商铺
    ||3|号楼||商铺5

    What may mean two things is asked, and so is what the grammar does not know:

    >>> for text in (
    ...     "青石小区3号楼2单元501、502", "青石街21号楼3-5-2", "21-3号1-5-2", "18-1-18-2", "5-1",
    ...     "4楼2号", "1号楼2单元3层501", "青石小区3号楼", "青石小区12号", "石桥路18号", "501",
    ...     "注：3号楼未入户", "3号楼2单元501(出租)", "501室3号楼", "东边第二家",
    ... ):
    ...     print(show(text))
    |||||青石小区3号楼2单元501、502 ? two_rooms
    |||||青石街21号楼3-5-2 ? several_numbers
    |||||21-3号1-5-2 ? several_numbers
    |||||18-1-18-2 ? several_numbers
    |||||5-1 ? several_numbers
    |||||4楼2号 ? floor_or_building
    |||||1号楼2单元3层501 ? floor_room
    青石小区||3|号楼|| ? no_room
    |||||青石小区12号 ? unread
    ||石桥路18号||| ? no_room
    |||||501 ? unread
    |||||注:3号楼未入户 ? unread
    |||||3号楼2单元501(出租) ? unread
    |||||501室3号楼 ? unread
    |||||东边第二家 ? unread
    """
    text = plain_address(value)
    if not text:
        return Address(question="unread")
    for question, pattern in _DOUBTS[:2]:
        if pattern.fullmatch(text) and not _DASHED.fullmatch(text):
            return Address(room=text, question=question)
    for start in range(len(text)):
        lead = text[:start]
        if start and re.search(r"[0-9A-Z#-]$", lead):
            continue
        found = _TAIL.fullmatch(text, start) or _DASHED.fullmatch(text, start)
        # A road's number is read with its road, and a road has a name.
        if not found or NO_PLACE.search(text):
            continue
        return _address(text, lead, found.groupdict())
    if found := _HOUSE.fullmatch(text):
        return Address(_own_estate(found["village"]), room=room_number(found["room"]))
    if _DOUBTS[2][1].fullmatch(text):
        return Address(room=text, question="several_numbers")
    return Address(room=text, question="unread")


def _address(text, lead, parts):
    part = {name: value for name, value in parts.items() if value}
    building, word = part.get("building", ""), part.get("word", "")
    if "named" in part or "road" in part:
        road = part.get("road")
        building, word = (_own_estate(road) if road else chinese_digits(part["named"])), ""
    floor = _number(part.get("floor", ""))
    room, entrance = part.get("room", ""), part.get("entrance") or part.get("between", "")
    if word == "楼" and room and len(room) < 3 and not entrance and not floor:
        return Address(room=text, question="floor_or_building")
    if "door" in part:
        room = f"{floor}层{part['door']}" if floor else ""
        if not room:
            return Address(room=text, question="floor_room")
    elif "shop" in part:
        # Without a number, the shop of each floor is one of its own.
        room = part["shop"] + _number(part.get("shop_no", ""))
        room = f"{floor}层{room}" if floor and "shop_no" not in part else room
    elif building[-1:] in VILLAGE_GROUPS and "between" in part:
        room, entrance = f"{room_number(entrance)}-{room_number(room)}", ""
    elif "named" in part and "between" in part:
        return Address(room=text, question="several_numbers")
    elif room:
        room = room_number(chinese_digits(room))
        if floor and not (len(room) >= 3 and room[:-2] == floor):
            return Address(room=text, question="floor_room")
        # Before a single figure that names nothing, a door and an entrance look alike.
        bare = "unit" not in part and not entrance and "named" not in part
        if bare and len(room) < 3:
            return Address(room=text, question="several_numbers")
    elif floor:
        return Address(room=text, question="floor_room")
    estate = _own_estate(lead)
    if _MISPLACED.search(estate):
        return Address(room=text, question="unread")
    district = ""
    if DISTRICT.fullmatch(estate):
        estate, district = "", estate
    return Address(
        estate,
        district,
        _number(building),
        word,
        _number(unicodedata.normalize("NFKC", entrance)),
        room,
        "" if room else "no_room",
    )


def read_section(value):
    """Return the :class:`Address` of a line that heads the rows of a building or entrance, or None.

    The grammar consumes the whole line, which names no room.

    >>> read_section("1号楼1单元")[2:5], read_section("青石小区 3栋")[:4]
    (('1', '号楼', '1'), ('青石小区', '', '3', '栋'))
    >>> read_section("二单元").entrance
    '2'
    >>> [read_section(t) for t in ("注：3号楼未入户", "3号楼2单元501", "小计", "石桥路18号")]
    [None, None, None, None]
    """
    text = re.sub(r"^第", "", plain_address(value))
    if found := _ENTRANCE_ONLY.fullmatch(text):
        return Address(entrance=_number(found["entrance"]))
    found = read_address(text)
    is_section = found.question == "no_room" and (found.word or found.building[-1:] in "楼房排组")
    return found._replace(question="") if is_section else None


def plain_address(value):
    """Return the text of an address in half width, without blanks, with one kind of dash.

    >>> plain_address("３号楼 ２—５０１"), plain_address("3井2.501")
    ('3号楼2-501', '3#2-501')
    """
    text = unicodedata.normalize("NFKC", text_of(value)).upper().translate(FORMAL_NUMBER)
    text = re.sub(r"(?<=[0-9])井", "#", re.sub(r"\s+", "", text))
    if "村民" in text or "小组" in text or "生产队" in text:
        text = _GROUP.sub(lambda found: f"{found['number']}组" if found["number"] else "", text)
    return DASHES.sub("-", text).strip("-")


def room_number(text):
    """Return a room without the zeros that fill it up.

    >>> [room_number(t) for t in ("0101", "101", "0", "A-01", "000", "B0101")]
    ['101', '101', '0', 'A-1', '0', 'B101']
    """
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", text)


def _number(text):
    return room_number(chinese_digits(text)).upper()


def _own_estate(text):
    """Drop region and road in front of an estate, as long as a name of its own remains.

    >>> _own_estate("某街道望河社区望河小区"), _own_estate("望河路8号东苑"), _own_estate("某市花园")
    ('望河小区', '东苑', '某市花园')
    >>> _own_estate("某街道望河社区"), _own_estate("望河社区")
    ('', '望河社区')
    """
    while text:
        end = REGION.match(text).end()
        rest = text[end:]
        if end and not rest and _OFFICE.search(text):
            # 某街道某社区 names the office, and no estate.
            return ""
        if not end or GENERIC.fullmatch(rest):
            return text
        text = rest
    return text
