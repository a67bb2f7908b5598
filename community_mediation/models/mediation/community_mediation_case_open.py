from odoo import models


class CommunityMediationCase(models.Model):
    """What the buttons of a running case open: its next session, its agreement."""

    _inherit = "community.mediation.case"

    def action_new_session(self):
        """Open a new session of this case.

        :raises UserError: before the case is accepted or after it has ended
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("accepted", "mediating")
        return self._open_part("community.mediation.session", self.env._("New session"))

    def action_open_agreement(self):
        """Open the agreement of this case, or begin it.

        :raises UserError: when there is none and the case does not run
        """
        self.ensure_one()
        self.check_access("read")
        agreement = self.agreement_ids[:1]
        if not agreement:
            self.check_access("write")
            self._check_state("accepted", "mediating")
        return self._open_part(
            "community.mediation.agreement", self.env._("Agreement"), agreement.id
        )

    def _open_part(self, model, name, res_id=False):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "res_id": res_id,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_case_id": self.id},
        }
