from odoo import api, fields, models

from ...tools.suppression import suppressed
from .community_population_figures import GROUPS, SUMS

HIDDEN = "*"
# Sums that no figure of the population statement and no share tells of.
CODE_SUMS = (("needs_found", ("needs_met",)),)


class CommunityReport(models.Model):
    """The version of a report for the public: small counts left out.

    The report itself goes to the bodies entitled to it and carries true figures; each of its
    papers and files is logged.
    """

    _inherit = "community.report"

    def _hidden_lines(self, field):
        """Return the lines whose figure is left out for the public.

        :param str field: ``value`` or ``previous_value``
        """
        self.ensure_one()
        lines = self.line_ids
        counts = lines.filtered(lambda line: line.indicator_id.measure != "rate")
        by_code = {line.code: line for line in lines}
        sums = [*CODE_SUMS, ("visits", [code for code in by_code if code.startswith("visits_")])]
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
        below = self.env["community.setting"]._number("suppress_below")
        hidden = suppressed({line.code: round(line[field]) for line in counts}, sums, below)
        # A share tells its part to whoever knows the whole.
        hidden |= {code for code, part, whole in shares if {part, whole} & hidden}
        return lines.filtered(lambda line: line.code in hidden)

    def _public_text_parts(self):
        """Return ``text_parts`` with the figures left out that the public does not see."""
        hidden = set(self._hidden_lines("value").ids)
        return [
            {
                **part,
                "segments": [
                    {**segment, "text": HIDDEN} if segment.get("line") in hidden else segment
                    for segment in part["segments"]
                ],
            }
            for part in self.text_parts
        ]

    def action_xlsx_public(self):
        """Return the address of the workbook for the public."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/community/report/{self.id}/xlsx?publication=1",
        }


class CommunityReportLine(models.Model):
    _inherit = "community.report.line"

    public_text = fields.Char("For publication", compute="_compute_public_text")
    public_previous_text = fields.Char(
        "Previous period, for publication", compute="_compute_public_text"
    )

    @api.depends("value", "previous_value")
    def _compute_public_text(self):
        for report, lines in self.grouped("report_id").items():
            hidden = report._hidden_lines("value")
            before = report._hidden_lines("previous_value")
            for line in lines:
                line.public_text = HIDDEN if line in hidden else line.value_text
                line.public_previous_text = HIDDEN if line in before else line.previous_text
