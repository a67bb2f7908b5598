from odoo import fields, models

from .community_import_apply_sql import FILLED
from .community_import_match_sql import FACTS

CLOSED = ("id_number", "phone", "phone2", "emergency_phone", "monthly_income", "political_status")


class CommunityImport(models.Model):
    """What a batch leaves to the ORM: changed facts, second residencies, columns of others."""

    _inherit = "community.import"

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
            resident.sudo().with_context(community_fact=self._fact_origin()).write(values)
        open_lines = resident.residency_ids.filtered(lambda line: not line.date_to)
        here = open_lines.filtered(lambda line: line.household_id == household)
        if not here:
            self._add_residency(row, resident, household, open_lines)
        else:
            self._update_residency(row, here, changed)
        if "register_no" in changed and household.register_no != row.register_no:
            household.sudo().with_context(
                community_fact=self._fact_origin()
            ).register_no = row.register_no
        if "tenure" in changed and household.dwelling_id.tenure != row.tenure:
            household.dwelling_id.sudo().with_context(
                community_fact=self._fact_origin()
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
