from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..visits.community_visit_search import _local_name

MAX_TEXT = 1000

MAX_NAME = 40

PHONE_CHARACTERS = set("0123456789+- ")

PLACES = ("estate", "building")


class CommunityRequest(models.Model):
    """Requests that people without an account hand in on the public page."""

    _inherit = "community.request"

    @api.model
    def _is_online_open(self):
        """Tell whether the page takes requests for this community."""
        return self._online_community().community_online_intake

    @api.model
    def _online_community(self):
        """Return the community that takes requests at the address of this page, or none."""
        return self.env["res.company"]._community_of_address()

    @api.model
    def _online_choices(self):
        """Return what the page offers: ``items`` and ``places`` as lists of (id, name).

        Names of matters, estates and buildings are public; nothing else is read.
        """
        # Asked by a person without an account.
        items = self._online_catalogue()
        areas = self.env["community.area"].sudo().search(self._online_places())
        return {
            "items": [(item.id, item.name) for item in items],
            "places": [(area.id, _local_name(area)) for area in areas],
        }

    @api.model
    def _online_catalogue(self):
        """Return the matters on offer in the community of this page."""
        domain = Domain("kind", "in", ("production", "life")) & Domain("is_allowed", "=", True)
        # Names of matters are public.
        return self.env["community.service.item"].sudo()._in_use(self._online_community(), domain)

    @api.model
    def _online_items(self):
        return Domain("id", "in", self._online_catalogue().ids)

    @api.model
    def _online_places(self):
        return Domain("kind", "in", PLACES) & Domain("company_id", "=", self._online_community().id)

    @api.model
    def _take_online(self, text, item="", place="", name="", phone=""):
        """Register what somebody without an account asks for.

        Without a name the request is anonymous and nothing about the sender is kept: no name, no
        phone, no address of the network, no account, even if somebody is logged in.

        :param str text: what is asked for, at most 1000 characters
        :param str item: id of a matter on offer; empty for another one
        :param str place: id of a place on offer; empty when it has none
        :param str name: with ``phone``, of somebody who wants to be called back
        :param str phone: digits, spaces, ``+`` and ``-``
        :return: dict ``number`` and ``code``
        :raises UserError: one sentence that says what to change
        """
        if not self._is_online_open():
            raise UserError(self.env._("Requests are not taken here. Please come to the window."))
        text, name, phone = (str(value or "").strip() for value in (text, name, phone))
        self._check_online_text(text, name, phone)
        company = self._online_community()
        values = {
            "description": text,
            "channel": "online",
            "company_id": company.id,
            "item_id": self._online_choice("community.service.item", item, self._online_items()),
            "area_id": self._online_choice("community.area", place, self._online_places()),
            "officer_id": company.community_manager_id.id,
            "is_anonymous": not name,
            "contact_name": name or False,
        }
        self._check_online_flood()
        # The day is the community's, not that of whoever writes or of the server.
        zone = (
            company.partner_id.tz or company.community_manager_id.tz or self.env.context.get("tz")
        )
        # The superuser makes it, whoever sends it: not even an account is kept with it.
        request = (
            self.with_user(SUPERUSER_ID)
            .with_company(company)
            .with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
            .with_context(tracking_disable=True, tz=zone)
            .create(values)
        )
        if phone:
            request._set_secret("contact_phone", phone)
        request._announce_online()
        # Now, as the superuser: what is computed later would be marked with the sender's account.
        request.env.flush_all()
        return {"number": request.number, "code": request.access_code}

    @api.model
    def _check_online_text(self, text, name, phone):
        if not text:
            raise UserError(self.env._("Please write what you ask for."))
        if len(text) > MAX_TEXT:
            raise UserError(
                self.env._(
                    "The text has %(count)s characters. Please keep to %(most)s.",
                    count=len(text),
                    most=MAX_TEXT,
                )
            )
        if bool(name) != bool(phone):
            raise UserError(
                self.env._("Please give name and phone, or neither of them to stay anonymous.")
            )
        digits = sum(character.isdecimal() for character in phone)
        if len(name) > MAX_NAME or (
            phone and (not PHONE_CHARACTERS.issuperset(phone) or not 5 <= digits <= 15)
        ):
            raise UserError(
                self.env._(
                    "Please check name and phone: a name has at most %(most)s characters, a phone "
                    "number 5 to 15 digits.",
                    most=MAX_NAME,
                )
            )

    @api.model
    def _online_choice(self, model, value, domain):
        """Return the id of a choice that is on offer, or False where nothing was chosen."""
        value = str(value or "").strip()
        if not value:
            return False
        # Asked by a person without an account; only what the page offers is found.
        found = self.env[model].sudo()
        if value.isdecimal() and len(value) < 10:
            found = found.search(Domain("id", "=", int(value)) & domain)
        if not found:
            raise UserError(
                self.env._("This choice is no longer on offer: load the page again and choose.")
            )
        return found.id

    @api.model
    def _check_online_flood(self):
        """Refuse more than so many requests of the page within an hour, whoever sends them."""
        company = self._online_community()
        most = company.community_online_per_hour
        # Counted for a person without an account. The day is there for the index.
        count = self.sudo().search_count(
            Domain("date_received", ">=", "-1d")
            & Domain("channel", "=", "online")
            & Domain("create_uid", "=", SUPERUSER_ID)
            & Domain("company_id", "=", company.id)
            & Domain("create_date", ">", fields.Datetime.now() - timedelta(hours=1)),
            limit=most,
        )
        if count < most:
            self._lock_online()
        else:
            raise UserError(
                self.env._(
                    "Too many requests have come in within an hour. Please try again in an hour, "
                    "or come to the window."
                )
            )

    @api.model
    def _lock_online(self):
        """Let posts of the page through one by one, each having counted those before it.

        Whoever wrote this row since the snapshot of this transaction began is somebody whose
        request it has not counted: the database then refuses the write, and the server runs the
        post again, on a new snapshot. A lock alone would wait and then go by the old count.
        """
        # Raw SQL: a write of the same value, which the ORM would leave out.
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET community_online_intake = community_online_intake "
                "WHERE id = %s",
                self._online_community().id,
            )
        )

    def _announce_online(self):
        """Put the request on the list of its officer, or of a manager; no mail is sent."""
        here = self.officer_id._here_instead(self.company_id)
        user = (
            here._at_work(self._staff_groups(), self.company_id)[:1]
            or self._escalation_users("manager")[self]
        )
        if user:
            self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": self.id,
                    "activity_type_id": self.env.ref("community_service.mail_activity_request").id,
                    "automated": True,
                    "user_id": user.id,
                    "summary": self.env._("Came in online: accept or refuse it"),
                    "date_deadline": fields.Date.context_today(self),
                }
            )

    # What number and code of the receipt open.

    def _progress_values(self):
        """Show how far the request is; one that was merged follows the other."""
        self.ensure_one()
        shown = self.merged_into_id or self
        kinds = dict(shown.step_ids._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "number": self.number,
            "item": self.item_id.name or "",
            "state": states[self.state],
            "date_received": self.date_received,
            "date_due": shown.date_due if self.state not in ("done", "waiting") else False,
            "steps": [
                (kinds[step.kind], fields.Datetime.context_timestamp(self, step.date).date())
                for step in shown.step_ids
            ],
        }
