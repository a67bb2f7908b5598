from odoo import api, fields, models
from odoo.fields import Domain

from .community_aid_case import ENDED, OFFICERS


class CommunityResident(models.Model):
    _inherit = "community.resident"

    aid_case_count = fields.Integer("Aid", compute="_compute_aid_case_count")

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"monthly_income", "employment", "birth_date", "date_death", "active"}:
            self.env["community.aid.cover"]._refresh_later(self._homes())
        return res

    def _homes(self):
        # Full cover looks at whoever belongs to a household, whatever the reader may see of it.
        lines = self.sudo().with_context(active_test=False).residency_ids
        return lines.filtered(lambda line: not line.date_to).household_id

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

    def _ending_matters(self, ending):
        """Add aid in the name of the person, and of the household when nobody is left in it.

        Where a family lives on, its aid is listed without a tick: it is reviewed, not ended. What
        was paid for months after a death is listed after the aid has ended, too. Only officers end
        aid: a grid worker's list has none, and the officer's list has it still.
        """
        matters = super()._ending_matters(ending)
        if not (self.env.su or self.env.user.has_group(OFFICERS)):
            return matters
        Case = self.env["community.aid.case"]
        # Cases without a household are those of other people: whoever never had a home has none.
        whose = Domain("resident_id", "=", self.id)
        if home := self._last_home():
            whose |= Domain("household_id", "=", home.id)
        cases = Case.search(whose & Domain("state", "not in", ENDED))
        over = Case.search([("resident_id", "=", self.id), ("state", "in", ENDED)])
        over = over.filtered(lambda case: case._paid_after(ending) > 0)
        return [*matters, (cases, self._is_last_home_empty()), (over, False)]
