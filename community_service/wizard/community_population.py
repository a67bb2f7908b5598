from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.register.community_residency import LIVING_KINDS, REGISTERED_KINDS
from ..tools.population import (
    BANDS,
    COLUMNS,
    DWELLINGS,
    FLOWS,
    GROUPS,
    SUMS,
    birth_range,
    birth_steps,
    people_cells,
)
from ..tools.suppression import suppressed


class CommunityPopulation(models.TransientModel):
    """Population statement of a community, place or grid as of any date, and of its month."""

    _name = "community.population"
    _description = "Population Statement"

    date = fields.Date("As of", required=True, default=fields.Date.context_today)
    date_from = fields.Date("Movements from", compute="_compute_date_from")
    area_id = fields.Many2one("community.area", "Place")
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

    @api.depends("date", "area_id", "grid_id", "for_publication")
    def _compute_figures(self):
        for statement in self:
            if not statement.date:
                statement.figures = False
                continue
            values = self._count(
                statement.date_from, statement.date, statement._place_domain("area_id")
            )
            community = statement.area_id.company_id or statement.grid_id.company_id
            below = (community or self.env.company).community_suppress_below
            if statement.for_publication:
                values.update(dict.fromkeys(suppressed(values, SUMS, below)))
            statement.figures = {
                "below": below if statement.for_publication else False,
                "groups": self._labelled(values, self._group_labels(), self._column_labels()),
                "columns": [
                    {"key": key, "label": label} for key, label in self._column_labels().items()
                ],
                "flows": self._labelled(values, self._flow_labels()),
                "dwellings": self._labelled(values, self._dwelling_labels()),
            }

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
        if key in GROUPS and column in COLUMNS:
            return "community.resident", self._people_domain(key, column, self.date, place)
        if key in FLOWS:
            residents = key in ("births", "deaths")
            domain = self._flow_domain(key, self.date_from, self.date, place)
            return "community.resident" if residents else "community.residency", domain
        if key in DWELLINGS:
            return "community.dwelling", self._dwelling_domain(key, self.date, place)
        raise UserError(self.env._("The statement has no figure “%(key)s”.", key=key))

    def action_open(self, key, column="total"):
        """Open the records behind one figure.

        :param str key: a group (with ``column``), a movement or a kind of dwelling
        :raises UserError: if there is no such figure
        """
        self.ensure_one()
        self.check_access("read")
        model, _domain = self._figure_target(key, column)
        name = {**self._group_labels(), **self._flow_labels(), **self._dwelling_labels()}[key]
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
    def _count(self, date_from, date_to, place=Domain.TRUE):
        """Return the figures of a statement under the reader's rules.

        :param date date_from: first day of the movements
        :param date date_to: last day of the movements, and the day the population is counted on
        :param place: domain on ``area_id``, shared by households and dwellings
        :return: dict of every group and column (``registered_total``, ``living_age_60``...), of
            births, deaths, moves and dwellings
        """
        figures = {}
        figures.update(self._count_people(date_to, place))
        figures.update(self._count_flows(date_from, date_to, place))
        figures.update(self._count_dwellings(date_to, place))
        return figures

    @api.model
    def _residency_query(self, domain, place):
        Residency = self.env["community.residency"]
        household = Domain("household_id", "any!", place) if not place.is_true() else Domain.TRUE
        return Residency._search(domain & household)

    @api.model
    def _count_people(self, date, place):
        self.env.flush_all()
        on_date = Domain(self.env["community.residency"]._on_date_domain(date))
        query = self._residency_query(on_date, place)
        alias = SQL.identifier("community_residency")
        query.add_join(
            "JOIN", "person", "community_resident", SQL("person.id = %s.resident_id", alias)
        )
        query.groupby = SQL("person.id")
        people = query.select(
            SQL("person.sex"),
            SQL(
                "width_bucket(person.birth_date, %s::date[]) AS step",
                birth_steps(date),
            ),
            SQL("bool_or(%s.kind IN %s) AS living", alias, LIVING_KINDS),
            SQL("bool_or(%s.kind IN %s) AS registered", alias, REGISTERED_KINDS),
        )
        # Raw SQL: 50 figures in one pass; the inner query carries the reader's rules. A step is
        # how many of the ages in EDGES the person has not reached.
        rows = self.env.execute_query(
            SQL(
                "SELECT registered, living, sex, step, count(*) FROM (%s) p "
                "GROUP BY registered, living, sex, step",
                people,
            )
        )
        figures = {f"{group}_{column}": 0 for group in GROUPS for column in COLUMNS}
        for registered, living, sex, step, count in rows:
            for cell in people_cells(registered, living, sex, step):
                figures[cell] += count
        return figures

    @api.model
    def _count_flows(self, date_from, date_to, place):
        Residency = self.env["community.residency"]
        Resident = self.env["community.resident"].with_context(active_test=False)
        counts = {}
        for key in FLOWS:
            domain = self._flow_domain(key, date_from, date_to, place)
            model = Resident if key in ("births", "deaths") else Residency
            counts[key] = model.search_count(domain)
        return counts

    @api.model
    def _flow_domain(self, key, date_from, date_to, place):
        home = (
            Domain("residency_ids", "any!", Domain("household_id", "any!", place))
            if not place.is_true()
            else Domain.TRUE
        )
        household = Domain("household_id", "any!", place) if not place.is_true() else Domain.TRUE

        def within(field):
            return Domain(field, ">=", date_from) & Domain(field, "<=", date_to)

        if key == "births":
            return within("birth_date") & home
        if key == "deaths":
            return within("date_death") & home
        if key == "moved_in":
            return within("date_from") & Domain("start_reason", "=", "move_in") & household
        return within("date_to") & Domain("end_reason", "=", "move_out") & household

    @api.model
    def _count_dwellings(self, date, place):
        Dwelling = self.env["community.dwelling"]
        (dwellings,) = Dwelling._read_group(place, [], ["__count"])[0]
        # Who is at home is the costly question: it is asked once.
        lived_in = dict(
            Dwelling._read_group(
                self._dwelling_domain("lived_in", date, place), ["tenure"], ["__count"]
            )
        )
        return {
            "dwellings": dwellings,
            "lived_in": sum(lived_in.values()),
            "empty": dwellings - sum(lived_in.values()),
            "rented": lived_in.get("rent", 0),
        }

    @api.model
    def _dwelling_domain(self, key, date, place):
        living = Domain(self.env["community.residency"]._on_date_domain(date)) & Domain(
            "kind", "in", LIVING_KINDS
        )
        lived_in = Domain("household_ids.residency_ids", "any!", living)
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
    def _people_domain(self, group, column, date, place):
        """Return the domain of the residents behind one cell."""
        on_date = Domain(self.env["community.residency"]._on_date_domain(date))
        if not place.is_true():
            on_date &= Domain("household_id", "any!", place)
        living = Domain("residency_ids", "any", on_date & Domain("kind", "in", LIVING_KINDS))
        registered = Domain(
            "residency_ids", "any", on_date & Domain("kind", "in", REGISTERED_KINDS)
        )
        domain = {
            "registered": registered,
            "permanent": registered & living,
            "floating": living & ~registered,
            "living": living,
            "split": registered & ~living,
        }[group]
        if column in ("male", "female"):
            return domain & Domain("sex", "=", column)
        for key, low, high in BANDS:
            if column == f"age_{key}":
                newest, oldest = birth_range(date, low, high)
                domain &= Domain("birth_date", "<=", newest)
                if oldest:
                    domain &= Domain("birth_date", ">", oldest)
        return domain

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
    def _flow_labels(self):
        return {
            "births": self.env._("Births"),
            "deaths": self.env._("Deaths"),
            "moved_in": self.env._("Moved in"),
            "moved_out": self.env._("Moved out"),
        }

    @api.model
    def _dwelling_labels(self):
        return {
            "dwellings": self.env._("Dwellings"),
            "lived_in": self.env._("Lived in"),
            "empty": self.env._("Empty"),
            "rented": self.env._("Rented"),
        }
