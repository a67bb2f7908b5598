import itertools
import random
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from ...tools.suppression import sums_of, suppressed

SUMS = (
    ("all", ("men", "women")),
    ("all", ("young", "old")),
    ("men", ("young men", "old men")),
    ("women", ("young women", "old women")),
    ("young", ("young men", "young women")),
    ("old", ("old men", "old women")),
)
INNER = ("young men", "old men", "young women", "old women")


def table(inner):
    """Return the crossed table with its margins."""
    cells = dict(zip(INNER, inner, strict=True))
    for whole, parts in (*SUMS[2:], SUMS[0]):
        cells[whole] = sum(cells[part] for part in parts)
    return cells


def derived(sums, shown, cells):
    """Return the cells that a reader works out by adding and subtracting, whatever sums exist.

    Written apart from the tool: a cell follows when the rank of the sums does not grow with it.
    """
    unknown = sorted(
        {key for whole, parts in sums for key in (whole, *parts)} - shown.keys(), key=str
    )
    place = {key: number for number, key in enumerate(unknown)}
    rows = []
    for whole, parts in sums:
        row = [Fraction(0)] * len(unknown)
        for key, sign in ((whole, 1), *((part, -1) for part in parts)):
            if key in place:
                row[place[key]] += sign
        rows.append(row)
    rank = _rank(rows)
    return {
        key
        for key in unknown
        if key in cells
        and _rank([*rows, [Fraction(int(key == other)) for other in unknown]]) == rank
    }


def _rank(rows):
    rows, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for i in range(rank + 1, len(rows)):
            if rows[i][column]:
                factor = rows[i][column] / rows[rank][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return rank


def published_year(rng, turns):
    """Put out quarters, months of one and the year in any order, some twice, and return all of it.

    :return: (cells, sums that are true, hidden keys) when all of it is out
    """
    kinds = ("all", "a", "b", "c")
    cells, sums, kept, fixed = {}, [], set(), set()
    counts = {
        (month, kind): rng.choice((0, 0, 1, 2, 3, 5, 9))
        for month in range(12)
        for kind in kinds[1:]
    }
    spans = [(0, 12), *((3 * q, 3) for q in range(4)), *((month, 1) for month in range(3))]
    editions = {}
    for number, (start, length) in enumerate(rng.choices(spans, k=turns)):
        if rng.random() < 0.3:
            # Something comes to light: what is out is corrected by the next edition.
            counts[rng.randrange(start, start + length), rng.choice(kinds[1:])] += 1
        told = {
            kind: sum(counts[month, kind] for month in range(start, start + length))
            for kind in kinds[1:]
        }
        told["all"] = sum(told.values())
        new = {(number, kind): value for kind, value in told.items()}
        cells |= new
        sums.append(((number, "all"), [(number, kind) for kind in kinds[1:]]))
        for old in editions.get((start, length), ()):
            sums += [
                ((number, kind), [(old, kind)])
                for kind in kinds
                if cells[old, kind] == cells[number, kind]
            ]
        editions.setdefault((start, length), []).append(number)
        over_time = [*_sums_over_time(editions, kinds)]
        hidden = suppressed(cells, [*sums, *over_time], kept=kept, fixed=fixed)
        kept, fixed = hidden, cells.keys() - hidden
    sums += [
        (whole, parts)
        for whole, parts in _sums_over_time(editions, kinds, is_complete=True)
        if cells[whole] == sum(cells[part] for part in parts)
    ]
    return cells, sums, kept


def _sums_over_time(editions, kinds, is_complete=False):
    """Yield the sums of a longer period over the shorter ones in it, or only where none misses."""
    for (first, wide), wholes in editions.items():
        for narrow in (1, 3):
            parts = [
                found
                for (begin, size), found in editions.items()
                if size == narrow < wide and first <= begin < first + wide
            ]
            for whole, choice in itertools.product(wholes, (0, -1)):
                if parts and (len(parts) * narrow == wide or not is_complete):
                    for kind in kinds:
                        yield (whole, kind), [(part[choice], kind) for part in parts]


@tagged("post_install", "-at_install", "community")
class TestSuppression(BaseCase):
    def test_a_reader_who_tries_everything_finds_no_small_count(self):
        rng = random.Random(7)
        everything = [table(inner) for inner in itertools.product(range(12), repeat=4)]
        for _turn in range(25):
            cells = table([rng.choice((0, 1, 2, 3, 4, 6, 8)) for _cell in INNER])
            hidden = suppressed(cells, SUMS)
            shown = {key: value for key, value in cells.items() if key not in hidden}
            # Every table of whole numbers that agrees with what is shown.
            possible = [
                candidate
                for candidate in everything
                if all(candidate[key] == value for key, value in shown.items())
            ]
            for key, value in cells.items():
                if 0 < value < 5:
                    self.assertIn(key, hidden)
                    self.assertGreater(len({each[key] for each in possible}), 1, cells)

    def test_no_more_than_needed(self):
        cells = table((20, 30, 40, 50))
        self.assertFalse(suppressed(cells, SUMS))
        self.assertEqual(suppressed(cells | {"apart": 2}, SUMS), {"apart"})
        cells = table((3, 30, 40, 50))
        hidden = suppressed(cells, SUMS)
        self.assertEqual(len(hidden), 4)
        self.assertNotIn("all", hidden)

    def test_zero_is_shown_and_the_bound_is_editable(self):
        self.assertEqual(suppressed({"a": 0, "b": 4, "c": 5}), {"b"})
        self.assertEqual(suppressed({"a": 0, "b": 4, "c": 5}, below=3), set())
        self.assertEqual(suppressed({"a": 0, "b": 4, "c": 5}, below=10), {"b", "c"})

    def test_nothing_is_derived_from_all_that_was_ever_put_out(self):
        """Quarters, months, years and corrections in any order: no small count follows by sums,
        and what once stood there stands there still.
        """
        rng = random.Random(11)
        small = 0
        for _turn in range(40):
            cells, sums, hidden = published_year(rng, turns=9)
            shown = {key: value for key, value in cells.items() if key not in hidden}
            self.assertFalse([key for key, value in shown.items() if 0 < value < 5])
            for key in derived(sums, shown, cells):
                self.assertFalse(0 < cells[key] < 5, (cells, sums, hidden, key))
            small += sum(0 < value < 5 for value in cells.values())
        self.assertGreater(small, 200)

    def test_what_was_put_out_alone_gives_itself_away(self):
        """Each table by itself would tell: the property above is none that nothing can break."""
        quarters = {f"q{number}": value for number, value in enumerate((3, 12, 10, 15))}
        cells = {**quarters, "year": 40}
        year = [("year", [*quarters])]
        alone = suppressed(quarters) | suppressed({"year": 40})
        shown = {key: value for key, value in cells.items() if key not in alone}
        self.assertEqual(derived(year, shown, cells), {"q0"})
        self.assertEqual(
            suppressed(cells, year, kept=suppressed(quarters), fixed=quarters.keys() - alone),
            {"q0", "year"},
        )

    def test_a_sum_over_few_is_left_out_whatever_it_is(self):
        cells = {"hours": 4000, "more": 9000, "all": 13000}
        sums = [("all", ["hours", "more"])]
        self.assertEqual(len(suppressed(cells, sums, closed=["hours"])), 2)

    def test_sums_follow_from_what_is_asked(self):
        """Parts of one field, a part of a part, a condition that another one implies."""
        kind = ("case", "count", "")
        asked = {
            "rated": (kind, frozenset([("rating", "!=", "False")])),
            "good": (kind, frozenset([("rating", "in", frozenset(["very", "fairly"]))])),
            "bad": (kind, frozenset([("rating", "=", "bad")])),
            "other": (("visit", "count", ""), frozenset([("rating", "=", "bad")])),
        }
        self.assertEqual(sums_of(asked), [("rated", ["bad", "good"])])
