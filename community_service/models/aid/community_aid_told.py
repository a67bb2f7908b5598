from odoo import api, fields, models
from odoo.fields import Domain


class CommunityAidTold(models.Model):
    """Who told a family what about aid, and when: rights, papers, reasons, changes.

    Whoever has no household here is told in a case.
    """

    _name = "community.aid.told"
    _description = "Information Given to a Family about Aid"
    _inherit = ["community.named.mixin", "community.housed.mixin", "community.contact.source.mixin"]
    _order = "date desc, id desc"
    _rec_name = "subject"
    _check_company_auto = True
    _household_links = ("case_id",)
    _grid_by_area = True

    household_id = fields.Many2one(readonly=False, index=True, check_company=True)
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        compute="_compute_area_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    case_id = fields.Many2one(
        "community.aid.case",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('household_id', '=', household_id)]",
    )
    subject = fields.Selection(
        [
            ("may_qualify", "They may qualify and how to apply"),
            ("elsewhere", "Where to apply: registered elsewhere"),
            ("papers", "All papers still missing"),
            ("result", "Result of the decision"),
            ("refusal", "Reasons of the refusal"),
            ("change", "Change or end and its reasons"),
            ("remedy", "Administrative review or suit"),
        ],
        "What was told",
        required=True,
        default="may_qualify",
    )
    date = fields.Date("Told on", required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        "Told by",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        domain=[("share", "=", False)],
    )
    resident_id = fields.Many2one(
        "community.resident",
        "To whom",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('household_id', '=', household_id)]",
    )
    way = fields.Selection(
        [
            ("visit", "At home"),
            ("window", "At the window"),
            ("phone", "By phone"),
            ("letter", "In writing"),
        ],
        "Way of telling",
        required=True,
        default="visit",
    )
    date_returned = fields.Date(
        "Came back on", copy=False, help="When the post brought the letter back."
    )
    note = fields.Char()

    _check_returned = models.Constraint(
        "CHECK (date_returned IS NULL OR way = 'letter' AND date_returned >= date)",
        "Only a letter comes back, and not before it was written.",
    )
    _check_whom = models.Constraint(
        "CHECK (household_id IS NOT NULL OR case_id IS NOT NULL)",
        "Say which household was told, or in which case.",
    )
    _household_idx = models.Index("(household_id, date DESC, id DESC)")

    @api.model
    def _tells_sensitive(self):
        return Domain.TRUE

    @api.depends("case_id.area_id")
    def _compute_area_id(self):
        for told in self:
            told.area_id = told.case_id.area_id

    @api.depends("case_id.company_id")
    def _compute_company_id(self):
        result = super()._compute_company_id()
        for told in self:
            told.company_id = told.case_id.company_id or told.company_id
        return result

    @api.constrains("date", "date_returned")
    def _check_date(self):
        self._check_not_future("date")
        self._check_not_future("date_returned")

    def _future_sentence(self, name):
        return self.env._(
            "%(household)s cannot have been told on %(date)s, which is still to come: correct the "
            "day.",
            household=self.household_id.display_name or self.case_id.display_name,
            date=self[name],
        )

    # what the no-contact watch learns from it

    @api.model
    def _contact_fields(self):
        return super()._contact_fields() | {"way", "date", "date_returned", "resident_id"}

    def _contact_word(self):
        if self.way != "letter":
            return "contact"
        return "signal" if self.date_returned else ""

    def _contact_homes(self):
        return self.household_id | self.resident_id.household_id

    def _contact_text(self):
        ways = dict(self._fields["way"]._description_selection(self.env))
        return f"{self.date_returned or self.date} {ways[self.way]}"

    @api.model_create_multi
    def create(self, vals_list):
        told = super().create(vals_list)
        told._settle()
        return told

    def _settle(self):
        """What was told is not due any more, and the list of full cover shows it."""
        for told in self.filtered("case_id"):
            # Telling a family does not need the right to write the case's decision.
            case = told.case_id.sudo()
            is_enough = told.way == "letter" or not case._owes_letter()
            if told.subject in ("result", "refusal", "change") and not case.date_told and is_enough:
                case.date_told = told.date
        # The list shows who told a family last, whoever may write it.
        rows = self.env["community.aid.cover"].sudo()
        for row in rows.search(Domain("household_id", "in", self.household_id.ids)):
            row.told_id = self.filtered(lambda t, row=row: t.household_id == row.household_id)[-1:]
