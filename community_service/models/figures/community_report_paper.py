import re

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ...tools.ledger_sheet import LedgerSheet
from ...tools.paper_pages import ROW, row_height
from ...tools.report_text import add_to_chapter, paragraphs
from ...tools.suppression import HIDDEN, UNKNOWN
from .community_report import PARTS, PRACTICE, PROBLEMS

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")

# Of a table on paper, in millimetres and in Chinese characters.
PAGE, HEADING = 232.0, 12.0
WIDTHS = [16, 8, 8, 5]

# What the three charts show: bands that do not overlap, and figures of one kind.
CHARTS = {
    "age": ("age_0_3", "age_4_6", "age_7_17", "age_18_59", "age_60"),
    "visits": (
        "visits_routine",
        "visits_care",
        "visits_aid_survey",
        "visits_comfort",
        "visits_policy",
        "visits_hearing",
        "visits_follow_up",
    ),
    "requests": (
        "requests_area_livelihood",
        "requests_area_employment",
        "requests_area_housing",
        "requests_area_health",
        "requests_area_education",
        "requests_area_elderly",
        "requests_area_environment",
        "requests_area_safety",
        "requests_area_registration",
        "requests_area_business",
        "requests_area_neighbours",
        "requests_area_other",
    ),
}


class CommunityReport(models.Model):
    """The text of a report with figures set in, typical cases, charts and tables."""

    _inherit = "community.report"

    example_ids = fields.Many2many(
        "community.request",
        string="Typical cases",
        domain="[('is_exemplary', '=', True), ('date_consent', '!=', False), "
        "('company_id', '=', company_id)]",
        copy=False,
        help="Requests that are marked as exemplary and whose person consented. The story stands "
        "in the report without names; who takes the consent back is left out again.",
    )
    frozen_examples = fields.Json(readonly=True, copy=False, export_string_translation=False)
    proposed_keys = fields.Json(readonly=True, copy=False, export_string_translation=False)

    def _frozen_names(self):
        return super()._frozen_names() | {"example_ids"}

    def _frozen_values(self):
        """Return the closed fields that locking fills, beside the state."""
        return {"frozen_examples": [[story["id"], story] for story in self._stories()]}

    # the text and the figures in it

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
                parts.append(
                    {
                        "key": name,
                        "label": label,
                        "segments": segments,
                        "paragraphs": paragraphs(segments),
                    }
                )
            report.text_parts = parts

    def action_propose(self):
        """Add to the text what the figures tell, by chapters; what was proposed before is not.

        A sentence whose figure is 0 or not recorded is left out; one that the writer took out
        again stays out. Typical cases of the period whose person consented are added as well.

        :raises UserError: if the report is locked
        """
        self.check_access("write")
        self._check_open()
        for report in self:
            if not report.date_computed:
                report.action_refresh()
            told = set(report.proposed_keys or ())
            lines = {line.code: line for line in report.line_ids}
            texts = {part: report[part] or "" for part in PARTS}
            for part, chapter, sentences in sorted(
                report._chapters(), key=lambda found: (PARTS.index(found[0]), found[1][0])
            ):
                for sentence in sentences:
                    codes = PLACEHOLDER.findall(sentence)
                    key = ",".join([part, *codes])
                    known = [lines[code] for code in codes if code in lines]
                    if key in told or len(known) < len(codes):
                        continue
                    if not known[0].value or not all(line.is_known for line in known):
                        continue
                    told.add(key)
                    if f"{{{codes[0]}}}" in texts[part]:
                        continue
                    texts[part] = add_to_chapter(texts[part], chapter[1], sentence)
            examples = report._proposed_examples().filtered(
                lambda request, told=told: f"example,{request.id}" not in told
            )
            told.update(f"example,{request.id}" for request in examples)
            report.write(
                {**texts, "example_ids": [Command.link(request.id) for request in examples]}
            )
            report._set_closed(proposed_keys=sorted(told))

    def _chapters(self):
        """Return what the figures may tell: (part, (order, chapter), sentences).

        Each sentence begins with the figure that has to be there for it to be said. An addon adds
        its own with ``super()``; chapters of one name are one.
        """
        areas = [
            self.env._("Livelihood and aid: {requests_area_livelihood}."),
            self.env._("Jobs and work: {requests_area_employment}."),
            self.env._("Housing and property: {requests_area_housing}."),
            self.env._("Health and insurance: {requests_area_health}."),
            self.env._("School and study: {requests_area_education}."),
            self.env._("Elderly and disabled: {requests_area_elderly}."),
            self.env._("Environment and repairs: {requests_area_environment}."),
            self.env._("Safety: {requests_area_safety}."),
            self.env._("Registration and papers: {requests_area_registration}."),
            self.env._("Business and production: {requests_area_business}."),
            self.env._("Neighbours: {requests_area_neighbours}."),
            self.env._("Other matters: {requests_area_other}."),
        ]
        return [
            (
                PRACTICE,
                (20, self.env._("Close to the people: real help")),
                [
                    self.env._("Dibao was handled for {aid_dibao_households} households."),
                    self.env._("{aid_edge_households} households stand in the dibao edge list."),
                    self.env._(
                        "People without work attended training {training_attendances} times, "
                        "{people_trained} people in all."
                    ),
                    self.env._("{posts_opened} welfare posts were opened."),
                    self.env._("{people_placed} people were placed in work."),
                    self.env._("{aid_students} students were helped."),
                    self.env._("The housing of {aid_housing_solved} households was settled."),
                    self.env._("Fees were waived for {aid_fee_waivers} households."),
                    self.env._(
                        "{requests_closed} requests of residents were handled, {requests_on_time} "
                        "of them on time."
                    ),
                    self.env._("{requests_agent} times we went to the offices for somebody."),
                    self.env._("Volunteers served {volunteer_services} times."),
                ],
            ),
            (
                PRACTICE,
                (50, self.env._("The caring station")),
                [
                    self.env._("{events_congratulation} happy events were congratulated on."),
                    self.env._("{events_mediation} quarrels were talked over at the station."),
                    self.env._("{events_comfort} times we stood by people in illness and need."),
                    self.env._("{events_farewell} times we helped with a farewell."),
                ],
            ),
            (
                PROBLEMS,
                (20, self.env._("Gaps in the visits")),
                [
                    self.env._(
                        "{unvisited} of {households} households were not reached in this period."
                    ),
                    self.env._("Of {no_contact} homes nobody has heard."),
                    self.env._("{needs_open} needs that visits found are open."),
                    self.env._(
                        "{aid_cover_missing} households seem to qualify for aid and have no case."
                    ),
                ],
            ),
            (PROBLEMS, (30, self.env._("Much work in many fields")), areas),
        ]

    # typical cases

    def _proposed_examples(self):
        """Return exemplary requests closed in the period whose person consented."""
        return self.env["community.request"].search(
            Domain("is_exemplary", "=", True)
            & Domain("date_consent", "!=", False)
            & Domain("date_closed", ">=", self.date_from)
            & Domain("date_closed", "<=", self.date_to)
            & Domain("company_id", "=", self.company_id.id)
            & (self._place() if self.area_ids else Domain.TRUE),
            order="date_closed, id",
        )

    def _stories(self, public=False):
        """Return the typical cases as dicts ``id``, ``title``, ``text``: no name, no number in it.

        Of a locked report they are told as they were then. Whose person has not consented, or
        consents no more, is not among them.

        :param bool public: only those that are marked as published
        """
        told = self.example_ids.filtered(
            lambda request: (
                request.is_exemplary
                and request.date_consent
                and (request.consent_note or "").strip()
                and (request.example_text or "").strip()
                and (request.is_published or not public)
            )
        )
        if self.state == "locked":
            kept = dict(self.frozen_examples or ())
            return [kept[request.id] for request in told if request.id in kept]
        return [
            {
                "id": request.id,
                "title": request.item_id.name or self.env._("Help for a resident"),
                "text": request._masked_story(),
            }
            for request in told
        ]

    # charts and tables

    def _paper_parts(self, public=False):
        """Return the three parts for the paper: title, numbered paragraphs, and stories."""
        chinese = (self.env.lang or "").startswith("zh")
        parts = []
        for part in self._public_text_parts() if public else self.text_parts:
            order = len(parts)
            number = f"{'一二三'[order]}、" if chinese else f"{order + 1}. "
            chapter, found = 0, []
            for paragraph in part["paragraphs"]:
                text = "".join(segment["text"] for segment in paragraph["segments"])
                if paragraph["heading"]:
                    chapter += 1
                    text = f"{chapter}{'、' if chinese else ') '}{text}"
                found.append({"heading": paragraph["heading"], "text": text})
            stories = self._stories(public) if part["key"] == PRACTICE else []
            parts.append(
                {"title": f"{number}{part['label']}", "paragraphs": found, "stories": stories}
            )
        return parts

    def _comparison_label(self):
        labels = dict(self._fields["comparison"]._description_selection(self.env))
        return labels[self.comparison]

    def _charts(self, public=False):
        """Return the charts of the paper: title, and a bar for each figure that is not 0.

        :param bool public: without bars for what the public does not see
        :return: list of dicts ``title`` and ``bars``: ``name``, ``text``, ``before`` as text, and
            ``width``, ``width_before`` in percent of the longest
        """
        titles = {
            "age": self.env._("Residents by age"),
            "visits": self.env._("Visits by purpose"),
            "requests": self.env._("Requests handled by field of work"),
        }
        by_code = {line.code: line for line in self.line_ids}
        charts = []
        for key, codes in CHARTS.items():
            lines = [by_code[code] for code in codes if code in by_code]
            bars = [line._bar(public) for line in lines]
            bars = [bar for bar in bars if bar["value"] or bar["value_before"]]
            longest = max([max(bar["value"], bar["value_before"]) for bar in bars], default=0)
            for bar in bars:
                bar["width"] = round(100 * bar.pop("value") / longest, 1)
                bar["width_before"] = round(100 * bar.pop("value_before") / longest, 1)
            if bars:
                charts.append({"title": titles[key], "bars": bars})
        return charts

    def _table_pages(self, public=False):
        """Return the printed table by pages: lists of (section, rows of four texts).

        A figure that is 0, or that nobody recorded, in both periods is left out.
        """
        labels = dict(self.line_ids._fields["section"]._description_selection(self.env))
        pages, left = [[]], PAGE
        lines = self.line_ids.filtered(lambda line: line._says_something())
        for section, found in lines.grouped("section").items():
            block = None
            for line in found:
                row = line._row(public)
                height = row_height(row, WIDTHS)
                needed = height + (0 if block else HEADING + ROW)
                if needed > left:
                    pages.append([])
                    left, block = PAGE, None
                    needed = height + HEADING + ROW
                if block is None:
                    block = (labels[section], [])
                    pages[-1].append(block)
                block[1].append(row)
                left -= needed
        return [page for page in pages if page]

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
                (self._comparison_label(), 16, None, False),
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
