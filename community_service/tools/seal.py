import hashlib
import json

GENESIS = "0" * 64


def seal_hash(seq, previous, values):
    """Return the seal of a row: SHA-256 over its number, the seal before it and its values.

    :param int seq: number of the row in the chain, from 1
    :param str previous: seal of row ``seq - 1``; GENESIS for the first one
    :param values: the values of the row, always in the same order
    :return: 64 hexadecimal digits

    >>> first = seal_hash(1, GENESIS, (7, "2026-01-01 00:00:00", None))
    >>> first[:12]
    'b4cef17a1774'
    >>> seal_hash(1, GENESIS, (8, "2026-01-01 00:00:00", None)) == first
    False
    """
    text = json.dumps([seq, previous, *values], default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
