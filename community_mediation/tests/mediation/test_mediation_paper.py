import base64

import lxml.html

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .test_mediation_agreement import AgreementCase

ENDED = {"agreed", "oral", "performed", "failed", "closed"}
ACCEPTED = ENDED | {"accepted", "mediating"}
# In which states of a case each paper is true; what it lacks then is told by name.
OFFERED = {
    "application": {"draft", "registered"} | ACCEPTED,
    "acceptance": ACCEPTED,
    "refusal": {"refused"},
    "rights": {"registered"} | ACCEPTED,
    "id_copies": ACCEPTED,
    "authority": {"mediating"},
    "evidence": ACCEPTED,
    "closing": {"performed", "failed", "closed"},
    "cover": ENDED,
    "statement": ENDED,
    "back_cover": ENDED,
    "agreement": {"mediating", "agreed", "performed", "closed"},
    "oral": {"oral"},
    "confirmation": {"agreed"},
    "record": {"mediating", "agreed"},
    "investigation": {"agreed"},
    "receipt": {"performed", "closed"},
    "return_visit": {"performed"},
}
MODELS = ("case", "agreement", "session", "term", "followup")


@tagged("post_install", "-at_install", "community")
@freeze_time("2024-06-20 02:00:00")
class TestMediationPaper(AgreementCase):
    """Each paper of a mediation file is true where it is offered, and no fact on it is blank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        day = {"date_received": "2024-04-09", "claims": "修好水管，赔偿粉刷费"}
        filed = {
            "filed_by": "周敏",
            "date_filed": "2024-06-19",
            "checked_by": "方志民",
            "date_checked": "2024-06-20",
            "retention": "long",
            "file_statement": "本卷材料齐全。",
        }
        cls.cases = {}
        one = cls.cases["registered"] = cls.make_case(**day)
        cls.cases["draft"] = one.sudo().copy({"participant_ids": []}).with_user(cls.mediator_user)
        refused = cls.cases["refused"] = cls.make_case(**day)
        cls.move(refused, "decline", reason="一方不愿调解")
        accept = {"day": "2024-04-10", **day}
        for name in ("accepted", "mediating", "agreed", "oral", "performed", "failed", "closed"):
            cls.cases[name] = cls.make_accepted(**accept)
        cls.written(cls.cases["mediating"])
        cls.session(cls.cases["mediating"], "mediation")
        cls.cases["mediating"].participant_ids[0].write(
            {"agent_name": "周律师", "agent_authority": "2024年4月10日，特别授权"}
        )
        for name in ("agreed", "performed", "closed"):
            agreement = cls.written(cls.cases[name])
            agreement.action_all_signed()
            agreement.action_seal()
        agreed = cls.cases["agreed"]
        agreed.agreement_ids.write({"content_barred": "no", "confirmation_court": "区人民法院"})
        with freeze_time("2024-04-20 02:00:00"):
            cls.session(cls.cases["oral"], "persuasion", hold=False)
        for kind in ("mediation", "investigation"):
            cls.session(agreed, kind)
        cls.written(cls.cases["oral"], form="oral").action_record_oral()
        for name in ("performed", "closed"):
            cls.cases[name].term_ids.write({"is_done": True})
        cls.cases["performed"].followup_ids.create(
            {
                "case_id": cls.cases["performed"].id,
                "date": "2024-06-20",
                "performance": "full",
                "satisfaction": "3",
            }
        )
        cls.move(cls.cases["failed"], "fail", reason="差距太大")
        for name in ENDED:
            cls.cases[name].write(filed)
            papers = cls.cases[name].paper_ids
            papers.write({"is_there": True, "pages": 2})
            papers.filtered(lambda paper: not paper._is_shown()).file = "c2Nhbg=="
        cls.cases["closed"].action_close()

    @classmethod
    def session(cls, case, kind, hold=True):
        session = case.env["community.mediation.session"].create(
            {"case_id": case.id, "kind": kind, "minutes": "双方陈述，漏水属实。"}
        )
        if hold:
            session.action_hold()
        return session

    @classmethod
    def written(cls, case, **values):
        return cls.agree(cls, case, **values)

    def reports(self):
        models = [f"community.mediation.{name}" for name in MODELS]
        reports = self.env["ir.actions.report"].search(
            [("model", "in", models), ("report_type", "=", "qweb-pdf")]
        )
        return {
            report.report_name.removeprefix("community_mediation.report_mediation_"): report
            for report in reports
        }

    def records(self, report, case):
        if report.model == case._name:
            return case
        return (
            self.env[report.model].with_user(self.mediator_user).search([("case_id", "=", case.id)])
        )

    def html(self, report, records):
        Report = self.env["ir.actions.report"].with_user(self.mediator_user)
        return Report._render_qweb_html(report.report_name, records.ids)[0].decode()

    def blanks(self, html):
        """Return the cells that are empty and not left to a pen on purpose."""
        root = lxml.html.fromstring(html)
        cells = root.xpath("//td[not(ancestor-or-self::*[contains(@class, 'hand')])]")
        return [
            cell.getparent().text_content().strip()
            for cell in cells
            if not cell.text_content().strip() and cell.get("class") != "hand"
        ]

    def test_every_paper_in_every_state(self):
        """It comes out with all its facts, or is refused in a sentence; in which states, is a
        table.
        """
        reports = self.reports()
        self.assertEqual(set(reports), set(OFFERED))
        for name, report in reports.items():
            came_out = set()
            for state, case in self.cases.items():
                for record in self.records(report, case):
                    try:
                        html = self.html(report, record)
                    except UserError as error:
                        self.assertRegex(str(error), r"“.+”.*\.$")
                        continue
                    came_out.add(state)
                    with self.subTest(paper=name, state=state):
                        self.assertEqual(self.blanks(html), [])
                        self.assertIn("ediation", lxml.html.fromstring(html).findtext(".//h1"))
                        valid = report.get_valid_action_reports(record._name, record.ids)
                        self.assertIn(report.id, valid)
            with self.subTest(paper=name):
                self.assertEqual(came_out, OFFERED[name])

    def test_papers_name_what_they_lack(self):
        """A file without who filed it, pages or a statement; a session without minutes."""
        case, reports = self.cases["failed"], self.reports()
        case.write({"filed_by": False, "file_statement": " "})
        case.paper_ids.filtered(lambda paper: paper.kind == "rights").pages = 0
        for name, words in (
            ("cover", ("Filed by", "Pages of “Rights notice”")),
            ("statement", ("Statement on the file", "Filed by")),
        ):
            with self.assertRaises(UserError) as refused:
                self.html(reports[name], case)
            for word in words:
                self.assertIn(word, refused.exception.args[0])
        session = self.cases["mediating"].session_ids
        session.minutes = False
        with self.assertRaisesRegex(UserError, "it lacks: Minutes"):
            self.html(reports["record"], session)
        agreement = self.cases["mediating"].agreement_ids
        agreement.term_ids.unlink()
        with self.assertRaisesRegex(UserError, "it lacks: Terms"):
            self.html(reports["agreement"], agreement)

    def test_papers_show_their_case(self):
        reports = self.reports()
        agreed, performed = self.cases["agreed"], self.cases["performed"]
        agreed.participant_ids[0].phone_input = "13812345678"
        for name, record, words in (
            ("application", agreed, ("陈秀兰", "楼上漏水", "赔偿粉刷费")),
            ("acceptance", agreed, (agreed.number, "王建国")),
            ("refusal", self.cases["refused"], ("一方不愿调解", "陈秀兰")),
            ("agreement", agreed.agreement_ids, ("楼上水管老化", "3,000", "叁仟元", "13812345678")),
            ("receipt", performed.term_ids[0], ("赔偿粉刷费",)),
            ("return_visit", performed.followup_ids, (performed.number,)),
            ("cover", agreed, (agreed.number, "Rights notice", "1–2", "3–4", "陈秀兰 with 王建国")),
            ("statement", agreed, ("本卷材料齐全",)),
            (
                "closing",
                performed,
                (performed.number, "陈秀兰", "王建国", "赔偿粉刷费", "楼上漏水"),
            ),
            ("closing", self.cases["failed"], ("差距太大",)),
        ):
            html = self.html(reports[name], record)
            for word in words:
                with self.subTest(paper=name, word=word):
                    self.assertIn(word, html)

    def test_copies_for_everybody_who_keeps_one(self):
        """Each party and the committee have a copy; fewer are refused, and what is sealed stays."""
        agreement, sealed = (self.cases[name].agreement_ids for name in ("mediating", "agreed"))
        self.assertEqual((agreement.copies, sealed.copies), (3, 3))
        with self.assertRaisesRegex(UserError, "2 copies .* enter 3 or more"):
            agreement.copies = 2
        agreement.copies = 5
        case = self.cases["mediating"]
        case.participant_ids.create({"case_id": case.id, "side": "two", "name": "赵三"})
        self.assertEqual(agreement.copies, 5)
        self.assertIn("made in 5 copies", self.html(self.reports()["agreement"], agreement))
        with self.assertRaisesRegex(UserError, "sealed or in effect"):
            sealed.copies = 9

    def test_a_printed_number_is_logged(self):
        party = self.cases["agreed"].participant_ids[0]
        party.phone_input = "13812345678"
        self.html(self.reports()["agreement"], self.cases["agreed"].agreement_ids)
        domain = [("model", "=", party._name), ("res_id", "=", party.id), ("kind", "=", "reveal")]
        self.assertTrue(self.env["community.access.log"].search(domain))

    def test_each_paper_of_the_list_has_a_form_and_takes_a_scan(self):
        """Every line of the list prints its form once there is something to print, and keeps a
        file.
        """
        printed = {}
        for case in self.cases.values():
            for paper in case.paper_ids:
                try:
                    action = paper.action_print()
                except UserError as error:
                    self.assertIn("there is nothing yet of which", str(error))
                else:
                    printed[paper.kind] = action["report_name"]
        kinds = dict(self.env["community.mediation.paper"]._fields["kind"].selection)
        self.assertEqual(printed.keys(), kinds.keys())
        self.assertEqual(len(set(printed.values())), len(kinds))
        paper = self.cases["accepted"].paper_ids[0]
        paper.write({"file": base64.b64encode(b"scan"), "file_name": "a.pdf"})
        self.assertEqual(base64.b64decode(paper.with_context(bin_size=False).file), b"scan")
