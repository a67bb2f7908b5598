from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.aid import first_of_month
from .community_aid_case import WORKERS

# Of what the family was told a decision or a change of aid.
TOLD = ("refusal", "result", "change")

ENDS = ("stop", "cancel")


class CommunityAidAppeal(models.Model):
    """An appeal against a decision on aid or a change of it: what was filed, when, how it ended.

    Administrative review or a suit (Social Assistance Law, art. 76). The term runs from the day on
    which the family learnt of the decision; how long is a number with its legal basis. What came
    after it is kept as late, with the reason why it is looked at all the same. Another body
    decides: the record says who, and what follows is carried out with it.
    """

    _name = "community.aid.appeal"
    _description = "Appeal against a Decision on Aid"
    _inherit = ["community.aid.record"]
    _order = "date desc, id desc"
    _rec_names_search = ["case_id.number"]

    change_id = fields.Many2one(
        "community.aid.change",
        "Against the change",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('case_id', '=', case_id)]",
        help="Empty: against the decision itself.",
    )
    kind = fields.Selection(
        [("review", "Administrative review"), ("suit", "Suit at court")],
        "Way of appeal",
        required=True,
        default="review",
    )
    body = fields.Char("Taken to", required=True, help="The body that answers, or the court.")
    date = fields.Date("Filed on", required=True, default=fields.Date.context_today)
    ground = fields.Text("What the family says", groups=WORKERS)
    user_id = fields.Many2one(
        "res.users",
        "Recorded by",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        domain=[("share", "=", False)],
    )
    date_matter = fields.Date("Appealed decision of", readonly=True, copy=False)
    date_known = fields.Date("Family learnt of it on", compute="_compute_term", store=True)
    date_limit = fields.Date(
        "Term until",
        compute="_compute_term",
        store=True,
        help="Empty: the family has not been told yet, and the term does not run.",
    )
    is_late = fields.Boolean("Filed late", compute="_compute_term", store=True)
    late_reason = fields.Char("Why it is kept though late", groups=WORKERS)
    date_due = fields.Date("Answer due", compute="_compute_term", store=True)
    state = fields.Selection(
        [("open", "Open"), ("decided", "Answered")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    outcome = fields.Selection(
        [
            ("upheld", "Decision upheld"),
            ("reopened", "Set aside: taken up again"),
            ("withdrawn", "Withdrawn"),
            ("not_accepted", "Not accepted"),
        ],
        copy=False,
    )
    date_outcome = fields.Date("Answered on", copy=False)
    decided_by = fields.Char("Decided by", copy=False, help="Body and person.")
    outcome_number = fields.Char("Document number", copy=False)
    outcome_reason = fields.Text("Reasons", copy=False, groups=WORKERS)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        "Yuan a month by the answer", groups=WORKERS, exportable=False, aggregator=None, copy=False
    )
    former = fields.Text(
        "Decision that was set aside", readonly=True, copy=False, groups=WORKERS, exportable=False
    )

    _open_uniq = models.UniqueIndex(
        "(case_id, COALESCE(change_id, 0), kind) WHERE state = 'open'",
        "This decision is appealed against on this way already: open that appeal.",
    )
    _check_amount = models.Constraint(
        "CHECK (COALESCE(amount, 0) BETWEEN 0 AND 1000000)",
        "The amount lies between 0 and 1,000,000 yuan a month.",
    )
    _check_decided = models.Constraint(
        """CHECK (state <> 'decided' OR outcome IS NOT NULL AND date_outcome IS NOT NULL
        AND length(trim(decided_by)) > 0)""",
        "A decided appeal has its outcome, its day, and who decided it.",
    )

    @api.depends("case_id.number", "kind", "date")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for appeal in self:
            parts = (appeal.case_id.number, labels.get(appeal.kind))
            appeal.display_name = " ".join(filter(None, parts))

    @api.depends(
        "kind",
        "date",
        "date_matter",
        "case_id.told_ids.date",
        "case_id.told_ids.subject",
        "case_id.appeal_ids.state",
        "case_id.appeal_ids.date_outcome",
        "case_id.appeal_ids.change_id",
    )
    def _compute_term(self):
        for appeal in self:
            told = appeal.case_id.told_ids.filtered(
                lambda line: line.subject in TOLD and line.date >= appeal.date_matter  # noqa: B023
            )
            known = appeal.date_matter and min(told.mapped("date"), default=False)
            appeal.date_known = known
            appeal.date_limit = appeal._term_end(known)
            appeal.is_late = bool(appeal.date_limit and appeal.date > appeal.date_limit)
            appeal.date_due = appeal._answer_due()

    def _number(self, code, day):
        """Return a number of the rules on appeals as of a day."""
        return self.env["community.parameter"]._whole(code, self.company_id, day)

    def _term_end(self, known):
        """Return the last day on which the appeal could be filed; False while no term runs."""
        if self.kind == "suit":
            reviews = self.case_id.appeal_ids.filtered(
                lambda other: (
                    other.kind == "review"
                    and other.state == "decided"
                    and other.change_id == self.change_id
                    and other.date_matter == self.date_matter
                )
            )
            if answered := max(reviews.mapped("date_outcome"), default=False):
                days = self._number("aid_suit_after_review_days", answered)
                return answered + relativedelta(days=days)
            months = known and self._number("aid_suit_months", known)
            return known and known + relativedelta(months=months)
        return known and known + relativedelta(days=self._number("aid_review_days", known))

    def _answer_due(self):
        if not self.date:
            return False
        if self.kind == "suit":
            months = self._number("aid_suit_answer_months", self.date)
            return self.date + relativedelta(months=months)
        return self.date + relativedelta(days=self._number("aid_review_answer_days", self.date))

    @api.model
    def _born_values(self, vals):
        change = self.env["community.aid.change"].browse(vals.get("change_id"))
        case = self.env["community.aid.case"].browse(vals.get("case_id"))
        return super()._born_values(vals) | {"date_matter": change.date or case.date_decision}

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        appeals = super().create(vals_list)
        appeals.case_id._check_officer()
        return appeals

    @api.constrains("date", "kind", "late_reason", "change_id")
    def _check_filed(self):
        today = fields.Date.context_today(self)
        for appeal in self:
            case = appeal.case_id.display_name
            if not appeal.date_matter:
                raise UserError(
                    self.env._(
                        "%(case)s has not been decided: there is nothing to appeal against yet.",
                        case=case,
                    )
                )
            if not appeal.date_matter <= appeal.date <= today:
                raise UserError(
                    self.env._(
                        "%(case)s: an appeal of %(date)s lies before the decision of %(decided)s "
                        "or in the future. Correct the day.",
                        case=case,
                        date=appeal.date,
                        decided=appeal.date_matter,
                    )
                )
            if appeal.is_late and not (appeal.late_reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(case)s: the family learnt of the decision on %(known)s and could appeal "
                        "until %(limit)s; this was filed on %(date)s. Write why it is kept though "
                        "late, or do not record it.",
                        case=case,
                        known=appeal.date_known or appeal.date_matter,
                        limit=appeal.date_limit,
                        date=appeal.date,
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields() | {"case_id", "change_id"}
        return settled | self._all_fields_but() if self.state == "decided" else settled

    def _settled_sentence(self, name):
        return self.env._(
            "The appeal of %(date)s in %(case)s stays as it was recorded and decided: record "
            "another one.",
            date=self.date,
            case=self.case_id.display_name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for appeal in self:
            raise UserError(
                self.env._(
                    "The appeals in %(case)s are kept: record that it was withdrawn.",
                    case=appeal.case_id.display_name,
                )
            )

    # the answer

    def action_decide(self):
        """Store the outcome as it was entered, and carry out what follows from it.

        A refusal that was set aside goes back to the decision; aid that was ended is given again;
        a cut, or an amount that was too low, becomes a rise from the same month.

        :raises UserError: when day, outcome or person is missing, or nothing can follow
        """
        self.check_access("write")
        self.case_id._check_officer()
        self._check_state("open")
        # When the family learnt of it may have been entered since.
        self._check_filed()
        today = fields.Date.context_today(self)
        for appeal in self:
            case = appeal.case_id.display_name
            is_said = appeal.outcome and (appeal.decided_by or "").strip()
            if not (is_said and appeal.date_outcome):
                raise UserError(
                    self.env._(
                        "%(case)s: say how the appeal ended, on which day, and who decided it.",
                        case=case,
                    )
                )
            if not appeal.date <= appeal.date_outcome <= today:
                raise UserError(
                    self.env._(
                        "%(case)s: an answer of %(answered)s lies before the appeal of %(date)s or "
                        "in the future. Correct the day.",
                        case=case,
                        answered=appeal.date_outcome,
                        date=appeal.date,
                    )
                )
            if appeal.outcome == "reopened":
                appeal._set_aside()
            appeal._set_closed(state="decided")

    def _set_aside(self):
        """Carry out that the appealed decision does not stand."""
        case, change = self.case_id, self.change_id
        if change.kind in ENDS and case.state == "stopped":
            # As with a grant: what excludes aid that somebody has by now is given for a reason.
            start = first_of_month(case.date_end, 1)
            case._hold_people(case._people_in(start))
            if not (self.outcome_reason or "").strip():
                case._check_exclusive(start)
            # sudo: the end of aid is closed; who may record the answer was asked.
            case.sudo()._give_again()
        elif change.kind == "exit" and case.exit_until:
            # sudo: as above.
            case.sudo()._set_closed(exit_until=False)
        elif change.kind == "cut":
            self._raise_to(change.amount_before, change.date_from)
        elif not change and case.state == "refused":
            # sudo: as above, and the reasons of the refusal go with it.
            self.sudo().former = case._decision_text()
            case.sudo()._take_up_again(self.date_outcome)
        elif not change and case.decision == "granted":
            self._raise_to(self.amount, case.date_start)
        else:
            raise UserError(
                self.env._(
                    "%(case)s is not in the state any more that the appealed decision left it in: "
                    "record what the answer means as a change of the case, and the appeal as "
                    "“Decision upheld” or withdrawn.",
                    case=case.display_name,
                )
            )

    def _raise_to(self, amount, start):
        self.env["community.aid.change"].create(
            {
                "case_id": self.case_id.id,
                "kind": "raise",
                "date": self.date_outcome,
                "date_from": start,
                "amount": amount,
                "reason": self.env._("Answer to the appeal of %(date)s", date=self.date),
                "decision_person": self.decided_by,
            }
        )
