from datetime import date

from odoo.tests import tagged

from ..petition_case import PetitionCase

# Article, what is measured, its day; the rest of the rules has tests of behaviour beside this one.
CLOCKS = (
    ("art. 22, 23", "handle", "2024-03-01", date(2024, 3, 16)),
    ("art. 22, 23 over the end of a leap February", "handle", "2024-02-20", date(2024, 3, 6)),
    ("art. 23, told by the body", "notice", "2024-03-05", date(2024, 3, 20)),
    ("art. 34", "finish", "2024-03-10", date(2024, 5, 9)),
    ("art. 34, with all days that may be added", "extended", "2024-03-10", date(2024, 6, 8)),
    ("art. 35, asked until", "ask", "2024-05-09", date(2024, 6, 8)),
    ("art. 35, answered until", "review", "2024-06-01", date(2024, 7, 1)),
    ("art. 36, asked until", "ask again", "2024-07-01", date(2024, 7, 31)),
    ("art. 36, answered until", "second", "2024-07-15", date(2024, 8, 14)),
)


@tagged("post_install", "-at_install", "community")
class TestPetitionRules(PetitionCase):
    """One row for each clock of the Regulations on Petition Work, first day to last day."""

    def test_each_clock(self):
        for article, clock, start, due in CLOCKS:
            with self.subTest(article=article):
                self.assertEqual(getattr(self, f"due_of_{clock.replace(' ', '_')}")(start), due)

    def due_of_handle(self, start):
        return self.make_petition(date_received=start).date_next

    def due_of_notice(self, start):
        petition = self.make_petition()
        self.step(petition, "hand", start, body_id=self.body.id)
        return petition.date_next

    def due_of_finish(self, start):
        return self.make_accepted(day=start).date_due

    def due_of_extended(self, start):
        petition = self.make_accepted(day=start)
        self.step(petition, "extend", days=30, head="赵局长", reason="情况复杂")
        return petition.date_due

    def due_of_ask(self, start):
        return self.make_answered(day="2024-05-08", delivered=start).date_review_until

    def reviewed(self, asked, answered=None):
        petition = self.make_answered(day="2024-05-08", delivered="2024-05-20")
        self.step(petition, "ask_review", asked, body_id=self.above.id)
        if answered:
            values = {"review_outcome": "upheld", "reason": "维持"}
            self.step(petition, "answer_review", answered, **values)
        return petition

    def due_of_review(self, start):
        return self.reviewed(start).date_next

    def due_of_ask_again(self, start):
        return self.reviewed("2024-06-01", start).date_review_until

    def due_of_second(self, start):
        petition = self.reviewed("2024-06-01", "2024-07-01")
        self.step(petition, "ask_review", start, body_id=self.above.id)
        return petition.date_next
