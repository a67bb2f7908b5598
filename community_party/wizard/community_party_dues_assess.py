from odoo import fields, models


class CommunityPartyDuesAssess(models.TransientModel):
    """Asks which month is to be assessed: any month that has begun, of a year not closed."""

    _name = "community.party.dues.assess"
    _description = "Assessment of a Month"

    month = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self).replace(day=1)
    )

    def action_assess(self):
        """Assess the month for all members; again changes nothing that is right.

        :return: dict, the action that opens the rows of that month
        :raises UserError: the year is closed, or the month has not begun
        """
        self.ensure_one()
        return self.env["community.party.dues"].action_assess(self.month)
