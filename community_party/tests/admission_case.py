from odoo import fields
from odoo.fields import Command

from .common import PartyCase


class AdmissionCase(PartyCase):
    """Somebody on the way in, and one line per step."""

    # The days of an ordinary admission.
    DAYS = {
        1: "2024-01-10",
        2: "2024-02-05",
        3: "2024-03-01",
        4: "2024-03-10",
        5: "2024-03-10",
        6: "2025-03-05",
        7: "2025-03-10",
        8: "2025-03-20",
        9: "2025-04-01",
        10: "2025-04-20",
        11: "2025-05-05",
        12: "2025-05-10",
        13: "2025-05-20",
        14: "2025-06-01",
        15: "2025-06-10",
        16: "2025-07-01",
        17: "2025-08-20",
        18: "2025-09-01",
        19: "2025-09-05",
        20: "2025-10-01",
        21: "2026-06-05",
        22: "2026-06-11",
        23: "2026-07-02",
        24: "2026-08-15",
        25: "2026-09-01",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.full = cls.make_member("王党员") | cls.make_member("李党员")
        cls.person = cls.make_applicant()

    @classmethod
    def make_applicant(cls, name="周申请", **values):
        return cls.make_member(
            name, stage="applicant", date_probation=False, date_full=False, **values
        )

    def due(self, number, person=None):
        """Return the open record of a step."""
        return (person or self.person).step_record_ids.filtered(
            lambda r: r.state == "open" and r.step_number == number
        )

    def take(self, number, day=None, person=None, user=None, **values):
        """Record a step on its ordinary day with what it needs."""
        person = person or self.person
        record = self.due(number, person)
        self.assertTrue(record, f"step {number} is not due")
        filled = {"date": day or self.DAYS[number], **self.needed(number, person), **values}
        record.write(filled)
        record.with_user(user or self.party_manager).action_record()
        return record

    def needed(self, number, person):
        if number == 5:
            self.name_people("contact", self.full[:1], person)
        if number == 6:
            self.check(person)
        if number == 9:
            self.name_people("introducer", self.full, person)
        if number == 11:
            return {"training_days": 3}
        if number in (15, 23):
            return {"due_count": 31, "present_count": 16, "yes_count": 16}
        if number == 25:
            for record in person.step_record_ids:
                record.material_ids = record.step_id.material_ids
        return {}

    def name_people(self, kind, members, person=None):
        (person or self.person).mentor_ids = [
            Command.create({"kind": kind, "mentor_id": member.id}) for member in members
        ]

    def check(self, person):
        for check in person.check_ids.filtered(lambda c: c.state == "open"):
            check.write({"opinion": "表现良好", "date": check.date_due})
            check.with_user(self.party_officer).action_done()

    def walk(self, last, person=None, first=1):
        """Record all steps up to and with ``last``."""
        for number in range(first, last + 1):
            self.take(number, person=person)

    @classmethod
    def day(cls, text):
        return fields.Date.to_date(text) or fields.Date.context_today(cls.env.user)
