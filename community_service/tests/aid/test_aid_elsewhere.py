from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestAidElsewhere(AidCase):
    """Temporary aid for somebody without a household here, where the emergency happened."""

    def stranger(self, user=None, area=None, **values):
        return self.Case.with_user(user or self.worker).create(
            {
                "programme_id": self.temporary.id,
                "area_id": (area or self.building1).id,
                "contact_name": "过路人甲",
                "reason": "钱包被偷，无钱返乡",
                **values,
            }
        )

    def test_from_the_name_to_the_payment(self):
        """A grid worker takes it down, an officer decides and pays; nobody asks for a household."""
        case = self.stranger(contact_phone_input="13812340000", contact_address="外省某县")
        self.assertFalse(case.household_id)
        self.assertEqual(case.grid_id, self.building1.grid_id)
        self.assertEqual(case.member_ids.mapped("name"), ["过路人甲"])
        self.assertEqual(case.contact_phone_input, "13812340000")
        self.assertNotIn("1234", case.with_user(self.officer).contact_phone_input)
        case.action_accept()
        case.with_user(self.officer).action_submit()
        self.assertEqual(case.standard_id, self.standard)
        self.decide(case, amount=300)
        payment = (
            self.env["community.aid.payment"]
            .with_user(self.officer)
            .create({"case_id": case.id, "amount": 300})
        )
        self.assertEqual(case.state, "active")
        self.assertEqual(payment.with_user(self.worker).amount, 300)
        told = (
            self.env["community.aid.told"]
            .with_user(self.worker)
            .create({"case_id": case.id, "subject": "result", "way": "letter"})
        )
        self.assertEqual((told.grid_id, case.date_told), (case.grid_id, self.today))
        case.with_user(self.officer).write({"outcome": "已返乡"})
        case.with_user(self.officer).action_close()
        self.assertEqual(case.state, "closed")

    def test_other_aid_asks_for_a_household(self):
        """Only aid of the place of the emergency goes without a household, with place and name."""
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.stranger(programme_id=self.housing.id)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.stranger(area_id=False, user=self.officer)
        with self.refused("write the name of who is"):
            self.stranger(contact_name=" ")
        with self.refused("is for a household of the register"):
            # The edition of that day spoke of who lives or is registered here.
            self.stranger(date_received="2025-01-05")
        case = self.stranger()
        with self.refused("is for a household of the register"):
            case.date_received = "2025-01-05"
        case.action_accept()
        with self.refused("no household here whose home"):
            case.action_start_survey()

    def test_who_looks_after_the_place_sees_it(self):
        """Case, family, payments and what was told go by the grid of the place, also a new one."""
        case = self.stranger()
        other = self.worker2
        records = [case, case.member_ids]
        case.action_accept()
        records.append(
            self.env["community.aid.told"].create({"case_id": case.id, "subject": "papers"})
        )
        for record in records:
            self.assertTrue(record.with_user(self.worker).has_access("read"), record._name)
            self.assertFalse(record.with_user(other).has_access("read"), record._name)
        self.building1.own_grid_id = self.grid2
        for record in records:
            self.assertTrue(record.with_user(other).has_access("read"), record._name)
            self.assertFalse(record.with_user(self.worker).has_access("read"), record._name)

    def test_a_month_is_paid_once_to_a_person(self):
        """Two strangers have aid in one month; somebody in the register has it once."""
        payments = self.env["community.aid.payment"].with_user(self.officer)

        def paid(case):
            case.write({"is_urgent": True})
            case.action_accept()
            return payments.create({"case_id": case.id, "amount": 100})

        paid(self.stranger())
        paid(self.stranger(contact_name="过路人乙"))
        person = self.env["community.resident"].create({"name": "户籍在外"})
        paid(self.stranger(user=self.officer, contact_name=False, resident_id=person.id))
        again = self.stranger(user=self.officer, contact_name=False, resident_id=person.id)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            paid(again)

    def test_a_home_that_nobody_has_is_no_home_in_common(self):
        """What asks for aid of the same household finds none of strangers among themselves."""
        first = self.stranger(is_urgent=True)
        first.action_accept()
        self.env["community.aid.payment"].with_user(self.officer).create(
            {"case_id": first.id, "amount": 100}
        )
        self.decide(first, amount=100)
        second = self.stranger(contact_name="过路人乙")
        self.assertFalse(second._paper_earlier_aid())
        self.assertFalse(second._paper_other_aid())
        person = self.env["community.resident"].create({"name": "从未落户"})
        third = self.stranger(user=self.officer, contact_name=False, resident_id=person.id)
        person.date_death = self.today
        kinds = {
            record
            for records, _tick in person._ending_matters(person._ended_people()[person])
            for record in records
            if record._name == "community.aid.case"
        }
        self.assertEqual(kinds, {third})

    def test_papers_name_whoever_was_written_down(self):
        """The form of temporary aid has name, home and place, and leaves what nobody knows open."""
        case = self.stranger(contact_address="外省某县")
        case.action_accept()
        self.assertFalse(case._paper_lacks("report_aid_temporary"))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "community_service.report_aid_temporary", case.ids
        )
        text = html.decode()
        for word in ("过路人甲", "外省某县", self.building1.complete_name):
            self.assertIn(word, text)
        self.assertNotIn(">none<", text)
        ledger = self.env.ref("community_service.community_ledger_aid_cases")
        columns = ledger.column_ids.sorted("sequence").mapped("path")
        self.assertIn("contact_name", columns)
