"""Dates as people type them into a register, known to the day, the month or the year."""

import contextlib
import datetime
import re
import unicodedata

from .register_values import EMPTY_WORDS, chinese_digits, text_of

# Between year, month and day; months and days of the lunar calendar; years that may be two.
PART = r"\s*[年月.,/\\、_\s\-—–·]\s*"
LUNAR = re.compile(r"农历|阴历|旧历|正月|腊月|冬月|闰|初[一二三四五六七八九十]|廿")
SHORT_YEAR = re.compile(r"(?:民国|民|昭和)\d|\d{2}\s*[年./\-]\s*\d{1,2}(?:\D|$)")


def parse_known_date(value):
    """Return ``(date, precision)``: a cell tells a date to the ``day``, ``month`` or ``year``.

    :raises ValueError: if the text is no date that exists; with ``month_ten`` for 1950.1, which is
        January or October: as a number 1950.10 loses its zero, and so it stands in a text file and
        in a workbook that was given back; see :func:`parse_date` for other words

    >>> [parse_known_date(t)[1] for t in ("1985-03-02", "1975.06", "1977年3月", "200401", "1950年")]
    ['day', 'month', 'month', 'month', 'year']
    >>> for value in (1950.1, "1950.1"):
    ...     try:
    ...         print(parse_known_date(value))
    ...     except ValueError as error:
    ...         print(error)
    month_ten
    month_ten
    >>> parse_known_date("1950年")[0].isoformat(), parse_known_date("-")
    ('1950-01-01', (None, 'day'))
    """
    text = chinese_digits(unicodedata.normalize("NFKC", text_of(value)))
    if re.fullmatch(r"(?:18|19|20)\d{2}\.1", text):
        # A cell shows 1950.10 and holds 1950.1.
        raise ValueError("month_ten")
    if match := re.fullmatch(r"((?:18|19|20)\d{2})年?", text):
        return datetime.date(int(match[1]), 1, 1), "year"
    is_month = not isinstance(value, datetime.datetime) and re.fullmatch(
        r"(?:18|19|20)\d{2}(?:\d{2}|\D+\d{1,2}\D*)", text
    )
    return parse_date(value), "month" if is_month else "day"


def confirms_month(text, whole):
    """Tell whether a whole date says which month 1950.1 is: January or October of its year.

    >>> confirms_month("1950.1", datetime.date(1950, 10, 3))
    True
    >>> confirms_month("1950.1", datetime.date(1950, 9, 3))
    False
    """
    return str(whole.year) == text[:4] and whole.month in (1, 10)


def date_beside(text, values):
    """Return the whole date of a second column that says which month 1950.1 is, or None.

    >>> date_beside("1950.1", ["", "1950-10-03"]).isoformat()
    '1950-10-03'
    >>> date_beside("1950.1", ["1951-10-03", "no date"])
    """
    for value in values:
        with contextlib.suppress(ValueError, OverflowError):
            date, precision = parse_known_date(value)
            if date and precision == "day" and confirms_month(text, date):
                return date
    return None


def agrees(date, precision, whole):
    """Tell whether what is known of a date agrees with a whole one.

    >>> agrees(datetime.date(1975, 6, 1), "month", datetime.date(1975, 6, 18))
    True
    >>> agrees(datetime.date(1975, 6, 1), "day", datetime.date(1975, 6, 18))
    False
    """
    parts = {"day": 3, "month": 2, "year": 1}[precision]
    return date.timetuple()[:parts] == whole.timetuple()[:parts]


def parse_date(value):
    """Return a date from an Excel date, a serial number or text; None if the cell is empty.

    A year and month alone give the first day.

    :raises ValueError: if the text is no date that exists; with ``lunar`` if it may be one of the
        lunar calendar, with ``short_year`` if its year is none of four digits

    >>> wrong = ("农历1950年三月初五", "1950年腊月二十", "50-3-2", "民国25年3月1日", "1950.3.2左右")
    >>> for text in wrong:
    ...     try:
    ...         print(parse_date(text))
    ...     except ValueError as error:
    ...         print(error)
    lunar
    lunar
    short_year
    short_year
    no date
    >>> [parse_date(t).isoformat() for t in ("19520529", "1951年8月9日", "1927/08/29", "1998.11.5")]
    ['1952-05-29', '1951-08-09', '1927-08-29', '1998-11-05']
    >>> parse_date("公历1950年3月2日").isoformat()
    '1950-03-02'
    >>> parse_date("1998年11月").isoformat(), parse_date(34700).isoformat(), parse_date("-")
    ('1998-11-01', '1995-01-01', None)
    >>> parse_date("一九五一年八月九日").isoformat(), parse_date("1985-3-2 00:00:00").isoformat()
    ('1951-08-09', '1985-03-02')
    >>> parse_date("1985-02-30")
    Traceback (most recent call last):
    ValueError: day is out of range for month
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    text = unicodedata.normalize("NFKC", text_of(value))
    if text.lower() in EMPTY_WORDS:
        return None
    text = re.sub(r"^(?:公历|阳历|新历)\s*[:]?\s*|\s*\((?:公历|阳历|新历)\)$", "", text)
    if LUNAR.search(text):
        raise ValueError("lunar")
    if re.search(r"[〇零一二三四五六七八九十]", text):
        text = chinese_digits(text)
    if SHORT_YEAR.match(text):
        raise ValueError("short_year")
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", text)
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return datetime.date(*map(int, match.groups()))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(float(text)))
    match = re.fullmatch(
        rf"(\d{{4}}){PART}(\d{{1,2}})(?:{PART}(\d{{1,2}}))?(?:[日号月]|{PART})?(?:生|出生)?", text
    )
    match = match or re.fullmatch(r"(\d{4})(\d{2})()", text)
    if not match:
        raise ValueError("no date")
    year, month, day = match.groups()
    return datetime.date(int(year), int(month), int(day or 1))
