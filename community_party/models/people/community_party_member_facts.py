from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)
# In the order in which texts sort, for charts and pivots.
AGE_BANDS = (
    (35, "0_35"),
    (45, "36_45"),
    (55, "46_55"),
    (60, "56_60"),
    (70, "61_70"),
    (200, "over_70"),
)


class CommunityPartyMember(models.Model):
    """Facts about the person: of the register when it knows the member, else entered here."""

    _inherit = "community.party.member"

    birth_date = fields.Date(compute="_compute_facts", store=True, readonly=False)
    sex = fields.Selection(
        [("male", "Male"), ("female", "Female")],
        compute="_compute_facts",
        store=True,
        readonly=False,
    )
    education = fields.Selection(
        selection=lambda self: (
            self.env["community.resident"]._fields["education"]._description_selection(self.env)
        ),
        compute="_compute_facts",
        store=True,
        readonly=False,
    )
    ethnicity = fields.Char(compute="_compute_facts", store=True, readonly=False)
    age = fields.Integer(compute="_compute_age")
    age_band = fields.Selection(
        [
            ("0_35", "35 and younger"),
            ("36_45", "36 to 45"),
            ("46_55", "46 to 55"),
            ("56_60", "56 to 60"),
            ("61_70", "61 to 70"),
            ("over_70", "over 70"),
        ],
        compute="_compute_age_band",
        store=True,
        # Unlike "string", this label is not exported by itself.
        falsy_value_label=_lt("Age unknown"),  # pylint: disable=translation-field
    )
    standing_years = fields.Integer("Years of standing", compute="_compute_age")
    phone = fields.Char(related="partner_id.phone", readonly=False)
    company_name = fields.Char("Works at")
    job = fields.Char("Post in work")
    needs = fields.Text(help="What the member needs, as asked in talks.")
    strengths = fields.Text(help="What the member can do for others, as asked in talks.")

    # dues
    dues_category = fields.Selection(
        [
            ("salary", "Monthly pay"),
            ("annual_salary", "Annual pay"),
            ("self_employed", "Self-employed"),
            ("pension", "Pension"),
            ("farmer", "Farmer"),
            ("student", "Student"),
            ("laid_off", "Laid off or unemployed"),
            ("relief", "Lives on relief"),
            ("dibao", "Receives dibao"),
            ("fixed", "Fixed amount"),
        ],
        tracking=True,
        help="By which rule the monthly dues are worked out. When two fit, the lower one counts.",
    )
    dues_base_reason = fields.Char("Why this rule", tracking=True)

    @api.depends(
        "resident_id.birth_date",
        "resident_id.sex",
        "resident_id.education",
        "resident_id.ethnicity",
    )
    def _compute_facts(self):
        # A keeper of the Party file need not see the household; these facts are the member's own.
        for member in self.sudo():
            resident = member.resident_id
            for name in ("birth_date", "sex", "education", "ethnicity"):
                member[name] = resident[name] or member[name]

    @api.depends("birth_date", "date_full")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for member in self:
            born, full = member.birth_date, member.date_full
            member.age = relativedelta(today, born).years if born else 0
            member.standing_years = relativedelta(today, full).years if full else 0

    @api.depends("birth_date")
    def _compute_age_band(self):
        today = fields.Date.context_today(self)
        for member in self:
            member.age_band = member._age_band_on(today)

    @api.model
    def _cron_age_bands(self):
        """Move members whose birthday took them into the next band."""
        # Once a night over all communities; a band is no secret to the program.
        self.sudo().search([("birth_date", "!=", False)])._compute_age_band()

    def _label_of(self, name):
        """Return the reader's word for the choice that a field of one member holds."""
        self.ensure_one()
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")
