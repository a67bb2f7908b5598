from odoo import models
from odoo.fields import Domain

from .community_mediation_case import ENDED


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def action_new_mediation(self):
        """Open, or hand over, a dispute of this person.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(resident_id=self.id)

    def _dispute_values(self):
        return self.env["community.mediation.case"]._start_defaults("application", resident=self)

    # the end of a person

    def _ending_matters(self, ending):
        """Add the disputes in which the person is a side, asked for mediation or mediates."""
        sides = self._running(
            "community.mediation.participant",
            Domain("resident_id", "=", self.id) & Domain("case_id.state", "not in", ENDED),
        )
        cases = self._running(
            "community.mediation.case",
            Domain("resident_id", "=", self.id) & Domain("state", "not in", ENDED),
        )
        who = Domain("resident_id", "=", self.id)
        if self.partner_id:
            who |= Domain("partner_id", "=", self.partner_id.id)
        mediators = self._running("community.mediation.mediator", who)
        mediated = self._running(
            "community.mediation.case",
            Domain("mediator_ids", "in", mediators.ids) & Domain("state", "not in", ENDED),
        )
        return [
            *super()._ending_matters(ending),
            (sides, False),
            (cases | mediated, False),
            (mediators, False),
        ]
