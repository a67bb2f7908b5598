from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.trusted import said
from ..base.res_company import VISIT_MODES

NEED_LEVELS = [("green", "Green"), ("yellow", "Yellow"), ("red", "Red")]

SYNC_JOB = "community_service.ir_cron_sync_derived_categories"
ELDERLY_AGE = 60  # Law on the Protection of the Rights and Interests of the Elderly, art. 2


class CommunityCategory(models.Model):
    """A reason to care for a person or a household, and how often it asks for a visit.

    The colour is an overall level of need, never of suspicion. Intervals are local rules: every
    figure is a default that a manager may change.
    """

    _name = "community.category"
    _description = "Care Category"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    subject = fields.Selection(
        [("resident", "Resident"), ("household", "Household")], default="resident", required=True
    )
    need_level = fields.Selection(NEED_LEVELS, default="green", required=True)
    visit_interval_months = fields.Integer(
        "Visit every (months)", help="0: this category asks for no visit of its own."
    )
    visit_modes = fields.Selection(
        VISIT_MODES, "Visits that count", default="person", required=True
    )
    duration_months = fields.Integer(
        "Ends after (months)", help="A new line ends by itself after this time; 0: it stays open."
    )
    is_derived = fields.Boolean(
        "Derived", help="Kept right by facts or cases; it cannot be typed by hand."
    )
    derive_rule = fields.Selection(
        [
            ("living_alone", "Elderly person living alone"),
            ("age_80", "80 and over"),
            ("registered_only", "Registered only, whereabouts unknown"),
            ("renting", "Household in a rented dwelling"),
            ("newcomer", "Newly moved in"),
        ],
        help="The fact that this category is derived from.",
    )
    is_sensitive = fields.Boolean(
        "Sensitive",
        help="Health, disability or similar: shown only where it is needed for the work.",
    )
    legal_basis = fields.Char(translate=True)
    color = fields.Integer()

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A category with this code already exists."
    )
    _check_interval = models.Constraint(
        "CHECK (visit_interval_months BETWEEN 0 AND 120 AND duration_months BETWEEN 0 AND 1200)",
        "Give the interval in months, from 0 to 120.",
    )
    _check_derived = models.Constraint(
        "CHECK (derive_rule IS NULL OR is_derived IS TRUE)",
        "A category with a rule is derived: tick it as derived, or remove the rule.",
    )

    def _visit_rules(self):
        """Return (kind of modes, months) of each of these categories that asks for visits."""
        return [
            (category.visit_modes, category.visit_interval_months)
            for category in self
            if category.visit_interval_months
        ]

    # Categories that follow from facts: nobody types them, and they end with the fact.

    @api.model
    def _cron_sync_derived(self):
        """Birthdays and passing months change categories without anybody writing."""
        with self.env["community.daily.job"]._catching_up(SYNC_JOB):
            self._sync_derived()

    @api.model
    def _sync_derived(self, households=None):
        """Open and close the lines of derived categories as the facts of today say.

        One statement compares what should hold with what does; only the difference is written. A
        mark that a register made and a fact now supports stops being *to clarify*.

        :param households: look at these and at whoever lived in them; None looks at everybody
        """
        categories, replaced = self._derived()
        if not categories or households is not None and not households:
            return
        # Within an operation half of the facts are written; it calls again at its end. Only
        # code sets this: it runs as superuser.
        if said(self.env, "community_sync_later"):
            return
        self.env.flush_all()
        today = fields.Date.context_today(self)
        wanted = categories._wanted_facts(today, replaced)
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
    def _derived(self):
        """Return the derived categories of all communities, and the own ones by their code.

        One query for both. An archived own category stands in the place of the shared one as well:
        the community does without.
        """
        # sudo: facts hold for all communities, whoever comes upon them.
        rows = (
            self.sudo()
            .with_context(active_test=False)
            .search(Domain("derive_rule", "!=", False) | Domain("company_id", "!=", False))
        )
        derived = rows.filtered(lambda row: row.active and row.derive_rule)
        return derived, rows.filtered("company_id").grouped("code")

    def _wanted_facts(self, today, replaced):
        """Return the query of the lines that these derived categories ask for on a day.

        Of each community, by the categories that it works by: where it has an own one, the shared
        one of that code asks for nothing.

        :param dict replaced: code -> own categories, of :meth:`_derived`
        """
        facts = []
        for category in self:
            fact = getattr(self, f"_facts_{category.derive_rule}")(today)
            if category.company_id:
                fact = self._facts_of(fact, SQL("= %s", category.company_id.id))
            elif category.code in replaced:
                elsewhere = tuple(replaced[category.code].company_id.ids)
                fact = self._facts_of(fact, SQL("NOT IN %s", elsewhere))
            facts.append(
                SQL(
                    """SELECT %s::int AS category_id, f.resident_id, f.household_id, f.date_from,
                              f.date_to FROM (%s) f""",
                    category.id,
                    fact,
                )
            )
        return SQL(" UNION ALL ").join(facts)

    @api.model
    def _facts_of(self, fact, companies):
        """Return those of the facts that are about people or households of some communities."""
        return SQL(
            """SELECT f.* FROM (%s) f
                 LEFT JOIN community_resident r ON r.id = f.resident_id
                 LEFT JOIN community_household h ON h.id = f.household_id
                WHERE COALESCE(r.company_id, h.company_id) %s""",
            fact,
            companies,
        )

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
            """SELECT r.id AS resident_id, alone.household_id, %s AS date_from,
                      NULL::date AS date_to
                 FROM (SELECT household_id,
                              min(resident_id) FILTER (WHERE date_to IS NULL) AS resident_id,
                              GREATEST(max(date_to) + 1, max(date_from)) AS since
                         FROM community_residency
                        WHERE kind IN ('living', 'both')
                        GROUP BY household_id
                       HAVING count(*) FILTER (WHERE date_to IS NULL) = 1) alone
                 JOIN community_resident r ON r.id = alone.resident_id
                WHERE r.active AND r.date_death IS NULL AND r.birth_date <= %s""",
            self._reached(today, ELDERLY_AGE, SQL("alone.since")),
            today - relativedelta(years=ELDERLY_AGE),
        )

    @api.model
    def _reached(self, today, age, since=None):
        """Return the SQL of the day from which an age makes a fact of resident ``r`` hold.

        A birthday that the daily job did not see, because it did not run, counts from the birthday
        on; what is older than its last run became known today.

        :param int age: years
        :param SQL since: a day before which the rest of the fact did not hold
        """
        done = self.env["community.daily.job"]._sql_done_until(SYNC_JOB)
        birthday = SQL(
            "GREATEST((r.birth_date + %s * interval '1 year')::date, %s)",
            age,
            since or SQL("NULL::date"),
        )
        return SQL(
            "CASE WHEN %(day)s > %(done)s THEN LEAST(%(day)s, %(today)s::date)"
            " ELSE %(today)s::date END",
            day=birthday,
            done=done,
            today=today,
        )

    @api.model
    def _facts_age_80(self, today):
        return SQL(
            """SELECT r.id AS resident_id, r.household_id, %s AS date_from,
                      NULL::date AS date_to
                 FROM community_resident r
                WHERE r.active AND r.date_death IS NULL AND r.household_id IS NOT NULL
                  AND r.birth_date <= %s""",
            self._reached(today, 80),
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
        """Households whose every member moved in during the months that their community sets."""
        return SQL(
            """SELECT NULL::int AS resident_id, x.household_id, min(x.date_from) AS date_from,
                      (min(x.date_from) + c.community_newcomer_months * interval '1 month')::date
                          AS date_to
                 FROM community_residency x
                 JOIN community_household h ON h.id = x.household_id
                 JOIN res_company c ON c.id = h.company_id
                WHERE x.date_to IS NULL AND x.kind IN ('living', 'both')
                GROUP BY x.household_id, c.community_newcomer_months
               HAVING bool_and(x.start_reason IN ('move_in', 'birth') AND x.date_from IS NOT NULL)
                  AND bool_or(x.start_reason = 'move_in')
                  AND min(x.date_from) > %s::date - c.community_newcomer_months * interval '1 month'
            """,
            today,
        )
