"""Lines of a sheet that are no person and say something of the rows below them.

``3号楼（共32户，楼长：某某）``, ``二、流动人口``, ``金桂花园``, ``第一网格``, and titles above the
headings such as ``2024年死亡人员花名册``.
"""

import re
import unicodedata
from typing import NamedTuple

from .register_address import Address, read_section
from .register_places import looks_like_estate
from .register_values import text_of, word_of

# A sheet of people who are no residents any more.
LEFT_WORDS = re.compile(r"死亡|去世|亡故|注销|迁出|迁走|搬走|搬离")
# What names a list, not the people in it.
LIST_WORDS = re.compile(
    r"^\d{4}年?(?:第?[一二三四1-4]季度|q[1-4]|\d{1,2}月)?|"
    r"(?:人员|对象|人群|群体)?(?:名单|名册|花名册|台账|明细|登记|信息|情况|统计|汇总)*(?:表|册)?\d*$"
)
# Around what a line names: its number in a list, labels, who looks after it, how many live there.
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]、?|\d{1,2}[、.．](?=\D))\s*"
)
_LABEL = re.compile(r"^(?:楼栋|楼号|楼宇|地址|住址|单元|小区楼栋|小区名称|小区|网格)\s*[:：]\s*")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_WHO = re.compile(
    r"[\s,，、;；]*(?:楼栋?长|栋长|单元长|门长|网格员|网格长|联系人|负责人|包片|电话|管理员)\s*[:：]?.*$"
)
_COUNT = re.compile(r"[\s,，、;；:：]*(?:共|合计|总计)?\s*\d+\s*[户人家].*$")
_TITLE = re.compile(
    r"(?<=[楼栋幢座院元排组])\s*(?:(?:居民|住户|人口|人员|家庭|户籍)+|(?:居民|住户|人口|人员|家庭|户籍)*"
    r"(?:基本)?(?:登记|信息|情况|统计|花?名)+(?:表|册|单)?)$"
)
GRID = re.compile(
    r"第?[一二三四五六七八九十\d]{1,3}号?(?:微|基础)?网格|(?:微|基础)?网格[一二三四五六七八九十\d]{1,3}号?"
)
# What a building or an entrance is called; a line with such words that is not read whole is asked.
_PLACE_WORDS = re.compile(r"号楼|单元|\d\s*[栋幢座#]|[一二三四五六七八九十][栋幢座]|平房")
# Lines that speak of the sheet, not of the rows below.
_OF_SHEET = re.compile(
    r"^(?:注|备注|说明|填表|制表|填报|审核|本表|以上|以下|※|第?\d+页|共\d+页|page\d)|合计|小计|总计|共计|[。！!？?]$"
)
_BEFORE_MEANING = re.compile(r"^.*(?:社区|街道|居委会|小区|花园|家园|村|年度?|季度|月份?)(?=.)")


class Meaning(NamedTuple):
    """What the name of a sheet, or a line, says of everybody in it: ``kind`` and ``category``, or
    None; ``text`` is the line."""

    kind: str | None = None
    category: str | None = None
    text: str = ""


def sheet_meaning(name, find_word):
    """Return the :class:`Meaning` of a sheet's name.

    :param find_word: function from (field, word) to a target or None

    >>> words = {("kind", "流动人口"): "living", ("category", "80岁以上"): "age_80"}
    >>> find = lambda *key: words.get(key)
    >>> [sheet_meaning(name, find).kind for name in ("死亡注销", "流动人口名册", "2024年流动人口")]
    ['left', 'living', 'living']
    >>> sheet_meaning("80岁以上人员台账", find).category, sheet_meaning("望河小区", find)
    ('age_80', Meaning(kind=None, category=None, text=''))
    """
    word = word_of(name)
    if LEFT_WORDS.search(word) and not re.search("[未不非]", word):
        return Meaning("left")
    short = LIST_WORDS.sub("", word)
    found = {
        field: find_word(field, word) or (short and find_word(field, short)) or None
        for field in ("kind", "category")
    }
    if found["category"] == "ignore":
        found["category"] = None
    return Meaning(**found)


class Line(NamedTuple):
    """What a line says of the rows below: its ``kind`` is ``place`` (with ``place``, an
    :class:`~.register_address.Address`), ``estate`` or ``grid`` (with ``name``), ``meaning`` (a
    :class:`Meaning`), or ``unread``: a place that cannot be read."""

    kind: str
    place: Address = Address()
    name: str = ""
    meaning: Meaning = Meaning()


def read_line(value, find_word, is_title=False):
    """Return the :class:`Line` of a text that stands alone in its row, or None.

    :param find_word: function from (field, word) to a target or None
    :param is_title: the line stands above the headings: it may name a list

    >>> words = {("kind", "流动人口"): "living", ("category", "独居老人"): "elderly_alone"}
    >>> def show(text, **options):
    ...     found = read_line(text, lambda *key: words.get(key), **options)
    ...     return found and " ".join(filter(None, (
    ...         found.kind, found.place.building, found.place.entrance, found.name,
    ...         found.meaning.kind, found.meaning.category)))
    >>> show("2号楼（共32户，楼长：李某 13900000000）"), show("二、3号楼"), show("4号楼 楼长：王五")
    ('place 2', 'place 3', 'place 4')
    >>> show("1号楼1单元"), show("楼栋：6号楼"), show("5号楼共20户"), show("5号楼、6号楼")
    ('place 1 1', 'place 6', 'place 5', 'unread 5号楼、6号楼')
    >>> show("望河小区91号楼人口"), show("92号楼住户", is_title=True)
    ('place 91', 'place 92')
    >>> show("金桂花园"), show("小区名称：翠湖苑"), show("第一网格  网格员：王某某")
    ('estate 金桂花园', 'estate 翠湖苑', 'grid 第一网格')
    >>> show("二、流动人口"), show("三、死亡人员"), show("迁出人员："), show("（四）独居老人")
    ('meaning living', 'meaning left', 'meaning left', 'meaning elderly_alone')
    >>> show("2024年望河社区死亡人员花名册", is_title=True), show("流动人口登记表", is_title=True)
    ('meaning left', 'meaning living')
    >>> [show(text) for text in ("注：13号楼未入户", "小计", "以上人员已迁出", "居民信息", "王五")]
    [None, None, None, None, None]
    >>> [show(t, is_title=True) for t in ("望河社区居民登记表", "户籍人口（含死亡、迁出）登记表")]
    [None, None]
    """
    whole = unicodedata.normalize("NFKC", text_of(value)).strip()
    if not whole or len(whole) > 60 or _OF_SHEET.search(word_of(whole)):
        return None
    text = _LABEL.sub("", _NUMBERING.sub("", whole))
    text = _TITLE.sub("", _COUNT.sub("", _WHO.sub("", _BRACKETS.sub("", text)))).strip(" :,、;-")
    if section := read_section(text):
        return Line("place", section)
    if GRID.fullmatch(word_of(text)):
        return Line("grid", name=word_of(text))
    bare = word_of(text).strip("-—:")
    told = _BEFORE_MEANING.sub("", bare) if is_title else bare
    mixed = re.search(r"[及和与、/含]|迁入", word_of(text))
    if len(told) <= 20 and not mixed and not re.search(r"\d+[人户]", bare):
        meaning = sheet_meaning(told, find_word)
        if any(meaning):
            return Line("meaning", meaning=meaning._replace(text=whole))
    if looks_like_estate(text) and not is_title:
        return Line("estate", name=text)
    if _PLACE_WORDS.search(text):
        return Line("unread", name=whole)
    return None
