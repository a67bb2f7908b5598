from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestEnteredAfterDeath(AidCase):
    """A death that is known three months later meets what was entered in the meantime."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spouse = cls.household.resident_ids.filtered(lambda r: r.name == "李丽")
        cls.spouse.partner_id = cls.env["res.partner"].create({"name": cls.spouse.name})
        cls.day = cls.today - relativedelta(months=3)
        cls.volunteer = cls.env["community.volunteer"].create(
            {"resident_id": cls.spouse.id, "date_registered": cls.day - timedelta(days=90)}
        )

    def visit(self, day):
        return self.env["community.visit"].create(
            {
                "household_id": self.household.id,
                "date": day,
                "state": "done",
                "visitor_ids": [(6, 0, self.officer.ids)],
                "met_resident_ids": [(6, 0, self.spouse.ids)],
            }
        )

    def activity(self, day):
        start = fields.Datetime.to_datetime(day) + timedelta(hours=2)
        activity = self.env["community.activity"].create(
            {
                "name": "讲座",
                "kind_id": self.env["community.activity.kind"].search([], limit=1).id,
                "date_start": start,
                "date_stop": start + timedelta(hours=2),
                "user_id": self.officer.id,
            }
        )
        values = {"activity_id": activity.id, "resident_id": self.spouse.id}
        self.env["community.attendance"].create(values)._mark_present()
        return activity

    def service(self, day):
        start = fields.Datetime.to_datetime(day) + timedelta(hours=6)
        return self.env["community.volunteer.service"].create(
            {
                "volunteer_id": self.volunteer.id,
                "name": "送餐",
                "date_start": start,
                "date_stop": start + timedelta(hours=1),
                "late_reason": "补录",
            }
        )

    def told(self):
        lines = self.env["mail.activity"].search([("community_ended_id", "=", self.spouse.id)])
        lines = lines.filtered(lambda line: "had died before" in line.summary)
        found = [(line.res_model, line.res_id) for line in lines]
        self.assertEqual(len(found), len(set(found)), "each once")
        return set(found)

    def test_each_is_told_once_for_a_correction(self):
        """Met, present, at work after the death: each is told; what was before the death is not."""
        for make in (self.visit, self.activity, self.service):
            make(self.day - timedelta(days=3))
        after = self.day + timedelta(days=30)
        visit, activity = self.visit(after), self.activity(after)
        service = self.service(after)._ending_document() or self.spouse
        self.assertFalse(self.told())
        operation = self.household.with_user(self.officer)._death(self.day, self.spouse)
        wanted = {(record._name, record.id) for record in (visit, activity, service)}
        self.assertEqual(self.told(), wanted)
        visit.met_resident_ids = [(5, 0, 0)]
        self.env["community.resident"]._cron_person_ended()
        self.assertEqual(self.told(), wanted - {(visit._name, visit.id)}, "corrected")
        operation.with_user(self.officer).action_undo()
        self.assertFalse(self.told(), "a death entered by mistake")
