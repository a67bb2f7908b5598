import io
from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tests import tagged

from ..posts.test_post import PlacementCase

PERIOD = (date(2025, 1, 1), date(2025, 12, 31))


@tagged("post_install", "-at_install", "community")
class TestActivityFigures(PlacementCase):
    """Figures of training and work: attendances, posts and people are different numbers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in (1, 2, 3):
            start = f"2025-03-0{number} 01:00:00"
            activity = cls.env["community.activity"].create(
                {
                    "kind_id": cls.training.id,
                    "date_start": start,
                    "date_stop": start.replace("01:00", "04:00"),
                }
            )
            cls.attend(activity, cls.laid_off, cls.working, state="present")
            cls.attend(activity, cls.jobless, state="absent")
        cls.env["community.post"].create(
            {"name": "协管员", "seats": 4, "date_open": "2025-05-01", "user_id": cls.officer.id}
        )
        day = date(2025, 6, 1)
        cls.place(cls.laid_off, date_from=day, date_to=date(2025, 7, 31))
        cls.place(cls.laid_off, kind="flexible", post_id=False, date_from=date(2025, 8, 1))
        cls.place(cls.jobless, kind="flexible", post_id=False, date_from=date(2026, 1, 1))

    def figure(self, code):
        """Return the figure of 2025 and the records behind it, as the officer sees them."""
        indicator = self.env["community.indicator"].search([("code", "=", code)])
        indicator = indicator.with_user(self.officer)
        model, domain = indicator._target(*PERIOD, Domain.TRUE)
        value = indicator._values(*PERIOD, Domain.TRUE)[indicator]
        return value, self.env[model].with_user(self.officer).search(domain)

    def test_attendances_and_people(self):
        """Three attendances of one person out of work; two people trained."""
        value, records = self.figure("training_attendances")
        self.assertEqual((value, len(records)), (3, 3))
        self.assertEqual(records.resident_id, self.laid_off)
        value, people = self.figure("people_trained")
        self.assertEqual(value, 2)
        self.assertEqual(people, self.laid_off + self.working)

    def test_posts_are_seats(self):
        """One notice with four seats is four posts; the figure opens the notice."""
        value, posts = self.figure("posts_opened")
        self.assertEqual(value, 4)
        self.assertEqual(posts.mapped("seats"), [4])

    def test_people_placed_once(self):
        """Two placements of one person in a year are one person placed."""
        value, people = self.figure("people_placed")
        self.assertEqual(value, 1)
        self.assertEqual(people, self.laid_off)
        self.assertEqual(self.figure("people_in_posts")[0], 1)

    def test_sum_needs_a_number(self):
        """An indicator that sums names a number of its records, else it is refused."""
        indicator = self.env["community.indicator"].search([("code", "=", "posts_opened")])
        with self.assertRaisesRegex(ValidationError, "is no number of these records"):
            indicator.link_path = "name"

    def test_ledgers(self):
        """Trainings, posts and placements are written as ledgers."""
        for code, rows in (("trainings", 9), ("posts", 2), ("placements", 3)):
            ledger = self.env["community.ledger"].search([("code", "=", code)])
            with self.subTest(code):
                written = ledger.with_user(self.officer)._write_xlsx(io.BytesIO())
                self.assertEqual(written, rows)
