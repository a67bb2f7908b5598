"""Sharing out visits: whole staircases to workers, even days, in the order of walking."""


def split_evenly(weights, parts):
    """Cut a row of weights into ``parts`` runs of neighbours, the heaviest as light as possible.

    :param weights: weight of each staircase, in walking order
    :param int parts: number of workers, at least 1
    :return: for each weight the number of its part, from 0; later parts may stay empty

    >>> split_evenly([4, 4, 4, 4], 2)
    [0, 0, 1, 1]
    >>> split_evenly([9, 1, 1, 1], 2)
    [0, 1, 1, 1]
    >>> split_evenly([5], 3), split_evenly([], 2)
    ([0], [])
    """
    low, high = max(weights, default=0), sum(weights)
    while low < high:
        middle = (low + high) // 2
        if _runs(weights, middle)[-1] < parts:
            high = middle
        else:
            low = middle + 1
    return _runs(weights, low) if weights else []


def _runs(weights, limit):
    """Number the runs that fill up to ``limit`` one after the other."""
    numbers, number, load = [], 0, 0
    for weight in weights:
        if load and load + weight > limit:
            number, load = number + 1, 0
        load += weight
        numbers.append(number)
    return numbers


def spread(count, days):
    """Return how many of ``count`` visits fall on each of ``days`` days, the first ones first.

    >>> spread(7, 3), spread(2, 3)
    ([3, 2, 2], [1, 1, 0])
    """
    share, rest = divmod(count, days)
    return [share + (day < rest) for day in range(days)]
