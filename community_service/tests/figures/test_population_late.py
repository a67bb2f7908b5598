import datetime
import random
from collections import Counter

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .figure_lists import figures_and_lists
from .test_population_balance import BalanceCase


class LateCase(BalanceCase):
    """Besides operations, whatever an office enters late, corrects, archives or takes back."""

    def setUp(self):
        super().setUp()
        self.refusals = {}

    def late_acts(self):
        """Return ``{name: function}``: each does one thing to a random person or place."""
        return {
            "archive": self.archive,
            "unarchive": self.unarchive,
            "birth corrected": self.correct_birth,
            "death corrected": self.correct_death,
            "arrival corrected": self.correct_arrival,
            "departure corrected": self.correct_departure,
            "life entered": self.enter_life,
            "building to another grid": self.move_building,
            "home to another room": self.move_home,
            "room to another building": self.move_room,
            "import taken back": self.take_back,
        }

    def act_late(self, rng, did):
        name, function = rng.choice(sorted(self.late_acts().items()))
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                function(rng)
                self.env.flush_all()
        except (UserError, ValidationError, IntegrityError) as error:
            self.refusals[name] = str(error)
            self.env.invalidate_all()
            did["refused"] += 1
            return
        did[name] += 1

    def everybody(self, domain=()):
        Resident = self.env["community.resident"].with_context(active_test=False)
        return Resident.search([("merged_into_id", "=", False), *domain])

    def archive(self, rng):
        gone = self.everybody([("active", "=", True)])
        gone = gone.filtered(lambda one: all(one.residency_ids.mapped("date_to"))) or gone
        rng.choice(gone).active = False

    def unarchive(self, rng):
        rng.choice(self.everybody([("active", "=", False)]) or self.everybody()).active = True

    def correct_birth(self, rng):
        birth = rng.choice((self.day(rng), datetime.date(1980, 5, 6), False))
        rng.choice(self.everybody()).birth_date = birth

    def correct_death(self, rng):
        dead = self.everybody([("date_death", "!=", False)])
        rng.choice(dead or self.everybody()).date_death = self.day(rng)

    def correct_arrival(self, rng):
        lines = self.env["community.residency"].search([])
        rng.choice(lines).date_from = rng.choice((self.day(rng), False))

    def correct_departure(self, rng):
        lines = self.env["community.residency"].search([("date_to", "!=", False)])
        line = rng.choice(lines)
        line.date_to += datetime.timedelta(days=rng.randrange(-3, 4))

    def enter_life(self, rng):
        # Before the first that is known of the person.
        lines = self.env["community.residency"].search([])
        people = lines.resident_id.filtered(lambda one: all(one.residency_ids.mapped("date_from")))
        person = rng.choice(people or lines.resident_id)
        last = min(filter(None, person.residency_ids.mapped("date_from")), default=self.today)
        values = {
            "resident_id": person.id,
            "household_id": rng.choice(lines.household_id).id,
            "kind": rng.choice(("living", "registered", "both")),
            "date_from": rng.choice((last - datetime.timedelta(days=rng.randrange(9)), False)),
            "date_to": last,
            "end_reason": "move_out",
        }
        self.env["community.residency"].create(values)

    def move_building(self, rng):
        building = rng.choice(self.building1 | self.building2)
        building.own_grid_id = rng.choice(self.grid | self.grid2)

    def move_home(self, rng):
        free = self.rooms.filtered(lambda room: not room.household_ids)
        home = rng.choice(self.env["community.household"].search([]))
        home.dwelling_id = rng.choice(free)

    def move_room(self, rng):
        home = rng.choice(self.env["community.household"].search([]))
        home.dwelling_id.area_id = rng.choice(self.building1 | self.building2)

    def take_back(self, rng):
        record = self.check([self.person("赵回", room="1801"), self.person("赵还", "子女", "1801")])
        record.action_apply()
        # Rows bear the time of the database; nobody changed them since.
        record._set_closed(date_applied=self.env.cr.now() + datetime.timedelta(seconds=1))
        record.undo_reason = "Imported twice"
        record.action_take_back()

    def act_at_random(self, rng, did, steps):
        done = []
        for step in range(steps):
            did[self.act(rng, done)] += 1
            self.act_late(rng, did)
            if step % 5 == 4:
                yield step


@tagged("post_install", "-at_install", "community")
class TestPopulationLate(LateCase):
    def test_random_late_entries_balance(self):
        """Closing is opening with births and arrivals less deaths and departures, of any place and
        period, and each figure has the people of its list, also when days are corrected, people
        archived, places moved and imports taken back.
        """
        self.past = datetime.timedelta(days=20)
        did = Counter()
        for seed in range(20, 23):
            rng = random.Random(seed)
            with self.env.cr.savepoint() as savepoint:
                self.start(rng)
                for _step in self.act_at_random(rng, did, 20):
                    self.check_balance(rng)
                if seed % 2:
                    self.check_lists()
                self.check_indicators(rng)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertFalse(self.late_acts().keys() - did.keys(), self.refusals)

    def check_indicators(self, rng):
        """Compare each figure of a report with its list, for who sees all of the community."""
        last = self.day(rng, 20)
        for areas in (self.env["community.area"], self.building1):
            report = (
                self.env["community.report"]
                .with_user(self.manager)
                .create(
                    {
                        "name": "Late",
                        "date_from": last - datetime.timedelta(days=25),
                        "date_to": last,
                        "area_ids": areas.ids,
                    }
                )
            )
            report.action_refresh()
            self.assertGreater(len(report.line_ids), 40)
            for line, figure, number in figures_and_lists(report):
                with self.subTest(indicator=line.code, place=areas.name):
                    self.assertEqual(number, figure)
