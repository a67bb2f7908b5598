from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityVolunteerStar(models.Model):
    """From how many confirmed hours a star is held.

    Shipped with 100, 300, 600, 1000 and 1500 hours (Hefei and others); other cities use 30 to 300.
    Recording measures (2021) art. 10 leave the table to the place.
    """

    _name = "community.volunteer.star"
    _description = "Star of Volunteers"
    _inherit = ["community.shared.mixin"]
    _order = "level, id"
    _shared_by = None
    _rec_name = "level"

    level = fields.Integer("Stars", required=True, aggregator=None)
    hours = fields.Float("From hours", required=True, digits=(8, 1), aggregator=None)

    _level_uniq = models.UniqueIndex(
        "(level, COALESCE(company_id, 0))", "Each number of stars stands once in the table."
    )
    _check_level = models.Constraint("CHECK (level BETWEEN 1 AND 5)", "A star is 1 to 5.")
    _check_hours = models.Constraint(
        "CHECK (hours > 0 AND hours <= 100000)", "A star needs more than 0 hours."
    )

    @api.constrains("level", "hours")
    def _check_rising(self):
        for lower, higher in self._neighbours():
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

    def _neighbours(self):
        """Return the pairs of neighbouring rows of the tables that these rows stand in."""
        # The constraint runs as superuser: the tables of other communities are left out here.
        tables = self.search([("company_id", "in", [False, *self.company_id.ids])])
        return [
            pair
            for rows in tables.grouped("company_id").values()
            for pair in zip(rows, rows[1:], strict=False)
        ]

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
        # Of all communities: a shared table is that of each which has none of its own.
        volunteers = self.env["community.volunteer"].sudo().with_context(active_test=False)
        self.env.add_to_compute(
            volunteers._fields["star"], volunteers.search([("hours_total", ">", 0)])
        )

    @api.model
    def _tables_of(self, companies):
        """Return company -> the table by which it gives stars, as a list of (level, hours)."""
        # The table is no secret, and hours are also counted for portal users.
        return {
            company: [(row.level, row.hours) for row in rows]
            for company, rows in self.sudo()._in_use_by(companies).items()
        }
