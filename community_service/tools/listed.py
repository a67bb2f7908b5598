"""Several things in one line: 甲、乙 in Chinese, A, B elsewhere."""


def listed(lang, things):
    """Return texts in one line, with the sign that a language puts between them.

    :param str lang: code of the language, or nothing
    :param things: texts

    >>> listed("zh_CN", ["低保", "特困"]), listed("en_US", ["a", "b"]), listed(None, [])
    ('低保、特困', 'a, b', '')
    """
    return ("、" if (lang or "").startswith("zh") else ", ").join(things)
