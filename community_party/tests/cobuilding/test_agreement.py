from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..cobuilding_case import CobuildingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestAgreement(CobuildingCase):
    def test_signed_and_fulfilled_line_by_line(self):
        """An agreement of a year says what both sides do, who signed it when, and what was done."""
        unit = self.make_unit()
        form = Form(self.env["community.party.agreement"].with_user(self.branch_user))
        form.unit_id = unit
        with form.line_ids.new() as line:
            line.side = "unit"
            line.name = "开放操场"
        with form.line_ids.new() as line:
            line.side = "community"
            line.name = "护学岗"
            line.date_due = "2026-05-01"
        agreement = form.save()
        self.assertEqual(str(agreement.date_due), "2026-03-31")
        self.assertEqual(
            {str(day) for day in agreement.line_ids.mapped("date_due")},
            {"2026-12-31", "2026-05-01"},
        )
        self.assertEqual(agreement.organization_id, self.branch)
        with self.refused("“Signed on” is missing"):
            agreement.action_sign()
        self.sign(agreement)
        self.assertEqual((agreement.outcome, agreement.is_late), ("running", False))
        watch, yard = agreement.line_ids.sorted("date_due")
        with self.refused("say what was reached"):
            watch.date_done = "2026-05-02"
        watch.write({"date_done": "2026-05-02", "result": "每天两人"})
        self.assertTrue(watch.is_late)
        agreement.line_ids = [
            Command.update(yard.id, {"date_done": "2026-06-01", "result": "周末开放"})
        ]
        self.assertEqual((agreement.outcome, agreement.done_count), ("fulfilled", 2))
        watch.write({"date_done": False, "result": False})
        self.assertEqual(agreement.outcome, "running")

    def test_what_was_signed_stays(self):
        agreement = self.make_agreement(self.make_unit())
        with self.refused("is not signed; sign it first"):
            agreement.line_ids.write({"date_done": "2026-05-02", "result": "x"})
        self.sign(agreement)
        for values in (
            {"year": 2025},
            {"date_signed": "2026-01-01"},
            {"line_ids": [Command.update(agreement.line_ids.id, {"name": "别的"})]},
            {"line_ids": [Command.create({"name": "多一条"})]},
            {"line_ids": [Command.delete(agreement.line_ids.id)]},
        ):
            with self.subTest(values=values), self.refused("take the signatures back"):
                agreement.write(values)
        with self.refused("take the signatures back"):
            agreement.with_user(self.party_manager).unlink()
        agreement.action_unsign()
        agreement.line_ids.name = "别的"
        agreement.action_cancel()
        self.assertFalse(agreement.outcome)

    def test_once_a_year(self):
        unit = self.make_unit()
        first = self.make_agreement(unit)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.make_agreement(unit)
        first.action_cancel()
        self.assertTrue(self.make_agreement(unit))
        self.assertTrue(self.make_agreement(unit, lines=(), year=2025))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            first.action_unsign()
            self.env.flush_all()

    def test_a_unit_that_leaves_in_the_year(self):
        unit = self.make_unit()
        agreement = self.make_agreement(
            unit, (("unit", "2026-04-30"), ("community", "2026-05-01"), ("unit", "2026-10-31"))
        )
        self.sign(agreement, "2026-04-10")
        self.assertTrue(agreement.is_late)
        first, second, third = agreement.line_ids.sorted("date_due")
        first.write({"date_done": "2026-04-20", "result": "好"})
        with self.refused("signed or fulfilled on 2026-04-20"):
            unit.date_to = "2026-04-15"
        unit.date_to = "2026-05-31"
        self.assertEqual(agreement.outcome, "left")
        self.assertEqual(str(agreement.date_end), "2026-05-31")
        self.assertEqual((first.state, second.state, third.state), ("done", "open", "lapsed"))
        with self.refused("the unit left on 2026-05-31"):
            second.write({"date_done": "2026-06-10", "result": "好"})
        unit.date_to = False
        self.assertEqual((agreement.outcome, third.state), ("running", "open"))

    def test_what_is_refused(self):
        gone = self.make_unit(date_to="2025-12-31")
        with self.refused("was not stationed here in 2026"):
            self.make_agreement(gone)
        unit = self.make_unit("街道医院")
        with self.refused("outside the year"):
            self.make_agreement(unit, (("unit", "2027-01-01"),))
        agreement = self.make_agreement(unit, (), year=2025)
        with self.refused("“What both sides do” is missing"):
            agreement.action_sign()
        with self.refused("held until 2025-12-31 alone"):
            agreement.date_signed = "2026-01-02"
        with self.refused("future"):
            agreement.date_signed = "2026-07-02"
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.make_agreement(unit, (), year=26)

    def test_the_days_of_a_unit_may_have_changed_before_the_signatures(self):
        unit = self.make_unit()
        agreement = self.make_agreement(unit)
        agreement.write(
            {"date_signed": "2026-06-10", "unit_signer": "何静", "organization_signer": "赵党员"}
        )
        unit.date_to = "2026-06-05"
        with self.refused("held until 2026-06-05 alone"):
            agreement.action_sign()
        unit.write({"date_to": "2025-06-05"})
        with self.refused("was not stationed here in 2026"):
            agreement.action_sign()

    def test_one_for_a_year_that_the_unit_never_saw(self):
        unit = self.make_unit()
        agreement = self.make_agreement(unit, (("unit", "2027-05-01"),), year=2027)
        self.sign(agreement, "2026-06-10")
        unit.date_to = "2026-06-15"
        self.assertEqual((agreement.outcome, agreement.lapsed_count), ("void", 1))
