from odoo import api, fields, models

from ...tools.population import GROUPS, SUMS
from ...tools.report_text import paragraphs
from ...tools.suppression import HIDDEN, UNKNOWN, suppressed

FRESH_MINUTES = 60


class CommunityReport(models.Model):
    """The figures on top of the secretary's board: some of the situation of this year."""

    _inherit = "community.report"

    @api.model
    def board(self, refresh=False):
        """Return the figures on the board, this year up to today beside the same time last year.

        :param bool refresh: count anew; without it figures of the last hour are shown as they are
        :return: dict ``computed`` (time in UTC) and ``cards``: dicts ``id`` of the line of the
            report, ``name``, ``value`` and ``previous`` as text, ``unit``, and ``trend``: for this
            month and each of the twelve before it a dict ``month`` (its first day), ``value``
            (None where nobody recorded it, or the job has not counted it yet) and ``text``
        :raises AccessError: if the user may not read reports
        """
        self.check_access("read")
        reports = self._fresh_reports(0 if refresh else FRESH_MINUTES)
        report, months = reports[-1], reports[:-1]
        lines = report.with_env(self.env).line_ids.filtered("indicator_id.is_on_board")
        trends = self._trends(months, lines.indicator_id)
        return {
            "computed": fields.Datetime.to_string(report.date_computed),
            "cards": [
                {
                    "id": line.id,
                    "name": line.name,
                    "value": line.value_text,
                    "previous": line.previous_text,
                    "unit": line.unit or "",
                    "trend": trends[line.indicator_id],
                }
                for line in lines
            ],
        }

    @api.model
    def _trends(self, months, indicators):
        """Return indicator -> what ``board`` says of each month, in one query for all."""
        lines = self.env["community.report.line"].search(
            [("report_id", "in", months.ids), ("indicator_id", "in", indicators.ids)]
        )
        found = {(line.indicator_id, line.report_id.id): line for line in lines}

        def point(indicator, month):
            line = found.get((indicator, month.id))
            is_known = bool(line and line.is_known)
            return {
                "month": fields.Date.to_string(month.date_from),
                "value": line.value if is_known else None,
                "text": line.value_text if is_known else UNKNOWN,
            }

        return {
            indicator: [point(indicator, month) for month in months] for indicator in indicators
        }

    # The version of a report for the public: small counts left out.
    #
    # The report itself goes to the bodies entitled to it and carries true figures; each of its
    # papers and files is logged.

    def _hidden_lines(self, field):
        """Return the lines whose figure is left out for the public.

        :param str field: ``value`` or ``previous_value``
        """
        self.ensure_one()
        lines = self.line_ids
        counts = lines.filtered(lambda line: line.indicator_id.measure != "rate")
        sums, closed = counts._public_sums(field)
        names = {}
        for line in counts:
            indicator = line.indicator_id
            if indicator.measure == "population":
                key, _dot, column = indicator.statement_key.partition(".")
                names[f"{key}_{column or 'total'}" if key in GROUPS else key] = line.code
        for whole, parts in SUMS:
            if whole in names:
                sums.append((names[whole], [names[part] for part in parts if part in names]))
        shares = [
            (line.code, line.indicator_id.numerator_id.code, line.indicator_id.denominator_id.code)
            for line in lines - counts
        ]
        sums += [(whole, [part]) for _code, part, whole in shares]
        cells = {line.code: line._public_count(field) for line in counts}
        below = self.company_id.community_suppress_below
        hidden = suppressed(cells, sums, below, closed=closed)
        # A share tells its part to whoever knows the whole.
        hidden |= {code for code, part, whole in shares if {part, whole} & hidden}
        return lines.filtered(lambda line: line.code in hidden)

    def _public_text_parts(self):
        """Return ``text_parts`` with the figures left out that the public does not see."""
        hidden = set(self._hidden_lines("value").ids)
        parts = []
        for part in self.text_parts:
            segments = [
                {**segment, "text": HIDDEN} if segment.get("line") in hidden else segment
                for segment in part["segments"]
            ]
            parts.append({**part, "segments": segments, "paragraphs": paragraphs(segments)})
        return parts

    def action_xlsx_public(self):
        """Return the address of the workbook for the public."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/community/report/{self.id}/xlsx?publication=1",
        }
