from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.said_day import said_day
from ...tools.trusted import trusted

KINDS = [
    ("move_in", "Move in"),
    ("move_out", "Move out"),
    ("change_head", "Change head"),
    ("split", "Split household"),
    ("merge", "Merge households"),
    ("birth", "Birth"),
    ("death", "Death"),
]

# Two files of one person become one; see community_household_operation_flow.py.
SAME_PERSON = ("same_person", "Files of one person merged")

# What is compared and restored, in the order in which rows that an operation made are removed.
TRACKED = {
    "mail.activity": ("summary",),
    "community.fact.change": ("field_name", "old_value", "new_value"),
    "community.category.line": (
        "category_id",
        "resident_id",
        "household_id",
        "date_from",
        "date_to",
        "source",
        "reason",
        "is_to_clarify",
        "grid_id",
        "company_id",
    ),
    "community.residency": (
        "resident_id",
        "household_id",
        "role",
        "role_word",
        "kind",
        "is_whereabouts_unknown",
        "date_from",
        "date_to",
        "start_reason",
        "end_reason",
    ),
    "community.resident": (
        "name",
        "id_kind",
        "id_override_reason",
        "birth_date",
        "sex",
        "ethnicity",
        "education",
        "marital",
        "employment",
        "date_death",
        "email",
        "registered_address",
        "occupation",
        "work_unit",
        "residence_permit",
        "residence_permit_end",
        "emergency_name",
        "note",
        "active",
        "grid_id",
        "company_id",
    ),
    "community.household": (
        "active",
        "dwelling_id",
        "register_no",
        "own_visit_date",
        "own_visit_reason",
        "note",
    ),
}

# Follow from places: when a building goes to another grid, nobody built on the operation.
FOLLOWING = ("grid_id", "company_id")


class CommunityHouseholdOperation(models.Model):
    """One change of who lives in a household, made in one transaction and able to go back.

    Rows enter through the operations of ``community.household`` alone. For ten minutes one tap
    takes an operation back; for thirty days it can be reversed with a reason, as long as nothing
    has been built on it. The rows as they were are in ``community_household_snapshot.py``.
    """

    _name = "community.household.operation"
    _description = "Household Operation"
    _inherit = ["community.scoped.mixin"]
    _order = "date_done desc, id desc"
    _rec_name = "kind"

    kind = fields.Selection([*KINDS, SAME_PERSON], required=True, readonly=True)
    date = fields.Date("Effective from", required=True, readonly=True)
    # Not "restrict": going back removes the household that a split made.
    household_id = fields.Many2one(
        "community.household", readonly=True, index="btree_not_null", ondelete="set null"
    )
    household_ids = fields.Many2many(
        "community.household",
        "community_household_operation_household_rel",
        string="Households",
        readonly=True,
        context={"active_test": False},
    )
    resident_ids = fields.Many2many(
        "community.resident",
        "community_household_operation_resident_rel",
        string="Residents",
        readonly=True,
        context={"active_test": False},
    )
    # Names and birth dates of people in other grids may stand in them: read by code alone.
    before = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    after = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    # Which rows of which tables went from one file to the other: numbers, and no values.
    moved = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("done", "Finished"), ("undone", "Undone"), ("reversed", "Reversed")],
        required=True,
        readonly=True,
        default="done",
    )
    user_id = fields.Many2one(
        "res.users", "Done by", readonly=True, default=lambda self: self.env.user
    )
    date_done = fields.Datetime("Done on", readonly=True, default=lambda self: self._now())
    reason = fields.Char("Reason of the reversal", readonly=True)
    can_undo = fields.Boolean(compute="_compute_can_undo")
    can_reverse = fields.Boolean(compute="_compute_can_undo")

    @api.model
    def _now(self):
        # Not the transaction's time: operations follow each other within one.
        return fields.Datetime.now()

    @api.depends("state", "date_done")
    def _compute_can_undo(self):
        now = self._now()
        for operation in self:
            rules = operation.company_id
            undo = timedelta(minutes=rules.community_undo_minutes)
            reverse = timedelta(days=rules.community_reverse_days)
            age = now - (operation.date_done or now)
            done = operation.state == "done"
            operation.can_undo = done and age <= undo
            operation.can_reverse = done and not operation.can_undo and age <= reverse

    @api.depends_context("lang")
    @api.depends("kind", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for operation in self:
            operation.display_name = " ".join(
                filter(None, (kinds.get(operation.kind), said_day(self.env.lang, operation.date)))
            )

    def _who_died(self):
        """Return whom one operation says to have died: of the family, that person alone."""
        self.ensure_one()
        # Of the closed snapshot only whose death it entered.
        died = [
            row_id
            for model, row_id, values in self.sudo().after or []
            if model == "community.resident" and values and values.get("date_death")
        ]
        return self.resident_ids.filtered(lambda resident: resident.id in died)

    def action_undo(self):
        """Take one operation back within ten minutes, in one tap.

        :raises UserError: when the time is over or something was built on the operation
        :raises AccessError: to whoever may not change the household
        """
        self.ensure_one()
        self._check_may_change()
        if self.state == "done" and not self.can_undo:
            raise UserError(
                self.env._(
                    "%(operation)s is older than %(minutes)s minutes: reverse it with a reason.",
                    operation=self.display_name,
                    minutes=self.company_id.community_undo_minutes,
                )
            )
        self._go_back("undone")
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_reverse(self, reason):
        """Reverse one operation within thirty days while nothing depends on it.

        :param str reason: why; it is kept with the operation
        :raises UserError: without a reason, too late, or naming what stands in the way
        :raises AccessError: to whoever may not change the household
        """
        self.ensure_one()
        self._check_may_change()
        reason = " ".join(reason.split()) if isinstance(reason, str) else ""
        if not reason:
            raise UserError(
                self.env._("Say why %(operation)s is reversed.", operation=self.display_name)
            )
        if self.state == "done" and not (self.can_undo or self.can_reverse):
            raise UserError(
                self.env._(
                    "%(operation)s is older than %(days)s days and stays: enter a new operation "
                    "that says what is true now.",
                    operation=self.display_name,
                    days=self.company_id.community_reverse_days,
                )
            )
        self._go_back("reversed", reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_ask_reason(self):
        """Open the dialog that asks for the reason of a reversal."""
        self.ensure_one()
        household = self.household_id or self.household_ids[:1]
        return self.env["community.household.operation.wizard"]._action(
            "reverse", household, operation=self
        )

    def _check_may_change(self):
        self.check_access("read")
        if self.kind == SAME_PERSON[0]:
            self.resident_ids.check_access("write")
            return
        # Also a household of another grid that took part was reached by the checked operation;
        # the right to the household that it was done on decides.
        if not self.household_id:
            raise AccessError(
                self.env._(
                    "The household of %(operation)s is gone: there is nothing to go back to.",
                    operation=self.display_name,
                )
            )
        self.household_id.check_access("write")

    def _go_back(self, state, reason=False):
        if self.state != "done":
            raise UserError(
                self.env._(
                    "%(operation)s was already taken back: nothing is left to undo.",
                    operation=self.display_name,
                )
            )
        # The operation touched rows that its user may not write, like those of another grid.
        operation = self.sudo()
        if obstacle := operation._obstacle():
            raise UserError(obstacle)
        operation._restore()
        operation.write({"state": state, "reason": reason})

    # The rows as they were before and after an operation; closed fields are never in them.

    @api.model
    def _snapshot(self, households, residents):
        """Return ``{(model, id): values}`` of all rows that an operation on these may touch."""
        # Whole rows are needed, whoever looks and wherever the other household stands.
        households = households.sudo().with_context(active_test=False)
        residents = residents.sudo().with_context(active_test=False)
        self.env.flush_all()
        residents |= households.residency_ids.resident_id
        households |= residents.residency_ids.household_id
        whose = ["|", ("household_id", "in", households.ids), ("resident_id", "in", residents.ids)]
        domains = {
            "mail.activity": [
                ("res_model", "=", "community.household"),
                ("res_id", "in", households.ids),
            ],
            "community.resident": [("id", "in", residents.ids)],
            "community.household": [("id", "in", households.ids)],
        }
        rows = {}
        for model, names in TRACKED.items():
            if model not in self.env:
                continue
            records = households.env[model].search(domains.get(model, whose))
            for values in records.read(names, load=None):
                row_id = values.pop("id")
                for name, value in values.items():
                    if hasattr(value, "isoformat"):
                        values[name] = fields.Date.to_string(value)
                rows[model, row_id] = values
        return rows

    @api.model
    def _differences(self, before, after):
        """Return two JSON lists of ``[model, id, values]``: the touched rows, None = no row."""
        old, new = [], []
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key), after.get(key)
            if was == now:
                continue
            if was and now:
                changed = [name for name in now if was[name] != now[name]]
                was = {name: was[name] for name in changed}
                now = {name: now[name] for name in changed}
            old.append([*key, was])
            new.append([*key, now])
        return old, new

    def _created_ids(self, model):
        return [row_id for name, row_id, was in self.before or [] if name == model and not was]

    def _restore(self):
        """Put every touched row back as it was; the caller has checked that nothing depends."""
        env = self.with_context(
            **trusted(community_sync_later=True, community_no_fact_lines=True),
            tracking_disable=True,
            active_test=False,
        ).env
        residents, households = self.resident_ids.exists(), self.household_ids.exists()
        self._give_facts_back()
        made, changed, gone = {}, {}, []
        for (model, row_id, was), (_model, _id, now) in zip(self.before, self.after, strict=True):
            if not was:
                made.setdefault(model, []).append(row_id)
            elif not now:
                gone.append((model, row_id, was))
            else:
                changed.setdefault(model, []).append((row_id, was, now))
        late = ("community.resident", "community.household")
        for model in [name for name in TRACKED if name in made and name not in late]:
            env[model].browse(made[model]).exists().unlink()
        env.flush_all()
        self._restore_residencies(env, changed.pop("community.residency", []))
        env.flush_all()
        for model in late:
            env[model].browse(made.get(model, [])).exists().unlink()
        env.flush_all()
        for model in reversed(TRACKED):
            for row_id, was, now in changed.get(model, []):
                self._restore_row(env[model].browse(row_id).exists(), was, now)
        env.flush_all()
        for model, row_id, was in gone:
            self._insert(env[model], row_id, was)
        self._move_back()
        self.env.invalidate_all()
        kept = households.exists() | residents.exists().household_id
        self.env["community.category"]._sync_derived(kept)
        residents.exists()._person_ended()

    def _restore_residencies(self, env, rows):
        """Write those first that give up a place; the indexes look at each statement."""
        free = [
            row for row in rows if row[1].get("date_to") or row[1].get("role", "head") != "head"
        ]
        for group in (free, [row for row in rows if row not in free]):
            for row_id, was, _now in group:
                env["community.residency"].browse(row_id).write(was)
            env["community.residency"].flush_model()

    def _restore_row(self, record, was, now):
        if not record:
            return
        # A place that went to another grid meanwhile takes its people along.
        moved = [
            name for name in FOLLOWING if name in was and record[name].id not in (now[name], False)
        ]
        record.write({name: value for name, value in was.items() if name not in moved})

    def _insert(self, model, row_id, values):
        """Bring a deleted row back under its own number, by which older operations know it."""
        if model.browse(row_id).exists():
            return
        columns = {"id": row_id, **values, "create_uid": self.env.uid, "write_uid": self.env.uid}
        # Raw SQL: create() would give the row a new number.
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, create_date, write_date) VALUES %s",
                SQL.identifier(model._table),
                SQL(", ").join(SQL.identifier(name) for name in columns),
                SQL(
                    "(%s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')",
                    SQL(", ").join(
                        SQL(
                            "%s",
                            None if value is False and name not in ("is_to_clarify",) else value,
                        )
                        for name, value in columns.items()
                    ),
                ),
            )
        )
        # What is counted and worked out from the row is so again.
        self.env.invalidate_all()
        model.browse(row_id).modified(list(values))

    # What was built on an operation since, and therefore keeps it from going back.

    def _obstacle(self):
        """Return the sentence that names what was built on the operation, or None."""
        newer = self.search(
            Domain("id", ">", self.id)
            & Domain("state", "=", "done")
            & (
                Domain("household_ids", "in", self.household_ids.ids)
                | Domain("resident_ids", "in", self.resident_ids.ids)
            ),
            order="id desc",
            limit=1,
        )
        if newer:
            return self.env._(
                "%(newer)s came after %(operation)s and concerns the same people: "
                "take that back first.",
                newer=newer.display_name,
                operation=self.display_name,
            )
        if self.kind == SAME_PERSON[0]:
            # Work of later days stays with the file that was kept.
            return self._moved_obstacle() or self._changed_obstacle()
        return self._work_obstacle() or self._changed_obstacle() or self._dependent_obstacle()

    def _work_obstacle(self):
        """Return the sentence that names work done in these homes since, or None.

        Empty here: the domains of work, beginning with the visits, fill it.
        """
        return None

    def _changed_obstacle(self):
        """Return the sentence that names a row that was changed after the operation, or None."""
        for model, row_id, values in self.after or []:
            record = self.env[model].with_context(active_test=False).browse(row_id).exists()
            if not values or model == "mail.activity" or self._is_derived(model, values, record):
                continue
            if not record:
                name = self.env["ir.model"]._get(model).name
                return self.env._(
                    "%(record)s was deleted after %(operation)s, which cannot be taken back any "
                    "more: enter a new operation that says what is true now.",
                    record=f"{name} {row_id}",
                    operation=self.display_name,
                )
            for name, value in values.items():
                now = record._fields[name].convert_to_read(record[name], record, False)
                now = fields.Date.to_string(now) if hasattr(now, "isoformat") else now
                if now != value and name not in FOLLOWING:
                    return self.env._(
                        "%(record)s: %(field)s was changed after %(operation)s. Change it back "
                        "first, or enter a new operation that says what is true now.",
                        record=record._name_for_reader(),
                        field=record._fields[name]._description_string(self.env),
                        operation=self.display_name,
                    )
        return self._edited_obstacle()

    def _edited_obstacle(self):
        """A person whom the operation added must not vanish with facts that were entered later."""
        if "community.fact.change" not in self.env:
            return None
        change = self.env["community.fact.change"].search(
            [
                ("resident_id", "in", self._created_ids("community.resident")),
                ("create_date", ">", self.date_done),
            ],
            limit=1,
        )
        if change:
            return self.env._(
                "%(record)s: %(field)s was changed after %(operation)s. Change it back "
                "first, or enter a new operation that says what is true now.",
                record=change.resident_id._name_for_reader(),
                field=change.field_label,
                operation=self.display_name,
            )
        return None

    @api.model
    def _is_derived(self, model, values, record):
        """Derived categories follow from the facts and never stand in the way."""
        if model != "community.category.line":
            return False
        return (values.get("source") or record.source) == "derived" or not record

    def _dependent_obstacle(self):
        """Return the sentence that names a record about a row that would vanish, or None.

        A relative, a confirmed fact, a need, an aid case: whatever is entered about a person or
        household that the operation made would be deleted along with it, or could not stand alone.
        """
        made = {
            name: self._created_ids(name) for name in ("community.resident", "community.household")
        }
        for model, name, comodel in self._dependent_links():
            if not made[comodel]:
                continue
            record = (
                self.env[model]
                .with_context(active_test=False)
                .search(Domain(name, "in", made[comodel]), limit=1)
            )
            if record:
                return self.env._(
                    "%(record)s (%(kind)s) was recorded after %(operation)s: it stands in the "
                    "way. Enter a new operation that says what is true now.",
                    record=record._name_for_reader(),
                    kind=self.env["ir.model"]._get(model).name,
                    operation=self.display_name,
                )
        return None

    @api.model
    def _dependent_links(self):
        """Yield (model, field, comodel) of each link by which a record depends on a person."""
        follow = self._going_back_models()
        for model in sorted(self.env.registry.models):
            records = self.env[model]
            if (
                model in follow
                or records._abstract
                or records._transient
                or not hasattr(records, "_name_for_reader")
            ):
                continue
            for name, field in records._fields.items():
                if (
                    field.type in ("many2one", "many2many")
                    and field.store
                    and not field.related
                    and field.comodel_name in ("community.resident", "community.household")
                ):
                    yield model, name, field.comodel_name

    @api.model
    def _going_back_models(self):
        """Return the models whose records go back with an operation, or see to it themselves."""
        return {*TRACKED, self._name}
