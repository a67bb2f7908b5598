from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from ..representative_case import RepresentativeCase


@tagged("post_install", "-at_install", "community")
class TestMassOrganization(RepresentativeCase):
    """Union, Youth League, Women's Federation: own people in charge, own activities, own awards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.union = cls.env["community.party.organization"].create(
            {
                "name": "东河社区工会",
                "kind": "mass_organization",
                "mass_kind": "union",
                "parent_id": cls.branch.id,
            }
        )
        cls.chair, cls.worker = cls.env["res.partner"].create(
            [{"name": "周主席"}, {"name": "职工"}]
        )
        cls.mass = cls.env.ref("community_party.activity_kind_mass")
        cls.Leader = cls.env["community.party.mass.leader"].with_user(cls.party_officer)

    def lead(self, **values):
        return self.Leader.create(
            {
                "organization_id": self.union.id,
                "partner_id": self.chair.id,
                "role": "主席",
                "date_from": self.day(-30),
                **values,
            }
        )

    def test_own_people_in_charge(self):
        """Whoever is in charge leads the mass organisation, Party member or not, for their days;
        the keeper of the branch reads it."""
        union = self.union.with_user(self.branch_user)
        self.assertIn("Nobody leads it", union.gap_note)
        line = self.lead()
        union.invalidate_recordset()
        self.assertEqual(union.leader_name, "周主席")
        self.assertFalse(union.gap_note)
        with self.refused("already"):
            self.lead(date_from=self.day(-10))
        line.date_to = self.day(-1)
        self.lead(date_from=self.today, partner_id=self.worker.id)
        union.invalidate_recordset()
        self.assertEqual(union.leader_name, "职工")
        with self.refused("no mass organisation"):
            self.lead(organization_id=self.branch.id)
        with self.assertRaises(AccessError):
            line.with_user(self.branch_user).role = "副主席"
        with self.refused("no mass organisation"):
            self.branch.mass_kind = "union"

    def test_own_activities(self):
        """The union holds its own activities with those who came, and no Party meeting; no branch
        holds them in its stead. They are figures of their own."""
        held = self.make_meeting(organization_id=self.union.id, kind_id=self.mass.id, name="运动会")
        Attendance = self.env["community.attendance"].with_user(self.branch_user)
        Attendance.create({"activity_id": held.id, "partner_id": self.worker.id})
        held.attendance_ids._mark_present()
        held.action_done()
        self.assertEqual((held.present_count, held.due_count), (1, 0))
        with self.refused("does not fit"):
            self.make_meeting(kind_id=self.mass.id)
        with self.refused("does not fit"):
            self.make_meeting(organization_id=self.union.id)
        figures = self.figures()
        self.assertEqual((figures["party_mass_activities"], figures["party_mass_present"]), (1, 1))
        self.assertEqual(figures["party_representative_meetings"], 0)

    def figures(self):
        self.env.flush_all()
        indicators = self.env["community.indicator"].search([("code", "=like", "party\\_%")])
        values = indicators._values(self.day(-30), self.today, Domain.TRUE)
        return {indicator.code: value for indicator, value in values.items()}

    def test_advanced_groups_and_people(self):
        """A mass organisation is awarded as a group; its people by name together with it, each
        once; nobody who is no part of one gets that award."""
        Award = self.env["community.party.award"].with_user(self.branch_user)
        values = {
            "organization_id": self.branch.id,
            "recipient_id": self.union.id,
            "honour": "先进",
        }
        group = self.env.ref("community_party.community_party_award_kind_mass")
        person = self.env.ref("community_party.community_party_award_kind_mass_person")
        award = Award.create({**values, "kind_id": group.id})
        self.assertEqual(award.recipient_name, "东河社区工会")
        first = Award.create({**values, "kind_id": person.id, "person_id": self.chair.id})
        second = Award.create({**values, "kind_id": person.id, "person_id": self.worker.id})
        self.assertEqual((first | second).mapped("recipient_name"), ["周主席", "职工"])
        for wrong in (
            {"kind_id": person.id},
            {"kind_id": person.id, "person_id": self.chair.id, "recipient_id": self.branch.id},
            {"kind_id": person.id, "person_id": self.chair.id, "recipient_id": False},
            {"kind_id": group.id, "person_id": self.chair.id},
        ):
            with self.refused("is given to"):
                Award.create({**values, **wrong})
