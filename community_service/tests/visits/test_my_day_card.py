import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestMyDayCard(CommunityCase):
    """What the cards of My Day say of a home before one knocks."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.worker)

    def test_cards_say_what_is_special_and_not_the_programme(self):
        """What is due, who is frail, what was promised; a calm home says its kind of visit."""
        Category = self.env["community.category"]
        monthly, yearly = Category.create(
            [
                {"name": "Alone", "code": "t1", "visit_interval_months": 1, "need_level": "red"},
                {
                    "name": "Letting",
                    "code": "t2",
                    "visit_interval_months": 12,
                    "subject": "household",
                },
            ]
        )
        self.env["community.programme"].create(
            {"name": "Spring", "date_to": self.today + datetime.timedelta(days=3)}
        )
        calm = self.make_household(date_entered=self.today)
        alone = self.make_household(
            members=[
                {
                    "name": "王小军",
                    "role": "head",
                    "birth_date": self.today - relativedelta(years=86),
                },
                {"name": "李丽", "role": "child"},
            ],
            date_entered=self.today - relativedelta(months=3),
        )
        self.env["community.category.line"].create(
            [
                {"category_id": category.id, **whose, "date_from": alone.date_entered}
                for category, whose in (
                    (monthly, {"resident_id": alone.head_id.id, "household_id": alone.id}),
                    (yearly, {"household_id": alone.id}),
                )
            ]
        )
        alone.write(
            {
                "own_visit_date": self.today - datetime.timedelta(days=1),
                "own_visit_reason": "Back from the daughter then",
            }
        )
        self.env["community.visit.need"].create(
            {
                "name": "Lamp",
                "household_id": alone.id,
                "date_found": self.today - datetime.timedelta(days=9),
                "date_due": self.today - datetime.timedelta(days=1),
            }
        )
        for home in (calm, alone):
            self.env["community.visit"].create({"household_id": home.id, "user_id": self.worker.id})
        cards = {
            card["household_id"]: card
            for card in self.env["community.visit"].with_user(self.worker).my_day()["cards"]
        }
        card = cards[alone.id]
        self.assertEqual(card["why"], ["80 and over", "Alone"], "the yearly one is not due")
        self.assertEqual(card["frail"], ["王*军 86 Alone"])
        self.assertEqual(card["promised"], fields.Date.to_string(alone.own_visit_date))
        self.assertTrue(card["is_need_overdue"])
        self.assertEqual(cards[calm.id]["why"], ["Routine"])
        self.assertFalse(cards[calm.id]["frail"] or cards[calm.id]["promised"])
