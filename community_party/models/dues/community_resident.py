from odoo import models


class CommunityResident(models.Model):
    """Dues end with the month of death, whenever the register learns of it."""

    _inherit = "community.resident"

    def _person_ended(self):
        result = super()._person_ended()
        # sudo: dues follow the register; nothing of the file is shown.
        Member = self.env["community.party.member"].sudo().with_context(active_test=False)
        residents = self.sudo().with_context(active_test=False)
        alone = [
            ("resident_id", "=", False),
            ("partner_id", "in", residents.partner_id.ids),
        ]
        Member.search(["|", ("resident_id", "in", self.ids), "&", *alone])._follow_dues()
        return result
