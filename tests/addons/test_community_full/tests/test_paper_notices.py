import datetime

from odoo.tests import tagged
from odoo.tools import mute_logger

from .paper_case import PaperCase
from .test_paper_list import papers_listed

HEADING = "How personal data are used"


@tagged("post_install", "-at_install", "community", "community_rights")
class TestPaperNotices(PaperCase):
    """A paper on which people give facts of their own says what these are used for."""

    @mute_logger("odoo.sql_db")
    def test_who_gives_facts_reads_what_they_are_for(self):
        """Each paper bears the notice that docs/papers.md names for it, and no other one."""
        forms = {(cells[0], cells[2]): cells[5] for cells in papers_listed() if cells[5] != "–"}
        Notice, seen, wrong = self.env["community.privacy.notice"], set(), {}
        for report, record in list(self.papers()):
            key = (report.name, self.env["ir.model"]._get(report.model).name)
            self.env.flush_all()
            self.env.cr.execute("SAVEPOINT notice")
            known = dict(self.places["own"].records)
            true = self.make_true(report, record)
            page, refusal = self.printed(report, true)
            text = " ".join((page or "").split())
            if refusal or (HEADING in text) != (key in forms):
                wrong[key] = refusal or "a notice stands here" if key not in forms else "no notice"
            elif form := forms.get(key):
                seen.add(key)
                purpose = Notice._notice_on(form, self.places["own"].company).purpose
                if purpose not in text:
                    wrong[key] = f"not the notice of {form}"
            self.env.cr.execute("ROLLBACK TO SAVEPOINT notice")
            self.env.invalidate_all()
            self.places["own"].records = known
        self.assertFalse(wrong)
        self.assertEqual(seen, set(forms))
        self.assertGreater(len(seen), 20)

    def test_the_notice_is_that_of_the_paper_s_day(self):
        """What was applied for before an edition goes by what was said then."""
        report = self.env.ref("community_service.community_aid_application_action_report")
        case = self.record_of("community.aid.case", self.places["own"])
        old = self.env["community.privacy.notice"]._notice_on("aid", case.company_id)
        day = case.date_received + datetime.timedelta(days=1)
        old.copy({"valid_from": day, "purpose": "Another use.", "code": "aid"})
        page, _refusal = self.printed(report, case)
        self.assertIn(old.purpose, " ".join(page.split()))
        self.assertNotIn("Another use.", page)
        self.put(case, {"date_received": day})
        page, _refusal = self.printed(report, case)
        self.assertIn("Another use.", page)
