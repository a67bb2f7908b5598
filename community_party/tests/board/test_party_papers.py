import datetime
import io

from lxml import html
from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.community_service.tools.page_numbers import left_edges

from ..admission_case import AdmissionCase
from ..life.test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestPartyPapers(HttpCase, AdmissionCase, MeetingCase):
    """Every paper of the Party file is a real PDF with Chinese signs in it, and says what it must.

    Papers are printed as their keepers print them, in Chinese.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        (cls.branch_user | cls.party_officer | cls.treasurer).lang = "zh_CN"
        cls.member = cls.make_member(
            "陈建国", number="D-7", sex="male", birth_date="1960-05-01", dues_category="relief"
        )

    def paper(self, report, records, user=None):
        """Print as ``user`` in Chinese; return the text of the PDF and of its page.

        What stands in the page stands in the file, figures and Latin letters as well.
        """
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_user(user or self.branch_user)
        reports = reports.with_context(lang="zh_CN", force_report_rendering=True)
        name = f"community_party.{report}"
        content, kind = reports._render_qweb_pdf(name, records.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        for page in pages:
            for font in page["/Resources"]["/Font"].values():
                for descendant in font.get_object().get("/DescendantFonts", [font]):
                    described = descendant.get_object()["/FontDescriptor"]
                    self.assertTrue({"/FontFile", "/FontFile2", "/FontFile3"} & set(described))
        text = "".join(page.extract_text() for page in pages)
        page = html.fromstring(reports._render_qweb_html(name, records.ids)[0].decode())
        main = page.xpath("//main")[0]
        return "".join(text.split()), "".join(main.text_content().split())

    def says(self, paper, *words):
        printed, page = paper
        for word in words:
            self.assertIn(word, page)
            self.assertIn(word, printed)

    def test_transfer_letter_and_slip(self):
        transfer = self.make_letter()
        paper = self.paper("report_transfer_letter", transfer)
        self.says(
            paper, "介绍信", "回执", "陈建国", "河西街道党工委", "第一党支部", "二〇二六年十一月"
        )
        self.says(paper, transfer.number, "二〇二六年十一月二十三日", "十")

    def test_transfer_letter_strikes_out_what_does_not_apply(self):
        """Three parts of one number; sex and stage are struck out, the days are in numerals."""
        transfer = self.make_letter()
        reports = self.env["ir.actions.report"].with_user(self.branch_user)
        page = html.fromstring(
            reports._render_qweb_html("community_party.report_transfer_letter", transfer.ids)[0]
        )
        self.assertEqual(page.text_content().count(transfer.number), 4)
        struck = [node.text_content() for node in page.xpath("//*[@class='strike']")]
        self.assertEqual(struck, ["probationary", "female", "probationary"])
        text = "".join(page.text_content().split())
        for word in ("Partone", "Parttwo", "Partthree", "二〇二六年十一月二十三日", "aged66"):
            self.assertIn(word, text)

    def test_letter_is_printed_when_it_is_issued_here(self):
        """Neither a draft nor a letter that somebody brings; what comes in gets a receipt slip."""
        draft = self.env["community.party.transfer"].create(
            {"member_id": self.member.id, "other_name": "河西街道党工委"}
        )
        incoming = self.env["community.party.transfer"].create(
            {
                "direction": "incoming",
                "partner_id": self.env["res.partner"].create({"name": "外来党员"}).id,
                "to_organization_id": self.branch.id,
                "other_name": "南湖街道党工委",
            }
        )
        incoming.action_issue()
        for transfer in (draft, incoming):
            for paper in ("report_transfer_letter", "report_transfer_overprint"):
                with self.assertRaises(UserError):
                    self.paper(paper, transfer)
        incoming.action_receive()
        paper = self.paper("report_transfer_slip", incoming)
        self.says(paper, "外来党员", "南湖街道党工委", incoming.number)
        with self.assertRaises(UserError):
            self.paper("report_transfer_slip", draft)

    def make_letter(self):
        payment = self.env["community.party.dues.payment"].create(
            {"member_id": self.member.id, "month_from": "2026-10-01", "month_to": "2026-11-01"}
        )
        payment.with_user(self.branch_user).action_post()
        transfer = self.env["community.party.transfer"].create(
            {"member_id": self.member.id, "other_name": "河西街道党工委", "channel": "letter"}
        )
        transfer.with_user(self.branch_user).action_issue()
        return transfer

    def test_preprinted_sheet_is_filled_to_the_millimetre(self):
        """Each blank lies where it is said to lie, shifted by what the place has measured."""
        transfer = self.make_letter()
        Report = self.env["ir.actions.report"].with_user(self.branch_user)
        for shift in (0, 7):
            number = self.env.ref("community_party.community_parameter_party_overprint_right")
            number.sudo().value = shift
            content, _kind = Report.with_context(force_report_rendering=True)._render_qweb_pdf(
                "community_party.report_transfer_overprint", transfer.ids
            )
            edges = left_edges(content)
            for text, left in (("66", 122), ("二〇二六", 125), ("河西街道党工委", 96)):
                with self.subTest(text=text, shift=shift):
                    self.assertAlmostEqual(edges[text], left + shift, delta=1)

    def test_roster_counts_its_members(self):
        """The figures above the roster are those of the people in it."""
        self.make_member("孙预备", stage="probationary", date_full=False, sex="female")
        figures = dict(self.branch._paper_figures())
        members = self.branch._paper_members()
        self.assertEqual(figures["Members in all"], len(members))
        self.assertEqual(figures["Members on probation"], 1)
        rows = [row for page in self.branch._paper_roster() for row in page]
        self.assertEqual([row[1] for row in rows], members.mapped("name"))
        of_ages = sum(figures[label] for label in figures if label[:1].isdigit())
        self.assertEqual(of_ages + figures["Age not known"], len(members))
        paper = self.paper("report_party_roster", self.branch)
        self.says(paper, "陈建国", "孙预备", "第一党支部")

    def test_receipt_of_dues(self):
        payment = self.env["community.party.dues.payment"].create(
            {"member_id": self.member.id, "month_from": "2026-10-01", "month_to": "2026-11-01"}
        )
        payment.with_user(self.branch_user).action_post()
        paper = self.paper("report_dues_receipt", payment)
        self.says(paper, "党费", "陈建国", "2026年10月", "2026年11月", "肆角整", payment.number)

    def test_notice_of_dues_has_totals_and_no_name(self):
        payment = self.env["community.party.dues.payment"].create(
            {"member_id": self.member.id, "month_from": "2026-10-01", "month_to": "2026-11-01"}
        )
        payment.with_user(self.branch_user).action_post()
        year = self.env["community.party.dues.year"].create({"year": 2026})
        year.with_user(self.treasurer).action_refresh()
        paper = self.paper("report_dues_notice", year, self.treasurer)
        self.says(paper, "党费", "2026", "0.40")
        self.assertNotIn("陈建国", "".join(paper))

    def test_register_of_dues(self):
        """A branch prints its own members, month by month, with what they paid and on which day."""
        other = self.make_member("钱党员", self.branch2, dues_category="relief")
        late = self.make_member("周未缴", dues_category="relief")
        payment = self.env["community.party.dues.payment"].create(
            {"member_id": self.member.id, "month_from": "2026-10-01", "month_to": "2026-11-01"}
        )
        payment.with_user(self.branch_user).action_post()
        month = datetime.date(2026, 11, 1)
        self.env["community.party.dues"]._assess(month, other | late)
        year = self.env["community.party.dues.year"].create({"year": "2026"})
        paper = self.paper("report_dues_register", year)
        self.says(paper, "第一党支部", "陈建国", "周未缴", "0.40", "11-23")
        self.assertNotIn("钱党员", paper[1])
        tables = year.with_user(self.branch_user)._dues_register()
        self.assertEqual([table[0] for table in tables], [self.branch])
        self.assertEqual([line[3:] for line in tables[0][1]], [(0, 0.2), (0.4, 0)])
        self.assertEqual(tables[0][2][9:], [0.2, 0.2, 0, 0.4, 0.2])
        self.assertEqual(len(year.with_user(self.treasurer)._dues_register()), 2)

    def test_minutes(self):
        meeting = self.make_meeting(
            day=datetime.date(2026, 11, 20),
            name="讨论年度计划",
            agenda="一、学习文件",
            minutes="会议讨论了明年的工作计划。",
            chair_id=self.member.id,
        )
        self.sign_in(meeting, 3)
        self.vote(meeting, 3, name="通过年度计划").action_decide()
        paper = self.paper("report_meeting_minutes", meeting)
        self.says(paper, "会议记录", "讨论年度计划", "会议讨论了明年的工作计划", "一、学习文件")
        self.says(paper, "陈建国", "通过年度计划", "应到3人")

    def test_sign_in_sheet(self):
        self.make_member("孙预备", stage="probationary", date_full=False)
        self.env["community.party.exemption"].create(
            {"member_id": self.member.id, "reason": "elderly", "date_from": "2026-01-01"}
        )
        meeting = self.make_meeting(day=datetime.date(2026, 11, 20), name="支部党员大会")
        out = meeting.due_ids.filtered(lambda line: line.member_id == self.full[0])
        out.write({"exclusion": "abroad", "exclusion_note": "街道党工委"})
        paper = self.paper("report_meeting_sign_in", meeting)
        self.says(
            paper, "签到", "支部党员大会", "陈建国", "孙预备", "无表决权", "年老", "街道党工委"
        )

    def test_archive_list_of_admission(self):
        self.walk(5)
        paper = self.paper("report_admission_file", self.person)
        self.says(paper, "周申请", "入党申请书", "尚缺", "王党员")

    def test_forms_of_admission(self):
        """Each form is printed in its stage alone, with contacts, checks, days and conclusion."""
        self.walk(6)
        for member, paper in (
            (self.person, "report_admission_probation"),
            (self.member, "report_admission_cultivation"),
            (self.person.step_record_ids[:1], "report_admission_review"),
        ):
            with self.subTest(paper=paper), self.assertRaises(UserError):
                self.paper(paper, member)
        check = self.person.check_ids.filtered(lambda one: one.state == "done")[:1]
        self.says(
            self.paper("report_admission_cultivation", self.person),
            "周申请",
            "2024年3月1日",
            self.full[0].name,
            f"{check.date.year}年{check.date.month}月{check.date.day}日",
            "表现良好",
        )
        self.walk(17, first=7)
        review = self.person.step_record_ids.filtered(lambda r: r.step_number == 10)
        review.note = "政治审查合格。"
        self.says(
            self.paper("report_admission_review", review),
            "周申请",
            "政治审查合格",
            "2025年4月20日",
        )
        self.says(
            self.paper("report_admission_probation", self.person),
            "2025年6月10日",
            "2026年6月10日",
            "王党员、李党员",
        )

    def test_no_application_booklet_is_printed(self):
        """The booklet of the application is written by hand on the printed one: no paper is it.

        Where its name stands, it names what lies in the file.
        """
        reports = self.env["ir.actions.report"].search([("model", "=like", "community.%")])
        views = self.env["ir.ui.view"].search(
            [("type", "=", "qweb"), ("key", "=like", "community%.report_%")]
        )
        self.assertGreater(len(views), 60)
        for lang in ("en_US", "zh_CN"):
            for name in reports.with_context(lang=lang).mapped("name"):
                self.assertNotRegex(name, "志愿书|Application form for membership")
            for view in views.with_context(lang=lang):
                page = html.fromstring(view.arch_db)
                titles = page.xpath("//h1|//h2|//t[@t-set='title']")
                said = "".join(title.text_content() for title in titles)
                self.assertNotRegex(said, "志愿书|Application form for membership")

    def test_sheet_of_a_years_meetings(self):
        """Every meeting held in the year stands on it once, with its decisions; no other does."""
        last = self.make_meeting(day=datetime.date(2025, 12, 20), name="上年总结")
        meeting = self.make_meeting(day=datetime.date(2026, 11, 20), name="讨论年度计划")
        planned = self.make_meeting(day=datetime.date(2026, 11, 22), name="尚未召开")
        with self.assertRaises(UserError):
            self.paper("report_meeting_year", self.branch)
        self.sign_in(meeting, 3)
        self.vote(meeting, 3, name="通过年度计划").action_decide()
        (last | meeting)._set_closed(state="done")
        paper = self.paper("report_meeting_year", self.branch)
        self.says(paper, "第一党支部", "2026年11月20日", "讨论年度计划", "通过年度计划")
        for other in (last, planned):
            self.assertNotIn(other.name, "".join(paper))
        self.says(self.paper("report_meeting_last_year", self.branch), "上年总结", "2025年12月20日")
        self.assertEqual(dict(self.branch._meeting_figures(2026))["Meetings held"], 1)

    def test_file_list_of_a_member(self):
        self.walk(3)
        record = self.person.step_record_ids.filtered(lambda r: r.step_number == 1)
        record.material_ids = record.step_id.material_ids
        paper = self.paper("report_member_file", self.person)
        self.says(paper, "党员档案目录", "周申请", "第一党支部", "入党申请书", "2024")
        self.env["community.party.post"].create(
            {
                "organization_id": self.branch.id,
                "member_id": self.member.id,
                "kind": "secretary",
                "date_from": "2024-01-01",
            }
        )
        self.env["community.party.discipline"].create(
            {
                "member_id": self.member.id,
                "kind": "warning",
                "date_from": "2025-03-01",
                "date_to": "2026-03-01",
                "decided_by": "街道纪工委",
                "basis": "2025年1号",
            }
        )
        paper = self.paper("report_member_file", self.member)
        self.says(paper, "D-7", "书记", "警告", "街道纪工委", "2025年1号")
        self.assertNotIn("周申请", "".join(paper))

    def test_result_of_the_appraisal(self):
        """The paper names year, branch, member and the opinion on the member."""
        appraisal = self.env["community.party.appraisal"].create(
            {"organization_id": self.branch.id, "year": 2025}
        )
        line = appraisal.line_ids.filtered(lambda x: x.member_id == self.member)
        line.opinion = "能履行党员义务"
        with self.assertRaises(UserError):
            self.paper("report_appraisal", appraisal)
        appraisal._set_closed(state="voting")
        line.opinion = False
        ballot = self.paper("report_appraisal_ballot", appraisal)
        self.says(ballot, "2025", "陈建国", "第一党支部", *self.full.mapped("name"))
        self.assertNotIn("能履行党员义务", "".join(ballot))
        line.opinion = "能履行党员义务"
        appraisal._set_closed(state="counted", date_meeting="2026-01-20")
        with self.assertRaises(UserError):
            self.paper("report_appraisal_ballot", appraisal)
        paper = self.paper("report_appraisal", appraisal)
        self.says(paper, "民主评议党员", "2025", "陈建国", "能履行党员义务", "第一党支部")
