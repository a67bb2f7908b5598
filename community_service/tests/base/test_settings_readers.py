import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestSettingsReaders(CommunityCase):
    """Two communities with rules of their own: each record goes by those of its community.

    Everything is asked while working in ``here``, as a manager who may work in both.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.here = cls.env.company
        cls.there = cls.env["res.company"].create({"name": "西河社区"})
        cls.today = fields.Date.context_today(cls.manager)
        both = (cls.here + cls.there).ids
        cls.manager.company_ids = both
        # sudo by default: the rules of the records are not what is tested here.
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=both))
        cls.far_estate = cls.env["community.area"].create(
            {"name": "西河小区", "kind": "estate", "company_id": cls.there.id}
        )
        cls.home = cls.make_household([{"name": "甲", "role": "head", "sex": "male"}])
        cls.far = cls.make_household(
            [{"name": "乙", "role": "head", "sex": "male"}], building=cls.far_estate
        )

    def rule(self, name, here, there):
        self.here[f"community_{name}"] = here
        self.there[f"community_{name}"] = there

    def test_the_homes_stand_in_two_communities(self):
        """The ground of the tests below: two companies, and the user works in the first."""
        self.assertEqual((self.home.company_id, self.far.company_id), (self.here, self.there))
        self.assertEqual(self.env.company, self.here)

    def test_visits(self):
        """Visits fall due, count and ask for facts by the rules of the home's community."""
        self.rule("visit_interval_months", 3, 7)
        self.rule("visit_modes", "person", "any")
        self.assertEqual(self.home._default_visit_rule(), ("person", 3))
        self.assertEqual(self.far._default_visit_rule(), ("any", 7))
        (self.home + self.far)._plan_next_visit()
        for home, months in ((self.home, 3), (self.far, 7)):
            self.assertEqual(home.next_visit_date, home.date_entered + relativedelta(months=months))
        day = self.today - relativedelta(months=2)
        calls = self.env["community.visit"].create(
            [
                {"household_id": home.id, "state": "done", "mode": "phone", "date": day}
                for home in (self.home, self.far)
            ]
        )
        self.assertEqual(calls.mapped("is_valid"), [False, True])
        self.rule("confirm_months", 12, 1)
        (self.home + self.far).date_entered = self.today - relativedelta(years=3)
        Check = self.env["community.visit.check"]
        for home in (self.home, self.far):
            Check.create(
                {
                    "household_id": home.id,
                    "fact": "members",
                    "visit_id": calls.filtered(lambda v, home=home: v.household_id == home).id,
                }
            )
        asked = [
            "members"
            in [fact["fact"] for fact in Check._stale_facts(home, home.head_id, self.today)]
            for home in (self.home, self.far)
        ]
        self.assertEqual(asked, [False, True])

    def test_terms(self):
        """Needs, requests and referrals get the term of their community."""
        monday = datetime.date(2026, 3, 2)
        for name in ("need_days", "request_days", "referral_days"):
            self.rule(name, 2, 4)
        needs = self.env["community.visit.need"].create(
            [
                {"name": "x", "household_id": home.id, "date_found": monday}
                for home in (self.home, self.far)
            ]
        )
        self.assertEqual([day.day for day in needs.mapped("date_due")], [4, 6])
        requests = self.env["community.request"].create(
            [
                {"description": "x", "household_id": self.home.id},
                {"description": "x", "household_id": self.far.id},
            ]
        )
        self.assertEqual(requests.mapped("limit_days"), [2, 4])
        department = self.env["res.partner"].create({"name": "民政办"})
        referrals = self.env["community.request.referral"].create(
            [
                {
                    "request_id": request.id,
                    "department_id": department.id,
                    "date_sent": monday,
                    "question": "?",
                }
                for request in requests
            ]
        )
        self.assertEqual([day.day for day in referrals.mapped("date_due")], [4, 6])

    def test_public_page(self):
        """The page is open, and its number of an hour counted, for the community asked for."""
        self.rule("online_intake", False, True)
        Request = self.env["community.request"]
        self.assertFalse(Request._is_online_open())
        self.assertTrue(Request.with_company(self.there)._is_online_open())
        self.rule("online_per_hour", 1, 1)
        Request.with_company(self.there)._take_online("路灯不亮")
        Request._check_online_flood()
        with self.assertRaisesRegex(UserError, "Too many requests"):
            Request.with_company(self.there)._check_online_flood()

    def test_newcomers(self):
        """How long a family is new depends on where it moved to."""
        self.rule("newcomer_months", 3, 9)
        for home in (self.home, self.far):
            home.residency_ids.write(
                {
                    "start_reason": "move_in",
                    "date_from": self.today - relativedelta(months=5),
                }
            )
        Category = self.env["community.category"]
        Category._sync_derived(self.home + self.far)
        newcomer = Category.search([("derive_rule", "=", "newcomer")])
        self.assertNotIn(newcomer, self.home.category_ids)
        self.assertIn(newcomer, self.far.category_ids)
        line = self.far.category_line_ids.filtered(lambda line: line.category_id == newcomer)
        self.assertEqual(line.date_to, self.today + relativedelta(months=4))

    def test_caring_station(self):
        """Birthdays ahead and events late by the rule of the person's community."""
        Event = self.env["community.life.event"]
        self.rule("birthday_days", 5, 40)
        day = self.today + datetime.timedelta(days=20)
        (self.home + self.far).head_id.birth_date = day - relativedelta(years=80)
        Event._cron_propose_birthdays()
        found = Event.search([("reason", "=", "birthday_80")])
        self.assertEqual(found.household_id, self.far)
        self.rule("event_recent_days", 10, 100)
        late = self.today - datetime.timedelta(days=50)
        for kind in ("household_id", "head_id"):
            holders = (
                (self.home, self.far)
                if kind == "household_id"
                else (self.home.head_id, self.far.head_id)
            )
            self.assertEqual([Event._is_recent(late, one) for one in holders], [False, True])

    def test_volunteers(self):
        """Steps and days of entry are those of the volunteer's community."""
        self.rule("volunteer_step_minutes", 60, 15)
        self.rule("volunteer_entry_days", 1, 250)
        volunteers = self.env["community.volunteer"].create(
            [
                {
                    "partner_id": self.env["res.partner"].create({"name": name}).id,
                    "company_id": company.id,
                }
                for name, company in (("甲", self.here), ("乙", self.there))
            ]
        )
        start = datetime.datetime.combine(self.today, datetime.time(1)) - datetime.timedelta(30)
        values = [
            {
                "name": "x",
                "kind": "environment",
                "volunteer_id": volunteer.id,
                "date_start": start,
                "date_stop": start + datetime.timedelta(minutes=115),
            }
            for volunteer in volunteers
        ]
        Service = self.env["community.volunteer.service"]
        with (
            self.assertRaisesRegex(UserError, "within 1 working"),
            self.env.cr.savepoint(),
        ):
            Service.create(values[0])
        self.assertEqual(Service.create(values[1]).hours, 1.75)
        self.assertEqual(Service.create({**values[0], "late_reason": "生病"}).hours, 1)

    def test_matters_of_a_volunteer(self):
        """What is offered to volunteers on the portal, and how much, is their community's rule."""
        self.rule("volunteer_claims", 0, 2)
        need = {"kind": "caring", "claim_words": "陪同买菜"}
        for number, (home, offered) in enumerate(((self.home, 0), (self.far, 1))):
            self.env["community.visit.need"].create({**need, "name": "x", "household_id": home.id})
            volunteer = self.env["community.volunteer"].create(
                {
                    "partner_id": self.env["res.partner"].create({"name": f"丙{number}"}).id,
                    "company_id": home.company_id.id,
                }
            )
            self.env.flush_all()
            self.assertEqual(len(volunteer._portal_offers()), offered)

    def test_work(self):
        """Work found, subsidies, warnings and older job-seekers by the community's numbers."""
        self.rule("employed_months", 1, 6)
        self.rule("older_men", 60, 45)
        self.rule("older_women", 40, 40)
        people = (self.home + self.far).head_id
        people.birth_date = self.today - relativedelta(years=50, days=1)
        reasons = people.sudo()._hard_to_place()
        self.assertEqual(
            ["older" in reasons[person.id] for person in people.sorted("id")], [False, True]
        )
        courses = self.env["community.course"]
        for person, company in zip(people.sorted("id"), (self.here, self.there), strict=True):
            local = self.env(context=dict(self.env.context, allowed_company_ids=company.ids))
            course = local["community.course"].create({"name": "家政培训班"})
            start = datetime.datetime.combine(self.today, datetime.time(1))
            session = local["community.activity"].create(
                {
                    "kind_id": self.env.ref("community_service.activity_kind_training").id,
                    "course_id": course.id,
                    "date_start": start - datetime.timedelta(days=90),
                    "date_stop": start - datetime.timedelta(days=90, hours=-2),
                }
            )
            local["community.attendance"].create(
                {"activity_id": session.id, "resident_id": person.id, "state": "present"}
            )
            local["community.placement"].create(
                {
                    "resident_id": person.id,
                    "kind": "self_employed",
                    "job": "小吃店",
                    "date_from": self.today - datetime.timedelta(days=5),
                }
            ).action_place()
            courses += course
        self.assertEqual(courses.company_id, self.here + self.there)
        self.assertEqual(courses.with_env(self.env).mapped("employed_count"), [0, 1])
        self.rule("post_subsidy_months", 12, 24)
        Post = self.env["community.post"]
        values = {"name": "保洁员"}
        self.assertEqual(Post.create(values).subsidy_months, 12)
        self.assertEqual(Post.with_company(self.there).create(values).subsidy_months, 24)

    def test_subsidies(self):
        """Near retirement and the warning before the end go by the community of the person."""
        Placement = self.env["community.placement"]
        self.rule("post_warn_days", 10, 100)
        self.rule("post_near_years", 0, 20)
        placements = Placement
        for home, company in ((self.home, self.here), (self.far, self.there)):
            person = home.head_id
            person.write({"birth_date": "1975-03-01", "sex": "male"})
            post = self.env["community.post"].create(
                {
                    "name": "保洁员",
                    "subsidy_months": 36,
                    "date_open": "2020-01-01",
                    "company_id": company.id,
                }
            )
            placements += Placement.create(
                {
                    "resident_id": person.id,
                    "kind": "post",
                    "post_id": post.id,
                    "hard_kind": "older",
                    "date_from": self.today - relativedelta(months=34, days=15),
                }
            )
        near, far = placements
        self.assertEqual(near.date_subsidy_end, near.date_from + relativedelta(months=36, days=-1))
        self.assertGreater(far.date_subsidy_end, near.date_subsidy_end + relativedelta(years=2))
        self.rule("post_near_years", 0, 0)
        for placement in placements:
            placement.write({"state": "active", "date_subsidy_end": near.date_subsidy_end})
        self.env.invalidate_all()
        self.assertEqual(placements.mapped("is_subsidy_ending"), [False, True])
        found = Placement.search([("is_subsidy_ending", "=", True), ("id", "in", placements.ids)])
        self.assertEqual(found, far)

    def test_undo(self):
        """Operations and saves at the door can be taken back as long as their community says."""
        self.rule("undo_minutes", 10, 60)
        self.rule("reverse_days", 1, 10)
        now = fields.Datetime.now()
        operations = (
            self.env["community.household.operation"]
            .sudo()
            .create(
                [
                    {"kind": "move_in", "date": self.today, "household_id": home.id}
                    for home in (self.home, self.far)
                ]
            )
        )
        for age, undo, reverse in (
            (datetime.timedelta(minutes=30), [False, True], [True, False]),
            (datetime.timedelta(days=3), [False, False], [False, True]),
        ):
            operations.write({"date_done": now - age, "state": "done"})
            operations.invalidate_recordset(["can_undo", "can_reverse"])
            self.assertEqual(operations.mapped("can_undo"), undo)
            self.assertEqual(operations.mapped("can_reverse"), reverse)
        visits = self.env["community.visit"].create(
            [{"household_id": home.id, "state": "planned"} for home in (self.home, self.far)]
        )
        visits.sudo().undo_values = {"until": "2026-01-01 00:00:00"}
        self.env.flush_all()
        # Raw SQL: the ORM writes the time of now.
        self.env.cr.execute(
            "UPDATE community_visit SET write_date = %s WHERE id IN %s",
            [now - datetime.timedelta(minutes=30), visits._ids],
        )
        visits._gc_undo_values()
        self.assertEqual([bool(visit.undo_values) for visit in visits.sudo()], [False, True])

    def test_files_and_publication(self):
        """Small counts and the size of files by the community of statement, report and import."""
        self.rule("suppress_below", 5, 9)
        Statement = self.env["community.population"]
        below = [
            Statement.create({"area_id": area.id, "for_publication": True}).figures["below"]
            for area in (self.estate, self.far_estate)
        ]
        self.assertEqual(below, [5, 9])
        grid = self.env["community.grid"].create(
            {"name": "W", "code": "W1", "company_id": self.there.id}
        )
        statement = Statement.create({"grid_id": grid.id, "for_publication": True})
        self.assertEqual(statement.figures["below"], 9)
        self.rule("import_max_rows", 20, 30)
        imports = self.env["community.import"].create(
            [{"company_id": company.id} for company in (self.here, self.there)]
        )
        self.assertEqual([one._max_rows() for one in imports], [20, 30])
