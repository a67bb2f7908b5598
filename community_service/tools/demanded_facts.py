"""Facts that upper bodies ask for in their forms: how they are written, and what they mean.

Sources: the number of a disability certificate is the ID number with the figure of its kind and of
its grade (Measures for the Management of Disability Certificates, 2017); the kinds and the four
grades are those of GB/T 26341-2010.
"""

import re
import unicodedata

GRADES = ("grade_1", "grade_2", "grade_3", "grade_4")
KINDS = ("vision", "hearing", "speech", "physical", "intellectual", "mental", "multiple")
# By one character each, as 肢体, 肢残 or 肢体残疾 are written.
KIND_WORDS = {
    "vision": "视力|视觉|[视盲]",
    "hearing": "听力|听觉|[听聋]",
    "speech": "言语|语言|[言哑]",
    "physical": "肢体|肢",
    "intellectual": "智力|智障|智",
    "mental": "精神|精",
    "multiple": "多重",
}
GRADE_WORDS = dict(zip(GRADES, ("一壹1Ⅰ", "二贰2Ⅱ", "三叁3Ⅲ", "四肆4Ⅳ"), strict=True))
_GRADE = re.compile("([一二三四壹贰叁肆1-4ⅠⅡⅢⅣ])(?:级|等|$)")
_NO_KIND = re.compile(r"残疾|残障|残|人|类|等级|级别|及|和|与|[（）()\s,，、;；/:：.·级等-]")
LARGEST_AREA = 2000
MOST_ROOMS = 50


def parse_disability(text):
    """Return (kind, grade) that a cell says, each None where it says nothing of it.

    :raises ValueError: if something in it is not understood, or two things contradict each other

    >>> {parse_disability(text) for text in ("二级", "2级", "贰级", "2", "Ⅱ级")}
    {(None, 'grade_2')}
    >>> [parse_disability(text) for text in ("肢体二级", "智力")]
    [('physical', 'grade_2'), ('intellectual', None)]
    >>> parse_disability("听力残疾（四级）"), parse_disability("残疾三级"), parse_disability("盲")
    (('hearing', 'grade_4'), (None, 'grade_3'), ('vision', None))
    >>> {parse_disability(text) for text in ("多重残疾", "肢体、智力")}
    {('multiple', None)}
    >>> parse_disability("听力言语一级")
    ('multiple', 'grade_1')
    >>> for text in ("甲类", "五级", "一级二级", "12"):
    ...     try:
    ...         print(parse_disability(text))
    ...     except ValueError:
    ...         print("refused")
    refused
    refused
    refused
    refused
    """
    # Not normalised further: the compatibility form of Ⅱ is two letters.
    text = str(text or "").replace("　", " ").translate({0xFF11 + n: str(n + 1) for n in range(4)})
    text = re.sub(r"\.0+$", "", text.strip())
    grades = {
        grade
        for found in _GRADE.findall(text)
        for grade, words in GRADE_WORDS.items()
        if found in words
    }
    rest = _GRADE.sub("", text)
    kinds = []
    for kind, words in KIND_WORDS.items():
        if re.search(words, rest):
            kinds.append(kind)
            rest = re.sub(words, "", rest)
    if _NO_KIND.sub("", rest) or len(grades) > 1 or not (grades or kinds):
        raise ValueError(text)
    kind = kinds[0] if len(kinds) == 1 else "multiple" if kinds else None
    return kind, grades.pop() if grades else None


def disability_by_number(number):
    """Return (ID number, kind, grade) that the number of a certificate says, or None.

    A second certificate has a letter and a figure more.

    >>> disability_by_number("99999919900101001642")
    ('999999199001010016', 'physical', 'grade_2')
    >>> disability_by_number("99999919900101001671B1")
    ('999999199001010016', 'multiple', 'grade_1')
    >>> disability_by_number("9999991990010100168")
    >>> disability_by_number("99999919900101001692")
    """
    found = re.fullmatch(r"(\d{17}[\dX])([1-7])([1-4])(?:[A-Z]\d{1,2})?", number or "")
    return (found[1], KINDS[int(found[2]) - 1], GRADES[int(found[3]) - 1]) if found else None


def plain_number(text):
    """Return a number without blanks, in plain characters.

    >>> plain_number(" 6222 0000-1111 ２２２2"), plain_number(None)
    ('6222000011112222', '')
    """
    return re.sub(r"[\s'’‘`-]", "", unicodedata.normalize("NFKC", str(text or ""))).upper()


def check_account(text):
    """Return a bank account as it is kept: 8 to 30 digits.

    :raises ValueError: if it is none

    >>> check_account("6222 0000 1111 2222 333")
    '6222000011112222333'
    >>> for text in ("1234567", "6222 0000 1111 222A", "6.222E+18"):
    ...     try:
    ...         print(check_account(text))
    ...     except ValueError:
    ...         print("refused")
    refused
    refused
    refused
    """
    number = plain_number(text)
    if not re.fullmatch(r"[0-9]{8,30}", number):
        raise ValueError(text)
    return number


def parse_area(text):
    """Return square metres.

    :raises ValueError: if it is none, or no home has so many

    >>> [parse_area(text) for text in ("120㎡", "89.5平方米", 76, "约 60 m2", "建筑面积98.20")]
    [120.0, 89.5, 76.0, 60.0, 98.2]
    >>> parse_area("120平")
    120.0
    >>> for text in ("大", "0", "12000", "90-100", "两亩"):
    ...     try:
    ...         print(parse_area(text))
    ...     except ValueError:
    ...         print("refused")
    refused
    refused
    refused
    refused
    refused
    """
    plain = unicodedata.normalize("NFKC", str(text)).replace(",", "").replace(" ", "").lower()
    found = re.fullmatch(
        r"(?:约|建筑面积|面积|住房面积)*[::]?(\d+(?:\.\d+)?)(?:平方米|平方|平米|平|m2|m²|㎡)?(?:左右)?",
        plain,
    )
    area = round(float(found[1]), 2) if found else 0
    if not 0 < area <= LARGEST_AREA:
        raise ValueError(text)
    return area


def parse_rooms(text):
    """Return the number of rooms, without halls, kitchens and baths.

    :raises ValueError: if it cannot be told

    >>> [parse_rooms(text) for text in ("3室1厅", "三室一厅一卫", 2, "2间", "两居室", "4.0")]
    [3, 3, 2, 2, 2, 4]
    >>> for text in ("0", "若干", "1-2", "99", "一厅"):
    ...     try:
    ...         print(parse_rooms(text))
    ...     except ValueError:
    ...         print("refused")
    refused
    refused
    refused
    refused
    refused
    """
    plain = unicodedata.normalize("NFKC", str(text)).replace(" ", "")
    plain = plain.translate(str.maketrans("一二两三四五六七八九", "1223456789"))
    found = re.fullmatch(
        r"(\d{1,2})(?:\.0)?(?:(?:室|间|房|居室|居|个房间|间房)(?:\d(?:厅|卫|厨|阳台))*)?", plain
    )
    rooms = int(found[1]) if found else 0
    if not 0 < rooms <= MOST_ROOMS:
        raise ValueError(text)
    return rooms
