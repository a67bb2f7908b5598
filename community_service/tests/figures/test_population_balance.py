import datetime
import random
from collections import Counter

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged

from ..register_import.test_import import HEADINGS, ImportCase

FLOWS = ("births", "moved_in", "deaths", "moved_out")
KINDS = {"living": ("living", "both"), "registered": ("registered", "both")}
DAYS = 60
ACTS = (
    "new",
    "known",
    "out",
    "keep",
    "head",
    "split",
    "merge",
    "birth",
    "death",
    "undo",
    "reverse",
    "files",
)


class BalanceCase(ImportCase):
    """A small community in which whatever can happen happens, and what is true of it by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A day that does not change while the test runs.
        cls.today = datetime.date(2026, 11, 20)
        cls.startClassPatcher(freeze_time(f"{cls.today} 08:00:00"))
        # Rows bear the time of the database, which is later than the day of this test.
        cls.env.company.community_register_since = "2020-01-01"
        buildings = (cls.building1, cls.building2, cls.building3)
        cls.rooms = cls.env["community.dwelling"].create(
            [
                {"area_id": building.id, "room": f"9{number:02d}"}
                for number in range(20)
                for building in buildings
            ]
        )

    def day(self, rng, back=DAYS):
        return self.today - datetime.timedelta(days=rng.randrange(back))

    def start(self, rng):
        """Make some homes and import more, without dates and with birth dates alone."""
        for number in range(6):
            members = [{"name": f"王{number}", "role": "head", "birth_date": "1950-02-03"}]
            if number % 2:
                members.append({"name": f"李{number}", "sex": "female", "kind": "living"})
            if number % 3:
                birth = str(self.day(rng))
                members.append({"name": f"幼{number}", "birth_date": birth, "role": "child"})
            self.make_household(members, building=(self.building1, self.building2)[number % 2])
        self.imported(rng, 0)

    def imported(self, rng, serial):
        """Import people of whom the workbook knows the day of birth or nothing, and leave some."""
        rows = []
        for number in range(3):
            person = self.person(f"赵{serial}{number}", room=f"{serial}0{number}")
            baby = self.make_id_number(str(self.day(rng)))
            rows += [
                person,
                self.person(f"宝{serial}{number}", "子女", f"{serial}0{number}", number=baby),
            ]
        # The same people, of whom it is said in a second workbook that they died or left.
        record = self.check(rows)
        record.action_apply()
        self.assertEqual(record.done_count, 6)
        gone = [(*row, None, None) for row in rows]
        gone[rng.randrange(6)] = (*rows[1], str(self.day(rng)), None)
        gone[rng.choice((0, 2, 4))] = (*rows[2], None, str(self.day(rng)))
        later = self.check(gone, headings=(*HEADINGS, "死亡日期", "迁出日期"))
        later.action_enter_changes()

    def act(self, rng, done):
        """Do one thing that may be refused; return what was done."""
        Resident = self.env["community.resident"]
        Household = self.env["community.household"]
        kind, day = rng.choice(ACTS), self.day(rng)
        homes = Household.search([("member_count", ">", 0)])
        home = rng.choice(homes)
        one = rng.choice(home._open_lines().resident_id)
        rest = home._open_lines().resident_id - one
        head = rest[:1] if home.head_id == one else None
        free = self.rooms.filtered(lambda room: not room.household_ids)
        others = Resident.search([("date_death", "=", False)])
        try:
            with self.env.cr.savepoint():
                if kind == "new":
                    birth = rng.choice((False, str(self.day(rng)), "1980-05-06"))
                    role = rng.choice(("child", "tenant"))
                    which = rng.choice(("both", "living", "registered"))
                    values = {"name": f"孙{len(done)}", "birth_date": birth}
                    done.append(home._move_in(day, values=values, role=role, kind=which))
                elif kind == "known":
                    which = rng.choice(("both", "living", "registered"))
                    done.append(home._move_in(day, rng.choice(others), kind=which))
                elif kind in ("out", "keep"):
                    done.append(home._move_out(day, one, head, kind == "keep"))
                elif kind == "head":
                    done.append(home._change_head(day, one))
                elif kind == "split":
                    done.append(home._split(day, one, rng.choice(free), one, head))
                elif kind == "merge":
                    done.append(home._merge(day, rng.choice(homes)))
                elif kind == "birth":
                    values = {"name": f"婴{len(done)}", "id_kind": "birth"}
                    done.append(home._birth(day, values))
                elif kind == "death":
                    done.append(home._death(day, one, head))
                elif kind == "files":
                    done.append(one._merge_into(rng.choice(others - one)))
                elif done:
                    operation = done.pop(rng.randrange(len(done)))
                    if kind == "undo":
                        operation.action_undo()
                    else:
                        operation.action_reverse("Entered for somebody else")
        except (UserError, ValidationError):
            self.env.invalidate_all()
            return "refused"
        self.env.flush_all()
        return kind

    # what is true, person by person and day by day

    def who_is_in(self, population, households, day):
        """Return the ids of the people of a population in these homes on a day."""
        people = set()
        for line in self.env["community.residency"].search([("household_id", "in", households)]):
            person = line.resident_id
            while person.merged_into_id:
                person = person.merged_into_id
            first = max(filter(None, (line.date_from, person.birth_date)), default=day)
            last = min(filter(None, (line.date_to, person.date_death)), default=datetime.date.max)
            if line.kind in KINDS[population] and first <= day < last:
                people.add(person.id)
        return people

    def places(self):
        """Return name, domain of the place, and values of a statement of it."""
        return [
            ("all", Domain("company_id", "=", self.env.company.id), {}),
            *(
                (area.name, Domain("area_id", "child_of", area.id), {"area_id": area.id})
                for area in (self.estate, self.building1, self.building2)
            ),
            ("grid", Domain("area_id.grid_id", "=", self.grid.id), {"grid_id": self.grid.id}),
        ]

    def figures(self, first, last, place):
        return self.env["community.population"]._count(first, last, place)

    def check_balance(self, rng):
        Household = self.env["community.household"].with_context(active_test=False)
        for name, place, _values in self.places():
            homes = Household.search(place).ids
            last = self.day(rng)
            first = last - datetime.timedelta(days=rng.randrange(DAYS))
            before = first - datetime.timedelta(days=1)
            middle = first + (last - first) / 2
            figures = self.figures(first, last, place)
            opening = self.figures(before, before, place)
            parts = [
                self.figures(first, middle, place),
                self.figures(middle + datetime.timedelta(days=1), last, place),
            ]
            for group in KINDS:
                with self.subTest(place=name, group=group, first=first, last=last):
                    prefix = "" if group == "living" else "registered_"
                    flow = {flow: figures[f"{prefix}{flow}"] for flow in FLOWS}
                    was = self.who_is_in(group, homes, before)
                    now = self.who_is_in(group, homes, last)
                    self.assertEqual(opening[f"{group}_total"], len(was))
                    self.assertEqual(figures[f"{prefix}opening"], len(was))
                    self.assertEqual(figures[f"{group}_total"], len(now))
                    self.assertEqual(
                        len(was) + flow["births"] + flow["moved_in"],
                        len(now) + flow["deaths"] + flow["moved_out"],
                        flow,
                    )
                    self.assertGreaterEqual(flow["births"] + flow["moved_in"], len(now - was))
                    self.assertGreaterEqual(flow["deaths"] + flow["moved_out"], len(was - now))
                    # Two months are as much as each of them.
                    for key, value in flow.items():
                        self.assertEqual(sum(p[f"{prefix}{key}"] for p in parts), value, key)

    def check_lists(self):
        """Compare each figure with its list, for who sees everything and for a grid worker."""
        for user in (self.officer, self.worker):
            for name, _place, values in self.places():
                Statement = self.env["community.population"].with_user(user)
                statement = Statement.create({"date": self.today - self.past, **values})
                shown = {
                    cell["key"]: cell["value"]
                    for row in statement.figures["balance"]["rows"]
                    for cell in row["cells"]
                }
                shown |= {
                    (row["key"], cell["key"]): cell["value"]
                    for row in statement.figures["groups"]
                    for cell in row["cells"]
                }
                for key, value in shown.items():
                    with self.subTest(user=user.login, place=name, key=key):
                        where = key if isinstance(key, tuple) else (key,)
                        action = statement.action_open(*where)
                        Model = self.env[action["res_model"]].with_user(user)
                        found = Model.with_context(active_test=False).search(action["domain"])
                        self.assertEqual(len(found), value)
                        moves = where[0].endswith(("moved_in", "moved_out"))
                        if Model._name == "community.residency" and not moves:
                            self.assertEqual(len(found.sudo().resident_id), value)


@tagged("post_install", "-at_install", "community")
class TestPopulationBalance(BalanceCase):
    def test_random_operations_balance(self):
        """Whatever happened, in whatever order it was entered, taken back or imported: those of
        the day before, with births and arrivals, less deaths and departures, are those of the last
        day; of any place, any period, of those who live here and of those registered.
        """
        self.past = datetime.timedelta(days=15)
        did = Counter()
        for seed in range(3):
            rng = random.Random(seed)
            with self.env.cr.savepoint() as savepoint:
                done = []
                self.start(rng)
                for step in range(30):
                    did[self.act(rng, done)] += 1
                    if step == 15:
                        self.imported(rng, 1)
                    if step % 10 == 9:
                        self.check_balance(rng)
                if seed % 2:
                    self.check_lists()
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertFalse(set(ACTS) - did.keys(), "each kind of operation took place")
        self.assertLess(did["refused"], sum(did.values()) / 2)

    # one by one

    def change(self, first, act, place=Domain.TRUE):
        """Return how the figures of the time from ``first`` on changed by an act."""
        before = self.figures(first, self.today, place)
        act()
        after = self.figures(first, self.today, place)
        keys = ("opening", *FLOWS, "living_total", "registered_moved_in", "registered_moved_out")
        return {key: after[key] - before[key] for key in keys if after[key] != before[key]}

    def test_a_move_inside_is_no_arrival_and_no_departure(self):
        """Of the estate a move between two buildings is nothing; each building has it."""
        home = self.make_household([{"name": "周安", "role": "head"}, {"name": "周宁"}])
        other = self.make_household([{"name": "吴德", "role": "head"}], building=self.building2)
        person = home._open_lines().resident_id.filtered(lambda one: one.name == "周宁")
        estate, left, right = (
            Domain("area_id", "child_of", area.id)
            for area in (self.estate, self.building1, self.building2)
        )
        first, day = datetime.date(2026, 11, 1), datetime.date(2026, 11, 12)
        before = [self.figures(first, self.today, place) for place in (left, right)]
        self.assertEqual(self.change(first, lambda: other._move_in(day, person), estate), {})
        after = [self.figures(first, self.today, place) for place in (left, right)]
        for flow, moved in (("moved_out", (1, 0)), ("moved_in", (0, 1))):
            found = [a[flow] - b[flow] for a, b in zip(after, before, strict=True)]
            self.assertEqual(found, [*moved])

    def test_who_comes_home_and_who_is_born_elsewhere(self):
        """A registration that stayed is no arrival of somebody else; a baby comes once."""
        home = self.make_household([{"name": "周安", "role": "head"}, {"name": "周宁"}])
        person = home._open_lines().resident_id.filtered(lambda one: one.name == "周宁")
        first = datetime.date(2026, 11, 1)

        def leave():
            home._move_out(datetime.date(2026, 11, 3), person, keep_registered=True)

        self.assertEqual(self.change(first, leave), {"moved_out": 1, "living_total": -1})

        def come_home():
            home._move_in(datetime.date(2026, 11, 9), person, role="spouse")

        self.assertEqual(self.change(first, come_home), {"moved_in": 1, "living_total": 1})

        def baby():
            values = {"name": "周小", "birth_date": "2026-11-02"}
            home._move_in(datetime.date(2026, 11, 12), values=values, role="grandchild")

        self.assertEqual(
            self.change(first, baby), {"moved_in": 1, "registered_moved_in": 1, "living_total": 1}
        )

    def test_who_is_born_and_dies_on_one_day_is_counted_in_both(self):
        home = self.make_household()
        day = datetime.date(2026, 11, 7)

        def short_life():
            baby = home._birth(day, {"name": "周小", "id_kind": "birth"}).resident_ids
            home._death(day, baby.filtered(lambda one: one.name == "周小"))

        self.assertEqual(
            self.change(datetime.date(2026, 11, 1), short_life), {"births": 1, "deaths": 1}
        )

    def test_nobody_is_counted_before_birth(self):
        """Of somebody imported without a day of arrival the day of birth is known."""
        day = datetime.date(2026, 11, 7)
        change = self.change(
            datetime.date(2026, 11, 1),
            lambda: self.make_household([{"name": "周小", "role": "head", "birth_date": day}]),
        )
        self.assertEqual(change, {"births": 1, "living_total": 1})
