from odoo import models
from odoo.fields import Domain

from .community_petition import ENDED


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def action_new_petition(self):
        """Take a petition of this person."""
        self.ensure_one()
        self.check_access("write")
        return self.env["community.petition"]._start(
            {"household_id": self.household_id.id, "resident_id": self.id}
        )

    # the end of a person

    def _ending_matters(self, ending):
        """Add the petitions that the person signed; of an accusation nothing is told anywhere."""
        told = Domain("state", "not in", ENDED) & Domain("kind", "!=", "accusation")
        people = self._running(
            "community.petition.person",
            Domain("resident_id", "=", self.id) & Domain("petition_id", "any", told),
        )
        petitions = self._running("community.petition", Domain("resident_id", "=", self.id) & told)
        return [*super()._ending_matters(ending), (people, False), (petitions, False)]
