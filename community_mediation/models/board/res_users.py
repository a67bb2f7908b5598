import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.community_service.models.figures.res_users import WorkPart, rename

from ..mediation.community_mediation_case import ENDED
from ..petition.community_petition import ENDED as PETITION_ENDED


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _community_homes(self):
        return [
            *super()._community_homes(),
            (
                30,
                "community_mediation.group_petition_officer",
                "community_mediation.community_petition_action",
            ),
            (
                35,
                "community_mediation.group_petition_above",
                "community_mediation.community_petition_action",
            ),
            (
                40,
                "community_mediation.group_mediation_mediator",
                "community_mediation.community_mediation_case_action",
            ),
        ]

    @api.model
    def _work_parts(self):
        going = Domain("date_closed", "=", False)
        # Of an accusation nobody learns by a count; its readers are told when one of them leaves.
        told = Domain("state", "not in", PETITION_ENDED) & Domain("kind", "!=", "accusation")

        today = fields.Date.context_today(self)
        in_team = Domain("date_to", "=", False) | Domain("date_to", ">=", today)

        def part(model, domain):
            return WorkPart(model, domain, "user_id", rename("user_id"))

        return [
            *super()._work_parts(),
            WorkPart(
                "community.mediation.case",
                Domain("state", "not in", ENDED),
                "mediator_ids.user_id",
                self._take_cases,
            ),
            part("community.legacy.issue", going),
            part("community.incident", going),
            part("community.petition", told),
            WorkPart(
                "community.relocation.member",
                in_team & Domain("project_id.state", "!=", "closed"),
                "user_id",
                self._take_team,
            ),
        ]

    @api.model
    def _take_team(self, members, _user, successor):
        """Let the successor stand in the coordination teams in which the user stood, from today."""
        today = fields.Date.context_today(self)
        Member = members.browse()
        for member in members:
            there = Member.search(
                Domain("project_id", "=", member.project_id.id)
                & Domain("user_id", "=", successor.id)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
            )
            values = {
                "project_id": member.project_id.id,
                "user_id": successor.id,
                "role": member.role,
                "date_from": today,
                "date_to": member.date_to,
            }
            if member.date_from >= today:
                member.unlink()
            else:
                member.date_to = today - datetime.timedelta(days=1)
            if not there:
                Member.create(values)

    @api.model
    def _take_cases(self, cases, user, successor):
        """Let the successor mediate where the user did.

        :raises UserError: when the successor is no mediator
        """
        Mediator = self.env["community.mediation.mediator"].sudo()
        for case in cases:
            taking = Mediator.search(
                [("user_id", "=", successor.id), ("company_id", "=", case.company_id.id)], limit=1
            )
            if not taking:
                raise UserError(
                    self.env._(
                        "%(user)s is not in the list of mediators and cannot take over disputes: "
                        "enter the mediator with this login first.",
                        user=successor.name,
                    )
                )
            leaving = case.mediator_ids.filtered(lambda mediator: mediator.user_id == user)
            case.mediator_ids = [
                *(Command.unlink(mediator.id) for mediator in leaving),
                Command.link(taking.id),
            ]

    @api.model
    def _help_cards(self):
        mediation = [
            self.env._("Open disputes come first, each with the day by which it has to end."),
            self.env._(
                "Register, accept, hold sessions, write the agreement, watch it being kept."
            ),
            self.env._("Sealed notes are opened by the mediators of the case alone."),
        ]
        petitions = [
            self.env._(
                "Petitions open by themselves; the clocks of the regulations run with each."
            ),
            self.env._("Enter it in the words of the petitioner; hand on, give notice, answer."),
            self.env._("Of an accusation nobody learns who has not to deal with it."),
        ]
        names = {
            "group_mediation_mediator": (self.env._("Mediator"), mediation),
            "group_mediation_coordinator": (self.env._("Mediation coordinator"), mediation),
            "group_petition_officer": (self.env._("Petition officer"), petitions),
            "group_petition_above": (self.env._("Accusations from below"), petitions[:1]),
        }
        return super()._help_cards() | {
            f"community_mediation.{name}": card for name, card in names.items()
        }
