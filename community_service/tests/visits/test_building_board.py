import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


class BoardCase(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.entrance, cls.entrance2 = cls.env["community.area"].create(
            [
                {"name": name, "kind": "entrance", "parent_id": cls.building1.id}
                for name in ("1单元", "2单元")
            ]
        )
        cls.home = cls.make_household(building=cls.entrance, room="502")
        cls.below = cls.make_household(
            building=cls.entrance,
            room="401",
            members=[{"name": "李丽", "role": "head"}],
            date_entered=cls.today - relativedelta(months=20),
        )

    def board(self, area=None, user=None):
        return (area or self.building1).with_user(user or self.worker).building_board()

    def doors(self, board):
        """Return all doors of a board, by entrance and from above."""
        return [
            door
            for part in board["parts"]
            for door in [
                *(door for floor in part["floors"] for place in floor["places"] for door in place),
                *part["others"],
            ]
        ]

    def rooms(self, board):
        return [door["room"] for door in self.doors(board)]


@tagged("post_install", "-at_install", "community")
class TestBuildingBoard(BoardCase):
    """The building board: what it shows, to whom, and what its counts do not tell."""

    def test_floors_and_rooms_by_entrance(self):
        """Entrances in walking order, floors from above, each door at its place of the floor."""
        self.make_household(building=self.entrance2, room="101")
        self.env["community.dwelling"].create({"area_id": self.entrance.id, "room": "501"})
        board = self.board()
        self.assertEqual([part["name"] for part in board["parts"]], ["1单元", "2单元"])
        first = board["parts"][0]["floors"]
        self.assertEqual(
            [
                (floor["floor"], [[door["room"] for door in place] for place in floor["places"]])
                for floor in first
            ],
            [(5, [["501"], ["502"]]), (4, [["401"], []])],
        )
        (home,) = first[0]["places"][1][0]["households"]
        self.assertEqual((home["head"], home["need_level"]), ("张*明", "green"))
        self.assertEqual(home["days_overdue"], 0)
        (below,) = first[1]["places"][0][0]["households"]
        overdue = (self.today - self.below.next_visit_date).days
        self.assertGreater(overdue, 0)
        self.assertEqual(below["days_overdue"], overdue)
        self.assertEqual(
            board["counts"],
            {"green": 3, "yellow": 0, "red": 0, "households": 3, "overdue": 1, "unknown": 1},
        )
        labels = dict(self.home._fields["need_level"]._description_selection(self.worker.env))
        self.assertEqual(board["levels"], labels)

    def test_nothing_is_lost(self):
        """What has no floor stands in a row of its own, once each."""
        rooms = ["商铺3", "地下室1", "12", "10101", "601A"]
        for room in rooms:
            self.make_household(building=self.building1, room=room)
        Household = self.env["community.household"]
        nowhere = Household.create({"area_id": self.building1.id})
        room = self.env["community.dwelling"].create({"area_id": self.building1.id, "room": "301"})
        gone = Household.create({"dwelling_id": room.id})
        room.active = False
        shared = Household.create({"dwelling_id": self.home.dwelling_id.id})
        board = self.board()
        part = next(part for part in board["parts"] if part["id"] == self.building1.id)
        self.assertCountEqual(
            [door["room"] for door in part["others"]], ["商铺3", "地下室1", "12", "10101", ""]
        )
        self.assertEqual([floor["floor"] for floor in part["floors"]], [6, 3])
        shown = [home["id"] for door in self.doors(board) for home in door["households"]]
        everybody = Household.search([("area_id", "child_of", self.building1.id)])
        self.assertLessEqual(nowhere | gone | shared, everybody)
        self.assertCountEqual(shown, everybody.ids)

    def test_houses_have_no_floors(self):
        """In an estate a number is that of a house; its buildings are there to choose."""
        self.estate.own_grid_id = self.grid
        for room in ("101", "102"):
            self.make_household(building=self.estate, room=room)
        board = self.board(self.estate)
        (part,) = board["parts"]
        self.assertEqual(
            (part["floors"], [d["room"] for d in part["others"]]), ([], ["101", "102"])
        )
        self.assertEqual([place["name"] for place in board["places"]], ["望河小区1号楼"])
        self.assertEqual(board["places"][0]["households"], 2)
        self.assertEqual(board["places"][0]["overdue"], 1)

    def test_who_sees_what(self):
        """A worker sees own grids alone; the desk and the auditor the community."""
        self.make_household(building=self.building2, room="201")
        self.assertEqual(self.rooms(self.board(self.building2)), [])
        self.assertEqual(self.rooms(self.board(self.building2, self.worker2)), ["201"])
        self.assertEqual(self.rooms(self.board(self.building2, self.officer)), ["201"])
        self.assertEqual(self.rooms(self.board(self.building2, self.auditor)), ["201"])
        self.assertFalse(self.board(user=self.auditor)["can_record"])
        with self.assertRaises(AccessError):
            self.board(user=self.plain)
        Area = self.env["community.area"]
        for user, names in (
            (self.worker, ["望河小区1号楼"]),
            (self.officer, ["望河小区1号楼", "望河小区2号楼"]),
        ):
            places = Area.with_user(user).building_places()
            self.assertEqual([place["name"] for place in places], names)

    def test_many_buildings_are_chosen_by_estate(self):
        """Whoever has more buildings than fit a screen chooses the estate first."""
        areas = self.env["community.area"].create(
            [
                {"name": f"{number}号楼", "kind": "building", "parent_id": self.estate.id}
                for number in range(10, 72)
            ]
        )
        self.env["community.dwelling"].create(
            [{"area_id": area.id, "room": "101"} for area in areas]
        )
        places = self.env["community.area"].with_user(self.officer).building_places()
        self.assertEqual([place["name"] for place in places], ["望河小区"])
        self.assertEqual(places[0]["households"], 2)
        self.assertEqual(len(self.board(self.estate, self.officer)["places"]), 63)

    def test_a_hidden_household_is_nobody_known(self):
        """The board of a worker is the same before and after a household exists that is hidden."""
        dwelling = self.env["community.dwelling"].create(
            {"area_id": self.entrance.id, "room": "601"}
        )
        Area = self.env["community.area"].with_user(self.worker)
        before = self.board(), self.board(self.estate), Area.building_places()
        hidden = self.make_household(
            building=self.building2,
            room="999",
            members=[{"name": "王芳", "role": "head"}],
            date_entered=self.today - relativedelta(years=3),
        )
        # Behind a door of this worker, in the books of another grid.
        hidden.write({"dwelling_id": dwelling.id, "area_id": self.building2.id})
        self.env["community.visit"].create(
            {"household_id": hidden.id, "state": "absent", "date": self.today}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(hidden.grid_id, self.grid2)
        self.assertEqual(hidden.dwelling_id, dwelling)
        self.assertNotIn(hidden, self.env[hidden._name].with_user(self.worker).search([]))
        self.assertEqual((self.board(), self.board(self.estate), Area.building_places()), before)
        door = next(d for d in self.doors(self.board(user=self.officer)) if d["room"] == "601")
        self.assertEqual([home["id"] for home in door["households"]], hidden.ids)

    def test_queries_do_not_depend_on_the_building(self):
        def queries(count):
            for number in range(count):
                level = self.make_household(building=self.entrance2, room=f"{number + 1}01")
                self.env["community.visit"].create(
                    {"household_id": level.id, "state": "done", "date": self.today}
                )
            self.board()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.board()
            return self.cr.sql_log_count - before

        few = queries(2)
        self.entrance2 = self.entrance2.copy({"name": "3单元"})
        self.assertEqual(few, queries(20))
        self.assertLessEqual(few, 12)

    def test_queries_of_the_places(self):
        """As many queries for one building as for forty."""

        def queries():
            Area = self.env["community.area"].with_user(self.officer)
            Area.building_places()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Area.building_places()
            return self.cr.sql_log_count - before

        few = queries()
        for number in range(10, 50):
            building = self.building1.copy({"name": f"{number}号楼"})
            self.make_household(building=building, room="101")
        self.assertEqual(few, queries())
        self.assertLessEqual(few, 12)


@tagged("post_install", "-at_install", "community")
class TestManyDoors(BoardCase):
    """One outcome at many doors: each on its own, told, and taken back."""

    def setUp(self):
        super().setUp()
        self.homes = self.home | self.below
        self.homes |= self.make_household(building=self.entrance, room="503")

    def save(self, homes=None, key="round", user=None, **values):
        homes = (homes or self.homes).with_user(user or self.worker)
        return homes.save_at_their_doors({"client_key": key, "state": "absent", **values})

    def undo(self, homes=None, key="round", user=None):
        return (homes or self.homes).with_user(user or self.worker).undo_at_their_doors(key)

    def visits(self, **values):
        domain = [("household_id", "in", self.homes.ids)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["community.visit"].search(domain)

    def assert_done(self, rows, homes):
        self.assertEqual([row["id"] for row in rows if row["is_done"]], homes.ids)

    def test_a_staircase(self):
        """Each door gets its visit in vain, a planned one is used, and one undo takes all back."""
        planned = self.env["community.visit"].create(
            {"household_id": self.below.id, "date": self.today, "user_id": self.worker.id}
        )
        due = self.below.next_visit_date
        rows = self.save()
        self.assert_done(rows, self.homes)
        self.assertEqual(len(self.visits(state="absent")), 3)
        self.assertEqual(planned.state, "absent")
        self.assertEqual(self.below.next_visit_date, due, "in vain is no visit")
        board = self.board()
        today = [home["today"] for door in self.doors(board) for home in door["households"]]
        self.assertEqual(today, ["absent"] * 3)
        self.assert_done(self.undo(), self.homes)
        self.assertFalse(self.visits(state="absent"))
        self.assertEqual(planned.state, "planned")

    def test_twice_is_said(self):
        """The same round again is one round; another one is refused door by door."""
        self.save()
        self.assert_done(self.save(), self.homes)
        again = self.save(key="second")
        self.assert_done(again, self.homes.browse())
        for row in again:
            self.assertIn("Nobody home", row["why"])
        made = self.visits().filtered(lambda visit: visit.state == "absent")
        self.assertEqual(len(made), 3)
        self.assertEqual((self.visits() - made).retry_of_id, made, "one next try for each")

    def test_a_key_of_another_household(self):
        """A key that another home's save has is told at this door alone, and saves nothing."""
        stolen = f"round:{self.below.id}"
        Visit = self.env["community.visit"].with_user(self.worker)
        Visit.save_at_the_door(self.home.id, {"client_key": stolen, "state": "done"})
        rows = {row["id"]: row for row in self.save(self.below | self.homes[-1])}
        self.assertIn("another household", rows[self.below.id]["why"])
        self.assertTrue(rows[self.homes[-1].id]["is_done"])
        self.assertFalse(self.below.visit_ids)

    def test_one_refusal_stops_no_other(self):
        """A door that was opened today, one of another grid and one that has gone are told."""
        foreign = self.make_household(building=self.building2)
        gone = self.make_household(building=self.entrance, room="701")
        gone.active = False
        self.env["community.visit"].create(
            {"household_id": self.home.id, "state": "done", "date": self.today}
        )
        rows = self.save(self.homes | foreign | gone)
        self.assert_done(rows, self.homes - self.home)
        why = {row["id"]: row["why"] for row in rows}
        self.assertIn("Visited", why[self.home.id])
        self.assertEqual(why[foreign.id], why[gone.id], "what is hidden is as what is not there")
        self.assertNotIn("张", why[foreign.id])
        missing = self.homes.browse(10**8).with_user(self.worker)
        (row,) = missing.save_at_their_doors({"client_key": "m", "state": "absent"})
        self.assertEqual(row["why"], why[foreign.id])

    def test_what_cannot_be_right(self):
        """Bad values save nothing and are told in a sentence."""
        tomorrow = fields.Date.to_string(self.today + datetime.timedelta(days=1))
        for values in ({"state": "planned"}, {"date": "soon"}, {"date": tomorrow}, {"mode": "x"}):
            rows = self.save(**values)
            self.assert_done(rows, self.homes.browse())
            self.assertTrue(all(row["why"] for row in rows))
        for values in ({"met_resident_ids": self.home.head_id.ids}, {"key": False}, {"needs": []}):
            with self.assertRaises(UserError):
                self.save(**values)
        with self.assertRaises(AccessError):
            self.save(user=self.auditor)
        self.assertFalse(self.visits())

    def test_undo_refuses_what_something_depends_on(self):
        """A need entered since, and a visit corrected since, stay; the other doors go back."""
        self.save()
        visits = {visit.household_id: visit for visit in self.visits()}
        self.env["community.visit.need"].create(
            {"visit_id": visits[self.home].id, "name": "Lamp", "kind": "request"}
        )
        visits[self.below].write({"state": "done"})
        rows = {row["id"]: row for row in self.undo()}
        self.assertFalse(rows[self.home.id]["is_done"])
        self.assertIn(
            self.env["ir.model"]._get("community.visit.need").name, rows[self.home.id]["why"]
        )
        self.assertFalse(rows[self.below.id]["is_done"])
        self.assertEqual(visits[self.home].state, "absent")
        self.assertEqual(visits[self.below].state, "done")
        last = self.homes - self.home - self.below
        self.assertTrue(rows[last.id]["is_done"])
        self.assertEqual(visits[last].state, "cancelled")

    def test_undo_is_for_the_round_and_for_minutes(self):
        """A key of nobody, a second undo and a late one are refused."""
        self.save()
        for row in self.undo(key="other"):
            self.assertFalse(row["is_done"])
        self.assert_done(self.undo(), self.homes)
        for row in self.undo():
            self.assertFalse(row["is_done"])
        self.save(key="late")
        self.homes.company_id.community_undo_minutes = 10
        for visit in self.visits(state="absent").sudo():
            visit.undo_values = {**visit.undo_values, "until": "2026-01-01 00:00:00"}
        for row in self.undo(key="late"):
            self.assertFalse(row["is_done"])
            self.assertIn("10", row["why"])

    def test_a_round_of_visits(self):
        """Visits made are recorded the same way, and count."""
        self.assert_done(self.save(state="done", situation="Leaflet"), self.homes)
        self.assertEqual(set(self.visits().mapped("situation")), {"Leaflet"})
        self.assertEqual(set(self.homes.mapped("last_visit_date")), {self.today})
        self.assert_done(self.undo(), self.homes)
        self.assertEqual(set(self.homes.mapped("last_visit_date")), {False})


class BoardTourCase(BoardCase, HttpCase):
    tour = "community_building_board"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.homes = cls.home | cls.below
        cls.homes |= cls.make_household(building=cls.entrance, room="503")

    def walk(self):
        self.start_tour("/odoo/building-board", self.tour, login="worker")
        found = self.env["community.visit"].search([("household_id", "in", self.homes.ids)])
        visits = found.filtered(lambda visit: visit.state != "planned")
        self.assertEqual(sorted(visits.mapped("state")), ["absent", "cancelled", "cancelled"])
        self.assertEqual(
            visits.filtered(lambda visit: visit.state == "absent").household_id, self.home
        )
        self.assertEqual((found - visits).household_id, self.home, "one next try, where in vain")


@tagged("post_install", "-at_install", "community", "community_tour")
class TestBuildingBoardTour(BoardTourCase):
    def test_staircase_at_the_desk(self):
        """Choose a building, record a staircase with two taps, take it back, and do it anew."""
        self.worker.lang = "en_US"
        self.walk()


@tagged("post_install", "-at_install", "community", "community_tour")
class TestBuildingBoardPhone(BoardTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_staircase_on_a_phone_in_chinese(self):
        """The same on a phone in Chinese: a door opens the screen At the Door."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.worker.lang = "zh_CN"
        self.walk()
