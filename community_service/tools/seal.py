"""The seals of the access log: pure functions, and what the configuration file says of them.

The key stands outside the database. Whoever can write to the database alone can neither make a seal
nor change what is sealed without its showing.
"""

import configparser
import hashlib
import hmac
import json
import re
from typing import NamedTuple

GENESIS = "0" * 64
SECTION = "community"
MIN_KEY = 32
ANCHOR_WORD = "community-log-anchor"


class Key(NamedTuple):
    """A key of the log: its ``name``, which tells nothing about it, and its ``secret``."""

    name: str
    secret: bytes


class Anchor(NamedTuple):
    """Where the log stood on a day: of which ``database``, how many ``rows`` up to number
    ``log_id``, and the last seal."""

    database: str
    date: str
    seq: int
    hash: str
    log_id: int
    rows: int


def local_option(name):
    """Return an option of section ``[community]`` of the server's configuration file, or "".

    An own section, because Odoo warns at each start of options that it does not know.
    """
    # Here, so that the rest of this file runs without Odoo.
    from odoo.tools import config

    parser = configparser.RawConfigParser()
    parser.read(config["config"] or ())
    return parser.get(SECTION, name, fallback="").strip()


def make_key(secret):
    """Return the :class:`Key` of a text from the configuration file.

    :raises ValueError: when it has fewer than 32 characters

    >>> make_key("x" * 32).name
    '27701202'
    >>> make_key("short")
    Traceback (most recent call last):
    ValueError: 5
    """
    if len(secret) < MIN_KEY:
        raise ValueError(len(secret))
    secret = secret.encode()
    return Key(hmac.digest(secret, b"name", "sha256").hex()[:8], secret)


def local_keys():
    """Return the keys of the configuration file: the one that seals, and those that sealed before.

    ``log_key`` is one text, ``log_old_keys`` texts parted by commas.

    :return: (:class:`Key` or None, {name: :class:`Key`})
    :raises ValueError: when one has fewer than 32 characters
    """
    secret, older = local_option("log_key"), local_option("log_old_keys")
    key = make_key(secret) if secret else None
    keys = [make_key(text.strip()) for text in older.split(",") if text.strip()]
    return key, {known.name: known for known in [*keys, *filter(None, [key])]}


def seal_hash(seq, previous, values, key=None):
    """Return the seal of a row over its number, the seal before it and its values.

    :param int seq: number of the row in the chain, from 1
    :param str previous: seal of row ``seq - 1``; GENESIS for the first one
    :param values: the values of the row, always in the same order
    :param Key key: what makes the seal (HMAC with SHA-256); without it anybody can (SHA-256)
    :return: 64 hexadecimal digits

    >>> first = seal_hash(1, GENESIS, (7, "2026-01-01 00:00:00", None))
    >>> first[:12]
    'b4cef17a1774'
    >>> seal_hash(1, GENESIS, (8, "2026-01-01 00:00:00", None)) == first
    False
    >>> seal_hash(1, GENESIS, (7, "2026-01-01 00:00:00", None), make_key("k" * 32))[:12]
    '02aeee3d2b87'
    """
    text = json.dumps([seq, previous, *values], default=str, ensure_ascii=False).encode()
    if key:
        return hmac.digest(key.secret, text, "sha256").hex()
    return hashlib.sha256(text).hexdigest()


def head_text(seq, digest, key=None):
    """Return the note of the chain's end, which is kept apart from the chain.

    >>> head_text(3, "ab"), head_text(3, "ab", make_key("k" * 32))[:14]
    ('3:ab:', '3:ab:4ccaed315')
    """
    return f"{seq}:{digest}:{seal_hash(seq, digest, ['head'], key) if key else ''}"


def read_head(text):
    """Return (seq, seal, proof) of a note of the chain's end.

    :raises ValueError: when it is none

    >>> read_head("3:ab:cd"), read_head("3:ab")
    ((3, 'ab', 'cd'), (3, 'ab', ''))
    >>> read_head("three")
    Traceback (most recent call last):
    ValueError: three
    """
    seq, *rest = (text or "").split(":")
    if not (seq.isdecimal() and len(seq) < 10 and 0 < len(rest) < 3):
        raise ValueError(text)
    digest, proof = (*rest, "")[:2]
    return int(seq), digest, proof


def anchor_text(anchor, key=None):
    """Return an anchor as the line that leaves the machine.

    >>> anchor_text(Anchor("db", "2026-01-05T08:00:00", 3, "ab", 7, 5))
    'community-log-anchor db 2026-01-05T08:00:00 3 ab 7 5 -'
    """
    proof = seal_hash(anchor.seq, anchor.hash, ["anchor", *anchor], key) if key else "-"
    return " ".join(map(str, (ANCHOR_WORD, *anchor, proof)))


def read_anchors(text, keys=None):
    """Return the anchors in a text: of a file, a mail, or typed from paper.

    :param str text: lines; what stands before the word of an anchor does not matter
    :param keys: {name: Key}; an anchor with a proof must have been made with one of them, while
        nobody can tell without keys
    :return: list of :class:`Anchor`
    :raises ValueError: with the line that begins like an anchor and is none

    >>> line = anchor_text(Anchor("db", "2026-01-05T08:00:00", 3, "ab", 7, 5), make_key("k" * 32))
    >>> read_anchors(f"> {line}\\n\\nBest regards", {"k": make_key("k" * 32)})
    [Anchor(database='db', date='2026-01-05T08:00:00', seq=3, hash='ab', log_id=7, rows=5)]
    >>> read_anchors(line.replace(" 5 ", " 4 "), {"k": make_key("k" * 32)})
    Traceback (most recent call last):
    ValueError: community-log-anchor db 2026-01-05T08:00:00 3 ab 7 4 ...
    """
    anchors = []
    for line in (text or "").splitlines():
        _before, word, rest = line.partition(ANCHOR_WORD)
        if not word:
            continue
        shown = f"{word}{rest}"
        parts = rest.split()
        if len(parts) != 7 or not all(parts[n].isdecimal() for n in (2, 4, 5)):
            raise ValueError(shown[:200])
        database, date, seq, digest, log_id, rows, proof = parts
        anchor = Anchor(database, date, int(seq), digest, int(log_id), int(rows))
        texts = {anchor_text(anchor, key) for key in (keys or {}).values()}
        if proof != "-" and keys and anchor_text(anchor)[:-1] + proof not in texts:
            raise ValueError(f"{anchor_text(anchor)[:-1]}...")
        anchors.append(anchor)
    return anchors


def read_seals(text):
    """Return the seals in a text that stand there alone, as noted down from the screen.

    >>> read_seals("last seal: 0123456789abcdef"), read_seals("0123") == read_seals(None) == []
    (['0123456789abcdef'], True)
    """
    lines = [line for line in (text or "").splitlines() if ANCHOR_WORD not in line]
    return re.findall(r"\b[0-9a-f]{16,64}\b", "\n".join(lines))
