"""What a heading means, alone or below others."""

import re

from .register_values import word_of
from .register_words import heading_target

# A column of ticks, each a category by the word of its heading, and what may stand there twice.
TICK = "tick/"
# A column of ticks of one answer, such as 已婚 below 婚姻状况: choice/<field>/<value>.
CHOICE = "choice/"
ANSWERED = ("sex", "marital", "education", "employment", "political_status", "kind")


def match_parts(parts, lookup):
    """Return the target of a heading of several rows: of all of them together, or of the lowest.

    >>> words = {"婚姻状况": "marital", "marital=已婚": "married"}.get
    >>> match_parts(["婚姻状况", "已婚"], words)
    'choice/marital/married'
    """
    if len(parts) > 1:
        for part in parts[:-1]:
            # 婚姻状况 over 已婚, 离异...: each a column for a tick.
            field = match_heading(part, lookup)
            answer = field in ANSWERED and lookup(f"{field}={word_of(parts[-1])}")
            if answer:
                return f"{CHOICE}{field}/{answer}"
        together = match_heading("".join(parts), lookup)
        if together:
            return together
    for part in reversed(parts):
        if found := match_heading(part, lookup):
            # Below a heading of categories, each further heading names one.
            is_group = found == "category" and part != parts[-1]
            return f"{TICK}{word_of(parts[-1])}" if is_group else found
    return None


def own_heading(text, target, lookup):
    """Return the part of a heading over several rows that means ``target`` by itself.

    >>> own_heading("住址信息楼栋", "building", {"楼栋": "building"}.get)
    '楼栋'
    >>> own_heading("住址楼栋", "building", {"住址楼栋": "building"}.get)
    '住址楼栋'
    >>> own_heading("户主姓名", "name", {"户主姓名": "head_name", "姓名": "name"}.get)
    '户主姓名'
    """
    if target == "name" and match_heading(text, lookup) == "head_name":
        # A list of heads alone: below 姓名 they would be anybody.
        return text
    for start in range(len(text) if target else 0):
        if match_heading(text[start:], lookup) == target:
            return text[start:].strip()
    return text


def match_heading(text, lookup):
    """Return the target of a heading, with or without what stands in brackets.

    >>> match_heading("出生日期(年-月-日)", {"出生日期": "birth_date"}.get)
    'birth_date'
    """
    word = word_of(text)
    if not word or len(word) > 40:
        return None
    if found := lookup(word):
        return found
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】", "", word)
    return heading_target(bare, lookup) if 1 < len(bare) <= 20 else lookup(bare) or None
