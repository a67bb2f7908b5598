from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

MONTHS = 12
FRESH_MINUTES = 1


class CommunityReport(models.Model):
    """The figures of today and of the last months, kept right by the program.

    A dashboard shows lines of these reports: its own conditions are frozen in a file, while an
    indicator may be edited. Per community there is one report of this year up to today and one of
    each of the last twelve months.
    """

    _inherit = "community.report"

    kind = fields.Selection(
        [
            ("written", "Written report"),
            ("current", "Situation now"),
            ("month", "Figures of a month"),
        ],
        default="written",
        required=True,
        readonly=True,
        copy=False,
    )

    _current_uniq = models.UniqueIndex(
        "(company_id) WHERE kind = 'current'", "The situation of this community is already kept."
    )
    _month_uniq = models.UniqueIndex(
        "(company_id, date_from) WHERE kind = 'month'",
        "The figures of this month are already kept.",
    )

    def action_lock(self):
        """Refresh once more, then keep the values and the records behind each figure.

        :raises UserError: if the figures follow every day
        """
        for report in self:
            if report.kind != "written":
                raise UserError(
                    self.env._(
                        "%(report)s follows every day and is not locked: copy it, and lock the "
                        "copy.",
                        report=report.name,
                    )
                )
        return super().action_lock()

    @api.model
    def action_open_situation(self):
        """Bring the figures of today up to date and open the dashboard.

        :return: the client action of the dashboard
        :raises AccessError: if the user may not read reports
        """
        self.check_access("read")
        reports = self._rolling_reports(self.env.company)
        limit = fields.Datetime.subtract(fields.Datetime.now(), minutes=FRESH_MINUTES)
        for report in reports:
            # Months that ended are refreshed at night; here only where figures never were made.
            computed = report.date_computed
            if not computed or (report in reports[-2:] and computed < limit):
                report._refresh_figures()
        dashboard = self.env.ref("community_service.spreadsheet_dashboard_situation")
        # The action of the core addon, opened at our dashboard; sudo: actions are not readable.
        action = self.env.ref("spreadsheet_dashboard.ir_actions_dashboard_action").sudo()
        return {**action._get_action_dict(), "params": {"dashboard_id": dashboard.id}}

    @api.model
    def _rolling_reports(self, company):
        """Return the kept reports of a community, made where missing: the months, then today's.

        :param company: the community
        :return: reports as superuser in the order of their months; the last two are those of this
            month and of this year up to today
        """
        # sudo: an auditor opens the figures as well, and writes no report.
        Report = (
            self.sudo()
            .with_company(company)
            .with_context(
                allowed_company_ids=company.ids, tracking_disable=True, mail_create_nosubscribe=True
            )
        )
        today = fields.Date.context_today(self)
        wanted = {}
        for back in range(MONTHS - 1, -1, -1):
            first = today.replace(day=1) - relativedelta(months=back)
            last = min(first + relativedelta(months=1, days=-1), today)
            wanted["month", first] = last
        wanted["current", today.replace(month=1, day=1)] = today
        kept = Report.with_context(active_test=False).search(
            Domain("company_id", "=", company.id) & Domain("kind", "!=", "written")
        )
        found = {}
        for report in kept:
            key = (report.kind, report.date_from)
            if report.kind == "current":
                key = ("current", today.replace(month=1, day=1))
            if key in wanted:
                found[key] = report
            else:
                report.unlink()
        names = dict(self._fields["kind"]._description_selection(self.env))
        for key, last in wanted.items():
            kind, first = key
            period = {"date_from": first, "date_to": last}
            if key not in found:
                name = names[kind] if kind == "current" else f"{first:%Y-%m}"
                found[key] = Report.create(
                    {"name": name, "kind": kind, "company_id": company.id, **period}
                )
            elif any(found[key][field] != value for field, value in period.items()):
                found[key].write(period)
        return Report.concat(*(found[key] for key in wanted))

    @api.model
    def _cron_refresh_rolling(self):
        """Keep the figures of today right in every community; older months once a day."""
        companies = self.env["community.area"]._read_group([], ["company_id"])
        cron = self.env["ir.cron"]
        for index, (company,) in enumerate(companies):
            reports = self._rolling_reports(company)
            midnight = fields.Datetime.now().replace(hour=0, minute=0, second=0)
            for report in reports[::-1]:
                current = report in reports[-2:]
                if current or not report.date_computed or report.date_computed < midnight:
                    report._refresh_figures()
            if not cron._commit_progress(1, remaining=len(companies) - index - 1):
                break
