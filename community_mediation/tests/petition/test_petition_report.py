import lxml.html

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..petition_case import PetitionCase


@tagged("post_install", "-at_install", "community")
class TestPetitionReport(PetitionCase):
    """Papers of a petition, and how much the database is asked for them and for the lists."""

    def html(self, name, petition):
        report = self.env["ir.actions.report"].with_user(self.petition_officer)
        return report._render_qweb_html(
            f"community_mediation.report_petition_{name}", petition.ids
        )[0].decode()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        made = cls.made = {"registered": cls.make_petition()}
        made["handed"] = cls.make_petition()
        cls.step(made["handed"], "hand", "2024-03-05", body_id=cls.body.id)
        made["accepted"] = cls.make_accepted()
        made["longer"] = cls.make_accepted()
        cls.step(made["longer"], "extend", "2024-05-01", days=30, head="赵局长", reason="等待鉴定")
        made["declined"] = cls.make_petition()
        cls.step(made["declined"], "decline", "2024-03-04", reason="上级机关正在办理")
        made["redirected"] = cls.make_petition()
        cls.step(
            made["redirected"], "redirect", "2024-03-04", legal_path="court", reason="可以起诉"
        )
        made["answered"] = cls.make_answered()
        made["settled"] = cls.make_accepted()
        cls.step(made["settled"], "settle", "2024-04-01", reason="双方和解，协议已存")
        made["nameless"] = cls.make_petition(is_anonymous=True, person_ids=[])
        cls.step(made["nameless"], "hand", "2024-03-05", body_id=cls.body.id)

    def test_every_paper_in_every_state(self):
        """A letter comes out in the states in which it is true, with all its facts; elsewhere, and
        to somebody whom nobody can tell, it is refused in a sentence.
        """
        accepted = {"accepted", "longer", "answered", "settled"}
        offered = {
            "receipt": set(self.made),
            "register": set(self.made),
            "letter": {"handed", "nameless"},
            "handed": {"handed"},
            "accepted": accepted,
            "declined": {"declined", "redirected"},
            "extension": {"longer"},
            "answer": {"answered"},
        }
        reports = self.env["ir.actions.report"].search(
            [("model", "=", "community.petition"), ("report_type", "=", "qweb-pdf")]
        )
        names = {report.report_name.partition("report_petition_")[2] for report in reports}
        self.assertEqual(names, set(offered))
        for name, states in offered.items():
            for state, petition in self.made.items():
                with self.subTest(paper=name, state=state):
                    if state not in states:
                        with self.assertRaisesRegex(UserError, "is not true of"):
                            self.html(name, petition)
                        continue
                    root = lxml.html.fromstring(self.html(name, petition))
                    cells = root.xpath("//td[not(ancestor-or-self::*[contains(@class, 'hand')])]")
                    self.assertFalse([c for c in cells if not c.text_content().strip()])
                    self.assertTrue(root.findtext(".//h1").strip())

    def test_each_paper_shows_its_petition(self):
        made = self.made
        for name, state, words in (
            ("register", "handed", (made["handed"].number, "周玉兰", "漏水三年")),
            ("letter", "handed", (self.body.name, "March 5, 2024", "March 20, 2024")),
            ("handed", "handed", (self.body.name, "March 20, 2024", "周玉兰")),
            ("accepted", "longer", ("June 8, 2024",)),
            ("declined", "declined", ("上级机关正在办理", "周玉兰")),
            ("declined", "redirected", ("可以起诉", "court")),
            ("extension", "longer", ("赵局长", "等待鉴定", "June 8, 2024")),
            ("answer", "answered", ("水管老化", "更换主管道", "第三十五条", "Supported")),
        ):
            html = self.html(name, made[state])
            for word in words:
                with self.subTest(paper=name, word=word):
                    self.assertIn(word, html)

    def test_the_letter_of_an_accusation_says_that_it_is_closed(self):
        petition = self.make_accusation()
        self.step(petition, "hand", "2024-03-05", body_id=self.body.id)
        self.assertIn("art. 30", self.html("letter", petition))

    def test_queries_of_the_list_do_not_grow_with_its_length(self):
        fields = {
            name: {}
            for name in ("number", "date_received", "topic", "signer_count", "clock", "date_next")
        } | {
            "body_id": {"fields": {"display_name": {}}},
            "area_id": {"fields": {"display_name": {}}},
        }
        Petition = self.env["community.petition"].with_user(self.petition_officer)
        counts = []
        for more in (3, 20):
            for _number in range(more):
                self.make_petition()
            self.env.flush_all()
            self.env.invalidate_all()
            Petition.web_search_read([], fields, limit=80)  # warm
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Petition.web_search_read([], fields, limit=80)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 12)
