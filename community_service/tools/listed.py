"""Several things in one line: 甲、乙 in Chinese, A, B elsewhere."""


def listed(lang, things):
    """Return texts in one line, with the sign that a language puts between them.

    :param str lang: code of the language, or nothing
    :param things: texts

    >>> listed("zh_CN", ["低保", "特困"]), listed("en_US", ["a", "b"]), listed(None, [])
    ('低保、特困', 'a, b', '')
    """
    return ("、" if (lang or "").startswith("zh") else ", ").join(things)


def clauses(lang, things):
    """Return parts of a sentence in one line, each of which may hold a list of its own.

    >>> clauses("zh_CN", ["满18周岁", "满一年"]), clauses("en_US", ["a, b", "c"])
    ('满18周岁；满一年', 'a, b; c')
    """
    return ("；" if (lang or "").startswith("zh") else "; ").join(things)
