from datetime import timedelta

from babel.dates import format_skeleton
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Domain
from odoo.tools import get_lang

from ...tools.periods import previous_period, same_time_last_year
from ...tools.population import CORRECTIONS
from ...tools.said_day import local_day
from ...tools.trusted import trusted

PARTS = PRACTICE, PROBLEMS, PROPOSALS = ("practice", "problems", "proposals")

# This month, and the same month of last year beside it.
MONTHS = 13

FRESH_MINUTES = 1


class CommunityReport(models.Model):
    """Situation report of a period: three parts of text with figures set in, and the table.

    While it is a draft every figure opens the records of today; locked, it keeps values and
    records as they were, whatever is corrected later.
    """

    _name = "community.report"
    _description = "Situation Report"
    _inherit = ["community.closed.mixin", "community.paper.mixin", "mail.thread"]
    _order = "date_to desc, id desc"

    name = fields.Char(required=True, tracking=True, default=lambda self: self._default_name())
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )
    date_from = fields.Date(
        "Starts on",
        required=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    date_to = fields.Date(
        "Ends on", required=True, tracking=True, default=fields.Date.context_today
    )
    area_ids = fields.Many2many("community.area", string="Buildings and estates")
    state = fields.Selection(
        [("draft", "Draft"), ("locked", "Locked")],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
    )
    comparison = fields.Selection(
        [("year", "The same time last year"), ("before", "The time just before")],
        "Compared with",
        default="year",
        required=True,
        tracking=True,
    )
    date_computed = fields.Datetime("Figures of", readonly=True, copy=False)
    practice = fields.Text(
        "Practice and typical cases", default=lambda self: self._default_text("practice")
    )
    problems = fields.Text(default=lambda self: self._default_text("problems"))
    proposals = fields.Text(default=lambda self: self._default_text("proposals"))
    text_parts = fields.Json(compute="_compute_text_parts")
    line_ids = fields.One2many("community.report.line", "report_id", "Figures", copy=False)
    changed_line_ids = fields.One2many(
        "community.report.line",
        "report_id",
        "Changed since your draft",
        domain=[("is_changed", "=", True)],
        readonly=True,
        copy=False,
    )
    active = fields.Boolean(default=True)

    kind = fields.Selection(
        [
            ("written", "Written report"),
            ("current", "Situation now"),
            ("month", "Figures of a month"),
            ("open", "Figures of an open book"),
        ],
        default="written",
        required=True,
        readonly=True,
        copy=False,
    )

    period_key = fields.Char(
        compute="_compute_period_key", store=True, export_string_translation=False
    )

    _check_dates = models.Constraint(
        "CHECK (date_to >= date_from)", "A period cannot end before it starts."
    )
    _current_uniq = models.UniqueIndex(
        "(company_id) WHERE kind = 'current'", "The situation of this community is already kept."
    )
    _period_uniq = models.UniqueIndex(
        "(period_key)", "There is a report of this period and these places already."
    )
    _month_uniq = models.UniqueIndex(
        "(company_id, date_from) WHERE kind = 'month'",
        "The figures of this month are already kept.",
    )

    @api.model
    def _default_name(self):
        """Propose the report that is asked for most: this year's up to today."""
        company = self.env.company
        is_unnamed = company._is_community_unnamed()
        return self.env._(
            "Situation of %(community)s, %(year)s",
            community=self.env._("the community") if is_unnamed else company.name,
            year=fields.Date.context_today(self).year,
        )

    @api.model
    def _default_text(self, part):
        return {
            "practice": self.env._(
                "{households} households with {living} people live in the community, "
                "{permanent} of them registered here and {floating} from elsewhere. "
                "{age_60} people are 60 or older, {age_80} are 80 or older.\n"
                "In this period we made {visits} visits and reached {visited} households, "
                "a coverage of {coverage} %. {needs_found} needs were found and {needs_met} of "
                "them are met."
            ),
            "problems": self.env._(
                "{overdue} households are overdue for a visit; at {absent} calls nobody was at "
                "home. {split} people are registered here and live elsewhere."
            ),
            "proposals": self.env._(
                "Visit the overdue households first, in the evening where people work by day; "
                "close each of the {needs_open} open needs with a result."
            ),
        }[part]

    @api.depends("name", "kind", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # What the program keeps is named in the words of whoever looks: a job has no language.
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        locale = get_lang(self.env).code
        for report in self:
            report.display_name = report.name
            if report.kind == "current":
                report.display_name = kinds[report.kind]
            elif report.kind == "month":
                report.display_name = format_skeleton("yMMMM", report.date_from, locale=locale)

    @api.depends("kind", "company_id", "date_from", "date_to", "area_ids")
    def _compute_period_key(self):
        for report in self:
            report.period_key = report.kind == "written" and ":".join(
                map(
                    str,
                    (
                        report.company_id.id,
                        report.date_from,
                        report.date_to,
                        *sorted(report.area_ids.ids),
                    ),
                )
            )

    @api.constrains("kind", "company_id", "date_from", "date_to", "area_ids")
    def _check_only_one(self):
        """Lead whoever begins a report of a period and places that has one to that one."""
        for report in self.filtered(lambda report: report.kind == "written"):
            same = self.with_context(active_test=False).search(
                Domain("kind", "=", "written")
                & Domain("company_id", "=", report.company_id.id)
                & Domain("date_from", "=", report.date_from)
                & Domain("date_to", "=", report.date_to)
                & Domain("id", "!=", report.id),
                order="id",
            )
            first = next((other for other in same if other.area_ids == report.area_ids), None)
            if first:
                raise RedirectWarning(
                    self.env._(
                        "There is a report from %(start)s to %(end)s on these places already: "
                        "%(report)s. Go on with that one; a second would tell other figures.",
                        start=local_day(self.env, report.date_from),
                        end=local_day(self.env, report.date_to),
                        report=first.name,
                    ),
                    {
                        "type": "ir.actions.act_window",
                        "res_model": self._name,
                        "res_id": first.id,
                        "views": [(False, "form")],
                    },
                    self.env._("Open that report"),
                )

    def write(self, vals):
        if self._frozen_names() & set(vals):
            self._check_open()
        return super().write(vals)

    def _settled_fields(self):
        settled = super()._settled_fields()
        # The book says of which days and places its figures are.
        return settled | {"date_from", "date_to", "area_ids"} if self.kind == "open" else settled

    def _frozen_names(self):
        """Return the names of the fields that a locked report keeps."""
        return {"date_from", "date_to", "area_ids", "comparison", *PARTS}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_open()

    def _check_open(self):
        for report in self:
            if report.state == "locked":
                raise UserError(
                    self.env._(
                        "%(report)s is locked and does not change. A community manager unlocks it, "
                        "with a reason.",
                        report=report.name,
                    )
                )

    def _place(self):
        self.ensure_one()
        if self.area_ids:
            return Domain("area_id", "child_of", self.area_ids.ids)
        # No record rule stops the superuser, who keeps the figures of each community.
        return Domain("company_id", "=", self.company_id.id) if self.env.su else Domain.TRUE

    @api.model
    def _handed_in_line(self, date_from, areas):
        """Return the line of a locked report that says who lived in a place before a day.

        :param date date_from: the day after the last of that report
        :param areas: its places, none for all of the community
        :return: the line of the last such report that the reader may read, empty if there is none
        """
        lines = self.env["community.report.line"]
        if len(self.env.companies) > 1 or not self.has_access("read"):
            return lines
        reports = self.search(
            Domain("company_id", "=", self.env.company.id)
            & Domain("state", "=", "locked")
            & Domain("date_to", "=", date_from - timedelta(days=1)),
            order="date_computed desc, id desc",
        )
        for report in reports.filtered(lambda report: report.area_ids == areas):
            found = report.line_ids.filtered(
                lambda line: (
                    line.frozen_model == "community.resident"
                    and line.indicator_id.measure == "population"
                    and line.indicator_id.statement_key in ("living", "living.total")
                    and not line.indicator_id.author_id
                )
            )
            if found:
                return found[0]
        return lines

    def _with_handed_in(self, indicators, date_from):
        """Return indicators that know which figure was handed in for the time before a day."""
        self.ensure_one()
        if not any(indicator.statement_key in CORRECTIONS for indicator in indicators):
            return indicators
        own = self.with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids
        )
        line = own._handed_in_line(date_from, self.area_ids)
        return indicators.with_context(**trusted(community_handed_in=line.id))

    def _previous_period(self):
        """Return (first, last) day of what the report is compared with: see ``tools.periods``."""
        if self.comparison == "year":
            return same_time_last_year(self.date_from, self.date_to)
        return previous_period(self.date_from, self.date_to)

    def action_refresh(self):
        """Work out every figure again, under the rules of whoever asks; mark what changed.

        Texts that nobody changed are said in the language of whoever asks.
        """
        for report in self:
            report.check_access("write")
            report._check_open()
            for part in PARTS:
                report[part] = report._said_anew(
                    part, lambda one, part=part: one._default_text(part)
                )
            report.name = report._said_anew("name", lambda one: one._default_name())
        self._refresh_figures()

    def _refresh_figures(self, spare=False):
        """Work out the figures of these reports; what several of them ask is read once.

        :param bool spare: leave out figures that cannot be worked out, instead of refusing all
        """
        for reports in self.grouped(
            lambda report: (report.company_id, report.area_ids, report.kind == "open")
        ).values():
            reports._refresh_together(spare)

    # The figures of today and of the last months, kept right by the program.
    #
    # A dashboard shows lines of these reports: its own conditions are frozen in a file, while an
    # indicator may be edited. Per community there is one report of this year up to today and one of
    # this month and each of the twelve before it.

    @api.model
    def action_open_situation(self):
        """Bring the figures of today up to date and open the dashboard.

        :return: the client action of the dashboard
        :raises AccessError: if the user may not read reports
        """
        self.check_access("read")
        self._fresh_reports(FRESH_MINUTES)
        dashboard = self.env.ref("community_service.spreadsheet_dashboard_situation")
        # The action of the core addon, opened at our dashboard; sudo: actions are not readable.
        action = self.env.ref("spreadsheet_dashboard.ir_actions_dashboard_action").sudo()
        return {**action._get_action_dict(), "params": {"dashboard_id": dashboard.id}}

    @api.model
    def _fresh_reports(self, minutes):
        """Return the kept reports of the own community, today's and this month's with figures.

        :param int minutes: how old these two may be; 0 counts anew
        """
        reports = self._rolling_reports(self.env.company)
        current = reports[-2:]
        if not all(current.mapped("date_computed")):
            # Nobody waits for the months that ended: the job makes them at once, beside the page.
            # sudo: whoever opens the figures starts the job that keeps them.
            self.env.ref("community_service.ir_cron_refresh_situation").sudo()._trigger()
        limit = fields.Datetime.subtract(fields.Datetime.now(), minutes=minutes)
        current.filtered(
            lambda report: not report.date_computed or report.date_computed <= limit
        )._refresh_figures()
        return reports

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
            Domain("company_id", "=", company.id) & Domain("kind", "in", ("current", "month"))
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
        for key, last in wanted.items():
            kind, first = key
            period = {"date_from": first, "date_to": last}
            if key not in found:
                found[key] = Report.create(
                    {
                        "name": kind if kind == "current" else f"{first:%Y-%m}",
                        # Nobody reads these as a paper.
                        **dict.fromkeys(PARTS, False),
                        "kind": kind,
                        "company_id": company.id,
                        "comparison": "year" if kind == "current" else "before",
                        **period,
                    }
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
            reports.filtered(
                lambda report, current=reports[-2:], midnight=midnight: (
                    report in current or not report.date_computed or report.date_computed < midnight
                )
            )._refresh_figures(spare=True)
            if not cron._commit_progress(1, remaining=len(companies) - index - 1):
                break
