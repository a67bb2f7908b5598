"""What a part of ``./dev test`` found, and the sum of all parts."""

import dataclasses


@dataclasses.dataclass
class Result:
    """Counts of one part; ``details`` are the lines that explain the failures.

    ``has_tests`` means that each count is a test. Any other part is one gate, however many files,
    rows or terms it looked at, and counts as one in the sum. ``is_broken`` means that the part did
    not get to its end. ``figures`` are lines that say how much its tests tried.
    """

    name: str
    passed: int = 0
    failed: int = 0
    details: list = dataclasses.field(default_factory=list)
    seconds: float = 0.0
    is_broken: bool = False
    has_tests: bool = False
    figures: list = dataclasses.field(default_factory=list)

    def fail(self, detail):
        """Count one failure and keep its explanation."""
        self.failed += 1
        self.details.append(str(detail).rstrip())

    def check(self, is_good, detail):
        """Count one check as passed or failed."""
        if is_good:
            self.passed += 1
        else:
            self.fail(detail)

    @property
    def counted(self):
        """``(passed, failed)`` as the sum takes them; nothing executed is a failure."""
        if self.has_tests:
            return self.passed, self.failed or int(not self.passed)
        is_good = bool(self.passed and not self.failed)
        return int(is_good), int(not is_good)

    @property
    def line(self):
        """One line for the table at the end."""
        passed, failed = self.counted
        looked = self.passed + self.failed
        at = f"{looked:>8} looked at" if not self.has_tests and looked > 1 else ""
        return f"{self.name:<28}{passed:>6} passed{failed:>5} failed{self.seconds:>8.1f} s{at}"


def summary(results):
    """Return ``(closing line, exit code)`` of all parts.

    Tests count as tests and every gate as one. Nothing executed counts as a failure: a run that
    tests nothing must not look green.

    >>> tests, gate = Result("tests", passed=3, has_tests=True), Result("files", passed=900)
    >>> summary([tests, gate])
    ('4 passed, 0 failed', 0)
    >>> summary([tests, Result("files", passed=900, failed=7)])
    ('3 passed, 1 failed', 1)
    >>> summary([])
    ('0 passed, 1 failed', 1)
    >>> summary([tests, Result("b"), Result("c", has_tests=True)])
    ('3 passed, 2 failed', 1)
    """
    counts = [result.counted for result in results] or [(0, 1)]
    passed, failed = (sum(numbers) for numbers in zip(*counts, strict=True))
    return f"{passed} passed, {failed} failed", int(bool(failed))
