"""The household of a row: where it is, and which rows belong together."""

from functools import lru_cache

from ..tools import register_values as rv
from .natural import natural_key
from .register_places import building_core, entrance_core, parse_address, room_core

# Facts of the household: merged over its members, or written for the first of them only.
HOUSEHOLD_TARGETS = (
    "estate building entrance room address register_no head_name grid tenure owner_name owner_phone"
).split()

_room_key = lru_cache(4096)(natural_key)
_building = lru_cache(4096)(building_core)


class HouseholdReader:
    """Part of :class:`~.register_rows.RegisterRows` that reads facts of the household."""

    def _fill_merged(self, number, cells):
        merges = self._sheet.merges
        if not merges:
            return
        for column in self._fill:
            top = merges.top(number, column)
            if top is None:
                continue
            if top[0] == number and cells[column] is not None:
                self._tops[column] = (top[0], cells[column])
            elif self._tops.get(column, (None,))[0] == top[0]:
                cells[column] = self._tops[column][1]

    def _read_place(self, row, cell, number):
        estate, address = rv.text_of(cell("estate")), rv.text_of(cell("address"))
        building, word = _building(cell("building"))
        entrance = entrance_core(cell("entrance"))
        room = room_core(cell("room"))
        if not building:
            parsed = parse_address(address or room)
            if parsed:
                estate = estate or parsed[0]
                building, word = parsed[1], parsed[2]
                entrance, room = entrance or parsed[3], parsed[4]
            elif address and not room:
                room = address
        register_no = rv.text_of(cell("register_no"))
        head_name = rv.clean_name(cell("head_name"))
        last = self._last
        if last and not building:
            if room and last["building"] and not entrance:
                building, word, entrance = last["building"], last["building_word"], last["entrance"]
            elif not room and row["role"] != "head":
                building, word = last["building"], last["building_word"]
                entrance, room = last["entrance"], last["room"]
                register_no = register_no or last["register_no"]
                head_name = head_name or last["head_name"]
        if not building and not room:
            self._refuse(row, "place_missing", "room")
        place = (estate or self._estate, building, entrance, room)
        if last and place == last["place"] and row["role"] != "head":
            register_no = register_no or last["register_no"]
        head_name = head_name or self._heads.get((*place, register_no), "")
        self._heads[(*place, register_no)] = head_name
        led_by = self._leader(row, rv.clean_name(cell("name")), (*place, register_no), head_name)
        key = (*place, register_no, led_by, self._block(number, register_no, led_by))
        row.update(
            estate=place[0],
            building=building,
            building_word=word,
            entrance=entrance,
            room=room,
            room_key=_room_key(room),
            register_no=register_no or None,
            head_name=head_name or None,
            grid=rv.text_of(cell("grid")) or None,
            group_no=self._groups.setdefault(key, len(self._groups) + 1),
            owner_name=rv.clean_name(cell("owner_name")) or None,
            owner_phone=next(iter(rv.parse_phones(cell("owner_phone"))), None),
            tenure=self._find_word("tenure", rv.word_of(cell("tenure"))),
        )
        if row["tenure"] is None and rv.text_of(cell("tenure")):
            self._warn(row, "word", "tenure", rv.text_of(cell("tenure")))
            row["extra"][self._heading("tenure")] = rv.text_of(cell("tenure"))
        self._last = {
            "place": place,
            "building": building,
            "building_word": word,
            "entrance": entrance,
            "room": room,
            "register_no": register_no,
            "head_name": head_name,
        }

    def _leader(self, row, name, place, head_name):
        """Return the head by whose name the row belongs to a household of this flat.

        Many clerks leave the column of the head empty in the head's own row: a member who names
        that person belongs to it all the same.
        """
        if row["role"] == "head" and not head_name:
            self._unnamed_heads[place] = name
        elif head_name and self._unnamed_heads.get(place) == head_name:
            return ""
        return head_name

    def _block(self, number, register_no, head_name):
        """Where nothing else tells two households of one flat apart, merged cells do."""
        if register_no or head_name or not self._sheet.merges or "room" not in self._columns:
            return None
        top = self._sheet.merges.top(number, self._columns["room"])
        return top and (self._sheet.name, top[0])
