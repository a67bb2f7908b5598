from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyMembershipDecision(models.Model):
    """A decision that suspends, restores or ends a membership: who, on what basis, from when.

    Never made by the program: a named person enters what the organisation decided, and only this
    record changes the status.
    """

    _name = "community.party.membership.decision"
    _description = "Decision on a Party Membership"
    _inherit = ["community.party.filed.mixin"]
    _order = "date desc, id desc"
    _rec_name = "member_id"

    kind = fields.Selection(
        [
            ("suspend", "Membership suspended"),
            ("restore", "Membership restored"),
            ("remove", "Removed from the Party"),
            ("urge", "Urged to leave the Party"),
        ],
        required=True,
    )
    ground = fields.Selection(
        [
            ("lost_contact", "Lost contact"),
            ("unqualified", "Unqualified"),
            ("other", "Other ground"),
        ],
        required=True,
        default="lost_contact",
    )
    date = fields.Date("Decided on", required=True, default=fields.Date.context_today)
    decided_by = fields.Char(
        "Body that decided", required=True, help="The body that decided, or approved."
    )
    basis = fields.Char(required=True, help="Document, meeting or article it stands on.")
    user_id = fields.Many2one(
        "res.users",
        "Entered by",
        required=True,
        default=lambda self: self.env.user,
        readonly=True,
        index=True,
    )

    @api.model
    def _born_values(self, vals):
        return super()._born_values(vals) | {"user_id": self.env.uid}

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        lines = super().create(vals_list)
        for line in lines:
            line._check_timer()
        lines.member_id._follow_decisions()
        return lines

    def _settled_fields(self):
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        return self.env._("A decision is not changed: enter the next one, with its own basis.")

    @api.model
    def _bar_of(self, partners, residents, company):
        """Return (decision, day until which it bars an application) of these people, or nothing.

        Whoever was removed or urged to leave is not admitted again for some years: by the number of
        the rules on the day of the decision. Who applies again has a new file.

        :param partners: contacts of the person
        :param residents: the person in the register
        """
        # sudo: the former file may be another branch's; that there is a decision binds every one.
        decisions = self.sudo().search(
            [
                ("kind", "in", ("remove", "urge")),
                ("company_id", "=", company.id),
                "|",
                ("member_id.partner_id", "in", partners.ids),
                "&",
                ("member_id.resident_id", "!=", False),
                ("member_id.resident_id", "in", residents.ids),
            ],
            order="date desc, id desc",
        )
        Parameter = self.env["community.parameter"]
        for decision in decisions:
            years = Parameter._whole("party_rejoin_years", company, decision.date)
            if years:
                return decision, decision.date + relativedelta(years=years)
        return decisions.browse(), False

    def _check_timer(self):
        """Refuse a decision on lost contact before its time or without any attempt.

        What was known on the day of the decision counts, whenever each step was entered.

        :raises UserError: naming the member and the day
        """
        self.ensure_one()
        member, day = self.member_id, self.date
        if self.ground != "lost_contact" or self.kind in ("restore", "urge"):
            return
        suspend, remove = member._contact_limits(day)
        last = member._last_contact_on(day)
        if self.kind == "suspend":
            attempts = member.attempt_ids.filtered(
                lambda line: not line.is_reached and last and last <= line.date <= day
            )
            if not last or last > suspend or not attempts:
                raise UserError(
                    self.env._(
                        "%(person)s: last contact %(last)s, %(count)s attempts after it up to "
                        "%(day)s, the day of the decision. Enter the attempts with their days and "
                        "wait until the time the rules ask for has passed.",
                        person=member.name,
                        last=last or "-",
                        count=len(attempts),
                        day=day,
                    )
                )
            return
        before = member.decision_ids.filtered(lambda line: line.date <= day) - self
        earlier = before.sorted(lambda line: (line.date, line.id))[-1:]
        runs = earlier.kind == "suspend" and earlier.ground == "lost_contact"
        since = earlier.date if runs else False
        if not since or since > remove:
            raise UserError(
                self.env._(
                    "%(person)s: removal for lost contact stands on a suspension that has lasted "
                    "as long as the rules ask (suspended on %(date)s).",
                    person=member.name,
                    date=since or "-",
                )
            )
        if last and last > since:
            raise UserError(
                self.env._(
                    "%(person)s was reached on %(date)s, after the suspension of %(since)s: "
                    "nobody is removed for lost contact who was found. Enter what was decided "
                    "about the membership instead.",
                    person=member.name,
                    date=last,
                    since=since,
                )
            )
