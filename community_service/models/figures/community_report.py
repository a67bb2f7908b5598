import re
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.ledger_sheet import LedgerSheet
from ...tools.paper_pages import row_height
from ...tools.periods import previous_period
from ...tools.population import CORRECTIONS
from ...tools.suppression import HIDDEN, UNKNOWN
from ...tools.trusted import trusted

PARTS = ("practice", "problems", "proposals")

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")

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
    date_computed = fields.Datetime("Figures of", readonly=True, copy=False)
    practice = fields.Text(
        "Practice and typical cases", default=lambda self: self._default_text("practice")
    )
    problems = fields.Text(default=lambda self: self._default_text("problems"))
    proposals = fields.Text(default=lambda self: self._default_text("proposals"))
    text_parts = fields.Json(compute="_compute_text_parts")
    line_ids = fields.One2many("community.report.line", "report_id", "Figures", copy=False)
    active = fields.Boolean(default=True)

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

    _check_dates = models.Constraint(
        "CHECK (date_to >= date_from)", "A period cannot end before it starts."
    )
    _current_uniq = models.UniqueIndex(
        "(company_id) WHERE kind = 'current'", "The situation of this community is already kept."
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

    def _paper_room(self, parts):
        """Return how many mm the text leaves on the first page of the paper; 0 for too few.

        :param list parts: as :attr:`text_parts`
        """
        texts = ["".join(piece["text"] for piece in part["segments"]) for part in parts]
        # The title and its line, a heading for each part; a line has 38 Chinese characters.
        used = 25 + sum(12 + row_height([text], [38], least=7) * 1.1 for text in texts)
        return max(0, 225 - used) if used < 145 else 0

    @api.depends("practice", "problems", "proposals", "line_ids.value", "line_ids.is_changed")
    def _compute_text_parts(self):
        """Split the text at its figures, so that each can be clicked and marked."""
        for report in self:
            lines = {line.code: line for line in report.line_ids}
            parts = []
            for name in PARTS:
                segments = []
                text = report[name] or ""
                for index, piece in enumerate(PLACEHOLDER.split(text)):
                    if index % 2 == 0:
                        segments.append({"text": piece})
                    elif piece in lines:
                        line = lines[piece]
                        segments.append(
                            {
                                "text": line.value_text,
                                "line": line.id if isinstance(line.id, int) else False,
                                "changed": line.is_changed,
                            }
                        )
                    else:
                        segments.append({"text": f"{{{piece}}}", "unknown": True})
                label = report._fields[name]._description_string(report.env)
                parts.append({"key": name, "label": label, "segments": segments})
            report.text_parts = parts

    def write(self, vals):
        if {"date_from", "date_to", "area_ids", *PARTS} & set(vals):
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_open()

    def _check_open(self):
        for report in self:
            if report.state == "locked":
                raise UserError(
                    self.env._(
                        "%(report)s is locked and does not change: unlock it with a reason, or "
                        "copy it.",
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
        """Return (first, last) day of the period before; see ``previous_period``."""
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

    def _refresh_figures(self):
        """Work out the figures of these reports; what several of them ask is read once."""
        for reports in self.grouped(lambda report: (report.company_id, report.area_ids)).values():
            reports._refresh_together()

    def _refresh_together(self):
        """Work out the figures of reports on the same places of one community."""
        own = self.with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids
        )
        # Indicators are a handful; all that the community works by are wanted.
        indicators = own.env["community.indicator"]._in_use(self.company_id)
        place = own[:1]._place()
        if self.area_ids:
            indicators = indicators.filtered(lambda indicator: indicator._follows_places())
        # What was the month of one is the month before of the next.
        periods = {}
        for report in self:
            periods[report.date_from, report.date_to] = report
            periods.setdefault(report._previous_period(), report)
        # The costly part is read in one pass.
        statements = own.env["community.population"]._counts([*periods], place)
        values = {
            period: report._with_handed_in(indicators, period[0])._values(*period, place, statement)
            for (period, report), statement in zip(periods.items(), statements, strict=True)
        }
        since = indicators._recorded_since()
        for report in self:
            report._write_figures(indicators, values, since)

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
                    line.write({**figures, "is_changed": False, "date_counted": False})
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
                figures["is_changed"] = line.value != figures["value"]
                if any(line[name] != figure for name, figure in figures.items()):
                    line.write(figures)
            else:
                creating.append({"report_id": self.id, "indicator_id": indicator.id, **figures})
        self.env["community.report.line"].create(creating)
        self._set_closed(date_computed=fields.Datetime.now())

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
        for report in self:
            report.action_refresh()
            report.line_ids._freeze()
            report._set_closed(state="locked")

    def action_unlock(self, reason):
        """Open a locked report again.

        :param str reason: why, at least four characters; it is kept in the report's messages
        :raises AccessError: if the user is not a manager
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("community_service.group_community_manager"):
            raise AccessError(self.env._("Only a community manager unlocks a report."))
        if len((reason or "").strip()) < 4:
            raise UserError(
                self.env._("Say in a few words why %(name)s is opened again.", name=self.name)
            )
        self._set_closed(state="draft")
        # sudo: the ranges of ids are closed to everybody.
        self.line_ids.sudo().write({"frozen_ranges": False, "frozen_source_ranges": False})
        self.message_post(body=self.env._("Unlocked: %(reason)s", reason=reason.strip()))

    def action_xlsx(self):
        """Return the address of the table of figures as a workbook."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/community/report/{self.id}/xlsx"}

    def _write_xlsx(self, stream, public=False):
        """Write the table of figures; return the number of rows.

        :param stream: binary file object
        :param bool public: leave out small counts
        """
        self.ensure_one()
        sheet = LedgerSheet(
            stream,
            self.name,
            self.env._(
                "%(start)s to %(end)s · figures of %(moment)s",
                start=self.date_from,
                end=self.date_to,
                moment=fields.Datetime.to_string(self.date_computed) if self.date_computed else "–",
            ),
            [
                (self.env._("Section"), 16, None, False),
                (self.env._("Indicator"), 40, None, False),
                (self.env._("Value"), 12, None, False),
                (self.env._("Previous period"), 16, None, False),
                (self.env._("Unit"), 10, None, False),
            ],
        )

        def figure(line, number, text, public_text):
            # Numbers stay numbers; what is left out or not known becomes a mark.
            shown = line[public_text if public else text]
            return shown if shown in (HIDDEN, UNKNOWN) else line[number]

        sections = dict(self.line_ids._fields["section"]._description_selection(self.env))
        sheet.write(
            [
                (
                    sections[line.section],
                    line.name,
                    figure(line, "value", "value_text", "public_text"),
                    figure(line, "previous_value", "previous_text", "public_previous_text"),
                    line.unit or "",
                )
                for line in self.line_ids
            ]
        )
        sheet.close()
        description = "situation report for publication" if public else "situation report"
        self.env["community.access.log"]._log(
            "export", self, count=len(self.line_ids), description=description
        )
        return sheet.row_count

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
            reports.filtered(
                lambda report, current=reports[-2:], midnight=midnight: (
                    report in current or not report.date_computed or report.date_computed < midnight
                )
            )._refresh_figures()
            if not cron._commit_progress(1, remaining=len(companies) - index - 1):
                break
