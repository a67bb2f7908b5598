from odoo import fields, models
from odoo.exceptions import AccessError, MissingError, UserError

from ...tools.xlsx_reader import WorkbookError

# Below this size a check, and below this number of rows an import, is done while the clerk waits.
INLINE_BYTES = 1_000_000
INLINE_ROWS = 1_000


class CommunityImport(models.Model):
    """Steps of an import: what the buttons do, and what a program calls."""

    _inherit = "community.import"

    def action_check(self):
        """Read the workbook and compare it with the register; nothing is written there.

        Corrections of headings and words made before are learned. Runs to the end.

        :raises UserError: if the file cannot be read as a register
        """
        record = self._one()
        if record.state == "applying" or record.state == "done":
            raise UserError(
                self.env._(
                    "%(file)s was already applied: start a new import to check a file again.",
                    file=record.filename,
                )
            )
        record._learn_corrections()
        try:
            record._stage_rows()
        except WorkbookError as error:
            raise UserError(record._file_problem(error)) from error
        record._match_rows()
        record._count_rows()
        record.write(
            {
                "state": "checked",
                "date_checked": fields.Datetime.now(),
                "user_id": self.env.uid,
            }
        )

    def action_apply(self):
        """Write the checked rows to the register; runs to the end.

        Repeating it changes nothing: applied rows stay applied.
        """
        record = self._one()
        if record.state in ("draft", "checking"):
            record.action_check()
        if record.state == "done":
            return
        record._start_apply()
        record._apply_rows()

    def action_start_check(self):
        """Check now, or in the background if the workbook is large."""
        record = self._one()
        if record.file_size <= INLINE_BYTES:
            return record.action_check()
        record._learn_corrections()
        record.write({"state": "checking", "user_id": self.env.uid, "notice": False})
        return record._trigger()

    def action_start_apply(self):
        """Apply now, or in the background if there are many rows."""
        record = self._one()
        if record.state != "checked":
            raise UserError(
                self.env._("%(file)s is not checked yet: check it first.", file=record.filename)
            )
        if record.row_count <= INLINE_ROWS:
            return record.action_apply()
        record._start_apply()
        return record._trigger()

    def action_resume(self):
        """Go on with an import that was interrupted, from the row where it stopped."""
        record = self._one()
        if record.state in ("checking", "applying"):
            record._trigger()

    def action_view_rows(self):
        """Open all staged rows."""
        record = self._one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_import_row_action"
        )
        return action | {"domain": [("import_id", "=", record.id)]}

    def action_view_headless(self):
        """Open the households of this register that have no head yet."""
        self._one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_household_action"
        )
        domain = [("head_id", "=", False), ("member_count", ">", 0)]
        return action | {"domain": domain, "context": {}}

    def action_download_errors(self):
        """Download the refused rows as a workbook that can be corrected and dropped in again."""
        record = self._one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/community/import/{record.id}/refused",
            "target": "self",
        }

    def _one(self):
        """Return the one existing import of this call, for a user who may import."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one import at a time."))
        record = self.exists()
        if not record:
            raise MissingError(self.env._("This import does not exist any more."))
        record.check_access("write")
        for model in ("community.household", "community.resident", "community.area"):
            if not self.env[model].has_access("create"):
                raise AccessError(
                    self.env._("Only community officers and managers may import a register.")
                )
        return record

    def _learn_corrections(self):
        Synonym = self.env["community.import.synonym"]
        for column in self.column_ids:
            if column.target != column.guess:
                Synonym._learn(column.heading, column.target, self.company_id)
        for word in self.word_ids:
            if word.target:
                Synonym._learn(word.word, word.target, self.company_id)

    def _start_apply(self):
        others = self.search(
            [
                ("state", "=", "applying"),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if others:
            raise UserError(
                self.env._(
                    "%(file)s is being applied: wait until it is finished.", file=others.filename
                )
            )
        values = {"state": "applying", "user_id": self.env.uid}
        if not self.date_started:
            values["date_started"] = fields.Datetime.now()
        self.write(values)
        self.message_post(
            body=self.env._(
                "%(rows)s rows of %(file)s: %(create)s to create, %(change)s to change, "
                "%(same)s unchanged, %(refused)s refused.",
                rows=self.row_count,
                file=self.filename,
                create=self.create_count,
                change=self.change_count,
                same=self.same_count,
                refused=self.error_count,
            )
        )

    def _trigger(self):
        # Officers may not read scheduled jobs; they may start this one.
        self.env.ref("community_service.ir_cron_run_imports").sudo()._trigger()

    def _forget_file(self):
        """Delete the workbook itself; counts and messages stay."""
        self.write({"file_data": False, "file_size": 0})
