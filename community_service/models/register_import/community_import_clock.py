import itertools
import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.trusted import trusted
from .community_import import INLINE_ROWS
from .community_import_flow import BATCH_GROUPS, plain_value
from .community_import_row import KEEP_DAYS
from .community_import_search import LEVELS

# The homes of new households and of words for nobody go with them, if nobody else lives there.
UNDO = (
    """DELETE FROM community_category_line
        WHERE resident_id = ANY(%(residents)s) OR household_id = ANY(%(households)s)""",
    """DELETE FROM community_residency
        WHERE resident_id = ANY(%(residents)s) OR household_id = ANY(%(households)s)""",
    "UPDATE community_household SET head_id = NULL WHERE head_id = ANY(%(residents)s)",
    """DELETE FROM mail_message
        WHERE (model = 'community.resident' AND res_id = ANY(%(residents)s))
           OR (model = 'community.household' AND res_id = ANY(%(households)s))""",
    """UPDATE community_resident SET household_id = NULL
        WHERE household_id = ANY(%(households)s)""",
    "DELETE FROM community_resident WHERE id = ANY(%(residents)s)",
    """CREATE TEMPORARY TABLE community_undone_homes ON COMMIT DROP AS
       SELECT DISTINCT d.id FROM community_import_row r
         JOIN community_dwelling d ON d.area_id = r.area_id AND d.room = r.room
        WHERE r.import_id = %(import)s AND r.state IN ('done', 'vacant')
          AND r.group_no = ANY(%(groups)s)
          AND d.create_date BETWEEN %(start)s::timestamp - interval '1 minute'
                                AND %(end)s::timestamp""",
    "DELETE FROM community_household WHERE id = ANY(%(households)s)",
    """DELETE FROM community_dwelling d USING community_undone_homes u
        WHERE d.id = u.id AND NOT EXISTS (
            SELECT FROM community_household h WHERE h.dwelling_id = d.id)""",
    "DROP TABLE community_undone_homes",
)

_logger = logging.getLogger(__name__)


class CommunityImport(models.Model):
    """Imports in the background: in line, in time slices, stopped and gone on with."""

    _inherit = "community.import"

    undo_reason = fields.Char("Reason for taking back", copy=False)
    date_undone = fields.Datetime("Taken back on", readonly=True, copy=False)
    undone_count = fields.Integer("Rows taken back", readonly=True, copy=False)

    def action_stop(self):
        """Stop an import between two batches; the rest may go on later.

        What was applied stays; what was taken back stays so.
        """
        record = self._one()
        before = {"checking": "draft", "applying": "checked", "undoing": "done"}
        if record.state in before:
            record._set_closed(state=before[record.state])

    # Imports in the background: one after the other, resumed where they stopped.

    @api.model
    def _cron_run(self):
        """Work on the imports that wait; each batch of rows is committed with its progress."""
        cron = self.env["ir.cron"]
        waiting = self.search([("state", "in", ("checking", "applying", "undoing"))], order="id")
        rows = sum(
            record.done_count - record.undone_count
            if record.state == "undoing"
            else record.todo_count
            for record in waiting
        )
        cron._commit_progress(remaining=rows + len(waiting))
        busy = self.env["res.company"]
        for waiting_import in waiting:
            # In the name of whoever started it, with their rights and their day.
            record = waiting_import.with_user(waiting_import.user_id).with_company(
                waiting_import.company_id
            )
            record = record.with_context(tz=record.user_id.tz, lang=record.user_id.lang)
            if record.company_id in busy:
                continue
            if not record.try_lock_for_update(allow_referencing=True):
                busy |= record.company_id
                continue
            if record.state == "checking":
                record._check_in_background()
                time_left = cron._commit_progress(1)
            elif record.state == "undoing":
                time_left = record._undo_in_background(cron._commit_progress)
            else:
                time_left = record._apply_in_background(cron._commit_progress)
            if record.state in ("applying", "undoing"):
                busy |= record.company_id
            if not time_left:
                # A pass that runs out of time would wait a minute for the next one.
                self.env.ref("community_service.ir_cron_run_imports")._trigger()
                cron._commit_progress()
                return

    def _apply_in_background(self, commit):
        """Apply; whatever goes wrong leaves the import as checked, with its applied rows."""
        try:
            return self._apply_rows(commit=commit)
        except OperationalError:
            # A conflict with somebody else's change: the job is tried again.
            raise
        except Exception as error:
            _logger.exception("Applying of register import %s stopped", self.id)
            self.env.cr.rollback()
            said = str(error) if isinstance(error, UserError) else type(error).__name__
            self._set_closed(
                state="checked",
                notice=self.env._(
                    "Applying stopped (%(reason)s). The rows applied until then stay; start it "
                    "again for the rest.",
                    reason=said,
                ),
            )
            return commit(0)

    def _undo_in_background(self, commit):
        """Take back; whatever goes wrong leaves the import as applied, without the rows gone."""
        try:
            return self._undo_rows(commit=commit)
        except OperationalError:
            # A conflict with somebody else's change: the job is tried again.
            raise
        except Exception as error:
            if not isinstance(error, UserError):
                _logger.exception("Taking back of register import %s stopped", self.id)
            self.env.cr.rollback()
            said = str(error) if isinstance(error, UserError) else type(error).__name__
            self._set_closed(
                state="done",
                notice=self.env._(
                    "Taking back stopped (%(reason)s). What was taken back until then stays so; "
                    "take it back again for the rest.",
                    reason=said,
                ),
            )
            return commit(0)

    def _check_in_background(self):
        try:
            with self.env.cr.savepoint():
                self._check_or_ask()
                if self.is_header_asked:
                    self._set_closed(state="draft")
        except UserError as error:
            self._set_closed(state="draft", notice=str(error))
        except Exception:
            # Whatever a strange workbook does must not stop the job for all others.
            _logger.exception("Reading of register import %s failed", self.id)
            self._set_closed(
                state="draft",
                notice=self.env._("The workbook could not be read. Save it again as .xlsx."),
            )

    # Going back: for thirty days, while nothing was built on what the import made or changed.

    def action_take_back(self):
        """Take an applied import back: what it made goes, what it changed is as before.

        Places that it made go with it where nothing else uses them. The workbook may be imported
        again. The reason stands in ``undo_reason``. Many rows are taken back in the background, a
        batch of households at a time; somebody may stop it and go on later.

        :raises UserError: without a reason, too late, or naming what stands in the way
        """
        record = self._one()
        days = min(record.company_id.community_reverse_days, KEEP_DAYS)
        if record.state != "done":
            raise UserError(
                self.env._("%(file)s is not applied: nothing to take back.", file=record.filename)
            )
        reason = " ".join((record.undo_reason or "").split())
        if not reason:
            raise UserError(self.env._("Say why %(file)s is taken back.", file=record.filename))
        if fields.Datetime.now() - record.date_applied > timedelta(days=days):
            raise UserError(
                self.env._(
                    "%(file)s was applied more than %(days)s days ago and stays: enter what is "
                    "true now.",
                    file=record.filename,
                    days=days,
                )
            )
        if obstacle := record._undo_obstacle():
            raise UserError(obstacle)
        record._set_closed(state="undoing", undo_reason=reason, user_id=self.env.uid, notice=False)
        if record.done_count - record.undone_count <= INLINE_ROWS:
            record._undo_rows()
        else:
            record._trigger()

    def _undo_rows(self, commit=None):
        """Take the rows back, the last ones first, that a fact gets its first value last.

        :param commit: as that of ``_apply_rows``
        :return: the seconds left; 0 if the rest must wait for another pass
        """
        # The first batch of a pass is taken back however late it is: each pass gets on.
        left = float("inf")
        while groups := self._next_undo_groups():
            if not left:
                return 0
            # What was built on it since it was begun; all at once ``action_take_back`` has looked.
            if commit and (obstacle := self._undo_obstacle(groups)):
                raise UserError(obstacle)
            count = self._undo_groups(groups)
            self._set_closed(undone_count=self.undone_count + count)
            if commit:
                left = commit(count) or 0
                # Somebody may have stopped it between two batches.
                self.invalidate_recordset(["state"])
                if self.state != "undoing":
                    return left
        if not left:
            return 0
        self._finish_undo()
        return (commit(0) or 0) if commit else left

    def _next_undo_groups(self):
        """Return the numbers of the last households that are not taken back yet.

        All that live in one home go together: a head's place, or the home itself, is free only
        when the last of them is gone.
        """
        # Raw SQL, as all that concerns the staged rows; with OR, so that each list is looked up by
        # its hash even where the database knows nothing yet of the rows' number.
        self.env.flush_all()
        self.env.cr.execute(
            """WITH own AS (
                   SELECT group_no, household_id, area_id, room FROM community_import_row
                    WHERE import_id = %(import)s AND state IN ('done', 'vacant')
                      AND group_no IS NOT NULL AND is_undone IS NOT TRUE),
               last AS (SELECT DISTINCT group_no FROM own ORDER BY group_no DESC LIMIT %(limit)s),
               home AS (SELECT DISTINCT household_id, area_id, room
                          FROM own JOIN last USING (group_no))
               SELECT DISTINCT group_no FROM own
                WHERE group_no IN (SELECT group_no FROM last)
                   OR household_id IN (SELECT household_id FROM home)
                   OR (area_id, room) IN (SELECT area_id, room FROM home)""",
            {"import": self.id, "limit": BATCH_GROUPS},
        )
        return [group for (group,) in self.env.cr.fetchall()]

    def _undo_groups(self, groups):
        """Take back the rows of these households; return how many rows were applied ones."""
        self._restore_changed(groups)
        self._remove_made(groups)
        # A head's place is free only now.
        self._restore_changed(groups, heads=True)
        self.env.cr.execute(
            """WITH gone AS (
                   UPDATE community_import_row SET is_undone = TRUE
                    WHERE import_id = %s AND group_no = ANY(%s) AND state IN ('done', 'vacant')
                RETURNING state)
               SELECT count(*) FILTER (WHERE state = 'done') FROM gone""",
            [self.id, groups],
        )
        self.env["community.import.row"].invalidate_model(["is_undone"])
        return self.env.cr.fetchone()[0]

    def _finish_undo(self):
        self._remove_places()
        self._set_closed(state="undone", date_undone=fields.Datetime.now())
        self.message_post(
            body=self.env._(
                "%(file)s was taken back: %(reason)s", file=self.filename, reason=self.undo_reason
            )
        )

    def _made_ids(self, model, column, flag, groups=None):
        """Return the numbers of the records that rows made and that are not taken back.

        :param groups: of these households only; None: of the whole import
        """
        # Constant names of columns; thousands of rows of which one number each is needed.
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT t.id FROM community_import_row r JOIN %s t ON t.id = r.%s"
                " WHERE r.import_id = %s AND r.state = 'done' AND r.is_undone IS NOT TRUE AND r.%s"
                " AND %s",
                SQL.identifier(self.env[model]._table),
                SQL.identifier(column),
                self.id,
                SQL.identifier(flag),
                SQL("TRUE") if groups is None else SQL("r.group_no = ANY(%s)", groups),
            )
        )
        return [number for (number,) in self.env.cr.fetchall()]

    def _undo_obstacle(self, groups=None):
        """Return the sentence that names what was built on this import, or None.

        :param groups: look at these households only; None: at the whole import
        """
        self.env.flush_all()
        residents, households = self._made_people(groups)
        made = {"community.resident": residents, "community.household": households}
        # Whatever depends counts, whoever may see it; of it nothing is told but kind and name.
        Operation = self.env["community.household.operation"].sudo()
        touched = Domain("household_ids", "in", households) | Domain(
            "resident_ids", "in", residents
        )
        later = [(Operation, Domain("state", "=", "done") & touched)]
        later.append(
            (
                self.env["community.fact.change"].sudo(),
                Domain("resident_id", "in", residents)
                & Domain("create_date", ">", self.date_applied),
            )
        )
        Residency = self.env["community.residency"].sudo()
        later.append(
            (
                Residency,
                (Domain("resident_id", "in", residents) | Domain("household_id", "in", households))
                & (
                    Domain("create_date", ">", self.date_applied)
                    | Domain("write_date", ">", self.date_applied)
                ),
            )
        )
        later += [
            (self.env[model].sudo(), Domain(name, "in", made[comodel]))
            for model, name, comodel in Operation._dependent_links()
            if made[comodel]
        ]
        for records, domain in later:
            found = records.with_context(active_test=False).search(domain, limit=1)
            if found:
                return self.env._(
                    "%(record)s (%(kind)s) was entered after %(file)s and stands in the way: take "
                    "it back first, or enter what is true now.",
                    record=found.with_env(self.env)._name_for_reader(),
                    kind=self.env["ir.model"]._get(found._name).name,
                    file=self.filename,
                )
        return self._changed_since(groups)

    def _made_people(self, groups):
        return (
            self._made_ids("community.resident", "resident_id", "is_new_resident", groups),
            self._made_ids("community.household", "household_id", "is_new_household", groups),
        )

    def _changed_since(self, groups):
        """Return the sentence that names a fact which somebody changed after this import."""
        changed, _made = self._kept_changes(groups)
        for (model, number), (_old, new) in changed.items():
            record = self.env[model].sudo().browse(number).exists()
            for name, value in new.items():
                if record and plain_value(record, name) == value:
                    continue
                return self.env._(
                    "%(record)s: %(field)s was changed after %(file)s. Change it back first, or "
                    "enter what is true now.",
                    record=record.with_env(self.env)._name_for_reader() if record else model,
                    field=self.env[model]._fields[name]._description_string(self.env),
                    file=self.filename,
                )
        return None

    def _kept_changes(self, groups=None):
        """Return ``({(model, id): (old, new)}, [(model, id)])``: what rows changed and made.

        Of a fact that several rows changed, the value before the first and that after the last.
        """
        rows = self.env["community.import.row"].sudo()  # closed columns of the staged rows
        domain = [("import_id", "=", self.id), ("before", "!=", False), ("is_undone", "=", False)]
        if groups is not None:
            domain.append(("group_no", "in", groups))
        rows = rows.search(domain, order="id")
        changed, made = {}, []
        for model, number, old, new in itertools.chain(*rows.mapped("before")):
            if old is None:
                made.append((model, number))
                continue
            first, last = changed.setdefault((model, number), ({}, {}))
            first.update({name: value for name, value in old.items() if name not in first})
            last.update(new)
        return changed, made

    def _restore_changed(self, groups, heads=False):
        """Put changed facts back as they were; ``heads``: those that take a head's place."""
        told = self.env._(
            "%(file)s was taken back: %(reason)s", file=self.filename, reason=self.undo_reason
        )
        changed, made = self._kept_changes(groups)
        for key in self._doomed(changed):
            del changed[key]
        for model, number in made:
            self.env[model].sudo().browse(number).exists().unlink()
        for (model, number), (old, _new) in changed.items():
            if (old.get("role") == "head") == heads:
                self.env[model].sudo().browse(number).with_context(
                    **trusted(community_fact={"reason": told})
                ).write(old)
        self.env.flush_all()

    def _doomed(self, changed):
        """Return those of changed records that go with whom the import made, in whatever batch.

        To write them would look like something that was entered since.
        """
        if not changed:
            return []
        residencies = [number for model, number in changed if model == "community.residency"]
        residents = [number for model, number in changed if model == "community.resident"]
        # Raw SQL: two questions about the staged rows, whatever their number.
        self.env.cr.execute(
            """SELECT 'community.resident', r.resident_id FROM community_import_row r
                WHERE r.import_id = %(import)s AND r.is_new_resident
                  AND r.resident_id = ANY(%(residents)s)
                UNION
               SELECT 'community.residency', y.id FROM community_residency y
                WHERE y.id = ANY(%(residencies)s) AND EXISTS (
                      SELECT FROM community_import_row r
                       WHERE r.import_id = %(import)s
                         AND (r.is_new_resident AND r.resident_id = y.resident_id
                              OR r.is_new_household AND r.household_id = y.household_id))""",
            {"import": self.id, "residents": residents, "residencies": residencies},
        )
        return [key for key in self.env.cr.fetchall() if key in changed]

    def _remove_places(self):
        """Delete the estates, buildings and entrances that the import made and nothing uses."""
        # Raw SQL: whoever uses a place counts, whatever kind of record it is and whoever may see
        # it; the constraints of the database name them all.
        cr = self.env.cr
        cr.execute(
            """WITH RECURSIVE above AS (
                   SELECT a.id, a.parent_id FROM community_area a
                    WHERE a.id IN (SELECT area_id FROM community_import_row
                                    WHERE import_id = %(import)s)
                   UNION
                   SELECT a.id, a.parent_id FROM community_area a
                     JOIN above b ON a.id = b.parent_id)
               SELECT a.id FROM community_area a JOIN above USING (id)
                WHERE a.company_id = %(company)s AND a.kind IN %(kinds)s
                  AND a.create_date BETWEEN %(start)s::timestamp - interval '1 minute'
                                        AND %(end)s::timestamp""",
            {
                "import": self.id,
                "company": self.company_id.id,
                "kinds": LEVELS,
                "start": self.date_started,
                "end": self.date_applied,
            },
        )
        made = {number for (number,) in cr.fetchall()}
        cr.execute(
            """SELECT c.conrelid::regclass::text, a.attname
                 FROM pg_constraint c
                 JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                WHERE c.contype = 'f' AND c.confrelid = 'community_area'::regclass"""
        )
        users = [(table, column) for table, column in cr.fetchall()]
        free = True
        while made and free:
            used = set()
            for table, column in users:
                cr.execute(
                    SQL(
                        "SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s)",
                        SQL.identifier(column),
                        SQL.identifier(table),
                        SQL.identifier(column),
                        list(made),
                    )
                )
                used |= {number for (number,) in cr.fetchall()}
            # From the entrances upwards: what stands in a place uses it.
            free = made - used
            made -= free
            # Officers make places by importing and delete none by hand; this takes back their own.
            self.env["community.area"].sudo().browse(sorted(free)).unlink()
            self.env.flush_all()

    def _remove_made(self, groups):
        """Delete the people, households and homes that the import made for these households.

        Raw SQL: the ORM would take minutes for a register of 100,000, and refuses people who have
        residencies. Nothing depends on them: ``_undo_obstacle`` has looked.
        """
        residents, households = self._made_people(groups)
        # Households that stood before and had people added.
        self.env.cr.execute(
            "SELECT DISTINCT household_id FROM community_residency"
            " WHERE resident_id = ANY(%s) AND household_id != ALL(%s)",
            [residents, households],
        )
        kept = [number for (number,) in self.env.cr.fetchall()]
        params = {
            "residents": residents,
            "households": households,
            "start": self.date_started,
            "end": self.date_applied,
            "import": self.id,
            "company": self.company_id.id,
            "groups": groups,
        }
        for statement in UNDO:
            self.env.cr.execute(statement, params)
        self.env.invalidate_all(flush=False)
        changed = self.env["community.household"].browse(kept)
        Household = type(changed)
        for name in ("head_id", "member_count", "need_level", "next_visit_date"):
            self.env.add_to_compute(Household._fields[name], changed)
        self.env.flush_all()
        self.env["community.category"]._sync_derived(changed)
