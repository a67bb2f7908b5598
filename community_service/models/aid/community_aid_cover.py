from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.aid import WORKING_AGE

LOST_WORK = ("unemployed", "laid_off")

PLAN_DAYS = 7


class CommunityAidCover(models.Model):
    """Full cover (应保尽保): who qualifies and has no case, of whom nobody can say, who belongs
    elsewhere.

    The register proposes from what it knows; a family is asked, and a person decides. An income of
    zero in the register may be a field that somebody emptied: it counts as not known. Families
    without any sign of hardship are not listed as unknown.
    """

    _name = "community.aid.cover"
    _description = "Full Cover of Aid"
    _inherit = ["community.scoped.mixin"]
    _order = "walk_key, id"
    _rec_name = "household_id"
    _rec_names_search = ["household_id.address"]

    household_id = fields.Many2one(
        "community.household", required=True, index=True, ondelete="cascade", readonly=True
    )
    walk_key = fields.Char(readonly=True, export_string_translation=False)
    group = fields.Selection(
        [
            ("qualifies", "Qualifies without a case"),
            ("unknown", "Cannot say"),
            ("elsewhere", "Registered elsewhere"),
        ],
        "List",
        required=True,
        readonly=True,
        index=True,
    )
    finding = fields.Selection(
        [("dibao", "Below the standard"), ("edge", "Edge of dibao"), ("unknown", "Not known")],
        "By the register",
        required=True,
        readonly=True,
    )
    member_count = fields.Integer("Number of people", readonly=True, aggregator=None)
    missing_count = fields.Integer("Incomes not known", readonly=True, aggregator=None)
    has_sign = fields.Boolean("Sign of hardship", readonly=True)
    date = fields.Date("As of", readonly=True)
    # Not as superuser: the reader's own rules hide sensitive categories, and other homes.
    head_id = fields.Many2one(related="household_id.head_id", related_sudo=False)
    category_ids = fields.Many2many(related="household_id.category_ids", related_sudo=False)
    missing = fields.Char("Still to find out", compute="_compute_missing")
    told_id = fields.Many2one(
        "community.aid.told", readonly=True, index="btree_not_null", ondelete="set null"
    )
    told_date = fields.Date(related="told_id.date", related_sudo=False)
    told_user_id = fields.Many2one(related="told_id.user_id", related_sudo=False)
    planned_date = fields.Date("Visit planned", compute="_compute_planned_date")

    _household_uniq = models.UniqueIndex("(household_id)", "A household stands in one list.")
    _walk_idx = models.Index("(walk_key, id)")

    @api.model
    def _tells_sensitive(self):
        return Domain.TRUE

    @api.model
    def _sensitive_fields(self):
        return super()._sensitive_fields() | {"category_ids"}

    # Which income is missing is no income: the names of the household are known to its reader.
    @api.depends("household_id", "group")
    def _compute_missing(self):
        names = {}
        unknown = self.filtered("missing_count")
        if unknown:
            self.env["community.resident"].flush_model()
            # Raw SQL: the incomes are closed, and only whether they are known matters here.
            rows = self.env.execute_query(
                SQL(
                    """SELECT x.household_id, r.name FROM community_residency x
                         JOIN community_resident r ON r.id = x.resident_id
                        WHERE x.household_id IN %s AND x.date_to IS NULL AND r.active
                          AND r.date_death IS NULL AND NOT %s
                        ORDER BY x.household_id, x.id""",
                    tuple(unknown.household_id.ids),
                    self._sql_is_known(fields.Date.context_today(self)),
                )
            )
            for household_id, name in rows:
                names.setdefault(household_id, []).append(name)
        for row in self:
            people = names.get(row.household_id.id)
            row.missing = people and self.env._("income of %(name)s", name="、".join(people))

    def _compute_planned_date(self):
        dates = dict(
            self.env["community.visit"]._read_group(
                [("household_id", "in", self.household_id.ids), ("state", "=", "planned")],
                ["household_id"],
                ["date:min"],
            )
        )
        for row in self:
            row.planned_date = dates.get(row.household_id)

    # reckoning

    @api.model
    def action_refresh(self):
        """Reckon the three lists again from the register and the cases of now."""
        self.check_access("read")
        self.env["community.aid.case"]._check_officer()
        self._refresh()

    @api.model
    def _cron_refresh(self):
        """Standards, birthdays and cases change the lists without anybody asking."""
        self._refresh()

    @api.model
    def _refresh_later(self, households):
        """Reckon the places of these households again before anybody looks, once for all of them.

        What the lists rest on may be entered late and in any order: incomes, who lives where, signs
        of hardship, needs and cases.
        """
        if not households:
            return
        waiting = self.env.cr.precommit.data.setdefault(self._name, set())
        if not waiting:
            self.env.cr.precommit.add(self._refresh_waiting)
        waiting.update(households.ids)

    @api.model
    def _refresh_waiting(self):
        waiting = self.env.cr.precommit.data.pop(self._name, None)
        if waiting:
            # sudo: the lists hold for all grids; each reader sees those of the own one.
            self.sudo()._refresh(self.env["community.household"].browse(waiting).exists().sudo())

    @api.model
    def _search(self, *args, **kwargs):
        self._refresh_waiting()
        return super()._search(*args, **kwargs)

    @api.model
    def _refresh(self, households=None):
        """Reckon the lists in one statement: for 100,000 households a matter of seconds.

        :param households: look at these alone; None looks at everybody
        """
        if households is not None and not households:
            return
        rules = self._sql_rules(households)
        if not rules:
            return
        self.env.flush_all()
        today = fields.Date.context_today(self)
        scope = mine = homes = SQL("TRUE")
        if households is not None:
            scope = SQL("h.id IN %s", tuple(households.ids))
            mine = SQL("c.household_id IN %s", tuple(households.ids))
            homes = SQL("x.household_id IN %s", tuple(households.ids))
        # Raw SQL, below access rules on purpose: the lists hold for all grids, each reader sees
        # those of the own one, and incomes do not leave the database.
        self.env.cr.execute(
            SQL(
                """WITH found AS MATERIALIZED (%(found)s), written AS (
                    INSERT INTO community_aid_cover AS c (household_id, walk_key, grid_id,
                        company_id, "group", finding, member_count, missing_count, has_sign, date,
                        told_id, create_uid, create_date, write_uid, write_date)
                    SELECT f.id, f.walk_key, f.grid_id, f.company_id, f.list, f.finding, f.people,
                           f.missing, f.has_sign, %(today)s, t.id, %(uid)s, now(), %(uid)s, now()
                      FROM found f LEFT JOIN LATERAL (
                           SELECT id FROM community_aid_told WHERE household_id = f.id
                            ORDER BY date DESC, id DESC LIMIT 1) t ON TRUE
                     WHERE f.list IS NOT NULL
                    ON CONFLICT (household_id) DO UPDATE SET walk_key = EXCLUDED.walk_key,
                        grid_id = EXCLUDED.grid_id, company_id = EXCLUDED.company_id,
                        "group" = EXCLUDED."group", finding = EXCLUDED.finding,
                        member_count = EXCLUDED.member_count,
                        missing_count = EXCLUDED.missing_count, has_sign = EXCLUDED.has_sign,
                        date = EXCLUDED.date, told_id = EXCLUDED.told_id)
                DELETE FROM community_aid_cover c WHERE %(mine)s AND c.household_id NOT IN (
                    SELECT id FROM found WHERE list IS NOT NULL)""",
                found=self._sql_found(rules, today, scope, homes),
                today=today,
                uid=self.env.uid,
                mine=mine,
            )
        )
        self.invalidate_model()

    @api.model
    def _sql_rules(self, households=None):
        """Return the rows (company_id, factor, code) of each community's dibao, or None.

        :param households: of their communities alone
        """
        # sudo: the lists hold for all communities, whoever comes upon a change.
        companies = self.env["res.company"].sudo().search([])  # pylint: disable=no-search-all
        if households is not None:
            companies = households.sudo().company_id
        programmes = self.env["community.aid.programme"].sudo()
        rules = [
            SQL(
                "(%s, %s, %s)",
                company.id,
                found[0].edge_factor,
                found[0]._standard_programme().code,
            )
            for company, found in programmes._in_use_by(companies, [("kind", "=", "dibao")]).items()
            if found
        ]
        return SQL(", ").join(rules) if rules else None

    @api.model
    def _sql_is_known(self, today):
        """Tell of resident ``r`` whether nothing is to be asked: an income, school or childhood."""
        return SQL(
            """COALESCE(NULLIF(r.monthly_income, 0) IS NOT NULL OR r.employment = 'student'
               OR r.birth_date > %s, FALSE)""",
            fields.Date.subtract(today, years=WORKING_AGE),
        )

    @api.model
    def _sql_found(self, rules, today, scope, homes):
        """Return the query of each household's place in the lists; ``list`` is NULL for most.

        :param scope: condition on the households ``h``
        :param homes: the same condition on the residencies ``x``
        """
        year_ago = fields.Date.subtract(today, years=1)
        return SQL(
            """SELECT g.*, CASE
                   WHEN g.has_case OR g.amount IS NULL THEN NULL
                   WHEN g.finding = 'unknown' AND NOT g.has_sign THEN NULL
                   WHEN g.finding = 'none' THEN NULL
                   WHEN NOT g.is_registered THEN 'elsewhere'
                   WHEN g.finding = 'unknown' THEN 'unknown'
                   ELSE 'qualifies' END AS list
              FROM (SELECT h.id, h.walk_key, h.grid_id, h.company_id, p.people, p.is_registered,
                      s.amount, CASE WHEN k.total IS NULL THEN p.missing ELSE 0 END AS missing,
                      CASE WHEN k.total IS NULL THEN 'unknown'
                           WHEN k.total < s.amount * p.people THEN 'dibao'
                           WHEN k.total < s.amount * p.people * rule.factor THEN 'edge'
                           ELSE 'none' END AS finding,
                      p.is_without_work OR p.part > 0
                           AND p.part < s.amount * p.people * rule.factor
                           OR y.household_id IS NOT NULL OR n.household_id IS NOT NULL AS has_sign,
                      c.household_id IS NOT NULL AS has_case
                 FROM community_household h
                 JOIN (VALUES %(rules)s) rule(company_id, factor, code)
                   ON rule.company_id = h.company_id
                 JOIN (SELECT x.household_id, count(*) AS people,
                              bool_or(x.kind IN ('registered', 'both')) AS is_registered,
                              bool_or(COALESCE(r.employment IN %(lost)s, FALSE)) AS is_without_work,
                              count(*) FILTER (WHERE NOT %(known)s) AS missing,
                              sum(COALESCE(r.monthly_income, 0)) AS part
                         FROM community_residency x
                         JOIN community_resident r ON r.id = x.resident_id
                        WHERE x.date_to IS NULL AND r.active AND r.date_death IS NULL AND %(homes)s
                        GROUP BY x.household_id) p ON p.household_id = h.id
                 CROSS JOIN LATERAL (SELECT COALESCE(NULLIF(h.monthly_income, 0),
                      CASE WHEN p.missing = 0 AND p.part > 0 THEN p.part END) AS total) k
                 LEFT JOIN (SELECT DISTINCT ON (a.id) a.id, s.amount
                         FROM community_area a
                         JOIN (VALUES %(rules)s) own(company_id, factor, code)
                           ON own.company_id = a.company_id
                         JOIN community_aid_standard s
                           ON s.company_id = a.company_id AND s.programme_code = own.code
                          AND s.date_from <= %(today)s
                         LEFT JOIN community_area b ON b.id = s.area_id
                        WHERE s.area_id IS NULL OR starts_with(a.parent_path, b.parent_path)
                        ORDER BY a.id, length(b.parent_path) DESC NULLS LAST, s.date_from DESC
                      ) s ON s.id = h.area_id
                 LEFT JOIN (SELECT DISTINCT l.household_id FROM community_category_line l
                         JOIN community_category y ON y.id = l.category_id AND y.is_hardship
                        WHERE l.date_to IS NULL OR l.date_to >= %(today)s
                      ) y ON y.household_id = h.id
                 LEFT JOIN (SELECT DISTINCT household_id FROM community_visit_need
                        WHERE state = 'open' AND kind = 'aid') n ON n.household_id = h.id
                 LEFT JOIN (SELECT DISTINCT household_id FROM community_aid_case
                        WHERE kind IN ('dibao', 'edge', 'extreme_poor')
                          AND (state NOT IN ('refused', 'stopped', 'closed')
                               OR state = 'refused' AND date_decision > %(year_ago)s)
                      ) c ON c.household_id = h.id
                WHERE h.active AND %(scope)s) g""",
            today=today,
            year_ago=year_ago,
            lost=LOST_WORK,
            known=self._sql_is_known(today),
            rules=rules,
            scope=scope,
            homes=homes,
        )

    # what a person does with a row

    def action_told(self):
        """Note that each of these families was told today by the current user."""
        self.check_access("read")
        self.env["community.aid.told"].create(
            [
                {
                    "household_id": row.household_id.id,
                    "subject": "elsewhere" if row.group == "elsewhere" else "may_qualify",
                    "resident_id": row.household_id.head_id.id,
                }
                for row in self
            ]
        )

    def action_plan_visits(self):
        """Plan a visit that asks for the missing facts, for each household without a planned one.

        :return: the visits planned
        :raises UserError: when each of the households has a planned visit already
        """
        self.check_access("read")
        free = self.filtered(lambda row: not row.planned_date)
        if not free:
            raise UserError(
                self.env._(
                    "Each of these households has a planned visit: it can ask for the facts."
                )
            )
        today = fields.Date.context_today(self)
        lines = free.grid_id.officer_line_ids.filtered(
            lambda line: (
                not line.is_substitute
                and line.date_from <= today
                and not (line.date_to and line.date_to < today)
            )
        )
        workers = {line.grid_id.id: line.user_id.id for line in lines}
        visits = self.env["community.visit"].create(
            [
                {
                    "household_id": row.household_id.id,
                    "date": today + timedelta(days=PLAN_DAYS),
                    "kind": "policy",
                    "user_id": workers.get(row.grid_id.id, self.env.uid),
                    "note": self.env._("Aid: explain the rights and ask for %(facts)s", facts=facts)
                    if (facts := row.missing)
                    else self.env._("Aid: explain the rights and how to apply"),
                }
                for row in free
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_visit_action"
        )
        return action | {"domain": [("id", "in", visits.ids)], "context": {}}

    def action_new_case(self):
        """Begin an aid case for this household."""
        self.ensure_one()
        self.check_access("read")
        kind = self.finding if self.finding in ("dibao", "edge") else "dibao"
        programme = self.env["community.aid.programme"]._of_kind(kind, self.company_id)
        return self.env["community.aid.case"]._action_new(
            {
                "default_household_id": self.household_id.id,
                "default_programme_id": programme.id,
            }
        )
