"""Small counts of a published table: which cells to leave out (pure, without the ORM)."""

from fractions import Fraction

# What stands for a count that is left out, and for one that nobody recorded.
HIDDEN, UNKNOWN = "*", "–"


def suppressed(cells, sums=(), below=5, *, closed=(), kept=(), fixed=()):
    """Return the keys of the cells to leave out of a table for the public.

    A count from 1 to ``below`` - 1 is left out; so are as many others as it takes that none of
    those can be worked out from the rest of the table, whatever sums the reader combines. Zero is
    shown: it points to nobody. What is missing from the parts of a whole (a sex not known, people
    of 60 to 64 between "60 and over" and "65 and over") is a count as well, though nobody prints
    it, and is protected in the same way.

    :param dict cells: key -> count
    :param sums: iterable of (whole, parts): keys of cells; parts do not overlap
    :param int below: smallest count that is shown
    :param closed: keys that are left out and protected whatever their number
    :param kept: keys that were left out of a table that is out already: they stay left out
    :param fixed: keys that such a table shows: nobody can take them back
    :return: set of keys, with those of ``kept``

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

    What is out already counts as well: a year tells the quarter that was left out.

    >>> table = {"year": 40, "q1": 3, "q2": 12, "q3": 10, "q4": 15}
    >>> year = [("year", ["q1", "q2", "q3", "q4"])]
    >>> sorted(suppressed(table, year, kept=["q1"], fixed=["q2", "q3", "q4"]))
    ['q1', 'year']
    """
    counts, equations = _with_rests(cells, sums)
    fixed, kept = set(fixed), set(kept)
    small = {key for key, count in counts.items() if 0 < count < below or key in closed} - fixed
    hidden = {key for key in small if key in cells} | kept
    # What no sum ties together tells nothing of each other.
    for tied in _tied(equations):
        hidden |= _protected(counts, tied, cells, hidden, small, below, fixed | kept)
    return hidden


def _protected(counts, equations, cells, hidden, small, below, out):
    """Return the keys to hide in equations that hang together; see :func:`suppressed`.

    :param out: keys of tables that are out: they stay as they are, shown or hidden
    """
    keys = {key for equation in equations for key in equation}
    hidden = hidden & keys
    small, fixed = small & keys, out - hidden
    while more := _exposed(counts, equations, cells, hidden, small, below, fixed):
        hidden.add(more)
    # One step may have made an earlier one needless: show again what costs the reader most.
    for key in sorted(hidden - small - out, key=lambda key: (-counts[key], str(key))):
        if not _exposed(counts, equations, cells, hidden - {key}, small, below, fixed):
            hidden.remove(key)
    return hidden


def _tied(equations):
    """Return the equations in groups that have no key in common."""
    group_of, groups = {}, {}
    for number, equation in enumerate(equations):
        groups[number] = [equation]
        for other in {group_of[key] for key in equation if key in group_of}:
            groups[number] += groups.pop(other)
        for mine in groups[number]:
            group_of |= dict.fromkeys(mine, number)
    return list(groups.values())


def sums_of(asked):
    """Return the sums that follow from what counts ask, as :func:`suppressed` takes them.

    A count that asks the same as another and one thing more is a part of it. Parts that ask
    different values of one field do not overlap, and stand in one sum.

    :param dict asked: key -> (what is counted, frozenset of conditions); a condition is a triple of
        field, operator and value, or anything else that can be compared

    >>> done = ("state", "=", "done")
    >>> asked = {"closed": ("request", frozenset([done]))} | {
    ...     area: ("request", frozenset([done, ("area", "=", area)])) for area in ("jobs", "homes")
    ... }
    >>> sums_of(asked)
    [('closed', ['homes', 'jobs'])]
    >>> asked |= {"late": ("request", frozenset([done, ("is_late", "=", True)]))}
    >>> sums_of(asked)
    [('closed', ['homes', 'jobs']), ('closed', ['late'])]
    """
    found = []
    for whole, (kind, conditions) in asked.items():
        groups = {}
        for part, (other, narrower) in sorted(asked.items()):
            if other != kind or part == whole or narrower == conditions:
                continue
            more = narrower - conditions
            if len(more) == 1 and all(_implies(more, asks) for asks in conditions - narrower):
                ((values, name),) = (_values_asked(condition) for condition in more)
                _place(groups.setdefault(name, []), part, values)
        found += [
            (whole, [part for part, _values in parts])
            for _name, sums in sorted(groups.items())
            for parts in sums
        ]
    return found


def _values_asked(condition):
    """Return (values that a condition admits, or None, name of what it asks)."""
    if isinstance(condition, tuple) and len(condition) == 3:
        name, operator, value = condition
        if operator == "=":
            return {value}, name
        if operator == "in":
            return set(value), name
        return None, name
    return None, str(condition)


def _implies(conditions, asks):
    """Tell whether one of the conditions leaves nothing that ``asks`` would take away."""
    if not isinstance(asks, tuple) or len(asks) != 3:
        return False
    name, operator, value = asks
    for condition in conditions:
        values, own = _values_asked(condition)
        if values is None or own != name:
            continue
        if operator == "!=" and value not in values:
            return True
        if operator in ("=", "in") and values <= _values_asked(asks)[0]:
            return True
    return False


def _place(sums, part, values):
    """Put a part into the first sum whose parts it does not overlap, or into one of its own."""
    for parts in sums if values is not None else ():
        if all(other is not None and not other & values for _part, other in parts):
            parts.append((part, values))
            return
    sums.append([(part, values)])


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


def _exposed(counts, equations, cells, hidden, small, below, fixed):
    """Return one more cell to hide, or None if no small count can be worked out.

    Cells of ``fixed`` are out; where nothing else is left to hide, there is nothing to return.
    """
    unknown = {key for key in counts if key in hidden or key not in cells}
    for equation in equations:
        closed = [key for key in equation if key in unknown]
        whole = next(key for key, sign in equation.items() if sign > 0)
        # Hidden parts below a whole that is shown: the reader knows their sum.
        if closed and whole not in unknown and 0 < sum(counts[key] for key in closed) < below:
            if shown := [key for key in equation if key not in unknown and key not in fixed]:
                return _cheapest(counts, shown)
    exposed = _determined(equations, unknown) & small
    if not exposed:
        return None
    near = _connected(exposed, equations, unknown)
    # First where one unknown stands alone in a sum, be it the small one or a step on the way to it.
    alone = [equation for equation in near if len(unknown & set(equation)) == 1]
    direct = [equation for equation in alone if exposed & set(equation)]
    for group in (direct, alone, near):
        if shown := {key for equation in group for key in equation} - unknown - fixed:
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
