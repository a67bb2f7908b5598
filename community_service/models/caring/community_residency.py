from odoo import api, models

from ...tools.trusted import said


class CommunityResidency(models.Model):
    _inherit = "community.residency"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Within an operation it is proposed at the end, so that going back takes it along. Only
        # code sets this: it runs as superuser.
        if not said(self.env, "community_sync_later"):
            Event = self.env["community.life.event"]
            Event._propose_all(
                [
                    ("birth", line.resident_id, line.household_id, day, line.resident_id.id, None)
                    for line in lines
                    if line.start_reason == "birth"
                    and (day := line.resident_id.birth_date or line.date_from)
                    and Event._is_recent(day, line.household_id)
                ]
            )
        return lines
