from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.form_period import MONTHS

# Within how many days a fact is asked again, and how many of them the page has room for.
AGAIN_DAYS = 30
SHOWN = 12


class CommunityForm(models.Model):
    """What the forms of one body cost: the bill that it is shown."""

    _inherit = "community.form"

    def _bill(self):
        """Return what all approved forms of the body of this one cost in a year, for one page.

        :return: dict ``body``, ``forms`` (dicts ``name``, ``period``, ``basis``, ``times`` a year,
            ``cells`` and ``minutes`` each time, ``yearly`` in minutes, ``is_measured``: not an
            estimate), the sums of a year ``times``, ``cells`` and ``minutes``, how many of the
            minutes are ``measured``, ``again`` (dicts ``fact``, ``before``,
            ``day_before``, ``form``, ``day``, ``days``) of the last twelve months and ``more``,
            how many of these the page has no room for
        """
        self.ensure_one()
        forms = self.search(
            [
                ("body", "=", self.body),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "approved"),
            ],
            order="name, id",
        )
        periods = dict(self._fields["period"]._description_selection(self.env))
        lines, each = [], forms._minutes_each()
        for form in forms:
            minutes, is_measured = each[form]
            times = 12 // MONTHS[form.period]
            lines.append(
                {
                    "name": form.name,
                    "period": periods[form.period],
                    "basis": form.basis,
                    "times": times,
                    "cells": form._cells_asked(),
                    "minutes": minutes,
                    "yearly": minutes * times,
                    "is_measured": is_measured,
                }
            )
        again = self._asked_again()
        return {
            "body": self.body,
            "forms": lines,
            "times": sum(line["times"] for line in lines),
            "cells": sum(line["cells"] * line["times"] for line in lines),
            "minutes": sum(line["yearly"] for line in lines),
            "measured": sum(line["yearly"] for line in lines if line["is_measured"]),
            "again": again[:SHOWN],
            "more": max(len(again) - SHOWN, 0),
        }

    def _minutes_each(self):
        """Return of each form (minutes that one takes, whether they were measured).

        Here they are what its register says; measured ones come from above.
        """
        return {form: (form.minutes, False) for form in self}

    def _cells_asked(self):
        """Return how many cells the form has to be filled in, as it was filled in last."""
        last = self.filling_ids.filtered(lambda filling: filling.state == "filled")[:1]
        if last:
            return last.cell_count + last.empty_count
        return len(self.cell_ids.filtered(lambda cell: cell.kind not in ("keep", "number")))

    @api.model
    def _facts_given(self, company):
        """Return [(fact, day, form, heading)] of the last year, the first given first."""
        since = fields.Datetime.now() - relativedelta(years=1)
        # sudo: that a fact was given in a form on some day tells of nobody; an auditor, who may
        # read the register of forms, reads no filled one.
        values = (
            self.env["community.form.value"]
            .sudo()
            .search(
                Domain("filling_id.date_filled", ">=", since)
                & Domain("filling_id.state", "=", "filled")
                & Domain("company_id", "=", company.id)
                & Domain("cell_id.meaning", "!=", False)
            )
        )
        given = {}
        for value in values:
            filling = value.filling_id
            day = fields.Datetime.context_timestamp(self, filling.date_filled).date()
            key = (value.cell_id.meaning, day, filling.form_id)
            given.setdefault(key, value.label or value.address)
        return sorted(
            ((*key, label) for key, label in given.items()), key=lambda row: (row[1], row[2].id)
        )

    def _asked_again(self):
        """Return the facts that this body got within 30 days after another form had given them."""
        given = self._facts_given(self.company_id)
        found = []
        for meaning, day, form, label in given:
            if form.body != self.body:
                continue
            before = [
                (other_day, other)
                for other_meaning, other_day, other, _label in given
                if other_meaning == meaning
                and other != form
                and day - timedelta(days=AGAIN_DAYS) <= other_day <= day
                and (other_day, other.id) < (day, form.id)
            ]
            if before:
                other_day, other = before[-1]
                found.append(
                    {
                        "fact": label,
                        "before": f"{other.name} ({other.body})",
                        "day_before": other_day,
                        "form": form.name,
                        "day": day,
                        "days": (day - other_day).days,
                    }
                )
        return found
