import re
from functools import lru_cache

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from ...tools.population import GROUPS

NUMBERS = ("integer", "float", "monetary")
# What an indicator counts; the rest is how it is shown.
COUNTED = {
    "measure",
    "model_id",
    "domain",
    "link_path",
    "statement_key",
    "is_confidential",
    "numerator_id",
    "denominator_id",
}
SELECTING = ("count", "distinct", "sum")
# The words of a domain that make it count a period.
PERIOD = re.compile(r"\b(date_from|date_to|today)\b")
COVERAGE_KEYS = ("households", "visited", "on_time", "missing")


@lru_cache(maxsize=4096)
def _compiled(text):
    """Return the function of three days that gives the list a domain's text says.

    A report asks each text for several periods, and to read and check a text costs a hundred times
    what it costs to work it out.

    :raises ValueError: if the text is no expression, or uses what a domain may not
    """
    return safe_eval(f"lambda date_from, date_to, today: (\n{text}\n)")


class CommunityIndicator(models.Model):
    """A figure of a report as data: which records, how they are measured, what opens them.

    A domain may use ``date_from``, ``date_to`` and ``today``; places and grids of the report are
    added to it. What comes with the program counts under the rules of whoever refreshes a report,
    confidential files as a number alone, and nobody changes what it counts. What a user wrote
    counts as that user, whoever refreshes: nobody makes the program count what they may not read.
    """

    _name = "community.indicator"
    _description = "Indicator"
    _inherit = ["community.shared.mixin", "community.selection.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Stands in the text of a report as {code}.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    section = fields.Selection(
        [
            ("population", "Population"),
            ("care", "People to care for"),
            ("visits", "Visits"),
            ("help", "Requests and help"),
        ],
        required=True,
        default="visits",
    )
    unit = fields.Char(translate=True)
    note = fields.Char("Definition", translate=True)
    measure = fields.Selection(
        [
            ("count", "Number of records"),
            ("distinct", "Number of different records of a link"),
            ("sum", "Sum of a number of the records"),
            ("population", "Figure of the population statement"),
            ("coverage", "Figure of visit coverage"),
            ("rate", "One indicator as a share of another (%)"),
        ],
        required=True,
        default="count",
    )
    model_id = fields.Many2one(
        "ir.model",
        "Records",
        ondelete="cascade",
        domain=[("model", "=like", "community.%"), ("transient", "=", False)],
    )
    model = fields.Char(related="model_id.model", string="Model", store=True)
    domain = fields.Char(default="[]")
    link_path = fields.Char(
        "Link",
        help="Field of the records whose different values count, or whose numbers are summed.",
    )
    statement_key = fields.Char(
        "Figure", help="For example living.age_60, births, empty; or visited for coverage."
    )
    is_confidential = fields.Boolean(
        "Number only",
        help="Everybody who reads the report sees the number; the records behind it open only for "
        "those who may read them.",
    )
    is_of_today = fields.Boolean(
        "As of today",
        compute="_compute_is_of_today",
        store=True,
        readonly=False,
        precompute=True,
        recursive=True,
        help="Counts what is so now: of an earlier period it can say nothing.",
    )
    is_on_board = fields.Boolean(
        "On the board", help="Stands on the secretary's board with last year's figure beside it."
    )
    numerator_id = fields.Many2one(
        "community.indicator", "Share of", ondelete="restrict", check_company=True
    )
    denominator_id = fields.Many2one(
        "community.indicator", "Share in", ondelete="restrict", check_company=True
    )
    author_id = fields.Many2one(
        "res.users",
        "Counts as",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Who wrote what is counted: it is counted under this user's rights. Empty: the "
        "indicator came with the program.",
    )
    refusal = fields.Char("Not counted", compute="_compute_refusal")

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "An indicator with this code already exists."
    )
    _check_share = models.Constraint(
        "CHECK (measure <> 'rate' OR numerator_id IS NOT NULL AND denominator_id IS NOT NULL)",
        "A share needs the indicator it is a share of and the one it is a share in.",
    )

    @api.depends("measure", "domain", "numerator_id.is_of_today", "denominator_id.is_of_today")
    def _compute_is_of_today(self):
        for indicator in self:
            if indicator.measure == "rate":
                shares = indicator.numerator_id | indicator.denominator_id
                indicator.is_of_today = any(shares.mapped("is_of_today"))
            else:
                counted = indicator.measure in ("count", "distinct", "sum")
                indicator.is_of_today = counted and not PERIOD.search(indicator.domain or "")

    @api.depends("author_id", *COUNTED)
    def _compute_refusal(self):
        today = fields.Date.context_today(self)
        for indicator in self:
            indicator.refusal = False
            if indicator.author_id:
                try:
                    indicator.with_user(indicator.author_id)._refuse_closed_file()
                    indicator._counted_by_author(today, today, Domain.TRUE)
                except AccessError as error:
                    indicator.refusal = str(error)

    @api.model
    def _born_values(self, vals):
        # Data files are loaded by the superuser, and by nobody else.
        by_user = {} if self.env.uid == SUPERUSER_ID else {"author_id": self.env.uid}
        return {**super()._born_values(vals), **by_user}

    def _settled_fields(self):
        return super()._settled_fields() | (set() if self.author_id else COUNTED)

    def _settled_sentence(self, name):
        if name not in COUNTED:
            return super()._settled_sentence(name)
        return self.env._(
            "%(indicator)s came with the program, and what it counts stays: copy it and change the "
            "copy, which counts what you may read. Its name, place and use are yours to change.",
            indicator=self.name,
        )

    def copy_data(self, default=None):
        """Copy an indicator under a code of its own; the copy counts as whoever makes it."""
        copies = super().copy_data(default)
        for indicator, vals in zip(self, copies, strict=True):
            if "code" not in (default or {}):
                domain = [("code", "=like", f"{indicator.code}%")]
                taken = set(self.with_context(active_test=False).search(domain).mapped("code"))
                number = 2
                while f"{indicator.code}_{number}" in taken:
                    number += 1
                vals["code"] = f"{indicator.code}_{number}"
        return copies

    @api.model_create_multi
    def create(self, vals_list):
        indicators = super().create(vals_list)
        indicators._check_confidential()
        return indicators

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & COUNTED:
            if self.env.uid != SUPERUSER_ID:
                # sudo: the field is closed; whoever changes what is counted answers for it.
                self.sudo().author_id = self.env.user
            self._check_confidential()
        return result

    def _check_confidential(self):
        """Refuse a share of a confidential number: a ratio of two tells more than each."""
        for indicator in self if not self.env.su else self.browse():
            sources = indicator | indicator.numerator_id | indicator.denominator_id
            for model in sources.filtered("is_confidential").mapped("model"):
                if model and not self.env[model].has_access("read"):
                    raise AccessError(
                        self.env._(
                            "%(indicator)s counts a confidential file: those who keep that file "
                            "change what it counts.",
                            indicator=indicator.name,
                        )
                    )

    def _refuse_closed_file(self):
        """Refuse to count by anything that the user may not read, or that is a closed file's.

        A number stands in a report for all of its readers. Of a file that the managers of the
        service do not read, only indicators that came with the program give one.

        :raises AccessError: naming what cannot be counted
        """
        self.ensure_one()
        if self.env.su or self.measure not in SELECTING or not self.model:
            return
        steps = self._steps_asked()
        self._refuse_unreadable(steps)
        for name in {self.model, *(records._name for records, _field in steps)}:
            if self._is_confidential_model(name):
                raise AccessError(
                    self.env._(
                        "%(indicator)s counts a confidential file (%(kind)s): its figures come "
                        "with the program, and no others are made.",
                        indicator=self.name,
                        kind=self.env["ir.model"].sudo()._get(name).name,
                    )
                )

    def _steps_asked(self):
        """Return the steps that the domain and the link ask; see ``_asked_fields``."""
        today = fields.Date.context_today(self)
        records = self.env[self.model]
        steps = self._asked_fields(records, self._written_domain(today, today))
        if self.measure in ("distinct", "sum"):
            steps += self._path_fields(records, self.link_path or "")
        return steps or [(records, records._fields["id"])]

    @api.model
    def _is_confidential_model(self, name):
        """Tell whether managers of the service have no right to read this model of ours."""
        if not name.startswith("community."):
            return False
        # sudo: rights are the administrator's to read.
        groups = self.env.ref("community_service.group_community_manager").sudo().all_implied_ids
        return (
            not self.env["ir.model.access"]
            .sudo()
            .search_count(
                Domain("model_id.model", "=", name)
                & Domain("perm_read", "=", True)
                & (Domain("group_id", "=", False) | Domain("group_id", "in", groups.ids)),
                limit=1,
            )
        )

    @api.constrains("measure", "model_id", "domain", "link_path", "statement_key")
    def _check_works(self):
        today = fields.Date.context_today(self)
        # Constraints run as superuser; what is closed has to show to its writer.
        for indicator in self.sudo(False):
            try:
                indicator._refuse_closed_file()
                target, domain = indicator._target(today, today, Domain.TRUE)
                self.env[target]._search(domain, limit=1)
            except AccessError:
                raise
            except Exception as error:
                # Whatever part is wrong, the person who edits the indicator gets one sentence.
                raise ValidationError(
                    self.env._(
                        "Indicator %(indicator)s does not work: %(error)s. Correct its records, "
                        "domain, link or figure.",
                        indicator=indicator.name,
                        error=error,
                    )
                ) from error

    def _values(self, date_from, date_to, place, statement=None):
        """Return the figure of each indicator for a period.

        :param date date_from, date_to: first and last day
        :param place: domain on the places (``area_id`` of a household or dwelling)
        :param dict statement: the population of this period, for whoever has it already; see
            ``community.population._counts``
        :return: dict indicator -> float; a share is in percent, 0 when there is nothing to share,
            None where nothing is known. What its writer may not read any more is not among them
        """
        shipped = self.filtered(lambda indicator: not indicator.author_id)
        closed = shipped.filtered("is_confidential") if not self.env.su else self.browse()
        # Of confidential files everybody gets the number, and nobody records by it. sudo: nothing
        # that a user wrote runs under it.
        values = dict(closed.sudo()._open_values(date_from, date_to, place)) if closed else {}
        values.update((shipped - closed)._open_values(date_from, date_to, place, statement))
        for indicator in self - shipped:
            try:
                values[indicator] = indicator._counted_by_author(date_from, date_to, place)
            except AccessError:
                # The form of the indicator says so, to whoever looks for the missing line.
                continue
        return {indicator: values[indicator] for indicator in self if indicator in values}

    def _counted_by_author(self, date_from, date_to, place):
        """Return the figure of one indicator that a user wrote, counted as this user.

        :raises AccessError: if the user may not read any more what is counted
        """
        mine = self.with_user(self.author_id)
        # Asked again each time: rights end, and a domain may become another one with the day.
        mine._refuse_closed_file()
        values = mine._open_values(date_from, date_to, place)
        if mine not in values:
            raise AccessError(self.env._("A part of %(share)s is not counted.", share=self.name))
        return values[mine]

    def _open_values(self, date_from, date_to, place, statement=None):
        """Return the figures of indicators whose records the user reads; see ``_values``."""
        values, coverage = {}, {}
        if "population" in self.mapped("measure"):
            # All of the population in one pass; the domains of _target give the same numbers.
            Statement = self.env["community.population"]
            statement = Statement._count(date_from, date_to, place, statement)
        if "coverage" in self.mapped("measure"):
            coverage = self.env["community.visit"]._count_coverage(date_from, date_to, place)
        together = self.filtered(lambda i: i.measure in SELECTING)
        values.update(together._count_together(date_from, date_to, place))
        for indicator in self - together:
            if indicator.measure == "rate":
                continue
            if indicator.measure == "population":
                key, _dot, column = indicator.statement_key.partition(".")
                name = f"{key}_{column or 'total'}" if key in GROUPS else key
                number = statement[name]
                values[indicator] = None if number is None else float(number)
            else:
                values[indicator] = float(coverage[indicator.statement_key])
        for indicator in self.filtered(lambda i: i.measure == "rate"):
            part, whole = indicator.numerator_id, indicator.denominator_id
            missing = (part | whole) - self
            if missing:
                values.update(missing._values(date_from, date_to, place))
            if part not in values or whole not in values:
                # Written by a user who may not read it any more.
                continue
            if None in (values[part], values[whole]):
                values[indicator] = None
                continue
            share = values[part] / values[whole] * 100 if values[whole] else 0.0
            values[indicator] = round(share, 1)
        return {indicator: values[indicator] for indicator in self if indicator in values}

    def _count_together(self, date_from, date_to, place):
        """Return dict indicator -> number of records, or of those linked, or sum of a number.

        There is one query for each kind of record: what all figures of a kind have in common
        (place, period) selects the records once; the rest of each domain is a filter of its own.
        """
        groups = {}
        for indicator in self:
            # What opens a figure shows archived records too, and so they are in it; of linked
            # records those that are in use are asked.
            kind = indicator.model, indicator.measure == "distinct"
            domain = indicator._records_domain(date_from, date_to, place)
            groups.setdefault(kind, {})[indicator] = _conditions(domain)
        values = {}
        for (model, in_use), parts in groups.items():
            records = self.env[model].with_context(active_test=in_use)
            first, *others = parts.values()
            common = [part for part in first if all(part in other for other in others)]
            query = records._search(Domain.AND(common))
            if query.is_empty():
                values.update(dict.fromkeys(parts, 0.0))
                continue
            terms = []
            for indicator, conditions in parts.items():
                rest = Domain.AND(part for part in conditions if part not in common)
                where = rest.optimize_full(records)._to_sql(records, query.table, query)
                number = indicator._number_sql(records, query)
                terms.append(SQL("%s FILTER (WHERE %s)", number, where))
            # Raw SQL: the query carries the reader's rules, as for a count of each alone.
            (row,) = self.env.execute_query(query.select(*terms))
            numbers = (float(number or 0) for number in row)
            values.update(zip(parts, numbers, strict=True))
        return values

    def _number_sql(self, records, query):
        """Return SQL of what is counted of the records of a query."""
        if self.measure == "count":
            return SQL("count(*)")
        number = records._field_to_sql(query.table, self.link_path, query)
        return SQL("sum(%s)" if self.measure == "sum" else "count(DISTINCT %s)", number)

    def _target(self, date_from, date_to, place):
        """Return (model, domain) of the records behind the figure."""
        self.ensure_one()
        if self.measure == "rate":
            return self.numerator_id._target(date_from, date_to, place)
        if self.measure == "population":
            return self._statement_target(date_from, date_to, place)
        if self.measure == "coverage":
            return self._coverage_target(date_from, date_to, place)
        domain = self._records_domain(date_from, date_to, place)
        records = self.env[self.model]
        if self.measure == "distinct":
            query = records._search(domain)
            linked = query.subselect(records._field_to_sql(query.table, self.link_path, query))
            return records._fields[self.link_path].comodel_name, Domain("id", "in", linked)
        number = records._fields.get(self.link_path) if self.measure == "sum" else None
        if self.measure == "sum" and (not number or not number.store or number.type not in NUMBERS):
            raise ValueError(
                self.env._("“%(field)s” is no number of these records", field=self.link_path)
            )
        return records._name, domain

    def _source(self):
        """Return the indicator whose records are counted by their links, empty if there is none."""
        self.ensure_one()
        if self.measure == "rate":
            return self.numerator_id._source()
        return self if self.measure == "distinct" else self.browse()

    def _asks_sensitive(self):
        """Tell whether records are chosen by what another record of a sensitive category says.

        The records that are counted themselves are under the reader's rules in any case.
        """
        self.ensure_one()
        if self.measure == "rate":
            return self.numerator_id._asks_sensitive()
        if self.measure not in SELECTING:
            return False
        rules = self.env["ir.rule"]
        return any(
            field.name in getattr(records, "_sensitive_fields", set)()
            or records._name.startswith("community.")
            and records._name != self.model
            and not rules._sensitive_domain(records._name).is_false()
            for records, field in self._steps_asked()
        )

    def _records_domain(self, date_from, date_to, place):
        records = self.env[self.model]
        domain = self._written_domain(date_from, date_to)
        if self.env.su and "company_id" in records._fields:
            # No record rule stops the superuser at the border of the community.
            domain &= Domain("company_id", "=", self.env.company.id)
        if place.is_true() or not self._follows_places():
            return domain
        if "area_id" in records._fields:
            return domain & place
        return domain & Domain("household_id", "any", place)

    def _written_domain(self, date_from, date_to):
        today = fields.Date.context_today(self)
        return Domain(_compiled(self.domain or "[]")(date_from, date_to, today))

    def _follows_places(self):
        """Tell whether the figure can be given for a part of the community.

        Volunteers and their hours belong to the community as a whole: beside the figures of one
        estate they would read as those of the estate.
        """
        self.ensure_one()
        if self.measure == "rate":
            return self.numerator_id._follows_places()
        if self.measure in ("population", "coverage"):
            return True
        return bool({"area_id", "household_id"} & self.env[self.model]._fields.keys())

    def _statement_target(self, date_from, date_to, place):
        key, _dot, column = (self.statement_key or "").partition(".")
        Statement = self.env["community.population"]
        target = Statement._target(key, column or "total", date_from, date_to, place)
        if target:
            return target
        raise ValueError(self.env._("there is no figure “%(key)s”", key=self.statement_key))

    def _coverage_target(self, date_from, date_to, place):
        if self.statement_key not in COVERAGE_KEYS:
            raise ValueError(self.env._("there is no figure “%(key)s”", key=self.statement_key))
        domains = self.env["community.visit"]._coverage_domains(date_from, date_to, place)
        return "community.household", domains[self.statement_key]


def _conditions(domain):
    """Return the conditions that must all hold."""
    is_all = getattr(domain, "OPERATOR", None) == "&"
    return list(domain.children) if is_all else [domain]
