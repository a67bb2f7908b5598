import datetime

from odoo import api, fields, models
from odoo.fields import Domain


class CommunityPartyOrganization(models.Model):
    """Keepers are told before a period ends without its meeting; no name stands in the alert."""

    _inherit = "community.party.organization"

    @api.model
    def _cron_meetings_due(self):
        """Tell keepers of meetings still due in periods that end soon; may be run again at will.

        An alert is made once for an organisation, a duty and the last day of its period, also when
        it has been marked as done; one whose meeting was held since then goes away.
        """
        today = fields.Date.context_today(self)
        days = self.env["community.parameter"]._whole("party_meeting_alert_days")
        soon = today + datetime.timedelta(days=days)
        lines = self.env["community.party.compliance"].search(
            Domain("state", "in", ("due", "missing"))
            & Domain("date_to", "<=", soon)
            & Domain("date_to", ">=", today - datetime.timedelta(days=days))
        )
        kind = self.env.ref("community_party.mail_activity_type_meeting_due")
        Activity = self.env["mail.activity"].with_context(active_test=False)
        alerts = Activity.search(
            [("activity_type_id", "=", kind.id), ("res_model", "=", self._name)]
        )
        told = {(alert.res_id, alert.summary, alert.date_deadline) for alert in alerts}
        wanted = set()
        for line in lines:
            keeper = self.env["community.party.step.record"]._keeper(line.organization_id)
            summary = line.duty_id.with_context(lang=keeper.lang or self.env.lang).name
            key = (line.organization_id.id, summary, line.date_to)
            wanted.add(key)
            if keeper and key not in told:
                line.organization_id.with_context(
                    mail_activity_quick_update=True
                ).activity_schedule(
                    "community_party.mail_activity_type_meeting_due",
                    date_deadline=line.date_to,
                    summary=summary,
                    user_id=keeper.id,
                )
        # What was held in the meantime needs no alert; what is past stays until somebody closes it.
        met = alerts.filtered(
            lambda a: (
                a.active
                and (a.res_id, a.summary, a.date_deadline) not in wanted
                and a.date_deadline >= today - datetime.timedelta(days=days)
            )
        )
        met.unlink()
