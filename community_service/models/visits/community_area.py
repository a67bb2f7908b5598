from odoo import api, models
from odoo.fields import Domain

from ...tools.building import board_of
from ..register.community_category import NEED_LEVELS
from .community_visit_search import _local_name

# So many buildings can be looked through; beyond, one chooses the estate first.
PLACES_LIMIT = 60

# In such a place a number is a door on a floor; in any other it is that of a house.
WITH_FLOORS = ("building", "entrance")

HOME_FIELDS = [
    "area_id",
    "dwelling_id",
    "room",
    "head_id",
    "member_count",
    "need_level",
    "next_visit_date",
    "walk_key",
]


def walk_order(record):
    """Return the key by which records stand in the order of a walk."""
    return record.walk_key or "", record.id


class CommunityArea(models.Model):
    """The building board: floors and doors of a place, and what the homes behind them need.

    It shows what its reader may see, and counts nothing else: a household that is hidden leaves a
    door behind which nobody is known.
    """

    _inherit = "community.area"

    def building_board(self):
        """Return the doors of one place by entrance and floor; constant number of queries.

        A building or an entrance is shown whole, of any other place what stands in it directly and
        the places below it.

        :return: dict with ``area``, ``can_record``, ``counts`` (``households``, ``overdue``, each
            level, ``unknown`` for doors without anybody known), ``levels`` (their words),
            ``places`` (see :meth:`building_places`), and ``parts``: dicts ``id``, ``name``,
            ``floors`` (dicts ``floor`` and ``places``, a list of lists of doors, from above) and
            ``others`` (doors without a floor). A door is a dict ``key``, ``room`` and
            ``households``.
        :raises AccessError: to whoever may not read the place
        """
        self.ensure_one()
        self.check_access("read")
        whole = self.kind in WITH_FLOORS
        # By their numbers: beside a condition on the tree PostgreSQL reads whole grids.
        areas = self
        if whole:
            areas = self.with_context(active_test=False).search([("id", "child_of", self.id)])
        inside = Domain("area_id", "in", areas.ids)
        dwellings = self.env["community.dwelling"].search_fetch(inside, ["area_id", "room"])
        households = self.env["community.household"].search_fetch(inside, HOME_FIELDS)
        # Behind a door of this place and in the books of another one. sudo: found by the doors
        # first and then held against the rules, or PostgreSQL would read the whole community.
        elsewhere = households.sudo().search(
            Domain("dwelling_id", "in", dwellings.ids) & Domain("area_id", "not in", areas.ids)
        )
        if elsewhere:
            households |= households.search_fetch([("id", "in", elsewhere.ids)], HOME_FIELDS)
        households = households.sorted(walk_order)
        homes = households._board_values()
        doors = self._board_doors(dwellings, households, homes)
        labels = dict(households._fields["need_level"]._description_selection(self.env))
        counts = {level: 0 for level, _label in NEED_LEVELS}
        for home in homes.values():
            counts[home["need_level"]] += 1
        counts |= {
            "households": len(homes),
            "overdue": sum(home["days_overdue"] > 0 for home in homes.values()),
            "unknown": sum(not door["households"] for of in doors.values() for door in of),
        }
        return {
            "area": {"id": self.id, "name": _local_name(self) or self.name},
            "can_record": self.env["community.visit"].has_access("create"),
            "levels": labels,
            "counts": counts,
            "places": [] if whole else self._board_places(self),
            "parts": self._board_parts(doors),
        }

    @api.model
    def building_places(self):
        """Return the buildings that the user may look at, or their estates if they are many.

        :return: list of dicts ``id``, ``name``, ``households``, ``red``, ``overdue``
        """
        return self._board_places(self.browse())

    def _board_doors(self, dwellings, households, homes):
        """Return the doors of each place in walking order, as ``{area: [door]}``."""
        behind = households.grouped("dwelling_id")
        doors = {}
        for dwelling in dwellings:
            found = behind.pop(dwelling, households.browse())
            doors.setdefault(dwelling.area_id, []).append(
                {
                    "key": f"d{dwelling.id}",
                    "room": dwelling.room,
                    "households": [homes[home.id] for home in found],
                }
            )
        # Without a door of their own, or behind one that is archived or not to be seen: not lost.
        for home in (home for rest in behind.values() for home in rest):
            doors.setdefault(home.area_id, []).append(
                {"key": f"h{home.id}", "room": home.room or "", "households": [homes[home.id]]}
            )
        return doors

    def _board_parts(self, doors):
        """Return the board of each entrance, in walking order; see :meth:`building_board`."""
        areas = self.env["community.area"].union(*doors)
        areas.fetch(["name", "kind", "walk_key"])
        parts = []
        for area in areas.sorted(walk_order):
            if area.kind in WITH_FLOORS:
                _places, floors, others = board_of([(door["room"], door) for door in doors[area]])
            else:
                floors, others = [], doors[area]
            parts.append(
                {
                    "id": area.id,
                    "name": area.name,
                    "floors": [{"floor": floor, "places": places} for floor, places in floors],
                    "others": others,
                }
            )
        return parts

    def _board_places(self, parent):
        """Return what there is to choose from below ``parent``, or everywhere."""
        inside = Domain("area_id", "child_of", parent.ids) if parent else Domain.TRUE
        Household = self.env["community.household"]
        overdue = inside & Domain("is_overdue", "=", True)
        figures = {}
        for name, model, domain in (
            ("doors", "community.dwelling", inside),
            ("households", Household._name, inside),
            ("red", Household._name, inside & Domain("need_level", "=", "red")),
            ("overdue", Household._name, overdue),
        ):
            for area, count in self.env[model]._read_group(domain, ["area_id"], ["__count"]):
                figures.setdefault(area, {})[name] = count
        areas = self.union(*figures)
        above = areas.union(*(area._board_path() for area in areas)) - parent
        above.fetch(["name", "kind", "parent_id", "walk_key"])
        for kinds in (("building",), ("estate",), ("community", "street")):
            chosen = {area: self._board_place(area, kinds, parent) for area in areas}
            if len(set(chosen.values())) <= PLACES_LIMIT or kinds[0] == "community":
                break
        sums = {}
        for area, place in chosen.items():
            if place:
                total = sums.setdefault(place, dict.fromkeys(("households", "red", "overdue"), 0))
                for name in total:
                    total[name] += figures[area].get(name, 0)
        return [
            {"id": place.id, "name": _local_name(place) or place.name, **sums[place]}
            for place in sorted(sums, key=walk_order)
        ]

    def _board_path(self):
        """Return this place and those around it, the nearest first."""
        return self.browse(reversed([int(number) for number in self.parent_path.split("/")[:-1]]))

    @api.model
    def _board_place(self, area, kinds, parent):
        """Return the place of one of ``kinds`` around ``area``, or else the nearest one."""
        path = area._board_path()
        if parent in path:
            path = path[: path.ids.index(parent.id)]
        found = path.filtered(lambda place: place.kind in kinds)
        return (found or path.filtered(lambda place: place.kind != "entrance") or path)[:1]
