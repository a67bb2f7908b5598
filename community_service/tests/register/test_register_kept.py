import importlib.util
from pathlib import Path

from odoo.tests import tagged

from ...tools.identity import upgrade_id_number
from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestRegisterKept(CommunityCase):
    """One rule for names, numbers, phones and rooms, whatever way they come in or are searched."""

    def resident(self, **values):
        """Create somebody as a form or a program does; the closed fields as code does."""
        return self.env["community.resident"].sudo().create(values)

    def found(self, text):
        return self.env["community.resident"].with_user(self.officer).name_search(text, limit=300)

    def test_names_are_kept_in_one_form(self):
        table = {
            "张　三": "张三",
            " 古丽•买买提 ": "古丽·买买提",
            "古丽.买买提": "古丽·买买提",
            "Anna  Muster": "Anna Muster",
        }
        for text, kept in table.items():
            with self.subTest(text=text):
                person = self.resident(name=text)
                self.assertEqual(person.name, kept)
                person.name = "某人"
                person.name = text
                self.assertEqual(person.name, kept)

    def test_name_is_found_with_any_dot(self):
        person = self.resident(name="吐尔逊·买买提")
        for text in (
            "吐尔逊·买买提",
            "吐尔逊•买买提",
            "吐尔逊・买买提",
            "吐尔逊.买买提",
            "吐尔逊 买买提",
            "吐尔逊 ",
        ):
            with self.subTest(text=text):
                domain = [("name", "ilike", text)]
                self.assertIn(person, self.env["community.resident"].search(domain))
                self.assertIn(person.id, [number for number, _name in self.found(text)])
        self.assertNotIn(person.id, [number for number, _name in self.found("吐尔 买买提尔")])

    def test_number_of_fifteen_digits_is_that_of_eighteen(self):
        short = "999999550518123"
        whole = upgrade_id_number(short)
        person = self.resident(name="旧号一", id_number=short)
        self.assertEqual(person.id_number, whole)
        self.assertEqual(person.birth_date.isoformat(), "1955-05-18")
        other = self.resident(name="旧号二")
        other.id_number_input = "9999995505 18124"
        self.assertEqual(other.id_number, upgrade_id_number("999999550518124"))
        for text in (short, whole, whole.lower()):
            with self.subTest(text=text):
                self.assertIn(person.id, [number for number, _name in self.found(text)])
        known = self.env["community.resident"]._find_by_id_number(short, "旧 号一")
        self.assertEqual(known, person)

    def test_phones_are_kept_as_the_form_keeps_them(self):
        person = self.resident(
            name="话一", phone="+86 138-0000-8888", emergency_phone="024-23456789"
        )
        self.assertEqual((person.phone, person.emergency_phone), ("13800008888", "02423456789"))

    def test_rooms_with_and_without_zeros_are_one(self):
        area = self.env["community.area"].search([("kind", "=", "building")], limit=1)
        home = self.env["community.dwelling"].create({"area_id": area.id, "room": "0977室"})
        self.assertEqual(home.room, "977")
        home.room = "00978"
        self.assertEqual(home.room, "978")

    def test_surnames_are_found_by_each_usual_reading(self):
        table = {
            "单小明": ("sxm", "dxm", "shanxiaoming", "danxi", "shan xiao ming"),
            "曾明": ("zm", "zengming"),
            "乐明": ("ym", "lm", "yueming"),
            "尉迟明": ("ycm", "yuchi"),
            "Anna Muster": ("am", "anna"),
        }
        for name, typed in table.items():
            person = self.resident(name=name)
            for text in typed:
                with self.subTest(name=name, text=text):
                    self.assertIn(person.id, [number for number, _name in self.found(text)])
        self.assertNotIn("曾明", [name for _number, name in self.found("cm")])

    def test_older_registers_are_brought_to_the_same_form(self):
        path = Path(__file__).parents[2] / "migrations/19.0.1.1.0/post-register.py"
        spec = importlib.util.spec_from_file_location("post_register", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        people = self.resident(name="甲") | self.resident(name="乙") | self.resident(name="丙")
        self.env.flush_all()
        taken = upgrade_id_number("999999550518125")
        # As an older version kept them: written past the rule.
        for person, name, number in zip(
            people,
            ("张　三", "古丽.买买提", "Anna Muster"),
            ("999999550518123", "999999550518125", taken),
            strict=True,
        ):
            self.env.cr.execute(
                "UPDATE community_resident SET name = %s, id_number = %s WHERE id = %s",
                [name, number, person.id],
            )
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(people.mapped("name"), ["张三", "古丽·买买提", "Anna Muster"])
        numbers = [upgrade_id_number("999999550518123"), "999999550518125", taken]
        self.assertEqual(people.mapped("id_number"), numbers)
