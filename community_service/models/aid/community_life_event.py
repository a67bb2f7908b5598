from odoo import models

from .community_aid_case import ENDED, OFFICERS


class CommunityLifeEvent(models.Model):
    _inherit = "community.life.event"

    def _loose_ends(self):
        """Add aid in the name of the person, and of the household when nobody is left in it.

        Where a family lives on, its aid is listed without a tick: it is reviewed, not ended. Only
        officers end aid: a grid worker's list has none, and the officer's list has it still.
        """
        ends = super()._loose_ends()
        is_over = self.kind != "farewell" or self.state not in ("planned", "done")
        if is_over or not self.resident_id or not self.env.user.has_group(OFFICERS):
            return ends
        home = self.household_id
        cases = self.env["community.aid.case"].search(
            [
                ("state", "not in", ENDED),
                "|",
                ("resident_id", "=", self.resident_id.id),
                ("household_id", "=", home.id),
            ]
        )
        alone = not home.open_residency_ids
        return [*ends, (cases, alone)] if cases else ends
