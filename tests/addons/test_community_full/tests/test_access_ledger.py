import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import ROLES, AccessCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestAccessLedger(AccessCase):
    """A ledger shows what a list would show, with masks, for every role, and is logged."""

    def cells(self, ledger, user, domain=None):
        """Return all texts of the workbook that ``user`` gets, or None when it is refused."""
        stream = io.BytesIO()
        company = self.env.company.ids
        mine = ledger.with_user(user).with_context(allowed_company_ids=company)
        try:
            with mute_logger("odoo.addons.base.models.ir_rule"):
                mine._write_xlsx(stream, domain)
        except AccessError:
            return None
        sheet = load_workbook(io.BytesIO(stream.getvalue())).active
        return [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value]

    def test_each_role_gets_its_rows_and_no_secret(self):
        phone = "13911112222"
        for place in self.places.values():
            place.resident.phone_input = phone
        ledgers = self.env["community.ledger"].search(
            [("model", "in", ("community.household", "community.resident"))]
        )
        self.assertTrue(ledgers)
        names = {key: f"钱{key}" for key in self.places}
        for ledger in ledgers:
            for role in ROLES:
                with self.subTest(ledger=ledger.code, role=role):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    cells = self.cells(ledger, self.users[role])
                    if role in ("internal", "portal"):
                        self.assertIsNone(cells)
                        continue
                    text = " ".join(cells)
                    self.assertNotIn(names["company"], text)
                    if role == "grid_worker":
                        self.assertNotIn(names["other"], text)
                    for secret in (*self.numbers.values(), phone):
                        self.assertNotIn(secret, text)

    def test_whole_number_of_another_grid_selects_nothing(self):
        ledger = self.env["community.ledger"].search([("model", "=", "community.resident")])[:1]
        domain = [("display_name", "ilike", self.numbers["other"])]
        before = self.cells(ledger, self.worker, [("id", "=", 0)])
        self.assertEqual(self.cells(ledger, self.worker, domain), before)

    def test_closed_fields_cannot_be_put_into_a_ledger(self):
        ledger = self.env["community.ledger"].search([("model", "=", "community.resident")])[:1]
        Column = self.env["community.ledger.column"].with_user(self.manager)
        for path in (
            "health_note",
            "monthly_income",
            "political_status",
            "register_extra",
            "household_id.monthly_income",
            "create_uid.totp_secret",
            "id_number_input",
        ):
            for mask in (False, "phone", "id_number", "name"):
                if (
                    path == "create_uid.totp_secret"
                    and "totp_secret" not in self.env["res.users"]._fields
                ):
                    continue
                with self.subTest(path=path, mask=mask), self.assertRaises(UserError):
                    Column.create({"ledger_id": ledger.id, "name": "x", "path": path, "mask": mask})
        for mask in (False, "name"):
            with self.assertRaises(UserError):
                Column.create(
                    {"ledger_id": ledger.id, "name": "x", "path": "id_number", "mask": mask}
                )

    def test_a_ledger_cannot_ask_for_a_secret(self):
        """Its selection is read with the rights of whoever writes and whoever exports it."""
        ledger = self.env["community.ledger"].search([("model", "=", "community.resident")])[:1]
        for values in (
            {"domain": "[('id_number', '=like', '9%')]"},
            {"order": "monthly_income desc"},
            {"domain": "[('household_id', 'any!', [('monthly_income', '>', 1)])]"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                ledger.with_user(self.manager).write(values)

    def test_auditor_gets_no_part_of_a_number(self):
        ledger = self.env["community.ledger"].create(
            {
                "name": "Numbers",
                "code": "numbers",
                "model_id": self.env["ir.model"]._get_id("community.resident"),
                "column_ids": [
                    Command.create({"name": "ID", "path": "id_number", "mask": "id_number"})
                ],
            }
        )
        number = self.numbers["own"]
        domain = [("id", "=", self.places["own"].resident.id)]
        self.assertIn("*" * 14 + number[-4:], self.cells(ledger, self.officer, domain))
        self.assertNotIn(number[-4:], " ".join(self.cells(ledger, self.auditor, domain)))

    def test_a_ledger_is_logged(self):
        ledger = self.env["community.ledger"].search([("model", "=", "community.resident")])[:1]
        self.cells(ledger, self.officer)
        rows = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("user_id", "=", self.officer.id)]
        )
        people = rows.filtered(lambda row: row.model == "community.resident")
        self.assertGreaterEqual(len(people), 2)
        for row in people:
            self.assertTrue(row.res_id)
            self.assertIn(ledger.code, row.description)
