from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class CommunityPartyStepRecord(models.Model):
    """Keepers of a file are reminded of what is due, with a number and without a name."""

    _inherit = "community.party.step.record"

    @api.model
    def _cron_remind(self):
        """Propose the checks that are due and remind of checks and steps near their time limit.

        Before that everybody on the way is planned anew: an edition may have come into force.
        """
        self.env["community.party.member"]._on_the_way()._plan_steps()
        self.env["community.party.check"]._cron_propose()
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            self._remind_company(company)

    @api.model
    def _workday_fields(self):
        return ("date_latest", "date_earliest")

    @api.model
    def _workday_open(self):
        return Domain("state", "=", "open")

    def _workday_proposals(self, exceptions):
        dates = self.member_id._step_dates(self.step_id, exceptions)
        return {name: dates[name] for name in self._workday_fields()}

    @api.model
    def _remind_company(self, company):
        """Remind of what is due soon in one community, by its own number of days."""
        days = self.env["community.parameter"]._whole("party_step_warning_days", company)
        last = fields.Date.context_today(self) + timedelta(days=days)
        for model, field in (
            ("community.party.step.record", "date_latest"),
            ("community.party.check", "date_due"),
        ):
            due = self.env[model].search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "open"),
                    (field, "<=", last),
                    ("activity_ids", "=", False),
                ]
            )
            self._remind(due, field)

    @api.model
    def _remind(self, records, field):
        for record in records:
            keeper = record.organization_id._keeper()
            if keeper:
                record.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=record[field],
                    summary=record.display_name,
                    user_id=keeper.id,
                )
