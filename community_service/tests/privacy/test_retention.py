from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_privacy_request import PrivacyCase

MARK = "只属于此人"


@tagged("post_install", "-at_install", "community")
class TestRetention(PrivacyCase):
    """What is past its term is proposed, and goes by a manager's decision alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Proposal = cls.env["community.retention.proposal"]
        cls.old = cls.today - relativedelta(years=5, days=1)

    def visit(self, day, **values):
        visit = self.env["community.visit"].create(
            {"household_id": self.home.id, "date": day, "note": MARK, "situation": MARK, **values}
        )
        visit.met_resident_ids = self.person
        visit._set_closed(state="done")
        return visit

    def propose(self):
        self.env.flush_all()
        self.Proposal._cron_propose()
        return self.Proposal.search([("company_id", "=", self.env.company.id)])

    def of(self, record):
        return self.Proposal.with_user(self.manager).search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def test_the_day_of_the_term(self):
        """Five years and no day less; what is planned and what is an archive never."""
        past, last, planned = (
            self.visit(day)
            for day in (self.old, self.today - relativedelta(years=5), self.old - timedelta(days=9))
        )
        planned._set_closed(state="planned")
        self.propose()
        self.assertRecordValues(
            self.of(past),
            [{"date": self.old, "date_end": self.old + relativedelta(years=5), "state": "open"}],
        )
        self.assertFalse(self.of(last) + self.of(planned))
        count = len(self.propose())
        self.assertEqual(len(self.propose()), count)
        self.assertTrue(past.exists())
        self.assertEqual(past.situation, MARK)
        kinds = self.env["community.retention.rule"]._retention_kinds()
        archives = {code for code, kind in kinds.items() if kind.is_archive}
        self.assertIn("aid", archives)
        self.assertFalse(self.propose().filtered(lambda line: line.code in archives))

    def test_another_term_takes_off_what_is_within_it(self):
        """A rule of one's own from its day; a state that goes on again; an archived rule."""
        visit = self.visit(self.old)
        self.propose()
        shared = self.env.ref("community_service.community_retention_rule_visit")
        own = self.own_copy(shared, self.manager)
        own.years = 6
        self.propose()
        self.assertFalse(self.of(visit))
        own.years = 5
        self.propose()
        self.assertTrue(self.of(visit))
        own.active = False
        self.propose()
        self.assertFalse(self.of(visit))

    def test_kept_longer_for_a_reason_and_proposed_again(self):
        visit = self.visit(self.old)
        self.propose()
        line = self.of(visit)
        for values, word in (
            ({}, "Keep until"),
            ({"date_keep": self.today}, "Why it is kept"),
            ({"reason": "诉讼未结"}, "is no day to come"),
        ):
            line.write(values)
            with self.assertRaisesRegex(UserError, word):
                line.action_keep()
        line.date_keep = self.today + timedelta(days=30)
        line.action_keep()
        self.propose()
        self.assertEqual((line.state, line.user_id), ("kept", self.manager))
        with self.assertRaisesRegex(UserError, "this is done while it is"):
            line.action_clear()
        line.sudo()._set_closed(date_keep=self.today - timedelta(days=1))
        self.propose()
        self.assertEqual(line.state, "open")

    def test_clearing_leaves_no_word_and_no_person(self):
        """Property: nothing of a marked record, its lines and messages holds a word afterwards."""
        visit = self.visit(self.old)
        visit.message_post(body=MARK)
        request = self.env["community.request"].create(
            {
                "description": MARK,
                "contact_name": MARK,
                "household_id": self.home.id,
                "resident_id": self.person.id,
                "step_ids": [
                    Command.create({"kind": "handle", "note": MARK, "user_id": self.worker.id})
                ],
            }
        )
        request._set_closed(state="done", date_closed=self.old)
        self.propose()
        for record in (visit, request):
            with self.subTest(record=record._name):
                line = self.of(record)
                line.action_clear()
                self.assertEqual((line.state, line.date_decided), ("cleared", self.today))
                self.env.invalidate_all()
                self.assertTrue(record.exists())
                self.assertNotIn(MARK, str(record.sudo().read(load=None)))
                self.assertNotIn(self.person.id, self.people_of(record))
                self.assertFalse(record.message_ids)
                logged = self.env["community.access.log"].search(
                    [("kind", "=", "clear"), ("res_id", "=", record.id)]
                )
                self.assertEqual(logged.model, record._name)
                with self.assertRaisesRegex(UserError, "this is done while it is"):
                    line.action_clear()
                with self.assertRaisesRegex(UserError, "nothing is changed"):
                    line.sudo().unlink()
        self.assertEqual(visit.date, self.old)
        self.assertNotIn(MARK, str(request.sudo().step_ids.read()))
        self.assertFalse(self.propose().filtered(lambda line: line.state == "open"))

    def over(self):
        """Return {kind: a record of it that is over and full of words}, archives left out."""
        person, home = self.person.id, self.home.id
        activity = self.env["community.activity"].create(
            {
                "kind_id": self.env.ref("community_service.activity_kind_training").id,
                "date_start": fields.Datetime.to_datetime(self.old),
                "date_stop": fields.Datetime.to_datetime(self.old) + timedelta(hours=2),
            }
        )
        whose = {"household_id": home, "resident_id": person}
        made = {
            "visit": self.visit(self.old),
            "need": self.env["community.visit.need"].create(
                {"name": MARK, "date_found": self.old, "household_id": home}
            ),
            "request": self.env["community.request"].create({"description": MARK, **whose}),
            "life_event": self.env["community.life.event"].create(
                {"reason": "wedding", "end_reason": MARK, "date": self.old, **whose}
            ),
            "attendance": self.env["community.attendance"].create(
                {"activity_id": activity.id, "resident_id": person, "state": "present"}
            ),
            "consent": self.env["community.consent"].create(
                {"resident_id": person, "scope": MARK, "date": self.old}
            ),
            "privacy_request": self.ask(date=self.old, subject=MARK).sudo(),
        }
        made["need"]._set_closed(state="done", date_closed=self.old)
        made["request"]._set_closed(state="done", date_closed=self.old)
        made["life_event"]._set_closed(state="cancelled")
        made["consent"]._set_closed(state="withdrawn", date_withdrawn=self.old)
        made["privacy_request"]._set_closed(
            state="answered", outcome="granted", date_answered=self.old
        )
        return made

    def test_each_kind_can_go(self):
        """Property: of every kind a record is cleared, or else deleted: no person is left."""
        made = self.over()
        kinds = self.env["community.retention.rule"]._retention_kinds()
        running = {code for code, kind in kinds.items() if not kind.is_archive}
        self.assertEqual(set(made), running - {"resident"})
        self.propose()
        ways = {}
        for code, record in made.items():
            with self.subTest(kind=code):
                line = self.of(record)
                self.assertEqual(line.code, code)
                try:
                    line.action_clear()
                    ways[code] = "cleared"
                    self.env.invalidate_all()
                    self.assertNotIn(MARK, str(record.sudo().read(load=None)))
                    self.assertNotIn(self.person.id, self.people_of(record))
                except UserError:
                    line.action_delete()
                    ways[code] = "deleted"
                    self.assertFalse(record.exists())
        deleted = {code for code, way in ways.items() if way == "deleted"}
        self.assertEqual(deleted, {"attendance", "consent", "privacy_request"})

    def people_of(self, record):
        record = record.sudo()
        return {
            one.id
            for name, field in record._fields.items()
            if field.comodel_name == "community.resident" and field.store
            for one in record[name]
        }

    def test_a_person_who_left(self):
        """The file keeps its number and its dates; name, numbers, relatives and past facts go."""
        home = self.make_household(
            members=({"name": "孙离", "role": "head", "phone": "13700137000", "note": MARK},)
        )
        person = home.head_id
        person.sudo().id_number = self.make_id_number()
        person.name = "孙离离"
        self.env["community.kinship"].create(
            {"resident_id": person.id, "relative_id": self.other.id, "kind": "other"}
        )
        self.propose()
        self.assertFalse(self.of(person))
        person.residency_ids.write(
            {"date_from": "2010-01-01", "date_to": self.today - relativedelta(years=10, days=1)}
        )
        self.propose()
        line = self.of(person)
        line.action_clear()
        self.env.invalidate_all()
        closed = person.sudo()
        self.assertRecordValues(
            closed, [{"name": "Cleared", "id_number": False, "phone": False, "active": False}]
        )
        for model in ("community.kinship", "community.fact.change"):
            self.assertFalse(self.env[model].search([("resident_id", "=", person.id)]))
        self.assertNotIn("孙离", str(closed.read(load=None)))
        self.assertTrue(closed.residency_ids)

    def test_what_goes_on_again_or_is_needed_stays(self):
        """Reopened meanwhile, or something rests on it: a sentence, and nothing half done."""
        visit = self.visit(self.old)
        self.propose()
        line = self.of(visit)
        with self.assertRaisesRegex(UserError, "stays, because something rests on it"):
            line.action_delete()
        self.assertEqual((line.state, visit.situation), ("open", MARK))
        visit._set_closed(state="planned")
        with self.assertRaisesRegex(UserError, "not over any more"):
            line.action_clear()
        attendance = self.env["community.attendance"].create(
            {
                "activity_id": self.env["community.activity"]
                .create(
                    {
                        "kind_id": self.env.ref("community_service.activity_kind_training").id,
                        "date_start": fields.Datetime.to_datetime(self.old),
                        "date_stop": fields.Datetime.to_datetime(self.old) + timedelta(hours=2),
                    }
                )
                .id,
                "resident_id": self.person.id,
            }
        )
        self.propose()
        gone = self.of(attendance)
        gone.action_delete()
        self.assertFalse(attendance.exists())
        self.assertEqual(gone.state, "deleted")
        self.assertTrue(gone.matter)

    def test_a_deletion_asked_for_goes_on_the_list(self):
        """Of all that is over, before its term; what runs and the file of who lives here not."""
        over, running = (
            self.env["community.request"].create(
                {"description": "x", "household_id": self.home.id, "resident_id": self.person.id}
            )
            for _number in range(2)
        )
        over._set_closed(state="done", date_closed=self.today)
        asked = self.answer(self.ask("delete"))
        self.assertRecordValues(self.of(over), [{"why": asked.number, "state": "open"}])
        self.assertFalse(self.of(running) + self.of(self.person))
        self.propose()
        self.assertTrue(self.of(over))
        self.of(over).action_clear()
        self.assertFalse(over.resident_id)

    def test_who_decides(self):
        visit = self.visit(self.old)
        self.propose()
        line = self.of(visit)
        for user in (self.worker, self.officer):
            with self.assertRaises(AccessError):
                line.with_user(user).action_clear()
        with self.assertRaises(AccessError):
            line.with_user(self.auditor).action_keep()
        self.assertEqual(line.with_user(self.auditor).code, "visit")
        self.assertEqual(line.action_open()["res_id"], visit.id)
        found = line.with_user(self.auditor).name_search(line.why)
        self.assertIn((line.id, line.matter), found)
