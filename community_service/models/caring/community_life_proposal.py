from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

AGES = (80, 90, 100)


class CommunityLifeEvent(models.Model):
    """Events that something in the register proposes, once for each cause."""

    _inherit = "community.life.event"

    @api.model
    def _propose(self, reason, resident, household, date, cause, operation=None):
        """Propose one event unless its cause has proposed one before, whatever became of it.

        :param str reason: key of ``reason``
        :param resident: whom it concerns, may be empty
        :param household: where; empty means the resident's
        :param date date: the day of the event
        :param str cause: what tells this cause from others of the same reason
        :param operation: household operation that takes the proposal along when it goes back
        :return: the new proposal, or an empty recordset
        """
        return self._propose_all([(reason, resident, household, date, cause, operation)])

    @api.model
    def _propose_all(self, causes):
        """Propose events for many causes in a constant number of queries; see :meth:`_propose`."""
        # Proposals are made for whoever is responsible, also in another grid than the user's.
        Event = self.sudo()
        wanted = {}
        for reason, resident, household, date, cause, operation in causes:
            home = household or (resident and resident.household_id)
            if home:
                wanted.setdefault(
                    f"{reason},{cause}",
                    {
                        "reason": reason,
                        "resident_id": resident.id if resident else False,
                        "household_id": home.id,
                        "date": date,
                        "state": "proposed",
                        "cause_key": f"{reason},{cause}",
                        "operation_id": operation.id if operation else False,
                        "user_id": False,
                    },
                )
        if not wanted:
            return self.browse()
        known = Event.search_fetch([("cause_key", "in", list(wanted))], ["cause_key"])
        for key in known.mapped("cause_key"):
            del wanted[key]
        return Event.create(list(wanted.values())).with_env(self.env)

    @api.model
    def _is_recent(self, date):
        """Tell whether something happened lately: what is entered late proposes nothing."""
        days = self.env["community.setting"]._number("event_recent_days")
        return date >= fields.Date.context_today(self) - timedelta(days=days)

    @api.model
    def _cron_propose_birthdays(self):
        """Propose the 80th, 90th and 100th birthdays of the days to come."""
        today = fields.Date.context_today(self)
        last = today + timedelta(days=self.env["community.setting"]._number("birthday_days"))
        born = Domain.OR(
            Domain("birth_date", ">=", today - relativedelta(years=age, days=1))
            & Domain("birth_date", "<=", last - relativedelta(years=age))
            for age in AGES
        )
        people = self.env["community.resident"].search_fetch(
            born & Domain("date_death", "=", False) & Domain("household_id", "!=", False),
            ["birth_date", "household_id"],
        )
        causes = []
        for resident in people:
            for age in AGES:
                day = resident.birth_date + relativedelta(years=age)
                if today <= day <= last:
                    home = resident.household_id
                    causes.append((f"birthday_{age}", resident, home, day, resident.id, None))
        self._propose_all(causes)

    def _untouched(self):
        """Return those of these proposals that nobody has done anything with."""
        return self.filtered(
            lambda event: (
                event.state == "proposed"
                and not (event.task_ids or event.visit_ids or event.gift_ids or event.need_id)
                and not event.contribution_ids
            )
        )

    @api.model
    def _withdraw(self, domain):
        """Take back the proposals of a domain that nobody has touched."""
        # Their cause has gone, wherever it was recorded and whoever takes it back.
        self.sudo().search(Domain("state", "=", "proposed") & Domain(domain))._untouched().unlink()
