from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_volunteer_call import CHINA


class CommunityVolunteer(models.Model):
    """What a volunteer does for oneself on the portal; the rules for portal users come first.

    Portal users may read their own records and nothing else. What they do is checked here and
    then done as superuser, for oneself alone.
    """

    _inherit = "community.volunteer"

    def _portal_values(self):
        """Return what one volunteer's page shows, read under the volunteer's own rules."""
        self.ensure_one()
        Signup = self.env["community.volunteer.signup"]
        mine = Signup.search([("state", "in", ("applied", "accepted"))])
        now = fields.Datetime.now()
        services = self.env["community.volunteer.service"].search([], limit=50)
        reported = services.filtered(lambda s: s.state != "refused").call_id
        calls = self.env["community.volunteer.call"].search(
            [("state", "=", "open"), ("date_stop", ">", now), ("free_count", ">", 0)],
            order="date_start, id",
        )
        # Skills are a list of words that staff edits, not open to portal users as records.
        skills = {call: ", ".join(call.sudo().skill_ids.mapped("name")) for call in calls}
        return {
            "volunteer": self,
            "coming": mine.filtered(lambda s: s.call_id.date_stop > now).sorted("date_start"),
            "to_report": mine.filtered(
                lambda s: (
                    s.state == "accepted"
                    and s.call_id.date_stop <= now
                    and s.call_id not in reported
                )
            ),
            "calls": calls - mine.call_id,
            "skills": skills,
            "services": services,
            "certificates": self.env["community.volunteer.certificate"].search([], limit=50),
            "kinds": self.env["community.volunteer.service"]
            ._fields["kind"]
            ._description_selection(self.env),
            "today": fields.Date.context_today(self),
        }

    def _portal_sign_up(self, call_id):
        """Sign one volunteer up for a call that is open to them.

        :raises UserError: when the call is not, or is full or closed
        """
        self.ensure_one()
        call = self._portal_record("community.volunteer.call", call_id)
        # The call was found under the volunteer's own rules; the entry is for oneself.
        Signup = self.env["community.volunteer.signup"].sudo()
        if Signup.search_count(
            [
                ("call_id", "=", call.id),
                ("volunteer_id", "=", self.id),
                ("state", "in", ("applied", "accepted")),
            ],
            limit=1,
        ):
            raise UserError(self.env._("You have signed up for %(call)s already.", call=call.name))
        return Signup.create({"call_id": call.id, "volunteer_id": self.id})

    def _portal_withdraw(self, signup_id):
        """Take one's own sign-up back."""
        signup = self._portal_record("community.volunteer.signup", signup_id)
        # Found under the volunteer's own rules: it is theirs.
        signup.sudo().action_withdraw()

    def _portal_report(self, values):
        """Report one's own hours, of a task or of one's own doing.

        :param dict values: what the page sends: ``signup_id`` or ``name``, ``kind``, ``date`` and
            ``time``; ``hours``; ``late_reason``
        :raises UserError: with a sentence for whatever is missing or impossible
        """
        self.ensure_one()
        hours = self._portal_hours(values.get("hours"))
        data = {
            "volunteer_id": self.id,
            "hours": hours,
            "late_reason": (values.get("late_reason") or "").strip()[:200] or False,
        }
        if values.get("signup_id"):
            signup = self._portal_record("community.volunteer.signup", values["signup_id"])
            if signup.state != "accepted":
                raise UserError(
                    self.env._(
                        "You were not accepted for %(call)s: report hours of your own below.",
                        call=signup.call_id.name,
                    )
                )
            data["call_id"] = signup.call_id.id
        else:
            start = self._portal_start(values.get("date"), values.get("time"))
            data |= {
                "name": (values.get("name") or "").strip()[:200],
                "kind": self._portal_kind(values.get("kind")),
                "date_start": start,
                "date_stop": start + timedelta(hours=hours),
            }
            if not data["name"]:
                raise UserError(self.env._("Say in a few words what you did."))
        # Checked above: hours of oneself, to be confirmed by somebody else.
        return self.env["community.volunteer.service"].sudo().create(data)

    @api.model
    def _portal_record(self, model, record_id):
        """Return a record that the rules for portal users show to the current user."""
        try:
            number = int(record_id)
        except (TypeError, ValueError):
            number = 0
        record = self.env[model].search([("id", "=", number)], limit=1)
        if not record:
            raise UserError(self.env._("This is no longer open to you: choose from the list."))
        return record

    @api.model
    def _portal_hours(self, text):
        try:
            hours = float(str(text or "").replace("，", ".").replace(",", "."))
        except ValueError:
            hours = 0
        if not 0 < hours <= 24:
            raise UserError(
                self.env._(
                    "“%(hours)s” hours are not possible: give a number from 0.5 to 24.",
                    hours=str(text or "")[:20],
                )
            )
        return hours

    @api.model
    def _portal_start(self, date, time):
        try:
            start = datetime.strptime(f"{date} {time}", "%Y-%m-%d %H:%M")
        except ValueError:
            raise UserError(
                self.env._("Give the day and the hour at which you began, like 2026-11-23 09:00.")
            ) from None
        zone = ZoneInfo(self.env.user.tz or CHINA)
        return start.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    @api.model
    def _portal_kind(self, kind):
        known = dict(self.env["community.volunteer.service"]._fields["kind"].selection)
        return kind if kind in known else "other"
