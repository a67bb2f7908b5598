import contextlib

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ...tools.workdays import add_workdays


class CommunityHoliday(models.Model):
    """Days off and make-up days, as the State Council announces them each year.

    A community may have other days: its own row goes before the shared one of that day. Whatever
    was counted in working days follows a day that is entered, changed or removed; see
    ``community.workday.mixin``.
    """

    _name = "community.holiday"
    _description = "Holiday or Make-up Day"
    _inherit = ["community.shared.mixin"]
    _order = "date desc, id"
    _shared_by = ("date",)

    name = fields.Char(required=True, translate=True)
    date = fields.Date(required=True)
    kind = fields.Selection(
        [("off", "Day off"), ("worked", "Make-up working day")], default="off", required=True
    )

    _date_uniq = models.UniqueIndex(
        "(date, COALESCE(company_id, 0))", "This day is already in the holiday calendar."
    )

    @api.model_create_multi
    def create(self, vals_list):
        with self._moving_days() as moves:
            holidays = super().create(vals_list)
            moves |= holidays._places()
        return holidays

    def write(self, vals):
        with self._moving_days() as moves:
            moves |= self._places()
            result = super().write(vals)
            moves |= self._places()
        return result

    def unlink(self):
        with self._moving_days() as moves:
            moves |= self._places()
            return super().unlink()

    def _places(self):
        """Return the pairs (community, date) of these days; no community for a shared one."""
        return {(holiday.company_id, holiday.date) for holiday in self}

    @contextlib.contextmanager
    def _moving_days(self):
        """Let every day that was counted with the calendar follow what is changed inside.

        Yields a set for the pairs (community, date) that change.
        """
        # sudo: the days of every open matter follow, whatever the keeper of the calendar may read.
        communities = self.env["res.company"].sudo().search([])  # pylint: disable=no-search-all
        before = {company: dict(self._exceptions(company)) for company in communities}
        moves = set()
        yield moves
        self.env.registry.clear_cache()
        models_counted = self.sudo()._models_of_workdays()
        for company in communities:
            after = self._exceptions(company)
            days = [day for place, day in moves if place in (company.browse(), company)]
            if not days or after == before[company]:
                continue
            # Whether a year is known at all goes by its first holiday.
            since = min(days).replace(month=1, day=1)
            for model in models_counted:
                model._follow_calendar(company, since, before[company], after)

    @api.model
    def _models_of_workdays(self):
        """Return the models whose days are counted in working days, by name."""
        return [
            self.env[name]
            for name, model in sorted(self.env.registry.items())
            if not model._abstract and hasattr(model, "_workday_fields")
        ]

    @api.model
    def _cron_recount(self):
        """Count again what ran into a year without holidays, whatever way these came since.

        Others keep their day: what else may have changed it is no matter of the calendar.
        """
        for model in self._models_of_workdays():
            if "is_provisional" in model._fields:
                provisional = model.search(
                    model._workday_open() & Domain("is_provisional", "=", True)
                )
                provisional._recount_workdays()

    @api.model
    @ormcache("company.id")
    def _exceptions(self, company):
        """Return the calendar of a community as :func:`add_workdays` wants it.

        :param company: a company; an empty one has the shared days
        :return: dict date -> ``off`` or ``worked``, not to be changed
        """
        # The calendar is public knowledge; a portal deadline needs it as well.
        rows = self.sudo().search_fetch(
            [("company_id", "in", [False, company.id])], ["date", "kind", "company_id"]
        )
        # Own days come last and go before the shared ones.
        return {row.date: row.kind for row in rows.sorted(lambda row: bool(row.company_id))}

    @api.model
    def _add_workdays(self, start, days, company):
        """Return the ``days``-th working day after ``start`` and whether it is provisional.

        :param company: the community by whose calendar it is counted
        :return: tuple (date, is_provisional): provisional when the period runs into a year of
            which no holiday is entered yet
        """
        exceptions = self._exceptions(company)
        date = add_workdays(start, days, exceptions)
        return date, date.year not in {day.year for day in exceptions}
