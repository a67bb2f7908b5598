import time

from odoo import fields, models
from odoo.tools import SQL

from ...tools.register_apply_sql import (
    DERIVED_CATEGORIES,
    DWELLINGS,
    FILLED,
    FIRST_ROW_RESIDENTS,
    HOUSEHOLD_CATEGORIES,
    HOUSEHOLDS,
    NUMBER_ROWS,
    RECHECK_NUMBERS,
    RESIDENCIES,
    RESIDENT_CATEGORIES,
    RESIDENTS,
    SCHEDULE,
    VACANT_DWELLINGS,
)
from ...tools.register_match_sql import FACTS, MATCH_ROOMS
from ...tools.trusted import trusted

LEVELS = ("estate", "building", "entrance")

BATCH_GROUPS = 1_000

TABLES = (
    "community.area",
    "community.dwelling",
    "community.household",
    "community.resident",
    "community.residency",
    "community.category.line",
)

CLOSED = ("id_number", "phone", "phone2", "emergency_phone", "monthly_income", "political_status")


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
        self._make_vacant_homes()
        self._give_grids(known)

    def _make_vacant_homes(self):
        """Make the homes in which the workbook names nobody; those that exist stay as they are."""
        self._run_match(MATCH_ROOMS)
        params = self._batch_params()
        self.env.cr.execute(
            VACANT_DWELLINGS.format(**self._columns("community.dwelling", params)), params
        )

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

    # Applying: set-based SQL for what is new, the ORM for what changes.
    #
    # A batch is a run of whole households and one transaction: its rows and its records are
    # written
    # together, so an interrupted import goes on without loss or double. Why SQL: the ORM creates
    # 1,650 residents with residencies a second, INSERT ... SELECT from the staged rows six times
    # that, in no memory. ``test_import_parity`` proves that both give equal rows.

    def _apply_rows(self, commit=None):
        """Apply all ready rows.

        :param commit: function(number of rows) that commits a batch and returns the seconds left,
            as ``ir.cron._commit_progress``; None keeps everything in the caller's transaction
        :return: the seconds left; 0 if the rest must wait for another pass
        """
        started = time.monotonic()
        if not self._is_check_fresh():
            self._match_rows()
        self._make_areas()
        self.env.flush_all()
        left = commit(0) if commit else float("inf")
        started = self._note_time(started)
        groups = [0]
        while groups := self._next_groups(groups[-1]):
            if not left:
                return 0
            count = self._apply_batch(groups)
            if self._is_first_register():
                self._analyze()
            self._set_closed(done_count=self.done_count + count)
            started = self._note_time(started)
            if commit:
                left = commit(count) or 0
        self._finish_apply()
        if commit:
            left = commit(0) or left
        return left

    def _note_time(self, started):
        now = time.monotonic()
        self._set_closed(seconds=self.seconds + now - started)
        return now

    def _is_check_fresh(self):
        """Tell whether nothing of the register changed since the check."""
        self.env.cr.execute(
            """SELECT EXISTS (SELECT FROM community_resident WHERE write_date >= %(date)s)
                   OR EXISTS (SELECT FROM community_household WHERE write_date >= %(date)s)
                   OR EXISTS (SELECT FROM community_residency WHERE write_date >= %(date)s)
                   OR EXISTS (SELECT FROM community_area WHERE write_date >= %(date)s)""",
            {"date": self.date_checked},
        )
        return not self.env.cr.fetchone()[0]

    def _next_groups(self, last):
        self.env.cr.execute(
            """SELECT DISTINCT group_no FROM community_import_row
                WHERE import_id = %s AND group_no > %s AND state = 'ready'
                ORDER BY group_no LIMIT %s""",
            [self.id, last, BATCH_GROUPS],
        )
        return [group for (group,) in self.env.cr.fetchall()]

    def _apply_batch(self, groups):
        """Apply the rows of these households; return how many rows were applied."""
        self.env.flush_all()
        cr = self.env.cr
        params = self._batch_params(groups)
        cr.execute(RECHECK_NUMBERS, params)
        refused = cr.rowcount
        cr.execute(DWELLINGS.format(**self._columns("community.dwelling", params)), params)
        cr.execute(
            """SELECT group_no FROM community_import_row
                WHERE import_id = %(import)s AND state = 'ready' AND household_id IS NULL
                  AND group_no BETWEEN %(first)s AND %(last)s
                GROUP BY group_no ORDER BY group_no""",
            params,
        )
        params["groups"] = [group for (group,) in cr.fetchall()]
        params["codes"] = self._household_codes(len(params["groups"]))
        cr.execute(NUMBER_ROWS, params)
        done = cr.rowcount
        cr.execute(FIRST_ROW_RESIDENTS, params)
        # One statement: households name their head and residents their household, and foreign
        # keys are checked at its end.
        inserts = {
            "households": ("community.household", HOUSEHOLDS),
            "residents": ("community.resident", RESIDENTS),
            "residencies": ("community.residency", RESIDENCIES),
            "resident_categories": ("community.category.line", RESIDENT_CATEGORIES),
            "household_categories": ("community.category.line", HOUSEHOLD_CATEGORIES),
        }
        cr.execute(
            "WITH "
            + ", ".join(
                f"{name} AS ({statement.format(**self._columns(model, params))})"
                for name, (model, statement) in inserts.items()
            )
            + " SELECT 1",
            params,
        )
        self.env.invalidate_all(flush=False)
        self._complete_batch(params)
        if refused:
            self._set_closed(error_count=self.error_count + refused)
        return done

    def _is_first_register(self):
        """Tell whether PostgreSQL still believes that the register is (nearly) empty."""
        self.env.cr.execute(
            "SELECT reltuples < %s FROM pg_class WHERE oid = 'community_resident'::regclass",
            [BATCH_GROUPS],
        )
        return self.env.cr.fetchone()[0]

    def _analyze(self):
        # Statistics of empty tables would make the next batches, and every list until the nightly
        # job, read whole tables.
        for model in TABLES:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(self.env[model]._table)))

    def _derive_categories(self):
        """Give all new households what follows from facts, and their next visit.

        As ``community.category._sync_derived`` does, without a record for each line. Repeating it
        adds nothing.
        """
        params = self._batch_params()
        Category = self.env["community.category"]
        facts = [
            SQL(
                """SELECT %s::int AS category_id, f.resident_id, f.household_id, f.date_from,
                          f.date_to FROM (%s) f""",
                category.id,
                getattr(Category, f"_facts_{category.derive_rule}")(params["today"]),
            )
            for category in Category.search([("derive_rule", "!=", False)])
        ]
        if facts:
            # SQL objects of the model, turned into text with their own parameters.
            wanted = self.env.cr.mogrify(SQL(" UNION ALL ").join(facts)).decode()
            statement = DERIVED_CATEGORIES.format(
                wanted=wanted.replace("%", "%%"),
                **self._columns("community.category.line", params),
            )
            self.env.cr.execute(statement, params)
        self.env.cr.execute(SCHEDULE, params)
        self.env.invalidate_all(flush=False)

    def _batch_params(self, groups=(0,)):
        return {
            "import": self.id,
            "company": self.company_id.id,
            "first": groups[0],
            "last": groups[-1],
            "uid": self.env.uid,
            "now": self.env.cr.now(),
            "today": fields.Date.context_today(self),
            "default_months": self.company_id.community_visit_interval_months,
        }

    def _columns(self, model_name, params):
        """Return the parts of an INSERT for the columns that the statements do not know.

        Their defaults enter ``params``; what is computed is left to ``_complete_batch``.
        """
        model = self.env[model_name].sudo()
        filled = set(FILLED[model_name].split()) | set(models.MAGIC_COLUMNS)
        names = [
            name
            for name, field in model._fields.items()
            if field.store and field.column_type and not field.compute and name not in filled
        ]
        defaults = {k: v for k, v in model.default_get(names).items() if v not in (None, False)}
        columns = []
        for name, value in sorted(defaults.items()):
            key = f"{model._table}_{name}"
            params[key] = model._fields[name].convert_to_column_insert(value, model)
            columns.append((name, f"%({key})s"))
        return {
            "columns": "".join(f", {name}" for name, _value in columns),
            "values": "".join(f", {value}" for _name, value in columns),
        }

    def _household_codes(self, count):
        """Take ``count`` numbers from the sequence of households."""
        # Numbering is shared by all workers, who do not read sequences.
        sequence = self.env["ir.sequence"].sudo()
        company = self.company_id.id
        sequence = sequence.search(
            [("code", "=", "community.household"), ("company_id", "in", [company, False])],
            order="company_id",
            limit=1,
        )
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _number in range(count)]
        self.env.cr.execute(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        # Prefix and suffix may hold the date; they are the same for the whole batch.
        prefix, suffix = sequence._get_prefix_suffix()
        return [
            f"{prefix}{number:0{sequence.padding}d}{suffix}" for (number,) in self.env.cr.fetchall()
        ]

    def _finish_apply(self):
        self._analyze()
        self._derive_categories()
        self._set_closed(state="done", date_applied=fields.Datetime.now())
        self._count_rows()
        self.message_post(
            body=self.env._(
                "%(rows)s rows of %(file)s applied, %(refused)s refused.",
                rows=self.done_count,
                file=self.filename,
                refused=self.error_count,
            )
        )

    # What a batch leaves to the ORM: changed facts, second residencies, columns of others.

    def _complete_batch(self, params):
        Row = self.env["community.import.row"].sudo()  # closed columns of the staged rows
        rows = Row.search(
            [
                ("import_id", "=", self.id),
                ("group_no", ">=", params["first"]),
                ("group_no", "<=", params["last"]),
                ("state", "=", "done"),
                ("is_new_resident", "=", False),
                ("action", "!=", "same"),
            ]
        )
        for row in rows:
            self._update_person(row)
        self._compute_others(params)
        self._report_done(params)

    def _update_person(self, row):
        """Bring one person of the register to what the row says."""
        resident = self.env["community.resident"].browse(row.resident_id)
        household = self.env["community.household"].browse(row.household_id)
        changed = (row.changed_fields or "").split(",")
        values = {name: row[name] for name in FACTS if name in changed}
        if values:
            # The register's own officer writes; some facts are closed to reading only.
            resident.sudo().with_context(**trusted(community_fact=self._fact_origin())).write(
                values
            )
        open_lines = resident.residency_ids.filtered(lambda line: not line.date_to)
        here = open_lines.filtered(lambda line: line.household_id == household)
        if not here:
            self._add_residency(row, resident, household, open_lines)
        else:
            self._update_residency(row, here, changed)
        if "register_no" in changed and household.register_no != row.register_no:
            household.sudo().with_context(
                **trusted(community_fact=self._fact_origin())
            ).register_no = row.register_no
        if "tenure" in changed and household.dwelling_id.tenure != row.tenure:
            household.dwelling_id.sudo().with_context(
                **trusted(community_fact=self._fact_origin())
            ).tenure = row.tenure
        self._add_categories(row, resident, household)

    def _fact_origin(self):
        """Return what the history of a fact says about where the new value came from."""
        return {"reason": self.env._("Register import %(file)s", file=self.filename)}

    def _add_residency(self, row, resident, household, open_lines):
        if row.kind == "registered":
            # Registered here from now on, so the other place is where the person lives.
            open_lines.filtered(lambda line: line.kind == "both").kind = "living"
            open_lines.flush_recordset()
        self.env["community.residency"].create(
            {
                "resident_id": resident.id,
                "household_id": household.id,
                "role": row.role,
                "role_word": row.role_word,
                "kind": "living" if open_lines and row.kind == "both" else row.kind,
                "is_whereabouts_unknown": row.is_whereabouts_unknown,
            }
        )

    def _update_residency(self, row, line, changed):
        values = {}
        if "role" in changed:
            values |= {"role": row.role, "role_word": row.role_word}
            if row.role == "head":
                # The old head's own row says what they are now; until then they are "other".
                old = line.household_id.residency_ids.filtered(
                    lambda other: other.role == "head" and not other.date_to and other != line
                )
                old.role = "other"
                old.flush_recordset()
        if "kind" in changed:
            values |= {
                "kind": row.kind,
                "is_whereabouts_unknown": row.is_whereabouts_unknown,
            }
        if values:
            line.write(values)

    def _add_categories(self, row, resident, household):
        ids = [int(number) for number in (row.categories or "").split(",") if number]
        Line = self.env["community.category.line"]
        today = fields.Date.context_today(self)
        for category in self.env["community.category"].browse(ids):
            of_resident = category.subject == "resident"
            holder = (
                [("resident_id", "=", resident.id)]
                if of_resident
                else [("resident_id", "=", False), ("household_id", "=", household.id)]
            )
            # A line that was ended by hand is not opened again by an old workbook.
            if not Line.search_count([*holder, ("category_id", "=", category.id)], limit=1):
                Line.create(
                    {
                        "category_id": category.id,
                        "resident_id": resident.id if of_resident else False,
                        "household_id": household.id,
                        "date_from": today,
                        "source": "import",
                        "is_to_clarify": category.is_derived,
                    }
                )

    def _batch_ids(self, column, params, condition):
        self.env.cr.execute(
            # Constant column names and conditions of this file.
            f"""SELECT DISTINCT {column} FROM community_import_row
                 WHERE import_id = %(import)s AND state = 'done' AND {condition}
                   AND group_no BETWEEN %(first)s AND %(last)s ORDER BY 1""",
            params,
        )
        return [number for (number,) in self.env.cr.fetchall()]

    def _compute_others(self, params):
        """Compute what the statements do not know, and households that got new members."""
        touched = {
            "community.household": ("household_id", "is_new_household"),
            "community.resident": ("resident_id", "is_new_resident"),
        }
        for model_name, (column, condition) in touched.items():
            model = self.env[model_name]
            filled = set(FILLED[model_name].split())
            names = [
                name
                for name, field in model._fields.items()
                if field.store and field.compute and name not in filled
            ]
            if names:
                records = model.browse(self._batch_ids(column, params, condition))
                for name in names:
                    self.env.add_to_compute(model._fields[name], records)
        Household = self.env["community.household"]
        grown = Household.browse(
            self._batch_ids("household_id", params, "is_new_resident AND NOT is_new_household")
        )
        for household in grown:
            rows = (
                self.env["community.import.row"]
                .sudo()
                .search(
                    [
                        ("import_id", "=", self.id),
                        ("household_id", "=", household.id),
                        ("is_new_resident", "=", True),
                        ("categories", "!=", False),
                    ]
                )
            )
            for row in rows:
                self._add_categories(
                    row, self.env["community.resident"].browse(row.resident_id), household
                )
        self.env["community.category"]._sync_derived(grown)
        for name in ("head_id", "member_count", "need_level", "next_visit_date"):
            self.env.add_to_compute(Household._fields[name], grown)
        self.env.flush_all()

    def _report_done(self, params):
        """Tell other addons which households and residents an import made or changed."""
        condition = "(is_new_resident OR action IS DISTINCT FROM 'same')"
        for column, model in (
            ("household_id", "community.household"),
            ("resident_id", "community.resident"),
        ):
            records = self.env[model].browse(self._batch_ids(column, params, condition))
            records._import_done()
