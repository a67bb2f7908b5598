from datetime import date
from functools import partial

from odoo.tests import freeze_time, tagged

from odoo.addons.community_party.tests.common import PartyCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA8(PartyCase):
    """A8: dues of a pensioner, a warning after three unpaid months, a flag after six."""

    def test_pensioner_in_arrears(self):
        """Old Mr Zhao's pension is 5,001 yuan; the branch confirms it in January, and he owes
        50.01 a month. He does not pay. On 31 March there is no warning yet; on 1 April the branch
        sees one, with January to March unpaid, and the keeper has an activity without a name. On
        1 July, with six months in a row, he is flagged. Nothing has touched his status: the
        branch talks to him, he makes up all six months at once, and the flag is gone.
        """
        member = self.make_member("赵退休", number="D-8", dues_category="pension")
        Dues = self.env["community.party.dues"].with_user(self.treasurer)

        def declare():
            base = (
                self.env["community.party.dues.base"]
                .with_user(self.branch_user)
                .create({"member_id": member.id, "date_from": "2026-01-01", "base": 5001})
            )
            base.action_confirm()

        days = [date(2026, month, 2) for month in range(1, 7)]
        facts = (
            (date(2026, 1, 1), declare),
            *((day, partial(Dues.action_assess, day)) for day in days),
        )
        entered = date(2026, 1, 1)
        for day, act in self.told(facts):
            # What is entered after something later is entered late.
            entered = max(entered, day)
            with freeze_time(entered):
                act()
        rows = Dues.search([("member_id", "=", member.id)])
        self.assertEqual(rows.mapped("amount"), [50.01] * 6)
        seen = member.with_user(self.branch_user)
        for day, months, alert in (
            ("2026-03-31", 2, "none"),
            ("2026-04-01", 3, "warning"),
            ("2026-06-30", 5, "warning"),
            ("2026-07-01", 6, "flag"),
        ):
            with freeze_time(day):
                self.env.invalidate_all()
                self.assertEqual((seen.dues_unpaid_months, seen.dues_alert), (months, alert), day)
        with freeze_time("2026-07-01"):
            self.env["community.party.member"]._remind_of_arrears()
            self.assertEqual(member.activity_ids.user_id, self.branch_user)
            self.assertNotIn("赵退休", member.activity_ids.summary)
            self.assertEqual((member.status, member.stage), ("normal", "full"))
            payment = (
                self.env["community.party.dues.payment"]
                .with_user(self.branch_user)
                .create(
                    {"member_id": member.id, "month_from": "2026-01-01", "month_to": "2026-06-01"}
                )
            )
            payment.action_post()
            self.assertEqual((payment.amount, seen.dues_alert), (300.06, "none"))
