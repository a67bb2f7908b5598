import datetime

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ...tools.population import COLUMNS, DWELLINGS, FLOWS, GROUPS
from ..common import CommunityCase

DATE = datetime.date(2024, 6, 15)


@tagged("post_install", "-at_install", "community")
class TestPopulation(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.community_register_since = "2020-01-01"
        cls.home = cls.make_household(
            [
                {"name": "王强", "role": "head", "birth_date": "1950-01-01", "sex": "male"},
                {"name": "王芳", "birth_date": "2024-06-03", "sex": "female"},
                {"name": "王明", "kind": "living", "birth_date": "1990-06-15", "sex": "male"},
                {"name": "王丽", "kind": "registered", "birth_date": "1940-05-05", "sex": "female"},
            ]
        )
        born = cls.home.residency_ids.filtered(lambda line: line.resident_id.name == "王芳")
        born.write({"date_from": "2024-06-03", "start_reason": "birth"})
        cls.other = cls.make_household(
            [{"name": "李娜", "role": "head", "birth_date": "1985-01-01", "sex": "female"}],
            building=cls.building2,
        )
        cls.other.residency_ids.write({"date_from": "2024-06-10", "start_reason": "move_in"})
        cls.left = cls.make_household(
            [{"name": "赵敏", "role": "head", "birth_date": "1970-01-01", "sex": "female"}],
            building=cls.building2,
        )
        cls.left.residency_ids.write({"date_to": "2024-06-12", "end_reason": "move_out"})
        cls.left.dwelling_id.tenure = "rent"

    def figures(self, user=None, place=Domain.TRUE, date=DATE):
        Statement = self.env["community.population"]
        if user:
            Statement = Statement.with_user(user)
        return Statement._count(date.replace(day=1), date, place)

    def test_figures_of_a_day(self):
        """People and dwellings of an estate are counted by registration, sex, age, births and
        moves.
        """
        figures = self.figures(place=Domain("area_id", "child_of", self.estate.id))
        expected = {
            "registered_total": 4,
            "permanent_total": 3,
            "floating_total": 1,
            "living_total": 4,
            "split_total": 1,
            "living_age_0_3": 1,
            "living_age_18_59": 2,
            "living_age_60": 1,
            "registered_age_80": 1,
            "living_male": 2,
            "births": 1,
            "deaths": 0,
            "moved_in": 1,
            "moved_out": 1,
            "dwellings": 3,
            "lived_in": 2,
            "empty": 1,
            "rented": 0,
        }
        self.assertEqual({key: figures[key] for key in expected}, expected)

    def test_the_past_does_not_move(self):
        before = self.figures(date=datetime.date(2024, 6, 9))
        self.assertEqual(before["living_total"] - self.figures()["living_total"], 0)
        self.assertEqual(before["rented"], 1)
        self.assertEqual(before["moved_in"], 0)

    def test_a_home_given_up_since_was_lived_in(self):
        """A household that went into another one leaves the figure and the list of before alone."""
        statement = self.env["community.population"].create({"date": DATE})
        before = self.figures()["lived_in"]
        self.assertEqual(self.dwellings(statement, "lived_in"), before)
        day = datetime.date(2024, 7, 1)
        self.other.with_user(self.officer)._merge(day, self.home.with_user(self.officer))
        self.assertFalse(self.other.active)
        self.assertEqual(self.figures()["lived_in"], before)
        for active_test in (True, False):
            found = self.dwellings(statement.with_context(active_test=active_test), "lived_in")
            self.assertEqual(found, before)
        self.assertEqual(self.figures(date=day)["lived_in"], before - 1)

    def dwellings(self, statement, key):
        domain = statement.action_open(key)["domain"]
        return statement.env["community.dwelling"].search_count(domain)

    def test_every_figure_opens_its_records(self):
        statement = self.env["community.population"].create(
            {"date": DATE, "area_id": self.estate.id}
        )
        figures = self.figures(place=Domain("area_id", "child_of", self.estate.id))
        keys = [(group, column) for group in GROUPS for column in COLUMNS]
        keys += [(key, "total") for key in (*FLOWS, *DWELLINGS)]
        for key, column in keys:
            with self.subTest(key=key, column=column):
                action = statement.action_open(key, column)
                name = f"{key}_{column}" if key in GROUPS else key
                model = self.env[action["res_model"]].with_context(active_test=False)
                self.assertEqual(model.search_count(action["domain"]), figures[name])
        with self.assertRaisesRegex(UserError, "nonsense"):
            statement.action_open("nonsense")

    def test_worker_counts_own_grid(self):
        figures = self.figures(user=self.worker)
        self.assertEqual(figures["living_total"], 3)
        self.assertEqual(figures["moved_in"], 0)

    def test_queries_do_not_grow(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.figures(user=self.manager)
            return self.env.cr.sql_log_count - start

        queries()
        few = queries()
        for _turn in range(5):
            self.make_household()
        self.assertEqual(queries(), few)

    def test_statement_as_pdf(self):
        statement = self.env["community.population"].create({"date": DATE})
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "community_service.community_population_action_report", statement.ids
        )
        self.assertIn(str(self.figures()["living_total"]), html.decode())
