from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .community_report_search import HIDDEN

RANGES = """
SELECT string_agg(CASE WHEN low = high THEN low::text ELSE low || '-' || high END, ',' ORDER BY low)
FROM (
    SELECT min(id) AS low, max(id) AS high
    FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS island FROM (%s) found) numbered
    GROUP BY island
) ranges
"""

FROZEN_IDS = """
SELECT generate_series(
    split_part(span, '-', 1)::int,
    COALESCE(NULLIF(split_part(span, '-', 2), ''), split_part(span, '-', 1))::int
)
FROM community_report_line line, unnest(string_to_array(line.frozen_ranges, ',')) span
WHERE line.id = %s
"""

# Of a figure of today nobody can say what it was before.
UNKNOWN = "–"


def _plain(value):
    return f"{value:g}" if value % 1 else f"{value:,.0f}"


class CommunityReportLine(models.Model):
    """One figure of a report, with the period before and the records behind it."""

    _name = "community.report.line"
    _description = "Figure of a Report"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one("community.report", required=True, index=True, ondelete="cascade")
    indicator_id = fields.Many2one("community.indicator", required=True, ondelete="restrict")
    sequence = fields.Integer(related="indicator_id.sequence", store=True)
    name = fields.Char(related="indicator_id.name")
    code = fields.Char(related="indicator_id.code", store=True)
    section = fields.Selection(related="indicator_id.section", store=True)
    unit = fields.Char(related="indicator_id.unit")
    # Summed by a dashboard only, where each group is one indicator of one report.
    value = fields.Float(readonly=True)
    previous_value = fields.Float("Value of the previous period", readonly=True)
    value_text = fields.Char("Figure", compute="_compute_value_text")
    previous_text = fields.Char("Previous period", compute="_compute_value_text")
    is_changed = fields.Boolean("Changed since the last draft", readonly=True)
    frozen_ranges = fields.Text(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Ids behind a locked figure as ranges: 4-17,20.",
    )
    frozen_model = fields.Char(readonly=True, copy=False)
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    date_from = fields.Date(related="report_id.date_from", store=True)
    date_to = fields.Date(related="report_id.date_to", store=True)

    public_text = fields.Char("For publication", compute="_compute_public_text")
    public_previous_text = fields.Char(
        "Previous period, for publication", compute="_compute_public_text"
    )

    _report_indicator_uniq = models.UniqueIndex(
        "(report_id, indicator_id)", "This indicator already stands in the report."
    )

    @api.depends("value", "previous_value", "indicator_id.is_of_today")
    def _compute_value_text(self):
        for line in self:
            line.value_text = _plain(line.value)
            is_known = not line.indicator_id.is_of_today
            line.previous_text = _plain(line.previous_value) if is_known else UNKNOWN

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.report_id._check_open()
        return lines

    def write(self, vals):
        self.report_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.report_id._check_open()

    def _freeze(self):
        """Keep the ids behind each figure; a locked figure opens them and no others."""
        self.env.flush_all()
        for line in self:
            model, domain = line._live_target()
            records = self.env[model].with_context(active_test=False)
            indicator = line.indicator_id
            if indicator.is_confidential or indicator.numerator_id.is_confidential:
                # Whoever locks the report may not read these; the ranges are closed to everybody.
                records = records.sudo()
            query = records._search(domain)
            # Raw SQL: a figure may stand on every resident; the ids never leave the database.
            ((ranges,),) = self.env.execute_query(SQL(RANGES, query.select()))
            # sudo: the ranges are closed to everybody; only the search behind a figure uses them.
            line.sudo().write({"frozen_model": model, "frozen_ranges": ranges})

    def _live_target(self):
        """Return (model, domain) of the records that are behind the figure today."""
        report = self.report_id
        model, domain = self.indicator_id._target(report.date_from, report.date_to, report._place())
        if "company_id" in self.env[model]._fields:
            # A report is one community's, also for a reader of several.
            domain &= Domain("company_id", "=", report.company_id.id)
        return model, domain

    def _figure_target(self):
        """Return (model, domain) of the records behind the figure: of today, or as locked."""
        self.ensure_one()
        if self.report_id.state != "locked":
            return self._live_target()
        if not self.frozen_model:
            return False, Domain.FALSE
        ranges = self._fields["frozen_ranges"]
        domain = Domain("id", "in", SQL(FROZEN_IDS, self.id, to_flush=ranges))
        if (
            self.indicator_id.model == "community.category.line"
            and self.env["res.users"]._is_community_auditor_only()
        ):
            # Behind the figure of a sensitive category stand people, and the ids alone would say
            # who: whoever may not read those lines finds nobody there.
            domain &= self._live_target()[1]
        return self.frozen_model, domain

    def action_open(self):
        """Open the records behind the figure: those of today, or of the day it was locked."""
        self.ensure_one()
        self.check_access("read")
        model, domain = self._figure_target()
        if not model:
            raise UserError(
                self.env._("Refresh the figures of %(report)s first.", report=self.report_id.name)
            )
        if not self.env[model].has_access("read"):
            raise UserError(
                self.env._(
                    "%(figure)s is a number from a confidential file. Ask those who keep that file "
                    "for more.",
                    figure=self.name,
                )
            )
        if "figure_ref" in self.env[model]._fields:
            domain = [("figure_ref", "=", f"{self._name},{self.id}")]
        else:
            records = self.env[model].with_context(active_test=False)
            domain = [("id", "in", list(records._search(domain)))]
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name} ({self.value_text})",
            "res_model": model,
            "mobile_view_mode": "kanban",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": domain,
            "context": {"active_test": False},
        }

    # the version for the public

    @api.depends("value", "previous_value")
    def _compute_public_text(self):
        for report, lines in self.grouped("report_id").items():
            hidden = report._hidden_lines("value")
            before = report._hidden_lines("previous_value")
            for line in lines:
                line.public_text = HIDDEN if line in hidden else line.value_text
                line.public_previous_text = HIDDEN if line in before else line.previous_text
