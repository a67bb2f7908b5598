import itertools
import random

from odoo.tests import BaseCase, tagged

from ...tools.suppression import suppressed

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
