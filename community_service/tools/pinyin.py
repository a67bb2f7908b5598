"""Pinyin initials of names, so that a keyboard without Chinese input finds a person."""

from pypinyin import Style, lazy_pinyin


def initials(name):
    """Return the lower-case pinyin initials of a name; Latin words give their first letter.

    >>> initials("张小明"), initials("欧阳修"), initials("John Smith"), initials("")
    ('zxm', 'oyx', 'js', '')
    """
    parts = lazy_pinyin(name or "", style=Style.FIRST_LETTER, errors=_latin_initials)
    return "".join(parts).lower()


def _latin_initials(text):
    return [word[0] for word in text.replace("·", " ").split() if word[0].isalnum()]
