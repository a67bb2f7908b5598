import contextlib
import datetime

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.listed import listed

KEY_INDEX = "community_visit__client_key_uniq"
HANDED = "community_service.mail_activity_handed"

# How long before a visit its door may have been read.
SEEN_DAYS = 7

# How long after its day a visit to a home in other hands is still taken. The phone names the day:
# whoever worked in a grid years ago has no way into it by an old one.
LATE_DAYS = 30

# Doors in one call: what one round of My Day holds.
DOOR_LIMIT = 100


class CommunityPhone(models.AbstractModel):
    """What goes to a phone before the signal is lost, and what comes from it when it is back."""

    _name = "community.phone"
    _description = "Phone at the Door"

    @api.model
    def doors(self, household_ids):
        """Return what At the Door shows of these households, for the hours without a signal.

        Each of them is noted in the access log as carried on a phone.

        :param list household_ids: at most 100
        :return: dict of the household's id as text to what ``community.visit.at_the_door`` returns;
            a household that the user may not read is left out
        :raises UserError: when it is no list of numbers, or too long a list
        """
        if not isinstance(household_ids, list) or any(type(i) is not int for i in household_ids):
            raise UserError(self.env._("Doors are asked for by the numbers of their households."))
        if len(household_ids) > DOOR_LIMIT:
            raise UserError(
                self.env._(
                    "%(count)s doors at once are too many: ask for at most %(limit)s.",
                    count=len(household_ids),
                    limit=DOOR_LIMIT,
                )
            )
        Visit = self.env["community.visit"]
        Visit.check_access("create")
        households = self.env["community.household"].browse(household_ids).exists()
        households = households._filtered_access("read")
        self.env["community.access.log"]._log("carry", households)
        return {str(number): door for number, door in Visit._at_the_doors(households).items()}

    @api.model
    def _receive(self, household_id, values):
        """Take a save of a phone once, whatever the timing; see ``save_at_the_door``.

        :raises ConcurrencyError: while the same save arrives a second time; the caller's
            transaction begins anew then, and sees the first
        """
        Visit = self.env["community.visit"]
        Visit.check_access("create")
        key = values.get("client_key") if isinstance(values, dict) else None
        if not key or not isinstance(key, str):
            raise UserError(self.env._("A save from a phone needs its key: reload the screen."))
        self._hold([key])
        # sudo: the key may belong to a visit that this user does not see, or not any more.
        known = Visit.sudo().search([("client_key", "=", key)], limit=1)
        if known:
            self._check_same_home(known, household_id)
            return known._door_result(is_repeated=True)
        handed_over = self._was_mine(household_id, values)
        # sudo: whoever stood at the door is not in charge of it any more; the visit was made.
        Visit = Visit.sudo() if handed_over else Visit
        with self._saving():
            result = Visit._save_at_the_door(household_id, values)
        if handed_over:
            household = self.env["community.household"].sudo().browse(household_id)
            result["handed_over"] = self._tell_handed_over(household)
        return result

    @api.model
    def _receive_round(self, keys, values):
        """Take one and the same save for many doors that the user sees, once whatever the timing.

        :param dict keys: of each household the key of its save
        :param dict values: as :meth:`community.visit._check_door_values` returns them
        :return: list of the visits, one for each household
        :raises ConcurrencyError: while one of them arrives a second time; see :meth:`_receive`
        """
        self._hold(list(keys.values()))
        # sudo: a key may belong to a visit that this user does not see, or not any more.
        known = self.env["community.visit"].sudo()
        known = known.search([("client_key", "in", list(keys.values()))]).grouped("client_key")
        for household, key in keys.items():
            if key in known:
                self._check_same_home(known[key], household.id)
        new = {household: key for household, key in keys.items() if key not in known}
        with self._saving():
            made = self.env["community.visit"]._save_at_doors(new, values)[0] if new else {}
        return [made.get(home) or known[key] for home, key in keys.items()]

    @api.model
    def _check_same_home(self, known, household_id):
        if known.household_id.id != household_id:
            raise UserError(
                self.env._("This save belongs to another household: open the screen again.")
            )

    @api.model
    def _hold(self, keys):
        """Hold these keys until the end of the transaction.

        :raises ConcurrencyError: while another one holds any of them
        """
        # The first to come is not waited for: this transaction would not see what it saved. Raw
        # SQL: the ORM has no such lock.
        self.env.cr.execute(
            SQL(
                "SELECT bool_and(pg_try_advisory_xact_lock(hashtextextended(key, 0)))"
                " FROM unnest(%s) AS key",
                sorted(keys),
            )
        )
        if not self.env.cr.fetchone()[0]:
            raise ConcurrencyError(f"client keys {keys}")

    @contextlib.contextmanager
    def _saving(self):
        """Write what is saved; a key that another transaction has saved meanwhile begins anew."""
        try:
            yield
            self.env.flush_all()
        except UniqueViolation as error:
            # Saved by a transaction that ended after this one began.
            if error.diag.constraint_name == KEY_INDEX:
                raise ConcurrencyError("client key") from error
            raise

    @api.model
    def _was_mine(self, household_id, values):
        """Tell whether the user may not see a household any more, and could when it was visited.

        That is so for whoever worked in its grid on the day of the visit, or had its door before
        the eyes within the week before: the access log knows. The day is one of the last thirty.
        """
        household = self.env["community.household"]
        household = household.browse(household_id if type(household_id) is int else []).exists()
        if not household or household.has_access("read"):
            return False
        try:
            day = fields.Date.to_date(values.get("date") or False)
        except (TypeError, ValueError):
            return False
        today = fields.Date.context_today(self)
        day = day or today
        if not 0 <= (today - day).days <= LATE_DAYS:
            return False
        # Only whether the user worked there and has looked is asked, and nothing is shown.
        closed = household.sudo()
        if closed.company_id not in self.env.companies:
            return False
        lines = closed.grid_id.officer_line_ids.filtered(lambda line: line.user_id == self.env.user)
        if any(
            line.date_from <= day and (not line.date_to or line.date_to >= day) for line in lines
        ):
            return True
        since = fields.Datetime.to_datetime(day) - datetime.timedelta(days=SEEN_DAYS)
        seen = (
            Domain("res_id", "=", household.id)
            & Domain("model", "=", household._name)
            & Domain("user_id", "=", self.env.uid)
            & Domain("kind", "in", ("view", "carry"))
            & Domain("date", ">=", since)
        )
        return bool(self.env["community.access.log"].sudo().search_count(seen, limit=1))

    @api.model
    def _tell_handed_over(self, household):
        """Tell who is in charge now of a visit by whom was before; return the sentence for both."""
        users = household.grid_id._looked_after_by() - self.env.user
        users = users._here_instead(household.company_id) - self.env.user
        users = users._at_work(household._staff_groups(), household.company_id)
        users = users or household._person_in_charge() - self.env.user
        for user in users:
            mine = household.with_context(lang=user.lang or self.env.lang)
            mine.with_context(mail_activity_quick_update=True).activity_schedule(
                HANDED,
                summary=mine.env._(
                    "A visit of %(colleague)s arrived after this home changed hands: read it",
                    colleague=self.env.user.name,
                ),
                user_id=user.id,
                date_deadline=fields.Date.context_today(household),
            )
        if not users:
            return self.env._("This home is in other hands now. The visit is kept.")
        return self.env._(
            "This home is in the hands of %(people)s now. The visit is kept and counted, and they "
            "have been told.",
            people=listed(self.env.lang, users.mapped("name")),
        )
