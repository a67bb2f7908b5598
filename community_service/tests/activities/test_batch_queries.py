from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .test_batch import BatchCase

FEW = 2
# Queries of recording and of taking back, however many rows there are.
RECORD, TAKE_BACK = 60, 90
# What rows more may cost all together: rows are read and written in blocks.
BLOCKS = 12


@tagged("post_install", "-at_install", "community")
class TestBatchQueries(BatchCase):
    """What a batch costs does not depend on how many rows it has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.serial = 0
        cls.env["community.caring.stock.move"].create(
            {"kind": "in", "item_id": cls.item.id, "quantity": 500}
        )

    def queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def make_rows(self, kind, count):
        """Return what a batch is made with, for so many new homes or people."""
        if kind != "sign_in":
            homes = (self.make_household() for _number in range(count))
            return {"homes": self.env["community.household"].union(*homes)}
        type(self).serial += 300
        names = [f"人{chr(0x4E00 + self.serial + number)}" for number in range(count)]
        people = self.env["community.resident"].create(
            [
                {
                    "name": name,
                    "phone": f"1390000{self.serial + number:04d}",
                    "residency_ids": [(0, 0, {"household_id": self.first.id})],
                }
                for number, name in enumerate(names)
            ]
        )
        # Every other one with four digits of the number, one with the number alone.
        lines = [
            f"{person.name} {person.sudo().phone[-4:]}" if number % 2 else person.name
            for number, person in enumerate(people)
        ]
        lines[-1] = people[-1].sudo().phone
        return {"names": "\n".join(lines)}

    def both(self, kind, count, **values):
        """Return how many queries recording and taking back need for so many rows."""
        batch = self.batch(kind, **self.make_rows(kind, count), **values)
        record = self.queries(batch.action_record)
        self.assertEqual(self.states(batch), ["done"] * count)
        undo = self.queries(batch.action_undo)
        self.assertEqual(self.states(batch), ["undone"] * count)
        return record, undo

    def assert_constant(self, kind, many, **values):
        # What is read once in the life of a process is read now.
        self.both(kind, 1, **values)
        few, more = self.both(kind, FEW, **values), self.both(kind, many, **values)
        told = f"record and undo: {few} of {FEW} rows, {more} of {many}"
        for some, most, bound in zip(few, more, (RECORD, TAKE_BACK), strict=True):
            self.assertLessEqual(most - some, BLOCKS, told)
            self.assertLessEqual(most, bound + BLOCKS, told)

    def test_nobody_home_in_a_staircase(self):
        """Twenty-four doors in vain cost what two do, and so does taking them back."""
        self.assert_constant("door", 24, outcome="absent")

    def test_a_round_of_visits(self):
        """Twenty-four doors that were opened."""
        self.assert_constant("door", 24, outcome="done", situation="Leaflet")

    def test_gifts(self):
        """Thirty gifts out of stock."""
        self.assert_constant("gift", 30, item_id=self.item.id, quantity=1)

    def test_sign_ins(self):
        """Two hundred people who came, found by name, by name and four digits, by a number."""
        self.assert_constant("sign_in", 200, activity_id=self.activity.id)

    def test_categories(self):
        """Fifty homes re-categorised."""
        self.assert_constant("category", 50, category_id=self.category.id, reason="Water")

    def test_one_that_is_refused(self):
        """One of fifty who died before costs a few tries, and not fifty."""
        self.both("sign_in", 1, activity_id=self.activity.id)
        names = self.make_rows("sign_in", 50)["names"].split("\n")
        dead = self.env["community.resident"].search([("name", "=", names[20])])
        self.first._death(self.today - relativedelta(days=3), dead)
        batch = self.batch("sign_in", names="\n".join(names), activity_id=self.activity.id)
        count = self.queries(batch.action_record)
        refused = batch.row_ids.filtered(lambda row: row.state == "refused")
        self.assertEqual(refused.label, dead.name)
        self.assertTrue(refused.why)
        self.assertEqual(batch.done_count, 49)
        self.assertLessEqual(count, 6 * RECORD)
