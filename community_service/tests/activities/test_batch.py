import datetime

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


class BatchCase(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.homes = cls.env["community.household"].union(
            *(
                cls.make_household(members=[{"name": name, "role": "head", "phone": phone}])
                for name, phone in (
                    ("张小明", "13800000001"),
                    ("李丽", "13800000002"),
                    ("王强", "13800000003"),
                )
            )
        )
        cls.first, cls.second, cls.third = cls.homes
        cls.foreign = cls.make_household(
            building=cls.building2, members=[{"name": "赵云", "role": "head"}]
        )
        now = fields.Datetime.now()
        cls.activity = cls.env["community.activity"].create(
            {
                "name": "First aid",
                "kind_id": cls.env["community.activity.kind"].search([], limit=1).id,
                "date_start": now - datetime.timedelta(hours=2),
                "date_stop": now - datetime.timedelta(hours=1),
                "user_id": cls.worker.id,
            }
        )
        station = cls.env["community.caring.station"].create({"name": "Station"})
        cls.item = cls.env["community.caring.item"].create(
            {"name": "Rice", "station_id": station.id, "unit_value": 30}
        )
        cls.env["community.caring.stock.move"].create(
            {"kind": "in", "item_id": cls.item.id, "quantity": 10}
        )
        cls.category, cls.other = cls.env["community.category"].create(
            [
                {"name": name, "code": f"batch_{name}", "subject": "household"}
                for name in ("Flood", "Heat")
            ]
        )

    def batch(self, kind, user=None, homes=None, **values):
        if kind != "sign_in":
            values.setdefault("household_ids", (self.homes if homes is None else homes).ids)
        return (
            self.env["community.batch"]
            .with_user(user or self.worker)
            .create({"kind": kind, **values})
        )

    def record(self, kind, **values):
        batch = self.batch(kind, **values)
        batch.action_record()
        return batch

    def states(self, batch):
        return batch.row_ids.mapped("state")

    def lines(self, home=None):
        return self.env["community.category.line"].search(
            [("household_id", "in", (home or self.homes).ids), ("source", "=", "typed")]
        )

    def present(self):
        return self.env["community.attendance"].search(
            [("activity_id", "=", self.activity.id), ("state", "=", "present")]
        )


@tagged("post_install", "-at_install", "community")
class TestBatch(BatchCase):
    """One thing for many: what came of each row, once only, and back with one button."""

    # doors

    def test_many_doors(self):
        """One outcome at many doors; one visited since stays, the others go back."""
        batch = self.record("door", outcome="absent")
        self.assertEqual((batch.state, self.states(batch)), ("done", ["done"] * 3))
        of_homes = [("household_id", "in", self.homes.ids)]
        found = self.env["community.visit"].search(of_homes)
        visits = found.filtered(lambda visit: visit.state == "absent")
        self.assertEqual(visits.household_id, self.homes)
        self.assertEqual(len(visits), 3)
        visits.filtered(lambda visit: visit.household_id == self.second).state = "done"
        batch.action_undo()
        self.assertEqual(self.states(batch), ["undone", "kept", "undone"])
        self.assertTrue(batch.row_ids[1].why)
        self.assertEqual(sorted(visits.mapped("state")), ["cancelled", "cancelled", "done"])
        tries = self.env["community.visit"].search([*of_homes, ("state", "=", "planned")])
        self.assertLessEqual(tries.household_id, self.second, "next tries go with their visits")

    def test_a_place_names_its_homes(self):
        """A place, or a category, fills the list; what is ticked in a list begins it."""
        Batch = self.env["community.batch"].with_user(self.worker)
        batch = Batch.new({"kind": "door", "area_id": self.estate.id})
        self.assertEqual(batch.household_ids._origin, self.homes, "one's own grid alone")
        self.record("category", homes=self.first, category_id=self.category.id, reason="Flood")
        batch = Batch.new({"kind": "gift", "of_category_id": self.category.id})
        self.assertEqual(batch.household_ids._origin, self.first)
        ticked = (self.second | self.foreign).ids
        Batch = Batch.with_context(active_model="community.household", active_ids=ticked)
        values = Batch.default_get(["household_ids", "kind"])
        self.assertEqual(values["household_ids"][0][2], self.second.ids)

    # gifts

    def test_many_gifts(self):
        """Each home gets its event and its piece of the stock; all come back with one undo."""
        batch = self.record("gift", item_id=self.item.id, quantity=2)
        self.assertEqual(self.states(batch), ["done"] * 3)
        self.assertEqual(self.item.on_hand, 4)
        events = self.env["community.life.event"].search(
            [("household_id", "in", self.homes.ids), ("gift_ids", "!=", False)]
        )
        self.assertEqual(events.household_id, self.homes)
        self.assertEqual(set(events.mapped("state")), {"done"})
        again = self.record("gift", item_id=self.item.id, quantity=1)
        self.assertEqual((again.state, self.states(again)), ("draft", ["refused"] * 3))
        self.assertIn("Rice", again.row_ids[0].why)
        self.assertEqual(self.item.on_hand, 4)
        moves = events.gift_ids
        moves.filtered(lambda move: move.household_id == self.first).is_signed = True
        batch.action_undo()
        self.assertEqual(self.states(batch), ["kept", "undone", "undone"])
        self.assertEqual(self.item.on_hand, 8)
        self.assertEqual(sorted(events.mapped("state")), ["cancelled", "cancelled", "done"])
        self.assertEqual(set(events.mapped("gift_value")), {0, 60})

    def test_the_stock_ends(self):
        """Who comes after the last piece is told so, and nothing of theirs is half recorded."""
        batch = self.record("gift", item_id=self.item.id, quantity=4)
        self.assertEqual(self.states(batch), ["done", "done", "refused"])
        self.assertIn("2", batch.row_ids[2].why)
        self.assertEqual(self.item.on_hand, 2)
        domain = [("household_id", "=", self.third.id)]
        self.assertFalse(self.env["community.life.event"].search(domain))

    # sign-ins

    def sign_in(self, *names, **values):
        return self.record(
            "sign_in", names="\n".join(names), activity_id=self.activity.id, **values
        )

    def test_many_sign_ins(self):
        """A pasted list of names and numbers; each line says what came of it."""
        twin = self.make_resident(self.third, name="李丽", phone="13900000009")
        self.env["community.attendance"].create(
            {"activity_id": self.activity.id, "resident_id": self.third.head_id.id}
        )
        batch = self.sign_in(
            "1. 张小明",
            "李丽\t13800000002",
            "",
            "王强，3号楼",
            "赵云",
            "李丽",
            "张小明",
            "0009",
        )
        self.assertEqual(
            self.states(batch), ["done", "done", "done", "refused", "refused", "refused", "done"]
        )
        self.assertEqual(self.present().resident_id, self.homes.head_id | twin)
        self.assertEqual(self.activity.present_count, 4)
        self.assertFalse(batch.names, "what was pasted is not kept")
        self.assertNotIn("13800000002", "".join(batch.row_ids.mapped("label")))
        refused = batch.row_ids.filtered(lambda row: row.state == "refused")
        self.assertTrue(all(refused.mapped("why")))
        again = self.sign_in("张小明", "王强")
        self.assertEqual((again.state, self.states(again)), ("draft", ["refused"] * 2))
        self.assertEqual(again.row_ids[0].why, again.row_ids[1].why)

    def test_sign_ins_go_back(self):
        """Who was on the list before is again; who was not leaves it; a noted line stays."""
        line = self.env["community.attendance"].create(
            {"activity_id": self.activity.id, "resident_id": self.third.head_id.id}
        )
        batch = self.sign_in("张小明", "李丽", "王强")
        noted = self.present().filtered(lambda line: line.resident_id == self.second.head_id)
        noted.note = "Left early"
        batch.action_undo()
        self.assertEqual(self.states(batch), ["undone", "kept", "undone"])
        self.assertEqual(line.state, "registered")
        lines = self.env["community.attendance"].search([("activity_id", "=", self.activity.id)])
        self.assertEqual(lines, line | noted)

    def test_seats_are_short(self):
        """Where all do not fit, those who do are signed in, in the order of the list."""
        self.activity.capacity = 2
        batch = self.sign_in("张小明", "李丽", "王强")
        self.assertEqual(self.states(batch), ["done", "done", "refused"])
        self.assertIn("2", batch.row_ids[2].why)
        self.assertEqual(self.present().resident_id, (self.first | self.second).head_id)

    def test_two_hundred_sign_ins(self):
        """As many queries for ten names as for two hundred."""

        def queries(names):
            batch = self.batch("sign_in", names="\n".join(names), activity_id=self.activity.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch.action_record()
            self.assertEqual(batch.done_count, len(names))
            return self.cr.sql_log_count - before

        names = [f"陈{chr(0x4E00 + number)}" for number in range(220)]
        for number in range(0, 220, 20):
            self.make_household(
                members=[
                    {"name": name, "role": "other" if k else "head"}
                    for k, name in enumerate(names[number : number + 20])
                ]
            )
        queries(names[:10])
        few = queries(names[10:20])
        many = queries(names[20:])
        self.assertLessEqual(many, few + 12, "rows are written in blocks")

    # categories

    def test_many_categories(self):
        """One category takes the place of another, or neither; undo restores both."""
        self.record("category", category_id=self.other.id, reason="Heat")
        (self.lines() - self.lines(self.third)).date_from = self.today - relativedelta(days=9)
        old = self.lines(self.first)
        batch = self.record(
            "category",
            category_id=self.category.id,
            ended_category_id=self.other.id,
            reason="Flood",
        )
        self.assertEqual(self.states(batch), ["done", "done", "refused"])
        self.assertEqual(self.first.category_ids, self.category)
        self.assertEqual(old.date_to, self.today - relativedelta(days=1))
        self.assertEqual(self.third.category_ids, self.other, "whole or not at all")
        again = self.record("category", category_id=self.category.id, reason="Flood")
        self.assertEqual(self.states(again), ["refused", "refused", "done"])
        new = self.lines(self.second).filtered(lambda line: line.category_id == self.category)
        new.date_to = self.today
        batch.action_undo()
        self.assertEqual(self.states(batch), ["undone", "kept", "refused"])
        self.assertEqual(self.first.category_ids, self.other)
        self.assertEqual((old.date_to, old.reason), (False, "Heat"))

    def test_a_derived_category_is_not_typed(self):
        derived = self.env["community.category"].search([("derive_rule", "=", "renting")], limit=1)
        batch = self.record("category", category_id=derived.id, reason="x")
        self.assertEqual((batch.state, self.states(batch)), ("draft", ["refused"] * 3))

    # all of them

    def test_what_is_missing_is_asked_for(self):
        """Nothing is recorded of a batch that lacks what every row needs."""
        none = self.env["community.household"]
        for kind, values in (
            ("door", {"homes": none}),
            ("gift", {}),
            ("gift", {"homes": none, "item_id": self.item.id}),
            ("sign_in", {"names": "张小明"}),
            ("sign_in", {"activity_id": self.activity.id}),
            ("category", {"reason": "x"}),
            ("category", {"category_id": self.category.id}),
            ("category", {"homes": self.foreign, "category_id": self.category.id, "reason": "x"}),
        ):
            with self.subTest(kind=kind, values=values), self.assertRaises(UserError):
                self.record(kind, **values)
        self.assertFalse(self.lines() | self.lines(self.foreign))

    def test_a_batch_is_recorded_once(self):
        """A second press, an undo too late and a second undo are refused."""
        batch = self.record("category", category_id=self.category.id, reason="Flood")
        with self.assertRaises(UserError):
            batch.action_record()
        self.assertEqual(len(self.lines()), 3)
        self.env.flush_all()
        # Raw SQL: nobody writes the hour at which a row was made.
        self.cr.execute(
            "UPDATE community_batch_row SET create_date = create_date - interval '1 day'"
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "10 minutes"):
            batch.action_undo()
        self.assertEqual(len(self.lines()), 3)

    def test_opened_again_from_its_list(self):
        """A batch of the last minutes opens as it stood, under its name, and goes back."""
        batch = self.record("door", outcome="absent")
        Batch = self.env["community.batch"].with_user(self.worker)
        for kind in ("list", "kanban"):
            arch = etree.fromstring(Batch.get_view(view_type=kind)["arch"])
            self.assertEqual((arch.get("action"), arch.get("type")), ("action_open", "object"))
        action = batch.action_open()
        self.assertEqual((action["res_id"], action["target"]), (batch.id, "new"))
        labels = dict(batch._fields["kind"]._description_selection(batch.env))
        self.assertEqual(batch.display_name, labels["door"])
        batch.action_undo()
        self.assertEqual(self.states(batch), ["undone"] * 3)

    def test_undo_once(self):
        batch = self.record("category", category_id=self.category.id, reason="Flood")
        batch.action_undo()
        self.assertFalse(self.lines())
        with self.assertRaises(UserError):
            batch.action_undo()

    def test_rows_are_the_programs(self):
        """What undoes a row is neither read nor written by its user, nor by another one."""
        batch = self.record("category", category_id=self.category.id, reason="Flood")
        row = batch.row_ids[0]
        for call in (
            lambda: row.read(["undo_values"]),
            lambda: row.write({"state": "done"}),
            lambda: batch.write({"row_ids": [(0, 0, {"label": "x", "state": "done"})]}),
            lambda: batch.with_user(self.worker2).action_undo(),
            lambda: self.batch("door", user=self.auditor),
        ):
            with self.assertRaises(AccessError):
                call()


class BatchTourCase(BatchCase, HttpCase):
    def walk(self):
        url = f"/odoo/community-activities/{self.activity.id}"
        self.start_tour(url, "community_batch_sign_in", login="worker")
        lines = self.env["community.attendance"].search([("activity_id", "=", self.activity.id)])
        self.assertFalse(lines, "taken back")


@tagged("post_install", "-at_install", "community", "community_tour")
class TestBatchTour(BatchTourCase):
    def test_a_list_at_the_desk(self):
        """An activity signs in a pasted list, says what came of it, and takes it back."""
        self.walk()


@tagged("post_install", "-at_install", "community", "community_tour")
class TestBatchTourPhone(BatchTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_list_on_a_phone_in_chinese(self):
        """The same on a phone, in Chinese."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.worker.lang = "zh_CN"
        self.walk()
