from odoo import models

LEVELS = ("estate", "building", "entrance")


class CommunityImport(models.Model):
    """Places of a register: estates, buildings and entrances, and the grids they are given to."""

    _inherit = "community.import"

    def _make_areas(self):
        """Create the places that are missing and give the rows their place.

        A few thousand places at most: made through the ORM, level by level.
        """
        known = self._known_areas()
        paths = set(self._staged_paths())
        levels = [
            {(path[0], "", "") for path in paths},
            {(path[0], path[1], "") for path in paths if path[1]},
            {path for path in paths if path[2]},
        ]
        words = self._building_words()
        for kind, keys in zip(LEVELS, levels, strict=True):
            missing = sorted(key for key in keys if key not in known)
            areas = self.env["community.area"].create(
                [
                    {
                        "name": self._area_name(kind, key, words),
                        "kind": kind,
                        "parent_id": self._area_above(kind, key, known),
                        "company_id": self.company_id.id,
                    }
                    for key in missing
                ]
            )
            known.update(zip(missing, areas.ids, strict=True))
        self.env.flush_all()
        self._set_areas([(*path, known[path]) for path in paths])
        self._give_grids(known)

    def _area_above(self, kind, key, known):
        estate, building, _entrance = key
        if kind == "estate":
            return self._community_area().id
        return known[(estate, building if kind == "entrance" else "", "")]

    def _community_area(self):
        """Return the place in which new estates stand; made with the community's name if none."""
        if self.area_id:
            return self.area_id
        Area = self.env["community.area"]
        area = Area.search(
            [("kind", "=", "community"), ("company_id", "=", self.company_id.id)], limit=1
        )
        self.area_id = area or Area.create(
            {
                "name": self.company_id.name,
                "kind": "community",
                "company_id": self.company_id.id,
            }
        )
        return self.area_id

    def _area_name(self, kind, key, words):
        estate, building, entrance = key
        if kind == "estate":
            return estate
        if kind == "entrance":
            return f"{entrance}单元" if entrance.isascii() or len(entrance) == 1 else entrance
        if not building.replace("-", "").isalnum() or not building.isascii():
            return building
        return building + words.get(estate, {}).get(
            building, "号楼" if building[0].isdigit() else "座"
        )

    def _building_words(self):
        """Map estate and building to the word that the register uses most for its buildings."""
        self.env.cr.execute(
            """SELECT estate, building ~ '^[0-9]', building_word, count(*),
                      array_agg(DISTINCT building)
                 FROM community_import_row
                WHERE import_id = %s AND state != 'refused' AND building_word IS NOT NULL
                GROUP BY 1, 2, 3 ORDER BY 4""",
            [self.id],
        )
        words, spoken = {}, {}
        for estate, is_number, word, _count, _buildings in self.env.cr.fetchall():
            spoken[estate, is_number] = word  # the last one is the most frequent
        for estate, building, _entrance in self._staged_paths():
            word = building and spoken.get((estate, building[0].isdigit() and building.isascii()))
            if word:
                words.setdefault(estate, {})[building] = word
        return words

    def _give_grids(self, known):
        """Assign places to the grids of the optional grid column, as high up as one grid reaches.

        An entrance whose rows name several grids gets the one named most; a grid is a set of
        places, never of flats.
        """
        self.env.cr.execute(
            """SELECT estate, COALESCE(building, ''), COALESCE(entrance, ''), grid, count(*)
                 FROM community_import_row
                WHERE import_id = %s AND state = 'ready' AND grid IS NOT NULL
                GROUP BY 1, 2, 3, 4 ORDER BY 5""",
            [self.id],
        )
        wanted = {}
        for estate, building, entrance, grid, _count in self.env.cr.fetchall():
            wanted[estate, building, entrance] = grid  # the last one is the most frequent
        if not wanted:
            return
        grids = self._find_grids(set(wanted.values()))
        buildings = {}
        for path, grid in wanted.items():
            buildings.setdefault((path[0], path[1], ""), set()).add(grid)
        chosen = {}
        for path, grid in wanted.items():
            above = (path[0], path[1], "")
            chosen[above if len(buildings[above]) == 1 else path] = grid
        by_grid = {}
        for path, grid in chosen.items():
            area = self.env["community.area"].browse(known[path])
            if area.grid_id != grids[grid]:
                by_grid.setdefault(grids[grid], []).append(area.id)
        for grid, area_ids in by_grid.items():
            self.env["community.area"].browse(area_ids).own_grid_id = grid

    def _find_grids(self, names):
        """Map each written grid to a grid of this community, by code or name; create the rest."""
        # Officers name grids in the register; only managers may open them otherwise.
        Grid = self.env["community.grid"].sudo()
        found = {}
        for grid in Grid.search([("company_id", "=", self.company_id.id)]):
            found.setdefault(grid.name, grid)
            if grid.code:
                found[grid.code] = grid
        for name in sorted(names - set(found)):
            found[name] = Grid.create({"name": name, "company_id": self.company_id.id})
        return found
