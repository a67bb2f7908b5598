import datetime

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


class HandoverCase(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.home = cls.make_household([{"name": "周强", "role": "head"}])
        values = {"household_id": cls.home.id, "user_id": cls.worker.id}
        Visit = cls.env["community.visit"]
        cls.planned = Visit.create({**values, "date": cls.today + datetime.timedelta(days=3)})
        cls.done = Visit.create({**values, "date": cls.today, "situation": "都好"})
        cls.done.with_user(cls.worker).action_done()
        cls.promise = cls.env["community.visit.need"].create({**values, "name": "修灯"})
        cls.request = cls.env["community.request"].create(
            {
                "description": "路灯不亮",
                "household_id": cls.home.id,
                "resident_id": cls.home.head_id.id,
                "officer_id": cls.worker.id,
            }
        )
        cls.successor = new_test_user(
            cls.env,
            login="successor",
            groups="community_service.group_community_grid_worker",
            tz="Asia/Shanghai",
        )
        cls.Handover = cls.env["community.handover"].with_user(cls.manager)

    def hand_over(self, **values):
        return self.Handover.create(
            {"user_id": self.worker.id, "successor_id": self.successor.id, **values}
        )

    def as_user(self, record, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user)


@tagged("post_install", "-at_install", "community")
class TestHandover(HandoverCase):
    """A worker leaves (A14), or somebody stands in for a while."""

    def test_all_of_it_moves_when_it_is_accepted(self):
        """Grids, planned visits, requests and promises move at once; what was done stays."""
        handover = self.hand_over(note="钥匙在门卫")
        self.assertEqual(self.planned.user_id, self.worker)
        self.assertFalse(self.as_user(self.home, self.successor).has_access("read"))
        self.assertTrue(
            self.env["mail.activity"].search(
                [("res_model", "=", handover._name), ("user_id", "=", self.successor.id)]
            )
        )
        self.as_user(handover, self.successor).action_accept()
        self.assertEqual(handover.state, "accepted")
        self.assertEqual(handover.date_done, self.today)
        self.assertFalse(handover.activity_ids)
        for record in (self.planned, self.promise):
            self.assertEqual(record.user_id, self.successor)
        self.assertEqual(self.request.officer_id, self.successor)
        self.assertEqual(self.done.user_id, self.worker)
        self.assertEqual(self.done.visitor_ids, self.worker)
        self.assertTrue(self.as_user(self.home, self.successor).has_access("read"))
        self.assertFalse(self.as_user(self.home, self.worker).has_access("read"))
        old, new = self.grid.officer_line_ids.sorted("date_from")
        self.assertEqual(old.date_to, self.today - datetime.timedelta(days=1))
        self.assertEqual((new.user_id, new.date_from), (self.successor, self.today))
        for words in ("Grid", "Visit: 1", "Request: 1"):
            self.assertIn(words, handover.moved)
        self.assertFalse(self.worker._open_work_lines())

    def test_a_line_of_today_ends_with_the_hand_over(self):
        """A line that began today leaves no sight either; who stood in becomes the holder."""
        self.grid.officer_line_ids.date_from = self.today
        stand_in = self.env["community.grid.officer"].create(
            {
                "grid_id": self.grid.id,
                "user_id": self.successor.id,
                "date_from": "2020-01-01",
                "date_to": self.today + datetime.timedelta(days=9),
                "is_substitute": True,
            }
        )
        self.as_user(self.hand_over(), self.successor).action_accept()
        self.assertEqual(self.grid.officer_line_ids, stand_in)
        self.assertFalse(stand_in.is_substitute)
        self.assertFalse(stand_in.date_to)
        self.assertFalse(self.as_user(self.home, self.worker).has_access("read"))

    def test_a_substitute_sees_the_grid_on_these_days(self):
        """Nothing moves; the substitute stands on the grid for the days of absence."""
        until = self.today + datetime.timedelta(days=5)
        handover = self.hand_over(kind="absence", date_from=self.today, date_to=until)
        self.as_user(handover, self.successor).action_accept()
        line = self.grid.officer_line_ids.filtered(lambda x: x.user_id == self.successor)
        self.assertRecordValues(
            line, [{"date_from": self.today, "date_to": until, "is_substitute": True}]
        )
        self.assertEqual(self.planned.user_id, self.worker)
        self.assertTrue(self.as_user(self.home, self.worker).has_access("read"))
        self.assertTrue(self.as_user(self.home, self.successor).has_access("read"))
        line.write(
            {
                "date_to": self.today - datetime.timedelta(days=1),
                "date_from": self.today - datetime.timedelta(days=9),
            }
        )
        self.assertFalse(self.as_user(self.home, self.successor).has_access("read"))

    def test_only_the_successor_answers_and_once(self):
        """Others are refused, nothing moves; a second answer says that it was given."""
        handover = self.hand_over()
        for user in (self.manager, self.worker, self.officer, self.worker2):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.as_user(handover, user).action_accept()
        self.assertEqual(self.planned.user_id, self.worker)
        self.as_user(handover, self.successor).action_refuse()
        self.assertEqual(handover.state, "refused")
        self.assertEqual(self.planned.user_id, self.worker)
        for method in ("action_accept", "action_refuse"):
            with self.assertRaisesRegex(UserError, "Not taken over"):
                getattr(self.as_user(handover, self.successor), method)()
        again = self.hand_over()
        self.as_user(again, self.manager).action_withdraw()
        with self.assertRaises(UserError):
            self.as_user(again, self.successor).action_accept()
        with self.assertRaises(UserError):
            self.as_user(again, self.manager).write({"note": "x"})
        with self.assertRaises(AccessError):
            self.as_user(again, self.manager).write({"state": "accepted"})

    def test_nobody_who_does_not_work_here_takes_over(self):
        """An archived account, a stranger, oneself: a sentence, and nothing is saved."""
        with self.assertRaisesRegex(ValidationError, "does not work in"):
            self.hand_over(successor_id=self.plain.id)
        handover = self.hand_over()
        self.successor.active = False
        with self.assertRaisesRegex(ValidationError, "not in use any more"):
            self.hand_over(kind="absence", date_from=self.today, date_to=self.today)
        with self.assertRaises(ValidationError):
            self.as_user(handover, self.successor).action_accept()
        self.assertEqual(self.planned.user_id, self.worker)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.hand_over(successor_id=self.worker.id)

    def test_days_of_absence_are_asked(self):
        """A substitute without days is refused by the database too."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.hand_over(kind="absence")

    def test_what_the_successor_has_no_role_for_moves_nothing(self):
        """One kind of work without the role for it stops the whole hand-over."""
        self.env["community.aid.case"].create(
            {
                "programme_id": self.env["community.aid.programme"].search([], limit=1).id,
                "household_id": self.home.id,
                "resident_id": self.home.head_id.id,
                "user_id": self.worker.id,
            }
        )
        self.successor.group_ids = [
            Command.set(
                [
                    self.env.ref("base.group_user").id,
                    self.env.ref("community_service.group_community_auditor").id,
                ]
            )
        ]
        handover = self.hand_over()
        with self.assertRaisesRegex(UserError, "has no role that works on this"):
            self.as_user(handover, self.successor).action_accept()
        self.env.invalidate_all()
        self.assertEqual(self.planned.user_id, self.worker)
        self.assertEqual(handover.state, "proposed")

    def test_an_account_with_open_work_is_not_archived(self):
        """The refusal lists the work; after the hand-over the account is archived."""
        admin = new_test_user(self.env, login="archivist", groups="base.group_system")
        with self.assertRaises(UserError) as no:
            self.as_user(self.worker, admin).write({"active": False})
        for words in ("worker", "Grid", "Visit: 1", "Request: 1", "Hand-over"):
            self.assertIn(words, str(no.exception))
        self.assertNotIn("周强", str(no.exception))
        with self.assertRaises(UserError):
            self.as_user(self.worker, admin).action_archive()
        self.assertTrue(self.worker.active)
        self.as_user(self.hand_over(), self.successor).action_accept()
        self.as_user(self.worker, admin).write({"active": False})
        self.assertFalse(self.worker.active)
        self.as_user(self.plain, admin).write({"active": False})
        self.assertFalse(self.plain.active)

    def test_open_promises_are_a_list_of_their_own(self):
        """The list holds what was promised with a day and is open, and nothing that is done."""
        action = self.env.ref("community_service.community_visit_need_action_promises")
        domain = [
            ("state", "=", "open"),
            ("date_due", "!=", False),
        ]
        self.assertEqual(str(action.domain).replace("'", '"'), str(domain).replace("'", '"'))
        Need = self.env["community.visit.need"].with_user(self.worker)
        self.assertEqual(Need.search(domain), self.promise)
        self.promise.result = "好了"
        self.promise.action_done()
        self.assertFalse(Need.search(domain))


class HandoverTourCase(HandoverCase, HttpCase):
    def take_over(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.successor.lang = "zh_CN"
        handover = self.hand_over()
        self.start_tour("/odoo/handovers", "community_handover", login="successor")
        self.assertEqual(handover.state, "accepted")
        self.assertEqual(self.planned.user_id, self.successor)


@tagged("post_install", "-at_install", "community", "community_tour")
class TestHandoverTour(HandoverTourCase):
    def test_accepted_at_the_desk(self):
        """In zh_CN: the successor opens the hand-over and takes over."""
        self.take_over()


@tagged("post_install", "-at_install", "community", "community_tour")
class TestHandoverTourOnAPhone(HandoverTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_accepted_on_a_phone(self):
        """The same on a phone."""
        self.take_over()
