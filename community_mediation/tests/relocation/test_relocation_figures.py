import datetime

from odoo.fields import Domain
from odoo.tests import tagged

from ..relocation_case import RelocationCase

CODES = (
    "relocation_scope",
    "relocation_visited",
    "relocation_explained",
    "relocation_explanations",
    "relocation_agreed",
    "relocation_refused",
    "relocation_moved",
    "relocation_rate",
    "relocation_demands",
    "relocation_demands_answered",
    "legacy_open",
    "legacy_solved",
    "incidents",
)


@tagged("post_install", "-at_install", "community")
class TestRelocationFigures(RelocationCase):
    def values(self, user):
        indicators = self.env["community.indicator"].search([("code", "in", CODES)])
        period = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
        values = indicators.with_user(user)._values(*period, Domain.TRUE)
        return {indicator.code: value for indicator, value in values.items()}

    def test_what_the_report_counts_and_that_a_manager_gets_the_number_only(self):
        """Agreed, refused, explained, answered, moved and left over move their own figures, which a
        manager reads as numbers.
        """
        before = self.values(self.manager)
        self.assertEqual(before["relocation_scope"], 4)
        self.files[0].write(
            {
                "agreement_state": "signed",
                "date_signed": "2026-03-02",
                "date_compensated": "2026-03-05",
                "date_moved": "2026-03-09",
            }
        )
        self.files[1].attitude = "unwilling"
        self.env["community.relocation.explanation"].create(
            [
                {"file_id": file.id, "date": "2026-03-01", "is_visit": visit}
                for file, visit in ((self.files[0], True), (self.files[0], False))
            ]
        )
        self.env["community.relocation.demand"].create(
            [
                {"file_id": self.file.id, "name": "楼层", "date": "2026-03-01"},
                {
                    "file_id": self.file.id,
                    "name": "车位",
                    "date": "2026-03-01",
                    "result": "explained",
                    "answer": "按方案",
                    "date_answered": "2026-03-05",
                },
            ]
        )
        self.env["community.legacy.issue"].create({"name": "产权证", "since": "2015-01-01"})
        solved = self.env["community.legacy.issue"].create(
            {"name": "下水管", "since": "2016-01-01", "result": "已改造"}
        )
        solved.write({"state": "solved", "date_closed": "2026-02-01"})
        self.env["community.incident"].create(
            {
                "name": "聚集",
                "description": "x",
                "kind_id": self.env.ref("community_mediation.incident_kind_gathering").id,
                "date_start": "2026-03-01 08:00:00",
            }
        )
        self.env.flush_all()
        after = self.values(self.manager)
        change = {code: after[code] - before[code] for code in CODES}
        self.assertEqual(
            change,
            {
                "relocation_scope": 0,
                "relocation_visited": 1,
                "relocation_explained": 1,
                "relocation_explanations": 2,
                "relocation_agreed": 1,
                "relocation_refused": 1,
                "relocation_moved": 1,
                "relocation_rate": 25,
                "relocation_demands": 2,
                "relocation_demands_answered": 1,
                "legacy_open": 1,
                "legacy_solved": 1,
                "incidents": 1,
            },
        )

    def test_papers_are_rendered_for_the_team(self):
        line = self.env["community.relocation.explanation"].create({"file_id": self.file.id})
        Report = self.env["ir.actions.report"].with_user(self.mediator_user)
        for name, record, words in (
            ("file", self.file, ("WH-0001", "王建国")),
            ("explanation", line, ("WH-0001", "Paid first, moved later")),
            ("progress", self.project, ("望河片区棚户区改造", "1号楼")),
        ):
            html, _kind = Report._render_qweb_html(
                f"community_mediation.report_relocation_{name}", record.ids
            )
            for word in words:
                self.assertIn(word, html.decode(), name)
