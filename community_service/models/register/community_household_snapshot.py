from odoo import api, fields, models
from odoo.tools import SQL

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
    """The rows as they were before and after an operation; closed fields are never in them."""

    _inherit = "community.household.operation"

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
            community_sync_later=True,
            tracking_disable=True,
            active_test=False,
            community_no_fact_lines=True,
        ).env
        residents, households = self.resident_ids.exists(), self.household_ids.exists()
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
        self.env.invalidate_all()
        kept = households.exists() | residents.exists().household_id
        self.env["community.category"]._sync_derived(kept)

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
