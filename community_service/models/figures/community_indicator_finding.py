from datetime import date, datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

from .community_indicator import SELECTING, _conditions

FIRST, LAST = date(1900, 1, 1), date(1900, 12, 31)


def _condition(domain):
    """Return (field, operator, value) of a condition, or its words where it is more than one."""
    name = getattr(domain, "field_expr", None)
    if name is None:
        return str(domain)
    value = domain.value
    if isinstance(value, (list, tuple, set, frozenset, OrderedSet)):
        value = frozenset(map(str, value))
    elif not isinstance(value, (str, bool, int, float, date)):
        value = str(value)
    return name, domain.operator, value


def _triples(asked):
    return [found for found in asked[1] if isinstance(found, tuple)] if asked else []


class CommunityIndicator(models.Model):
    """Since when anybody recorded what an indicator counts: before that it says nothing, not 0."""

    _inherit = "community.indicator"

    def _asked_alike(self):
        """Return what an indicator asks so that another one's can be compared, or None.

        :return: ((model, measure, link), frozenset of (field, operator, value) and other
            conditions), as ``tools.suppression.sums_of`` takes it; None for what asks no records
        """
        self.ensure_one()
        if self.measure not in SELECTING:
            return None
        # Two days that no rule knows stand for the period, so that they are told from today.
        domain = self._written_domain(FIRST, LAST)
        conditions = frozenset(map(_condition, _conditions(domain)))
        return (self.model, self.measure, self.link_path or ""), conditions

    def _adds_up(self):
        """Tell whether the figures of the months add up to that of the year, as events do."""
        asked = self._asked_alike()
        starts = {name for name, *rest in _triples(asked) if rest == [">=", FIRST]}
        ends = {name for name, *rest in _triples(asked) if rest == ["<=", LAST]}
        return bool(starts & ends)

    def _recorded_since(self):
        """Return dict indicator -> first day of which anything of its kind is recorded.

        That is the first day that such a record bears, or on which one was entered; of a category
        its own. Of the population it is the day since which the register is kept. None: no day.
        """
        register = self._register_since()
        kinds, asked, since = {}, {}, {}
        for indicator in self:
            if indicator.measure in ("rate", "population"):
                since[indicator] = register
                continue
            # Nothing that a user wrote is asked as superuser. sudo: that a first record was entered
            # on some day is all that comes of it.
            author = indicator.author_id
            own = indicator.with_user(author) if author else indicator.sudo()
            try:
                records, narrow, names = own._kind_recorded()
            except AccessError:
                since[indicator] = None
                continue
            key = (records._name, own.env.uid, own.env.su, repr(narrow))
            kinds[indicator] = key
            asked.setdefault(key, (records, narrow, set()))[2].update(names)
        days = self._first_days(asked)
        for indicator, key in kinds.items():
            first = days[key] or register
            if register and first and indicator._is_of_register():
                first = max(first, register)
            since[indicator] = first
        for indicator in self.filtered(lambda indicator: indicator.measure == "rate"):
            parts = indicator.numerator_id | indicator.denominator_id
            known = since | (parts - self)._recorded_since() if parts - self else since
            found = [known[part] for part in parts]
            since[indicator] = max(found) if all(found) else None
        return since

    def _is_recorded(self, value, since, date_to):
        """Tell whether a figure of a period says something.

        :param value: the figure, None where there is none
        :param since: as ``_recorded_since`` returns it
        :param date date_to: last day of the period
        """
        self.ensure_one()
        if value is None:
            return False
        counts = self.measure in ("count", "distinct", "sum") and not self._is_of_register()
        if value and counts:
            # A record of that time was entered, if late.
            return True
        if not since:
            return date_to >= fields.Date.context_today(self)
        return date_to >= since

    def _is_of_register(self):
        """Tell whether records are counted that say how people are, whenever they were entered.

        The day from which somebody is old is known of whoever was imported today; who was old here
        last year is not.
        """
        return self.model == "community.category.line"

    def _kind_recorded(self):
        """Return (records, domain, names of days) of the kind of what is counted.

        Asked for all of the community, so that a part of it has the same days as the whole.
        """
        if self.measure == "coverage":
            records, narrow, names = self.env["community.visit"], Domain.TRUE, {"date"}
        else:
            records = self.env[self.model]
            today = fields.Date.context_today(self)
            domain = self._written_domain(today, today)
            # A category that began with an import says nothing of the time before, however long
            # others are kept.
            narrow = Domain.AND(
                condition
                for condition in _conditions(domain)
                if getattr(condition, "field_expr", "").startswith("category_id")
            )
            names = {
                condition.field_expr
                for condition in domain.iter_conditions()
                if condition.value == today
                and (field := records._fields.get(condition.field_expr))
                and field.type in ("date", "datetime")
                and field.store
            }
        if "company_id" in records._fields:
            narrow &= Domain("company_id", "=", self.env.company.id)
        return records, narrow, names

    @api.model
    def _first_days(self, asked):
        """Return the first day that a record of each kind bears, or on which one was entered.

        :param dict asked: as :meth:`_kind_recorded` returns it; the key begins with the model and
            the rights with which it is read
        :return: dict key -> date, None where there is none or nobody may ask; one query for each
            model and right
        """
        tables = {}
        for key in asked:
            tables.setdefault(key[:-1], []).append(key)
        days = dict.fromkeys(asked)
        for keys in tables.values():
            records = asked[keys[0]][0].with_context(active_test=False)
            try:
                query = records._search(Domain.TRUE)
            except AccessError:
                continue
            terms, owners = [], []
            for key in keys:
                _records, narrow, names = asked[key]
                where = narrow.optimize_full(records)._to_sql(records, query.table, query)
                # A view in the database has no day of entry.
                for name in sorted(names | ({"create_date"} & records._fields.keys())):
                    day = records._field_to_sql(query.table, name, query)
                    terms.append(SQL("MIN(%s) FILTER (WHERE %s)", day, where))
                    owners.append(key)
            if query.is_empty() or not terms:
                continue
            # Raw SQL: the query carries the reader's rules.
            (row,) = self.env.execute_query(query.select(*terms))
            for key, value in zip(owners, row, strict=True):
                if value:
                    day = self._day_of(value)
                    days[key] = min(days[key] or day, day)
        return days

    def _register_since(self):
        """Return the day since which the register of the community is kept, None before any."""
        company = self.env.company
        if company.community_register_since:
            return company.community_register_since
        # sudo: that a first one was entered on that day is all that comes of it.
        Residency = self.env["community.residency"].sudo()
        ((entered,),) = Residency._read_group(
            [("company_id", "=", company.id)], [], ["create_date:min"]
        )
        return self._day_of(entered) if entered else None

    def _day_of(self, value):
        if isinstance(value, datetime):
            return fields.Datetime.context_timestamp(self, value).date()
        return value
