from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.suppression import HIDDEN, UNKNOWN, sums_of
from .community_report import PARTS

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
FROM community_report_line line, unnest(string_to_array(line.%s, ',')) span
WHERE line.id = %s
"""


# Sums of which neither the population statement, nor a share, nor what figures ask tells.
CODE_SUMS = (
    ("households", ("visited", "unvisited")),
    ("needs_closed", ("needs_closed_on_time",)),
)


def _plain(value):
    return f"{value:g}" if value % 1 else f"{value:,.0f}"


class CommunityReportLine(models.Model):
    """One figure of a report, with the period before and the records behind it."""

    _name = "community.report.line"
    _description = "Figure of a Report"
    _order = "report_id, sequence, id"
    _check_company_auto = True

    report_id = fields.Many2one("community.report", required=True, index=True, ondelete="cascade")
    indicator_id = fields.Many2one(
        "community.indicator", required=True, ondelete="restrict", check_company=True
    )
    sequence = fields.Integer(related="indicator_id.sequence", store=True)
    name = fields.Char(related="indicator_id.name")
    code = fields.Char(related="indicator_id.code", store=True)
    section = fields.Selection(related="indicator_id.section", store=True)
    unit = fields.Char(related="indicator_id.unit")
    # Summed by a dashboard only, where each group is one indicator of one report.
    value = fields.Float(readonly=True)
    previous_value = fields.Float("Value of the previous period", readonly=True)
    is_known = fields.Boolean(
        "Recorded then", readonly=True, default=True, help="Otherwise a dash stands for the figure."
    )
    is_previous_known = fields.Boolean(
        "Recorded in the previous period",
        readonly=True,
        default=True,
        help="Otherwise a dash stands for the figure.",
    )
    date_counted = fields.Date("Counted on", readonly=True, copy=False)
    value_text = fields.Char("Figure", compute="_compute_value_text")
    previous_text = fields.Char("Previous period", compute="_compute_value_text")
    draft_value = fields.Float("Value in the draft", readonly=True, copy=False)
    is_draft_known = fields.Boolean("Recorded in the draft", readonly=True, copy=False)
    draft_text = fields.Char("In your draft", compute="_compute_value_text")
    is_changed = fields.Boolean("Changed since the last draft", readonly=True)
    is_in_text = fields.Boolean("In the text", compute="_compute_is_in_text")
    frozen_ranges = fields.Text(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Ids behind a locked figure as ranges: 4-17,20.",
    )
    frozen_model = fields.Char(readonly=True, copy=False)
    frozen_source_ranges = fields.Text(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        help="Ids of the records whose different links a locked figure counts, as ranges.",
    )
    frozen_source = fields.Char(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        help="Model of those records, and the link: community.category.line,resident_id.",
    )
    is_frozen_by_category = fields.Boolean(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        help="The records were chosen by what not every reader sees of them.",
    )
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

    @api.depends(
        "value",
        "previous_value",
        "draft_value",
        "is_known",
        "is_previous_known",
        "is_draft_known",
        "indicator_id.is_of_today",
    )
    def _compute_value_text(self):
        for line in self:
            line.draft_text = _plain(line.draft_value) if line.is_draft_known else UNKNOWN
            line.value_text = _plain(line.value) if line.is_known else UNKNOWN
            # Lines of reports that were locked before do not say so themselves.
            is_known = line.is_previous_known and not line.indicator_id.is_of_today
            line.previous_text = _plain(line.previous_value) if is_known else UNKNOWN

    @api.depends("code", "report_id.practice", "report_id.problems", "report_id.proposals")
    def _compute_is_in_text(self):
        for report, lines in self.grouped("report_id").items():
            text = "".join(filter(None, (report[part] for part in PARTS)))
            for line in lines:
                line.is_in_text = f"{{{line.code}}}" in text

    def _draft_differs(self, value, is_known):
        """Tell whether a figure of now is another one than the draft was written with."""
        self.ensure_one()
        if not is_known or not self.is_draft_known:
            return is_known != self.is_draft_known
        return value != self.draft_value

    def _read_format(self, fnames, load="_classic_read"):
        """Give a client no number where nobody recorded one: it would be taken for 0."""
        rows = super()._read_format(fnames, load=load)
        if not {"value", "previous_value"} & set(fnames):
            return rows
        lines = {line.id: line for line in self}
        for row in rows:
            line = lines[row["id"]]
            for name, text in (("value", "value_text"), ("previous_value", "previous_text")):
                if name in row and line[text] == UNKNOWN:
                    row[name] = False
        return rows

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
            indicator = line._counting_indicator()
            model, domain = line._live_target(indicator)
            values = {
                "frozen_model": model,
                "frozen_ranges": line._ranges(indicator, model, domain),
                "frozen_source": False,
                "frozen_source_ranges": False,
                "is_frozen_by_category": indicator._asks_sensitive(),
            }
            if source := indicator._source():
                model, domain = line._live_source(source)
                values["frozen_source"] = f"{model},{source.link_path}"
                values["frozen_source_ranges"] = line._ranges(source, model, domain)
            # sudo: the ranges are closed to everybody; only the search behind a figure uses them.
            line.sudo().write(values)

    def _counting_indicator(self):
        """Return the indicator with the rights under which its figure is counted."""
        indicator = self.indicator_id
        if indicator.author_id:
            return indicator.with_user(indicator.author_id)
        if indicator.is_confidential or indicator.numerator_id.is_confidential:
            # sudo: whoever locks the report may not read these; the ranges are closed to everybody.
            return indicator.sudo()
        return indicator

    def _ranges(self, indicator, model, domain):
        records = indicator.env[model].with_context(active_test=False)
        # Raw SQL: a figure may stand on every resident; the ids never leave the database.
        ((ranges,),) = self.env.execute_query(SQL(RANGES, records._search(domain).select()))
        return ranges

    def _live_target(self, indicator=None):
        """Return (model, domain) of the records that are behind the figure today.

        :param indicator: with the rights under which it is asked; those of the reader without it
        """
        report = self.report_id
        indicator = report._with_handed_in(indicator or self.indicator_id, report.date_from)
        model, domain = indicator._target(report.date_from, report.date_to, report._place())
        return model, self._of_community(model, domain)

    def _live_source(self, source):
        report = self.report_id
        domain = source._records_domain(report.date_from, report.date_to, report._place())
        return source.model, self._of_community(source.model, domain)

    def _of_community(self, model, domain):
        if "company_id" in self.env[model]._fields:
            # A report is one community's, also for a reader of several.
            domain &= Domain("company_id", "=", self.report_id.company_id.id)
        return domain

    def _figure_target(self):
        """Return (model, domain) of the records behind the figure: of today, or as locked.

        Behind the figure of a sensitive category stand people, and that they stand there says who.
        So of a locked one, too, the reader finds those of whom they may read today why.
        """
        self.ensure_one()
        if self.report_id.state != "locked":
            return self._live_target()
        if not self.frozen_model:
            return False, Domain.FALSE
        domain = self._frozen_domain("frozen_ranges")
        # sudo: closed fields; the reader's own rules choose among what they name.
        frozen = self.sudo()
        if frozen.frozen_source:
            model, link = frozen.frozen_source.split(",")
            records = self.env[model].with_context(active_test=False)
            query = records._search(self._frozen_domain("frozen_source_ranges"))
            linked = query.subselect(records._field_to_sql(query.table, link, query))
            domain &= Domain("id", "in", linked)
        # Reports that were locked before sources were kept have ids alone.
        is_bare = not frozen.frozen_source and self.indicator_id._source()
        if (frozen.is_frozen_by_category or is_bare) and self._is_kept_from_reader():
            domain &= self._live_target()[1]
        return self.frozen_model, domain

    def _is_kept_from_reader(self):
        """Tell whether sensitive categories of the community are hidden from the reader."""
        if self.env["res.users"]._is_community_auditor_only():
            return True
        lines = self.env["community.category.line"].with_context(active_test=False)
        sensitive = Domain("company_id", "=", self.report_id.company_id.id) & Domain(
            "category_id.is_sensitive", "=", True
        )
        # sudo: compared with what the reader finds; that there is one is all that comes of it.
        hidden = sensitive & Domain("id", "not in", lines._search(sensitive))
        return bool(lines.sudo().search_count(hidden, limit=1))

    def _frozen_domain(self, name):
        return Domain("id", "in", self._frozen_ids(name))

    def _frozen_ids(self, name):
        """Return SQL of the ids that a locked figure keeps; they never leave the database."""
        return SQL(FROZEN_IDS, SQL.identifier(name), self.id, to_flush=self._fields[name])

    def action_open(self):
        """Open the records behind the figure: those of today, or of the day it was locked."""
        self.ensure_one()
        self.check_access("read")
        self._check_of_today()
        model, domain = self._readable_target()
        if not model:
            raise UserError(
                self.env._("Refresh the figures of %(report)s first.", report=self.report_id.name)
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

    def _readable_target(self):
        """Return (model, domain) of the records behind the figure; see ``_figure_target``.

        :raises UserError: where the reader may not read them, or by what they are chosen
        """
        try:
            model, domain = self._figure_target()
            if model:
                self.env[model].with_context(active_test=False)._search(domain)
        except AccessError as error:
            raise UserError(
                self.env._(
                    "%(figure)s is a number from a confidential file. Ask those who keep that file "
                    "for more.",
                    figure=self.name,
                )
            ) from error
        return model, domain

    def _check_of_today(self):
        """Refuse to open what was so in a month that is over: the records of then are not kept."""
        today = fields.Date.context_today(self)
        is_over = self.report_id.kind == "month" and self.date_to < today
        if is_over and self.indicator_id.is_of_today:
            raise UserError(
                self.env._(
                    "%(figure)s counts what is so on the day it is counted; which records it was "
                    "in %(report)s is not kept. Open the figure on the board: it is today's.",
                    figure=self.name,
                    report=self.report_id.name,
                )
            )

    def action_trend(self):
        """Open the figure of this month and of the twelve before it.

        :return: action: a line for each month, the last first; a click opens its records
        """
        self.ensure_one()
        self.check_access("read")
        view = "community_service.community_report_line_view_{}_month"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("%(figure)s by month", figure=self.name),
            "res_model": self._name,
            "mobile_view_mode": "kanban",
            "views": [
                (self.env.ref(view.format("list")).id, "list"),
                (self.env.ref(view.format("kanban")).id, "kanban"),
            ],
            "domain": [
                ("indicator_id", "=", self.indicator_id.id),
                ("report_id.kind", "=", "month"),
                ("company_id", "=", self.company_id.id),
            ],
        }

    # the version for the public

    @api.depends("value", "previous_value", "is_known", "is_previous_known")
    def _compute_public_text(self):
        for report, lines in self.grouped("report_id").items():
            hidden = report._hidden_lines("value")
            before = report._hidden_lines("previous_value")
            for line in lines:
                line.public_text = HIDDEN if line in hidden else line.value_text
                line.public_previous_text = HIDDEN if line in before else line.previous_text

    def _public_count(self, field):
        """Return a figure as the whole number by which it is left out for the public.

        Of a sum of hours or yuan that is hundredths: 3 yuan are no small count of people.
        """
        self.ensure_one()
        return round(self[field] * (100 if self.indicator_id.measure == "sum" else 1))

    def _public_sums(self, field):
        """Return what follows from what these figures ask, for ``tools.suppression``.

        :param str field: ``value`` or ``previous_value``
        :return: (sums of codes, codes that are left out whatever their number: sums over records of
            which a few are counted beside them)
        """
        below = self.company_id.community_suppress_below
        asked = {line.code: line.indicator_id._asked_alike() for line in self}
        asked = {code: found for code, found in asked.items() if found}
        values = {line.code: line[field] for line in self}
        few = {
            (model, conditions)
            for code, ((model, measure, _path), conditions) in asked.items()
            if measure != "sum" and 0 < values[code] < below
        }
        closed = {
            code
            for code, ((model, measure, _path), conditions) in asked.items()
            if measure == "sum" and (model, conditions) in few
        }
        return [*sums_of(asked), *CODE_SUMS], closed

    def _says_something(self):
        """Tell whether the figure, or the one beside it, is recorded and not 0."""
        self.ensure_one()
        before = self.previous_value if self.previous_text != UNKNOWN else 0
        return bool(self.value and self.is_known or before)

    def _row(self, public):
        """Return the texts of the printed row: name, value, value before, unit."""
        value = self.public_text if public else self.value_text
        before = self.public_previous_text if public else self.previous_text
        return [str(text or "") for text in (self.name, value, before, self.unit)]

    def _bar(self, public):
        """Return the bar of a chart; what the public does not see has no length."""
        name, text, before, _unit = self._row(public)
        return {
            "name": name,
            "text": text,
            "before": before,
            "value": 0 if text in (HIDDEN, UNKNOWN) else self.value,
            "value_before": 0 if before in (HIDDEN, UNKNOWN) else self.previous_value,
        }
