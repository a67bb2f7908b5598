from odoo import fields, models

from ...tools.trusted import said
from .community_fact_change import MASKS

# Facts of which the past is kept. What a person *is* can only be corrected, the rest changes.
FACTS = {
    "community.resident": (
        "name",
        "birth_date",
        "sex",
        "id_number",
        "ethnicity",
        "education",
        "marital",
        "employment",
        "phone",
        "registered_address",
        "occupation",
        "work_unit",
        "residence_permit",
        "residence_permit_end",
    ),
    "community.household": ("register_no", "dwelling_id"),
    "community.dwelling": ("tenure", "floor_area", "room_count"),
    "community.residency": ("role",),
}

IDENTITY = ("name", "birth_date", "sex", "id_number")


class CommunityFactMixin(models.AbstractModel):
    """A record of the register whose facts keep their past."""

    _name = "community.fact.mixin"
    _description = "Record with Facts"

    def write(self, vals):
        """Write, and keep the old value of each tracked fact that changes.

        A plain edit says that a fact is so from today on; of what a person is (name, birth, sex,
        ID number) it says that it was wrong before.
        """
        names = [name for name in FACTS[self._name] if name in vals]
        if "id_number" in names:
            names = list({*names, "birth_date", "sex"})
        if not names or said(self.env, "community_no_fact_lines"):
            return super().write(vals)
        before = self._fact_values(names)
        res = super().write(vals)
        given = said(self.env, "community_fact", {})
        lines = []
        for record_id, new in self._fact_values(names).items():
            for name in names:
                old = before[record_id][name]
                if old != new[name]:
                    lines.append(self._fact_line(record_id, name, old, new[name], given))
        if lines:
            # The history writes itself; nobody adds lines to it.
            self.env["community.fact.change"].sudo().create(lines)
        return res

    def _fact_values(self, names):
        # Closed numbers are compared here and leave masked.
        return {
            record.id: {name: record._fact_raw(name) for name in names} for record in self.sudo()
        }

    def _fact_raw(self, name):
        value = self[name]
        if isinstance(value, models.BaseModel):
            value = value.id
        return str(value) if value else False

    def _fact_line(self, record_id, name, old, new, given):
        record = self.browse(record_id).sudo()
        kind = given.get("kind") or ("correct" if name in IDENTITY else "change")
        mask = MASKS.get(name, lambda value: value)
        household = record._fact_household()
        return {
            "model": self._name,
            "res_id": record_id,
            "resident_id": record._fact_resident().id,
            "household_id": household.id,
            "grid_id": record.grid_id.id,
            "company_id": record.company_id.id,
            "field_name": name,
            "old_value": mask(old),
            "new_value": mask(new),
            "kind": kind,
            "date": given.get("date") or fields.Date.context_today(self),
            "reason": given.get("reason")
            or (self.env._("Edited in the register") if kind == "correct" else False),
        }

    def _fact_household(self):
        """Return the household in whose history a change of this record stands."""
        return self.household_id

    def _fact_resident(self):
        return self.env["community.resident"]

    def _values_on(self, date, names):
        """Return ``{name: value}`` of facts as they were on a day; later corrections hold."""
        self.ensure_one()
        self.check_access("read")
        values = {name: self._fact_raw(name) for name in names}
        later = self.env["community.fact.change"].search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("kind", "=", "change"),
                ("field_name", "in", list(names)),
                ("date", ">", date),
            ],
            order="date desc, id desc",
        )
        # The earliest of the later changes is written last: what it replaced held on that day.
        # sudo: the lines were found with the reader's rights; auditors may not read the column,
        # which ends with four digits of ID numbers, and ask here for other facts.
        values.update({change.field_name: change.old_value for change in later.sudo()})
        return values
