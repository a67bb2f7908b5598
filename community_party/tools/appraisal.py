"""Numbers of the democratic appraisal, without records."""


def excellent_cap(graded, one_in=3):
    """Return how many members may be called excellent: one in three, rounded down.

    :param int graded: members who get a grade
    :param int one_in: one in how many

    >>> [excellent_cap(members) for members in (31, 5, 3, 2, 0)]
    [10, 1, 1, 0, 0]
    >>> excellent_cap(31, one_in=4)
    7
    """
    return graded // one_in
