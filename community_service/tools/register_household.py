"""The household of a row: where it is, and which rows belong together."""

import re
from functools import lru_cache

from . import register_values as rv
from .natural import natural_key
from .person_name import SURNAMES
from .register_address import Address, read_section
from .register_home import PLACE_CELLS, PlaceReader, known_address
from .register_lines import Meaning, read_line
from .register_places import building_core, entrance_core, estate_word

# Facts of the household: merged over its members, or written for the first of them only.
HOUSEHOLD_TARGETS = (
    "estate building entrance floor room address register_no head_name grid tenure owner_name "
    "owner_phone floor_area room_count"
).split()

_room_key = lru_cache(4096)(natural_key)
# Somebody is named where the home is said to be empty.
EMPTY_HOME = {"空置", "空房", "空关", "闲置", "空", "未入住", "空置房", "无人居住"}
# The estate that the list is of, whichever that is.
OWN_ESTATE = re.compile(r"(?:本|我们?|该|此|这个?)(?:小区|社区|楼?院|大院|村)")
# What a clerk writes instead of the value of the cell above.
SAME_AS_ABOVE = frozenset('同上 同前 〃 ″ " “ ” 々 ditto'.split())


class HouseholdReader(PlaceReader):
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

    def _read_section(self, cells, is_title=False):
        """Tell whether a row is a line that speaks of the rows below; remember what it says."""
        only, at = "", None
        for column, cell in enumerate(cells):
            text = rv.text_of(cell)
            if text and only and text != only:
                return False
            if text and not only:
                only, at = text, column
        line = read_line(only, self._find_word, is_title) if only else None
        if line is None:
            return False
        if line.kind == "estate" and at == self._columns.get("name") and only[0] in SURNAMES:
            # A member below a merged place, of whom nothing else is known.
            return False
        if line.kind == "place":
            found = line.place
            if not found.building:
                # An entrance alone stands below its building.
                found = self._section._replace(entrance=found.entrance, question="")
            self._section = found
        elif line.kind == "estate":
            self._section = Address(estate=line.name)
        elif line.kind == "grid":
            self._grid = line.name
        elif line.kind == "meaning":
            self._line_meaning = line.meaning
        elif is_title:
            # Titles name more than the rows do.
            return False
        else:
            self._section = Address(room=line.name, question="line_unread")
        self._end_block()
        return True

    def _said_above(self):
        """Return what lines above a row said that does not stand in its cells, as plain values.

        A row that comes back alone has no lines above it: ``_take_above`` gives it these again.
        """
        said = {}
        if any(self._line_meaning):
            said["line"] = list(self._line_meaning)
        if self._grid:
            said["grid"] = self._grid
        if self._section != self._sheet_place:
            said["section"] = list(self._section)
        if self._is_pointed:
            said["pointed"] = True
        if self._merged_block:
            said["block"] = list(self._merged_block)
        if self._below:
            said["below"] = self._below
        if self._refused.origin:
            said["came"] = [*(self._refused.above or {}).get("came", ()), self._origin()]
        return said

    def _origin(self):
        """Return the household of a row that was given back, as [import, group].

        Of somebody whose place could not be read it is that of the row above.
        """
        number, group = self._refused.origin
        return [number, (self._refused.above or {}).get("below") or group]

    def _take_above(self, said):
        """Read a row that was given back below the lines under which it stood."""
        if self._own_above is None:
            self._own_above = (self._line_meaning, self._grid, self._section)
        if said is None:
            # A row that the clerk added.
            self._line_meaning, self._grid, self._section = self._own_above
            return
        self._line_meaning = Meaning(*said.get("line") or ())
        self._grid = said.get("grid") or ""
        section = said.get("section")
        self._section = Address(*section) if section else self._sheet_place

    def _end_block(self):
        """Below a line that is no person nothing is taken from the rows above it."""
        self._last = None
        self._above = {}

    def _repeat_above(self, cells):
        """Put the value of the row above where a cell says 同上; of a person's own facts, never.

        Without a value above, a cell of the place is empty, and any other stays what it is.
        """
        for column in range(len(cells)):
            text = rv.text_of(cells[column])
            if text in SAME_AS_ABOVE:
                if column in self._fill or (column in self._above and column not in self._own):
                    cells[column] = self._above.get(column)
            elif text:
                self._above[column] = cells[column]

    def _read_place(self, row, cell, number):
        found = self._find_place(cell)
        register_no = rv.said(cell("register_no"))
        head_name = rv.clean_name(rv.said(cell("head_name")))
        # A list of refused rows leaves out those between: its rows are no neighbours.
        last = None if self._is_refused_list else self._last
        section = self._section
        given = found
        if not found.building and not found.question and (found.room or not last):
            found = self._place_above(found, last)
        elif last and row["role"] != "head" and self._is_blank_below(found, last["stands"]):
            found = last["found"]
            register_no = register_no or last["register_no"]
            head_name = head_name or last["head_name"]
        if found != given and not found.question:
            self._spell_out(row, found, register_no, head_name)
        elif found != given and last and found is last["found"]:
            # Asked here as above, and so to be corrected here, too.
            for column, text in last["asked"].items():
                row["raw"][column] = row["raw"][column] or text
        elif found.question and last and not section.building:
            self._spell_building(row, cell, last["stands"])
        asked_at = found.question and self._asked(cell, found, last)
        self._refuse_place(row, found, asked_at)
        estate = self._estate_of(cell, found, section)
        self._keep_other_address(row, cell, found)
        building, word, entrance = found.building, found.word, found.entrance
        room = "" if found.question else found.room
        if not estate.endswith(found.district):
            estate += found.district
        place = (estate, building, entrance, room)
        if last and place == last["place"] and row["role"] != "head":
            register_no = register_no or last["register_no"]
        head_name = head_name or self._heads.get((*place, register_no), "")
        self._heads[(*place, register_no)] = head_name
        led_by = self._leader(row, rv.clean_name(cell("name")), (*place, register_no), head_name)
        family = self._family(row, place)
        key = (*place, register_no, led_by, self._block(number, register_no, led_by), family)
        row.update(
            estate=place[0],
            building=building,
            building_word=word,
            entrance=entrance,
            room=room,
            room_key=_room_key(room),
            register_no=register_no or None,
            head_name=head_name or None,
            grid=rv.said(cell("grid")) or self._grid or None,
            group_no=self._groups.setdefault(key, len(self._groups) + 1),
            owner_name=rv.clean_name(rv.said(cell("owner_name"))) or None,
            owner_phone=next(iter(rv.parse_phones(cell("owner_phone"))), None),
            tenure=self._find_word("tenure", rv.word_of(cell("tenure"))),
        )
        if row["tenure"] is None and rv.text_of(cell("tenure")):
            self._warn(row, "word", "tenure", rv.text_of(cell("tenure")))
            row["extra"][self._heading("tenure")] = rv.text_of(cell("tenure"))
        if cell("tenure") and rv.word_of(cell("tenure")) in EMPTY_HOME:
            self._warn(row, "empty_home", "tenure", rv.text_of(cell("tenure")))
        asked_below = last and found.question and row["role"] != "head"
        self._below = last["below"] if asked_below else None
        self._last = {
            "below": self._below or row["group_no"],
            "place": place,
            "found": found,
            "asked": self._asked_cells(row) if found.question else {},
            "asked_at": asked_at,
            "stands": self._building_of(cell, found, last),
            "register_no": register_no,
            "head_name": head_name,
        }

    def _place_above(self, found, last):
        """Return a place without its building with that of the line, or of the row above."""
        section, own = self._section, found.entrance
        if section.question:
            return section
        if section.building:
            return section._replace(entrance=own or section.entrance, room=found.room)
        if last and "building" in self._columns:
            above = last["stands"]
            return found._replace(
                building=above.building, word=above.word, entrance=own or above.entrance
            )
        return found

    def _refuse_place(self, row, found, asked_at):
        if found.question:
            self._refuse(row, f"address_{found.question}", asked_at, found.room)
        elif not found.building and not found.room:
            self._refuse(row, "place_missing", "room")
        elif found.entrance and not found.building:
            self._refuse(row, "building_missing", "building")
        elif not found.room:
            self._refuse(row, "address_no_room", "room")

    def _asked(self, cell, found, last):
        """Return the target of the cell that cannot be read."""
        if last and found is last["found"]:
            return last["asked_at"]
        if found.question == "line_unread":
            return "building"
        told = {rv.text_of(cell(target)): target for target in ("floor", *PLACE_CELLS[::-1])}
        if found.room in told and found.room:
            return told[found.room]
        return "room" if rv.said(cell("floor")) and cell("room") else "address"

    def _asked_cells(self, row):
        columns = (self._columns[t] for t in (*PLACE_CELLS, "floor") if t in self._columns)
        return {column: row["raw"][column] for column in columns}

    def _keep_other_address(self, row, cell, found):
        """Keep the address of a row that stands beside its building and is another one."""
        address = rv.said(cell("address"))
        if not address or not found.building or not rv.said(cell("building")):
            return
        other = known_address(address)
        if (other.building, other.room) != (found.building, found.room):
            self._keep(row, "kept", "address", address)

    def _estate_of(self, cell, found, section):
        """Return the estate by the row, the line above it, the sheet or the clerk."""
        estate = rv.said(cell("estate"))
        told = read_section(estate) if estate else None
        if told and told.estate and told.building in (found.building, ""):
            estate = told.estate + told.district
        estate = estate or found.estate or section.estate or self._refused.estate
        # What is but the community's own name says nothing of the estate.
        estate = self._known_estate(estate) if estate else ""
        if not estate:
            estate = self._known_estate(self._estate) or self._estate
            is_placed = not found.question and bool(found.building or found.room)
            self.is_estate_taken = self.is_estate_taken or is_placed
        return estate

    def _known_estate(self, estate):
        """Return the estate that a spelling was said to mean."""
        if OWN_ESTATE.fullmatch(estate):
            return ""
        if estate not in self._estates:
            known = self._find_word("estate", rv.word_of(estate))
            # One spelling for all rows of the workbook: blanks and 1期 make no other estate.
            spelled = ("estate", estate_word(estate))
            known = self._groups.setdefault(spelled, estate) if known is None else known
            self._estates[estate] = known
        return self._estates[estate]

    def _is_blank_below(self, found, above):
        """Tell whether a row gives no place, or no room in the building or entrance above."""
        own = (found.building, found.entrance, found.room, found.question)
        same = [(above.building, entrance, "", "") for entrance in ("", above.entrance)]
        return not any(own) or own in same

    def _spell_out(self, row, found, register_no, head_name):
        """Write what was taken from another row into the cells, so that the row stands alone."""
        building = found.building + found.word
        values = {"building": building, "entrance": found.entrance, "room": found.room}
        if "building" not in self._columns:
            building += "" if found.word or not building.isascii() or not building else "号楼"
            entrance = found.entrance and f"{found.entrance}单元"
            whole = "".join((found.estate, found.district, building, entrance, found.room))
            values = {"address" if "address" in self._columns else "room": whole}
        for target, text in (values | {"register_no": register_no, "head_name": head_name}).items():
            if text and target in self._columns:
                row["raw"][self._columns[target]] = text

    def _spell_building(self, row, cell, above):
        """Write the building of the row above beside a room that is asked: it comes back alone."""
        if "building" in self._columns and not rv.said(cell("building")):
            entrance = entrance_core(cell("entrance")) or above.entrance
            self._spell_out(row, above._replace(entrance=entrance, room=""), "", "")

    def _building_of(self, cell, found, last):
        """Return the building of a row for those below it, also where its room is asked."""
        if not found.question:
            return found
        core, word = building_core(rv.said(cell("building")))
        entrance = entrance_core(cell("entrance"))
        if rv.said(cell("address")) or not f"{core}{entrance}0".isalnum():
            return Address()
        above = Address(building=core, word=word) if core or not last else last["stands"]
        return above._replace(entrance=entrance or above.entrance)

    def _family(self, row, place):
        """Number the households of a flat where nothing but the row of each head parts them."""
        named = "head_name" in self._columns and not self._is_head_ticked
        if named or "register_no" in self._columns:
            return 0
        if self._is_refused_list and self._refused.origin:
            # The rows of other heads do not stand between them.
            return tuple(self._origin())
        if row["role"] == "head":
            self._families[place] = self._families.get(place, 0) + 1
        return self._families.get(place, 1)

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
        self._merged_block = None
        if register_no or head_name or "room" not in self._columns:
            return None
        known = (self._refused.above or {}).get("block")
        if self._is_refused_list:
            # Its cells are merged no more.
            self._merged_block = known and tuple(known)
        elif self._sheet.merges:
            top = self._sheet.merges.top(number, self._columns["room"])
            self._merged_block = top and (self._sheet.name, top[0])
        return self._merged_block
