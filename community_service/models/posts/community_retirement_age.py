from odoo import api, fields, models

from ...tools.placement import retirement_date, retirement_months

KINDS = [
    ("male", "Men"),
    ("female_cadre", "Women, formerly 55"),
    ("female_worker", "Women, formerly 50"),
]


class CommunityRetirementAge(models.Model):
    """A band of birth months and the age at which those born in it retire.

    The ages rise step by step; the table says so as the law does, and is edited when it changes.
    """

    _name = "community.retirement.age"
    _description = "Retirement Age"
    _inherit = ["community.named.mixin"]
    _order = "kind, birth_from nulls first, id"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, "For", required=True, default="male")
    birth_from = fields.Date("Born from", help="First day of the band. Empty: everybody before.")
    birth_to = fields.Date("Born until", help="Last day of the band. Empty: everybody after.")
    years = fields.Integer("Age (years)", required=True)
    step_months = fields.Integer(
        "One month later per",
        help="Within the band the age rises by one month for each started group of so many birth "
        "months. 0: one age for the whole band.",
    )
    legal_basis = fields.Char(required=True, translate=True)
    date_as_of = fields.Date("As of", required=True)

    _check_years = models.Constraint(
        "CHECK (years BETWEEN 45 AND 75)", "A retirement age lies between 45 and 75 years."
    )
    _check_step = models.Constraint(
        "CHECK (step_months >= 0 AND (step_months = 0 OR birth_from IS NOT NULL))",
        "A rising age needs the first birth month of its band, and a step of 0 months or more.",
    )
    _check_bands = models.Constraint(
        "EXCLUDE USING gist (int4range(hashtext(kind), hashtext(kind), '[]') WITH &&,"
        " daterange(birth_from, birth_to, '[]') WITH &&)",
        "Two bands of the same people overlap: end the one before the other begins.",
    )

    @api.model
    def _calculator(self):
        """Return a function (birth date, kind) -> day of retirement, None when unknown.

        The table is read once, however many people are asked for.
        """
        # sudo: the ages are the law's; whoever reads a placement may know them.
        bands = self.sudo().search([("years", ">", 0)]).grouped("kind")

        def retires(birth, kind):
            if not birth:
                return None
            for band in bands.get(kind, ()):
                if (not band.birth_from or band.birth_from <= birth) and (
                    not band.birth_to or birth <= band.birth_to
                ):
                    months = retirement_months(birth, band.birth_from, band.years, band.step_months)
                    return retirement_date(birth, months)
            return None

        return retires
