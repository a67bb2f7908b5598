import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged
from odoo.tools import html2plaintext

PAPERS = Path(__file__).parents[4] / "docs" / "papers.md"
ADDONS = ("community_service", "community_party", "community_mediation")


def papers_listed():
    """Yield what the document says: paper, in Chinese, printed of, offered, how sure, notice."""
    for line in PAPERS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and cells[0] != "Paper":
            yield cells


@tagged("post_install", "-at_install", "community")
class TestPaperList(TransactionCase):
    """docs/papers.md lists each paper with its record and the state in which it is offered."""

    def test_every_paper_is_listed_as_it_is_offered(self):
        """No paper more and none less, each in the words with which it would be refused."""
        reports = self.env["ir.actions.report"].search(
            [("model", "=like", "community.%"), ("report_type", "=like", "qweb%")]
        )
        reports = reports.filtered(lambda one: one.report_name.startswith(ADDONS))
        offered = {
            (
                report.name,
                self.env["ir.model"]._get(report.model).name,
                html2plaintext(report.help or "").strip() if report.domain else "always",
            )
            for report in reports
        }
        rows = list(papers_listed())
        listed = {(cells[0], cells[2], cells[3]) for cells in rows}
        self.assertEqual(len(rows), len(reports))
        self.assertFalse(offered - listed, "not listed so in docs/papers.md")
        self.assertFalse(listed - offered, "listed, and no such paper")
        for cells in rows:
            self.assertTrue(re.search("[\u4e00-\u9fff]", cells[1]), cells)
            self.assertIn(cells[4], ("H", "M", "L", "–"))
            self.assertIn(cells[5], {"–", *dict(self.forms())})

    def forms(self):
        """Return the forms for which there is a notice on personal data, with their names."""
        return self.env["community.privacy.notice"]._fields["code"]._description_selection(self.env)
