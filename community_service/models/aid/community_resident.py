from odoo import api, fields, models


class CommunityResident(models.Model):
    _inherit = "community.resident"

    aid_case_count = fields.Integer("Aid", compute="_compute_aid_case_count")

    @api.depends_context("uid")
    def _compute_aid_case_count(self):
        """Count the cases that the reader may see."""
        self._count_links("aid_case_count", "community.aid.case", "resident_id")

    def action_new_aid_case(self):
        """Open a new aid case with what is known of this resident filled in."""
        self.ensure_one()
        self.check_access("read")
        return self.env["community.aid.case"]._action_new({"default_resident_id": self.id})

    def action_open_aid_cases(self):
        """Open the aid cases of one resident; without any, begin one."""
        self.ensure_one()
        if not self.aid_case_count:
            return self.action_new_aid_case()
        return self._links_action("community_service.community_aid_case_action", "resident_id")
