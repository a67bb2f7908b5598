from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2025-03-15 02:00:00")
class TestMediationSession(DisputeCase):
    def session(self, case, start="2025-03-17 01:00:00", **values):
        return case.env["community.mediation.session"].create(
            {"case_id": case.id, "date_start": start, **values}
        )

    def test_no_session_before_acceptance(self):
        with self.assertRaisesRegex(UserError, "no session before the case is accepted"):
            self.session(self.make_case())
        with self.assertRaisesRegex(UserError, "no session before the case is accepted"):
            self.session(self.make_accepted(), "2025-03-02 01:00:00")

    def test_the_calendar_shows_the_number_only(self):
        case = self.make_accepted()
        event = self.session(case).calendar_event_id
        self.assertEqual((event.name, event.privacy), (case.number, "private"))
        self.assertFalse(event.sudo().description)
        self.assertEqual(event.partner_ids, self.mediator_user.partner_id)

    def test_signed_minutes_are_locked(self):
        case = self.make_accepted()
        session = self.session(case, "2025-03-14 01:00:00")
        self.assertEqual(session.participant_ids, case.participant_ids)
        with self.assertRaisesRegex(UserError, "write the minutes and who signed"):
            session.action_sign()
        session.write({"minutes": "双方陈述，调解员提出方案。", "signed_by": "双方、调解员"})
        session.action_sign()
        self.assertEqual((session.state, case.state), ("signed", "mediating"))
        self.assertNotIn("Record of mediation", case.missing_papers)
        for values in ({"minutes": "x"}, {"signed_by": "x"}, {"date_start": "2025-03-13 01:00:00"}):
            with self.assertRaisesRegex(UserError, "are signed and stay as they are"):
                session.write(values)
        with self.assertRaisesRegex(UserError, "follows from its steps"):
            session.state = "planned"
        with self.assertRaisesRegex(UserError, "stays in the file"):
            session.unlink()

    def test_a_session_to_come_was_not_held(self):
        session = self.session(self.make_accepted())
        with self.assertRaisesRegex(UserError, "is still to come"):
            session.action_hold()
        session.action_cancel()
        self.assertFalse(session.calendar_event_id)


@tagged("post_install", "-at_install", "community")
@freeze_time("2025-03-15 02:00:00")
class TestSealedNote(DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.make_accepted()
        cls.note = cls.env(user=cls.mediator_user.id)["community.mediation.note"].create(
            {"case_id": cls.case.id, "side": "one", "content_input": "最低可以接受两千元"}
        )

    def words(self, user):
        action = self.note.with_user(user).action_open_content()
        return action["params"]["message"]

    def test_the_mediator_reads_and_it_is_logged(self):
        Log = self.env["community.access.log"]
        domain = [("kind", "=", "reveal"), ("model", "=", self.note._name)]
        before = Log.search_count(domain)
        self.assertEqual(self.words(self.mediator_user), "最低可以接受两千元")
        self.assertEqual(Log.search_count(domain), before + 1)
        note = self.note.with_user(self.mediator_user)
        self.assertEqual(note.content_input, "****")
        with self.assertRaises(AccessError):
            note.read(["content"])
        with self.assertRaises(AccessError):
            note.search([("content", "like", "两千")])
        with self.assertRaises(UserError):
            note.export_data(["content"])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_nobody_else_reads_by_any_road(self):
        admin = self.env.ref("base.user_admin")
        for user in (self.coordinator, self.manager, self.mediator_user2, admin, self.officer):
            with self.subTest(user=user.login):
                note = self.note.with_user(user)
                with self.assertRaises(AccessError):
                    note.action_open_content()
                with self.assertRaises(AccessError):
                    note.read(["side"])
        # Not even code that runs as superuser for somebody else.
        with self.assertRaises(AccessError):
            self.note.with_user(self.coordinator).sudo()._content()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_a_mediator_named_later_does_not_get_it(self):
        self.case.with_user(self.coordinator).mediator_ids = [Command.link(self.mediator2.id)]
        with self.assertRaises(AccessError):
            self.words(self.mediator_user2)
        Note = self.env["community.mediation.note"].with_user(self.mediator_user2)
        self.assertNotIn(self.note, Note.search([]))
        later = Note.create({"case_id": self.case.id, "side": "two", "content_input": "愿意让步"})
        self.assertEqual(later.reader_ids, self.mediator_user + self.mediator_user2)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_a_helper_of_one_side_sees_that_side_only(self):
        self.case.with_user(self.coordinator).side_two_ids = [Command.set(self.mediator2.ids)]
        Note = self.env["community.mediation.note"].with_user(self.mediator_user2)
        with self.assertRaisesRegex(AccessError, "by the mediators of the case only"):
            Note.create({"case_id": self.case.id, "side": "one", "content_input": "x"})
        own = Note.create({"case_id": self.case.id, "side": "two", "content_input": "愿意让步"})
        self.assertEqual(Note.search([]), own)
        with self.assertRaisesRegex(UserError, "beside one side"):
            self.case.side_one_ids = [Command.set(self.mediator.ids)]

    def test_asterisks_in_a_sealed_note_are_kept(self):
        note = self.note.with_user(self.mediator_user)
        note.content_input = "底线 * 两千 **"
        self.assertEqual(self.note.sudo().content, "底线 * 两千 **")
        note.content_input = "****"
        self.assertEqual(self.note.sudo().content, "底线 * 两千 **")

    def test_a_note_keeps_its_case_side_and_readers(self):
        note = self.note.with_user(self.mediator_user)
        for values in ({"side": "two"}, {"reader_ids": [Command.link(self.coordinator.id)]}):
            with self.assertRaises(UserError):
                note.write(values)
        with self.assertRaises(AccessError):
            note.create({"case_id": self.case.id, "side": "one", "reader_ids": []})
