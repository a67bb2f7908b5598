import logging
import re
from collections import Counter

import lxml.html
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .all_roles_case import AllRolesCase

_logger = logging.getLogger(__name__)

ADDONS = ("community_service.", "community_party.")
# Where the state of a record stands, and what else parts its papers.
STATES = ("state", "kind", "stage", "status")
# Brackets around nothing, values of the program, a number of days or sheets that is none.
EMPTY = re.compile(
    r"《\s*》|“\s*”|（\s*）|\(\s*\)|〔\s*〕|\bNone\b(?! stated)|\bFalse\b"
    r"|(?<![\d.])0 (?:days|pages|copies)\b"
)
BLOCKS = {"p", "td", "th", "li", "div", "h1", "h2", "h3", "h4", "h5", "table", "tr", "ul", "ol"}


def by_hand(node):
    """Tell whether a node is left for a pen, or lies in one that is."""
    return any(
        {"hand", "line"} & set((up.get("class") or "").split())
        for up in (node, *node.iterancestors())
    )


def words(node):
    """Return the text of a node; a line to write on counts as filled."""
    if (node.get("class") or "") == "line":
        return "____"
    parts = [node.text or ""]
    for child in node:
        parts.append(words(child) if child.tag not in ("style", "title") else "")
        parts.append(child.tail or "")
    return "".join(parts) if node.tag != "img" else "[image]"


def blanks(page):
    """Return the empty facts of a paper: what stands where a fact belongs, and says nothing.

    :param str page: the paper as HTML
    """
    root = lxml.html.fromstring(page)
    found = []
    for article in root.xpath("//main"):
        if hit := EMPTY.search(words(article)):
            text = words(article)
            found.append(text[max(0, hit.start() - 30) : hit.end() + 10])
        for node in article.iter(*BLOCKS):
            if any(child.tag in BLOCKS for child in node) or by_hand(node):
                continue
            text = words(node).strip()
            # Whoever is addressed stands before a colon, and what follows below it.
            leads = {"lead", "flush"} & set((node.get("class") or "").split())
            if text.endswith((":", "：")) and not (leads and text.strip(":： ")):
                found.append(text)
        for row in article.iter("tr"):
            cells = [cell for cell in row if cell.tag in ("th", "td")]
            for label, value in zip(cells, cells[1:], strict=False):
                if label.tag == "th" and value.tag == "td" and not by_hand(value):
                    if not words(value).strip() and not value.xpath(
                        ".//*[contains(@class, 'hand')]"
                    ):
                        found.append(f"{words(label).strip()} | ")
    return found


@tagged("post_install", "-at_install", "community", "community_rights")
class TestPaperStates(AllRolesCase):
    """A paper is printed in a state in which it is true, with its facts, or refused with words."""

    def papers(self):
        reports = self.env["ir.actions.report"].search(
            [("model", "=like", "community.%"), ("report_type", "=like", "qweb%")]
        )
        for report in reports.sorted("report_name"):
            if report.report_name.startswith(ADDONS):
                record = self.record_of(report.model, self.places["own"])[:1]
                if record and not record._transient:
                    yield report, record

    def states(self, record):
        """Yield (label, values): each value of each field that parts the papers of a model."""
        for name in STATES:
            field = record._fields.get(name)
            if field is not None and field.type == "selection" and field.store:
                for value, _label in field._description_selection(self.env):
                    yield f"{name}={value}", {name: value}
        yield "as it is", {}

    def put(self, record, values):
        """Set fields below every rule of the model; what the database refuses stays as it was.

        State and facts go together, for some states ask for a fact; else one by one.
        """
        columns = {
            name: field.convert_to_column(value, record)
            for name, value in values.items()
            if (field := record._fields.get(name)) and field.store and field.column_type
        }
        if columns and not self.update(record, columns):
            for name, value in columns.items():
                self.update(record, {name: value})
        self.env.invalidate_all()

    def update(self, record, columns):
        """Write columns of one record; tell whether the database took them."""
        self.env.flush_all()
        pairs = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value) for name, value in columns.items()
        )
        table = SQL.identifier(record._table)
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL("UPDATE %s SET %s WHERE id = %s", table, pairs, record.id))
        except IntegrityError:
            return False
        return True

    def something(self, record, name):
        """Return a value for a field of a record that has none."""
        field = record._fields[name]
        if field.type in ("char", "text", "html"):
            return "某某"
        if field.type == "date":
            return fields.Date.context_today(record)
        if field.type == "datetime":
            return fields.Datetime.now()
        if field.type in ("integer", "float", "monetary"):
            return 1
        if field.type == "selection":
            return field._description_selection(self.env)[0][0]
        if field.type == "many2one" and field.comodel_name.startswith("community."):
            return self.record_of(field.comodel_name, self.places["own"]).id
        if field.type == "many2one":
            return self.env[field.comodel_name].search([], limit=1).id
        return None

    def facts(self, record, paper):
        """Return values for the plain facts that a paper asks for and that a record lacks."""
        return {
            path: self.something(record, path)
            for path in record._paper_needs(paper)
            if "." not in path and not record[path]
        }

    def printed(self, report, record):
        """Return the page, or None and the sentence with which it is refused."""
        Report = self.env["ir.actions.report"]
        try:
            page = Report._render_qweb_html(report.report_name, record.ids)[0].decode()
        except UserError as refusal:
            return None, str(refusal)
        return page, ""

    @mute_logger("odoo.sql_db")
    def test_no_paper_with_an_empty_fact(self):
        """Every paper in every state of its model, bare and with what it asks for."""
        tried, pages, wrong, never = Counter(), Counter(), {}, []
        # What is made for the walk is made before it: each step is rolled back.
        papers = list(self.papers())
        facts = {
            report: self.facts(record, report.report_name.rpartition(".")[2])
            for report, record in papers
        }
        for report, record in papers:
            paper = report.report_name.rpartition(".")[2]
            for label, values in self.states(record):
                for filled in (False, True):
                    self.env.cr.execute("SAVEPOINT paper")
                    self.put(record, {**facts[report], **values} if filled else values)
                    tried[paper] += 1
                    offered = bool(report.get_valid_action_reports(report.model, record.ids))
                    page, refusal = self.printed(report, record)
                    if page is None:
                        if not refusal.endswith(".") or EMPTY.search(refusal):
                            wrong[paper, label, filled] = [refusal]
                    else:
                        pages[paper] += 1
                        if not offered:
                            wrong[paper, label, filled] = ["printed, and not offered"]
                        elif found := blanks(page):
                            wrong[paper, label, filled] = found[:4]
                    self.env.cr.execute("ROLLBACK TO SAVEPOINT paper")
                    self.env.invalidate_all()
            if not pages[paper]:
                never.append(paper)
        _logger.info(
            "Tried: papers in the states of their records: %s of %s papers, %s printed, %s with an "
            "empty fact, never printed: %s",
            sum(tried.values()),
            len(tried),
            sum(pages.values()),
            len(wrong),
            never,
        )
        for key, found in wrong.items():
            _logger.info("%s: %s", key, found)
        self.assertFalse(wrong)
        self.assertGreater(len(tried), 40)
        self.assertGreater(len(+pages), 30)

    def test_what_is_empty_is_found(self):
        """The search for empty facts finds each kind, and takes a line for a pen as filled."""
        page = "<html><body><main>{}</main></body></html>"
        for bad in (
            "<p>Reason:</p>",
            "<p>“”</p>",
            "<p>extended by 0 days</p>",
            "<td>False</td>",
            "<table><tr><th>Number</th><td> </td></tr></table>",
            "<p><span></span>：</p>",
            "<p class='lead'>：</p>",
        ):
            self.assertTrue(blanks(page.format(bad)), bad)
        for good in (
            "<p>Reason: <span class='line'></span></p>",
            "<table><tr><th>Number</th><td class='hand'></td></tr></table>",
            "<table><tr><td>None stated</td></tr></table>".replace("None", "Nothing"),
            "<p>10 days</p>",
            "<p class='lead'>王一：</p>",
        ):
            self.assertFalse(blanks(page.format(good)), good)
