"""What a part of ``./dev test`` found, and the sum of all parts."""

import dataclasses


@dataclasses.dataclass
class Result:
    """Counts of one part; ``details`` are the lines that explain the failures.

    ``is_broken`` means that the part did not get to its end.
    """

    name: str
    passed: int = 0
    failed: int = 0
    details: list = dataclasses.field(default_factory=list)
    seconds: float = 0.0
    is_broken: bool = False

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
    def line(self):
        """One line for the table at the end."""
        return (
            f"{self.name:<28}{self.passed:>6} passed{self.failed:>5} failed{self.seconds:>8.1f} s"
        )


def summary(results):
    """Return ``(closing line, exit code)`` of all parts.

    Nothing executed counts as a failure: a run that tests nothing must not look green.

    >>> summary([Result("a", passed=3), Result("b", passed=1)])
    ('4 passed, 0 failed', 0)
    >>> summary([Result("a", passed=3), Result("b", failed=1)])
    ('3 passed, 1 failed', 1)
    >>> summary([])
    ('0 passed, 1 failed', 1)
    >>> summary([Result("a", passed=3), Result("b")])
    ('3 passed, 1 failed', 1)
    """
    passed = sum(result.passed for result in results)
    failed = sum(result.failed or int(not result.passed) for result in results)
    if not results:
        failed = 1
    return f"{passed} passed, {failed} failed", int(bool(failed))
