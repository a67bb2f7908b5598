from odoo import models

from ...tools.ending import DIED


# A contact is no file: what the register knows of its person is asked, and nothing kept.
class ResPartner(models.Model):
    _inherit = "res.partner"

    _person_ends = frozenset({DIED})

    def _ended_people(self):
        """Return ``{contact: Ending}`` of the contacts of people who have died."""
        residents = self._residents()
        ended = residents._ended_people()
        return {
            resident.partner_id.with_env(self.env): ending
            for resident, ending in ended.items()
            if ending.kind == DIED
        }

    def _residents(self):
        """Return the people of the register behind these contacts, in the order of the file."""
        # As superuser: a contact is often chosen by somebody who does not keep the register.
        Resident = self.env["community.resident"].sudo().with_context(active_test=False)
        return Resident.search([("partner_id", "in", self.ids)]) if self.ids else Resident.browse()

    def _propose_ends(self):
        self._residents()._propose_ends()
