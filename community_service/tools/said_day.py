"""A day in a sentence and in a name: 2026年11月28日 in Chinese, where Odoo writes 2026-11-28."""

import datetime
import sys
from functools import wraps

from odoo import api
from odoo.tools import format_date, translate

OURS = "community_"


def said_day(lang, day):
    """Return a day as a sentence of a language says it.

    :param str lang: code of the language, or nothing
    :param day: a date, or nothing

    >>> said_day("zh_CN", datetime.date(2026, 11, 8)), said_day("en_US", datetime.date(2026, 11, 8))
    ('2026年11月8日', '2026-11-08')
    >>> said_day("zh_CN", None), said_day(None, False)
    ('', '')
    """
    if not day:
        return ""
    return f"{day.year}年{day.month}月{day.day}日" if (lang or "").startswith("zh") else str(day)


def said_month(lang, day):
    """Return the month of a day as a sentence of a language says it.

    >>> said_month("zh_CN", datetime.date(2026, 1, 31)), said_month("zh_CN", None)
    ('2026年1月', '')
    >>> said_month("en_US", datetime.date(2026, 1, 31))
    '2026-01'
    """
    if not day:
        return ""
    return f"{day.year}年{day.month}月" if (lang or "").startswith("zh") else f"{day:%Y-%m}"


def said_moment(lang, moment):
    """Return a day with its hour as a sentence of a language says it.

    :param moment: a datetime in the reader's time zone

    >>> said_moment("zh_CN", datetime.datetime(2026, 1, 31, 9, 5))
    '2026年1月31日09:05'
    >>> said_moment("en_US", datetime.datetime(2026, 1, 31, 9, 5))
    '2026-01-31 09:05'
    """
    blank = "" if (lang or "").startswith("zh") else " "
    return f"{said_day(lang, moment.date())}{blank}{moment:%H:%M}"


def local_day(env, day):
    """Return a day as the fields of the reader's language show it; in Chinese in words."""
    return said_day("zh", day) if (env.lang or "").startswith("zh") else format_date(env, day)


def _in_words(lang, value):
    is_day = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    return said_day(lang, value) if is_day else value


def say_days_in_words():
    """Let each sentence of our addons say the days in it as its language does.

    Odoo puts a day into a translated sentence as the machine writes it. Every sentence passes this
    one place; those of other addons pass it unchanged.
    """
    plain = translate.get_translation
    if hasattr(plain, "__wrapped__"):
        return

    @wraps(plain)
    def get_translation(module, lang, source, args):
        if args and str(module).startswith(OURS):
            if isinstance(args, dict):
                args = {name: _in_words(lang, value) for name, value in args.items()}
            else:
                args = tuple(_in_words(lang, value) for value in args)
        return plain(module, lang, source, args)

    translate.get_translation = get_translation
    # Sentences of ``env._`` pass it under the name that its module has for it.
    sys.modules[api.Environment.__module__].get_translation = get_translation
