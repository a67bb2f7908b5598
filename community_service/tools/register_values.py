"""Values as people type them into a register, brought into one shape.

Every function takes a cell value as :mod:`sheets` yields it. What is a word of choice (relation,
sex, education...) is not decided here: those words are data (``community.import.synonym``).
"""

import datetime
import re
import unicodedata
from functools import lru_cache

from .identity import (
    check_id_number,
    check_phone,
    mask_id_number,
    mask_long_numbers,
    normalize_id_number,
    upgrade_id_number,
)
from .xlsx_reader import Formula, LongNumber

EMPTY_WORDS = frozenset(
    "- -- --- — —— / // \\ 无 none null nil nan n/a #n/a 不详 未知 不明 不清 不清楚 空 暂无 "
    "暂缺 未填 没有 未提供 待补 待补充 待核实 〇〇 "
    "#ref! #value! #name? #div/0! #num! #null! #spill! #getting_data".split()
) | {""}
# In the cell of a number, other words than these are kept: they may say why there is none.
NO_VALUE = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "none", "null", "n/a", "不详", "未知"}
)
CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# What looks like a phone number; whether it is one, check_phone says.
PHONE = re.compile(
    r"(?<!\d)(?P<number>1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}"
    r"|\(?0\d{2,3}\)?[\s-]?[2-9]\d{2,3}[\s-]?\d{4}"
    r"|[48]00[\s-]?\d{3,4}[\s-]?\d{3,4}"
    r"|(?<!\d[\s-])[2-9]\d{6,7}(?!-\d)"
    r"|(?<!\d)\+(?!86)\d[\d\s-]{6,16}\d)(?!\d)"
)
NO_WORD = re.compile(r"[\s*★:：·.。_\"“”]+")
PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{1,20}")
CARD_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
SEPARATORS = re.compile(r"[、,，;；/／|｜+＋\n\r\t]+|\s{1,}")


def text_of(value):
    """Return a cell as text, without outer spaces and without a leading apostrophe.

    >>> text_of(" '张三 "), text_of(101), text_of(101.0), text_of(None), text_of(2.5)
    ('张三', '101', '101', '', '2.5')
    >>> text_of(datetime.datetime(2020, 1, 2))
    '2020-01-02'
    """
    if value is None:
        return ""
    if type(value) is str and value.isalnum():
        # Most cells: nothing to take off.
        return value
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else str(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\u200b", "").replace("\ufeff", "").strip(" \t\r\n\u3000\xa0")
    if text.startswith('="'):
        text = unwrapped(text)
    return text[1:].strip() if text[:1] in "'’‘" else text


def said(value):
    """Return a cell as text; of a word that says nothing, an empty text.

    >>> said(" 3号楼 "), said("无"), said("/"), said("不详")
    ('3号楼', '', '', '')
    """
    text = text_of(value)
    return "" if text.lower() in EMPTY_WORDS else text


def unwrapped(text):
    """Return the text between the quotes of ``="…"``, which protect a number against Excel.

    >>> unwrapped('="00123"'), unwrapped("=1+1")
    ('00123', '=1+1')
    """
    found = re.fullmatch(r'="([^"]*)"', text)
    return found[1].strip() if found else text


def word_of(value):
    """Return a word in the form in which synonyms are compared.

    >>> word_of("  与户主 关系："), word_of("性别（男/女）"), word_of("*姓　名"), word_of("ＡB座")
    ('与户主关系', '性别(男/女)', '姓名', 'ab座')
    """
    return _word(text_of(value))


@lru_cache(8192)
def _word(text):
    return NO_WORD.sub("", unicodedata.normalize("NFKC", text).lower())


def clean_name(value):
    """Return a person's name: one kind of middle dot, no spaces between Chinese characters.

    >>> clean_name("张 三"), clean_name("阿依古丽•买买提"), clean_name("John  Smith")
    ('张三', '阿依古丽·买买提', 'John Smith')
    """
    text = text_of(value)
    if PLAIN_NAME.fullmatch(text):
        return text
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))
    text = re.sub(r"[•・‧∙⋅.．]", "·", text) if re.search(r"[\u4e00-\u9fff]", text) else text
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


def looks_like_formula(value):
    """Tell whether a name cell holds a formula, or text that a spreadsheet would take for one.

    >>> looks_like_formula("=1+1"), looks_like_formula(Formula("=A1")), looks_like_formula("张三")
    (True, True, False)
    """
    return isinstance(value, Formula) or text_of(value)[:1] in tuple("=+-@＝＋＠")


def parse_id(value):
    """Return ``(kind, number, error)`` of an ID cell; the error is a code or an empty text.

    Codes: ``id_lost_precision``, ``id_length``, ``id_characters``, ``id_birth_date``,
    ``id_check_digit``. A number of 15 digits is brought to its 18-digit form. Anything with
    letters that is no resident ID number is a passport or permit.

    >>> parse_id("９９９９９９１９９００１０１００１６"), parse_id("' 999999 19900101 0016")
    (('id_card', '999999199001010016', ''), ('id_card', '999999199001010016', ''))
    >>> parse_id("999999900101001"), parse_id("E12345678")
    (('id_card', '999999199001010016', ''), ('passport', 'E12345678', ''))
    >>> parse_id("H12345678(01)")
    ('hk_macao', 'H1234567801', '')
    >>> parse_id("身份证：999999199001010016"), parse_id("999999199001010016（儿子代）")
    (('id_card', '999999199001010016', ''), ('id_card', '999999199001010016', ''))
    >>> parse_id("护照E99999999"), parse_id('="999999199001010016"')
    (('passport', 'E99999999', ''), ('id_card', '999999199001010016', ''))
    >>> {parse_id(t) for t in ("未上户", "（丢失补办中）", "同上", "无证", "999999********0024")}
    {('', '', '')}
    >>> parse_id(9.99999199001010e17)[2], parse_id(LongNumber("999999199001010000"))[2]
    ('id_lost_precision', 'id_lost_precision')
    >>> parse_id("999999199001010017")[2], parse_id("99999919900101001")[2], parse_id("")
    ('id_check_digit', 'id_length', ('', '', ''))
    """
    if isinstance(value, int | float) and abs(value) >= 1e15:
        return "id_card", str(value), "id_lost_precision"
    text = text_of(value)
    if not text:
        return "", "", ""
    if type(value) is str and CARD_NUMBER.fullmatch(text):
        return _checked_card(text)
    number = normalize_id_number(text).replace("×", "X")
    if number.lower() in EMPTY_WORDS or not re.search(r"[0-9A-Z]", number):
        return "", "", ""
    # A word before the number or a remark behind it: 身份证：…, …(儿子代).
    bare = re.fullmatch(
        r"(?:[\u4e00-\u9fff]{1,8}[:]?)?([0-9]{17}[0-9X]|[A-Z]{1,3}[0-9]{6,12})"
        r"(?:[(（\[【][^0-9]{1,20}[)）\]】])?",
        unicodedata.normalize("NFKC", number),
    )
    number = bare[1] if bare else number
    if re.fullmatch(r"[0-9]{2,}\*{3,}[0-9X]*", number):
        # Whoever hands in stars hands in no number.
        return "", "", ""
    # Programs write all digits into a numeric cell; Excel keeps 15 and fills up with zeros.
    if isinstance(value, LongNumber) and (not number.isdigit() or number.endswith("000")):
        return "id_card", number, "id_lost_precision"
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", number):
        return "id_card", number, "id_lost_precision"
    if re.fullmatch(r"[0-9]{15}", number):
        number = upgrade_id_number(number)
    elif re.search(r"[A-Z]", number[:-1]) or not re.fullmatch(r"[0-9A-Z*]+", number):
        return _other_document(number)
    return _checked_card(number)


def _checked_card(number):
    try:
        check_id_number(number)
    except ValueError as error:
        return "id_card", number, f"id_{error}"
    return "id_card", number, ""


def covered_number(text):
    """Return a cell of the column of ID numbers as it may be shown: its last four characters.

    A word without a digit, such as 无, stays, and so does what has no more than those four: under
    stars alone it could not be told from any other cell when it comes back.

    >>> [covered_number(text) for text in (" 999999 19900101 0016", "E12345678", "无", "99")]
    ['**************0016', '*****5678', '无', '99']
    """
    number = normalize_id_number(text)
    has_digit = any(character.isdigit() for character in text)
    return mask_id_number(number) if has_digit and len(number) > 4 else text


def uncovered(cells, known):
    """Put back what a workbook of refused rows shows under stars.

    :param cells: the cells of a row that came back
    :param known: the texts of the row as it was refused
    :return: the cells; one under stars is replaced by the text it stands for, if there is just one

    >>> known = ["张三", "999999199001010016", "卡6222000011112222"]
    >>> uncovered(["李三", "**************0016", None, "卡************2222", "****9"], known)
    ['李三', '999999199001010016', None, '卡6222000011112222', '****9']
    """
    under = {}
    for text in known:
        for shown in {covered_number(text), mask_long_numbers(text)} - {text}:
            under.setdefault(shown, set()).add(text)
    return [
        next(iter(found))
        if isinstance(cell, str) and len(found := under.get(cell.strip(), ())) == 1
        else cell
        for cell in cells
    ]


def _other_document(number):
    plain = re.sub(r"[^0-9A-Z]", "", number)
    if re.fullmatch(r"[HM]\d{8,10}", plain):
        return "hk_macao", plain, ""
    if re.fullmatch(r"[A-Z]{1,2}\d{6,9}", plain):
        return "passport", plain, ""
    if re.fullmatch(r"[A-Z]{3}\d{12}", plain):
        return "foreigner", plain, ""
    if 6 <= len(plain) <= 20 and len(plain) != 18 and plain == number:
        return "other", plain, ""
    return "id_card", number, "id_characters"


def chinese_digits(text):
    """Replace Chinese numerals by digits: each digit alone, tens up to 99.

    >>> chinese_digits("十二号楼"), chinese_digits("二〇二一年"), chinese_digits("三十一日")
    ('12号楼', '2021年', '31日')
    """

    def number(match):
        word = match[0]
        if "十" not in word:
            return "".join(str(CHINESE[char]) for char in word)
        tens, _ten, units = word.partition("十")
        if len(tens) > 1 or len(units) > 1:
            return word
        return str((CHINESE[tens] if tens else 1) * 10 + (CHINESE[units] if units else 0))

    return re.sub(r"[〇零一二两三四五六七八九十]+", number, text)


def parse_phones(value):
    """Return the phone numbers of a cell; what is no number is left out.

    >>> parse_phones("138-0767-2593/13812345678"), parse_phones(13853606628), parse_phones("无")
    (['13807672593', '13812345678'], ['13853606628'], [])
    >>> parse_phones("024-23456789 13800001111"), parse_phones("+86 138 0000 1111(儿子)")
    (['02423456789', '13800001111'], ['13800001111'])
    >>> parse_phones("8613800001111"), parse_phones("86-024-23456789")
    (['13800001111'], ['02423456789'])
    >>> parse_phones("(024)23456789"), parse_phones("400-812-3456"), parse_phones("0411 8123 4567")
    (['02423456789'], ['4008123456'], ['041181234567'])

    A longer number, a date or a number of another kind is no phone:

    >>> wrong = ("138001380001", "999999194912310022", "999999 19491231 0022", "19800101")
    >>> [parse_phones(text) for text in (*wrong, "852-91234567")]
    [[], [], [], [], []]
    """
    if value is None:
        return []
    text = text_of(value)
    if MOBILE.fullmatch(text):
        return [text]
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<!\d)(?:(?:\+|00)86[\s-]*(?=[01(])|86(?=1[3-9]\d{9}(?!\d)))", "", text)
    phones = []
    for match in PHONE.finditer(text):
        try:
            phone = check_phone(match["number"])
        except ValueError:
            continue
        if phone not in phones:
            phones.append(phone)
    return phones


def parse_amount(value, heading=""):
    """Return yuan as a float; None if the cell is empty.

    :param str heading: of the column; it may say that bare numbers are thousands (千元, 万元)
    :raises ValueError: if the text is no amount

    >>> parse_amount("2,750元"), parse_amount("0.35万"), parse_amount(0), parse_amount("约3千元/月")
    (2750.0, 3500.0, 0.0, 3000.0)
    >>> parse_amount("-"), parse_amount("无")
    (None, None)
    >>> parse_amount(0.35, "月收入（万元）"), parse_amount("3500元", "月收入（万元）")
    (3500.0, 3500.0)
    """
    text = unicodedata.normalize("NFKC", text_of(value)).replace(",", "").replace(" ", "")
    if text.lower() in EMPTY_WORDS:
        return None
    if unit := re.search(r"[万千](?=元)", heading):
        text += unit[0] if re.fullmatch(r"\d+(?:\.\d+)?", text) else ""
    elif isinstance(value, int | float):
        return float(value)
    match = re.fullmatch(
        r"[约¥￥]*(\d+(?:\.\d+)?)(万|千|百)?(?:元|块)?(?:/月|每月|左右|人民币)*", text
    )
    if not match:
        raise ValueError("no amount")
    return round(float(match[1]) * {"万": 10000, "千": 1000, "百": 100, None: 1}[match[2]], 2)


def split_words(value):
    """Return the words of a cell that lists several.

    >>> split_words("残疾人、退役军人,低保；独居老人"), split_words("-")
    (['残疾人', '退役军人', '低保', '独居老人'], [])
    """
    return [
        word
        for word in SEPARATORS.split(text_of(value))
        if word and word.lower() not in EMPTY_WORDS
    ]
