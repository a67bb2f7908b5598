import datetime

from odoo.tests import tagged

from .test_activity import ActivityCase


@tagged("post_install", "-at_install", "community")
class TestContactWatchAbsence(ActivityCase):
    """Whoever was on a list and did not come; of two people of one home each is one alone."""

    def alert(self, home):
        return self.env["community.contact.alert"].search([("household_id", "=", home.id)])

    def test_absences_of_one_person(self):
        """Three absences of one person are an alert about that person; the other's visit is none.

        Leave and presence are contacts, and close it.
        """
        home = self.make_household(
            [{"name": "甲", "role": "head"}, {"name": "乙", "role": "spouse"}], room="808"
        )
        one, other = home.resident_ids
        past = [self.make_activity(days=-ago) for ago in (9, 6, 3, 2)]
        for activity in past[:3]:
            self.attend(activity, one, state="absent")
        alert = self.alert(home)
        self.assertRecordValues(alert, [{"state": "open", "resident_id": one.id}])
        self.assertTrue(all("Did not come" in signal.what for signal in alert.signal_ids))
        visit = self.env["community.visit"].create(
            {
                "household_id": home.id,
                "state": "done",
                "date": past[2].date + datetime.timedelta(days=1),
                "met_resident_ids": other.ids,
            }
        )
        self.assertEqual(alert.state, "open")
        visit.met_resident_ids = one
        self.assertRecordValues(alert, [{"state": "closed", "closed_by": "contact"}])
        visit.met_resident_ids = other
        self.env["community.contact.alert"]._cron_watch_contact()
        again = self.alert(home) - alert
        self.assertEqual(again.state, "open")
        self.attend(past[3], one, state="leave")
        self.assertEqual(again.closed_by, "contact")
