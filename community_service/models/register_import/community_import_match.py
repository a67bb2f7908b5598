from odoo import models
from odoo.tools import SQL

from ...tools.register_places import building_core, entrance_core
from ...tools.register_values import word_of
from .community_import_match_sql import (
    MATCH_ACTION,
    MATCH_BY_NAME,
    MATCH_BY_NUMBER,
    MATCH_ELSEWHERE,
    MATCH_HOUSEHOLDS,
    MATCH_SECOND_HEAD,
    MATCH_TWICE_IN_FILE,
)


class CommunityImport(models.Model):
    """Step 2 of the check: staged rows compared with each other and with the register.

    Set-based SQL throughout, because each question concerns all rows at once; nothing but staged
    rows is written. It may be repeated at any time: applied rows are left alone.
    """

    _inherit = "community.import"

    def _match_rows(self):
        """Judge all rows that were not refused by themselves and are not applied yet."""
        self.env.flush_all()
        self._run_match("""
            UPDATE community_import_row r
               SET state = CASE WHEN is_cross THEN 'ready' ELSE state END,
                   error = CASE WHEN is_cross THEN NULL ELSE error END,
                   error_field = CASE WHEN is_cross THEN NULL ELSE error_field END,
                   is_cross = NULL, area_id = NULL, household_id = NULL, resident_id = NULL,
                   first_row_id = NULL, action = NULL, changed_fields = NULL
             WHERE r.import_id = %(import)s AND r.state != 'done'
               AND (is_cross OR area_id IS NOT NULL OR resident_id IS NOT NULL
                    OR action IS NOT NULL)
        """)
        self._match_areas()
        for statement in (
            MATCH_BY_NUMBER,
            MATCH_TWICE_IN_FILE,
            MATCH_HOUSEHOLDS,
            MATCH_BY_NAME,
            MATCH_ELSEWHERE,
            MATCH_SECOND_HEAD,
            MATCH_ACTION,
        ):
            self._run_match(statement)
        self.env["community.import.row"].invalidate_model()

    def _run_match(self, statement):
        # Constant statements of this file; every value is a parameter.
        self.env.cr.execute(statement, {"import": self.id, "company": self.company_id.id})

    def _match_areas(self):
        """Find the places that already exist, by the core of their names."""
        paths = self._staged_paths()
        if not paths:
            return
        known = self._known_areas()
        found = [(*path, known[path]) for path in paths if path in known]
        self._set_areas(found)

    def _staged_paths(self):
        self.env.cr.execute(
            """SELECT DISTINCT estate, COALESCE(building, ''), COALESCE(entrance, '')
                 FROM community_import_row WHERE import_id = %s AND state = 'ready'""",
            [self.id],
        )
        return self.env.cr.fetchall()

    def _known_areas(self):
        """Map (estate, building, entrance) as staged to the id of the place."""
        estates = {word_of(estate): estate for estate in {path[0] for path in self._staged_paths()}}
        # Whoever imports sees every place of the community; archived ones are not used again.
        areas = self.env["community.area"].search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "in", ("estate", "building", "entrance")),
            ],
            ["name", "kind", "parent_id"],
            order="kind DESC, id",
        )
        keys = {}
        for kind in ("estate", "building", "entrance"):
            for area in areas:
                if area.kind != kind:
                    continue
                if kind == "estate":
                    name = estates.get(word_of(area.name))
                    key = name and (name, "", "")
                else:
                    above = keys.get(area.parent_id.id)
                    key = above and _path_below(above, area)
                if key:
                    keys[area.id] = key
        result = {}
        for area_id, key in keys.items():
            result.setdefault(key, area_id)
        return result

    def _set_areas(self, found):
        if not found:
            return
        estates, buildings, entrances, areas = map(list, zip(*found, strict=True))
        self.env.cr.execute(
            SQL(
                """UPDATE community_import_row r SET area_id = v.area_id
                     FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[])
                          AS v (estate, building, entrance, area_id)
                    WHERE r.import_id = %s AND r.state = 'ready' AND r.estate = v.estate
                      AND COALESCE(r.building, '') = v.building
                      AND COALESCE(r.entrance, '') = v.entrance""",
                estates,
                buildings,
                entrances,
                areas,
                self.id,
            )
        )

    def _count_rows(self):
        """Store the figures of the check on the import."""
        self.env.cr.execute(
            """SELECT count(*) AS row_count,
                      count(*) FILTER (WHERE state = 'refused') AS error_count,
                      count(*) FILTER (WHERE state != 'refused' AND action = 'create')
                          AS create_count,
                      count(*) FILTER (WHERE state != 'refused' AND action = 'change')
                          AS change_count,
                      count(*) FILTER (WHERE state != 'refused' AND action = 'same') AS same_count,
                      count(*) FILTER (WHERE warnings IS NOT NULL) AS warning_count,
                      count(*) FILTER (WHERE state = 'ready') AS todo_count,
                      count(*) FILTER (WHERE state = 'done') AS done_count,
                      count(DISTINCT group_no) AS household_count
                 FROM community_import_row WHERE import_id = %s""",
            [self.id],
        )
        values = self.env.cr.dictfetchone()
        self.env.cr.execute(
            """SELECT count(*), count(*) FILTER (WHERE NOT has_head)
                 FROM (SELECT bool_or(COALESCE(role, '') = 'head') AS has_head
                         FROM community_import_row
                        WHERE import_id = %s AND state != 'refused'
                        GROUP BY group_no
                       HAVING bool_and(household_id IS NULL OR is_new_household IS TRUE)) g""",
            [self.id],
        )
        created, headless = self.env.cr.fetchone()
        self.write(values | {"household_create_count": created, "headless_count": headless})


def _path_below(above, area):
    estate, building, _entrance = above
    if area.kind == "building":
        core = building_core(area.name)[0]
        return core and (estate, core, "")
    core = entrance_core(area.name)
    return core and (estate, building, core)
