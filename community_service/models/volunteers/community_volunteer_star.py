from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.volunteer import star


class CommunityVolunteerStar(models.Model):
    """From how many confirmed hours a star is held.

    Shipped with 100, 300, 600, 1000 and 1500 hours (Hefei and others); other cities use 30 to 300.
    Recording measures (2021) art. 10 leave the table to the place.
    """

    _name = "community.volunteer.star"
    _description = "Star of Volunteers"
    _order = "level"
    _rec_name = "level"

    level = fields.Integer("Stars", required=True, aggregator=None)
    hours = fields.Float("From hours", required=True, digits=(8, 1), aggregator=None)

    _level_uniq = models.UniqueIndex("(level)", "Each number of stars stands once in the table.")
    _check_level = models.Constraint("CHECK (level BETWEEN 1 AND 5)", "A star is 1 to 5.")
    _check_hours = models.Constraint(
        "CHECK (hours > 0 AND hours <= 100000)", "A star needs more than 0 hours."
    )

    @api.constrains("level", "hours")
    def _check_rising(self):
        rows = self.search([("level", ">", 0)])
        for lower, higher in zip(rows, rows[1:], strict=False):
            if higher.hours <= lower.hours:
                raise ValidationError(
                    self.env._(
                        "%(high)s stars from %(more)s hours, %(low)s from %(less)s: more stars "
                        "need more hours. Correct one of the two.",
                        high=higher.level,
                        more=higher.hours,
                        low=lower.level,
                        less=lower.hours,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self._award_again()
        return rows

    def write(self, vals):
        res = super().write(vals)
        self._award_again()
        return res

    def unlink(self):
        res = super().unlink()
        self._award_again()
        return res

    @api.model
    def _award_again(self):
        """Give every volunteer the star of the new table."""
        # The table is one for all communities, whoever edits it.
        volunteers = self.env["community.volunteer"].sudo().with_context(active_test=False)
        self.env.add_to_compute(
            volunteers._fields["star"], volunteers.search([("hours_total", ">", 0)])
        )

    @api.model
    def _star(self, hours):
        """Return the star of confirmed hours by the table of today."""
        # The table is no secret, and hours are also counted for portal users.
        return star(
            hours, [(row.level, row.hours) for row in self.sudo().search([("level", ">", 0)])]
        )
