import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class CommunityImport(models.Model):
    """Imports in the background: in line, in time slices, stopped and gone on with."""

    _inherit = "community.import"

    def action_stop(self):
        """Stop an import between two batches; what was applied stays, the rest may go on later."""
        record = self._one()
        if record.state in ("checking", "applying"):
            record._set_closed(state="draft" if record.state == "checking" else "checked")

    # Imports in the background: one after the other, resumed where they stopped.

    @api.model
    def _cron_run(self):
        """Work on the imports that wait; each batch of rows is committed with its progress."""
        cron = self.env["ir.cron"]
        waiting = self.search([("state", "in", ("checking", "applying"))], order="id")
        cron._commit_progress(remaining=sum(waiting.mapped("todo_count")) + len(waiting))
        busy = self.env["res.company"]
        for waiting_import in waiting:
            # In the name of whoever started it, with their rights and their day.
            record = waiting_import.with_user(waiting_import.user_id).with_company(
                waiting_import.company_id
            )
            record = record.with_context(tz=record.user_id.tz, lang=record.user_id.lang)
            if record.company_id in busy:
                continue
            if not record.try_lock_for_update(allow_referencing=True):
                busy |= record.company_id
                continue
            if record.state == "checking":
                record._check_in_background()
                time_left = cron._commit_progress(1)
            else:
                time_left = record._apply_in_background(cron._commit_progress)
            if record.state == "applying":
                busy |= record.company_id
            if not time_left:
                # A pass that runs out of time would wait a minute for the next one.
                self.env.ref("community_service.ir_cron_run_imports")._trigger()
                cron._commit_progress()
                return

    def _apply_in_background(self, commit):
        """Apply; whatever goes wrong leaves the import as checked, with its applied rows."""
        try:
            return self._apply_rows(commit=commit)
        except OperationalError:
            # A conflict with somebody else's change: the job is tried again.
            raise
        except Exception as error:
            _logger.exception("Applying of register import %s stopped", self.id)
            self.env.cr.rollback()
            said = str(error) if isinstance(error, UserError) else type(error).__name__
            self._set_closed(
                state="checked",
                notice=self.env._(
                    "Applying stopped (%(reason)s). The rows applied until then stay; start it "
                    "again for the rest.",
                    reason=said,
                ),
            )
            return commit(0)

    def _check_in_background(self):
        try:
            with self.env.cr.savepoint():
                self._check_or_ask()
                if self.is_header_asked:
                    self._set_closed(state="draft")
        except UserError as error:
            self._set_closed(state="draft", notice=str(error))
        except Exception:
            # Whatever a strange workbook does must not stop the job for all others.
            _logger.exception("Reading of register import %s failed", self.id)
            self._set_closed(
                state="draft",
                notice=self.env._("The workbook could not be read. Save it again as .xlsx."),
            )
