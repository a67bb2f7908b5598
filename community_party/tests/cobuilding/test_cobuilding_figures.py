from odoo.tests import freeze_time, tagged

from ..cobuilding_case import CobuildingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestCobuildingFigures(CobuildingCase):
    def report(self, date_from="2026-01-01", date_to="2026-06-20"):
        days = {"date_from": date_from, "date_to": date_to}
        Report = self.env["community.report"].with_user(self.manager)
        # There is one report of a period.
        report = Report.search([(name, "=", day) for name, day in days.items()])
        report = report or Report.create({"name": "x", **days})
        report.action_refresh()
        return {line.indicator_id.code: line.value for line in report.line_ids}

    def test_units_by_kind_on_the_last_day(self):
        """Government and public institutions that are stationed here are counted by kind."""
        self.make_unit("区税务局", "government", date_from="2026-02-01")
        self.make_unit("东河小学", "public_institution")
        self.make_unit("辽港物流", "state_enterprise")
        self.make_unit("东河医院", "public_institution", date_to="2026-03-31")
        codes = ["party_units", "party_units_government", "party_units_public_institution"]
        values, before = self.report(), self.report("2025-01-01", "2025-12-31")
        self.assertEqual([values[code] for code in codes], [3, 1, 1])
        self.assertEqual([before[code] for code in codes], [3, 0, 2])

    def test_non_public_companies_are_counted(self):
        """Non-public enterprises are a kind of their own, merged contacts count once."""
        first, second = (self.make_unit(name, "non_public") for name in ("甲店", "甲店铺"))
        self.assertEqual(self.report()["party_units_non_public"], 2)
        partners = (first | second).sudo().partner_id
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(partners.ids, partners[0])
        self.env.invalidate_all()
        values = self.report()
        self.assertEqual(values["party_units_non_public"], 1)
        self.assertEqual(values["party_new_unknown"], 1)

    def test_new_organisations_have_one_of_three_answers_or_none_is_known(self):
        """New organisations: own, attached and none are counted as of the last day, and what
        nobody knows apart from none."""
        own, none, asked = (
            self.make_unit(name, kind)
            for name, kind in (("甲", "non_public"), ("乙", "new_social"), ("丙", "new_social"))
        )
        self.make_unit("区民政局", "government")
        self.make_line(own, "attached", "2025-06-01", attached_to="总支")
        self.make_line(own, "own", "2026-05-01")
        self.make_line(none, "none", "2026-03-01")
        self.make_line(asked, "unknown", "2026-03-01")
        codes = [f"party_new_{answer}" for answer in ("own", "attached", "none", "unknown")]
        values, before = self.report(), self.report("2025-01-01", "2025-12-31")
        self.assertEqual([values[code] for code in codes], [1, 0, 1, 1])
        self.assertEqual([before[code] for code in codes], [0, 1, 0, 2])

    def test_contacts_count_in_both_directions(self):
        """Contacts are counted each way, and how many were answered."""
        unit = self.make_unit()
        self.make_contact(unit)
        self.make_contact(unit, direction="in", date_answered="2026-06-02", answer="好")
        self.make_contact(unit, date="2025-06-01")
        values = self.report()
        self.assertEqual(
            [values[f"party_contacts_{code}"] for code in ("out", "in", "answered")], [1, 1, 1]
        )

    def test_projects_and_needs(self):
        """A company takes part in a project that meets a need of residents: projects done,
        satisfied residents and needs met are figures."""
        need = self.make_cooperation("need")
        company = self.make_unit("辽港物流", "state_enterprise")
        project = self.make_project(company, need_ids=need.ids)
        project.action_start()
        self.assertEqual(self.report()["party_projects_open"], 1)
        project.write({"result": "好", "evidence": "照片", "date_done": "2026-05-02"})
        project.action_done()
        values = self.report()
        codes = ("party_projects_done", "party_projects_satisfied", "party_needs_met")
        self.assertEqual([values[code] for code in codes], [1, 0, 1])
        project.satisfaction = "basic"
        self.assertEqual(self.report()["party_projects_satisfied"], 1)
        project.action_reopen()
        self.assertEqual([self.report()[code] for code in codes], [0, 0, 0])

    def rows(self, code):
        ledger = self.env["community.ledger"].search([("code", "=", code)])
        return [row for rows in ledger.with_user(self.branch_user)._rows() for row in rows]

    def test_ledgers(self):
        unit = self.make_unit(contact_name="何静")
        self.make_line(unit, "none")
        self.make_line(unit, "own", "2026-03-01", is_counted=True, employee_count=60)
        self.make_project(unit)
        self.sign(self.make_agreement(unit))
        for code, *words in (
            ("party_unit", "东河小学", "何静", "60"),
            ("party_project", "老年食堂", "东河小学", "datetime.date(2026, 6, 30)"),
            ("party_agreement", "东河小学", "unit 2026-05-01", "datetime.date(2026, 2, 10)"),
        ):
            rows = self.rows(code)
            with self.subTest(code=code, rows=rows):
                self.assertEqual(len(rows), 1)
                for word in words:
                    self.assertIn(word, str(rows))

    def paper(self, agreement):
        reports = self.env["ir.actions.report"].with_user(self.branch_user)
        html, _kind = reports._render_qweb_html(
            "community_party.report_cobuilding_agreement", agreement.ids
        )
        return "".join(html.decode().split())

    def test_the_paper_of_an_agreement(self):
        """The paper says what both sides do; one that was withdrawn or is empty is refused."""
        agreement = self.make_agreement(
            self.make_unit(), (("unit", "2026-05-01"), ("community", "2026-12-31"))
        )
        text = self.paper(agreement)
        for word in ("东河小学", "第一党支部", "unit2026-05-01", "2026年12月31日", "______"):
            self.assertIn(word, text)
        self.assertNotIn("何静", text)
        self.sign(agreement)
        text = self.paper(agreement)
        for word in ("何静", "赵党员", "2026年2月10日"):
            self.assertIn(word, text)
        agreement.action_unsign()
        agreement.action_cancel()
        with self.refused("Withdrawn"):
            self.paper(agreement)
        with self.refused("What both sides do"):
            self.paper(self.make_agreement(self.make_unit("另一家"), ()))
