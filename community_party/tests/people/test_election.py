import importlib.util
from pathlib import Path

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import PartyCase

ADDON = Path(__file__).parents[2]


@tagged("post_install", "-at_install", "community")
class TestElection(PartyCase):
    """Who is entitled and who came follows from the members; nobody types it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.members = cls.env["community.party.member"].browse(
            [cls.make_member(f"党员{number}").id for number in range(5)]
        )

    def elect(self, organization=None, **values):
        values = {"organization_id": (organization or self.branch).id, "seats": 2, **values}
        return self.env["community.party.election"].with_user(self.party_officer).create(values)

    def test_the_list_is_of_members_with_a_vote_on_the_day(self):
        """Entitled are members of the organisation and below it with a vote on that day."""
        self.make_member("预备", stage="probationary", date_full=False)
        other = self.make_member("二支部", self.branch2)
        young = self.make_member("新党员", date_full=self.today - relativedelta(days=3))
        self.assertEqual(self.elect().elector_ids.member_id, self.members | young)
        whole = self.elect(self.general_branch)
        self.assertEqual(whole.elector_ids.member_id, self.members | young | other)
        self.assertEqual((whole.due_count, whole.present_count), (7, 0))
        whole.date = self.today - relativedelta(days=4)
        self.assertEqual(whole.elector_ids.member_id, self.members | other)

    def test_nobody_leaves_the_count_without_an_approval(self):
        """Left out of the count is a person with a reason that was approved, not a number."""
        election = self.elect()
        line = election.elector_ids[0]
        with self.assertRaisesRegex(UserError, "only for a reason that was approved"):
            line.presence = "excluded"
        line.invalidate_recordset()
        for values in ({"reason": "病重"}, {"approved_by": "街道党工委"}):
            with self.assertRaises(UserError), self.cr.savepoint():
                line.write({"presence": "excluded", **values})
        line.write({"presence": "excluded", "reason": "病重", "approved_by": "街道党工委"})
        self.assertEqual((election.due_count, election.excluded_count, election.quorum), (5, 1, 4))
        with self.assertRaises(UserError), self.cr.savepoint():
            line.approved_by = False

    def test_no_line_and_no_number_by_hand(self):
        """Neither the numbers nor the names on the list are entered or struck by a client."""
        election = self.elect()
        for name in ("due_count", "present_count", "excluded_count", "is_typed"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                election.write({name: 1})
        with self.assertRaises(AccessError), self.cr.savepoint():
            election.elector_ids[0].unlink()
        with self.assertRaises(AccessError), self.cr.savepoint():
            election.elector_ids = [Command.delete(election.elector_ids[0].id)]
        with self.assertRaises(AccessError), self.cr.savepoint():
            election.elector_ids = [Command.create({"member_id": self.members[0].id})]
        with self.assertRaises(AccessError), self.cr.savepoint():
            election.elector_ids[0].member_id = self.make_member("二支部", self.branch2)

    def test_who_joins_before_the_count_is_entitled(self):
        """Facts that come after the list was made are in the count."""
        election = self.elect()
        election.action_all_present()
        late = self.make_member("后录")
        lost_member = election.elector_ids[4].member_id
        self.env["community.party.discipline"].create(
            {
                "member_id": lost_member.id,
                "kind": "probation",
                "date_from": self.today - relativedelta(days=1),
                "date_to": self.today + relativedelta(years=1),
                "decided_by": "街道纪工委",
                "basis": "1号",
            }
        )
        election.action_count()
        self.assertEqual(election.elector_ids.member_id, (self.members - lost_member) | late)
        self.assertEqual((election.due_count, election.present_count), (5, 4))
        with self.assertRaisesRegex(UserError, "take the count back"):
            election.elector_ids[0].presence = "absent"
        self.make_member("更后")
        election.action_list_electors()
        self.assertEqual(election.due_count, 5, "a count stands")

    def test_entered_late_it_goes_by_the_day(self):
        """Members who left after the day were entitled on it, who came after it were not."""
        day = self.today - relativedelta(days=30)
        after = self.today - relativedelta(days=10)
        moved, died, away, suspended, restored = self.members
        Transfer = self.env["community.party.transfer"]
        letters = Transfer.create(
            [
                {
                    "member_id": moved.id,
                    "direction": "internal",
                    "to_organization_id": self.branch2.id,
                    "date_issued": after,
                },
                {
                    "member_id": away.id,
                    "direction": "outgoing",
                    "other_name": "外地支部",
                    "date_issued": after,
                },
            ]
        )
        letters.action_issue()
        letters.date_received = after
        letters.action_receive()
        self.assertEqual((moved.organization_id, away.status), (self.branch2, "transferred"))
        Decision = self.env["community.party.membership.decision"]
        values = {"ground": "other", "decided_by": "街道党工委", "basis": "1号"}
        Decision.create(
            [
                {**values, "member_id": suspended.id, "kind": "suspend", "date": after},
                {
                    **values,
                    "member_id": restored.id,
                    "kind": "suspend",
                    "date": day - relativedelta(days=5),
                },
                {**values, "member_id": restored.id, "kind": "restore", "date": after},
            ]
        )
        died.status = "deceased"
        election = self.elect(date=day)
        self.assertEqual(election.elector_ids.member_id, moved | away | suspended)
        self.assertFalse(self.elect(self.branch2, date=day).elector_ids)
        self.assertEqual(self.elect().elector_ids.member_id, restored)
        self.assertEqual(self.elect(self.branch2).elector_ids.member_id, moved)

    def test_one_secretary(self):
        """Of several who stand for secretary one is elected, and one holds the post at a time."""
        election = self.elect(seats=3)
        election.action_all_present()
        election.write(
            {
                "issued": 5,
                "returned": 5,
                "valid": 5,
                "candidate_ids": [
                    Command.create({"member_id": member.id, "votes": votes, "kind": kind})
                    for member, votes, kind in zip(
                        self.members,
                        (5, 4, 3, 3),
                        ("secretary", "secretary", "committee", "committee"),
                        strict=False,
                    )
                ],
            }
        )
        election.action_count()
        elected = election.candidate_ids.filtered("is_elected").member_id
        self.assertEqual(elected, self.members[0] | self.members[2] | self.members[3])
        election.action_recount()
        election.candidate_ids[0].votes = 4
        election.action_count()
        elected = election.candidate_ids.filtered("is_elected").member_id
        self.assertEqual(elected, self.members[2] | self.members[3], "equal votes: again")
        election.action_recount()
        election.candidate_ids[0].votes = 5
        election.action_count()
        election.approved_by = "街道党工委"
        election.action_approve()
        self.assertEqual(election.post_ids.mapped("kind").count("secretary"), 1)
        Post = self.env["community.party.post"]
        values = {
            "organization_id": self.branch.id,
            "member_id": self.members[4].id,
            "kind": "secretary",
        }
        with self.assertRaisesRegex(UserError, "has one secretary at a time: 党员0"):
            Post.create(values)
        earlier = {
            "date_from": self.today - relativedelta(years=2),
            "date_to": self.today - relativedelta(days=1),
        }
        Post.create({**values, **earlier})
        Post.create({**values, "organization_id": self.branch2.id})

    def test_the_form_lists_on_saving(self):
        """The form needs organisation and day; saving makes the list, ticks make the numbers."""
        officer = self.env["community.party.election"].with_user(self.party_officer)
        form = Form(officer)
        form.organization_id = self.branch
        election = form.save()
        self.assertEqual(len(election.elector_ids), 5)
        with Form(election) as form, form.elector_ids.edit(0) as line:
            line.presence = "present"
        self.assertEqual(election.present_count, 1)

    def test_older_elections_keep_their_numbers(self):
        """Numbers that were typed before stay, also when the count is taken back."""
        path = ADDON / "migrations" / "19.0.1.2.0" / "post-electors.py"
        spec = importlib.util.spec_from_file_location("migration_electors", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        election = self.elect()
        election.sudo().elector_ids.unlink()
        self.env.flush_all()
        self.cr.execute(
            "UPDATE community_party_election SET due_count = 31, excluded_count = 1, "
            "excluded_reason = '病重', present_count = 25 WHERE id = %s",
            [election.id],
        )
        fresh = self.elect()
        script.migrate(self.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertTrue(election.is_typed)
        self.assertFalse(fresh.is_typed)
        election.seats = 3
        election.action_count()
        election.action_recount()
        self.env.flush_all()
        self.env.invalidate_all()
        numbers = (election.due_count, election.excluded_count, election.present_count)
        self.assertEqual(numbers, (31, 1, 25))
        self.assertEqual(election.quorum, 24)
        election.action_list_electors()
        numbers = (election.due_count, election.excluded_count, election.present_count)
        self.assertEqual(numbers, (5, 0, 0))
