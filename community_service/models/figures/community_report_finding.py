import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.listed import clauses

_logger = logging.getLogger(__name__)


class CommunityReport(models.Model):
    """How the figures of a report are worked out, and which of them moved since the draft."""

    _inherit = "community.report"

    def _refresh_together(self, spare=False):
        """Work out the figures of reports on the same places of one community.

        :param bool spare: leave out figures that cannot be worked out
        :raises UserError: otherwise, naming each of them, with the reason and what to do
        """
        own = self.with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids
        )
        # Indicators are a handful; all that the community works by are wanted.
        indicators = own.env["community.indicator"]._in_use(self.company_id)
        place = own[:1]._place()
        indicators = own[:1]._asked_indicators(indicators)
        if self.area_ids:
            indicators = indicators.filtered(lambda indicator: indicator._follows_places())
        # What was the month of one is the month before of the next.
        periods = {}
        for report in self:
            periods[report.date_from, report.date_to] = report
            periods.setdefault(report._previous_period(), report)
        broken = {}
        try:
            with self.env.cr.savepoint():
                values, since = own._worked_out(indicators, periods, place)
        except OperationalError:
            # The database asks to begin again.
            raise
        except Exception as error:
            broken = own._broken_figures(indicators, periods, place)
            if not broken:
                raise
            if not spare:
                raise UserError(self._broken_sentence(broken)) from error
            _logger.info("left out of the figures: %s", self._broken_sentence(broken))
            indicators = indicators.filtered(lambda indicator: indicator not in broken)
            values, since = own._worked_out(indicators, periods, place)
        for report in self:
            report._write_figures(indicators, values, since)

    def _asked_indicators(self, indicators):
        """Return those of the community's indicators that this report has a line of."""
        if self.kind != "open":
            return indicators
        codes = self.env["community.open.book"]._book_codes()
        # What a user wrote never goes to the public: nobody has weighed what it tells.
        return indicators.filtered(lambda i: i.code in codes and not i.author_id)

    def _worked_out(self, indicators, periods, place):
        """Return the figures of periods, and since when each is recorded.

        :param dict periods: (first, last) day -> one of the reports that ask for it
        :param place: domain on the places
        :return: dict period -> what ``community.indicator._values`` gives; what
            ``_recorded_since`` gives
        """
        # The costly part is read in one pass.
        statements = self.env["community.population"]._counts([*periods], place)
        values = {
            period: report._with_handed_in(indicators, period[0])._values(*period, place, statement)
            for (period, report), statement in zip(periods.items(), statements, strict=True)
        }
        return values, indicators._recorded_since()

    def _broken_figures(self, indicators, periods, place):
        """Return dict indicator -> why it cannot be worked out for these periods."""
        try:
            with self.env.cr.savepoint():
                for first, last in periods:
                    indicators._values(first, last, place)
        except OperationalError:
            raise
        except Exception as error:
            # Whatever is wrong with it, its report says which figure and why.
            if len(indicators) == 1:
                return {indicators: str(error)}
            half = len(indicators) // 2
            return {
                **self._broken_figures(indicators[:half], periods, place),
                **self._broken_figures(indicators[half:], periods, place),
            }
        return {}

    @api.model
    def _broken_sentence(self, broken):
        return self.env._(
            "These figures cannot be worked out for this period: %(figures)s. Correct their "
            "conditions under Indicators, or archive them there. Nothing was changed.",
            figures=clauses(
                self.env.lang, (f"{indicator.name} ({why})" for indicator, why in broken.items())
            ),
        )

    def _write_figures(self, indicators, found, since):
        """Write the figures of one report.

        :param found: dict of values for this period and the one before; see ``_values``
        :param since: as ``_recorded_since`` returns it
        """
        self.ensure_one()
        before = self._previous_period()
        values, previous = found[self.date_from, self.date_to], found[before]
        today = fields.Date.context_today(self)
        is_over = self.kind == "month" and self.date_to < today
        # What its writer may not read any more has no figure.
        indicators = indicators.filtered(lambda i: i in values and i in previous)
        lines = self.line_ids.grouped("indicator_id")
        self.line_ids.filtered(lambda line: line.indicator_id not in indicators).unlink()
        creating = []
        for indicator in indicators:
            line = lines.get(indicator)
            if is_over and indicator.is_of_today:
                # Of a month that is over nobody can count it any more: what was counted then stays.
                if line and line.date_counted and line.date_counted <= self.date_to:
                    continue
                figures = {"value": 0.0, "is_known": False, "is_previous_known": False}
                if line:
                    line.write({**figures, "date_counted": False})
                else:
                    creating.append({"report_id": self.id, "indicator_id": indicator.id, **figures})
                continue
            figures = {
                "value": values[indicator] or 0.0,
                "previous_value": previous[indicator] or 0.0,
                "is_known": indicator._is_recorded(
                    values[indicator], since[indicator], self.date_to
                ),
                "is_previous_known": not indicator.is_of_today
                and indicator._is_recorded(previous[indicator], since[indicator], before[1]),
                "date_counted": today,
            }
            if line:
                # What the program keeps nobody drafts.
                if self.kind == "written":
                    figures["is_changed"] = line._draft_differs(
                        figures["value"], figures["is_known"]
                    )
                if any(line[name] != figure for name, figure in figures.items()):
                    line.write(figures)
            else:
                figures["draft_value"] = figures["value"]
                figures["is_draft_known"] = figures["is_known"]
                creating.append({"report_id": self.id, "indicator_id": indicator.id, **figures})
        self.env["community.report.line"].create(creating)
        self._set_closed(date_computed=fields.Datetime.now())

    def action_take_changes(self):
        """Take the figures of today into the draft: the list of what changed becomes empty."""
        self.check_access("write")
        self._check_open()
        for line in self.changed_line_ids:
            line.write(
                {
                    "draft_value": line.value,
                    "is_draft_known": line.is_known,
                    "is_changed": False,
                }
            )
