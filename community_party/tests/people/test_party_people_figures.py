import io

import openpyxl
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..admission_case import AdmissionCase

KINDS = ("rural", "veteran", "retired", "laid_off", "graduate", "registered_only", "migrant")


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestPartyPeopleFigures(AdmissionCase):
    """Registers and figures of members and organisations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Kind = cls.env["community.party.category"]
        cls.before = cls.values()
        kinds = Kind.search([("code", "in", KINDS)])
        cls.old = cls.make_member(
            "陈老党员",
            number="D-1",
            sex="male",
            birth_date="1950-05-01",
            education="junior",
            category_ids=[Command.set(kinds.ids)],
        )
        cls.young = cls.make_member(
            "林预备",
            stage="probationary",
            sex="female",
            birth_date="1999-05-01",
            education="bachelor",
            date_probation="2026-03-01",
            date_full=False,
        )
        cls.away = cls.make_member("吴流动", status="mobile")
        cls.lost = cls.make_member("郑失联", status="lost_contact")
        cls.make_member("离开", status="transferred")
        cls.make_applicant("小申请", birth_date="2000-01-01", date_applied="2026-02-03")
        cls.env["community.party.post"].create(
            {
                "organization_id": cls.branch.id,
                "member_id": cls.old.id,
                "kind": "secretary",
                "date_from": "2020-01-01",
            }
        )
        cls.env["community.party.organization"].create(
            {"name": "社区妇联", "kind": "mass_organization", "parent_id": cls.general_branch.id}
        )

    @classmethod
    def values(cls):
        cls.env.flush_all()
        indicators = cls.env["community.indicator"].search([("code", "=like", "party\\_%")])
        return {
            indicator.code: value
            for indicator, value in indicators._values(
                fields.Date.to_date("2026-01-01"),
                fields.Date.to_date("2026-12-31"),
                fields.Domain.TRUE,
            ).items()
        }

    def test_members_are_counted_by_everything_the_report_names(self):
        """Kinds, ages, education, posts, applicants, organisations and elections each move their
        own figure by those who are it.
        """
        now = self.values()
        for code, more in (
            ("party_members", 4),
            ("party_members_full", 3),
            ("party_members_probationary", 1),
            ("party_members_women", 1),
            *((f"party_members_kind_{kind}", 1) for kind in KINDS),
            ("party_members_age_over_70", 1),
            ("party_members_age_to_35", 1),
            ("party_members_education_junior", 1),
            ("party_members_education_bachelor", 1),
            ("party_members_post", 1),
            ("party_members_mobile", 1),
            ("party_members_lost", 1),
            ("party_members_new", 1),
            ("party_applicants_age_35", 1),
            ("party_applications", 1),
            ("party_organizations_mass_organization", 1),
            ("party_posts_held", 1),
            ("party_elections_overdue", 1),
            ("party_study_expected", 3),
        ):
            self.assertEqual(now[code] - self.before[code], more, code)
        self.assertEqual(
            now["party_organizations_without_leader"]
            - self.before["party_organizations_without_leader"],
            0,
            "the branch has got a secretary, the new mass organisation has no head",
        )

    def test_applications_have_a_trend_by_month_and_age(self):
        """Applications of each month are those handed in then, by age that day, whatever became of
        the person; the year is their sum and stands beside the year before.
        """
        figures = self.env["community.indicator"].search(
            [("code", "in", ("party_applications", "party_applicants_age_25"))]
        )
        by_code = {figure.code: figure for figure in figures}

        def trend(code, year=2026):
            figure = by_code[code]
            counts = []
            for month in (1, 2, 3):
                first = fields.Date.to_date(f"{year}-{month:02}-01")
                last = fields.Date.end_of(first, "month")
                model, domain = figure._target(first, last, fields.Domain.TRUE)
                found = self.env[model].with_context(active_test=False).search_count(domain)
                value = figure._values(first, last, fields.Domain.TRUE)[figure]
                self.assertEqual(found, value)
                counts.append(value)
            return counts

        before = trend("party_applications"), trend("party_applicants_age_25")
        people = [
            self.make_applicant(name, birth_date=birth, date_applied=day)
            for name, birth, day in (
                ("申请甲", "2004-05-01", "2026-01-31"),
                ("申请乙", "1990-05-01", "2026-02-01"),
                ("申请丙", "2003-05-01", "2026-02-28"),
                ("申请丁", "2003-05-01", "2025-02-28"),
            )
        ]
        self.env.flush_all()
        # What became of them later takes nothing away from what was handed in.
        people[2].active = False
        self.env.flush_all()
        self.assertEqual(
            [now - then for now, then in zip(trend("party_applications"), before[0], strict=True)],
            [1, 2, 0],
        )
        self.assertEqual(
            [
                now - then
                for now, then in zip(trend("party_applicants_age_25"), before[1], strict=True)
            ],
            [1, 1, 0],
        )
        report = self.env["community.report"].create(
            {"name": "2026年2月", "date_from": "2026-02-01", "date_to": "2026-02-28"}
        )
        report.action_refresh()
        line = report.line_ids.filtered(lambda line: line.code == "party_applications")
        self.assertEqual(line.previous_value, trend("party_applications")[0])

    def test_attempts_and_decisions_are_counted(self):
        self.env["community.party.contact.attempt"].create(
            {"member_id": self.lost.id, "date": "2026-05-01", "result": "电话停机"}
        )
        self.lost.date_last_contact = "2025-01-01"
        self.env["community.party.membership.decision"].create(
            {
                "member_id": self.lost.id,
                "kind": "suspend",
                "date": "2026-06-01",
                "decided_by": "支部党员大会",
                "basis": "第24条",
            }
        )
        now = self.values()
        for code in ("party_contact_attempts", "party_members_suspended"):
            self.assertEqual(now[code] - self.before[code], 1, code)

    def test_every_figure_opens_its_records(self):
        report = self.env["community.report"].create(
            {"name": "2026", "date_from": "2026-01-01", "date_to": "2026-12-31"}
        )
        report.action_refresh()
        opened = 0
        for line in report.line_ids.filtered(
            lambda x: (
                x.indicator_id.code.startswith("party_")
                and x.indicator_id.measure == "count"
                and x.value
            )
        ):
            action = line.action_open()
            records = self.env[action["res_model"]].with_context(active_test=False)
            found = records.search_count(action["domain"])
            self.assertEqual(found, line.value, line.indicator_id.code)
            opened += 1
        self.assertGreater(opened, 15)

    def rows(self, code, user=None):
        self.env.flush_all()
        ledger = self.env["community.ledger"].search([("code", "=", code)])
        stream = io.BytesIO()
        ledger.with_user(user or self.party_officer)._write_xlsx(stream)
        sheet = openpyxl.load_workbook(stream).worksheets[0]
        return [
            [str(cell) for cell in row if cell is not None]
            for row in sheet.iter_rows(values_only=True)
        ]

    def test_the_register_of_members(self):
        rows = self.rows("party_members", self.branch_user)
        text = "\n".join("|".join(row) for row in rows)
        for word in ("陈老党员", "D-1", "林预备", "郑失联", "1950-05-01", "第一党支部"):
            self.assertIn(word, text)
        for word in ("离开", "小申请"):
            self.assertNotIn(word, text)
        other = "\n".join("|".join(row) for row in self.rows("party_members", self.branch_user2))
        self.assertNotIn("陈老党员", other)
        with self.assertRaises(AccessError):
            self.rows("party_members", self.manager)

    def test_the_other_registers(self):
        self.env["community.party.election"].create(
            {"organization_id": self.branch.id, "date": "2026-01-05"}
        )
        self.env["community.party.responsibility"].create(
            {
                "organization_id": self.branch.id,
                "member_id": self.old.id,
                "name": "赵家",
                "task": "关爱",
            }
        )
        self.env["community.party.contact.attempt"].create(
            {"member_id": self.lost.id, "date": "2026-05-01", "result": "电话停机"}
        )
        for code, word in (
            ("party_applicants", "小申请"),
            ("party_posts", "陈老党员"),
            ("party_elections", "第一党支部"),
            ("party_responsibility", "赵家"),
            ("party_contact", "电话停机"),
            ("party_study", "陈老党员"),
        ):
            with self.subTest(code):
                text = "\n".join("|".join(row) for row in self.rows(code))
                self.assertIn(word, text)
        month = [row for row in self.rows("party_applicants") if "小申请" in row][0]
        self.assertIn("2026.02", month)

    def test_all_figures_cost_a_fixed_number_of_queries(self):
        self.values()
        start = self.cr.sql_log_count
        self.values()
        few = self.cr.sql_log_count - start
        today = fields.Date.context_today(self.env.user)
        for number in range(20):
            self.make_member(f"多{number}", date_probation=today - relativedelta(days=number))
        self.values()
        start = self.cr.sql_log_count
        self.values()
        self.assertLessEqual(self.cr.sql_log_count - start, few)
