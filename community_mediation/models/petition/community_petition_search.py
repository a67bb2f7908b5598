from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.community_service.tools.ending import ANY_END
from odoo.addons.community_service.tools.public_code import new_code

OFFICER = "community_mediation.group_petition_officer"

ABOVE = "community_mediation.group_petition_above"

RATINGS = [
    ("very", "Very satisfied"),
    ("fairly", "Satisfied"),
    ("little", "Not quite satisfied"),
    ("not", "Not satisfied"),
]

MAX_NOTE = 500


class CommunityPetition(models.Model):
    """What petitioners see on the public page, and how they rate the answer (art. 21)."""

    _inherit = "community.petition"

    rating = fields.Selection(RATINGS, readonly=True, copy=False)
    rating_note = fields.Char("What the petitioner says", readonly=True, copy=False)

    accused_user_ids = fields.Many2many(
        "res.users",
        "community_petition_accused_user_rel",
        "petition_id",
        "user_id",
        "Accused users",
        copy=False,
    )
    accused_partner_ids = fields.Many2many(
        "res.partner",
        "community_petition_accused_partner_rel",
        "petition_id",
        "partner_id",
        "Accused people and bodies",
        copy=False,
    )
    is_barred = fields.Boolean(compute="_compute_is_barred", search="_search_is_barred")

    def _progress_values(self):
        """Show the days of the petition, and whether the answer can be rated.

        A joined petition shows how far the one is that it was joined to.
        """
        self.ensure_one()
        shown = self.joined_id or self
        states = dict(self._fields["state"]._description_selection(self.env))
        topics = dict(self._fields["topic"]._description_selection(self.env))
        days = (
            (self.env._("Received"), self.date_received),
            (self.env._("Handed to the responsible body"), shown.transfer_ids[:1].date),
            (self.env._("Accepted"), shown.date_accepted),
            (self.env._("Answered"), shown.date_answered),
            (self.env._("Answer received"), shown.date_delivered),
            *((review.display_name, review.date_answered) for review in shown.review_ids),
            (self.env._("Closed"), shown.date_closed),
        )
        return {
            "number": self.number,
            "item": topics[self.topic],
            "state": states[shown.state],
            "date_received": self.date_received,
            "date_due": shown.date_due if shown.state == "accepted" else False,
            "steps": [(label, day) for label, day in days if day],
            "can_rate": bool(shown.date_answered) and not self.rating,
            "rating": self.rating,
        }

    @api.model
    def _rate(self, number, code, rating, note=""):
        """Store what the petitioner thinks of the answer, once.

        :param str rating: ``very``, ``fairly``, ``little`` or ``not``
        :raises UserError: one sentence for the petitioner
        """
        petition = self._opened(number, code)
        note = str(note or "").strip()
        if not petition:
            raise UserError(
                self.env._("Number and code do not belong together. Please check the receipt.")
            )
        if rating not in dict(RATINGS) or len(note) > MAX_NOTE:
            raise UserError(
                self.env._(
                    "Please choose one of the four answers and keep the note to %(most)s "
                    "characters.",
                    most=MAX_NOTE,
                )
            )
        if petition.rating or not (petition.joined_id or petition).date_answered:
            raise UserError(
                self.env._("A petition is rated once, after it was answered. Thank you.")
            )
        # No account stands behind a code: nothing of the sender is kept with it.
        quiet = petition.with_context(tracking_disable=True)
        quiet.write({"rating": rating, "rating_note": note or False})

    # Accusations: whoever is accused, and their body's people, do not learn that they exist.
    #
    # Regulations on Petition Work, art. 30 and 46: an accusation is never passed to the accused.
    # A rule without a group hides the petition, all that hangs on it, its notifications and its
    # traces in the access log from them; it is worked out at the moment of reading, so that
    # somebody who joins the accused body today is barred today.
    #
    # The accused body is the organisation that a named contact is, or belongs to. The community's
    # own contact counts only where it is named itself; petition officers who are not named keep the
    # file then, since somebody has to. Where nobody is left, it goes to the person above whom the
    # settings name.

    @api.depends("accused_user_ids", "accused_partner_ids")
    @api.depends_context("uid")
    def _compute_is_barred(self):
        # Who is accused is asked for everybody, whatever they may read.
        barred = self.sudo().filtered_domain(self._domain_barred())
        for petition in self:
            petition.is_barred = petition in barred

    @api.model
    def _search_is_barred(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Superuser: the question is asked on behalf of the rule, before anything may be read.
        barred = Domain("id", "in", self.sudo()._search(self._domain_barred()))
        domain = Domain.FALSE
        if True in value:
            domain |= barred
        if False in value:
            domain |= ~barred
        return domain

    @api.model
    def _domain_barred(self):
        """Return the domain of the petitions of which the current user must not learn."""
        user = self.env.user.sudo()  # The own account, whatever the user may read.
        contacts, bodies = self._kin_of_reader()
        domain = Domain("accused_user_ids", "in", user.ids)
        domain |= Domain("accused_partner_ids", "in", contacts.ids)
        if bodies:
            domain |= Domain("accused_partner_ids.commercial_partner_id", "in", bodies.ids)
            domain |= Domain("accused_user_ids.partner_id.commercial_partner_id", "in", bodies.ids)
        return domain

    @api.model
    def _kin_of_reader(self):
        """Return (contacts, bodies) by whose accusation the current user is barred."""
        user = self.env.user.sudo()  # Everybody's own contact and body, whatever they may read.
        own_body = self._community_partners()
        chain = user.partner_id
        while chain[-1:].parent_id:
            chain += chain[-1:].parent_id
        contacts, bodies = chain - own_body, chain.filtered("is_company") - own_body
        if not (user.has_group(OFFICER) or user.has_group(ABOVE)):
            contacts |= user.company_ids.partner_id
        return contacts, bodies

    @api.model
    def _bars_reader(self, users, partners):
        """Tell whether an accusation of these users and contacts is hidden from the current user.

        The same as :meth:`_domain_barred`, of an accusation that is not written down yet.
        """
        users, partners = users.sudo(), partners.sudo()  # Asked for the program.
        contacts, bodies = self._kin_of_reader()
        named = (users.partner_id | partners).commercial_partner_id
        return bool(self.env.user in users or partners & contacts or named & bodies)

    @api.model
    def _readers(self, company, users, partners):
        """Return the petition officers of a community to whom an accusation of these is open."""
        # Superuser: who keeps the register is asked for whoever hears an accusation.
        officers = self.env["res.users"].sudo()._all_at_work(OFFICER, company)
        return officers.filtered(
            lambda user: not self.with_user(user)._bars_reader(users, partners)
        )

    @api.model
    def _above(self, company, users, partners):
        """Return (body, user) above a community for an accusation that nobody there may see.

        Each may be empty: not named in the settings, accused as well, or without the rights.
        """
        # Superuser: the settings of the community, for whoever hears an accusation.
        company = company.sudo()
        body, user = company.community_body_above_id, company.community_person_above_id
        if body in self._kin_of_accused(users, partners):
            body = body.browse()
        if not (
            user.active
            and company in user.company_ids
            and (user.has_group(ABOVE) or user.has_group(OFFICER))
            and not self.with_user(user)._bars_reader(users, partners)
        ):
            user = user.browse()
        return body, user

    @api.model
    def _community_partners(self):
        """Return the contacts of the communities themselves."""
        # Superuser: all communities of the database, whichever the user works for.
        return self.env["res.company"].sudo().search([("partner_id", "!=", False)]).partner_id

    def _accused_partners(self):
        """Return the contacts that must not get anything of these petitions: named ones, bodies."""
        # Who is accused is asked for the program, whatever the user may read.
        return self._kin_of_accused(self.sudo().accused_user_ids, self.sudo().accused_partner_ids)

    @api.model
    def _kin_of_accused(self, users, partners):
        """Return the contacts of accused users and contacts, of their bodies and their people."""
        named = partners.sudo() | users.sudo().partner_id  # As above.
        own_body = self._community_partners()
        bodies = (named.commercial_partner_id.filtered("is_company") - own_body) | (
            named.filtered("is_company")
        )
        return self.env["res.partner"].sudo().search([("id", "child_of", (named | bodies).ids)])

    def _draw_closed_number(self, day):
        """Return a number for an accusation: drawn by lot, so that none is missing in a row.

        :param date day: on which it was received
        """
        year = fields.Date.to_date(day or fields.Date.context_today(self)).year
        while True:
            number = f"JJ{year}-{new_code()}"
            # Superuser: a number that was given is taken, whoever may know of it.
            if not self.sudo().search_count([("number", "=", number)]):
                return number

    @api.constrains("kind", "accused_user_ids", "accused_partner_ids", "user_id")
    def _check_accused(self):
        for petition in self:
            accused = petition.accused_user_ids.partner_id | petition.accused_partner_ids
            if accused and petition.kind != "accusation":
                raise UserError(
                    self.env._(
                        "%(petition)s: people are accused in an accusation only. Choose this kind, "
                        "or take %(name)s out.",
                        petition=petition.display_name,
                        name=accused[0].name,
                    )
                )
            if petition.user_id and petition.with_user(petition.user_id).is_barred:
                raise UserError(
                    self.env._(
                        "%(petition)s: %(user)s is accused or belongs to the accused body and "
                        "cannot be in charge. Choose somebody else.",
                        petition=petition.display_name,
                        user=petition.user_id.name,
                    )
                )
            entered_by_program = self.env.uid == SUPERUSER_ID
            if not entered_by_program and petition.with_user(self.env.user).is_barred:
                raise UserError(
                    self.env._(
                        "An accusation that names you, or the body you belong to, is entered by "
                        "somebody else: hand the paper over unread and closed."
                    )
                )

    def _silence_accused(self):
        """Take followers, notifications and activities of the accused away."""
        # Superuser: what others were told is beyond the rights of whoever names the accused.
        for petition in self.sudo().filtered(lambda record: record.kind == "accusation"):
            partners = petition._accused_partners()
            if not partners:
                continue
            petition.message_unsubscribe(partner_ids=partners.ids)
            messages = petition.message_ids
            messages.notification_ids.filtered(
                lambda notice, partners=partners: notice.res_partner_id in partners
            ).unlink()
            messages.write({"partner_ids": [Command.unlink(partner.id) for partner in partners]})
            petition.activity_ids.filtered(
                lambda activity, partners=partners: activity.user_id.partner_id in partners
            ).unlink()

    def _message_create(self, values_list):
        # Whoever is among the recipients of a message may read it.
        barred = set(self._accused_partners().ids)
        allowed = [
            {
                **values,
                "partner_ids": [
                    partner_id
                    for partner_id in values.get("partner_ids") or []
                    if partner_id not in barred
                ],
            }
            for values in (values_list if isinstance(values_list, list) else [values_list])
        ]
        return super()._message_create(allowed)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        barred = set(self._accused_partners().ids)
        return [recipient for recipient in recipients if recipient["id"] not in barred]

    @api.model
    def _takes_ended(self):
        # What somebody has done is looked into after the death, too.
        return super()._takes_ended() | {"accused_partner_ids": ANY_END}
