import random
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestHouseholdOperation(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.long_ago = cls.today - timedelta(days=2000)
        cls.home = cls.make_household(
            [
                {"name": "王强", "role": "head", "birth_date": "1950-01-02"},
                {"name": "赵敏", "role": "spouse", "birth_date": "1952-01-02"},
                {"name": "王小明", "role": "child", "birth_date": "1980-01-02"},
            ],
            room="101",
        )
        cls.neighbour = cls.make_household(room="102")
        cls.far = cls.make_household([{"name": "李远", "role": "head"}], building=cls.building2)
        cls.head, cls.wife, cls.son = cls.home.residency_ids.sorted("id").resident_id

    def as_worker(self, record):
        return record.with_user(self.worker)

    def rows(self):
        """Return all rows an operation can touch."""
        Operation = self.env["community.household.operation"]
        households = self.env["community.household"].with_context(active_test=False).search([])
        residents = self.env["community.resident"].with_context(active_test=False).search([])
        return Operation._snapshot(households, residents)

    def test_move_in_and_undo(self):
        before = self.rows()
        home = self.as_worker(self.home)
        operation = home._move_in(
            self.today, values={"name": "孙新", "phone_input": "13900001111"}, role="tenant"
        )
        self.assertEqual(home.member_count, 4)
        self.assertEqual(operation.resident_ids.name, "孙新")
        self.assertEqual(operation.resident_ids.grid_id, self.grid)
        self.assertNotIn("13900001111", str(operation.sudo().before) + str(operation.sudo().after))
        self.assertEqual(home.undo_operation_id, operation)
        home.action_undo_operation()
        self.assertEqual(operation.state, "undone")
        self.assertEqual(self.rows(), before)
        with self.assertRaisesRegex(UserError, "already taken back"):
            self.as_worker(operation).action_undo()

    def test_known_person_comes_from_another_grid(self):
        number = self.make_id_number()
        person = self.far.head_id
        person.id_number_input = number
        self.env.flush_all()
        before = self.rows()
        Resident = self.env["community.resident"].with_user(self.worker)
        self.assertFalse(Resident._find_by_id_number(self.make_id_number(), "李远"))
        with self.assertRaisesRegex(UserError, "another name"):
            Resident._find_by_id_number(number, "李近")
        known = Resident._find_by_id_number(number.lower(), "李远")
        self.assertEqual(known, person)
        log = self.env["community.access.log"].search(
            [("res_id", "=", person.id), ("model", "=", person._name)], limit=1
        )
        self.assertEqual((log.kind, log.user_id), ("find", self.worker))
        operation = self.as_worker(self.home)._move_in(self.today, known, role="other")
        self.assertEqual(person.household_id, self.home)
        self.assertEqual(person.grid_id, self.grid)
        self.assertFalse(self.far.active)
        old = self.far.residency_ids
        self.assertEqual((old.date_to, old.end_reason), (self.today, "move_out"))
        self.as_worker(operation).action_undo()
        self.assertEqual(self.rows(), before)
        self.assertEqual(person.grid_id, self.grid2)

    def test_living_only_keeps_the_registration(self):
        self.as_worker(self.home)._move_in(
            self.today, self.neighbour.head_id, role="tenant", kind="living"
        )
        person = self.env["community.resident"].search([("name", "=", "张小明")], limit=1)
        self.assertEqual(person.household_id, self.home)
        self.assertEqual(self.neighbour._open_lines().kind, "registered")
        self.assertEqual(person.resident_kind, "permanent")

    def test_dates(self):
        home = self.as_worker(self.home)
        with self.assertRaisesRegex(UserError, "future"):
            home._move_out(self.today + timedelta(days=1), self.son)
        with self.assertRaisesRegex(UserError, "was born on 1980-01-02"):
            home._move_out("1979-01-01", self.son)
        self.home.residency_ids.filtered(
            lambda r: r.resident_id == self.son
        ).date_from = "2010-01-01"
        with self.assertRaisesRegex(UserError, "only from 2010-01-01"):
            home._move_out("2009-01-01", self.son)
        home._death("2020-01-01", self.son)
        with self.assertRaisesRegex(UserError, "died on 2020-01-01"):
            home._move_in(self.today, self.son)
        with self.assertRaisesRegex(UserError, "has a head"):
            home._move_in(self.today, values={"name": "孙新"}, role="head")

    def test_other_grid_is_refused(self):
        with self.assertRaises(AccessError):
            self.as_worker(self.far)._move_in(self.today, values={"name": "孙新"})
        operation = self.far._move_in(self.today, values={"name": "孙新"})
        with self.assertRaises(AccessError):
            self.as_worker(operation).action_undo()

    def test_move_out(self):
        home = self.as_worker(self.home)
        with self.assertRaisesRegex(UserError, "choose the new head"):
            home._move_out(self.today, self.head)
        with self.assertRaisesRegex(UserError, "leaves"):
            home._move_out(self.today, self.head, self.head)
        with self.assertRaisesRegex(UserError, "does not belong"):
            home._move_out(self.today, self.far.head_id)
        home._move_out(self.today, self.head, self.wife)
        self.assertEqual(self.home.head_id, self.wife)
        self.assertEqual(self.head.resident_kind, "former")
        self.assertEqual(self.head.grid_id, self.grid)
        home._move_out(self.today, self.son, keep_registered=True)
        self.assertEqual(self.son.resident_kind, "split")

    def test_split_and_merge(self):
        before = self.rows()
        dwelling = self.env["community.dwelling"].create(
            {"area_id": self.building1.id, "room": "909"}
        )
        home = self.as_worker(self.home)
        with self.assertRaisesRegex(UserError, "leaves some"):
            home._split(self.today, self.home.resident_ids, dwelling, self.son)
        split = home._split(self.today, self.son, dwelling, self.son)
        new = split.household_ids - self.home
        self.assertEqual((new.head_id, new.dwelling_id), (self.son, dwelling))
        merge = self.as_worker(new)._merge(self.today, self.home)
        self.assertFalse(new.active)
        self.assertEqual(self.home.member_count, 3)
        with self.assertRaisesRegex(UserError, "take that back first"):
            self.as_worker(split).action_undo()
        self.as_worker(merge).action_undo()
        self.as_worker(split).action_undo()
        self.assertFalse(new.exists())
        self.assertEqual(self.rows(), before)

    def test_birth(self):
        day = self.today - timedelta(days=5)
        operation = self.as_worker(self.home)._birth(
            day, {"name": "王小宝", "sex": "female", "id_kind": "birth"}
        )
        child = operation.resident_ids
        self.assertEqual((child.birth_date, child.role), (day, "child"))
        self.assertEqual(child.residency_ids.start_reason, "birth")

    def test_death_leaves_one_elderly_person(self):
        """A death asks for the new head, ends what ran for the dead, and asks the worker for a
        visit to the old person left alone within 7 days; its undo restores every row.
        """
        home = self.as_worker(self.home)
        home._move_out(self.today, self.son)
        category = self.env["community.category"].create(
            {"name": "Testing", "code": "testing", "subject": "resident"}
        )
        line = self.env["community.category.line"].create(
            {"category_id": category.id, "resident_id": self.head.id, "date_from": "2020-01-01"}
        )
        before = self.rows()
        with self.assertRaisesRegex(UserError, "choose the new head"):
            home._death(self.today, self.head)
        operation = home._death(self.today, self.head, self.wife)
        self.assertEqual(self.head.date_death, self.today)
        self.assertEqual(self.head.residency_ids.end_reason, "death")
        self.assertEqual(line.date_to, self.today)
        self.assertEqual(self.home.own_visit_date, self.today + timedelta(days=7))
        activity = self.home.activity_ids
        self.assertEqual(activity.user_id, self.worker)
        alone = self.env["community.category"].search([("derive_rule", "=", "living_alone")])
        self.assertIn(alone, self.wife.category_ids)
        self.as_worker(operation).action_undo()
        self.assertEqual(self.rows(), before)
        self.assertFalse(self.home.activity_ids)

    def test_undo_and_reversal_have_their_time(self):
        home = self.as_worker(self.home)
        operation = self.as_worker(home._move_in(self.today, values={"name": "孙新"}))
        later = fields.Datetime.now() + timedelta(minutes=11)
        with freeze_time(later):
            operation.invalidate_recordset(["can_undo"])
            self.assertFalse(operation.can_undo)
            self.assertTrue(operation.can_reverse)
            with self.assertRaisesRegex(UserError, "older than 10 minutes"):
                operation.action_undo()
            with self.assertRaisesRegex(UserError, "Say why"):
                operation.action_reverse(" ")
        with freeze_time(later + timedelta(days=31)):
            operation.invalidate_recordset(["can_undo", "can_reverse"])
            with self.assertRaisesRegex(UserError, "older than 30 days"):
                operation.action_reverse("Entered twice")
        with freeze_time(later):
            operation.invalidate_recordset(["can_undo", "can_reverse"])
            operation.action_reverse("Entered twice")
        self.assertEqual((operation.state, operation.reason), ("reversed", "Entered twice"))
        self.assertEqual(self.home.member_count, 3)

    def test_what_stands_in_the_way(self):
        home = self.as_worker(self.home)
        operation = self.as_worker(home._move_in(self.today, values={"name": "孙新"}))
        person = operation.resident_ids
        person.name = "孙心"
        with self.assertRaisesRegex(UserError, "孙心: Full name was changed"):
            operation.action_undo()
        person.name = "孙新"
        visit = self.env["community.visit"].create(
            {"household_id": self.home.id, "date": self.today, "state": "done"}
        )
        self.env.cr.execute(
            "UPDATE community_visit SET write_date = write_date + interval '1 hour' WHERE id = %s",
            [visit.id],
        )
        with self.assertRaisesRegex(UserError, "visit .* was recorded after"):
            operation.action_undo()

    def test_random_sequences_go_back_exactly(self):
        """Any sequence of operations, undone in reverse order, leaves every row as it was."""
        rng = random.Random(19)
        dwellings = self.env["community.dwelling"].create(
            [{"area_id": self.building1.id, "room": f"8{number:02d}"} for number in range(30)]
        )
        for round_number in range(3):
            before = [self.rows()]
            done = []
            for step in range(10):
                households = self.env["community.household"].search([("member_count", ">", 0)])
                home = rng.choice(households)
                members = home._open_lines().resident_id
                one = rng.choice(members)
                rest = members - one
                head = rest[:1] if home.head_id == one else None
                day = self.today - timedelta(days=10 - step)
                kind = rng.choice(
                    ["in", "known", "out", "head", "split", "merge", "birth", "death"]
                )
                with self.subTest(round=round_number, step=step, kind=kind):
                    if kind == "in":
                        done.append(home._move_in(day, values={"name": f"孙{step}"}))
                    elif kind == "known":
                        other = (
                            self.env["community.resident"].search([("date_death", "=", False)])
                            - members
                        )
                        if other:
                            done.append(
                                home._move_in(
                                    day, rng.choice(other), kind=rng.choice(["both", "living"])
                                )
                            )
                    elif kind == "out":
                        done.append(home._move_out(day, one, head or None, rng.random() < 0.3))
                    elif kind == "head" and one != home.head_id:
                        done.append(home._change_head(day, one))
                    elif kind == "split" and rest:
                        done.append(home._split(day, one, dwellings[step], one, head or None))
                    elif kind == "merge" and households - home:
                        done.append(home._merge(day, rng.choice(households - home)))
                    elif kind == "birth":
                        done.append(home._birth(day, {"name": f"宝{step}", "id_kind": "birth"}))
                    elif kind == "death":
                        done.append(home._death(day, one, head or None))
                    else:
                        continue
                if len(before) <= len(done):
                    before.append(self.rows())
            self.assertEqual(len(before), len(done) + 1)
            for operation in reversed(done):
                before.pop()
                operation.action_undo()
                self.assertEqual(self.rows(), before[-1])

    def test_nobody_writes_operations(self):
        operation = self.home._move_in(self.today, values={"name": "孙新"})
        for user in (self.worker, self.officer, self.manager, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                operation.with_user(user).write({"state": "undone"})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                operation.with_user(user).read(["before"])

    def test_dialog(self):
        home = self.as_worker(self.home)

        def dialog(kind, **values):
            action = home.with_context(operation_kind=kind).action_household_operation()
            wizard = self.env[action["res_model"]].with_user(self.worker).browse(action["res_id"])
            wizard.write(values)
            return wizard

        with self.assertRaisesRegex(UserError, "not a household operation"):
            home.with_context(operation_kind="reverse").action_household_operation()
        wizard = dialog("move_in", name="孙新", id_number=self.make_id_number(), role="tenant")
        wizard.action_apply()
        self.assertFalse(wizard.id_number)
        self.assertEqual(self.home.member_count, 4)
        home.action_undo_operation()
        wizard = dialog("move_out")
        with self.assertRaisesRegex(UserError, "Tick who"):
            wizard.action_apply()
        wizard.line_ids[0].is_chosen = True
        self.assertTrue(wizard.is_head_leaving)
        wizard.new_head_id = self.wife
        wizard.action_apply()
        self.assertEqual(self.home.head_id, self.wife)
        dialog("change_head", new_head_id=self.son.id).action_apply()
        self.assertEqual(self.home.head_id, self.son)
        dialog("birth", name="王小宝").action_apply()
        dialog("death", resident_id=self.wife.id).action_apply()
        dialog("merge", target_id=self.neighbour.id).action_apply()
        self.assertEqual(self.neighbour.member_count, 3)
        titles = [entry["title"] for entry in self.as_worker(self.neighbour).timeline()]
        self.assertEqual(titles, ["Merge households"])
