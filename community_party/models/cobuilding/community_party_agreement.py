import datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

FIRST_YEAR, LAST_YEAR = 1990, 2200


class CommunityPartyAgreement(models.Model):
    """The agreement of co-building of a unit and an organisation for a year, line by line.

    It ends with its year, or on the day on which the unit leaves; what was to be done after that
    day has lapsed and is not owed. All of that follows from the days, whichever was entered first.
    """

    _name = "community.party.agreement"
    _description = "Agreement of Co-building"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "year desc, id desc"
    _rec_name = "unit_id"
    _rec_names_search = ["unit_id.partner_id.name"]
    _check_company_auto = True

    unit_id = fields.Many2one(
        "community.party.unit", required=True, index=True, ondelete="restrict", check_company=True
    )
    organization_id = fields.Many2one(
        compute="_compute_organization_id", store=True, readonly=False, precompute=True
    )
    company_id = fields.Many2one(precompute=False)
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        index=True,
        aggregator=None,
    )
    date_due = fields.Date(
        "To be signed by",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        help="By the rules the end of a month of its year, or any other day.",
    )
    state = fields.Selection(
        [("draft", "Being agreed"), ("signed", "Signed"), ("cancelled", "Withdrawn")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_signed = fields.Date("Signed on", copy=False, tracking=True)
    unit_signer = fields.Char("Signed for the unit by", copy=False)
    organization_signer = fields.Char("Signed for the organisation by", copy=False)
    line_ids = fields.One2many(
        "community.party.agreement.line", "agreement_id", "What both sides do", copy=True
    )
    line_count = fields.Integer("Lines", compute="_compute_fulfilment", store=True)
    done_count = fields.Integer("Lines done", compute="_compute_fulfilment", store=True)
    lapsed_count = fields.Integer("Lines lapsed", compute="_compute_fulfilment", store=True)
    date_end = fields.Date(
        "Holds until",
        compute="_compute_date_end",
        store=True,
        help="The end of the year, or the last day of the unit here.",
    )
    is_late = fields.Boolean(
        "Signed late", compute="_compute_is_late", store=True, help="After the day it was due."
    )
    outcome = fields.Selection(
        [
            ("running", "To be carried out"),
            ("fulfilled", "Fulfilled"),
            ("left", "Ended: the unit left"),
            ("void", "Never held: the unit was not here"),
        ],
        "What became of it",
        compute="_compute_outcome",
        store=True,
        index=True,
    )
    note = fields.Text()

    _check_year = models.Constraint(
        f"CHECK (year BETWEEN {FIRST_YEAR} AND {LAST_YEAR})",
        "The year of an agreement has four digits.",
    )
    _year_uniq = models.UniqueIndex(
        "(unit_id, year) WHERE state <> 'cancelled'",
        "This unit has an agreement for that year already: open that one.",
    )

    @api.depends("unit_id", "year")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = f"{agreement.unit_id.display_name or ''} {agreement.year}"

    # Not on the unit's organisation: an agreement stays with the one that made it.
    @api.depends("unit_id")
    def _compute_organization_id(self):
        for agreement in self:
            kept = agreement._origin.organization_id
            agreement.organization_id = kept or agreement.unit_id.organization_id

    @api.depends("year")
    def _compute_date_due(self):
        whole = self.env["community.parameter"]._whole
        for agreement in self:
            if not FIRST_YEAR <= agreement.year <= LAST_YEAR:
                agreement.date_due = False
                continue
            month = whole(
                "party_agreement_month",
                agreement.company_id or self.env.company,
                agreement._first_day(),
            )
            first = datetime.date(agreement.year, month, 1)
            agreement.date_due = first + relativedelta(months=1, days=-1)

    def _first_day(self):
        return datetime.date(self.year, 1, 1)

    def _last_day(self):
        return datetime.date(self.year, 12, 31)

    @api.depends("year", "unit_id.date_to")
    def _compute_date_end(self):
        for agreement in self:
            if not FIRST_YEAR <= agreement.year <= LAST_YEAR:
                agreement.date_end = False
                continue
            left = agreement.unit_id.date_to
            agreement.date_end = min(left or agreement._last_day(), agreement._last_day())

    @api.depends("state", "date_signed", "date_due")
    def _compute_is_late(self):
        for agreement in self:
            agreement.is_late = bool(
                agreement.state == "signed"
                and agreement.date_signed
                and agreement.date_due
                and agreement.date_signed > agreement.date_due
            )

    @api.depends("line_ids.state")
    def _compute_fulfilment(self):
        for agreement in self:
            states = agreement.line_ids.mapped("state")
            agreement.line_count = len(states)
            agreement.done_count = states.count("done")
            agreement.lapsed_count = states.count("lapsed")

    @api.depends(
        "state", "date_end", "unit_id.date_from", "line_count", "done_count", "lapsed_count"
    )
    def _compute_outcome(self):
        for agreement in self:
            if agreement.state != "signed":
                agreement.outcome = False
            elif not agreement.unit_id._was_here(agreement._first_day(), agreement._last_day()):
                agreement.outcome = "void"
            elif agreement.line_count and agreement.done_count == agreement.line_count:
                agreement.outcome = "fulfilled"
            elif agreement.date_end < agreement._last_day():
                agreement.outcome = "left"
            else:
                agreement.outcome = "running"

    @api.constrains("unit_id", "year")
    def _check_here(self):
        for agreement in self:
            unit = agreement.unit_id
            if not unit._was_here(agreement._first_day(), agreement._last_day()):
                raise ValidationError(
                    self.env._(
                        "%(unit)s was not stationed here in %(year)s (%(start)s to %(end)s): no "
                        "agreement of that year. Correct the year, or the days of the unit.",
                        unit=unit.display_name,
                        year=agreement.year,
                        start=unit.date_from or "…",
                        end=unit.date_to or "…",
                    )
                )

    @api.constrains("date_signed", "unit_id", "year")
    def _check_signed(self):
        self._check_not_future("date_signed")
        for agreement in self.filtered("date_signed"):
            if agreement.date_signed > agreement.date_end:
                raise ValidationError(
                    self.env._(
                        "%(agreement)s would be signed on %(date)s and held until %(end)s alone: "
                        "correct the day of the signatures, the year, or the day on which the unit "
                        "left.",
                        agreement=agreement.display_name,
                        date=agreement.date_signed,
                        end=agreement.date_end,
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.state == "draft":
            return settled
        return settled | self._all_fields_but("line_ids", "note")

    def _settled_sentence(self, name):
        return self.env._(
            "%(agreement)s is “%(state)s” and stays as it is: take the signatures back to change "
            "it.",
            agreement=self.display_name,
            state=dict(self._fields["state"]._description_selection(self.env))[self.state],
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for agreement in self:
            if agreement.state != "draft":
                raise UserError(agreement._settled_sentence("state"))

    # steps

    def action_sign(self):
        """Note that agreements were signed by both sides.

        :raises UserError: without a line, a day, or who signed for either side
        """
        self.check_access("write")
        self._check_state("draft")
        self._check_filled("line_ids", "date_signed", "unit_signer", "organization_signer")
        # The days of the unit may have changed since these were entered.
        self._check_here()
        self._check_signed()
        self._set_closed(state="signed")
        return True

    def action_unsign(self):
        """Take the signatures of agreements back that were entered by mistake."""
        self.check_access("write")
        self._check_state("signed", "cancelled")
        self._set_closed(state="draft")
        return True

    def action_cancel(self):
        """Withdraw agreements that did not come about."""
        self.check_access("write")
        self._check_state("draft")
        self._set_closed(state="cancelled")
        # The index asks whether there is one for the year when the next one is made.
        self.flush_recordset(["state"])
        return True

    def _paper_needs(self, paper):
        needs = ()
        if paper == "report_cobuilding_agreement":
            needs = ("year", "organization_id", "unit_id", "line_ids")
            if self.state == "signed":
                needs += ("date_signed", "organization_signer", "unit_signer")
        return (*super()._paper_needs(paper), *needs)
