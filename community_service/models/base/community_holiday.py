from odoo import api, fields, models

from ...tools.workdays import add_workdays


class CommunityHoliday(models.Model):
    """Days off and make-up days, as the State Council announces them each year."""

    _name = "community.holiday"
    _description = "Holiday or Make-up Day"
    _order = "date desc"

    name = fields.Char(required=True, translate=True)
    date = fields.Date(required=True)
    kind = fields.Selection(
        [("off", "Day off"), ("worked", "Make-up working day")], default="off", required=True
    )

    _date_uniq = models.UniqueIndex("(date)", "This day is already in the holiday calendar.")

    @api.model
    def _exceptions(self):
        """Return the calendar as :func:`add_workdays` wants it: date to ``off`` or ``worked``."""
        # The calendar is public knowledge; a portal deadline needs it as well.
        return {line.date: line.kind for line in self.sudo().search_fetch([], ["date", "kind"])}

    @api.model
    def _add_workdays(self, start, days):
        """Return the ``days``-th working day after ``start`` and whether it is provisional.

        :return: tuple (date, is_provisional): provisional when the period runs into a year of
            which no holiday is entered yet
        """
        exceptions = self._exceptions()
        date = add_workdays(start, days, exceptions)
        return date, date.year not in {day.year for day in exceptions}
