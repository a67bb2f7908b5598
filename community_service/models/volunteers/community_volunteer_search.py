from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.listed import listed
from ..visits.community_claim_mixin import OPEN
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
        skills = {
            call: listed(self.env.lang, call.sudo().skill_ids.mapped("name")) for call in calls
        }
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
            "offers": self._portal_offers(),
            "claims": self._portal_claims(),
            "today": fields.Date.context_today(self),
        }

    # What may be taken on. Portal users read neither the list of offers nor claims: what is shown
    # of a matter is its line, and what they do is checked here.

    def _offer_domain(self):
        """Return the domain of the matters offered to one volunteer: those of the own area."""
        # sudo: where somebody helps is closed to portal users.
        mine = self.sudo()
        domain = Domain("company_id", "=", self.company_id.id)
        if not (mine.area_ids or mine.grid_ids):
            return domain
        return domain & (
            Domain("area_id", "child_of", mine.area_ids.ids)
            | Domain("area_id", "parent_of", mine.area_ids.ids)
            | Domain("grid_id", "in", mine.grid_ids.ids)
            | (Domain("area_id", "=", False) & Domain("grid_id", "=", False))
        )

    def _is_offered(self, record):
        """Tell whether a matter is offered to volunteers: of a confidential file, once somebody
        has written words for helpers.
        """
        return bool(record.claim_words) or not record._claim_hides_household

    def _portal_offers(self):
        """Return what one volunteer may take on: id, words, estate, day and how many did so."""
        self.ensure_one()
        if not self.company_id.sudo().community_volunteer_claims:
            return []
        # sudo: a line tells of nobody; that is what it is for.
        offers = self.env["community.claim.offer"].sudo()
        found = offers.search(self._offer_domain(), limit=100)
        held = {(claim.res_model, claim.res_id) for claim in self._own_claims(*OPEN)}
        lines = []
        for model, part in found.grouped("res_model").items():
            records = self.env[model].sudo().browse(part.mapped("res_id"))
            for offer, record in zip(part, records, strict=True):
                if (model, record.id) not in held and self._is_offered(record):
                    due = str(offer.date_due or "9999")
                    lines.append((not record.claim_words, due, offer.id, offer))
        # What somebody has written words for first, then what is due first: a page of a phone.
        return [
            {
                "id": offer.id,
                "text": offer.name,
                "estate": offer.area_id.name,
                "date_due": offer.date_due,
                "count": offer.claim_count,
            }
            for *_order, offer in sorted(lines, key=lambda line: line[:3])[:10]
        ]

    def _own_claims(self, *states):
        # sudo: claims are staff's to read; these are one's own.
        return (
            self.env["community.contribution"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self.sudo().partner_id.id),
                    ("capacity", "=", "volunteer"),
                    ("company_id", "=", self.company_id.id),
                    ("state", "in", states),
                ],
                limit=50,
            )
        )

    def _portal_claims(self):
        """Return what one volunteer has taken on, in the words of the offer, never of the file."""
        self.ensure_one()
        claims = self._own_claims(*OPEN, "confirmed")
        labels = dict(claims._fields["state"]._description_selection(self.env))
        lines = []
        for claim in claims:
            if record := claim._record():
                lines.append(
                    {
                        "id": claim.id,
                        "text": record._offer_text(),
                        "role": claim.role,
                        "date": claim.date,
                        "state": claim.state,
                        "label": labels[claim.state],
                    }
                )
        return lines

    def _portal_claim(self, offer_id, role):
        """Take on one matter that is offered to this volunteer.

        :param str role: what the volunteer will do
        :raises UserError: when it is not offered (any more), when the volunteer has it in hand
            already or has as many as the community allows at once
        """
        self.ensure_one()
        # Raw SQL: of two of one volunteer at once the database refuses one; see ``_hold_matter``.
        self.env.cr.execute(
            SQL("UPDATE community_volunteer SET write_date = write_date WHERE id = %s", self.id)
        )
        # sudo: as in _portal_offers; only a line offered to this volunteer is found.
        Offer = self.env["community.claim.offer"].sudo()
        try:
            number = int(offer_id)
        except (TypeError, ValueError):
            number = 0
        offer = Offer.search(Domain("id", "=", number) & self._offer_domain(), limit=1)
        limit = self.company_id.sudo().community_volunteer_claims
        record = offer and self.env[offer.res_model].sudo().browse(offer.res_id)
        if not (limit and offer and self._is_offered(record)):
            raise UserError(self.env._("This is no longer open to you: choose from the list."))
        if len(self._own_claims(*OPEN)) >= limit:
            raise UserError(
                self.env._(
                    "You have %(count)s matters in hand, as many as one may have at once: finish "
                    "one or give it back first.",
                    count=limit,
                )
            )
        # sudo: the entry is for oneself, on a matter that is offered.
        claim = (
            self.env["community.contribution"]
            .sudo()
            .create(
                {
                    "res_model": record._name,
                    "res_id": record.id,
                    "partner_id": self.partner_id.id,
                    "capacity": "volunteer",
                    "role": (role or "").strip()[:200] or False,
                }
            )
        )
        self._tell_of_claim(record)
        return claim

    def _tell_of_claim(self, record):
        """Tell whoever is in charge of a matter that a volunteer has taken it on, with no name.

        A need has no list of things to do; it stands on its household's.
        """
        user = record.user_id if "user_id" in record._fields else self.env["res.users"]
        place = record
        if "activity_ids" not in record._fields:
            place = record._call_household()
        if user and place and user._may_open(place):
            place = place.with_context(mail_activity_quick_update=True, lang=user.lang)
            place.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=place.env._("A volunteer takes this on: get in touch"),
                note=record.with_env(place.env)._offer_text(),
                user_id=user.id,
            )

    def _portal_give_back(self, claim_id):
        """Give back a matter that one has taken on and cannot keep.

        :raises UserError: when it is not one's own, or confirmed or ended already
        """
        claims = self._own_claims(*OPEN)
        claim = claims.filtered(lambda c: str(c.id) == str(claim_id))
        if not claim:
            raise UserError(self.env._("This is no longer open to you: choose from the list."))
        claim.action_withdraw()

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
