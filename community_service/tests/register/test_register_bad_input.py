from contextlib import contextmanager
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.identity import check_id_number
from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestRegisterBadInput(CommunityCase):
    """What a clerk can get wrong is refused with a sentence, and nothing is saved by halves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.home = cls.make_household()
        cls.other = cls.make_household()
        cls.person = cls.home.head_id

    def refused(self, sentence):
        """Expect a refusal by the model."""
        return self.assertRaisesRegex((UserError, ValidationError), sentence)

    @contextmanager
    def refused_by_database(self, model, sentence):
        """Expect a violated constraint, and the sentence into which the server turns it."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught:
            yield
        message = self.env[model]._sql_error_to_message(caught.exception)
        self.assertRegex(message, sentence)

    def test_birth_date_in_the_future(self):
        with self.refused("张小明: the birth date .* lies in the future"):
            self.person.birth_date = self.today + timedelta(days=1)

    def test_a_place_is_left_before_it_is_archived(self):
        """Else a list handed in later would find its people nowhere."""
        entrance = self.env["community.area"].create(
            {"name": "9单元", "kind": "entrance", "parent_id": self.building1.id}
        )
        there = self.make_household(building=entrance, room="909")
        for place in (there.dwelling_id, entrance, self.building1, self.estate):
            with self.refused("is not archived while people live"):
                place.active = False
        there.residency_ids.date_to = self.today
        there.dwelling_id.active = False
        entrance.active = False

    def test_end_before_start(self):
        line = self.home.residency_ids
        line.date_from = "2020-05-05"
        with self.refused_by_database("community.residency", "cannot end before it starts"):
            line.date_to = "2020-05-04"
            line.flush_recordset()

    def test_other_periods_that_end_before_they_start(self):
        period = {"date_from": "2020-05-05", "date_to": "2020-05-04"}
        category = self.env.ref("community_service.community_category_veteran")
        for model, values, sentence in (
            (
                "community.category.line",
                {"category_id": category.id, "resident_id": self.person.id},
                "A category cannot end before it starts",
            ),
            (
                "community.grid.officer",
                {"grid_id": self.grid2.id, "user_id": self.worker.id},
                "A worker's line cannot end before it starts",
            ),
            ("community.programme", {"name": "2020"}, "cannot end before it starts"),
            ("community.report", {"name": "2020"}, "A period cannot end before it starts"),
        ):
            with (
                self.subTest(model=model),
                self.refused_by_database(model, sentence),
                self.cr.savepoint(),
            ):
                self.env[model].create({**values, **period})
                self.env.flush_all()

    def test_unknown_category(self):
        """A category is chosen from the list: a word or number that is none is refused."""
        Line = self.env["community.category.line"]
        row = ["银龄达人", str(self.person.id)]
        with mute_logger("odoo.sql_db"):
            load = Line.load(["category_id", "resident_id/.id"], [row])
        self.assertFalse(load["ids"])
        self.assertIn("No matching record found for name '银龄达人'", str(load["messages"]))
        with self.refused_by_database(Line._name, "“Category” does not exist"), self.cr.savepoint():
            Line.create({"category_id": 999999, "resident_id": self.person.id})
            self.env.flush_all()
        self.assertFalse(self.person.category_line_ids)

    def test_residency_before_birth(self):
        self.person.birth_date = "1990-01-01"
        with self.refused("born on 1990-01-01"):
            self.home.residency_ids.date_from = "1989-12-31"

    def test_cyclic_area(self):
        with self.refused("cannot stand inside"):
            self.estate.parent_id = self.building1

    def test_second_head(self):
        with self.refused_by_database("community.residency", "A household has one head"):
            self.make_resident(self.home, role="head")
            self.env.flush_all()

    def test_second_open_living_residency(self):
        with self.refused_by_database("community.residency", "already lives in another"):
            self.env["community.residency"].create(
                {"resident_id": self.person.id, "household_id": self.other.id, "kind": "living"}
            )

    def test_two_places_in_the_past(self):
        self.home.residency_ids.write({"date_from": "2010-01-01", "date_to": "2020-01-01"})
        with self.refused("at the same time"):
            self.env["community.residency"].create(
                {
                    "resident_id": self.person.id,
                    "household_id": self.other.id,
                    "kind": "living",
                    "date_from": "2019-12-31",
                }
            )

    def test_past_place_of_another_grid_counts_and_is_not_named(self):
        """A worker cannot overlap a life that they do not see, and learns nothing of the place."""
        far = self.make_household([{"name": "李远", "role": "head"}], building=self.building2)
        self.home.residency_ids.date_from = "2020-01-01"
        self.env["community.residency"].create(
            {
                "resident_id": self.person.id,
                "household_id": far.id,
                "kind": "living",
                "date_from": "2010-01-01",
                "date_to": "2020-01-01",
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        line = self.home.residency_ids
        with self.refused(r"Household of another grid at the same time \(2019-12-31\)") as caught:
            line.with_user(self.worker).date_from = "2019-12-31"
        for secret in (far.address, "李远", "2号楼"):
            self.assertNotIn(secret, str(caught.exception))
        self.assertIn(self.home.address, str(caught.exception))
        with self.refused(f"{far.address} 李远 at the same time"):
            line.with_user(self.officer).date_from = "2019-12-31"
        line.with_user(self.worker).date_from = "2020-02-01"
        self.assertEqual(line.date_from, fields.Date.to_date("2020-02-01"))

    def test_day_before_an_unseen_residency_is_refused_without_its_place(self):
        number = self.make_id_number()
        far = self.make_household(
            [{"name": "李远", "role": "head", "id_number_input": number}],
            building=self.building2,
        )
        far.residency_ids.date_from = "2020-01-01"
        known = self.env["community.resident"].with_user(self.worker)
        known = known._find_by_id_number(number, "李远")
        with self.refused("only from 2020-01-01") as caught:
            self.home.with_user(self.worker)._move_in("2019-05-05", known)
        self.assertNotIn(far.address, str(caught.exception))

    def test_household_with_history_is_kept(self):
        with self.refused("has a history of residents or visits and is kept"):
            self.home.unlink()
        empty = self.env["community.household"].create({"dwelling_id": self.home.dwelling_id.id})
        self.env["community.visit"].create(
            {"household_id": empty.id, "date": self.today, "state": "absent"}
        )
        self.assertFalse(empty.last_visit_date, "nobody was home")
        with self.refused("has a history of residents or visits and is kept"):
            empty.unlink()
        with self.refused("has a history of residencies and is kept"):
            self.person.unlink()

    def test_formula_as_a_name(self):
        for name in ("=1+1", "+86", "-1", "@sum", " =HYPERLINK()", "  "):
            with self.subTest(name=name), self.refused("is not a name"):
                self.person.name = name

    def test_id_numbers(self):
        for number in (
            "11010519491231002X",
            "360426199101010071",
            "120103198806018241",
            "210102193503150029",
            "999999199001010016",
        ):
            with self.subTest(number=number):
                resident = self.make_resident(self.home, name="李华", id_number_input=number)
                said = check_id_number(number)
                self.assertEqual((resident.birth_date, resident.sex), (said.birth_date, said.sex))
                self.assertEqual(resident.sudo().id_number, number)
        for number in ("110105194912310021", "360426199101010072"):
            with self.subTest(number=number), self.refused("check digit is wrong"):
                self.make_resident(self.home, name="李华", id_number_input=number)

    def test_override_with_a_reason(self):
        resident = self.make_resident(
            self.home,
            name="李华",
            id_number_input="110105194912310021",
            id_override_reason="Printed so on the card",
        )
        self.assertEqual(resident.sudo().id_number, "110105194912310021")

    def test_birth_and_sex_are_compared_with_the_number(self):
        resident = self.make_resident(self.home, name="李华", id_number_input="360426199101010071")
        with self.refused("says born on 1991-01-01, Male"):
            resident.birth_date = "1991-01-02"
        with self.refused("says born on 1991-01-01, Male"):
            resident.sex = "female"
        resident.write({"birth_date": "1991-01-02", "id_override_reason": "Lunar date"})
        self.assertEqual(resident.birth_date, fields.Date.to_date("1991-01-02"))

    def test_second_person_with_the_same_number(self):
        number = self.make_id_number()
        self.make_resident(self.home, id_number_input=number)
        with self.assertRaisesRegex(ValidationError, "already has this ID number"):
            self.make_resident(self.other, id_number_input=number)
            self.env.flush_all()

    def test_kinship(self):
        Kinship = self.env["community.kinship"]
        relative = self.other.head_id
        values = {"resident_id": self.person.id, "relative_id": relative.id, "kind": "child"}
        kinship = Kinship.create(values)
        self.assertEqual(kinship.grid_id, self.grid)
        self.assertEqual(kinship.display_name, "张小明 (Child)")
        with self.refused_by_database("community.kinship", "already recorded"):
            Kinship.create(values)
        # The same pair seen from the other side is the same pair, whatever the kind says.
        turned = {"resident_id": relative.id, "relative_id": self.person.id, "kind": "parent"}
        with self.refused_by_database("community.kinship", "correct that entry"):
            Kinship.create(turned)
        self.assertEqual(relative.kinship_of_ids, kinship, "read from the other side as well")
        with self.refused_by_database("community.kinship", "not a relative of themselves"):
            Kinship.create({**values, "relative_id": self.person.id})

    def test_holidays(self):
        Holiday = self.env["community.holiday"]
        Holiday.search([]).unlink()
        Holiday.create(
            [
                {"name": "Day off", "date": "2031-10-01"},
                {"name": "Made up", "date": "2031-10-04", "kind": "worked"},
            ]
        )
        start = fields.Date.to_date("2031-09-30")  # Tuesday; the 4th is a Saturday
        self.assertEqual(
            Holiday._add_workdays(start, 3, self.env.company),
            (fields.Date.to_date("2031-10-04"), False),
        )
        _date, is_provisional = Holiday._add_workdays(
            fields.Date.to_date("2032-01-05"), 1, self.env.company
        )
        self.assertTrue(is_provisional)
        with self.refused_by_database("community.holiday", "already in the holiday calendar"):
            Holiday.create({"name": "Twice", "date": "2031-10-01"})

    def test_head_does_not_end_alone(self):
        """Ending the head's residency by hand asks for the new head, as moving out does."""
        home = self.make_household()
        self.env["community.resident"].create(
            {
                "name": "李二",
                "residency_ids": [(0, 0, {"household_id": home.id, "role": "child"})],
            }
        )
        head = home.residency_ids.filtered(lambda line: line.role == "head" and not line.date_to)
        others = home.residency_ids.filtered(lambda line: not line.date_to) - head
        self.assertTrue(head and others)
        with self.refused("choose the new head"):
            head.date_to = "2026-01-20"
        (others + head).date_to = "2026-01-20"
        self.assertFalse(home.head_id)
