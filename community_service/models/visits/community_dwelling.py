from odoo import fields, models

from .community_visit_check import HOME_FACTS


class CommunityDwelling(models.Model):
    """Facts of a home asked about at its door."""

    _inherit = "community.dwelling"

    def write(self, vals):
        """A new value, wherever it is entered, answers what was said at a door to have changed."""
        res = super().write(vals)
        facts = [fact for fact in HOME_FACTS if fact in vals]
        if facts and self.ids:
            Check = self.env["community.visit.check"]
            checks = Check._open_checks(self.household_ids, self.env["community.resident"], facts)
            if checks:
                checks._close_open(fields.Date.context_today(self))
        return res
