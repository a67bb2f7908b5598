"""Identity numbers and their masks: pure functions without ORM.

Sources: GB 11643-1999 (resident ID number), GB 32100-2015 (unified social credit code). The mask
forms are common practice of community offices; no law fixes them.
"""

import datetime
import re
import unicodedata
from typing import NamedTuple

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"
ID_PATTERN = re.compile(r"[0-9]{17}[0-9X]")

# Twelve digits and more, as typed: in full width, parted by spaces or hyphens, an X at the end.
MOBILE = re.compile(r"(?<![0-9*])1[3-9][0-9]{9}(?![0-9])")
LONG_NUMBER = re.compile(r"[0-9０-９](?:[ \u3000-]?[0-9０-９]){10,}[ \u3000-]?[0-9０-９XxＸｘ]")

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_PATTERN = re.compile(rf"[{CREDIT_ALPHABET}]{{18}}")

COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 上官 端木 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 "
    "濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 "
    "东郭 南门 西门 轩辕 拓跋 第五 纳兰 左丘 梁丘 公良".split()
)


class IdNumber(NamedTuple):
    """What an ID number says: the normalised ``number``, ``birth_date`` and ``sex``."""

    number: str
    birth_date: datetime.date
    sex: str


def normalize_id_number(text):
    """Return ``text`` with full-width characters, spaces and apostrophes resolved, in upper case.

    >>> normalize_id_number(" ’１１０１０５ 19491231 002x")
    '11010519491231002X'
    """
    text = text or ""
    if text.isalnum() and text.isascii():
        return text.upper()
    text = "".join(
        chr(ord(char) - 0xFEE0) if 0xFF01 <= ord(char) <= 0xFF5E else char for char in text
    )
    return re.sub(r"[\s'’‘`\u3000\u200b\ufeff-]", "", text).upper()


def check_id_number(number):
    """Check an 18-digit resident ID number by GB 11643-1999.

    :param str number: the number, already normalised (see :func:`normalize_id_number`)
    :return: an :class:`IdNumber` with the birth date and the sex (``male`` or ``female``)
    :raises ValueError: with one of the codes ``length``, ``characters``, ``birth_date``,
        ``check_digit``. The region code never blocks: codes change and were reused.

    >>> check_id_number("210102193503150029")
    IdNumber(number='210102193503150029', birth_date=datetime.date(1935, 3, 15), sex='female')
    >>> check_id_number("11010519491231002X").sex
    'female'
    >>> check_id_number("360426199101010071").sex, check_id_number("120103198806018241").sex
    ('male', 'female')
    >>> check_id_number("999999199001010016").birth_date
    datetime.date(1990, 1, 1)
    >>> check_id_number("110105194912310021")
    Traceback (most recent call last):
    ValueError: check_digit
    >>> check_id_number("360426199101010072")
    Traceback (most recent call last):
    ValueError: check_digit
    >>> check_id_number("36042619910230007X")
    Traceback (most recent call last):
    ValueError: birth_date
    >>> check_id_number("36042619910101007")
    Traceback (most recent call last):
    ValueError: length
    >>> check_id_number("360426199101010071\\n")
    Traceback (most recent call last):
    ValueError: length
    """
    if len(number) != 18:
        raise ValueError("length")
    if not ID_PATTERN.fullmatch(number):
        raise ValueError("characters")
    try:
        birth_date = datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValueError("birth_date") from None
    if id_check_digit(number[:17]) != number[17]:
        raise ValueError("check_digit")
    return IdNumber(number, birth_date, "male" if int(number[16]) % 2 else "female")


def id_check_digit(first17):
    """Return the check character of the first 17 digits (ISO 7064 MOD 11-2).

    >>> id_check_digit("11010519491231002")
    'X'
    """
    return ID_CHECK[sum(int(d) * w for d, w in zip(first17, ID_WEIGHTS, strict=True)) % 11]


def upgrade_id_number(number15):
    """Return the 18-digit form of a 15-digit number issued before 1999 (births 19xx).

    >>> upgrade_id_number("110105491231002")
    '11010519491231002X'
    """
    first17 = f"{number15[:6]}19{number15[6:]}"
    return first17 + id_check_digit(first17)


def same_card_numbers(number):
    """Return the forms in which one ID card has a number: 18 digits, and 15 before 1999.

    >>> sorted(same_card_numbers("11010519491231002X"))
    ['11010519491231002X', '110105491231002']
    >>> sorted(same_card_numbers("110105491231002")), same_card_numbers("E1234567")
    (['11010519491231002X', '110105491231002'], {'E1234567'})
    """
    if re.fullmatch(r"\d{15}", number):
        return {number, upgrade_id_number(number)}
    if ID_PATTERN.fullmatch(number) and number[6:8] == "19":
        return {number, number[:6] + number[8:17]}
    return {number}


def whole_id_number(text):
    """Return an ID number as it is kept: normalised, one of 15 digits in its 18-digit form.

    Both forms are one number (GB 11643-1999); whatever cannot be brought to 18 digits stays.

    >>> whole_id_number("110105 491231 002"), whole_id_number("11010519491231002x")
    ('11010519491231002X', '11010519491231002X')
    >>> whole_id_number("E12345678"), whole_id_number("110105499931002"), whole_id_number(None)
    ('E12345678', '110105499931002', '')
    """
    number = normalize_id_number(text)
    if not re.fullmatch(r"[0-9]{15}", number):
        return number
    longer = upgrade_id_number(number)
    try:
        check_id_number(longer)
    except ValueError:
        return number
    return longer


def check_credit_code(code):
    """Check a unified social credit code by GB 32100-2015; return it unchanged.

    :raises ValueError: ``characters`` or ``check_digit``

    >>> check_credit_code("91110000600037341L")
    '91110000600037341L'
    >>> check_credit_code("91210102MA0000001D"), check_credit_code("52210102MJ0000001Y")
    ('91210102MA0000001D', '52210102MJ0000001Y')
    >>> check_credit_code("91110000600037341K")
    Traceback (most recent call last):
    ValueError: check_digit
    """
    if not CREDIT_PATTERN.fullmatch(code):
        raise ValueError("characters")
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    if CREDIT_ALPHABET[-total % 31] != code[17]:
        raise ValueError("check_digit")
    return code


def mask_id_number(number):
    """Keep the last four characters of an ID number, of a short one the last two.

    The region in front, a birth date from beside it and the last four would be the whole number.

    >>> mask_id_number("11010519491231002X"), mask_id_number("E1234567"), mask_id_number("")
    ('**************002X', '****4567', '')
    >>> mask_id_number("A12345"), mask_id_number("12")
    ('****45', '**')
    """
    if not number:
        return ""
    return _mask(number, 0, 4 if len(number) >= 8 else 2)


def mask_long_numbers(text):
    """Mask every number of twelve and more characters in ``text``, down to its last four.

    >>> mask_long_numbers("张三 110105 19491231 002x，电话 13812348888")
    '张三 **************002X，电话 13812348888'
    >>> mask_long_numbers("卡号６２２２０００011112222"), mask_long_numbers(None)
    ('卡号************2222', '')
    """
    return LONG_NUMBER.sub(
        lambda found: mask_id_number(normalize_id_number(found[0])), str(text or "")
    )


def mask_numbers(text):
    """Mask long numbers and mobile phones in ``text``.

    >>> mask_numbers("张三 110105 19491231 002x，电话13812348888")
    '张三 **************002X，电话138****8888'
    """
    return MOBILE.sub(lambda found: mask_phone(found[0]), mask_long_numbers(text))


def check_phone(text):
    """Return a phone number as it is stored: its digits, after a ``+`` when it is abroad.

    :raises ValueError: when it is neither a mobile of 11 digits, nor a landline of 7 or 8 digits
        with or without its area code, nor a service number, nor a number abroad

    >>> check_phone("138 0013-8000"), check_phone("+86 13800138000"), check_phone("024-23456789")
    ('13800138000', '13800138000', '02423456789')
    >>> check_phone("2345678"), check_phone("4008123456"), check_phone("+44 20 7946 0958")
    ('2345678', '4008123456', '+442079460958')
    >>> for wrong in ("1380013800", "138001380000", "1234567", "无", "13800138000/"):
    ...     try:
    ...         print(check_phone(wrong))
    ...     except ValueError:
    ...         print("refused")
    refused
    refused
    refused
    refused
    refused
    """
    digits = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", text or ""))
    digits = re.sub(r"^(\+|00)86", "", digits)
    known = r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7}|\+(?!86)\d{8,15}"
    if not re.fullmatch(known, digits, re.ASCII):
        raise ValueError(text)
    return digits


def mask_phone(phone):
    """Keep the first three and the last four digits of a phone number.

    >>> mask_phone("13812348888"), mask_phone("024-2345678"), mask_phone("110"), mask_phone(False)
    ('138****8888', '024****5678', '***', '')
    """
    return _mask(phone, 3, 4) if phone else ""


def mask_name(name, outside=False):
    """Mask a name: first and last character inside the office, the surname alone outside.

    Compound surnames stay whole; of a name with a middle dot the first part's first character
    stays.

    >>> mask_name("张小明"), mask_name("张三"), mask_name("欧阳小明"), mask_name("欧阳修")
    ('张*明', '张*', '欧阳*明', '欧阳*')
    >>> mask_name("张小明", outside=True), mask_name("欧阳修", outside=True)
    ('张**', '欧阳*')
    >>> mask_name("买买提·吐尔逊"), mask_name("John Smith"), mask_name("")
    ('买**·***', 'J*** *****', '')
    """
    if not name:
        return ""
    if re.search(r"[·•\s]", name):
        return name[0] + re.sub(r"[^·•\s]", "*", name[1:])
    surname = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    if outside or len(name) <= surname + 1:
        return name[:surname] + "*" * (len(name) - surname)
    return name[:surname] + "*" * (len(name) - surname - 1) + name[-1]


def _mask(text, head, tail):
    hidden = len(text) - head - tail
    if hidden <= 0:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[len(text) - tail :]
