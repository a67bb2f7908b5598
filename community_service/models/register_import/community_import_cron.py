import logging

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class CommunityImport(models.Model):
    """Imports in the background: one after the other, resumed where they stopped."""

    _inherit = "community.import"

    @api.model
    def _cron_run(self):
        """Work on the imports that wait; each batch of rows is committed with its progress."""
        cron = self.env["ir.cron"]
        waiting = self.search([("state", "in", ("checking", "applying"))], order="id")
        cron._commit_progress(remaining=sum(waiting.mapped("todo_count")) + len(waiting))
        for waiting_import in waiting:
            # In the name of whoever started it, with their rights and their day.
            record = waiting_import.with_user(waiting_import.user_id).with_company(
                waiting_import.company_id
            )
            record = record.with_context(tz=record.user_id.tz, lang=record.user_id.lang)
            if not record.try_lock_for_update(allow_referencing=True):
                continue
            if record.state == "checking":
                record._check_in_background()
                time_left = cron._commit_progress(1)
            else:
                time_left = record._apply_rows(commit=cron._commit_progress)
            if not time_left:
                # A pass that runs out of time would wait a minute for the next one.
                self.env.ref("community_service.ir_cron_run_imports")._trigger()
                cron._commit_progress()
                return

    def _check_in_background(self):
        try:
            with self.env.cr.savepoint():
                self.action_check()
        except UserError as error:
            self.write({"state": "draft", "notice": str(error)})
        except Exception:
            # Whatever a strange workbook does must not stop the job for all others.
            _logger.exception("Reading of register import %s failed", self.id)
            self.write(
                {
                    "state": "draft",
                    "notice": self.env._("The workbook could not be read. Save it again as .xlsx."),
                }
            )
