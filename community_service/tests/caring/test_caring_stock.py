from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_life_event import CaringCase


@tagged("post_install", "-at_install", "community")
class TestCaringStock(CaringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rice = cls.env["community.caring.item"].create(
            {"name": "大米", "unit": "袋", "station_id": cls.station.id, "unit_value": 40}
        )
        cls.donor = cls.env["res.partner"].create({"name": "望河超市"})
        cls.event = cls.Event.create({"reason": "hardship", "household_id": cls.household.id})

    def move(self, kind, quantity, user=None, **values):
        if kind in ("out", "back"):
            values.setdefault("event_id", self.event.id)
        return (
            self.env["community.caring.stock.move"]
            .with_user(user or self.officer)
            .create({"kind": kind, "item_id": self.rice.id, "quantity": quantity, **values})
        )

    def test_a_station_has_place_hours_head_teams_and_stock(self):
        """An officer opens a station with place, hours and head; its teams and its stock are
        its own, and it opens the events of its teams.
        """
        values = {"area_id": self.estate.id, "opening_hours": "8:30-17:00"}
        Station = self.env["community.caring.station"].with_user(self.officer)
        other = Station.create({"name": "二站", "head_id": self.officer.id, **values})
        self.assertRecordValues(other, [{**values, "head_id": self.officer.id}])
        self.assertFalse(other.team_ids.ids + other.item_ids.ids)
        self.assertEqual(self.station.item_ids, self.rice)
        self.assertLessEqual(self.comfort | self.funeral, self.station.team_ids)
        self.event.team_id = self.comfort
        for station, events in ((self.station, self.event), (other, self.Event)):
            action = station.with_user(self.officer).action_open_events()
            self.assertEqual(self.Event.search(action["domain"]) & self.event, events)

    def test_on_hand_follows_the_moves(self):
        """What is on hand follows receipts, gifts, returns and losses; a gift belongs to the
        household and its value to the event.
        """
        self.move("in", 10, donor_id=self.donor.id)
        gift = self.move("out", 3, user=self.worker)
        self.move("back", 1, user=self.worker)
        self.move("loss", 2)
        self.assertEqual(self.rice.on_hand, 6)
        self.assertEqual(gift.household_id, self.household)
        self.assertEqual(gift.grid_id, self.grid)
        self.event.expense = 15.5
        self.assertRecordValues(self.event, [{"gift_value": 80.0, "cost": 95.5}])

    def test_no_more_leaves_than_is_there(self):
        self.move("in", 2)
        with self.assertRaisesRegex(UserError, "大米: 3 袋 cannot leave, 2 are on hand"):
            self.move("out", 3)

    def test_the_database_refuses_less_than_nothing(self):
        """Two hand-outs of the last piece meet on the item's row, whatever they read before."""
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "UPDATE community_caring_item SET on_hand = -1 WHERE id = %s", [self.rice.id]
            )

    def test_bad_moves_get_a_sentence(self):
        self.move("in", 5)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.move("in", 0)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.move("out", 1, event_id=False)
        with self.assertRaisesRegex(UserError, "lies in the future"):
            self.move("in", 1, date=self.today + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "cannot come back"):
            self.move("back", 1)
        proposal = self.propose()
        with self.assertRaisesRegex(UserError, "accept it before anything is handed out"):
            self.move("out", 1, event_id=proposal.id)

    def test_a_move_is_a_trace(self):
        move = self.move("in", 5)
        with self.assertRaisesRegex(UserError, "kept as it was made"):
            move.quantity = 7
        move.note = "发票在驿站"
        with self.assertRaises(AccessError):
            move.with_user(self.manager).unlink()

    def test_grid_worker_hands_out_in_the_own_grid_alone(self):
        self.move("in", 5)
        with self.assertRaises(AccessError):
            self.move("out", 1, user=self.worker2)
        with self.assertRaises(AccessError):
            self.move("in", 5, user=self.worker)

    def test_dialog_hands_out_for_this_event(self):
        self.move("in", 5)
        action = self.event.with_user(self.worker).action_hand_out()
        Move = self.env[action["res_model"]].with_user(self.worker)
        move = Move.with_context(**action["context"]).create({"item_id": self.rice.id})
        self.assertEqual(move.event_id, self.event)
        self.assertEqual(self.rice.on_hand, 4)

    def test_members_of_a_team_have_dates(self):
        """A member counts in the team from a day to a day and stands in it once at a time."""
        Member = self.env["community.caring.member"].with_user(self.officer)
        line = Member.create({"team_id": self.comfort.id, "partner_id": self.donor.id})
        self.assertEqual(self.comfort.member_count, 1)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            Member.create({"team_id": self.comfort.id, "partner_id": self.donor.id})
        line.write(
            {
                "date_from": self.today - timedelta(days=9),
                "date_to": self.today - timedelta(days=1),
            }
        )
        self.assertEqual(self.comfort.member_count, 0)
