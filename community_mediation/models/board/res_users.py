from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.community_service.models.figures.res_users import WorkPart

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

        def part(model, domain):
            return WorkPart(
                model,
                domain,
                "user_id",
                lambda records, _user, successor: records.write({"user_id": successor.id}),
            )

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
        ]

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
