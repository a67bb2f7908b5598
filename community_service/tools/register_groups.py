"""Headings over the columns of one person: who it is, a relative of the home or somebody else."""

import re

from .register_header import GROUP_TAIL, match_heading
from .register_values import word_of

# Headings of a group of columns that tell of the same kind of person again and again.
ORDINAL = re.compile(r"(?:第?[一二三四五六七八九十]|\d{1,2})")
MEMBER = re.compile(
    rf"^(?:(?P<word>家庭成员|共同居住人|同住人|居住人员|人员|成员|家属|家人|子女|配偶|父亲|母亲)"
    rf"(?P<number>{ORDINAL.pattern})?|(?P<nth>第?[一二三四五六七八九十]|\d{{1,2}})号?(?:人|成员)?)"
    rf"[\s\-_/:：·]*(?P<leaf>.*)$"
)
TRAILING = re.compile(r"^(?P<leaf>.+?)[\s\-_]*(?P<number>\d{1,2}|[一二三四五六七八九十])$")
# A parent that names one person is that person's relation to the head.
PARENT_ROLES = ("配偶", "子女", "父亲", "母亲")
# What a group must tell beside the name to be a person of its own.
PERSON_FACTS = {"role", "id_number", "birth_date", "sex", "phone"}


def relation_over(word, lookup):
    """Return the relation that a word over a group names, or None; a head is no member.

    >>> words = {"role=长子": "child", "role=户主": "head"}.get
    >>> [relation_over(word, words) for word in ("长子", "长子信息", "长子1", "户主", "监护人")]
    ['child', 'child', 'child', None, None]
    """
    bare = re.sub(r"(?:基本)?(?:信息|情况|资料)?(?:\d{1,2})?$", "", word)
    found = bare and lookup(f"role={bare}")
    return found if found and found != "head" else None


def names_member(word, lookup):
    """Tell whether the word over a group is one for people of the home."""
    return names_group(word) or bool(relation_over(word, lookup))


def split_group(parts, lookup):
    """Return (key of the group or None, heading inside it, role that the group names)."""
    for part in map(word_of, parts[:-1]):
        if names_group(part):
            parent = MEMBER.match(part)
            role = parent["word"] if parent["word"] in PARENT_ROLES else None
            return parent[0], parts[-1], role
        if relation_over(part, lookup):
            return part, parts[-1], GROUP_TAIL.sub("", part)
    whole = "".join(parts)
    word = word_of(whole)
    found = MEMBER.match(word)
    if found and found["leaf"] and match_heading(found["leaf"], lookup):
        if match_heading(word, lookup):
            return None, whole, None
        key = word[: len(word) - len(found["leaf"])]
        return key, found["leaf"], found["word"] if found["word"] in PARENT_ROLES else None
    if not match_heading(word, lookup):
        for end in range(len(word) - 2, 0, -1):
            leaf = match_heading(word[end:], lookup)
            if leaf in PERSON_FACTS | {"name"} and relation_over(word[:end], lookup):
                return word[:end], word[end:], word[:end]
    found = TRAILING.match(word)
    if found and not match_heading(word, lookup) and match_heading(found["leaf"], lookup):
        return found["number"], found["leaf"], None
    return None, parts[-1], None


def names_group(part):
    """Tell whether a heading names the person whose facts stand below it.

    >>> [names_group(text) for text in ("配偶", "配偶信息", "子女一情况", "配偶姓名")]
    [True, True, True, False]
    """
    found = MEMBER.match(word_of(part))
    return bool(found and GROUP_TAIL.fullmatch(found["leaf"]))
