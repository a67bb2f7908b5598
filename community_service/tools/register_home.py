"""The place that the cells of a row give together: building, entrance and room in many shapes."""

import datetime
import re
from functools import lru_cache

from . import register_values as rv
from .register_address import (
    HOUSE_NUMBER,
    VILLAGE_GROUPS,
    Address,
    plain_address,
    read_address,
    read_section,
)
from .register_places import (
    building_core,
    entrance_core,
    floor_room,
    named_parts,
    room_core,
    room_parts,
)

PLACE_CELLS = ("building", "entrance", "room", "address")
DATE = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}")

_building = lru_cache(4096)(building_core)
known_address = lru_cache(4096)(read_address)


def _is_house(found, text):
    """Tell whether 12-1 is the number of a house, as it is below a group of a village."""
    is_group = found.building[-1:] in VILLAGE_GROUPS
    return is_group and bool(HOUSE_NUMBER.fullmatch(plain_address(text)))


class PlaceReader:
    """Part of :class:`~.register_household.HouseholdReader` that reads where a row stands."""

    def _find_place(self, cell):
        """Return the :class:`~.register_address.Address` that the cells of a row give together."""
        for target in PLACE_CELLS:
            # Programs make a date of 3-5; in a workbook that came back it is a text.
            if isinstance(cell(target), datetime.date) or DATE.fullmatch(rv.text_of(cell(target))):
                return Address(room=rv.text_of(cell(target)), question="date")
        address, building = rv.said(cell("address")), rv.said(cell("building"))
        entrance, room = entrance_core(cell("entrance")), room_core(cell("room"))
        floor = rv.said(cell("floor"))
        if floor and room:
            room, question = floor_room(floor, room)
            if question:
                return Address(room=f"{floor} {rv.text_of(cell('room'))}", question=question)
        if not entrance.isalnum() and entrance:
            return Address(room=rv.text_of(cell("entrance")), question="unread")
        core, word = _building(building)
        if not core and (told := read_section(rv.said(cell("estate")))):
            # The column of the estate holds the building, too.
            core, word = told.building, told.word
        if core:
            found = self._find_building(building, core, word)
            if found.question:
                return found
            return self._find_below(found, entrance, room, rv.text_of(cell("room")))
        if address:
            named = named_parts(self._heading("address"), address)
            if named:
                return named._replace(room=named.room or room, entrance=named.entrance or entrance)
            found = known_address(address)
            if found.question and (found.question != "no_room" or not room):
                return found
            if found.room and room and room != found.room:
                return Address(room=f"{address} {room}", question="two_rooms")
            found = found._replace(question="")
        else:
            found = self._find_in_room(rv.text_of(cell("room")), room, entrance)
        if found.question:
            return found
        entrance = found.entrance or entrance
        return found._replace(entrance=entrance, room=found.room or room)

    def _find_building(self, building, core, word):
        """Return the place that the cell of a building gives: it may hold more than its number."""
        if word:
            return Address(building=core, word=word)
        section = read_section(building)
        if section and section.building:
            return section._replace(question="")
        if re.search(r"[、,，;；/&]", core):
            return Address(room=building, question="unread")
        is_pair = re.fullmatch(r"\d{1,3}-\d{1,2}", core)
        if is_pair and not {"entrance"} & self._columns.keys():
            # 3-1: a building of that name, or building and entrance.
            return Address(room=building, question="several_numbers")
        found = Address() if core.isalnum() else known_address(building)
        if not found.building:
            found = Address(building=core, word=word)
        return found._replace(question="")

    def _find_below(self, found, entrance, room, text):
        """Return the place of a row that gives its building; its room may hold more than a room."""
        named = named_parts(self._heading("room"), text)
        if named and not named.building:
            own = named
        elif _is_house(found, text):
            own = None
        else:
            own = room_parts(text, found.building, found.entrance or entrance)
        if own is None:
            return found._replace(entrance=found.entrance or entrance, room=found.room or room)
        if own.question:
            return own
        return found._replace(
            entrance=found.entrance or entrance or own.entrance, room=found.room or own.room
        )

    def _find_in_room(self, text, room, entrance=""):
        """Read a cell of the room that may hold building and entrance too."""
        named = named_parts(self._heading("room"), text)
        if named and named.room:
            return named
        found = known_address(text) if text else Address()
        if found.question == "two_rooms":
            return found
        if not found.question and found.estate and not found.building:
            return found
        if found.question or not found.building:
            own = room_parts(text, "", entrance)
            return own if own and (own.entrance or own.question) else Address(room=room)
        if self._section.building and not found.word and not found.entrance:
            # Below the line of a building, the number before the dash is the entrance.
            return Address(entrance=found.building, room=found.room)
        return found
