"""Rows that come back: what is known of one that was refused before, beside what it shows."""

from typing import NamedTuple


class Refused(NamedTuple):
    """What a row said when it was refused; of a number that is none of a refused row, nothing.

    ``texts`` are its cells, ``estate`` where it stood, ``home`` the cells of its household,
    ``above`` what stood elsewhere in the workbook (see :meth:`RowReturn._said_above`), ``origin``
    the number of its household as ``[import, group]``, and ``topics`` what other sheets told of
    the people of the household, by name.
    """

    texts: list | None = None
    estate: str | None = None
    home: list | None = None
    above: dict | None = None
    origin: list | None = None
    topics: dict | None = None
