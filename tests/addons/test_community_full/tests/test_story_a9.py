from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.community_party.tests.common import PartyCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA9(PartyCase):
    """A9: a member out of contact: half a year, a proposal; a suspension, two years, a proposal."""

    def attempt(self, member, day, **values):
        return (
            self.env["community.party.contact.attempt"]
            .with_user(self.branch_user)
            .create({"member_id": member.id, "date": day, "result": "Nobody answers", **values})
        )

    def decide(self, member, kind):
        return (
            self.env["community.party.membership.decision"]
            .with_user(self.party_officer)
            .create(
                {
                    "member_id": member.id,
                    "kind": kind,
                    "decided_by": "General meeting of the branch, approved above",
                    "basis": "Regulations on the education of members, art. 24",
                }
            )
        )

    def assert_refused(self, member, kind, *words):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.decide(member, kind)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def proposed(self, member, day):
        """Return what the branch sees on the evening of ``day`` (Shanghai)."""
        with freeze_time(f"{day} 12:00:00"):
            self.env.invalidate_all()
            seen = self.env["community.party.member"].with_user(self.branch_user)
            found = seen.search([("contact_proposal", "in", ("suspend", "remove"))])
            proposal = seen.browse(member.id).contact_proposal
            self.assertEqual(member in found, bool(proposal), "the filter says what the card says")
            return proposal

    def test_from_the_last_word_to_the_timer_of_two_years(self):
        """Wu Lin moved away for work; on 10 January the branch last reached him on the phone. From
        then on nobody answers: phone, a visit, his relatives, the police post. The secretary marks
        him as out of contact. On 9 July nothing is proposed yet and a suspension is refused; on
        10 July it is proposed, and nothing happens by itself. The branch decides on 20 July, with
        its basis; he has no vote from that day. A removal is refused while two years have not
        passed: on 19 July 2026 there is no proposal, on 20 July there is one. In the end he calls:
        the organisation restores him, and the timers are silent. All attempts and decisions stay
        in his file.
        """
        member = self.make_member("吴林", number="D-9")
        for day, values in self.told(
            (
                ("2024-01-10", {"is_reached": True, "result": "Works in Shenzhen"}),
                ("2024-03-02", {"way": "phone"}),
                ("2024-04-15", {"way": "visit"}),
                ("2024-05-20", {"way": "relatives"}),
                ("2024-06-11", {"way": "police"}),
            )
        ):
            self.attempt(member, day, **values)
            if values.get("is_reached"):
                self.assertEqual(member.date_last_contact, date(2024, 1, 10), "the timer starts")
        self.assertEqual(member.date_last_contact, date(2024, 1, 10), "not reached since")
        with freeze_time("2024-06-12 04:00:00"):
            member.with_user(self.branch_user).status = "lost_contact"

        # Half a year.
        self.assertFalse(self.proposed(member, "2024-07-09"))
        with freeze_time("2024-07-09 12:00:00"):
            self.assert_refused(member, "suspend", "吴林", "2024-01-10")
        self.assertEqual(self.proposed(member, "2024-07-10"), "suspend")
        with freeze_time("2024-07-20 04:00:00"):
            self.assertEqual(member.status, "lost_contact", "the program decides nothing")
            with self.assertRaisesRegex(UserError, "decided by the organisation"):
                member.with_user(self.branch_user).status = "suspended"
            self.decide(member, "suspend")
            self.assertEqual((member.status, member.has_vote), ("suspended", False))

        # Two years from the suspension.
        self.assertFalse(self.proposed(member, "2026-07-19"))
        with freeze_time("2026-07-19 12:00:00"):
            self.assert_refused(member, "remove", "吴林", "2024-07-20")
        self.assertEqual(self.proposed(member, "2026-07-20"), "remove")
        self.assertEqual(member.status, "suspended", "nobody is removed by the calendar")

        # He calls.
        with freeze_time("2026-08-01 04:00:00"):
            self.attempt(member, "2026-08-01", is_reached=True, result="He called")
            self.decide(member, "restore")
        self.assertEqual((member.status, member.date_last_contact), ("normal", date(2026, 8, 1)))
        self.assertFalse(self.proposed(member, "2026-08-02"))
        self.assertEqual(len(member.attempt_ids), 6)
        self.assertEqual(member.decision_ids.mapped("kind"), ["restore", "suspend"])
        self.assertEqual(set(member.decision_ids.user_id), {self.party_officer})
