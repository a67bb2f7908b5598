from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.register.community_residency import LIVING_KINDS, REGISTERED_KINDS
from ..tools.population import (
    BALANCED,
    BANDS,
    COLUMNS,
    CORRECTIONS,
    DWELLINGS,
    FLOWS,
    FLOWS_OUT,
    GROUPS,
    OPENINGS,
    SUMS,
    birth_range,
    people_cells,
)
from ..tools.population_sql import (
    COUNTS,
    HERE,
    LIVES,
    MOVEMENTS,
    MOVES,
    PERIOD_BITS,
    PERIODS,
    bits_sql,
    person_of,
)
from ..tools.suppression import UNKNOWN, suppressed
from ..tools.trusted import said, trusted

# Who is in a group, in the words of ``_stock``.
STOCK = {
    "registered": SQL("registered"),
    "permanent": SQL("registered AND living"),
    "floating": SQL("living AND NOT registered"),
    "living": SQL("living"),
    "split": SQL("registered AND NOT living"),
}

LIFE_COLUMNS = (
    "id",
    "household_id",
    "resident_id",
    "kind",
    "date_from",
    "date_to",
    "start_reason",
    "end_reason",
)


class CommunityPopulation(models.TransientModel):
    """Population statement of a community, place or grid as of any date, and of its month."""

    _name = "community.population"
    _description = "Population Statement"

    date = fields.Date("As of", required=True, default=fields.Date.context_today)
    date_from = fields.Date("Movements from", compute="_compute_date_from")
    area_id = fields.Many2one("community.area", "Building or estate")
    grid_id = fields.Many2one("community.grid")
    for_publication = fields.Boolean(
        help="Leave out small counts, and those they could be worked out from."
    )
    figures = fields.Json(compute="_compute_figures")

    @api.depends("date")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = self.env._("Population Statement")

    @api.depends("date")
    def _compute_date_from(self):
        for statement in self:
            statement.date_from = statement.date and statement.date.replace(day=1)

    @api.depends_context("uid")
    @api.depends("date", "area_id", "grid_id", "for_publication")
    def _compute_figures(self):
        for statement in self:
            if not statement.date:
                statement.figures = False
                continue
            place = statement._place_domain("area_id")
            values = self._count(statement.date_from, statement.date, place)
            for key in CORRECTIONS:
                # They are asked for apart: only who may read reports sees what was handed in.
                del values[key]
            below = statement._community().community_suppress_below
            if statement.for_publication:
                for group, prefix in BALANCED.items():
                    flows = (values[f"{prefix}{flow}"] for flow in FLOWS_OUT)
                    values[f"{prefix}turnover"] = values[f"{group}_total"] + sum(flows)
                values.update(dict.fromkeys(suppressed(values, SUMS, below)))
            handed_in = statement._handed_in()
            since = statement._kept_since()
            unknown = {key for key in values if statement._is_unknown(key, since)}
            # What was handed in was known then.
            unknown -= set(OPENINGS) if handed_in and statement.date >= since else set()
            values.update(dict.fromkeys(unknown, UNKNOWN))
            if handed_in and not statement.for_publication:
                corrections = self._labelled(
                    {
                        "handed_in": int(handed_in.value),
                        **self._count_corrections(handed_in, statement.date_from, place),
                        "opening": values["opening"],
                    },
                    self._correction_labels(),
                )
            else:
                corrections = False
            statement.figures = {
                "corrections": corrections,
                "handed_in": handed_in.report_id.name or False,
                "below": below if statement.for_publication else False,
                "since": fields.Date.to_string(since) if unknown else False,
                "groups": self._labelled(values, self._group_labels(), self._column_labels()),
                "columns": [
                    {"key": key, "label": label} for key, label in self._column_labels().items()
                ],
                "balance": self._balance(values),
                "dwellings": self._labelled(values, self._dwelling_labels()),
            }

    def _community(self):
        return self.area_id.company_id or self.grid_id.company_id or self.env.company

    def _kept_since(self):
        """Return the day since which the register of the statement's community is kept."""
        since = self.env["community.indicator"].with_company(self._community())._register_since()
        return since or fields.Date.context_today(self)

    def _is_unknown(self, key, since):
        """Tell whether nobody recorded a figure on its day: that is neither 0 nor what is known of
        the people who were entered later.

        :param str key: a figure of ``_count``, or a group of people
        :param date since: as ``_kept_since`` returns it
        """
        day = self.date_from - timedelta(days=1) if key in OPENINGS else self.date
        return day < since

    def _labelled(self, values, labels, columns=None):
        return [
            {
                "key": key,
                "label": label,
                "value": None if columns else values[key],
                "cells": [{"key": c, "value": values[f"{key}_{c}"]} for c in columns or ()],
            }
            for key, label in labels.items()
        ]

    def _handed_in(self):
        """Return the line of a locked report with the population at the end of what was before."""
        self.ensure_one()
        lines = self.env["community.report.line"]
        if self.grid_id or not self.date_from:
            return lines
        return self.env["community.report"]._handed_in_line(self.date_from, self.area_id)

    @api.model
    def _with_handed_in(self, line):
        """Return this model, told which figure was handed in; clients cannot tell it."""
        return self.with_context(**trusted(community_handed_in=line.id))

    def _balance(self, values):
        """Return the rows of the balance: what was there, came, went, and is there."""
        labels = self._balance_labels()
        rows = []
        for group, prefix in BALANCED.items():
            keys = {flow: f"{prefix}{flow}" for flow in labels}
            keys["closing"] = group
            rows.append(
                {
                    "key": group,
                    "label": self._group_labels()[group],
                    "cells": [
                        {
                            "key": key,
                            "value": values[f"{group}_total" if key == group else key],
                        }
                        for key in keys.values()
                    ],
                }
            )
        columns = [{"key": key, "label": label} for key, label in labels.items()]
        return {"columns": columns, "rows": rows}

    def _place_domain(self, field):
        """Return the domain of the chosen place and grid for a model whose place is ``field``."""
        domain = Domain.TRUE
        if self.area_id:
            domain &= Domain(field, "child_of", self.area_id.id)
        if self.grid_id:
            # The grid of the place, not of the record: a former resident keeps the last grid.
            domain &= Domain(f"{field}.grid_id", "=", self.grid_id.id)
        return domain

    def _figure_target(self, key, column="total"):
        """Return (model, domain) of the records behind one figure.

        :raises UserError: if there is no such figure
        """
        self.ensure_one()
        place = self._place_domain("area_id")
        handed_in = self._handed_in()
        if key == "handed_in" and handed_in:
            return handed_in._figure_target()
        here = self._with_handed_in(handed_in)
        target = here._target(key, column, self.date_from, self.date, place)
        if not target:
            raise UserError(self.env._("The statement has no figure “%(key)s”.", key=key))
        return target

    def action_open(self, key, column="total"):
        """Open the records behind one figure.

        :param str key: a group (with ``column``), a movement or a kind of dwelling
        :raises UserError: if there is no such figure, or nobody recorded it then
        """
        self.ensure_one()
        self.check_access("read")
        model, _domain = self._figure_target(key, column)
        name = self._figure_labels()[key]
        since = self._kept_since()
        if key not in ("handed_in", *CORRECTIONS) and self._is_unknown(key, since):
            if key not in OPENINGS or not self._handed_in():
                raise UserError(
                    self.env._(
                        "%(figure)s: nobody recorded it then. The register is kept since "
                        "%(since)s: choose a later day.",
                        figure=name,
                        since=since,
                    )
                )
        if key in GROUPS:
            name = f"{name} · {self._column_labels()[column]}"
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("figure_ref", "=", f"{self._name},{self.id},{key},{column}")],
            "context": {"active_test": False},
        }

    # Counts of people, movements and dwellings as of any date, under the reader's rules.
    #
    # A fixed number of statements whatever the size of the register; each figure has a domain that
    # opens exactly the records counted. Indicators ask for them too.

    @api.model
    def _count(self, date_from, date_to, place=Domain.TRUE, known=None):
        """Return the figures of a statement under the reader's rules.

        They balance: those who were there on the day before, with who was born and who came, less
        who died and who went, are those who are there on the last day.

        :param date date_from: first day of the movements
        :param date date_to: last day of the movements, and the day the population is counted on
        :param place: domain on ``area_id``, shared by households and dwellings
        :param dict known: what :meth:`_counts` returned for this period, if it was asked already
        :return: dict of every group and column (``registered_total``, ``living_age_60``...), of
            openings, births, deaths, moves and dwellings
        """
        figures = known or self._counts([(date_from, date_to)], place)[0]
        return figures | self._count_corrections(self._told_handed_in(), date_from, place)

    @api.model
    def _told_handed_in(self):
        lines = self.env["community.report.line"]
        return lines.browse(said(self.env, "community_handed_in") or ())

    @api.model
    def _corrections(self, handed_in, date_from, place):
        """Return SQL of who was entered and taken out since a figure was handed in.

        Rows ``person``, ``line`` (a residency, as far as there is one), ``corrected_in``; what was
        handed in, with the one and without the other, is who lived in the place on the day before
        ``date_from`` as it is known now. A file that was taken back since is one that was taken
        out, and no list can show it.

        :param handed_in: the line of the locked report
        """
        return SQL(
            """
            SELECT COALESCE(t.person, k.person) AS person, t.line,
                   t.person IS NOT NULL AS corrected_in
              FROM (SELECT * FROM (%(stock)s) s WHERE living) t
              FULL JOIN (%(known)s) k (person) ON k.person = t.person
             WHERE t.person IS NULL OR k.person IS NULL
            """,
            stock=self._stock(date_from - timedelta(days=1), place),
            known=handed_in._frozen_ids("frozen_ranges"),
        )

    @api.model
    def _count_corrections(self, handed_in, date_from, place):
        if not handed_in:
            return dict.fromkeys(CORRECTIONS)
        rows = self.env.execute_query(
            SQL(
                "SELECT corrected_in, count(*) FROM (%s) c GROUP BY corrected_in",
                self._corrections(handed_in, date_from, place),
            )
        )
        counts = dict(rows)
        return {key: counts.get(key == "corrected_in", 0) for key in CORRECTIONS}

    @api.model
    def _lives(self, place):
        """Return SQL of all lives in a place that the reader sees, each with person and two days.

        The one truth of stock and movements. A life is a residency from ``start`` (none: since
        before the register) to the day ``stop``, which is not in it; nobody lives anywhere before
        birth or after death, whatever the line says. Of files that were merged, the one that was
        kept is the person.
        """
        self.env.flush_all()
        Residency = self.env["community.residency"]
        household = Domain("household_id", "any!", place) if not place.is_true() else Domain.TRUE
        query = Residency.with_context(active_test=False)._search(household)
        # Raw SQL: the query carries the reader's rules; the person behind a line that the reader
        # sees counts wherever that person is today.
        columns = (SQL.identifier(query.table, name) for name in LIFE_COLUMNS)
        return SQL(LIVES, lines=query.select(*columns))

    @api.model
    def _stock(self, date, place):
        """Return SQL of the people who live or are registered in a place on a day.

        One row for each: ``person``, ``line`` (a residency), ``living``, ``registered``.
        """
        return SQL(
            """
            SELECT person, min(line) AS line, bool_or(kind IN %(living)s) AS living,
                   bool_or(kind IN %(registered)s) AS registered
              FROM (%(lives)s) l
             WHERE %(here)s
             GROUP BY person
            """,
            living=LIVING_KINDS,
            registered=REGISTERED_KINDS,
            lives=self._lives(place),
            here=SQL(HERE, date=date),
        )

    @api.model
    def _movements(self, date_from, date_to, lives):
        """Return SQL of who came to a place and who went, from the first day to the last.

        Rows ``population`` (a key of ``BALANCED``), ``flow``, ``person``, ``line``. Whoever was in
        the place on the day before and is in it on the day has not moved, from whichever home to
        whichever.
        """
        kinds = (("living", LIVING_KINDS), ("registered", REGISTERED_KINDS))
        return SQL(
            MOVEMENTS,
            lives=lives,
            population=SQL(" UNION ALL ").join(
                SQL("SELECT %s AS population, * FROM touched WHERE kind IN %s", name, values)
                for name, values in kinds
            ),
            first=date_from,
            last=date_to,
        )

    @api.model
    def _counts(self, periods, place=Domain.TRUE):
        """Return the figures of several periods, which are read in one pass; see ``_count``.

        What was handed in is not asked for.

        :param periods: list of (first, last) day
        :return: list of dicts, one for each period
        """
        return [
            figures
            for start in range(0, len(periods), PERIODS)
            for figures in self._count_pass(periods[start : start + PERIODS], place)
        ]

    @api.model
    def _count_pass(self, periods, place):
        """Return the figures of as many periods as one pass holds; see ``_counts``."""
        lives = SQL("SELECT * FROM moving")
        movements = [
            SQL("SELECT %s AS period, * FROM (%s) m", number, self._movements(*days, lives))
            for number, days in enumerate(periods)
        ]
        Dwelling = self.env["community.dwelling"]
        dwellings = Dwelling._search(place)
        # Raw SQL: some 80 figures in one pass; lives and dwellings carry the reader's rules.
        ((people, homes, flows),) = self.env.execute_query(
            SQL(
                COUNTS,
                lives=self._lives(place),
                bits=bits_sql(periods, LIVING_KINDS, REGISTERED_KINDS),
                flags=sum(1 << PERIOD_BITS * number for number in range(len(periods))),
                dwellings=dwellings.select(
                    *(SQL.identifier(dwellings.table, name) for name in ("id", "tenure"))
                ),
                movements=SQL(" UNION ALL ").join(movements),
                moves=MOVES,
            )
        )
        return [
            self._figures_of(number, people or (), homes or (), flows or ())
            for number in range(len(periods))
        ]

    @api.model
    def _figures_of(self, period, people, homes, flows):
        """Return the figures of one period from the rows of :meth:`_counts`."""
        figures = {f"{group}_{column}": 0 for group in GROUPS for column in COLUMNS}
        figures |= dict.fromkeys([*OPENINGS, *FLOWS, *DWELLINGS], 0)
        for row in people:
            person = person_of(row["bits"], period)
            for cell in people_cells(person.registered, person.living, person.sex, person.step):
                figures[cell] += row["number"]
            for key, group in OPENINGS.items():
                figures[key] += row["number"] if getattr(person, f"was_{group}") else 0
        for row in homes:
            is_lived_in = person_of(row["bits"], period).living
            figures["dwellings"] += row["number"]
            figures["lived_in" if is_lived_in else "empty"] += row["number"]
            if is_lived_in and row["tenure"] == "rent":
                figures["rented"] += row["number"]
        counts = {(row["period"], row["population"], row["flow"]): row["number"] for row in flows}
        return figures | {key: counts.get((period, *which), 0) for key, which in FLOWS.items()}

    @api.model
    def _dwelling_domain(self, key, date, place):
        # Raw SQL: of homes that were given up since, too, which no search by links finds. The lives
        # carry the reader's rules.
        homes = SQL(
            """(SELECT h.dwelling_id FROM (%s) l JOIN community_household h ON h.id = l.home
                 WHERE %s AND l.kind IN %s AND h.dwelling_id IS NOT NULL)""",
            self._lives(Domain.TRUE),
            SQL(HERE, date=date),
            LIVING_KINDS,
        )
        lived_in = Domain("id", "in", homes)
        return (
            place
            & {
                "dwellings": Domain.TRUE,
                "lived_in": lived_in,
                "empty": ~lived_in,
                "rented": lived_in & Domain("tenure", "=", "rent"),
            }[key]
        )

    @api.model
    def _target(self, key, column, date_from, date_to, place):
        """Return (model, domain) of the records behind a figure, None if there is none such.

        People are shown by their files; where the reader may not open the file of one of them, who
        lives in somebody else's care by now, by their lines in the history of the homes. Either
        way there are as many as the figure says.
        """
        if key in GROUPS and column in COLUMNS:
            return self._people_target(self._stock(date_to, place), STOCK[key], date_to, column)
        if key in CORRECTIONS:
            handed_in = self._told_handed_in()
            if not handed_in:
                return "community.resident", Domain.FALSE
            changed = self._corrections(handed_in, date_from, place)
            chosen = SQL("corrected_in" if key == "corrected_in" else "NOT corrected_in")
            return self._people_target(changed, chosen)
        if key in OPENINGS:
            stock = self._stock(date_from - timedelta(days=1), place)
            return self._people_target(stock, STOCK[OPENINGS[key]])
        if key in FLOWS:
            population, flow = FLOWS[key]
            movements = self._movements(date_from, date_to, self._lives(place))
            chosen = SQL("population = %s AND flow = %s", population, flow)
            if flow in ("births", "deaths"):
                return self._people_target(movements, chosen)
            return "community.residency", Domain(
                "id", "in", SQL("(SELECT line FROM (%s) m WHERE %s)", movements, chosen)
            )
        if key in DWELLINGS:
            return "community.dwelling", self._dwelling_domain(key, date_to, place)
        return None

    @api.model
    def _people_target(self, people, chosen, date=None, column="total"):
        """Return (model, domain) of people given by SQL with ``person`` and ``line``.

        :param people: the SQL
        :param chosen: SQL condition on its rows
        :param date date: the day of the ages
        :param str column: one of ``COLUMNS``
        """
        if column in ("male", "female"):
            chosen = SQL("%s AND p.sex = %s", chosen, column)
        for key, low, high in BANDS:
            if column == f"age_{key}":
                newest, oldest = birth_range(date, low, high)
                chosen = SQL("%s AND p.birth_date <= %s", chosen, newest)
                if oldest:
                    chosen = SQL("%s AND p.birth_date > %s", chosen, oldest)
        rows = SQL(
            "FROM (%s) s JOIN community_resident p ON p.id = s.person WHERE %s", people, chosen
        )
        # In this order the same person stands in one line of the list only.
        residents = Domain("id", "in", SQL("(SELECT person %s)", rows))
        Resident = self.env["community.resident"].with_context(active_test=False)
        # sudo: that there are more is all that comes of it.
        unseen = residents & Domain("id", "not in", Resident._search(residents))
        if self.env.su or not Resident.sudo().search_count(unseen, limit=1):
            return "community.resident", residents
        return "community.residency", Domain("id", "in", SQL("(SELECT line %s)", rows))

    # labels

    @api.model
    def _group_labels(self):
        return {
            "registered": self.env._("Registered"),
            "permanent": self.env._("Permanent"),
            "floating": self.env._("Floating"),
            "living": self.env._("Living here (permanent and floating)"),
            "split": self.env._("Registered here, living elsewhere"),
        }

    @api.model
    def _column_labels(self):
        return {
            "total": self.env._("Total"),
            "male": self.env._("Male"),
            "female": self.env._("Female"),
            "age_0_3": self.env._("0–3"),
            "age_4_6": self.env._("4–6"),
            "age_7_17": self.env._("7–17"),
            "age_18_59": self.env._("18–59"),
            "age_60": self.env._("60+"),
            "age_65": self.env._("65+"),
            "age_80": self.env._("80+"),
        }

    @api.model
    def _balance_labels(self):
        return {
            "opening": self.env._("At the start"),
            "births": self.env._("Births"),
            "moved_in": self.env._("Moved in"),
            "deaths": self.env._("Deaths"),
            "moved_out": self.env._("Moved out"),
            "closing": self.env._("At the end"),
        }

    @api.model
    def _correction_labels(self):
        return {
            "handed_in": self.env._("Handed in for the end of the period before"),
            "corrected_in": self.env._("Correction: found since"),
            "corrected_out": self.env._("Correction: gone since"),
            "opening": self.env._("At the start"),
        }

    @api.model
    def _figure_labels(self):
        groups, balance = self._group_labels(), self._balance_labels()
        balanced = {
            f"{prefix}{flow}": f"{groups[group]} · {balance[flow]}"
            for group, prefix in BALANCED.items()
            for flow in balance
        }
        return {**self._correction_labels(), **groups, **balanced, **self._dwelling_labels()}

    @api.model
    def _dwelling_labels(self):
        return {
            "dwellings": self.env._("Dwellings"),
            "lived_in": self.env._("Lived in"),
            "empty": self.env._("Empty"),
            "rented": self.env._("Rented"),
        }
