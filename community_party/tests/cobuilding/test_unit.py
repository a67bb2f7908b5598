from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..cobuilding_case import CobuildingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestUnit(CobuildingCase):
    def test_a_unit_is_entered_by_the_form_of_its_keeper(self):
        """Whoever keeps a branch enters a unit that is no contact yet, with what is known of it."""
        form = Form(self.Unit)
        form.new_name = "东河区税务局"
        form.unit_kind = "government"
        form.contact_name = "何静"
        with form.line_ids.new() as line:
            line.presence = "own"
            line.is_counted = True
            line.employee_count = 60
            line.member_count = 22
        unit = form.save()
        self.assertEqual(unit.partner_id.name, "东河区税务局")
        self.assertTrue(unit.partner_id.is_company)
        self.assertEqual(unit.organization_id, self.branch)
        self.assertRecordValues(
            unit, [{"presence": "own", "employee_count": 60, "member_count": 22}]
        )
        with self.refused("is there already: choose it"):
            self.make_unit("东河区税务局")

    def test_three_answers_and_not_known_which_is_none_of_them(self):
        """Own organisation, attached to another, none; what nobody knows is not counted as none."""
        own, attached, none, silent, asked = (
            self.make_unit(name, "non_public") for name in ("甲", "乙", "丙", "丁", "戊")
        )
        self.make_line(own, "own")
        self.make_line(attached, "attached", attached_to="第一党支部")
        self.make_line(none, "none")
        self.make_line(asked, "unknown")
        mine = [("id", "in", (own | attached | none | silent | asked).ids)]
        for presence, expected in (
            ("own", own),
            ("attached", attached),
            ("none", none),
            ("unknown", silent | asked),
        ):
            with self.subTest(presence=presence):
                found = self.Unit.search([*mine, ("presence", "=", presence)])
                self.assertEqual(found, expected)
                self.assertEqual(set(expected.mapped("presence")), {presence})
        self.assertEqual(
            self.Unit.search([*mine, ("presence", "!=", "unknown")]), own | attached | none
        )
        with self.refused("enter to which one"):
            self.make_line(silent, "attached")
        with self.refused("numbers are entered"):
            self.make_line(silent, "none", "2026-05-01", employee_count=5)
        with self.refused("future"):
            self.make_line(silent, "none", "2026-07-01")

    def test_a_line_holds_until_the_next_one_in_any_order_of_entry(self):
        unit = self.make_unit()
        later = self.make_line(unit, "own", "2026-03-01")
        first = self.make_line(unit, "none")
        middle = self.make_line(unit, "attached", "2025-09-01", attached_to="第二党支部")
        self.assertEqual(str(first.date_to), "2025-08-31")
        self.assertEqual(str(middle.date_to), "2026-02-28")
        self.assertFalse(later.date_to)
        self.assertEqual(unit.presence, "own")
        unit.date_to = "2026-01-31"
        self.assertEqual(unit.presence, "attached")
        self.assertIn(unit, self.Unit.search([("presence", "=", "attached")]))
        self.assertNotIn(unit, self.Unit.search([("presence", "=", "own")]))
        middle.unlink()
        self.assertEqual(str(first.date_to), "2026-02-28")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.make_line(unit, "own")

    def test_a_unit_has_one_file_for_the_same_days(self):
        unit = self.make_unit(date_to="2026-03-31")
        again = {"partner_id": unit.partner_id.id, "unit_kind": "non_public"}
        with self.refused("stands here already"):
            self.Unit.create(again)
        back = self.Unit.create({**again, "date_from": "2026-05-01"})
        with self.refused("stands here already"):
            unit.date_to = False
        with self.refused("is a person"):
            self.Unit.create({**again, "partner_id": self.make_member().partner_id.id})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.Unit.create({"unit_kind": "government"})
        self.assertFalse((unit | back).filtered("is_double"))

    def test_merged_contacts_leave_two_files_and_one_counts(self):
        first, second = self.make_unit("辽港物流"), self.make_unit("辽港物流有限公司")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        partners = (first | second).sudo().partner_id
        wizard._merge(partners.ids, partners[0])
        self.env.invalidate_all()
        self.assertEqual(second.partner_id, first.partner_id)
        doubles = self.Unit.search([("is_double", "=", True)])
        self.assertEqual(doubles, second)
        self.assertEqual(second.is_double, True)
        self.assertEqual(first.is_double, False)
        with self.refused("nothing to join"):
            first.action_join()
        self.make_line(first, "none")
        self.make_line(second, "unknown")
        self.make_line(second, "own", "2026-03-01")
        told = self.make_line(first, "attached", "2026-03-01", attached_to="总支")
        with self.refused("say different things as of 2026-03-01"):
            second.action_join()
        told.unlink()
        agreement = self.make_agreement(second)
        self.sign(agreement)
        project = self.make_project(second, lead_unit_id=second.id)
        contact = self.make_contact(second)
        delegate = self.env["community.party.delegate"].create(
            {"unit_id": second.id, "new_name": "何静", "organization_id": self.branch.id}
        )
        with self.assertRaises(AccessError):
            second.with_user(self.branch_user2).action_join()
        second.action_join()
        self.assertFalse(second.exists())
        self.assertEqual(first.line_ids.mapped("presence"), ["own", "none"])
        for record in (agreement, project, contact, delegate):
            name = "unit_ids" if record == project else "unit_id"
            self.assertEqual(record[name], first)

    def test_two_agreements_of_one_year_are_not_joined(self):
        first, second = self.make_unit("辽港物流"), self.make_unit("辽港物流有限公司")
        partners = (first | second).sudo().partner_id
        self.make_agreement(first)
        self.make_agreement(second)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(partners.ids, partners[0])
        self.env.invalidate_all()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            second.action_join()
        self.assertTrue(second.exists())

    def test_an_archived_contact_keeps_its_file(self):
        unit = self.make_unit()
        unit.sudo().partner_id.active = False
        self.assertIn(unit, self.Unit.search([("partner_id.name", "=", "东河小学")]))
        self.assertEqual(unit.display_name, "东河小学")
        self.assertEqual(self.Unit.name_search("东河小学"), [(unit.id, "东河小学")])

    def test_the_contact_shows_it_to_the_keepers_alone(self):
        unit = self.make_unit()
        self.make_line(unit, "none")
        partner = unit.partner_id.with_user(self.branch_user)
        self.assertEqual(partner.unit_kind, "public_institution")
        self.assertEqual(partner.party_presence, "none")
        Partner = partner.browse()
        self.assertIn(partner, Partner.search([("party_presence", "=", "none")]))
        self.assertIn(partner, Partner.search([("unit_kind", "=", "public_institution")]))
        self.assertEqual(partner.action_open_party_unit()["res_id"], unit.id)
        with self.refused("is no stationed unit"):
            self.make_member().partner_id.with_user(self.branch_user).action_open_party_unit()
        with self.assertRaises(AccessError):
            partner.with_user(self.officer).read(["party_presence"])
        with self.assertRaises(AccessError):
            Partner.with_user(self.officer).search([("unit_kind", "=", "public_institution")])

    def test_all_keepers_read_it_and_those_in_touch_write(self):
        unit = self.make_unit()
        other = unit.with_user(self.branch_user2)
        self.assertEqual(other.display_name, "东河小学")
        with self.assertRaises(AccessError):
            other.contact_name = "x"
        with self.assertRaises(AccessError):
            self.make_line(other, "own")
        unit.with_user(self.party_officer).contact_name = "何静"
        self.assertEqual(unit.contact_name, "何静")
