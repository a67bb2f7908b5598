from odoo import api, models


class CommunityLifeEvent(models.Model):
    _inherit = "community.life.event"

    @api.model
    def _propose_all(self, causes):
        """Propose as before, nothing about the living whose file is kept and not used."""
        people = self.env["community.resident"].union(
            *(resident for _reason, resident, *_rest in causes if resident)
        )
        kept = people._restricted()
        return super()._propose_all(
            [
                cause
                for cause in causes
                if cause[0] == "death" or not (cause[1] and cause[1] in kept)
            ]
        )
