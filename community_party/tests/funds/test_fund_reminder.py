from odoo.fields import Command, Date
from odoo.tests import freeze_time, new_test_user, tagged

from ..fund_case import FundCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20 04:00:00")
class TestFundReminder(FundCase):
    """Money that was promised and did not come by its day is told once, and until it came."""

    def told(self, source=None, **more):
        """Run the nightly job; return the open reminders of a source."""
        self.env["community.party.fund.source"]._cron_remind_late()
        self.env.flush_all()
        return self.reminders(source)

    def reminders(self, source=None):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "community.party.fund.source"),
                ("res_id", "=", (source or self.source).id),
            ]
        )

    def test_told_once_and_until_it_came(self):
        """Whoever is in charge is told once that promised money is late, until all of it came."""
        first = self.told()
        self.assertEqual((len(first), first.user_id), (1, self.treasurer))
        self.assertEqual(str(first.date_deadline), "2026-03-31")
        self.assertEqual(self.told(), first)
        self.receive(20000)
        self.assertEqual(self.told(), first, "a part came")
        self.receive(30000)
        self.assertFalse(self.reminders(), "gone with the posting, not in the night after")
        self.assertFalse(self.told())

    def test_not_before_its_day_has_passed(self):
        today = self.make_source(name="市级补助", date_due="2026-06-20")
        self.assertFalse(self.told(today))
        with freeze_time("2026-06-21 04:00:00"):
            self.assertEqual(len(self.told(today)), 1)

    def test_ended_by_hand_it_does_not_come_back(self):
        """Who has seen to it is not told again of the same day; another day is another promise."""
        self.told().action_done()
        self.assertFalse(self.told())
        self.source.date_due = "2026-05-31"
        self.assertEqual(str(self.told().date_deadline), "2026-05-31")
        self.source.date_due = "2026-07-31"
        self.assertFalse(self.told(), "promised for a day to come")

    def test_entered_late_and_taken_back(self):
        """What came in time and is entered late ends the reminder; taken back, it is late again."""
        self.assertTrue(self.told())
        entry = self.receive(50000, "2026-03-30")
        self.assertFalse(self.reminders())
        self.assertEqual(self.source.delay_days, -1)
        self.take_back(entry)
        self.assertEqual(len(self.told()), 1)
        late = self.make_source(name="补录的捐助", date_due=Date.to_date("2026-02-01"))
        self.assertEqual(len(self.told(late)), 1, "entered when its day had passed")

    def test_who_is_told(self):
        """Whoever has left or lost the right is not told: the keeper of the fund's organisation."""
        leaver = new_test_user(
            self.env, login="gone", groups="community_party.group_party_treasurer"
        )
        source = self.make_source(name="捐助", user_id=leaver.id)
        self.assertEqual(self.told(source).user_id, leaver)
        self.reminders(source).unlink()
        leaver.active = False
        told = self.told(source)
        others = self.party_manager | self.party_officer
        self.assertIn(told.user_id, others, "nobody keeps the fund's organisation")
        told.unlink()
        self.general_branch.officer_line_ids = [
            Command.create({"user_id": self.branch_user.id, "date_from": "2020-01-01"})
        ]
        self.assertEqual(self.told(source).user_id, self.branch_user)
        self.reminders(source).unlink()
        source.user_id = self.plain
        self.assertEqual(self.told(source).user_id, self.branch_user)
