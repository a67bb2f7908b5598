from odoo import api, fields, models

FRESH_MINUTES = 60


class CommunityReport(models.Model):
    """The figures on top of the secretary's board: some of the situation of this year."""

    _inherit = "community.report"

    @api.model
    def board(self, refresh=False):
        """Return the figures on the board, this year up to today beside the same time last year.

        :param bool refresh: count anew; without it figures of the last hour are shown as they are
        :return: dict ``computed`` (time in UTC) and ``cards``: dicts ``id`` of the line of the
            report, ``name``, ``value`` and ``previous`` as text, ``unit``
        :raises AccessError: if the user may not read reports
        """
        self.check_access("read")
        report = self._rolling_reports(self.env.company)[-1]
        limit = fields.Datetime.subtract(fields.Datetime.now(), minutes=FRESH_MINUTES)
        if refresh or not report.date_computed or report.date_computed < limit:
            report._refresh_figures()
        lines = report.with_env(self.env).line_ids.filtered("indicator_id.is_on_board")
        return {
            "computed": fields.Datetime.to_string(report.date_computed),
            "cards": [
                {
                    "id": line.id,
                    "name": line.name,
                    "value": line.value_text,
                    "previous": line.previous_text,
                    "unit": line.unit or "",
                }
                for line in lines
            ],
        }
