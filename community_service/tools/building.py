"""Where a room stands in its building, as far as its number says so."""

import re

FLOOR_AND_ROOM = re.compile(r"([1-9]\d?)(\d\d[A-Za-z]?)")


def floor_and_place(room):
    """Return ``(floor, place)`` of a room whose number tells both, or None.

    The last two digits are the place on the floor, what stands before them is the floor. Whatever
    else a door is called has no floor here: shops, basements, houses with a number of their own.

    >>> floor_and_place("502"), floor_and_place("1203"), floor_and_place("601A")
    ((5, '02'), (12, '03'), (6, '01A'))
    >>> [floor_and_place(room) for room in ("12", "商铺3", "B101", "-101", "0", "10101", "", None)]
    [None, None, None, None, None, None, None, None]
    """
    match = FLOOR_AND_ROOM.fullmatch(room or "")
    return (int(match[1]), match[2]) if match else None


def board_of(rooms):
    """Return how rooms stand: ``(places, floors, others)``.

    Every room is in it once: on its floor, or in the row of others, in the order given.

    :param list rooms: pairs of a room's number and whatever stands for it
    :return: the places of a floor from left to right; pairs of a floor and what stands at each of
        these places (a list, empty where the register knows no door), from above; what has no floor

    >>> board_of([("101", "a"), ("102", "b"), ("202", "c"), ("102", "d"), ("商铺", "e")])
    (['01', '02'], [(2, [[], ['c']]), (1, [['a'], ['b', 'd']])], ['e'])
    >>> board_of([])
    ([], [], [])
    """
    floors, others, places = {}, [], set()
    for room, thing in rooms:
        found = floor_and_place(room)
        if not found:
            others.append(thing)
            continue
        floor, place = found
        places.add(place)
        floors.setdefault(floor, {}).setdefault(place, []).append(thing)
    places = sorted(places)
    return (
        places,
        [
            (floor, [floors[floor].get(place, []) for place in places])
            for floor in sorted(floors, reverse=True)
        ],
        others,
    )
