"""Sort keys in the order in which a person walks: building 2 before building 10."""

import re

CHINESE_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}


def natural_key(text):
    """Return a text that sorts like a person counts: digit runs are padded to six places.

    Chinese numerals up to 99 count as digits, so 三号楼 stands before 十二号楼.

    >>> sorted(["10号楼", "2号楼", "1号楼"], key=natural_key)
    ['1号楼', '2号楼', '10号楼']
    >>> sorted(["十二号楼", "三号楼", "二十号楼"], key=natural_key)
    ['三号楼', '十二号楼', '二十号楼']
    >>> natural_key("3-201"), natural_key("")
    ('000003-000201', '')
    """
    text = re.sub(r"[零一二三四五六七八九十]+", _chinese_number, text or "")
    return re.sub(r"\d+", lambda match: f"{int(match[0]):06d}", text).lower()


def _chinese_number(match):
    word = match[0]
    tens, ten, units = word.partition("十")
    if len(tens) > 1 or len(units) > 1:
        return word
    if not ten:
        return str(CHINESE_DIGITS[word])
    return str(CHINESE_DIGITS.get(tens, 1) * 10 + CHINESE_DIGITS.get(units, 0))
