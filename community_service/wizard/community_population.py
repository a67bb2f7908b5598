from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.figures.community_population_figures import COLUMNS, DWELLINGS, FLOWS, GROUPS, SUMS
from ..tools.suppression import suppressed


class CommunityPopulation(models.TransientModel):
    """Population statement of a community, place or grid as of any date, and of its month."""

    _name = "community.population"
    _inherit = ["community.population.figures"]
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
