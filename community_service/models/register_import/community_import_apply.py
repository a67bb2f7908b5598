import time

from odoo import fields, models
from odoo.tools import SQL

from .community_import_apply_sql import (
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

BATCH_GROUPS = 1_000
TABLES = (
    "community.area",
    "community.dwelling",
    "community.household",
    "community.resident",
    "community.residency",
    "community.category.line",
)


class CommunityImport(models.Model):
    """Applying: set-based SQL for what is new, the ORM for what changes.

    A batch is a run of whole households and one transaction: its rows and its records are written
    together, so an interrupted import goes on without loss or double. Why SQL: the ORM creates
    1,650 residents with residencies a second, INSERT ... SELECT from the staged rows six times
    that, in no memory. ``test_import_parity`` proves that both give equal rows.
    """

    _inherit = "community.import"

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
            self.write({"done_count": self.done_count + count})
            started = self._note_time(started)
            if commit:
                left = commit(count) or 0
        self._finish_apply()
        if commit:
            left = commit(0) or left
        return left

    def _note_time(self, started):
        now = time.monotonic()
        self.seconds += now - started
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
            self.error_count += refused
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
            "default_months": self.env["community.household"]._default_visit_rule()[1],
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
        self.write({"state": "done", "date_applied": fields.Datetime.now()})
        self._count_rows()
        self.message_post(
            body=self.env._(
                "%(rows)s rows of %(file)s applied, %(refused)s refused.",
                rows=self.done_count,
                file=self.filename,
                refused=self.error_count,
            )
        )
