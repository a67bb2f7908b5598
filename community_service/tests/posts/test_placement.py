from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_post import PlacementCase


@tagged("post_install", "-at_install", "community")
class TestPlacement(PlacementCase):
    def test_decided_by_a_person(self):
        """The program proposes who is hard to place; a post needs a decision, which is kept."""
        self.jobless.birth_date = self.today - relativedelta(years=30)
        placement = self.propose(self.jobless, hard_kind=False).with_user(self.officer)
        with self.assertRaisesRegex(UserError, "decide why 王失业 is one"):
            placement.action_place()
        placement.hard_kind = "poor"
        placement.action_place()
        self.assertRecordValues(
            placement,
            [{"state": "active", "decided_by_id": self.officer.id, "date_decided": self.today}],
        )
        with self.assertRaises(AccessError):
            placement.decided_by_id = self.manager

    def test_undecided_post_is_refused_by_the_database(self):
        """No way around the decision: the database refuses a post without it."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.propose(self.laid_off, hard_kind=False, state="active")

    def test_register_says_that_the_person_works(self):
        """Placing somebody changes the employment from that day on, with its past kept."""
        day = self.today - timedelta(days=20)
        self.place(self.laid_off, date_from=day)
        self.assertEqual(self.laid_off.employment, "employed")
        self.assertEqual(
            self.laid_off._employment_on(day - timedelta(days=1)), {self.laid_off.id: "laid_off"}
        )
        self.place(self.jobless, kind="flexible", post_id=False, hard_kind=False, job="网约车")
        self.assertEqual(self.jobless.employment, "flexible")
        self.assertEqual(self.jobless.placement_count, 1)
        action = self.jobless.action_open_placements()
        self.assertEqual(
            self.env["community.placement"].search(action["domain"]).resident_id, self.jobless
        )

    def test_an_end_before_the_begin(self):
        """Is refused in the sentence of the table, not by a range that is turned round."""
        placement = self.place(self.laid_off)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            placement.date_to = placement.date_from - timedelta(days=1)
            placement.flush_recordset()

    def test_two_posts_at_once(self):
        """One person, two placements on one day: a sentence, and the database says no as well."""
        self.place(self.laid_off)
        other = self.propose(
            self.laid_off, kind="employer", post_id=False, job="保安", date_from=self.today
        )
        refused = self.assertRaisesRegex(UserError, "张下岗 would hold two posts at once: “保洁员”")
        with refused, self.env.cr.savepoint():
            other.with_user(self.officer).action_place()
        self.assertEqual(other.state, "proposed")
        # Raw SQL: what the sentence says is refused below it too.
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE community_placement SET state = 'active' WHERE id = %s", [other.id]
            )

    def test_dates_in_order(self):
        """A placement ends after it begins."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.propose(self.laid_off, date_to=self.today - timedelta(days=1))

    def test_three_years(self):
        """Without a near retirement the subsidy runs 36 months, and the placement as long."""
        self.laid_off.write({"birth_date": date(1990, 1, 1), "sex": "male"})
        placement = self.place(self.laid_off, date_from=date(2026, 3, 1))
        self.assertEqual(placement.date_subsidy_end, date(2029, 2, 28))
        self.assertEqual(placement.date_to, date(2029, 2, 28))
        with self.assertRaisesRegex(UserError, "runs until 2029-02-28"):
            placement.date_to = date(2029, 3, 1)

    def test_until_a_near_retirement(self):
        """Less than five years from retirement the subsidy runs until then, by the dated table."""
        self.laid_off.write({"birth_date": date(1970, 5, 10), "sex": "male"})
        placement = self.propose(self.laid_off, date_from=date(2027, 1, 1))
        # Born in May 1970: the 17th step of four months, 61 years and 5 months.
        self.assertEqual(placement.date_retirement, date(2031, 10, 10))
        self.assertEqual(placement.date_subsidy_end, date(2031, 10, 9))
        self.laid_off.write({"birth_date": date(1972, 5, 10)})
        late = self.propose(self.laid_off, date_from=date(2027, 1, 1))
        self.assertEqual(late.date_subsidy_end, date(2029, 12, 31))

    def test_after_retirement(self):
        """Who has retired begins in no welfare post."""
        self.laid_off.write({"birth_date": date(1955, 5, 10), "sex": "male"})
        with self.assertRaisesRegex(UserError, "reaches retirement age on 2015-05-10"):
            self.place(self.laid_off)

    def test_second_post_is_a_special_case(self):
        """A second welfare post needs its reason."""
        first = self.place(
            self.laid_off,
            date_from=self.today - timedelta(days=90),
            date_to=self.today - timedelta(days=30),
        )
        self.assertEqual(first.subsidy_months_used, 2)
        second = self.propose(self.laid_off).with_user(self.officer)
        refused = self.assertRaisesRegex(UserError, "a second one is a special case")
        with refused, self.env.cr.savepoint():
            second.action_place()
        second.special_reason = "仍无其他收入，街道同意"
        second.action_place()
        self.assertEqual(second.state, "active")

    def test_end(self):
        """A placement ends with a reason, on the day; its seat is free again."""
        placement = self.place(self.laid_off, date_from=self.today - timedelta(days=5))
        with self.assertRaisesRegex(UserError, "Choose first why"):
            placement.action_end()
        placement.end_reason = "other_work"
        placement.action_end()
        self.assertRecordValues(placement, [{"state": "ended", "date_to": self.today}])
        tomorrow = self.post.with_context(date=self.today + timedelta(days=1))
        self.assertEqual(tomorrow.vacant_count, 1)
        with self.assertRaisesRegex(UserError, "does not fit it"):
            placement.action_cancel()
        with self.assertRaisesRegex(UserError, "part of the record"):
            placement.sudo().unlink()

    def test_warned_once_before_the_subsidy_ends(self):
        """The officer is reminded once, 60 days before the end."""
        start = self.today - relativedelta(months=35)
        placement = self.place(self.laid_off, date_from=start)
        self.assertTrue(placement.is_subsidy_ending)
        Placement = self.env["community.placement"]
        self.assertEqual(Placement.search([("is_subsidy_ending", "=", True)]), placement)
        Placement._cron_warn_subsidy()
        Placement._cron_warn_subsidy()
        self.assertEqual(placement.activity_ids.user_id, self.officer)
        self.assertEqual(placement.activity_ids.date_deadline, placement.date_subsidy_end)
        self.assertEqual(placement.subsidy_months_used, 36)

    def test_hard_to_place_is_proposed(self):
        """Age, disability, poverty, a year without work and a family without work are proposed."""
        self.working.employment = "laid_off"
        self.laid_off.write({"birth_date": self.today - relativedelta(years=55), "sex": "male"})
        for code, subject in (("disability", "resident_id"), ("extreme_hardship", "household_id")):
            self.env["community.category.line"].create(
                {
                    "category_id": self.env.ref(f"community_service.community_category_{code}").id,
                    subject: self.laid_off.id if subject == "resident_id" else self.home.id,
                }
            )
        self.env["community.fact.change"].create(
            {
                "model": "community.resident",
                "res_id": self.laid_off.id,
                "resident_id": self.laid_off.id,
                "field_name": "employment",
                "old_value": "employed",
                "new_value": "laid_off",
                "kind": "change",
                "date": self.today - relativedelta(years=2),
            }
        )
        self.assertEqual(
            self.laid_off.sudo()._hard_to_place()[self.laid_off.id],
            ["older", "disabled", "poor", "long_jobless", "zero_employment"],
        )
        placement = self.propose(self.laid_off, hard_kind=False)
        self.assertIn("Disabled", placement.with_user(self.officer).hard_proposal)
        with self.assertRaises(AccessError):
            placement.with_user(self.auditor).read(["hard_kind"])

    def test_found_work_through_a_placement(self):
        """A placement after a course counts as work found, also when the register is silent."""
        course = self.env["community.course"].create({"name": "家政培训班"})
        session = self.make_activity(days=-30, course_id=course.id)
        self.attend(session, self.working, self.jobless, state="present")
        self.place(self.jobless, kind="self_employed", post_id=False, job="小吃店")
        self.assertEqual(course.employed_count, 1)

    def test_household_timeline(self):
        """Trainings and placements stand on the timeline of the family."""
        self.attend(self.make_activity(days=-3, name="家政第一课"), self.laid_off, state="present")
        self.place(self.laid_off)
        entries = self.home.with_user(self.worker).timeline()
        if isinstance(entries, dict):
            entries = entries["entries"]
        kinds = {entry["kind"]: entry for entry in entries}
        self.assertEqual(kinds["training"]["title"], "家政第一课")
        self.assertIn("保洁员", kinds["placement"]["text"])

    def test_retirement_bands_do_not_overlap(self):
        """The table of ages is edited without two answers for one birth month."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["community.retirement.age"].create(
                {
                    "kind": "male",
                    "birth_from": "1970-01-01",
                    "years": 60,
                    "legal_basis": "x",
                    "date_as_of": "2025-01-01",
                }
            )

    def test_list_queries(self):
        """The list of placements costs the same for 2 and for 10."""
        for count in (2, 8):
            homes = [self.make_household() for _number in range(count)]
            for home in homes:
                self.place(home.resident_ids, kind="employer", post_id=False, job="保安")
            self.env.flush_all()
            self.env.invalidate_all()
            placements = self.env["community.placement"].with_user(self.officer).search([])
            # The rights on companies are kept from one request to the next.
            self.assertTrue(self.env.company.with_user(self.officer).has_access("read"))
            with self.assertQueryCount(10):
                placements.read(
                    ["display_name", "date_from", "date_subsidy_end", "subsidy_months_used"]
                )
