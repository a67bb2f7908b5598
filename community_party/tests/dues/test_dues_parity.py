from datetime import date

from odoo.tests import freeze_time, tagged

from .test_dues import DuesCase

# When a row was written differs by definition.
TIMES = {"id", "create_date", "write_date"}


@tagged("post_install", "-at_install", "community")
class TestDuesParity(DuesCase):
    """Rows that the batch inserts equal those that the ORM would have made, column by column."""

    def stored(self, rows):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM community_party_dues WHERE id IN %s ORDER BY member_id",
            [tuple(rows.ids)],
        )
        return [
            {name: value for name, value in row.items() if name not in TIMES}
            for row in self.env.cr.dictfetchall()
        ]

    @freeze_time("2026-05-20")
    def test_the_batch_equals_create(self):
        month = date(2026, 5, 1)
        salaried = self.make_member("有工资")
        self.base(salaried, 4200)
        members = (
            salaried
            | self.make_member("低保", dues_category="dibao")
            | self.make_member("无基数", dues_category="salary")
            | self.make_member("无类别", dues_category=False)
        )
        rows = self.Dues._assess(month, members)
        self.assertEqual(len(rows), 4)
        inserted = self.stored(rows)
        self.assertEqual({row["state"] for row in inserted}, {"unpaid", "no_base"})
        rows.unlink()
        Dues = self.Dues.sudo()
        values = Dues._prepare_assessment(month, members.sudo())
        created = self.stored(Dues.create(list(values.values())))
        self.assertEqual(inserted, created)
