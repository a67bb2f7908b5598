from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

ELDERLY_AGE = 60  # Law on the Protection of the Rights and Interests of the Elderly, art. 2


class CommunityCategory(models.Model):
    """Categories that follow from facts: nobody types them, and they end with the fact."""

    _inherit = "community.category"

    @api.model
    def _cron_sync_derived(self):
        """Birthdays and passing months change categories without anybody writing."""
        self._sync_derived()

    @api.model
    def _sync_derived(self, households=None):
        """Open and close the lines of derived categories as the facts of today say.

        One statement compares what should hold with what does; only the difference is written. A
        mark that a register made and a fact now supports stops being *to clarify*.

        :param households: look at these and at whoever lived in them; None looks at everybody
        """
        categories = self.search([("derive_rule", "!=", False)])
        if not categories or households is not None and not households:
            return
        # Within an operation half of the facts are written; it calls again at its end. Only
        # code sets this: it runs as superuser.
        if self.env.su and self.env.context.get("community_sync_later"):
            return
        self.env.flush_all()
        today = fields.Date.context_today(self)
        wanted = SQL(" UNION ALL ").join(
            SQL(
                """SELECT %s::int AS category_id, f.resident_id, f.household_id, f.date_from,
                          f.date_to FROM (%s) f""",
                category.id,
                getattr(self, f"_facts_{category.derive_rule}")(today),
            )
            for category in categories
        )
        scope = {"wanted": SQL("TRUE"), "line": SQL("TRUE")}
        if households is not None:
            ids = tuple(households.ids)
            people = SQL(
                "SELECT resident_id FROM community_residency WHERE household_id IN %s", ids
            )
            for name, alias in (("wanted", SQL("w")), ("line", SQL("l"))):
                scope[name] = SQL(
                    "(%s.household_id IN %s OR %s.resident_id IN (%s))", alias, ids, alias, people
                )
        # Raw SQL, below access rules on purpose: facts hold whoever looks, and a full comparison
        # of 280,000 residents takes seconds this way.
        rows = self.env.execute_query(
            SQL(
                """WITH wanted AS MATERIALIZED (SELECT * FROM (%(wanted)s) w WHERE %(w_scope)s),
                current AS MATERIALIZED (
                    SELECT l.* FROM community_category_line l
                     WHERE l.category_id IN %(categories)s AND %(l_scope)s
                       AND (l.date_to IS NULL OR l.date_to >= %(today)s))
                SELECT c.id, c.source, c.is_to_clarify, w.category_id, w.resident_id,
                       w.household_id, w.date_from, w.date_to
                  FROM wanted w FULL JOIN current c
                    ON c.category_id = w.category_id
                   AND COALESCE(c.resident_id, -c.household_id)
                     = COALESCE(w.resident_id, -w.household_id)
                 WHERE c.id IS NULL OR w.category_id IS NULL OR c.is_to_clarify""",
                wanted=wanted,
                w_scope=scope["wanted"],
                l_scope=scope["line"],
                categories=tuple(categories.ids),
                today=today,
            )
        )
        self._write_derived(rows, today)

    @api.model
    def _write_derived(self, rows, today):
        """Write the difference that :meth:`_sync_derived` found."""
        # The engine keeps lines that no user may type, also for people of other grids.
        Line = self.env["community.category.line"].sudo()
        missing, gone, supported = [], [], []
        for line_id, source, to_clarify, category_id, resident_id, household_id, start, end in rows:
            if not line_id:
                missing.append(
                    {
                        "category_id": category_id,
                        "resident_id": resident_id,
                        "household_id": household_id,
                        "date_from": start,
                        "date_to": end,
                        "source": "derived",
                    }
                )
            elif category_id and to_clarify:
                supported.append(line_id)
            elif not category_id and source == "derived":
                gone.append(line_id)
        # From now on the fact holds the line, and ends it.
        Line.browse(supported).write({"is_to_clarify": False, "source": "derived"})
        gone = Line.browse(gone)
        same_day = gone.filtered(lambda line: line.date_from >= today)
        (gone - same_day).date_to = today - relativedelta(days=1)
        same_day.unlink()
        Line.create(missing)

    # facts: (resident_id, household_id, date_from, date_to) of everybody a rule holds for today

    @api.model
    def _facts_living_alone(self, today):
        return SQL(
            """SELECT r.id AS resident_id, alone.household_id, %s::date AS date_from,
                      NULL::date AS date_to
                 FROM (SELECT household_id, min(resident_id) AS resident_id
                         FROM community_residency
                        WHERE date_to IS NULL AND kind IN ('living', 'both')
                        GROUP BY household_id HAVING count(*) = 1) alone
                 JOIN community_resident r ON r.id = alone.resident_id
                WHERE r.active AND r.date_death IS NULL AND r.birth_date <= %s""",
            today,
            today - relativedelta(years=ELDERLY_AGE),
        )

    @api.model
    def _facts_age_80(self, today):
        return SQL(
            """SELECT r.id AS resident_id, r.household_id, %s::date AS date_from,
                      NULL::date AS date_to
                 FROM community_resident r
                WHERE r.active AND r.date_death IS NULL AND r.household_id IS NOT NULL
                  AND r.birth_date <= %s""",
            today,
            today - relativedelta(years=80),
        )

    @api.model
    def _facts_registered_only(self, today):
        return SQL(
            """SELECT r.id AS resident_id, r.household_id, %s::date AS date_from,
                      NULL::date AS date_to
                 FROM community_resident r
                WHERE r.active AND r.resident_kind = 'registered_only'""",
            today,
        )

    @api.model
    def _facts_renting(self, today):
        return SQL(
            """SELECT NULL::int AS resident_id, h.id AS household_id, %s::date AS date_from,
                      NULL::date AS date_to
                 FROM community_household h JOIN community_dwelling d ON d.id = h.dwelling_id
                WHERE h.active AND d.tenure = 'rent' AND EXISTS (
                    SELECT FROM community_residency x
                     WHERE x.household_id = h.id AND x.date_to IS NULL
                       AND x.kind IN ('living', 'both'))""",
            today,
        )

    @api.model
    def _facts_newcomer(self, today):
        """Households whose every member moved in during the months that the settings name."""
        months = self.env["community.setting"]._number("newcomer_months")
        return SQL(
            """SELECT NULL::int AS resident_id, x.household_id, min(x.date_from) AS date_from,
                      (min(x.date_from) + %s * interval '1 month')::date AS date_to
                 FROM community_residency x
                WHERE x.date_to IS NULL AND x.kind IN ('living', 'both')
                GROUP BY x.household_id
               HAVING bool_and(x.start_reason IN ('move_in', 'birth') AND x.date_from IS NOT NULL)
                  AND bool_or(x.start_reason = 'move_in')
                  AND min(x.date_from) > %s""",
            months,
            today - relativedelta(months=months),
        )


class CommunityResidency(models.Model):
    _inherit = "community.residency"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["community.category"]._sync_derived(lines.household_id)
        return lines

    def write(self, vals):
        households = self.household_id
        res = super().write(vals)
        if {"household_id", "resident_id", "kind", "date_from", "date_to", "start_reason"} & set(
            vals
        ) or "is_whereabouts_unknown" in vals:
            self.env["community.category"]._sync_derived(households | self.household_id)
        return res

    def unlink(self):
        households = self.household_id
        res = super().unlink()
        self.env["community.category"]._sync_derived(households)
        return res


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def write(self, vals):
        res = super().write(vals)
        if {"birth_date", "date_death", "active", "id_number"} & set(vals):
            self.env["community.category"]._sync_derived(self.residency_ids.household_id)
        return res


class CommunityDwelling(models.Model):
    _inherit = "community.dwelling"

    def write(self, vals):
        res = super().write(vals)
        if "tenure" in vals:
            self.env["community.category"]._sync_derived(self.household_ids)
        return res
