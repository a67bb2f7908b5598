import io
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .pack_case import PackCase


@tagged("post_install", "-at_install", "community")
class TestFormRelease(PackCase):
    """Whole numbers by a release alone, and what the forms of a body cost."""

    def page(self, filling, user, is_whole=False):
        content, _name = filling.with_user(user)._content(is_whole)
        return openpyxl.load_workbook(io.BytesIO(content)).active

    def release(self, form, user=None, **values):
        return (
            self.env["community.form.release"]
            .with_user(user or self.officer)
            .create({"form_id": form.id, "reason": "核对发放账户", **values})
        )

    def test_whole_numbers_leave_by_a_release_alone(self):
        """Reason, another approver, a day on which it ends, and a line in the log of each file."""
        form = self.form()
        filling = self.fill(form)
        self.assertEqual(self.page(filling, self.officer)["C9"].value, "139****5678")
        for user in (self.officer, self.manager):
            with self.assertRaisesRegex(UserError, "ask for a release"):
                filling.with_user(user).action_download_whole()
            with self.assertRaisesRegex(UserError, "ask for a release"):
                self.page(filling, user, True)
        release = self.release(form)
        with self.assertRaisesRegex(UserError, "ask for a release"):
            self.page(filling, self.officer, True)
        with self.assertRaises(AccessError):
            release.action_approve()
        release.with_user(self.manager).action_approve()
        with self.assertRaises(UserError):
            release.reason = "另一个理由"
        page = self.page(filling, self.officer, True)
        self.assertEqual(page["C9"].value, "13912345678")
        self.assertEqual(page["B9"].value, "张一")
        log = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("res_id", "=", self.home.head_id.id)]
        )
        line = log.filtered(lambda line: line.field_names == "phone")
        self.assertEqual(line.user_id, self.officer)
        self.assertIn("核对发放账户", line.reason)
        self.assertEqual(release.used_count, 1)
        self.assertEqual(self.page(filling, self.officer)["C9"].value, "139****5678")
        self.home.head_id.phone_input = "13900000000"
        self.assertEqual(
            self.page(filling, self.officer, True)["C9"].value,
            "139****5678",
            "a number that has changed since is not the frozen one",
        )
        release.action_end()
        with self.assertRaisesRegex(UserError, "ask for a release"):
            self.page(filling, self.officer, True)

    def test_nobody_approves_the_own_release_and_it_ends(self):
        """A manager does not approve what the same manager asked for; a release ends by its day."""
        form = self.form()
        release = self.release(form, self.manager)
        with self.assertRaisesRegex(AccessError, "another manager"):
            release.action_approve()
        today = fields.Date.context_today(release)
        with self.assertRaisesRegex(ValidationError, "31 days"):
            self.release(form, date_end=today + timedelta(days=32))
        with self.assertRaises(UserError):
            self.release(form, reason="x")
        late = self.release(form, date_end=today - timedelta(days=1))
        with self.assertRaisesRegex(UserError, "has passed"):
            late.with_user(self.manager).action_approve()
        other = self.form(name="另一张表")
        self.release(other).with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "ask for a release"):
            self.page(self.fill(form), self.officer, True)
        for values in ({"state": "approved"}, {"approved_by_id": self.manager.id}):
            with self.assertRaises(AccessError):
                release.with_user(self.officer).write(values)

    def test_a_column_that_an_import_kept_is_mapped(self):
        """What the register has no field for fills a column: stars, whole by a release alone."""
        account = "6222000011112222"
        self.home.sudo().register_extra = {"开户账号": account}
        form = self.form()
        column = {"ledger_id": self.ledger.id, "row_last": 12, "kind": "extra"}
        cell = form.cell_ids.filtered(lambda cell: cell.address == "C9")
        with self.assertRaisesRegex(ValidationError, "name the heading"):
            cell.write(column)
        cell.write({**column, "extra_name": "开户账号"})
        filling = self.fill(form)
        page = self.page(filling, self.officer)
        self.assertEqual((page["C9"].value, page["C10"].value), ("***", None))
        self.release(form).with_user(self.manager).action_approve()
        self.assertEqual(self.page(filling, self.officer, True)["C9"].value, account)
        log = self.env["community.access.log"].search(
            [("field_names", "=", "register_extra"), ("res_id", "=", self.home.id)]
        )
        self.assertEqual((log.user_id, log.kind), (self.officer, "export"))
        self.assertNotIn(account, str(filling.sudo().value_ids.mapped("rows_kept")))

    def test_closed_facts_stand_as_stars_and_leave_by_a_release(self):
        """Disability and account: stars for whoever fills it in, whole with a line in the log."""
        form = self.form()
        head = self.home.head_id
        head.sudo().write(
            {
                "disability_kind": "physical",
                "disability_end": "2031-05-20",
                "bank_account": "6222000011112222333",
            }
        )
        whole = {
            "disability_kind": "Physical",
            "disability_end": "2031-05-20",
            "bank_account": "6222000011112222333",
        }
        cell = form.cell_ids.filtered(lambda cell: cell.address == "C9")
        column = cell.column_id.with_user(self.manager)
        for name, text in whole.items():
            with self.subTest(field=name):
                column.write({"path": f"head_id.{name}", "mask": "stars"})
                filling = self.fill(form)
                page = self.page(filling, self.officer)
                self.assertEqual((page["C9"].value, page["C10"].value), ("***", None))
                release = self.release(form)
                release.with_user(self.manager).action_approve()
                self.assertEqual(self.page(filling, self.officer, True)["C9"].value, text)
                log = self.env["community.access.log"].search(
                    [("field_names", "=", name), ("res_id", "=", head.id)]
                )
                self.assertEqual((log.user_id, log.kind), (self.officer, "export"))
                release.action_end()
                # For the next field the same period is filled in anew.
                filling._set_closed(state="replaced")
        for mask in (False, "phone", "id_number", "name"):
            with self.assertRaisesRegex(ValidationError, "Stars alone"):
                column.mask = mask
        with self.assertRaisesRegex(ValidationError, "cannot stand in a ledger"):
            column.write({"path": "head_id.health_note", "mask": "stars"})

    def test_the_bill_to_the_requester(self):
        """Forms, cells and minutes of a body, and what was asked again within 30 days."""
        form = self.form(basis="街道办发3号")
        self.fill(form)
        other = self.form(name="别的表", body="民政办", period="quarter", minutes=10)
        self.fill(other)
        bill = other._bill()
        self.assertEqual(bill["body"], "民政办")
        self.assertEqual([line["name"] for line in bill["forms"]], ["别的表"])
        self.assertEqual((bill["times"], bill["minutes"]), (4, 40))
        self.assertEqual(bill["cells"], 4 * bill["forms"][0]["cells"])
        self.assertEqual(len(bill["again"]) + bill["more"], 6, "each fact once, whatever its cells")
        self.assertTrue(all(line["before"] == "户情月报 (街道办)" for line in bill["again"]))
        self.assertFalse(form._bill()["again"], "it was the first to ask")
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("community_service.report_form_bill", other.ids)[0]
            .decode()
        )
        self.assertIn("民政办", html)
        self.assertIn("809", html)
        self.env.cr.execute(
            "UPDATE community_form_filling SET date_filled = date_filled - interval '40 days'"
            " WHERE form_id = %s",
            (form.id,),
        )
        self.env.invalidate_all()
        self.assertFalse(other._bill()["again"], "more than 30 days before")
