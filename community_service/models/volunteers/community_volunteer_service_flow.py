from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.said_day import said_moment
from ...tools.volunteer import hours_between


class CommunityVolunteerService(models.Model):
    """Confirming and refusing hours; confirmed ones are counted and stay as they are."""

    _inherit = "community.volunteer.service"

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        services = super().create(vals_list)
        for service in services.filtered(lambda s: s.call_id and not s.contribution_id):
            # The claim that the organiser's acceptance made; it need not be the reporter's to read.
            signup = self.env["community.volunteer.signup"].sudo()
            service.sudo().contribution_id = signup.search(
                [
                    ("call_id", "=", service.call_id.id),
                    ("volunteer_id", "=", service.volunteer_id.id),
                    ("state", "=", "accepted"),
                ],
                limit=1,
            ).contribution_id
        return services

    def _settled_fields(self):
        if self.state != "confirmed":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        if self.state != "confirmed":
            return super()._settled_sentence(name)
        return self.env._(
            "The %(hours)s hours of %(volunteer)s on %(day)s are confirmed and counted: a "
            "manager takes the confirmation back before anything changes.",
            hours=f"{self.hours:g}",
            volunteer=self.volunteer_id.name,
            day=self.date,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self._check_not_confirmed()

    def _check_not_confirmed(self):
        for service in self.filtered(lambda s: s.state == "confirmed"):
            raise UserError(service._settled_sentence("hours"))

    def action_confirm(self):
        """Confirm these hours; an officer or the call's organiser does, never for themselves.

        Claims behind them are proposed as kept, with the hours as quantity.

        :raises AccessError: to whoever does not organise the call and is no officer
        :raises UserError: for one's own hours, or hours decided already
        """
        self.check_access("write")
        self._check_decides()
        self._set_closed(
            state="confirmed",
            confirmed_by_id=self.env.uid,
            date_confirmed=fields.Date.context_today(self),
        )
        self._propose_claims()

    def action_refuse(self, reason=None):
        """Refuse these hours with a reason, which the volunteer reads.

        :param str reason: why; without it the dialog that asks for it is opened
        """
        self.check_access("write")
        self._check_decides()
        if not reason:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Refuse hours"),
                "res_model": "community.volunteer.refuse",
                "view_mode": "form",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_service_ids": self.ids},
            }
        # The state is closed to direct writes; right and state were checked above.
        self.sudo()._set_closed(state="refused", refusal=str(reason).strip()[:200])

    def action_reopen(self):
        """Take a confirmation or a refusal back; a manager does."""
        self.check_access("write")
        if not self.env.user.has_group("community_service.group_community_manager"):
            raise AccessError(
                self.env._("A manager of the community takes decisions on hours back.")
            )
        self._set_closed(
            state="reported", confirmed_by_id=False, date_confirmed=False, refusal=False
        )
        self._check_day()

    # what a visit says of the hours

    @api.depends(
        "state",
        "hours",
        "date_start",
        "date_stop",
        "visit_id.state",
        "visit_id.date_start",
        "visit_id.duration",
        "visit_id.volunteer_ids",
    )
    def _compute_visit_difference(self):
        for service in self:
            service.visit_difference = service.state == "confirmed" and service._difference()

    def _difference(self):
        """Return in words what the visit says otherwise than these hours; False when nothing."""
        visit = self.visit_id
        if not visit:
            return False
        span = visit._volunteer_span()
        if not span or self.volunteer_id not in visit.volunteer_ids:
            return self.env._("The visit counts no hours of this volunteer")
        if span == (self.date_start, self.date_stop):
            return False
        return self.env._(
            "The visit counts %(hours)s hours, from %(start)s",
            hours=f"{visit._volunteer_hours():g}",
            start=said_moment(self.env.lang, self._local(span[0])),
        )

    def _follow_visit(self):
        """Take the time of the visit over for hours that nobody has decided yet."""
        for service in self:
            start, stop = service.visit_id._volunteer_span()
            if (start, stop) != (service.date_start, service.date_stop):
                step = service.company_id.community_volunteer_step_minutes
                hours = hours_between(start, stop, step)
                service.write({"date_start": start, "date_stop": stop, "hours": hours})

    def action_follow_visit(self):
        """Take confirmed hours back and report what the visit says now; somebody confirms it anew.

        :raises AccessError: to whoever is no manager
        """
        differing = self.filtered("visit_difference")
        differing.action_reopen()
        # The visits decide what of it is left; the right was asked with the step back.
        differing.visit_id._report_volunteers()

    # who decides

    @api.depends("state", "call_id", "partner_id")
    @api.depends_context("uid")
    def _compute_is_mine_to_decide(self):
        for service in self:
            service.is_mine_to_decide = (
                service.state == "reported"
                and service._is_decided_by_me()
                and service.partner_id != self.env.user.partner_id
            )

    def _is_decided_by_me(self):
        """Tell whether the user is an officer, or organises the call of these hours."""
        self.ensure_one()
        user = self.env.user
        # sudo: the call may be one that the user does not read; only its organiser is compared.
        return (
            user.has_group("community_service.group_community_officer")
            or self.sudo().call_id.organiser_id == user
        )

    def _check_decides(self):
        for service in self:
            if service.state != "reported":
                raise UserError(
                    self.env._(
                        "The hours of %(volunteer)s on %(day)s are decided already: reload the "
                        "page.",
                        volunteer=service.volunteer_id.name,
                        day=service.date,
                    )
                )
            if not service._is_decided_by_me():
                raise AccessError(
                    self.env._("An officer or the organiser of the call confirms hours.")
                )
            if service.partner_id == self.env.user.partner_id:
                raise UserError(
                    self.env._(
                        "The hours of %(day)s are your own: a colleague confirms them.",
                        day=service.date,
                    )
                )

    def _propose_claims(self):
        """Propose that the claims behind confirmed hours were kept; quantity is their hours."""
        # Whoever confirms hours need not be the one who may write claims.
        claims = self.sudo().contribution_id.filtered(lambda c: c.state in ("claimed", "fulfilled"))
        if not claims:
            return
        hours = dict(
            self.sudo()._read_group(
                [("contribution_id", "in", claims.ids), ("state", "=", "confirmed")],
                ["contribution_id"],
                ["hours:sum"],
            )
        )
        for claim in claims:
            claim.write({"state": "fulfilled", "quantity": hours[claim], "unit": "hours"})
