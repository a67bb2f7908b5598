from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..admission_case import AdmissionCase
from ..appraisal_case import AppraisalCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestAdmissionTour(AdmissionCase, HttpCase):
    # The server notes the refusal that the tour provokes.
    @mute_logger("odoo.http")
    def test_a_step_at_the_desk(self):
        self.take(1)
        self.start_tour("/odoo/party-admission", "community_party_admission", login="party_branch")
        self.assertEqual(self.person.next_step_id.number, 3)
        record = self.person.step_record_ids.filtered(lambda r: r.step_number == 2)
        self.assertEqual((record.user_id, record.date), (self.branch_user, self.day("2024-02-05")))


@tagged("post_install", "-at_install", "community", "community_tour")
class TestBallotTour(AppraisalCase, HttpCase):
    """On a phone a member of the roll casts one secret ballot; nobody else finds the box."""

    browser_size = "375x667"
    touch_enabled = True

    def test_a_ballot_on_a_phone(self):
        self.open_box()
        self.users[0].password = "voter0"
        self.start_tour("/my/party-ballot", "community_party_ballot", login="voter0")
        row = self.appraisal.roll_ids.filtered("has_voted")
        self.assertEqual(row.member_id, self.members[0])
        self.assertEqual(len(self.env["community.party.ballot.envelope"].search([])), 1)

    def test_whoever_is_on_no_roll_finds_nothing(self):
        self.authenticate("party_branch2", "party_branch2")
        page = self.url_open("/my/party-ballot").text
        self.assertNotIn("o_ballot_open", page)
        self.open_box()
        answer = self.url_open(f"/my/party-ballot/{self.appraisal.id}")
        self.assertNotIn("党员甲", answer.text)
