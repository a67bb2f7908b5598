"""Of what a list or a card of a form may have its rows, and what its headings are called there."""

import re
from typing import NamedTuple

from .form_words import plain_word

PEOPLE_MODELS = ("community.household", "community.resident")
# A list of all who are to be cared for, and of whom that is.
CARED_WORDS = ("特殊群体", "特殊人群", "重点人群", "重点关爱", "关爱对象", "关爱人员")
CARED = (
    *("elderly_alone", "age_80", "disability", "severe_disability"),
    *("major_illness", "child_hardship", "extreme_hardship"),
)
STRANGERS = ("流动人口", "外来人口", "外来人员", "流动人员")
# A title with one of these is about everybody, or about all homes.
EVERYBODY = ("居民", "人口", "住户", "户情", "楼栋", "家庭", "入户", "户籍", "常住", *STRANGERS)


class Column(NamedTuple):
    """What fills a column.

    :param str path: of the field, from the record of the row
    :param mask: of a closed number, else False
    :param str form: how it is shown, as a column of a ledger says it
    :param str lines: which lines of a list, as a domain
    :param dict words: our words -> what forms call them, several
    :param bool is_question: whether a person has to confirm it in any case
    """

    path: str
    mask: str | bool = False
    form: str = "iso"
    lines: str = ""
    words: dict | None = None
    is_question: bool = False


class Rows(NamedTuple):
    """A kind of record that may stand in the rows of a form, or be the subject of a card.

    :param str model: its model
    :param dict columns: what a heading means -> :class:`Column`
    :param dict words: headings, without blanks and brackets -> what they mean
    :param tuple names: of these at least one must be among the columns of a list
    :param tuple titles: one of these words must stand in the title; empty: any title
    :param str domain: which records
    :param str order: in which order; empty: that of their list
    :param str date_path: the date to which a period applies
    :param dict lines: what the heading of a block inside a card means -> :class:`Column`
    :param bool is_counted: whether figures may be counted for each row
    :param bool is_card: whether a card may be about one of them
    :param tuple without: none of these is among the columns
    """

    model: str
    columns: dict
    words: dict
    names: tuple
    titles: tuple = ()
    domain: str = "[]"
    order: str = "id"
    date_path: str = ""
    lines: dict | None = None
    is_counted: bool = False
    is_card: bool = False
    without: tuple = ()


def behind(link, columns):
    """Return columns as they read from a record that leads to theirs.

    >>> behind("resident_id", {"name": Column("name"), "grid": Column("grid_id.name")})["name"].path
    'resident_id.name'
    """
    return {key: column._replace(path=f"{link}.{column.path}") for key, column in columns.items()}


def form_words(words, codes, options):
    """Return what a form calls our words, as a cell keeps it, and those it has no word for.

    :param dict words: our word -> what forms call it, several
    :param dict codes: our word -> how we call it
    :param options: the words that the form knows

    >>> form_words({"own": ("自有", "产权")}, {"own": "自有", "rent": "租住"}, ["自有", "租住"])
    'own=自有;rent=租住'
    >>> form_words({}, {"own": "自有"}, [])
    ''
    """
    found = {}
    for code, label in codes.items():
        for word in (label, *(words or {}).get(code, ())):
            if word in options:
                found[code] = word
                break
    return ";".join(f"{code}={word}" for code, word in found.items())


def shaped(column, place):
    """Return a column as its heading wants it: 出生年月 asks for year and month alone."""
    is_month = plain_word(place.headings[-1]).endswith("年月") and column.form == "iso"
    return column._replace(form="month") if is_month else column


def options_named(headings):
    """Return the words that a heading names in brackets: (新增/停发/无)."""
    found = re.findall(r"[（(]([^）)]*)[）)]", headings[-1] if headings else "")
    return [word for text in found for word in re.split("[/／、,，]", text) if word]


def is_signed(place):
    """Tell whether a cell of a card is for a hand, which no program fills."""
    return any(word in place.labels[-1] for word in ("签名", "签字", "盖章", "印章", "手印"))
