import datetime

from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestPartyStudy(MeetingCase):
    """Required against done class hours of each member and year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.make_members(4)
        cls.plain, cls.secretary, cls.old, cls.away = cls.members
        cls.new = cls.make_member("新党员", stage="probationary", date_probation="2026-06-01")
        cls.env["community.party.post"].create(
            {
                "organization_id": cls.branch.id,
                "member_id": cls.secretary.id,
                "kind": "secretary",
                "date_from": "2024-01-01",
            }
        )
        cls.env["community.party.exemption"].create(
            {"member_id": cls.old.id, "reason": "elderly", "date_from": "2025-01-01"}
        )

    def sheet(self, member, year="2026", user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        Study = self.env["community.party.study"].with_user(user or self.party_officer)
        return Study.search([("member_id", "=", member.id), ("year", "=", year)])

    def study(self, day, members, hours, form="collective"):
        meeting = self.make_meeting(
            "study",
            day=datetime.date.fromisoformat(day),
            date_stop=f"{day} 13:00:00",
            study_form=form,
            name="学习",
        )
        for member in members:
            line = meeting.due_ids.filtered(lambda x, m=member: x.member_id == m)
            values = {"state": "present", "hours": hours, "study_form": form}
            if line:
                line.write(values)
            else:
                self.env["community.attendance"].create(
                    {
                        "activity_id": meeting.id,
                        "member_id": member.id,
                        "partner_id": member.partner_id.id,
                        **values,
                    }
                )
        return meeting

    def test_thirty_two_for_a_member_and_fifty_six_for_a_secretary(self):
        """24 hours are 32 class hours: enough for a member, 24 short for a secretary."""
        # Forty-five minutes are a class hour: 24 hours are 32 of them.
        self.study("2026-03-05", self.plain | self.secretary, 12)
        self.study("2026-09-05", self.plain | self.secretary, 12)
        line = self.sheet(self.plain)
        self.assertEqual((line.required, line.done, line.missing, line.state), (32, 32, 0, "done"))
        line = self.sheet(self.secretary)
        self.assertTrue(line.is_committee)
        self.assertEqual((line.required, line.done, line.missing, line.state), (56, 32, 24, "open"))

    def test_forms_are_told_apart_and_years_too(self):
        """Hours count in their year and by collective and individual form."""
        self.study("2026-03-05", self.plain, 3)
        self.study("2026-04-05", self.plain, 3, "individual")
        self.study("2025-04-05", self.plain, 6)
        line = self.sheet(self.plain)
        self.assertEqual((line.done, line.collective, line.individual, line.home), (8, 4, 4, 0))
        self.assertEqual(self.sheet(self.plain, "2025").done, 8)

    def test_nothing_is_required_of_exempt_and_of_new_members(self):
        self.study("2026-07-05", self.old | self.new, 3)
        for member, reason in ((self.old, "elderly"), (self.new, False)):
            line = self.sheet(member)
            self.assertEqual((line.required, line.done, line.missing), (0, 4, 0))
            self.assertEqual((line.state, line.exempt_reason), ("exempt", reason))

    def test_the_numbers_are_parameters(self):
        self.env["community.parameter"].search(
            [("code", "=", "party_study_hours_member")]
        ).value = 40
        self.assertEqual(self.sheet(self.plain).required, 40)

    def test_a_branch_sees_its_own_members(self):
        self.assertTrue(self.sheet(self.plain, user=self.branch_user))
        self.assertFalse(self.sheet(self.plain, user=self.branch_user2))

    def test_one_query_for_all_members(self):
        self.make_members(30)
        self.env.flush_all()
        Study = self.env["community.party.study"]
        Study.search_read([], ["required", "done", "state"])
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            Study.search_read([], ["required", "done", "state"])

    def test_an_export_is_logged(self):
        """The sheet names members and why some are exempt."""
        self.party_officer.group_ids += self.env.ref("base.group_allow_export")
        self.sheet(self.old).export_data(["member_id", "missing", "exempt_reason"])
        log = self.env["community.access.log"].search(
            [("model", "=", "community.party.study"), ("kind", "=", "export")]
        )
        self.assertEqual(log.mapped("user_id"), self.party_officer)

    def test_class_hours_and_who_takes_part_are_figures(self):
        """Class hours, who took part in study at all and who reached the hours are three figures;
        who is exempt or joined in the year is in no share.
        """
        codes = {
            name: f"party_study_{name}"
            for name in ("hours", "expected", "taking_part", "participation", "reached", "rate")
        }
        self.study("2026-03-05", self.plain | self.away, 12)
        self.study("2026-09-05", self.plain | self.old | self.new, 12)
        self.env.flush_all()
        indicators = self.env["community.indicator"].search([("code", "in", list(codes.values()))])
        first, last = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
        found = indicators._values(first, last, Domain.TRUE)
        values = {indicator.code: value for indicator, value in found.items()}
        # Five times 12 hours, of 45 minutes each; the plain member has 32 class hours.
        self.assertEqual(
            {name: values[code] for name, code in codes.items()},
            {
                "hours": 80,
                "expected": 3,
                "taking_part": 2,
                "participation": 66.7,
                "reached": 1,
                "rate": 33.3,
            },
        )
