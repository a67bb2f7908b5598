from odoo import models
from odoo.exceptions import UserError

from odoo.addons.community_service.models.requests.community_request import CLOSED, RUNNING


class CommunityRequest(models.Model):
    _inherit = "community.request"

    def action_new_mediation(self):
        """Open, or hand over, the dispute that this request tells of; once.

        :return: action: the case filled in or at work, or the dialog of those who keep no files
        :raises UserError: when it was handed over already, to whoever may not open the case
        """
        self.ensure_one()
        self.check_access("write")
        # Whether there is one; whether the user may open it is asked below.
        case = self.sudo()._disputes()[:1].sudo(False)
        if case and case.has_access("read"):
            return {
                "type": "ir.actions.act_window",
                "res_model": case._name,
                "res_id": case.id,
                "views": [(False, "form")],
            }
        self._check_handed_over_once()
        return self.env["community.mediation.start"]._open(
            request_id=self.id, description=self.description
        )

    def _dispute_values(self):
        Case = self.env["community.mediation.case"]
        return Case._start_defaults("request", self.household_id, self.resident_id) | {
            "request_id": self.id,
            "visit_id": self.visit_id.id,
        }

    def _disputes(self):
        """Return the cases that this request, or one merged with it, was handed over to."""
        main = self.merged_into_id or self
        return self.env["community.mediation.case"].search(
            [("request_id", "in", (main | main.merged_ids).ids), ("state", "!=", "refused")]
        )

    def _check_handed_over_once(self, case=None):
        """Refuse a second case of the same matter; after a refusal it may be handed over again.

        :param case: the case that is being made, if any
        """
        self.ensure_one()
        # Of two at the same moment one is refused, and finds the other's case when trying again.
        request = self.sudo()
        request.lock_for_update()
        other = request._disputes() - (case or self.env["community.mediation.case"])
        if other:
            raise UserError(
                self.env._(
                    "%(request)s was handed over to mediation on %(date)s already. The coordinator "
                    "knows how far it is; when it ends, the request is closed, or you are asked.",
                    request=self.number,
                    date=other[0].date_received,
                )
            )

    def _dispute_ended(self, word, is_met):
        """Close these requests with their dispute, or ask whoever has them in charge.

        :param str word: how the mediation ended
        :param bool is_met: whether the agreement was performed; otherwise somebody has to say
            whether the request goes another way
        """
        for request in self.merged_into_id | self.filtered(lambda one: not one.merged_into_id):
            if request.state in CLOSED:
                continue
            can_end = request.state in (*RUNNING, "waiting") and not request.open_referral_count
            if is_met and can_end:
                request._finish(self.env._("Mediation: %(outcome)s", outcome=word))
                continue
            user = request._person_in_charge()
            env = request.with_context(lang=user.lang or self.env.lang).env
            request.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=env._("The dispute has ended: close the request, or go on with it"),
                note=word,
                user_id=user.id,
            )
