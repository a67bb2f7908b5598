"""Pinyin initials of names, so that a keyboard without Chinese input finds a person."""

from pypinyin import Style, lazy_pinyin

from .identity import COMPOUND_SURNAMES

# Characters that as a surname are read otherwise than in general.
SURNAME_INITIALS = dict(
    pair.split(":")
    for pair in "曾:z 单:s 解:x 仇:q 翟:z 查:z 覃:q 区:o 乐:y 种:c 朴:p 盖:g 冼:x 缪:m 黑:h 秘:b "
    "召:s 繁:p 员:y 能:n 折:s 尹:y 隗:w 洗:x 那:n 佴:n 逄:p 訾:z 晁:c 谌:c 郗:x 郇:x 葛:g".split()
)


def initials(name):
    """Return the lower-case pinyin initials of a name; Latin words give their first letter.

    >>> initials("张小明"), initials("欧阳修"), initials("John Smith"), initials("")
    ('zxm', 'oyx', 'js', '')
    >>> [initials(name) for name in ("曾明", "单小明", "解明", "尉迟明", "万俟明", "长孙明", "乐")]
    ['zm', 'sxm', 'xm', 'ycm', 'mqm', 'zsm', 'l']
    """
    parts = lazy_pinyin(name or "", style=Style.FIRST_LETTER, errors=_latin_initials)
    name = name or ""
    if parts and len(name) > 1 and name[:2] not in COMPOUND_SURNAMES:
        parts[0] = SURNAME_INITIALS.get(name[0], parts[0])
    return "".join(parts).lower()


def syllables(text):
    """Return the pinyin of a text without tones, to compare what sounds the same.

    >>> syllables("旺河小区") == syllables("望河小区"), syllables("Ab")
    (True, 'ab')
    """
    return "".join(lazy_pinyin(text or "")).lower()


def _latin_initials(text):
    return [word[0] for word in text.replace("·", " ").split() if word[0].isalnum()]
