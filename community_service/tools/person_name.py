"""What stands in the cell of a name: a person, nobody, or something that must be asked."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from .register_dates import parse_known_date
from .register_values import EMPTY_WORDS, clean_name, text_of

MAX_LENGTH = 60
# A flat without people, or people of whom nothing is known.
NOBODY = re.compile(
    r"(?:长期|常年|一直)?空(?:户|房|置|关|挂|闲|着)?(?:房子?|户|屋|中)?|"
    r"(?:长期|常年|一直|多次)?(?:无人|没人|不在|锁门|未开门)(?:居住|应答|在家|住|家)?|"
    r"(?:暂)?(?:未|没)(?:入住|住人|装修|售出?|出售|交房|登记|采集|开门)|不详|未知|不清楚|"
    r"拒(?:访|绝|绝登记|不配合|绝配合)|(?:已|待)?(?:出租|租出|出售|售|拆迁?)(?:户|房|屋|中|出)?|"
    r"(?:出?租|住|业)(?:房|住)?户|租客|在建|拆迁|"
    r"待(?:定|查|核实|补充?|入户|采集|更新)|毛坯房?|装修中?|敲门无人|"
    r"[0〇○×.。·_—–-]+|none|empty|vacant"
)
# Words that stand in the cell of a name and say neither who nor that nobody is there.
NO_NAME = re.compile(
    r"(?:户主|本人|业主|本户){1,2}|姓名(?:不详|未知)?|同(?:上|前|左|户主)|见上|[〃″々]|某某某?|[x?？*]+|是|否|有|"
    r"不知道|不(?:愿|肯|便)?(?:透露|提供|说)|拒绝?(?:透露|提供)|保密|测试|外地人|本地人|无名氏?|"
    r"(?:未知|不明)(?:业主|人员|身份)|开发商|[未待没](?:取|起|命)名字?|na"
)
# How somebody is called who is known by surname alone, and families instead of persons. With an
# ID number beside it the cell is taken: it may be a name after all.
CALLED = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:先生|女士|小姐|阿姨|大爷|大妈|大娘|大伯|叔叔|奶奶|爷爷|老师|师傅|主任|老板|"
    r"一家|家人|家属|夫妇|夫妻|父子|母子|父女|母女|兄弟|姐妹|之[父母妻夫子女]|[父母妻])"
    r"|[\u4e00-\u9fff]家|[老小大][\u4e00-\u9fff]"
    r"|(?:夫妻|夫妇|父子|母子|全家|一家|共)?(?:[一二两三四五六七八九十]+(?:人|口人?|个?[儿孙]?[子女儿孙]|个?孩子|个?女儿))+"
)
# A few words about people instead of a name: 一子一女在外地.
SENTENCE = re.compile(r"(?=.*[在不无的人户了未已外住])[\u4e00-\u9fff]{5,}")
BUSINESS = re.compile(
    r".*(?:超市|商店|便利店|饭店|餐馆|餐厅|药店|药房|门市部?|公司|商行|理发店|幼儿园|诊所|卫生室|仓库|"
    r"车库|车位|车棚|物业|办公室|工作室|棋牌室|活动室|配电室|值班室|水泵房|门卫|银行|学校|培训班|卫生院|"
    r"美容院|养老院|敬老院|福利院|中心|旅馆|宾馆|民宿|宿舍|用房|底商|商铺|服务站|快递站|驿站|居委会|小卖部|"
    r"合作社|房产|地产|置业|集团|协会|教会|网吧|食堂|[^\s]店|.{2}(?:馆|站|摊|厂))"
)
# Words of death and of leaving, beside a name or as a whole remark.
_DAY = r"(?:19|20)\d\d(?:[年.\-/](?:\d{1,2}(?:[月.\-/](?:\d{1,2}[日号]?)?)?)?)?"
_DEAD = (
    r"(?:因?(?:病|公|伤|车祸|意外|事故|交通事故|突发疾病))?(?:去世|逝世|过世|死亡|病故|病逝|亡故|身故|仙逝|故|亡|死|殁|"
    r"离世|去逝|过逝|已逝|不在世|不在了)"
)
# 迁至本址 tells of coming.
_LEFT = (
    r"(?:搬走|搬离|搬家|搬出|迁出|迁走|移居|转走|转出"
    r"|[迁搬](?:往|至|到|去)(?![本此这现我])[\u4e00-\u9fff\d]{1,15})"
)
# Words that may tell of leaving, and may not.
_MAYBE_LEFT = re.compile(r"出嫁|嫁[出到往]|失踪|走失|定居")
GONE = re.compile(
    rf"(?:本人|该人|其人|人|户口|户籍)?(?:已经?)?(?:于|在)?(?:{_DAY})?(?:\d{{1,2}}[月.\-/])?"
    rf"(?:\d{{1,2}}[日号]?)?(?:已经?|于)?(?:{_DEAD}|{_LEFT})(?:了|户口)?"
    rf"(?:(?:待|未|已)?(?:注销|销户|注销户口)|户口(?:未|已)?注销)?(?:[,，(]?{_DAY}\)?)?"
)
# Whose death a remark tells: another one's.
_OTHERS = re.compile(
    r"[夫妻父母爸妈爷奶儿女子孙兄弟姐妹公婆岳]|老伴|配偶|爱人|老人|家[人属]|亲|户主|长辈"
)
_STAYS = re.compile(r"户口?(?:还)?(?:在|未|没)|人(?:还)?在")
DEATH = re.compile(r"去世|过世|逝|不在[世了]|死|故|亡|殁|离世")
DEATH_WORD = re.compile(r"去世|逝世|过世|病逝|死亡|病故|亡故|身故|离世|仙逝|去逝|过逝")
GONE_DATE = re.compile(r"(?:19|20)\d\d[年.\-/]?(?:\d{1,2}[月.\-/]?)?(?:\d{1,2}[日号]?)?")
BRACKETS = re.compile(r"[(\[【<《〔（](?P<note>[^)\]】>》〕）]*)[)\]】>》〕）]")
NUMBERING = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,2})[.、．)）:：]\s*(?=\D)")
MARKS = re.compile(r"^[★☆※▲△●◆√✓✔#]+|[★☆※▲△●◆√✓✔#]+$")
# Replacement characters, boxes, private use, and stars that cover a character.
LOST = re.compile(
    r"[?？□■▢�*＊×〓\ue000-\uf8ff]|[\U000f0000-\U0010ffff]"
    r"|(?<=[\u4e00-\u9fff])[Xx]|^.某{1,2}$|某(?=[Xx])"
)
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
    tell what stood in brackets; ``is_trimmed`` when marks or a number were taken off; ``bare`` is
    the name without its brackets, whatever they say."""

    name: str
    problem: str = ""
    role: str = ""
    note: str = ""
    is_trimmed: bool = False
    bare: str = ""


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
    >>> for text in (
    ...     "王先生", "老王", "张三一家", "张某", "王某某", "李XX", "张三\\n李四", "去世",
    ...     "一子一女在外地",
    ... ):
    ...     print(show(text))
    called
    called
    called
    name_lost
    name_lost
    name_lost
    two_names
    no_person
    called
    >>> {read_name(text).problem for text in ("夫妻二人", "一子", "一儿一女", "三口人", "两个女儿")}
    {'called'}
    >>> [read_name(text).problem for text in ("金子", "王保家", "孙子涵", "张建夫")]
    ['', '', '', '']
    >>> texts = ("空房(出租)", "出租中", "长期不在", "未取名", "快递站", "单位宿舍", "#N/A")
    >>> [read_name(text).problem for text in texts]
    ['vacant', 'vacant', 'vacant', 'no_person', 'business', 'business', 'no_person']
    >>> found = read_name("王五2")
    >>> found.name, found.problem, found.is_trimmed, read_name("张三（外甥）").bare
    ('王五2', '', True, '张三')
    """
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    if not text:
        return PersonName("", "name_missing")
    plain = re.sub(r"\s+", "", text).lower()
    if plain.startswith("#") or NO_NAME.fullmatch(plain) or GONE.fullmatch(plain):
        return PersonName(text, "no_person")
    if plain in EMPTY_WORDS or NOBODY.fullmatch(plain):
        return PersonName(text, "vacant")
    outside, inside = BRACKETS.sub("", plain), BRACKETS.findall(plain)
    if NOBODY.fullmatch(outside) and all(map(NOBODY.fullmatch, inside)):
        return PersonName(text, "vacant")
    if BUSINESS.fullmatch(plain):
        return PersonName(text, "business", bare=clean_name(text))
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
            note = inside
    bare = BRACKETS.sub("", trimmed)
    if re.search(r"[)\]】>》〕）]\s*[\u4e00-\u9fff]", trimmed[1:]):
        # A name goes on behind the brackets: the next one.
        problem = "two_names"
    name = clean_name(bare)
    # A figure behind a name parts namesakes: it stays, and the row carries a remark.
    is_trimmed = trimmed != text or bool(COUNTED.fullmatch(name))
    if not problem:
        problem = _problem(bare, name)
    if not problem and (CALLED.fullmatch(name) or SENTENCE.fullmatch(name)):
        problem = "called"
    return PersonName(name if not problem else text, problem, role, note, is_trimmed, name)


def _problem(bare, name):
    if LOST.search(name):
        return "name_lost"
    words = bare.split(" ")
    if len(words) == 2 and all(2 <= len(w) <= 4 and w[0] in SURNAMES for w in words):
        return "two_names"
    lines = [line.strip() for line in bare.split("\n")]
    if len(lines) > 1 and all(len(line) > 1 and line[0] != "·" for line in lines):
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
    """Tell whether a remark says that the person died or left: True, None if it may, or False.

    Each clause speaks for itself; the death of a relative is none of the person's.

    >>> [says_gone(t) for t in ("2024年3月去世", "已搬走", "去世", "2019.5.1病故", "本人已故")]
    [True, True, True, True, True]
    >>> [says_gone(t) for t in ("已去世，户口未注销", "2023年5月去世，儿子代领")]
    [True, True]
    >>> says_gone("已搬走（2024年）")
    True
    >>> [says_gone(t) for t in ("因病去世", "死亡注销户口", "已于2024.3.1死亡", "于医院突然去世")]
    [True, True, True, True]
    >>> [says_gone(t) for t in ("丈夫去世", "老伴2020年去世，独居", "独居", "", None, "父母双亡")]
    [False, False, False, False, False, False]
    >>> [says_gone(t) for t in ("户口在，人已搬走", "领取死亡抚恤金", "拟搬走")]
    [None, None, False]
    >>> [says_gone(t) for t in ("去逝", "迁往外地", "已转走", "2020年搬至女儿处")]
    [True, True, True, True]
    >>> [says_gone(t) for t in ("迁至本址", "已出嫁", "女儿出嫁", "租户已搬走")]
    [False, None, False, False]
    """
    if not value:
        return False
    return _says_gone(text_of(value))


@lru_cache(4096)
def _says_gone(text):
    text = re.sub(r"[\s。.!！]+$|\s", "", unicodedata.normalize("NFKC", text))
    clauses = [clause for clause in re.split(r"[,;。、]", text) if clause]
    if any(GONE.fullmatch(clause) for clause in clauses):
        # 户口在,人已搬走: still registered here, or gone altogether.
        moved = not any(DEATH.search(clause) for clause in clauses)
        return None if moved and _STAYS.search(text) else True
    told = [c for c in clauses if DEATH_WORD.search(c) and not _OTHERS.search(c)]
    if any(DEATH_WORD.search(clause[-4:]) for clause in told):
        return True
    told += [c for c in clauses if _MAYBE_LEFT.search(c) and not _OTHERS.search(c)]
    return None if told else False


def says_apart(value):
    """Return ``registered`` or ``living`` of a remark that parts a person from the register.

    >>> [says_apart(t) for t in ("搬走，户口在", "户口已迁走，人还在", "已搬走")]
    ['registered', 'living', None]
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text_of(value)))
    if says_gone(text) is not None or not re.search(_LEFT, text):
        return None
    if re.search(r"人(?:还)?在", text):
        return "living"
    return "registered" if re.search(r"户口?(?:还)?(?:在|未|没)", text) else None
