from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


class FindCase(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Area = cls.env["community.area"]
        cls.entrance = Area.create(
            {"name": "2单元", "kind": "entrance", "parent_id": cls.building1.id}
        )
        cls.building11 = Area.create(
            {
                "name": "11号楼",
                "kind": "building",
                "parent_id": cls.estate.id,
                "own_grid_id": cls.grid.id,
            }
        )
        cls.number = cls.make_id_number(birth="1950-02-03", sex="female")
        cls.home = cls.make_household(
            [
                {
                    "name": "欧阳春梅",
                    "role": "head",
                    "birth_date": "1950-02-03",
                    "sex": "female",
                    "id_number": cls.number,
                    "phone": "13812347788",
                }
            ],
            building=cls.entrance,
            room="502",
        )
        cls.woman = cls.home.head_id
        cls.home11 = cls.make_household(
            [{"name": "陆大明", "role": "head"}], building=cls.building11, room="502"
        )
        cls.elsewhere = cls.make_household(
            [{"name": "欧阳春兰", "role": "head"}], building=cls.building2, room="502"
        )

    def find(self, text, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["community.resident"].with_user(user or self.worker).find_anywhere(text)

    def found(self, text, user=None):
        return {(item["model"], item["id"]) for item in self.find(text, user)}


@tagged("post_install", "-at_install", "community")
class TestFind(FindCase):
    """One search on every page."""

    def test_a_person_by_name_pinyin_initials_and_last_four(self):
        """Name, full pinyin, initials, last four of ID number and phone lead to the person."""
        who = ("community.resident", self.woman.id)
        for text in (
            "春梅",
            "欧阳春梅",
            "ouyangchunmei",
            "oycm",
            "OYCM",
            self.number[-4:],
            "7788",
            "13812347788",
            self.number,
            " 春梅　",
        ):
            with self.subTest(text=text):
                self.assertIn(who, self.found(text))
        self.assertFalse(self.found("春"))
        self.assertFalse(self.found(""))
        self.assertFalse(self.found(False))
        self.assertFalse(self.found("无此人"))
        self.assertFalse(self.found("x" * 500))

    def test_a_person_with_age_home_and_open_matters(self):
        """The line says age and home, and counts what is open; what is closed does not count."""
        Request = self.env["community.request"]
        request, closed = Request.create(
            [
                {
                    "description": text,
                    "resident_id": self.woman.id,
                    "household_id": self.home.id,
                    "item_id": self.env["community.service.item"].search([], limit=1).id,
                }
                for text in ("水管漏水", "已办")
            ]
        )
        self.env["community.visit.need"].create(
            {"name": "楼道灯坏了", "household_id": self.home.id, "user_id": self.worker.id}
        )
        closed._set_closed(state="cancelled")
        [person] = self.find("春梅")
        today = fields.Date.context_today(self.worker)
        self.assertEqual(person["title"], "欧阳春梅")
        self.assertEqual(person["age"], today.year - 1950 - ((today.month, today.day) < (2, 3)))
        self.assertEqual(person["home_id"], self.home.id)
        self.assertIn("2单元502", person["detail"])
        self.assertEqual(person["open_count"], 2)
        [home] = self.find("1-2-502")
        self.assertEqual(home["open_count"], 2)
        request._set_closed(state="cancelled")
        self.assertEqual(self.find("春梅")[0]["open_count"], 1)

    def test_a_home_by_its_door(self):
        """Building, entrance and room in the ways they are written; 1 is not a part of 11."""
        home, home11 = (("community.household", x.id) for x in (self.home, self.home11))
        for text in ("1-2-502", "1号楼2单元502", "1栋2单元502室", "１－２－５０２", "1#2-502"):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), {home})
        for text in ("1号楼502", "1-502", "望河小区1号楼502"):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), {home})
        self.assertEqual(self.found("11号楼502"), {home11})
        self.assertEqual(self.found("11-502"), {home11})
        self.assertEqual(self.found("502"), {home, home11})
        self.assertFalse(self.found("7-2-502"))
        self.assertFalse(self.found("别的小区1号楼502"))

    def test_a_matter_by_its_number(self):
        """A request by its number or the end of it, a household by its number."""
        request = self.env["community.request"].create(
            {
                "description": "路灯不亮",
                "resident_id": self.woman.id,
                "household_id": self.home.id,
                "item_id": self.env["community.service.item"].search([], limit=1).id,
            }
        )
        request._set_closed(number="R2026-98765")
        for text in ("R2026-98765", "r2026-98765", "98765"):
            with self.subTest(text=text):
                self.assertIn(("community.request", request.id), self.found(text, self.officer))
        self.assertIn(("community.household", self.home.id), self.found(self.home.code))
        self.assertFalse(self.found("%_98765"))

    def test_nobody_outside_the_own_grid(self):
        """What lists do not show is not found: another grid, another role, closed numbers."""
        elsewhere = self.elsewhere.head_id
        self.assertFalse(self.found("欧阳春兰"))
        self.assertEqual(len(self.found("欧阳")), 1)
        self.assertNotIn(("community.household", self.elsewhere.id), self.found("2号楼502"))
        self.assertEqual(
            self.found("欧阳", self.officer),
            {("community.resident", person.id) for person in (self.woman, elsewhere)},
        )
        with self.assertRaises(AccessError):
            self.found("欧阳春梅", self.plain)
        # An auditor may read everybody, but tries out no numbers.
        self.assertNotIn(("community.resident", self.woman.id), self.found("7788", self.auditor))
        self.assertNotIn(self.number, str(self.find("欧阳春梅")))
        self.assertNotIn("13812347788", str(self.find("欧阳春梅")))

    def test_a_search_costs_the_same_for_one_and_for_many(self):
        """The number of queries does not depend on how much is found."""
        for number in range(7):
            self.make_household([{"name": f"司徒{number}", "role": "head"}], room=str(700 + number))
        self.env.flush_all()

        def cost(text, count):
            self.find(text)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.env["community.resident"].with_user(self.worker).find_anywhere(text)
            self.assertEqual(len(found), count)
            return self.env.cr.sql_log_count - before

        one, many = cost("司徒3", 1), cost("司徒", 7)
        self.assertEqual(one, many)
        self.assertLessEqual(many, 14)


@tagged("post_install", "-at_install", "community", "community_tour")
class TestFindTour(FindCase, HttpCase):
    def test_ctrl_k_opens_a_home(self):
        """On any page Ctrl+K, initials and one click open the home; the file is beside it."""
        self.start_tour("/odoo/visits", "community_find_desk", login="worker")


@tagged("post_install", "-at_install", "community", "community_tour")
class TestFindTourOnAPhone(FindCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_the_magnifier_opens_a_home_in_two_taps(self):
        """In zh_CN on a phone: the magnifier, a door typed, one tap: the home is open."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.worker.lang = "zh_CN"
        self.start_tour("/odoo", "community_find_phone", login="worker")
