from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...models.caring.community_life_event import KIND_OF
from ..common import CommunityCase


class CaringCase(CommunityCase):
    """A station with a comfort and a funeral team, and one home."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.station = cls.env["community.caring.station"].create({"name": "爱心驿站"})
        cls.comfort, cls.funeral = cls.env["community.caring.team"].create(
            [
                {"name": name, "kind": kind, "station_id": cls.station.id}
                for name, kind in (("慰问小组", "comfort"), ("白事小组", "farewell"))
            ]
        )
        cls.household = cls.make_household(
            [
                {"name": "张小明", "role": "head", "birth_date": "1980-01-02"},
                {"name": "李丽", "role": "spouse", "birth_date": "1982-01-02"},
            ]
        )
        cls.head = cls.household.head_id
        cls.Event = cls.env["community.life.event"]

    def make_event(self, reason="illness", user=None, **values):
        """Create an event that is under way, as the grid worker unless told otherwise."""
        return self.Event.with_user(user or self.worker).create(
            {"reason": reason, "household_id": self.household.id, **values}
        )

    def propose(self, reason="illness", date=None, cause="test"):
        return self.Event._propose(reason, self.head, None, date or self.today, cause)


@tagged("post_install", "-at_install", "community")
class TestLifeEvent(CaringCase):
    def test_event_takes_kind_team_and_steps_from_its_reason(self):
        """The reason gives an event its kind, team, day and the steps of its checklist."""
        event = self.make_event(resident_id=self.head.id)
        self.assertRecordValues(
            event,
            [
                {
                    "kind": "comfort",
                    "team_id": self.comfort.id,
                    "state": "planned",
                    "grid_id": self.grid.id,
                    "task_count": 5,
                    "date_due": self.today + timedelta(days=1),
                }
            ],
        )
        self.assertEqual(self.make_event("death").team_id, self.funeral)
        lines = self.env.ref("community_service.community_life_checklist_illness").line_ids
        self.assertEqual(event.task_ids.mapped("name"), lines.mapped("name"))

    def test_each_occasion_has_its_team_and_steps_and_is_carried_out(self):
        """Whatever happens to a family: the event has the kind of its occasion, the team of that
        kind, steps with a day and whose they are; each ticked, it ends and is counted once.
        """
        Indicator = self.env["community.indicator"]
        teams = {"comfort": self.comfort, "farewell": self.funeral}
        for reason, kind in KIND_OF.items():
            figure = Indicator.search([("code", "=", f"events_{kind}")])
            before = figure._values(self.today, self.today, Domain.TRUE)[figure]
            event = self.make_event(reason)
            with self.subTest(reason=reason):
                self.assertEqual((event.kind, event.state), (kind, "planned"))
                self.assertEqual(event.team_id, teams.get(kind, event.team_id))
                self.assertTrue(event.task_ids, "an occasion without a step is nobody's work")
                self.assertTrue(all(task.date_due and task.who for task in event.task_ids))
                event.task_ids.is_done = True
                event.action_done()
                after = figure._values(self.today, self.today, Domain.TRUE)[figure]
                self.assertEqual(after - before, 1)

    def test_condolence_is_done_by_a_named_person_before_the_farewell_ends(self):
        """A death entered in the register proposes the farewell; accepted, condolence to the family
        is the first step of the team, on the same day. It does not end without it, the step names
        who did it and when, and the family counts once however many died.
        """
        figure = self.env.ref("community_service.community_indicator_bereaved_families")
        before = figure._values(self.today, self.today, Domain.TRUE)[figure]
        home = self.household.with_user(self.worker)
        for dead in self.household.resident_ids.sorted("id")[1], self.head:
            home._death(self.today, dead)
            event = self.Event.with_user(self.worker).search(
                [("resident_id", "=", dead.id), ("reason", "=", "death")]
            )
            event.action_accept()
            line = self.env.ref("community_service.community_life_checklist_death_1")
            condolence = event.task_ids.filtered(lambda task, line=line: task.name == line.name)
            self.assertEqual(condolence, event.task_ids.sorted("sequence")[:1])
            self.assertRecordValues(condolence, [{"date_due": self.today, "who": "team"}])
            (event.task_ids - condolence).is_done = True
            with self.assertRaisesRegex(UserError, line.name):
                event.action_done()
            condolence.is_done = True
            self.assertRecordValues(
                condolence, [{"done_by_id": self.worker.id, "date_done": self.today}]
            )
            event.action_done()
        after = figure._values(self.today, self.today, Domain.TRUE)[figure]
        self.assertEqual(after - before, 1)

    def test_every_reason_named_by_the_requirements_has_a_checklist(self):
        """Every occasion that the requirements name has a checklist of steps, and condolence is
        among those of a death.
        """
        checklists = self.env["community.life.checklist"].search([])
        self.assertTrue(all(checklists.mapped("line_ids")))
        reasons = checklists.mapped("reason")
        self.assertLessEqual(
            {
                "wedding",
                "birth",
                "new_home",
                "admission",
                "birthday_80",
                "illness",
                "disability",
                "living_alone",
                "hardship",
                "job_loss",
                "death",
            },
            set(reasons),
        )
        death = checklists.filtered(lambda checklist: checklist.reason == "death")
        self.assertTrue([name for name in death.line_ids.mapped("name") if "condolence" in name])

    def test_kind_and_reason_belong_together(self):
        with self.assertRaisesRegex(ValidationError, "is a matter of “Farewell”"):
            self.make_event("death", kind="comfort")
        self.assertEqual(self.make_event("other", kind="mediation").kind, "mediation")

    def test_title_never_says_why_somebody_is_comforted(self):
        for reason in ("illness", "disability", "living_alone", "hardship", "job_loss"):
            event = self.make_event(reason, resident_id=self.head.id)
            label = dict(event._fields["reason"].selection)[reason]
            for title in (event.display_name, event._claim_title()):
                self.assertIn("Comfort", title)
                self.assertNotIn(label, title)
                self.assertNotIn(self.head.name, title)
        self.assertIn("Wedding", self.make_event("wedding").display_name)

    def test_steps_are_ticked_by_a_named_person(self):
        event = self.make_event()
        task = event.task_ids[0]
        task.is_done = True
        self.assertRecordValues(
            task, [{"is_done": True, "done_by_id": self.worker.id, "date_done": self.today}]
        )
        self.assertEqual(event.task_done_count, 1)
        self.assertEqual(event.date_due, self.today + timedelta(days=3))
        with self.assertRaisesRegex(UserError, "stays in the record"):
            task.unlink()
        task.is_done = False
        self.assertFalse(task.done_by_id)
        with self.assertRaisesRegex(AccessError, "follows from its steps"):
            task.done_by_id = self.officer
        with self.assertRaises(AccessError):
            task.with_user(self.worker2).is_done = True

    def test_step_entered_as_done_names_who(self):
        event = self.make_event(task_ids=[Command.create({"name": "送花篮", "is_done": True})])
        self.assertEqual(event.task_ids.done_by_id, self.worker)

    def test_closing_asks_for_open_steps_and_keeps_the_day(self):
        event = self.make_event("hardship")
        with self.assertRaisesRegex(UserError, "is still open. Tick it, or remove it"):
            event.action_done()
        event.task_ids.is_done = True
        event.satisfaction = "3"
        event.action_done()
        self.assertRecordValues(event, [{"state": "done", "date_done": self.today}])
        with self.assertRaisesRegex(UserError, "already"):
            event.action_done()
        with self.assertRaisesRegex(UserError, "already"):
            event.task_ids[0].is_done = False
        event.action_reopen()
        self.assertRecordValues(event, [{"state": "planned", "date_done": False}])

    def test_closing_with_nothing_done_asks_for_a_result(self):
        event = self.make_event("other")
        with self.assertRaisesRegex(UserError, "say in one line what came of it"):
            event.action_done()
        event.result = "送去慰问"
        event.action_done()
        self.assertEqual(event.state, "done")

    def test_cancelling_needs_a_reason(self):
        event = self.make_event()
        with self.assertRaisesRegex(UserError, "Say why"):
            event._cancel("  ")
        action = event.action_ask_reason()
        dialog = Form(
            self.env[action["res_model"]].with_user(self.worker).with_context(**action["context"])
        )
        dialog.reason = "家人不愿意"
        dialog.save().action_apply()
        self.assertRecordValues(event, [{"state": "cancelled", "end_reason": "家人不愿意"}])
        with self.assertRaisesRegex(UserError, "is part of the record"):
            event.with_user(self.manager).unlink()

    def test_state_is_closed_to_direct_writes(self):
        event = self.make_event()
        for values in ({"state": "done"}, {"date_done": self.today}, {"cause_key": "x"}):
            with self.assertRaises(AccessError):
                event.write(values)
            with self.assertRaises(AccessError):
                self.make_event(**values)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            event.sudo().write({"state": "done"})
            self.env.flush_all()

    def test_default_in_the_context_starts_no_proposal(self):
        Event = self.Event.with_user(self.worker).with_context(default_state="done")
        event = Event.create({"reason": "other", "household_id": self.household.id})
        self.assertEqual(event.state, "planned")

    def test_moving_the_day_moves_what_is_open(self):
        event = self.make_event("wedding", date=self.today + timedelta(days=10))
        before = event.task_ids.mapped("date_due")
        event.task_ids[0].is_done = True
        event.date += timedelta(days=3)
        after = event.task_ids.sorted("id").mapped("date_due")
        self.assertEqual(after[0], before[0])
        self.assertEqual(after[1:], [day + timedelta(days=3) for day in before[1:]])

    def test_volunteer_takes_a_step_on(self):
        """A claim on an open step bears its name and is fulfilled with it; a closed step takes
        none.
        """
        event = self.make_event("living_alone")
        open_to_all = event.task_ids.filtered("is_claimable")
        Claim = self.env["community.contribution"].with_user(self.worker)
        partner = self.env["res.partner"].create({"name": "王志远"})
        claim = Claim.create(
            {
                "res_model": open_to_all._name,
                "res_id": open_to_all.id,
                "partner_id": partner.id,
            }
        )
        self.assertEqual(claim.name, open_to_all.name)
        open_to_all.is_done = True
        self.assertEqual(claim.state, "fulfilled")
        closed = event.task_ids.filtered(lambda task: not task.is_claimable)[0]
        with self.assertRaisesRegex(UserError, "takes no more claims"):
            Claim.create({"res_model": closed._name, "res_id": closed.id, "partner_id": partner.id})

    def test_need_for_care_becomes_an_event_and_closes_with_it(self):
        need = self.env["community.visit.need"].create(
            {"name": "老人想有人陪", "kind": "caring", "household_id": self.household.id}
        )
        action = need.with_user(self.worker).action_follow_up()
        self.assertEqual(action["res_model"], "community.life.event")
        event = Form(self.Event.with_user(self.worker).with_context(**action["context"])).save()
        self.assertRecordValues(
            event,
            [
                {
                    "kind": "comfort",
                    "household_id": self.household.id,
                    "note": "老人想有人陪",
                    "need_id": need.id,
                }
            ],
        )
        event.result = "邻居每天去看一次"
        event.action_done()
        self.assertRecordValues(need, [{"state": "done", "result": "邻居每天去看一次"}])
        event.action_reopen()
        self.assertEqual(need.state, "open")
        event._cancel("家人已搬回")
        self.assertRecordValues(need, [{"state": "cancelled", "result": "家人已搬回"}])

    def test_visit_of_comfort_belongs_to_the_event(self):
        event = self.make_event()
        event.action_plan_visit()
        self.assertRecordValues(
            event.visit_ids,
            [{"kind": "comfort", "household_id": self.household.id, "user_id": self.worker.id}],
        )

    def test_auditor_reads_without_notes(self):
        event = self.make_event("hardship", note="家里情况复杂").with_user(self.auditor)
        self.assertEqual(event.read(["kind"])[0]["kind"], "comfort")
        sick = self.make_event("illness").with_user(self.auditor)
        for record in (sick, sick.task_ids):
            self.assertFalse(record.search([("id", "in", record.ids)]))
        with self.assertRaises(AccessError):
            event.read(["note"])
        with self.assertRaises(AccessError):
            event.action_done()

    def test_other_grid_sees_nothing(self):
        event = self.make_event()
        self.assertFalse(self.Event.with_user(self.worker2).search([("id", "=", event.id)]))
        with self.assertRaises(AccessError):
            self.make_event(user=self.worker2)

    def test_buttons_of_household_and_resident(self):
        event = self.make_event(resident_id=self.head.id)
        self.make_event()._cancel("重复")
        for record, count in ((self.household, 1), (self.head, 1)):
            record = record.with_user(self.worker)
            self.assertEqual(record.life_event_count, count)
            domain = record.action_open_life_events()["domain"]
            self.assertIn(event, self.Event.search(domain))
        kinds = [line["kind"] for line in self.household.with_user(self.worker).timeline()]
        self.assertEqual(kinds.count("event"), 1)

    def test_my_day_shows_what_is_due_this_week_in_ones_grid(self):
        event = self.make_event("birthday_80", date=self.today + timedelta(days=6))
        self.make_event("wedding", date=self.today + timedelta(days=40))
        self.make_event(
            household_id=self.make_household(building=self.building2).id, user=self.officer
        )
        rows = self.env["community.visit"].with_user(self.worker).my_day()["events"]
        self.assertEqual([row["id"] for row in rows], event.ids)
        self.assertEqual(rows[0]["title"], "80th birthday")
        self.assertEqual(rows[0]["address"], self.household.address)

    def test_accepting_many_costs_the_same_for_each(self):
        def queries(count):
            events = self.Event._propose_all(
                [
                    ("illness", None, self.household, self.today, f"{count} {number}", None)
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            before = self.cr.sql_log_count
            events.web_search_read(
                [("id", "in", events.ids)], {"display_name": {}, "task_count": {}}
            )
            return self.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(3), queries(30))
