"""Small counts of a published table: which cells to leave out (pure, without the ORM)."""

from fractions import Fraction

# What stands for a count that is left out, and for one that nobody recorded.
HIDDEN, UNKNOWN = "*", "–"


def suppressed(cells, sums=(), below=5):
    """Return the keys of the cells to leave out of a table for the public.

    A count from 1 to ``below`` - 1 is left out; so are as many others as it takes that none of
    those can be worked out from the rest of the table, whatever sums the reader combines. Zero is
    shown: it points to nobody. What is missing from the parts of a whole (a sex not known, people
    of 60 to 64 between "60 and over" and "65 and over") is a count as well, though nobody prints
    it, and is protected in the same way.

    :param dict cells: key -> count
    :param sums: iterable of (whole, parts): keys of cells; parts do not overlap
    :param int below: smallest count that is shown
    :return: set of keys

    >>> table = {"all": 40, "men": 37, "women": 3}
    >>> sorted(suppressed(table, [("all", ["men", "women"])]))
    ['men', 'women']
    >>> suppressed({"all": 40, "men": 20, "women": 20}, [("all", ["men", "women"])])
    set()

    The difference of two counts is a count:

    >>> sorted(suppressed({"60+": 20, "65+": 18, "80+": 0}, [("60+", ["65+"]), ("65+", ["80+"])]))
    ['65+']

    Two small counts do not protect each other when their sum is small:

    >>> table = {"all": 32, "a": 1, "b": 1, "c": 10, "d": 20}
    >>> sorted(suppressed(table, [("all", ["a", "b", "c", "d"])]))
    ['a', 'b', 'c']
    """
    counts, equations = _with_rests(cells, sums)
    small = {key for key, count in counts.items() if 0 < count < below}
    hidden = {key for key in small if key in cells}
    while more := _exposed(counts, equations, cells, hidden, small, below):
        hidden.add(more)
    # One step may have made an earlier one needless: show again what costs the reader most.
    for key in sorted(hidden - small, key=lambda key: (-counts[key], str(key))):
        if not _exposed(counts, equations, cells, hidden - {key}, small, below):
            hidden.remove(key)
    return hidden


def _with_rests(cells, sums):
    """Return (counts with the unprinted rests, equations as {key: +1 whole, -1 part})."""
    counts, equations = dict(cells), []
    for number, (whole, parts) in enumerate(sums):
        parts = [part for part in parts if part in cells]
        if whole not in cells or not parts:
            continue
        rest = cells[whole] - sum(cells[part] for part in parts)
        if rest < 0:
            continue  # the parts overlap: nothing follows from their sum
        equation = {whole: 1} | dict.fromkeys(parts, -1)
        if rest:
            counts["rest", number] = rest
            equation["rest", number] = -1
        equations.append(equation)
    return counts, equations


def _exposed(counts, equations, cells, hidden, small, below):
    """Return one more cell to hide, or None if no small count can be worked out."""
    unknown = {key for key in counts if key in hidden or key not in cells}
    for equation in equations:
        closed = [key for key in equation if key in unknown]
        whole = next(key for key, sign in equation.items() if sign > 0)
        # Hidden parts below a whole that is shown: the reader knows their sum.
        if closed and whole not in unknown and 0 < sum(counts[key] for key in closed) < below:
            return _cheapest(counts, [key for key in equation if key not in unknown])
    exposed = _determined(equations, unknown) & small
    if not exposed:
        return None
    near = _connected(exposed, equations, unknown)
    # First where one unknown stands alone in a sum, be it the small one or a step on the way to it.
    alone = [equation for equation in near if len(unknown & set(equation)) == 1]
    direct = [equation for equation in alone if exposed & set(equation)]
    for group in (direct, alone, near):
        if shown := {key for equation in group for key in equation if key not in unknown}:
            return _cheapest(counts, shown)
    return None


def _connected(keys, equations, unknown):
    """Return the equations from which a reader could go on to one of the keys."""
    reached, found = set(keys), []
    while True:
        more = [e for e in equations if e not in found and reached & set(e)]
        if not more:
            return found
        found += more
        reached |= {key for equation in more for key in equation if key in unknown}


def _cheapest(counts, keys):
    """Return the key that costs the reader least: the smallest count, zero only at last."""
    return min(keys, key=lambda key: (counts[key] == 0, counts[key], str(key)))


def _determined(equations, unknown):
    """Return the unknown keys that the equations fix, by elimination over fractions."""
    rows = []
    for equation in equations:
        row = {key: Fraction(sign) for key, sign in equation.items() if key in unknown}
        for pivot, other in rows:
            _subtract(row, other, row.get(pivot, 0))
        if not row:
            continue
        pivot = min(row, key=str)
        row = {key: value / row[pivot] for key, value in row.items()}
        for _pivot, other in rows:
            _subtract(other, row, other.get(pivot, 0))
        rows.append((pivot, row))
    return {pivot for pivot, row in rows if len(row) == 1}


def _subtract(row, other, factor):
    if factor:
        for key, value in other.items():
            row[key] = row.get(key, 0) - factor * value
            if not row[key]:
                del row[key]
