import datetime
import random

from odoo.fields import Command, Datetime
from odoo.tests import new_test_user, tagged

from .access_case import AccessCase, read_table

PEOPLE = ("community.resident", "res.partner", "res.users")
# What every table has, and what tells of no hour of a person.
NO_TIMES = ("create_date", "write_date", "activity_", "message_", "my_activity_")
SPANS = (("date_from", "date_to"), ("date_start", "date_stop"), ("date_start", "date_end"))


@tagged("post_install", "-at_install", "community", "community_rights")
class TestTimes(AccessCase):
    """Nobody is in two places: overlaps are found between all records that take somebody's time."""

    def models_of_times(self):
        """Return the models with people and times, by their fields."""
        found = set()
        for name in self.community_models(transient=False):
            fields = {n: f for n, f in self.env[name]._fields.items() if f.store}
            people = any(
                field.type in ("many2one", "many2many")
                and (
                    field.comodel_name in PEOPLE
                    or self.env[field.comodel_name]._person_ends
                    and field.comodel_name.startswith("community.")
                )
                for key, field in fields.items()
                if key not in ("create_uid", "write_uid")
            )
            hours = any(
                field.type == "datetime" and not key.startswith(NO_TIMES)
                for key, field in fields.items()
            )
            spans = any(begin in fields and end in fields for begin, end in SPANS)
            if people and self.env[name]._auto and (hours or spans):
                found.add(name)
        return found

    def test_every_model_with_people_and_times(self):
        """It takes part in the search for overlaps, or a reviewed table says why it need not."""
        covered = set(self.env["community.engaged.mixin"]._engaged_models())
        table = {row["model"]: row["why"] for row in read_table("times.csv")}
        self.assertEqual(list(table), sorted(table))
        self.assertTrue(all(why.strip() for why in table.values()))
        self.assertEqual(self.models_of_times() - covered, set(table))
        self.assertFalse(covered & set(table))
        self.assertGreaterEqual(len(covered), 6)
        for name in covered:
            with self.subTest(model=name):
                self.assertTrue(self.env[name]._engaged_links)
                self.assertIn("overlap_note", self.env[name].get_view(view_type="form")["arch"])

    def engagements(self, user):
        """Yield functions (start, stop) that make each kind of engagement of one person."""
        place = self.places["own"]
        volunteer = place.env["community.volunteer"].create({"partner_id": user.partner_id.id})
        case = self.record_of("community.mediation.case", place)
        kind = self.env.ref("community_service.activity_kind_training").id
        nobody = new_test_user(self.env, login="nobody_else", groups="base.group_user")

        def activity(start, stop, **values):
            return place.env["community.activity"].create(
                {"kind_id": kind, "date_start": start, "date_stop": stop, **values}
            )

        def attendance(start, stop):
            held = activity(start, stop, user_id=nobody.id)
            values = {"activity_id": held.id, "partner_id": user.partner_id.id}
            return place.env["community.attendance"].create(values)

        def visit(start, stop):
            return place.env["community.visit"].create(
                {
                    "household_id": place.household.id,
                    "date": start.date(),
                    "date_start": start,
                    "duration": (stop - start).total_seconds() / 3600,
                    "user_id": user.id,
                }
            )

        def session(start, stop):
            return place.env["community.mediation.session"].create(
                {
                    "case_id": case.id,
                    "date_start": start,
                    "duration": (stop - start).total_seconds() / 3600,
                    "user_id": user.id,
                    "participant_ids": [Command.clear()],
                }
            )

        def signup(start, stop):
            call = place.env["community.volunteer.call"].create(
                {"name": "x", "date_start": start, "date_stop": stop}
            )
            call.action_open()
            return place.env["community.volunteer.signup"].create(
                {"call_id": call.id, "volunteer_id": volunteer.id}
            )

        return (lambda *span: activity(*span, user_id=user.id)), attendance, visit, session, signup

    def test_any_two_that_overlap(self):
        """Of random engagements of one person, each form tells exactly those in its own hours."""
        dice = random.Random(27)
        user = new_test_user(
            self.env, login="busy", groups="community_service.group_community_officer"
        )
        makers = self.engagements(user)
        begin = Datetime.now().replace(minute=0, second=0) + datetime.timedelta(days=3)
        made = []
        for number in range(20):
            start = begin + datetime.timedelta(hours=dice.randrange(30))
            stop = start + datetime.timedelta(hours=dice.randrange(1, 5))
            made.append((makers[number % len(makers)](start, stop), start, stop))
        seen = 0
        for record, start, stop in made:
            expected = {
                other
                for other, begins, ends in made
                if other != record and begins < stop and start < ends
            }
            found = {other.record for other in record._overlaps()[record]}
            self.assertEqual(found, expected, record)
            self.assertEqual(bool(record.overlap_note), bool(expected))
            seen += len(expected)
        self.assertGreater(seen, 40)
        # What was cancelled or declined takes nobody's time.
        for record, *_span in made:
            if record._name == "community.mediation.session":
                record.action_cancel()
        self.env.invalidate_all()
        left = [record for record, *_span in made if record._name != "community.mediation.session"]
        for record in left:
            names = {other.record._name for other in record._overlaps()[record]}
            self.assertNotIn("community.mediation.session", names)

    def test_a_hidden_matter_is_another_engagement(self):
        """Whoever may not open the other record learns its hours, and nothing that it is."""
        place = self.places["own"]
        user = new_test_user(
            self.env, login="both", groups="community_service.group_community_officer"
        )
        _activity, attendance, _visit, session, _signup = self.engagements(user)
        start = Datetime.now().replace(minute=0, second=0) + datetime.timedelta(days=3)
        stop = start + datetime.timedelta(hours=2)
        hidden, line = session(start, stop), attendance(start, stop)
        self.env.invalidate_all()
        told = line.with_user(self.officer).overlap_note
        self.assertIn("another engagement", told)
        self.assertNotIn(hidden.case_id.number, told)
        self.assertIn(hidden.case_id.number, line.sudo().overlap_note)
        # Also while the line is entered, before it is saved.
        fresh = (
            place.env["community.attendance"]
            .with_user(self.officer)
            .new({"activity_id": line.activity_id.id, "partner_id": user.partner_id.id})
        )
        self.assertIn("another engagement", fresh.overlap_note)
