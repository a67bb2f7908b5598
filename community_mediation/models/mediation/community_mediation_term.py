from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_mediation_case import ENDED


class CommunityMediationTerm(models.Model):
    """One thing to do under an agreement: who, what, how, until when; and that it was done."""

    _name = "community.mediation.term"
    _description = "Term of a Mediation Agreement"
    _inherit = ["community.mediation.part"]
    _order = "date_due, id"
    _check_company_auto = True

    agreement_id = fields.Many2one(
        "community.mediation.agreement",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    name = fields.Char("What is to be done", required=True)
    participant_id = fields.Many2one(
        "community.mediation.participant",
        "Who",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('case_id', '=', case_id)]",
        check_company=True,
    )
    manner = fields.Char("How and where", required=True)
    date_due = fields.Date("Until", required=True, index=True)
    amount = fields.Monetary()
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_done = fields.Date("Done on", copy=False)
    receipt = fields.Char(copy=False, help="Who received what; shown on the paper.")
    is_done = fields.Boolean("Is performed", compute="_compute_is_done", inverse="_inverse_is_done")
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    number = fields.Char(related="case_id.number")

    _check_amount = models.Constraint("CHECK (amount >= 0)", "An amount is 0 or more.")

    @api.depends("date_done")
    def _compute_is_done(self):
        for term in self:
            term.is_done = bool(term.date_done)

    def _inverse_is_done(self):
        today = fields.Date.context_today(self)
        for term in self:
            term.date_done = (term.date_done or today) if term.is_done else False

    @api.depends("date_due", "date_done", "case_id.state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for term in self:
            term.is_overdue = bool(
                term.date_due
                and not term.date_done
                and term.date_due < today
                and term.case_id.state in ("agreed", "performing")
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = [
            ("date_done", "=", False),
            ("date_due", "<", "today"),
            ("case_id.state", "in", ("agreed", "performing")),
        ]
        return overdue if True in value else ["!", "&", "&", *overdue]

    @api.constrains("participant_id", "case_id")
    def _check_party(self):
        for term in self:
            if term.participant_id.case_id != term.case_id:
                raise UserError(
                    self.env._(
                        "“%(term)s”: %(party)s is no party of %(case)s. Choose one of its parties.",
                        term=term.name,
                        party=term.participant_id.name,
                        case=term.case_id.display_name,
                    )
                )

    @api.constrains("date_done")
    def _check_done(self):
        today = fields.Date.context_today(self)
        for term in self.filtered("date_done"):
            effective = term.agreement_id.date_effective
            if not effective or term.date_done < effective or term.date_done > today:
                raise UserError(
                    self.env._(
                        "“%(term)s” can be done between the day the agreement took effect and "
                        "today, not on %(date)s.",
                        term=term.name,
                        date=term.date_done,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        for vals in vals_list:
            # Of the agreement's own case, whatever a client says.
            agreement = self.env["community.mediation.agreement"].browse(vals.get("agreement_id"))
            vals["case_id"] = agreement.case_id.id
        terms = super().create(vals_list)
        terms.agreement_id._check_not_sealed()
        return terms

    def write(self, vals):
        res = super().write(vals)
        if "date_done" in vals:
            self.case_id._follow_performance()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        self.agreement_id._check_not_sealed()

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.agreement_id.date_sealed or self.agreement_id.date_effective:
            settled |= {
                "name",
                "participant_id",
                "manner",
                "date_due",
                "amount",
                "agreement_id",
            }
        if self.case_id.state in ENDED:
            settled |= {"date_done", "receipt"}
        return settled

    def _settled_sentence(self, name):
        if name in ("date_done", "receipt"):
            return super()._settled_sentence(name)
        return self.agreement_id._settled_sentence(name)
