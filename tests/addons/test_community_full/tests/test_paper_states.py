import contextlib
import logging
import re
from collections import Counter

import lxml.html

from odoo.tests import tagged
from odoo.tools import mute_logger

from .paper_case import PaperCase

_logger = logging.getLogger(__name__)

# Where the state of a record stands, and what else parts its papers.
STATES = ("state", "kind", "stage", "status")
# Brackets around nothing, values of the program, a number of days or sheets that is none.
EMPTY = re.compile(
    r"《\s*》|“\s*”|（\s*）|\(\s*\)|〔\s*〕|\bNone\b(?! stated)|\bFalse\b"
    r"|(?<![\d.])0 (?:days|pages|copies)\b"
)
BLOCKS = set("p td th li div h1 h2 h3 h4 h5 table thead tbody tfoot tr ul ol".split())


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


def unfilled(article):
    """Return the headings of an article under which nothing stands, no line for a pen either."""
    found = []
    for heading in article.iter("h3", "h4", "h5"):
        below = heading.getnext()
        if below is None or not words(below).strip() and not has_room(below):
            found.append(words(heading).strip())
    for table in article.iter("table"):
        is_list = "rows" in (table.get("class") or "").split() or table.find("thead") is not None
        if is_list and table.find(".//td") is None:
            found.append(words(table).strip())
        found += uneven(table)
    return found


def uneven(table):
    """Return the rows of a table that lack a cell, as one does whose value was nothing at all."""
    below, counts = Counter(), []
    rows = [row for row in table.iter("tr") if row.iterancestors("table").__next__() is table]
    for place, row in enumerate(rows):
        count = below[place]
        for cell in row:
            width = int(cell.get("colspan") or 1)
            count += width
            for down in range(1, int(cell.get("rowspan") or 1)):
                below[place + down] += width
        counts.append(count)
    most = max(counts, default=0)
    return [
        f"{most - count} cells fewer: {words(row).strip()}"
        for row, count in zip(rows, counts, strict=True)
        if count != most
    ]


def has_room(node):
    """Tell whether something is left for a pen, in a node or around it."""
    return by_hand(node) or bool(node.xpath(".//*[contains(@class, 'hand')]"))


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
            if re.search(r"\w\s+[–—]$|^[–—]\s+\w", text):
                found.append(text)
        found += unfilled(article)
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
class TestPaperStates(PaperCase):
    """A paper is printed in a state in which it is true, with its facts, or refused with words."""

    def states(self, record):
        """Yield (label, values): each value of each field that parts the papers of a model."""
        for name in STATES:
            field = record._fields.get(name)
            if field is not None and field.type == "selection" and field.store:
                for value, _label in field._description_selection(self.env):
                    yield f"{name}={value}", {name: value}
        yield "as it is", {}

    @mute_logger("odoo.sql_db")
    def test_no_paper_with_an_empty_fact(self):
        """Every paper in every state of its model, bare, with what it asks for, and where true."""
        self.tried, self.pages, self.refused, self.wrong = Counter(), Counter(), Counter(), {}
        # What is made for the walk is made before it: each step is rolled back.
        papers = list(self.papers())
        facts = {report: self.facts(record, self.name_of(report)) for report, record in papers}
        for report, record in papers:
            for label, values in self.states(record):
                for filled in (False, True):
                    with self.rolled_back():
                        self.put(record, {**facts[report], **values} if filled else values)
                        self.look_at(report, record, (label, filled))
            with self.rolled_back():
                true = self.make_true(report, record)
                reason = self.look_at(report, true, ("made true", True))
                if reason:
                    self.wrong[self.name_of(report), "made true", True] = [reason]
            with self.rolled_back():
                for untrue in self.make_untrue(report, record):
                    self.look_at(report, untrue, ("made untrue", True))
        _logger.info(
            "Tried: papers in the states of their records: %s of %s papers, %s printed, %s refused "
            "with words, %s with an empty fact",
            sum(self.tried.values()),
            len(self.tried),
            sum(self.pages.values()),
            sum(self.refused.values()),
            len(self.wrong),
        )
        for key, found in self.wrong.items():
            _logger.info("%s: %s", key, found)
        self.assertFalse(self.wrong)
        never = {name for name in self.tried if not self.pages[name]}
        self.assertFalse(never, "no state of theirs was reached in which they are true")
        always = {
            self.name_of(report)
            for report, _record in papers
            if report.domain and not self.refused[self.name_of(report)]
        }
        self.assertFalse(always, "no state was reached in which they are not true")
        self.assertGreater(len(self.tried), 60)

    @contextlib.contextmanager
    def rolled_back(self):
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT paper")
        place = self.places["own"]
        known = dict(place.records)
        yield
        place.records = known
        self.env.cr.execute("ROLLBACK TO SAVEPOINT paper")
        self.env.invalidate_all()

    def look_at(self, report, record, key):
        """Print a paper, or see it refused with a sentence; return the sentence."""
        paper = self.name_of(report)
        self.tried[paper] += 1
        offered = bool(report.get_valid_action_reports(report.model, record.ids))
        page, refusal = self.printed(report, record)
        if page is None:
            self.refused[paper] += 1
            if not refusal.endswith(".") or EMPTY.search(refusal):
                self.wrong[(paper, *key)] = [refusal]
            return refusal
        self.pages[paper] += 1
        if not offered:
            self.wrong[(paper, *key)] = ["printed, and not offered"]
        elif found := blanks(page):
            self.wrong[(paper, *key)] = found[:4]
        return ""

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
            "<p>Signing  – </p>",
            "<h3>Answer</h3><p> </p>",
            "<h3>Answer</h3>",
            "<table class='rows'><tr><th>Name</th><th>Sex</th></tr></table>",
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
        ):
            self.assertTrue(blanks(page.format(bad)), bad)
        for good in (
            "<p>Reason: <span class='line'></span></p>",
            "<table><tr><th>Number</th><td class='hand'></td></tr></table>",
            "<table><tr><td>None stated</td></tr></table>".replace("None", "Nothing"),
            "<p>10 days</p>",
            "<p class='lead'>王一：</p>",
            "<p>1 – 3</p>",
            "<table><tr><td rowspan='2'>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
            "<table><tr><td colspan='2'>1</td></tr><tr><td>2</td><td>3</td></tr></table>",
            "<h3>Answer</h3><p class='hand'> </p>",
            "<table><tr><th>Name</th><th>Sex</th></tr><tr><td>王一</td><td>男</td></tr></table>",
        ):
            self.assertFalse(blanks(page.format(good)), good)
