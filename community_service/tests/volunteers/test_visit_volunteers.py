from datetime import timedelta
from itertools import permutations

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_volunteer_portal import PortalVolunteerCase


@tagged("post_install", "-at_install", "community")
class TestVisitVolunteers(PortalVolunteerCase):
    """Volunteers go along on a visit, and their hours follow it until somebody confirms them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.make_household()

    def make_visit(self, days=3, **values):
        start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        return (
            self.env["community.visit"]
            .with_user(self.worker)
            .create(
                {
                    "household_id": self.home.id,
                    "date_start": start - timedelta(days=days),
                    "duration": 1,
                    "volunteer_ids": [Command.link(self.anna.id)],
                    **values,
                }
            )
        )

    def hours(self, visit):
        return sorted(
            (s.volunteer_id.name, s.date_start, s.date_stop, s.hours, s.state)
            for s in visit.sudo().volunteer_service_ids
        )

    def test_a_visit_that_was_made_reports_the_hours(self):
        """The grid worker names the volunteer, the visit counts, an officer confirms."""
        visit = self.make_visit(duration=1.25)
        self.assertFalse(visit.sudo().volunteer_service_ids)
        visit.action_done()
        service = visit.sudo().volunteer_service_ids
        self.assertRecordValues(
            service,
            [
                {
                    "volunteer_id": self.anna.id,
                    "hours": 1,
                    "kind": "visit",
                    "state": "reported",
                    "grid_id": self.grid.id,
                }
            ],
        )
        service.with_user(self.officer).action_confirm()
        self.assertEqual(self.anna.hours_total, 1)
        visit.action_plan_again()
        self.assertEqual(service.visit_difference, "The visit counts no hours of this volunteer")

    def test_without_an_hour_the_visit_says_what_is_missing(self):
        visit = self.make_visit(date_start=False, date=self.today)
        visit.action_done()
        self.assertFalse(visit.sudo().volunteer_service_ids)
        self.assertIn("hour at which it began is missing", visit.volunteer_note)
        visit.date_start = fields.Datetime.now() - timedelta(hours=26)
        self.assertEqual(visit.sudo().volunteer_service_ids.hours, 1)
        self.assertFalse(visit.volunteer_note)
        visit.duration = 0.25
        self.assertFalse(visit.sudo().volunteer_service_ids)
        self.assertIn("shorter than one step", visit.volunteer_note)

    def test_a_visit_entered_late_says_so(self):
        visit = self.make_visit(days=40)
        visit.action_done()
        self.assertEqual(visit.sudo().volunteer_service_ids.late_reason, "Entered with the visit")

    def test_nobody_is_in_two_places(self):
        self.make_visit().action_done()
        other = self.make_visit()
        with self.assertRaisesRegex(UserError, "nobody is in two places"):
            other.action_done()

    def test_a_volunteer_sees_the_own_hours_and_no_home(self):
        visit = self.make_visit(volunteer_ids=[Command.set((self.mine | self.bo).ids)])
        visit.action_done()
        portal = self.env["community.volunteer.service"].with_user(self.portal)
        mine = portal.search([])
        self.assertEqual(mine.volunteer_id, self.mine)
        self.assertNotIn(self.home.address, str(mine.read()))
        with self.assertRaises(AccessError):
            mine.read(["visit_id"])
        with self.assertRaises(AccessError):
            visit.with_user(self.portal).read(["volunteer_ids"])

    def test_every_order_ends_alike(self):
        """Made, prolonged, moved, another volunteer, confirmed in between: whatever the order, the
        hours are those of the visit at once, or after a manager has taken the difference over."""
        ends = {}
        for order in permutations(("done", "longer", "moved", "bo", "confirm")):
            savepoint = self.env.cr.savepoint()
            visit = self.make_visit()
            for fact in order:
                self.enter(visit, fact)
            differing = visit.sudo().volunteer_service_ids.filtered("visit_difference")
            differing.with_user(self.manager).action_follow_visit()
            self.enter(visit, "confirm")
            ends.setdefault(repr(self.hours(visit)), order)
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.assertEqual(len(ends), 1, ends)
        self.assertEqual(next(iter(ends)).count("2.0, 'confirmed'"), 2)

    def enter(self, visit, fact):
        if fact == "done":
            visit.action_done()
        elif fact == "longer":
            visit.duration = 2
        elif fact == "moved":
            visit.date_start -= timedelta(hours=5)
        elif fact == "bo":
            visit.volunteer_ids = [Command.link(self.bo.id)]
        else:
            services = visit.sudo().volunteer_service_ids.with_user(self.officer)
            services.filtered(lambda s: s.state == "reported").action_confirm()
