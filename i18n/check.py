"""Checks of translations: nothing missing, placeholders kept, the glossary's words used.

Needs ``polib``, which is among the requirements of the addons.
"""

import ast
import csv
import re

import polib

# What a program reads, not a word of the sentence: a model, a field path, a [section] of a file.
NAME = re.compile(r"\[\w+\]|\b[a-z]\w*(?:\.[a-z]\w*)+")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdif]|%%|\{\w*\}|</?[a-z][a-z0-9]*")
HEADER_DATES = ("POT-Creation-Date", "PO-Revision-Date")


def read_glossary(path):
    """Return ``[(English term in lower case, [accepted Chinese words])]``, longest term first.

    The columns are ``zh_CN, en, notes``; several accepted words are parted by ``/``. A row whose
    notes begin with ``-`` is for people only and not enforced.
    """
    with open(path, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    terms = [
        (term.strip().lower(), [word.strip() for word in row["zh_CN"].split("/")])
        for row in rows
        if not (row.get("notes") or row.get("term notes") or "").startswith("-")
        for term in row["en"].split("/")
    ]
    return sorted(terms, key=lambda item: -len(item[0]))


def read_pending(path):
    """Return the terms that wait for their translation: one Python string literal a line.

    The list may only shrink: a new term is translated at once.
    """
    if not path.exists():
        return frozenset()
    return frozenset(
        ast.literal_eval(line) for line in path.read_text(encoding="utf-8").splitlines() if line
    )


def glossary_problems(msgid, msgstr, glossary):
    """Return the terms of ``msgid`` whose Chinese word is not in ``msgstr``.

    >>> words = [("grid worker", ["网格员"]), ("grid", ["网格"])]
    >>> glossary_problems("Grid workers", "网格员", words)
    []
    >>> glossary_problems("Grids of the estate", "片区", words)
    ['grid: 网格']
    >>> glossary_problems("community.grid of the section [grid]", "[grid] 的 community.grid", words)
    []
    """
    # Names of placeholders, tags and models are not words of the sentence.
    rest = NAME.sub(" ", PLACEHOLDER.sub(" ", msgid)).lower()
    problems = []
    for term, words in glossary:
        pattern = rf"(?<![\w-]){re.escape(term)}(?:s|es)?(?![\w-])"
        if re.search(pattern, rest):
            # A longer term hides the shorter ones that it contains.
            rest = re.sub(pattern, " ", rest)
            if not any(word in msgstr for word in words):
                problems.append(f"{term}: {'/'.join(words)}")
    return problems


def placeholders(text):
    """Return the sorted placeholders and tags of a term.

    >>> placeholders("%(name)s has 100%% of {x}")
    ['%%', '%(name)s', '{x}']
    """
    return sorted(PLACEHOLDER.findall(text))


def po_problems(pot, po, glossary=(), pending=frozenset()):
    """Return what is wrong with a translation: both are ``polib.POFile`` objects.

    :param pending: terms known to wait for their translation; one that has it must leave the list
    """
    problems = []
    translated = {entry.msgid: entry for entry in po if not entry.obsolete}
    for entry in pot:
        found = translated.pop(entry.msgid, None)
        if found is None or not found.msgstr.strip():
            if entry.msgid in pending:
                continue
            problems.append(f"not translated: {entry.msgid!r}")
        elif entry.msgid in pending:
            problems.append(f"translated, take it off the waiting list: {entry.msgid!r}")
        elif found.fuzzy:
            problems.append(f"marked fuzzy: {entry.msgid!r}")
        elif placeholders(entry.msgid) != placeholders(found.msgstr):
            problems.append(f"placeholders differ: {entry.msgid!r} / {found.msgstr!r}")
        else:
            wrong = glossary_problems(entry.msgid, found.msgstr, glossary)
            problems += [
                f"{entry.msgid!r} / {found.msgstr!r} does not use the glossary's word for {term}"
                for term in wrong
            ]
    problems += [f"no longer in the source: {msgid!r}" for msgid in translated]
    return problems


def pot_problems(kept, exported):
    """Return the terms in which two templates differ; dates and places in code do not count."""
    before = {(entry.msgctxt, entry.msgid) for entry in kept}
    after = {(entry.msgctxt, entry.msgid) for entry in exported}
    new = [
        f"term missing in the .pot: {msgid!r}"
        for _context, msgid in sorted(after - before, key=str)
    ]
    return new + [
        f"term of the .pot no longer in the source: {msgid!r}"
        for _context, msgid in sorted(before - after, key=str)
    ]


def merge(pot, po):
    """Bring a translation up to the template: new terms empty, old ones gone, the rest kept."""
    po.merge(pot)
    for entry in [entry for entry in po if entry.obsolete]:
        po.remove(entry)
    return po


def load(path):
    """Return the ``polib.POFile`` at ``path``."""
    return polib.pofile(str(path), wrapwidth=78)
