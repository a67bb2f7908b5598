import logging
import time

import psycopg2

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
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
)
from ...tools.register_demanded import CLOSED_DEMANDED, HOME_DEMANDED
from ...tools.register_match_sql import FACTS
from ...tools.trusted import trusted

_logger = logging.getLogger(__name__)

BATCH_GROUPS = 1_000

TABLES = (
    "community.area",
    "community.dwelling",
    "community.household",
    "community.resident",
    "community.residency",
    "community.category.line",
)

CLOSED = (
    "id_number",
    "phone",
    "phone2",
    "emergency_phone",
    "monthly_income",
    "political_status",
    *CLOSED_DEMANDED,
)


def plain_value(record, name):
    """Return the value of a field as JSON can hold it."""
    value = record._fields[name].convert_to_read(record[name], record, False)
    return value.isoformat() if hasattr(value, "isoformat") else value


class CommunityImport(models.Model):
    """Applying: batches of whole households, resumed where they stopped."""

    _inherit = "community.import"

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
        if commit:
            commit(0)
        started = self._note_time(started)
        # The first batch of a pass is applied however late it is: each pass gets on.
        left, groups = float("inf"), [0]
        while groups := self._next_groups(groups[-1]):
            if not left:
                return 0
            count = self._apply_groups(groups)
            if self._is_first_register():
                self._analyze()
            self._set_closed(done_count=self.done_count + count)
            started = self._note_time(started)
            if commit:
                left = commit(count) or 0
                # Somebody may have stopped it between two batches.
                self.invalidate_recordset(["state"])
                if self.state != "applying":
                    return left
        self._finish_apply()
        if commit:
            left = commit(0) or 0
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

    def _apply_groups(self, groups):
        """Apply these households; those that the database refuses become refused rows.

        :return: how many rows were applied
        """
        try:
            with self.env.cr.savepoint():
                return self._apply_batch(groups)
        except AccessError:
            raise
        except (UserError, psycopg2.IntegrityError, psycopg2.DataError) as error:
            self.env.invalidate_all(flush=False)
            if len(groups) == 1:
                return self._refuse_group(groups[0], error)
        middle = len(groups) // 2
        return self._apply_groups(groups[:middle]) + self._apply_groups(groups[middle:])

    def _refuse_group(self, group, error):
        """Turn a household that cannot be written into refused rows with the sentence why."""
        text = str(error)
        if isinstance(error, psycopg2.Error):
            text = self.env["community.resident"]._sql_error_to_message(error)
        _logger.info("Register import %s: household %s refused: %s", self.id, group, text)
        self.env.cr.execute(
            """UPDATE community_import_row
                  SET state = 'refused', is_cross = TRUE, error = 'register_refuses',
                      error_field = NULL, detail = %s
                WHERE import_id = %s AND group_no = %s AND state = 'ready'""",
            [text[:500], self.id, group],
        )
        self._set_closed(error_count=self.error_count + self.env.cr.rowcount)
        self.env["community.import.row"].invalidate_model()
        return 0

    def _free_heads(self, params):
        """Take the mark of the head from those whose place a row of the batch takes."""
        self.env.cr.execute(
            """SELECT r.id, y.id, COALESCE(own.role, 'other'), own.role_word
                 FROM community_import_row r
                 JOIN community_residency y
                   ON y.household_id = r.household_id AND y.role = 'head' AND y.date_to IS NULL
                  AND y.resident_id IS DISTINCT FROM r.resident_id
                 LEFT JOIN community_import_row own
                   ON own.import_id = r.import_id AND own.group_no = r.group_no
                  AND own.resident_id = y.resident_id AND own.state = 'done'
                WHERE r.import_id = %(import)s AND r.state = 'done' AND r.role = 'head'
                  AND r.group_no BETWEEN %(first)s AND %(last)s
                  AND NOT r.is_new_household
                  AND (r.is_new_resident OR r.changed_fields LIKE '%%role%%'
                       OR r.action = 'create')""",
            params,
        )
        Row = self.env["community.import.row"].sudo()  # closed columns of the staged rows
        for row_id, residency_id, role, word in self.env.cr.fetchall():
            values = {"role": role if role != "head" else "other", "role_word": word}
            line = self.env["community.residency"].browse(residency_id)
            self._change(Row.browse(row_id), line, values)
        self.env.flush_all()

    def _change(self, row, record, values):
        """Write facts that a row says, and keep the old ones for going back."""
        # The register's own officer writes; some facts are closed to reading only.
        record = record.sudo().with_context(**trusted(community_fact=self._fact_origin()))
        old = {name: plain_value(record, name) for name in values}
        record.write(values)
        new = {name: plain_value(record, name) for name in values}
        row.before = [*(row.before or []), [record._name, record.id, old, new]]

    def _made(self, row, record):
        """Keep that a row of a known person made a record."""
        row.before = [*(row.before or []), [record._name, record.id, None, None]]

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
        self._free_heads(params)
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
            # Whatever is refused is told on the rows; a log is no place for names and numbers.
            log_exceptions=False,
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
        categories, replaced = Category._derived()
        if categories:
            # SQL objects of the model, turned into text with their own parameters.
            wanted = categories._wanted_facts(params["today"], replaced)
            wanted = self.env.cr.mogrify(wanted).decode()
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
            self._change(row, resident, values)
        open_lines = resident.residency_ids.filtered(lambda line: not line.date_to)
        here = open_lines.filtered(lambda line: line.household_id == household)
        if not here:
            self._add_residency(row, resident, household, open_lines)
        else:
            self._update_residency(row, here, changed)
        if "register_no" in changed and household.register_no != row.register_no:
            self._change(row, household, {"register_no": row.register_no})
        home = household.dwelling_id
        for name in ("tenure", *HOME_DEMANDED):
            if name in changed and home[name] != row[name]:
                self._change(row, home, {name: row[name]})
        self._add_categories(row, resident, household)

    def _fact_origin(self):
        """Return what the history of a fact says about where the new value came from."""
        return {"reason": self.env._("Register import %(file)s", file=self.filename)}

    def _add_residency(self, row, resident, household, open_lines):
        if row.kind == "registered":
            # Registered here from now on, so the other place is where the person lives.
            for line in open_lines.filtered(lambda line: line.kind == "both"):
                self._change(row, line, {"kind": "living"})
            open_lines.flush_recordset()
        made = self.env["community.residency"].create(
            {
                "resident_id": resident.id,
                "household_id": household.id,
                "role": row.role,
                "role_word": row.role_word,
                "kind": "living" if open_lines and row.kind == "both" else row.kind,
                "is_whereabouts_unknown": row.is_whereabouts_unknown,
            }
        )
        self._made(row, made)

    def _update_residency(self, row, line, changed):
        values = {}
        if "role" in changed:
            values |= {"role": row.role, "role_word": row.role_word}
            if row.role == "head":
                # The old head's own row says what they are now; until then they are "other".
                old = line.household_id.residency_ids.filtered(
                    lambda other: other.role == "head" and not other.date_to and other != line
                )
                for other in old:
                    self._change(row, other, {"role": "other"})
                old.flush_recordset()
        if "kind" in changed:
            values |= {
                "kind": row.kind,
                "is_whereabouts_unknown": row.is_whereabouts_unknown,
            }
        if values:
            self._change(row, line, values)

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
                made = Line.create(
                    {
                        "category_id": category.id,
                        "resident_id": resident.id if of_resident else False,
                        "household_id": household.id,
                        "date_from": today,
                        "source": "import",
                        "is_to_clarify": category.is_derived,
                    }
                )
                self._made(row, made)

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
