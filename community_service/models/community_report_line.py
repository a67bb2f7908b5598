from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityReportLine(models.Model):
    """One figure of a report, with the period before and the records behind it."""

    _name = "community.report.line"
    _description = "Figure of a Report"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one("community.report", required=True, index=True, ondelete="cascade")
    indicator_id = fields.Many2one("community.indicator", required=True, ondelete="restrict")
    sequence = fields.Integer(related="indicator_id.sequence", store=True)
    name = fields.Char(related="indicator_id.name")
    code = fields.Char(related="indicator_id.code")
    section = fields.Selection(related="indicator_id.section", store=True)
    unit = fields.Char(related="indicator_id.unit")
    value = fields.Float(readonly=True, aggregator=None)
    previous_value = fields.Float("Previous period", readonly=True, aggregator=None)
    value_text = fields.Char("Figure", compute="_compute_value_text")
    previous_text = fields.Char("Before", compute="_compute_value_text")
    is_changed = fields.Boolean("Changed since the last draft", readonly=True)
    frozen_ids = fields.Json(
        readonly=True, copy=False, groups="community_service.group_community_officer"
    )
    frozen_model = fields.Char(readonly=True, copy=False)
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    date_from = fields.Date(related="report_id.date_from", store=True)
    date_to = fields.Date(related="report_id.date_to", store=True)

    _report_indicator_uniq = models.UniqueIndex(
        "(report_id, indicator_id)", "This indicator already stands in the report."
    )

    @api.depends("value", "previous_value")
    def _compute_value_text(self):
        for line in self:
            line.value_text = _plain(line.value)
            line.previous_text = _plain(line.previous_value)

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
        for line in self:
            report = line.report_id
            model, domain = line.indicator_id._target(
                report.date_from, report.date_to, report._place()
            )
            records = self.env[model].with_context(active_test=False)
            line.write({"frozen_model": model, "frozen_ids": list(records._search(domain))})

    def action_open(self):
        """Open the records behind the figure: those of today, or of the day it was locked."""
        self.ensure_one()
        self.check_access("read")
        report = self.report_id
        if report.state == "locked":
            # sudo: ids alone; the list that opens applies the reader's own rules to them.
            model, domain = self.frozen_model, [("id", "in", self.sudo().frozen_ids or [])]
        else:
            model, target = self.indicator_id._target(
                report.date_from, report.date_to, report._place()
            )
            records = self.env[model].with_context(active_test=False)
            domain = [("id", "in", list(records._search(target)))]
        if not model:
            raise UserError(
                self.env._("Refresh the figures of %(report)s first.", report=report.name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name} ({self.value_text})",
            "res_model": model,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": domain,
            "context": {"active_test": False},
        }


def _plain(value):
    return f"{value:g}" if value % 1 else f"{value:,.0f}"
