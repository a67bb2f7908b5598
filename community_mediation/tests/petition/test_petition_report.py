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

    def test_each_paper_shows_its_petition(self):
        handed = self.make_petition()
        self.step(handed, "hand", "2024-03-05", body_id=self.body.id)
        more = self.make_accepted()
        self.step(more, "extend", days=30, head="赵局长", reason="等待鉴定")
        declined = self.make_petition()
        self.step(declined, "decline", "2024-03-04", reason="上级机关正在办理")
        answered = self.make_answered()
        for name, petition, words in (
            ("register", handed, (handed.number, "周玉兰", "漏水三年")),
            ("letter", handed, (self.body.name, "03/05/2024", "03/20/2024", "03/12/2024")),
            ("notice", handed, (self.body.name, "03/20/2024")),
            ("notice", more, ("06/08/2024",)),
            ("notice", declined, ("上级机关正在办理",)),
            ("extension", more, ("赵局长", "等待鉴定", "06/08/2024")),
            ("answer", answered, ("水管老化", "更换主管道", "第三十五条", "Supported")),
        ):
            html = self.html(name, petition)
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
