from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..activities.test_activity import ActivityCase


class PlacementCase(ActivityCase):
    """A welfare post with one seat, and ways to place people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer = cls.env["res.partner"].create({"name": "物业公司", "is_company": True})
        cls.post = cls.env["community.post"].create(
            {
                "name": "保洁员",
                "employer_id": cls.employer.id,
                "date_open": "2020-01-01",
                "wage": 2000,
                "user_id": cls.officer.id,
            }
        )

    @classmethod
    def propose(cls, person, **values):
        """Create a proposed placement in the post of this case, or as ``values`` say."""
        return cls.env["community.placement"].create(
            {
                "resident_id": person.id,
                "kind": "post",
                "post_id": cls.post.id,
                "date_from": cls.today,
                "hard_kind": "long_jobless",
                "user_id": cls.officer.id,
                **values,
            }
        )

    @classmethod
    def place(cls, person, **values):
        """Place somebody at once."""
        placement = cls.propose(person, **values).with_user(cls.officer)
        placement.action_place()
        return placement


@tagged("post_install", "-at_install", "community")
class TestPost(PlacementCase):
    def test_filled_and_vacant_by_day(self):
        """Seats filled follow from the placements of the day, in the post and in a search."""
        self.post.seats = 2
        self.place(self.laid_off, date_to=self.today + timedelta(days=30))
        post = self.post.with_user(self.officer)
        self.assertEqual((post.filled_count, post.vacant_count), (1, 1))
        later = post.with_context(date=self.today + timedelta(days=31))
        self.assertEqual((later.filled_count, later.vacant_count), (0, 2))
        Post = self.env["community.post"].with_user(self.officer)
        self.assertIn(post, Post.search([("vacant_count", ">", 0)]))
        self.place(self.jobless)
        self.assertNotIn(post, Post.search([("vacant_count", ">", 0)]))
        self.assertIn(post, Post.search([("vacant_count", "=", 0)]))

    def test_closed_post_has_no_vacancy(self):
        """A post that is closed or not yet open has no seat to fill."""
        self.post.date_close = self.today - timedelta(days=1)
        self.assertEqual(self.post.vacant_count, 0)
        self.assertFalse(
            self.env["community.post"].search([("id", "=", self.post.id), ("vacant_count", ">", 0)])
        )

    def test_more_people_than_seats(self):
        """The second person on one seat is refused with a sentence; nothing is half saved."""
        self.place(self.laid_off)
        second = self.propose(self.jobless)
        refused = self.assertRaisesRegex(UserError, "has 1 seats and would be held by 2 people")
        with refused, self.env.cr.savepoint():
            second.action_place()
        self.assertEqual(second.state, "proposed")
        self.assertEqual(self.jobless.employment, "unemployed")
        self.post.seats = 2
        second.action_place()
        with self.assertRaisesRegex(UserError, "has 1 seats"):
            self.post.seats = 1

    def test_one_after_the_other(self):
        """A seat that becomes free is filled again from the next day."""
        first = self.place(self.laid_off, date_to=self.today + timedelta(days=9))
        self.place(self.jobless, date_from=first.date_to + timedelta(days=1))
        self.assertEqual(len(self.post.placement_ids), 2)

    def test_closing_with_somebody_in_it(self):
        """A post does not close under somebody who is placed for longer."""
        self.place(self.laid_off)
        with self.assertRaisesRegex(UserError, "cannot close on"):
            self.post.date_close = self.today
        with self.assertRaisesRegex(UserError, "has had people in it"):
            self.post.unlink()

    def test_begins_after_the_post_opens(self):
        """Nobody begins before the post is open."""
        with self.assertRaisesRegex(UserError, "opens on 2020-01-01"):
            self.place(self.laid_off, date_from=date(2019, 12, 1))

    def test_subsidy_months_have_a_limit(self):
        """The database keeps the three years of the rule, and dates in their order."""
        for values in (
            {"subsidy_months": 48},
            {"seats": 0},
            {"date_close": "2019-01-01"},
            {"wage": -1},
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.post.write(values)
                self.env.flush_all()

    def test_list_queries(self):
        """The list of posts costs the same for 2 and for 10."""
        for count in (1, 8):
            self.env["community.post"].create(
                [{"name": f"岗位{count}-{n}", "date_open": "2024-01-01"} for n in range(count)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            posts = self.env["community.post"].with_user(self.officer).search([])
            with self.assertQueryCount(5):
                posts.read(["name", "seats", "filled_count", "vacant_count"])

    def test_open_placements(self):
        """The button of the post opens its placements, and a new one knows the post."""
        placement = self.place(self.laid_off)
        action = self.post.with_user(self.officer).action_open_placements()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), placement)
        context = self.post.action_fill()["context"]
        new = self.env["community.placement"].with_context(**context).new({})
        self.assertEqual((new.kind, new.employer_id, new.wage), ("post", self.employer, 2000))
