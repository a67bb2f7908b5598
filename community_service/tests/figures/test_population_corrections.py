import datetime
import random
from collections import Counter

from odoo.tests import tagged

from .test_population_late import LateCase


@tagged("post_install", "-at_install", "community")
class TestPopulationCorrections(LateCase):
    """What was handed in stays, and a line says what came to light since."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.end = datetime.date(2026, 10, 31)

    def handed_in(self, areas):
        """Lock the report of October of these places."""
        report = (
            self.env["community.report"]
            .with_user(self.officer)
            .create(
                {
                    "name": "October",
                    "date_from": "2026-10-01",
                    "date_to": self.end,
                    "area_ids": areas.ids,
                }
            )
        )
        report.action_lock()
        return report

    def statement(self, areas, user=None):
        return (
            self.env["community.population"]
            .with_user(user or self.officer)
            .create({"date": "2026-11-20", "area_id": areas.id})
        )

    def rows(self, statement):
        return {row["key"]: row["value"] for row in statement.figures["corrections"] or ()}

    def people(self, action, user=None):
        Model = self.env[action["res_model"]].with_user(user or self.officer)
        return Model.with_context(active_test=False).search(action["domain"])

    def test_random_late_entries(self):
        """What was known of a day and the corrections make what is true of it, whatever was
        entered, corrected, archived, taken back or imported since, and each figure opens its
        people.
        """
        Household = self.env["community.household"].with_context(active_test=False)
        seen = Counter()
        for seed in range(2):
            rng = random.Random(100 + seed)
            with self.env.cr.savepoint() as savepoint:
                self.start(rng)
                done = []
                for _step in range(8):
                    self.act(rng, done)
                places = [self.env["community.area"], self.building1]
                reports = [self.handed_in(areas) for areas in places]
                known = [
                    self.people(
                        report.line_ids.filtered(lambda line: line.code == "living").action_open()
                    ).ids
                    for report in reports
                ]
                for _step in range(12):
                    self.act(rng, done)
                    self.act_late(rng, seen)
                self.imported(rng, 1)
                for areas, report, before in zip(places, reports, known, strict=True):
                    domain = [("area_id", "child_of", areas.ids)] if areas else []
                    homes = Household.search([*domain, ("company_id", "=", self.env.company.id)])
                    true = self.who_is_in("living", homes.ids, self.end)
                    before = set(before)
                    statement = self.statement(areas)
                    rows = self.rows(statement)
                    with self.subTest(seed=seed, place=areas.name):
                        self.assertEqual(rows["handed_in"], len(before))
                        self.assertEqual(rows["corrected_in"], len(true - before))
                        self.assertEqual(rows["corrected_out"], len(before - true))
                        self.assertEqual(
                            rows["handed_in"] + rows["corrected_in"] - rows["corrected_out"],
                            len(true),
                        )
                        self.assertEqual(rows["opening"], len(true))
                        found = self.people(statement.action_open("corrected_in"))
                        self.assertEqual(set(found.ids), true - before)
                        found = self.people(statement.action_open("corrected_out"))
                        gone = self.env["community.resident"].browse(before - true).exists()
                        self.assertEqual(found, gone & found | gone)
                        # The next report says the same, and closes with it.
                        report = self.env["community.report"].create(
                            {
                                "name": "November",
                                "date_from": "2026-11-01",
                                "date_to": "2026-11-20",
                                "area_ids": areas.ids,
                            }
                        )
                        report.action_refresh()
                        values = {line.code: line.value for line in report.line_ids}
                        self.assertEqual(
                            len(before)
                            + values["corrected_in"]
                            - values["corrected_out"]
                            + values["births"]
                            + values["moved_in"]
                            - values["deaths"]
                            - values["moved_out"],
                            values["living"],
                        )
                    seen["in"] += rows["corrected_in"]
                    seen["out"] += rows["corrected_out"]
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertTrue(seen["in"] and seen["out"], "late entries of both kinds came")

    def test_nothing_was_handed_in(self):
        """Without a report of the period before there is no correction, and a dash in the report;
        a report of another place, a draft and a grid worker have none.
        """
        home = self.make_household()
        report = self.handed_in(self.building1)
        self.assertTrue(self.rows(self.statement(self.building1)))
        self.assertFalse(self.rows(self.statement(self.estate)))
        self.assertFalse(self.rows(self.statement(self.building1, self.worker)))
        november = self.env["community.report"].create(
            {"name": "November", "date_from": "2026-11-01", "date_to": "2026-11-20"}
        )
        november.action_refresh()
        lines = {line.code: line for line in november.line_ids}
        self.assertEqual(lines["corrected_in"].value_text, "–")
        november.area_ids = self.building1
        november.action_refresh()
        self.assertEqual(lines["corrected_in"].value_text, "0")
        home._move_out(datetime.date(2026, 10, 20), home.head_id)
        november.action_refresh()
        self.assertEqual(lines["corrected_out"].value_text, "1")
        opened = self.people(lines["corrected_out"].action_open())
        self.assertEqual(opened.name, "张小明")
        november.action_lock()
        self.assertEqual(self.people(lines["corrected_out"].action_open()), opened)
        report.with_user(self.manager).action_unlock("Wrong month")
        self.assertFalse(self.rows(self.statement(self.building1)))

    def test_on_paper(self):
        self.make_household()
        self.handed_in(self.building1)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "community_service.community_population_action_report",
            self.statement(self.building1).ids,
        )
        self.assertIn("Corrections to earlier periods", html.decode())
        self.assertIn("October", html.decode())

    def test_a_client_cannot_name_what_was_handed_in(self):
        """The number of a line in the context of a client is no word of the program."""
        line = self.handed_in(self.building1).line_ids[:1]
        Statement = self.env["community.population"].with_user(self.worker)
        forged = Statement.with_context(community_handed_in=line.id)
        self.assertIsNone(forged._count(self.end, self.end)["corrected_in"])
