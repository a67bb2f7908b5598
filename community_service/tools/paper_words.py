"""Days in Chinese numerals, as letters of the Party and seals write them."""

DAY_DIGITS = "〇一二三四五六七八九"


def _small(number):
    """Return a number from 1 to 99 as a day or month is written: 十, 十一, 二十八."""
    tens, ones = divmod(number, 10)
    words = (DAY_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "")
    return words + (DAY_DIGITS[ones] if ones else "")


def month_capitals(day):
    """Return year and month of a day in Chinese numerals.

    >>> from datetime import date
    >>> month_capitals(date(2026, 10, 1))
    '二〇二六年十月'
    """
    year = "".join(DAY_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_small(day.month)}月"


def day_capitals(day):
    """Return a day in Chinese numerals, as letters of the Party and seals write it.

    >>> from datetime import date
    >>> day_capitals(date(2026, 11, 28)), day_capitals(date(2030, 1, 20))
    ('二〇二六年十一月二十八日', '二〇三〇年一月二十日')
    """
    return f"{month_capitals(day)}{_small(day.day)}日"


def days_capitals(number):
    """Return a number of days in Chinese numerals, up to 999.

    >>> [days_capitals(number) for number in (7, 10, 15, 30, 90, 105, 110)]
    ['七', '十', '十五', '三十', '九十', '一百〇五', '一百一十']
    """
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _small(rest)
    words = DAY_DIGITS[hundreds] + "百"
    if rest:
        words += DAY_DIGITS[0] + DAY_DIGITS[rest] if rest < 10 else _small(rest)
        if 10 <= rest < 20:
            words = words.replace("百十", "百一十")
    return words
