from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.schedule import COUNTING_MODES, next_visit
from ..register.community_residency import LIVING_KINDS


class CommunityVisit(models.Model):
    """Coverage, programmes of a visit, by when it had been due: the one place for each."""

    _inherit = "community.visit"

    @api.model
    def _reckon_due(self, households, fresh=()):
        """Say of each visit made to these households by which day it had been due.

        It follows from the visits before it, by the rules of its own day, in whatever order they
        are entered: a visit that comes to light late moves those after it.

        :param fresh: visits just made; a date that somebody set for the household counts for them
        """
        # sudo: by when a visit was due follows from all of them, whoever may read which.
        visits = self.sudo().search(
            [("household_id", "in", households.ids), ("state", "=", "done")], order="date, id"
        )
        groups = {}
        for household, made in visits.grouped("household_id").items():
            last, own, rule = {}, (False, False), household._default_visit_rule()
            valid = made.filtered("is_valid")
            for visit in made:
                rules = household._categories_on(visit.date)._visit_rules() or [rule]
                due = next_visit(rules, last, household.date_entered)
                if visit in fresh and visit == valid[-1:]:
                    own = (household.own_visit_date, household.own_visit_reason)
                if own[0] and (own[0] < due or own[1]):
                    due = own[0]
                groups.setdefault((due, visit.date > due), self.sudo().browse())
                groups[due, visit.date > due] |= visit
                for kind, modes in COUNTING_MODES.items():
                    if visit.mode in modes:
                        last[kind] = visit.date
                if visit.is_valid:
                    own = (visit.next_date, visit.next_reason)
        for (due, late), found in groups.items():
            found.filtered(
                lambda v, due=due, late=late: (v.date_due, v.is_late) != (due, late)
            )._set_closed(date_due=due, is_late=late)

    def _take_own_dates_back(self, households, before):
        """Let the latest visit that counts say the own date, after one was changed or taken back.

        A date that somebody set for the household itself stays.

        :param dict before: of each of these visits: state, day, household and own date with reason
        """
        of_homes = Domain("household_id", "in", households.ids)
        latest_of = self._last_of_each(of_homes & Domain("is_valid", "=", True), 1)
        for household in households:
            mine = self.filtered(
                lambda visit, home=household: home in (visit.household_id, before[visit][2])
            )
            held = (household.own_visit_date, household.own_visit_reason)
            if held not in {before[visit][3] for visit in mine}:
                continue
            latest = latest_of.get(household, self.browse())
            if (
                latest
                and latest not in mine
                and max(before[visit][1] for visit in mine) < latest.date
            ):
                continue
            said = (latest.next_date, latest.next_reason)
            if held != said:
                household.with_context(tracking_disable=True).write(
                    {"own_visit_date": said[0], "own_visit_reason": said[1]}
                )

    @api.model
    def _coverage_domains(self, date_from, date_to, domain=None):
        """Return the household domains behind the coverage of a period.

        Read them with ``active_test=False``: a household merged away later was there at the time.

        :param date date_from: first day of the period
        :param date date_to: last day of the period
        :param domain: more conditions on households (places, categories, a grid)
        :return: dict of Domain: ``households`` with an open living residency on the last day (or
            today, if that is earlier); of them ``visited`` (a valid visit in the period),
            ``on_time`` (visited, and no valid visit of the period came late), ``missing``
        """
        day = min(fields.Date.to_date(date_to), fields.Date.context_today(self))
        lived_in = Domain("kind", "in", LIVING_KINDS) & Domain(
            self.env["community.residency"]._on_date_domain(day)
        )
        households = Domain("residency_ids", "any", lived_in) & Domain(domain or Domain.TRUE)
        valid = self._valid_domain(date_from, date_to)
        visited = Domain("visit_ids", "any", valid)
        late = Domain("visit_ids", "any", valid & Domain("is_late", "=", True))
        return {
            "households": households,
            "visited": households & visited,
            "on_time": households & visited & ~late,
            "missing": households & ~visited,
        }

    @api.model
    def _valid_domain(self, date_from, date_to):
        return (
            Domain("is_valid", "=", True)
            & Domain("date", ">=", date_from)
            & Domain("date", "<=", date_to)
        )

    @api.model
    def _count_coverage(self, date_from, date_to, domain=None):
        """Return how many households each domain of :meth:`_coverage_domains` finds.

        :return: dict of int: ``households``, ``visited``, ``on_time``, ``missing``
        """
        Household = self.env["community.household"].with_context(active_test=False)
        domains = self._coverage_domains(date_from, date_to, domain)
        households = Household._search(domains["households"])
        visits = self._search(self._valid_domain(date_from, date_to))
        alias = SQL.identifier(visits.table)
        visits.groupby = SQL("%s.household_id", alias)
        # Raw SQL: the visits are read once for all figures; both queries carry the rules.
        ((total, visited, on_time),) = self.env.execute_query(
            SQL(
                "SELECT count(*), count(v.household_id), count(*) FILTER (WHERE NOT v.is_late) "
                "FROM (%s) h LEFT JOIN (%s) v ON v.household_id = h.id",
                households.select(),
                visits.select(
                    SQL("%s.household_id", alias),
                    SQL("bool_or(COALESCE(%s.is_late, FALSE)) AS is_late", alias),
                ),
            )
        )
        counts = {"households": total, "visited": visited, "on_time": on_time}
        return {**counts, "missing": total - visited}

    @api.model
    def _coverage(self, date_from, date_to, domain=None, groupby=None):
        """Count coverage of a period: what programmes, report and dashboard all show.

        The records are those that the user may read; three queries, whatever the size.

        :param date date_from: first day
        :param date date_to: last day
        :param domain: more conditions on households
        :param str groupby: a stored field of the household, such as ``grid_id``
        :return: dict with ``households``, ``visited``, ``on_time`` (counts), ``coverage`` and
            ``on_time_rate`` (per cent of all households); with ``groupby`` a dict of such dicts
        """
        Household = self.env["community.household"].with_context(active_test=False)
        domains = self._coverage_domains(date_from, date_to, domain)
        figures = {}
        for part in ("households", "visited", "on_time"):
            groups = Household._read_group(domains[part], [groupby] if groupby else [], ["__count"])
            for *key, count in groups:
                figures.setdefault(key[0] if key else None, {})[part] = count
        for values in figures.values():
            total = values.setdefault("households", 0)
            for part, rate in (("visited", "coverage"), ("on_time", "on_time_rate")):
                values.setdefault(part, 0)
                values[rate] = round(100.0 * values[part] / total, 2) if total else 0.0
        return figures if groupby else figures[None]

    @api.depends("household_id", "date")
    def _compute_programme_ids(self):
        programmes = self._programmes_by_visit(self.ids)
        for visit in self:
            visit.programme_ids = programmes.get(visit.id, [])

    def _programmes_by_visit(self, ids):
        """Map visit id to the ids of the readable programmes whose scope it falls in."""
        # Programmes are a handful; all of them are wanted.
        readable = self.env["community.programme"].search([]).ids  # pylint: disable=no-search-all
        if not ids or not readable:
            return {}
        # Raw SQL: one join of places and dated categories instead of a query for each programme.
        rows = self.env.execute_query(
            SQL(
                "SELECT v.id, array_agg(p.id ORDER BY p.date_from DESC, p.id DESC) %s"
                " AND v.id = ANY(%s) AND p.id = ANY(%s) GROUP BY v.id",
                self._programme_join(),
                list(ids),
                list(readable),
            )
        )
        return dict(rows)

    def _search_programme_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        Programme = self.env["community.programme"]
        if operator == "any":
            programmes = Programme.search(value)
        else:
            # Searched, not browsed: a hidden programme is found as little as one that never was.
            programmes = Programme.with_context(active_test=False).search(
                [("id", "in", [item for item in value if item])]
            )
        in_scope = Domain.FALSE
        for programme in programmes:
            in_scope |= (
                Domain("household_id", "any", programme._scope_domain())
                & Domain("date", ">=", programme.date_from)
                & Domain("date", "<=", programme.date_to)
            )
        return in_scope

    def _programme_join(self):
        """Return FROM and WHERE that join visits ``v`` with the programmes ``p`` they fall in."""
        for model, names in (
            ("community.visit", ["household_id", "date", "company_id"]),
            ("community.household", ["area_id"]),
            ("community.area", ["parent_path"]),
            ("community.category.line", ["household_id", "category_id", "date_from", "date_to"]),
            ("community.programme", ["date_from", "date_to", "area_ids", "category_ids"]),
        ):
            self.env[model].flush_model(names)
        return SQL(
            """FROM community_visit v
               JOIN community_household h ON h.id = v.household_id
               JOIN community_area a ON a.id = h.area_id
               JOIN community_programme p
                 ON p.company_id = v.company_id AND v.date BETWEEN p.date_from AND p.date_to
              WHERE (NOT EXISTS (
                        SELECT FROM community_programme_area_rel r WHERE r.programme_id = p.id)
                     OR EXISTS (
                        SELECT FROM community_programme_area_rel r
                          JOIN community_area pa ON pa.id = r.area_id
                         WHERE r.programme_id = p.id AND a.parent_path LIKE pa.parent_path || '%%'))
                AND (NOT EXISTS (
                        SELECT FROM community_programme_category_rel r
                         WHERE r.programme_id = p.id)
                     OR EXISTS (
                        SELECT FROM community_programme_category_rel r
                          JOIN community_category_line l ON l.category_id = r.category_id
                         WHERE r.programme_id = p.id AND l.household_id = h.id
                           AND l.date_from <= LEAST(p.date_to, %(today)s)
                           AND (l.date_to IS NULL
                                OR l.date_to >= LEAST(p.date_to, %(today)s))))""",
            today=fields.Date.context_today(self),
        )
