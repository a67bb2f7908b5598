import random
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...tools.identity import upgrade_id_number
from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestResidentDuplicate(CommunityCase):
    """Who is in the register twice: found, warned of, told apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.make_household(
            [{"name": "王强", "role": "head", "birth_date": "1950-01-02", "phone": "13800000001"}]
        )
        cls.far = cls.make_household(
            [{"name": "李远", "role": "head", "birth_date": "1961-01-02"}], building=cls.building2
        )
        cls.wang = cls.home.head_id
        cls.Pair = cls.env["community.resident.duplicate"]

    def found(self):
        self.Pair._find()
        return {
            (pair.first_id, pair.second_id): pair.evidence
            for pair in self.Pair.search([("state", "=", "open")])
        }

    def test_evidence(self):
        """Number, phone, name with birth date; a different whole number is a different person."""
        old = "999999500102123"
        number = self.make_id_number("1970-02-03")
        make = self.make_resident
        by_name = make(self.far, name="王强", birth_date="1950-01-02")
        by_phone = make(self.far, name="王墙", phone2="13800000001")
        make(self.far, name="赵六", phone="13800000001", birth_date="1952-02-02")
        card15 = make(self.far, name="孙一")
        # As registers of before keep it: today a number is brought to its 18 digits.
        card15.flush_recordset()
        self.env.cr.execute(
            "UPDATE community_resident SET id_number = %s WHERE id = %s", [old, card15.id]
        )
        card15.invalidate_recordset()
        card18 = make(self.far, name="孙二", id_number=upgrade_id_number(old))
        make(self.far, name="钱多", id_number=number)
        make(self.far, name="钱多", id_number=self.make_id_number("1970-02-03"))
        found = self.found()
        self.assertEqual(
            found,
            {
                (self.wang, by_name): "3_name",
                (self.wang, by_phone): "2_phone",
                (card15, card18): "1_number",
            },
        )

    def test_set_based_is_the_same_as_asking_for_each(self):
        """Random registers: the search of all finds the pairs that are shown on entry."""
        rng = random.Random(14)
        for _turn in range(40):
            number = self.make_id_number(f"19{rng.randrange(60, 64)}-01-0{rng.randrange(1, 3)}")
            self.make_resident(
                rng.choice([self.home, self.far]),
                name=rng.choice(["王强", "王 强", "王墙", "李四", "李思"]),
                id_number=rng.choice([False, False, number]),
                id_override_reason="As in the household booklet",
                phone=rng.choice([False, "13800000001", "13800000002", "13800000003"]),
                phone2=rng.choice([False, False, "13800000002"]),
                birth_date=rng.choice([False, "1950-01-02", "1951-01-02"]),
            )
        people = self.env["community.resident"].search([("company_id", "=", self.env.company.id)])
        people = people.filtered(lambda person: person.household_id in self.home | self.far)
        by_all = {pair for pair in self.found() if pair[0] in people and pair[1] in people}
        sizes = {}
        by_one = set()
        for person in people:
            alike = person._find_alike(
                person.name,
                person.birth_date,
                (person.phone, person.phone2),
                person.id_number,
                person,
            )
            sizes[person] = len(alike)
            by_one |= {tuple((person | other).sorted("id")) for other in alike & people}
        self.assertTrue(by_all)
        # Of a crowd each is held against the first one only; nobody of a crowd is left out.
        self.assertFalse(by_all - by_one)
        self.assertEqual(
            {person for pair in by_all for person in pair},
            {person for pair in by_one for person in pair},
        )

    def test_told_apart_is_remembered(self):
        other = self.make_resident(self.home, name="王强", birth_date="1950-01-02")
        self.found()
        pair = self.Pair.search([("first_id", "=", self.wang.id)]).with_user(self.worker)
        self.assertIn("王强", self.wang.with_user(self.worker).duplicate_note)
        pair.action_different()
        self.assertFalse(self.found())
        self.assertEqual(pair.state, "different")
        self.assertFalse(self.wang.with_user(self.worker).duplicate_note)
        pair.action_ask_again()
        self.assertEqual(self.found(), {(self.wang, other): "3_name"})
        other.name = "王芳"
        self.assertFalse(self.found(), "a pair that is not alike any more is gone")

    def test_warned_on_the_form(self):
        form = Form(self.env["community.resident"].with_user(self.worker))
        form.name = "王强"
        self.assertFalse(form.duplicate_note)
        form.birth_date = "1950-01-02"
        self.assertIn(self.home.address, form.duplicate_note)
        form.birth_date = False
        form.phone_input = "138 0000 0001"
        self.assertIn("王强", form.duplicate_note)
        form.name = "赵六"
        self.assertFalse(form.duplicate_note)
        form.name = "李远"
        form.birth_date = "1961-01-02"
        self.assertFalse(form.duplicate_note, "somebody of another grid is not told")

    def test_warned_when_somebody_moves_in(self):
        action = (
            self.env["community.household.operation.wizard"]
            .with_user(self.worker)
            ._action("move_in", self.home.with_user(self.worker))
        )
        wizard = self.env[action["res_model"]].with_user(self.worker).browse(action["res_id"])
        with Form(wizard) as form:
            form.name = "王强"
            form.birth_date = "1950-01-02"
            self.assertIn(self.home.address, form.duplicate_note)

    def test_warned_at_the_door(self):
        Visit = self.env["community.visit"].with_user(self.worker)
        neighbour = self.make_household([{"name": "张三", "role": "head"}])
        wife = self.make_resident(self.home, name="赵敏")
        ask = Visit.door_phone_note
        self.assertIn("王强", ask(neighbour.head_id.id, "138-0000-0001"))
        self.assertFalse(ask(neighbour.head_id.id, "13800000009"))
        self.assertFalse(ask(neighbour.head_id.id, "x"))
        self.assertFalse(ask(wife.id, "13800000001"), "a family shares a phone")
        with self.assertRaises(AccessError):
            ask(self.far.head_id.id, "13800000001")

    def test_only_who_may_see_both(self):
        self.make_resident(self.far, name="王强", birth_date="1950-01-02")
        self.found()
        for user, count in ((self.worker, 0), (self.worker2, 0), (self.officer, 1)):
            self.assertEqual(self.Pair.with_user(user).search_count([]), count, user.login)
        with self.assertRaises(AccessError):
            (self.wang | self.far.head_id).with_user(self.worker).action_compare()
        with self.assertRaises(AccessError):
            self.Pair.with_user(self.auditor).search([])
        with self.assertRaisesRegex(UserError, "every night"):
            self.Pair.with_user(self.worker).action_find()
        with self.assertRaises(AccessError):
            self.Pair.with_user(self.manager).create(
                {"first_id": self.wang.id, "second_id": self.far.head_id.id, "evidence": "3_name"}
            )

    def test_dead_and_living(self):
        """Who stands in the register dead and living is found by the number."""
        number = self.make_id_number("1940-02-03")
        dead = self.make_resident(self.far, name="孙一", id_number=number)
        yesterday = fields.Date.context_today(self.wang) - timedelta(days=1)
        self.far._death(yesterday, dead)
        other = self.make_resident(self.home, name="孙一", id_number=number)
        self.assertEqual(self.found(), {(dead, other): "1_number"})
        with self.assertRaisesRegex(UserError, "has died"):
            dead._merge_into(other)
