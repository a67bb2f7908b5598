"""What stands in the cell of a name: a person, nobody, or something that must be asked."""

import re
import unicodedata
from typing import NamedTuple

from .register_dates import parse_known_date
from .register_values import EMPTY_WORDS, clean_name, text_of

MAX_LENGTH = 60
# A flat without people, or people of whom nothing is known.
NOBODY = re.compile(
    r"空(?:户|房|置|关|挂|闲|着)?(?:房|户|屋)?|(?:长期)?无人(?:居住|应答|在家|住)?|没人(?:住|在家)?|"
    r"(?:暂)?(?:未|没)(?:入住|住人|装修|售出?|出售|交房|登记|采集|开门)|不详|未知|不清楚|"
    r"拒(?:访|绝|绝登记|不配合|绝配合)|(?:已)?(?:出租|租出|出售)(?:户|房|屋)?|(?:租|住|业)户|租客|"
    r"待(?:定|查|核实|补充?|入户|采集)|毛坯房?|装修中?|敲门无人|不在家|"
    r"[0〇○×.。·_—–-]+|none|empty|vacant"
)
# Words that stand in the cell of a name and say neither who nor that nobody is there.
NO_NAME = re.compile(r"户主|本人|业主|姓名|同上|某某某?|[x?？*]+|是|否|有")
BUSINESS = re.compile(
    r".*(?:超市|商店|便利店|饭店|餐馆|餐厅|药店|药房|门市部?|公司|商行|理发店|幼儿园|诊所|卫生室|仓库|"
    r"车库|物业|办公室|工作室|棋牌室|银行|学校|中心|旅馆|宾馆|底商|商铺|服务站|居委会|小卖部|[^\s]店)"
)
# Words of death and of leaving, beside a name or as a whole remark.
GONE = re.compile(
    r"(?:(?:19|20)\d\d[年.\-/]?)?(?:\d{1,2}[月.\-/]?)?(?:\d{1,2}[日号]?)?"
    r"(?:已经?|于)?(?:去世|逝世|过世|死亡|病故|亡故|身故|故|亡|死|离世|"
    r"搬走|搬离|搬家|搬出|迁出|迁走|移居)(?:了|户口)?"
    r"(?:[,，]?(?:19|20)\d\d[年.\-/]?(?:\d{1,2}[月.\-/]?)?(?:\d{1,2}[日号]?)?)?"
)
DEATH = re.compile(r"去世|逝世|过世|死|故|亡|离世")
GONE_DATE = re.compile(r"(?:19|20)\d\d[年.\-/]?(?:\d{1,2}[月.\-/]?)?(?:\d{1,2}[日号]?)?")
BRACKETS = re.compile(r"[(\[【<《〔（](?P<note>[^)\]】>》〕）]*)[)\]】>》〕）]")
NUMBERING = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,2})[.、．)）:：]\s*(?=\D)")
MARKS = re.compile(r"^[★☆※▲△●◆√✓✔#]+|[★☆※▲△●◆√✓✔#]+$")
# Replacement characters, boxes, private use, and stars that cover a character.
LOST = re.compile(r"[?？□■▢�*＊×〓\ue000-\uf8ff]|[\U000f0000-\U0010ffff]")
LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[·.,'’\- ]|\u0301)*")
COUNTED = re.compile(r"[\u4e00-\u9fff·]{1,20}\d{1,6}")
SEVERAL = re.compile(r"[/、,，;；&+|\n]|(?<=.)[和及与](?=.)")
# Surnames that most people have: two words that both begin with one are two people.
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武"
    "乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁"
    "褚卫蒋沈"
)


class PersonName(NamedTuple):
    """A ``name`` as it is kept; ``problem`` is empty or a code: of a refusal, ``vacant`` for a home
    without people, ``business`` for no person; ``role`` and ``note``
    tell what stood in brackets; ``is_trimmed`` when marks or a number were taken off."""

    name: str
    problem: str = ""
    role: str = ""
    note: str = ""
    is_trimmed: bool = False


def read_name(value):
    """Return the :class:`PersonName` of a cell.

    >>> def show(text):
    ...     found = read_name(text)
    ...     return found.problem or "|".join((found.name, found.role, found.note)).strip("|")
    >>> for text in (
    ...     "张 三", "张　三", "阿依古丽.买买提", "阿依古丽•买买提", "Müller Thomas", "John  Smith",
    ...     "欧阳 修", "李四★", "1.王五", "赵六（户主）", "钱七(曾用名钱八)",
    ...     "吴\\n十", "王﨑", "𬭎䶮",
    ... ):
    ...     print(show(text))
    张三
    张三
    阿依古丽·买买提
    阿依古丽·买买提
    Müller Thomas
    John Smith
    欧阳修
    李四
    王五
    赵六|户主
    钱七||曾用名钱八
    吴十
    王﨑
    𬭎䶮

    >>> for text in (
    ...     "", "空户", "空房", "无", "/", "0", "—", "无人应答", "未入住", "不详", "出租户", "拒访",
    ... ):
    ...     assert read_name(text).problem == ("vacant" if text else "name_missing"), text
    >>> [read_name(text).problem for text in ("户主", "同上", "某某", "幸福超市")]
    ['no_person', 'no_person', 'no_person', 'business']
    >>> for text in (
    ...     "尤桂英(已故)", "张三(2020年去世)", "李四（外甥）", "何华 吕春梅",
    ...     "褚五/卫六", "蒋七、沈八", "13900000001", "张?", "张□", "李*四", "张\\ue123", "孙九😊",
    ...     "长" * 61, "张", "13号李",
    ... ):
    ...     print(show(text))
    left
    left
    name_note
    two_names
    two_names
    two_names
    name_characters
    name_lost
    name_lost
    name_lost
    name_lost
    name_characters
    name_characters
    name_characters
    name_characters
    >>> read_name("王五2")
    PersonName(name='王五2', problem='', role='', note='', is_trimmed=True)
    """
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    if not text:
        return PersonName("", "name_missing")
    plain = re.sub(r"\s+", "", text).lower()
    if plain in EMPTY_WORDS or NOBODY.fullmatch(plain):
        return PersonName(text, "vacant")
    if BUSINESS.fullmatch(plain):
        return PersonName(text, "business")
    if NO_NAME.fullmatch(plain):
        return PersonName(text, "no_person")
    trimmed = MARKS.sub("", NUMBERING.sub("", text)).strip()
    role = note = problem = ""
    for found in BRACKETS.finditer(trimmed):
        inside = found["note"].strip()
        if inside in ("户主", "本人"):
            role = "户主"
        elif inside.startswith(("曾用名", "又名", "原名")):
            note = inside
        else:
            problem = "left" if GONE.fullmatch(inside) else "name_note"
    bare = BRACKETS.sub("", trimmed)
    name = clean_name(bare)
    # A figure behind a name parts namesakes: it stays, and the row carries a remark.
    is_trimmed = trimmed != text or bool(COUNTED.fullmatch(name))
    if not problem:
        problem = _problem(bare, name)
    return PersonName(name if not problem else text, problem, role, note, is_trimmed)


def _problem(bare, name):
    if LOST.search(name):
        return "name_lost"
    words = bare.split(" ")
    if len(words) == 2 and all(2 <= len(w) <= 4 and w[0] in SURNAMES for w in words):
        return "two_names"
    if SEVERAL.search(re.sub(r"\s*\n\s*", "", bare)) and re.search(r"[\u4e00-\u9fff]", bare):
        return "two_names"
    if len(name) < 2 or len(name) > MAX_LENGTH:
        return "name_characters"
    if not LETTERS.fullmatch(name) and not COUNTED.fullmatch(name):
        return "name_characters"
    return ""


class Gone(NamedTuple):
    """A ``kind`` of leaving (``death``, ``move_out``) and its ``date``, or None where the words
    give no whole one."""

    kind: str
    date: object = None


def read_gone(text, default="move_out"):
    """Return the :class:`Gone` that words of death or leaving tell.

    >>> [read_gone(t).kind for t in ("已故", "死亡注销", "2024年3月5日去世", "迁出人员", "已搬走")]
    ['death', 'death', 'death', 'move_out', 'move_out']
    >>> read_gone("2024年3月5日去世").date.isoformat(), read_gone("2024年3月去世").date
    ('2024-03-05', None)
    >>> read_gone("20240305", default="death")
    Gone(kind='death', date=datetime.date(2024, 3, 5))
    """
    text = unicodedata.normalize("NFKC", text_of(text))
    kind = "death" if DEATH.search(text) else default
    found = GONE_DATE.search(text)
    try:
        date, precision = parse_known_date(found[0]) if found else (None, "")
    except (ValueError, OverflowError):
        date = None
    return Gone(kind, date if date and precision == "day" else None)


def says_gone(value):
    """Tell whether a remark as a whole says that the person died or left.

    >>> [says_gone(t) for t in ("2024年3月去世", "已搬走", "去世", "2019.5.1病故")]
    [True, True, True, True]
    >>> [says_gone(t) for t in ("丈夫去世", "独居", "", None)]
    [False, False, False, False]
    """
    text = re.sub(r"[\s。.!！]+$|\s", "", unicodedata.normalize("NFKC", text_of(value)))
    return bool(text and GONE.fullmatch(text))
