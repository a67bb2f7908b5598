from datetime import datetime, time, timedelta

import pytz

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.trusted import said


class CommunityResident(models.Model):
    """A person's consents and requests, and what holds while the use of a file is restricted.

    A restricted file is kept and read, and not worked with (PIPL art. 44): nobody but whoever
    answers for personal data changes a fact in it, whatever screen or program does it in whose
    name; lists that are handed on leave it out (``community.guarded.mixin``), and screens on which
    people are visited or listed say so. What a law has registered (a move, a birth, a death) is
    registered all the same, figures count everybody, and where somebody may be in danger (the
    watch on homes of which nobody hears, lists of a heat wave or a flood) nobody is left out.
    """

    _inherit = "community.resident"

    consent_count = fields.Integer("Valid consents", compute="_compute_consent_count")
    privacy_request_count = fields.Integer(
        "Requests about the data", compute="_compute_privacy_request_count"
    )
    restricted_since = fields.Date(
        "Use restricted since",
        compute="_compute_restricted_since",
        search="_search_restricted_since",
        compute_sudo=True,
    )

    @api.depends_context("uid")
    def _compute_consent_count(self):
        """Count the consents that hold, of those that the reader may see."""
        self._count_links(
            "consent_count", "community.consent", "resident_id", [("state", "=", "given")]
        )

    @api.depends_context("uid")
    def _compute_privacy_request_count(self):
        self._count_links("privacy_request_count", "community.privacy.request", "resident_id")

    def action_open_consents(self):
        """Open the consents of one person; what is made there is of the same person."""
        return self._links_action("community_service.community_consent_action", "resident_id")

    def action_open_privacy_requests(self):
        """Open what was asked about the data of one person; a new one is of the same person."""
        return self._links_action(
            "community_service.community_privacy_request_action", "resident_id"
        )

    # who saw the file

    def _access_receipt_rows(self):
        """Return the accesses to this file, oldest first, for the receipt of the person.

        Whoever opened the file of the home while the person was in it saw the person, too.
        """
        zone = pytz.timezone(self.company_id._community_tz())

        def moment(day):
            start = zone.localize(datetime.combine(day, time.min))
            return start.astimezone(pytz.utc).replace(tzinfo=None)

        domain = Domain("model", "=", self._name) & Domain("res_id", "=", self.id)
        for line in self.residency_ids:
            home = Domain("model", "=", "community.household")
            home &= Domain("res_id", "=", line.household_id.id)
            if line.date_from:
                home &= Domain("date", ">=", moment(line.date_from))
            if line.date_to:
                home &= Domain("date", "<", moment(line.date_to + timedelta(days=1)))
            domain |= home
        return self.env["community.access.log"].search(domain, order="date, id")

    def _access_receipt_roles(self, rows):
        """Return the accesses of each role: its label, how many, the first and the last day.

        :param rows: what :meth:`_access_receipt_rows` found
        :return: list of tuples, the most frequent role first
        """
        labels = dict(rows._fields["role"]._description_selection(self.env))
        found = []
        for role, lines in rows.grouped("role").items():
            days = [
                fields.Datetime.context_timestamp(
                    self.with_context(tz=self.company_id._community_tz()), line.date
                ).date()
                for line in lines
            ]
            found.append((labels[role], len(lines), min(days), max(days)))
        return sorted(found, key=lambda one: (-one[1], one[0]))

    # restriction

    def _compute_restricted_since(self):
        Request = self.env["community.privacy.request"]
        domain = Request._restricting_domain() & Domain("resident_id", "in", self._origin.ids)
        since = dict(Request._read_group(domain, ["resident_id"], ["date_answered:min"]))
        for resident in self:
            resident.restricted_since = since.get(resident._origin, False)

    def _search_restricted_since(self, operator, value):
        if operator not in ("in", "<", "<=", ">", ">="):
            return NotImplemented
        # sudo: that a file is restricted is told to everybody who may read it.
        Request = self.env["community.privacy.request"].sudo()
        restricting = Request._restricting_domain()

        def people(domain):
            return Request._search(restricting & domain).subselect("resident_id")

        if operator != "in":
            return Domain("id", "in", people(Domain("date_answered", operator, value)))
        found = Domain("id", "in", people(Domain("date_answered", "in", list(filter(None, value)))))
        if not all(value):
            found |= Domain("id", "not in", people(Domain.TRUE))
        return found

    def _restricted(self):
        """Return those of these people whose file is kept only; one query for all."""
        return self.sudo().filtered("restricted_since").with_env(self.env)

    def _restricted_names(self):
        """Return the names of those of these people whose file is restricted, parted by commas."""
        return self.env._(", ").join(self._restricted().sudo().mapped("name"))

    def _restricted_sentence(self):
        """Return the sentence why one restricted file is left alone, and whom to ask."""
        self.ensure_one()
        person = self.sudo()
        return self.env._(
            "%(resident)s: by the person's own request this file has been kept only, and not used, "
            "since %(date)s. Ask %(user)s, who is in charge of personal data, to enter the change "
            "or to end the restriction.",
            resident=person.name,
            date=person.restricted_since,
            user=person.company_id.community_privacy_user_id.name
            or self.env._("a manager of the community"),
        )

    def _kept_from_user(self):
        """Return those of these people with whose file the user may not work.

        The program works in the name of somebody: that it may read and write everything is no
        right of theirs. Nobody's name is on what it does by itself.
        """
        if self.env.uid == SUPERUSER_ID or not self:
            return self.browse()
        Request = self.env["community.privacy.request"].sudo(False)
        kept = self._restricted()
        return kept.filtered(lambda person: not Request._keeps(person.sudo().company_id))

    def _check_not_restricted(self, vals):
        """Refuse to change facts of a restricted file.

        :raises UserError: naming the person, since when, and whom to ask
        """
        facts = set(self._person_facts())
        facts |= {f"{name}_input" for name in facts if f"{name}_input" in self._fields}
        if not facts & vals.keys() or said(self.env, "community_sync_later"):
            return
        for resident in self._kept_from_user()[:1]:
            raise UserError(resident._restricted_sentence())

    def write(self, vals):
        self._check_not_restricted(vals)
        return super().write(vals)

    def _merge_obstacle(self, kept):
        """Add that two files are not made one while one of them is not to be worked with."""
        for resident in (self | kept).sudo(False)._kept_from_user()[:1]:
            return resident._restricted_sentence()
        return super()._merge_obstacle(kept)

    def _ending_matters(self, ending):
        """Add what was asked about the data: a relative may go on with it."""
        requests = self._running(
            "community.privacy.request", [("resident_id", "=", self.id), ("state", "=", "open")]
        )
        return [*super()._ending_matters(ending), (requests, False)]
