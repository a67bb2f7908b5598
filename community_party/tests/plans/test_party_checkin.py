from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_party_pledge import PledgeCase


@tagged("post_install", "-at_install", "community")
class TestPartyCheckin(PledgeCase):
    """双报到: members in service and units report where they live and stand."""

    def test_who_reported_takes_on_and_the_unit_can_be_told(self):
        """A member in service reports to the branch, takes a need on, and what was kept is counted
        for the report to the unit.
        """
        unit = self.env["res.partner"].create({"name": "区税务局", "is_company": True})
        person = self.env["res.partner"].create({"name": "孙在职"})
        line = (
            self.env["community.party.checkin"]
            .with_user(self.branch_user)
            .create({"partner_id": person.id, "work_unit_id": unit.id, "offers": "报税辅导"})
        )
        self.assertEqual(line.organization_id, self.branch, "to whom the user keeps")
        need = self.make_need()
        pledge = self.pledge(need, kind="checkin", member_id=False, checkin_id=line.id)
        self.assertEqual((pledge.partner_id, pledge.organization_id), (person, self.branch))
        need.action_done()
        pledge.with_user(self.party_officer).action_confirm()
        self.assertEqual((line.pledge_count, line.kept_count), (1, 1))
        self.assertEqual(self.figure("party_reported_here"), 1)

    def test_reports_are_refused_in_a_sentence(self):
        """The own member, a unit as a person, a person from nowhere, one whose report has ended."""
        unit = self.env["res.partner"].create({"name": "区税务局", "is_company": True})
        person = self.env["res.partner"].create({"name": "孙在职"})
        lines = self.env["community.party.checkin"].with_user(self.branch_user)
        for values, sentence in (
            ({"partner_id": unit.id}, "a unit that reports is a company"),
            ({"partner_id": person.id, "kind": "unit"}, "a unit that reports is a company"),
            ({"partner_id": person.id}, "at which unit or organisation"),
            (
                {"partner_id": self.member.partner_id.id, "work_unit_id": unit.id},
                "The relation of 赵党员 stands here",
            ),
            (
                {"partner_id": person.id, "work_unit_id": unit.id, "date": "2099-01-01"},
                "lies in the future",
            ),
        ):
            with self.subTest(values), self.refused(sentence):
                lines.create(values)
        line = lines.create(
            {
                "partner_id": person.id,
                "work_unit_id": unit.id,
                "date": "2026-01-01",
                "date_to": "2026-02-01",
            }
        )
        with self.assertRaisesRegex(UserError, "not in force"):
            self.pledge(self.make_need(), kind="checkin", member_id=False, checkin_id=line.id)
