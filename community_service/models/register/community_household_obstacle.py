from odoo import api, fields, models
from odoo.fields import Domain

from .community_household_snapshot import FOLLOWING, TRACKED


class CommunityHouseholdOperation(models.Model):
    """What was built on an operation since, and therefore keeps it from going back."""

    _inherit = "community.household.operation"

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
        return self._visit_obstacle() or self._changed_obstacle() or self._dependent_obstacle()

    def _visit_obstacle(self):
        made = Domain("household_id", "in", self._created_ids("community.household"))
        later = (
            Domain("household_id", "in", self.household_ids.ids)
            & Domain("state", "not in", ("planned", "cancelled"))
            & Domain("date", ">=", self.date)
            & Domain("write_date", ">", self.date_done)
        )
        visit = self.env["community.visit"].search(made | later, limit=1)
        if visit:
            return self.env._(
                "The visit %(visit)s of %(date)s was recorded after %(operation)s: it stands in "
                "the way. Enter a new operation that says what is true now.",
                visit=visit._name_for_reader(),
                date=visit.date,
                operation=self.display_name,
            )
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
                or not hasattr(records, "_guarded_links")
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
