"""ID numbers as lists from above show them: whole, under stars, or the last four characters."""

import datetime
import re
import unicodedata
from typing import NamedTuple

from .identity import ID_PATTERN, check_id_number, normalize_id_number
from .register_values import NO_VALUE, parse_id, text_of

STARS = "*＊×✱●•■□○#?？_"
_COVERED = re.compile(r"(?P<head>[0-9]*)(?P<stars>\*+)(?P<middle>[0-9*]*?)(?P<tail>[0-9]*X?)")
_LAST = re.compile(r"[0-9]{3}[0-9X]")
LENGTH = 18
OLD_LENGTH = 15


class ListNumber(NamedTuple):
    """What a cell says of an ID number: the ``whole`` number, or a ``pattern`` of SQL's LIKE with
    ``_`` and ``%`` for what is covered; ``has_tail`` where its last characters are told; the
    ``birth_date`` that stands in it; and a ``problem``, the code of :func:`parse_id`."""

    whole: str = ""
    pattern: str = ""
    has_tail: bool = False
    birth_date: datetime.date | None = None
    problem: str = ""


def read_list_number(value):
    """Return the :class:`ListNumber` of a cell.

    >>> read_list_number("999999199001010016")[:2], read_list_number("999999900101001").whole
    (('999999199001010016', ''), '999999199001010016')
    >>> read_list_number("9999**********0016")[:3], read_list_number("0016")[:3]
    (('', '9999__________0016', True), ('', '%0016', True))
    >>> read_list_number("99999919900101****")[1:4]
    ('99999919900101____', False, datetime.date(1990, 1, 1))
    >>> read_list_number("9999****0016")[:3], read_list_number("999999900101***").pattern
    (('', '9999%0016', True), '99999919900101____')
    >>> read_list_number("999999******001").pattern, read_list_number("无")
    ('99999919______001_', ListNumber(whole='', pattern='', has_tail=False, birth_date=None, \
problem=''))
    >>> read_list_number("999999199001010017")[0::4], read_list_number(9.99e17).problem
    (('999999199001010017', 'id_check_digit'), 'id_lost_precision')
    >>> read_list_number("**016").pattern, read_list_number("******************")
    ('', ListNumber(whole='', pattern='', has_tail=False, birth_date=None, problem=''))
    """
    text = normalize_id_number(unicodedata.normalize("NFKC", text_of(value)))
    plain = re.sub(f"[{re.escape(STARS)}]", "*", text)
    # Covered with the letter of the check character: 3301XXXXXXXXXX1234.
    plain = re.sub(r"X{2,}", lambda found: "*" * len(found[0]), plain)
    if text.lower() in NO_VALUE:
        return ListNumber()
    if _LAST.fullmatch(text):
        return ListNumber(pattern=f"%{text}", has_tail=True)
    if "*" in plain:
        return _covered(plain)
    kind, number, error = parse_id(value)
    if error == "id_lost_precision" or not number:
        return ListNumber(problem=error)
    if error and kind != "id_card":
        return ListNumber(problem=error)
    birth = None
    if kind == "id_card" and not error and ID_PATTERN.fullmatch(number):
        birth = check_id_number(number).birth_date
    return ListNumber(whole=number, birth_date=birth, problem=error)


def _covered(text):
    found = _COVERED.fullmatch(text)
    if not found:
        return ListNumber()
    head, tail = found["head"], found["tail"]
    if len(text) == OLD_LENGTH and text[-1] != "X":
        # Without the century and the check character that were added in 1999.
        text = text[:6] + "19" + text[6:] + "*"
        has_tail, told = len(tail) >= 3, text
    elif len(text) == LENGTH:
        has_tail, told = len(tail) >= 4, text
    else:
        # Who covers a number need not count its stars.
        has_tail = len(tail) >= 4
        told = f"{head}%{tail if has_tail else ''}" if has_tail or len(head) >= 4 else ""
    if not re.search(r"\d", told):
        return ListNumber()
    birth = None
    if "%" not in told and told[6:14].isdigit():
        try:
            birth = datetime.date(int(told[6:10]), int(told[10:12]), int(told[12:14]))
        except ValueError:
            birth = None
    return ListNumber(pattern=told.replace("*", "_"), has_tail=has_tail, birth_date=birth)
