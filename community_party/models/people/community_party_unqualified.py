from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# The days of a case in their order: it is reported above before it begins.
ORDER = (
    "date_reported",
    "date_inquiry",
    "date_proposal",
    "date_heard",
    "date_vote",
    "date_approved",
)
PENALTIES = ("warning", "serious_warning", "removed_from_post", "probation")


class CommunityPartyUnqualified(models.Model):
    """The case of an unqualified member: reported above, five steps, one of three treatments.

    Measures on unqualified Party members (issued on 2024-06-16): the branch committee reports to
    the base committee before it starts; five steps lead from the inquiry to the approval; somebody
    has to improve within a term (usually six months, at most a year), is urged to leave, or is
    removed; who was punished under discipline is not treated again for the same fault. Only the
    first articles of the text could be read: how the steps between inquiry and approval are called
    is taken from the way in which a branch decides.

    The days may be entered in any order, also late. Nothing follows before the case is closed with
    the approval: then the term to improve, or the decision on the membership, is entered from it.
    """

    _name = "community.party.unqualified"
    _description = "Case of an Unqualified Member"
    _inherit = ["community.party.filed.mixin", "mail.thread"]
    _order = "date_reported desc, id desc"
    _rec_name = "member_id"

    fault = fields.Selection(
        [
            ("dues", "Dues unpaid or late"),
            ("attendance", "Poor attendance of organisation life"),
            ("six_months", "Six months without organisation life, dues or work"),
            ("other", "Other fault"),
        ],
        required=True,
        tracking=True,
        help="Six months in a row without organisation life, dues or work given: removal as a "
        "rule; dues unpaid or late and poor attendance: to improve.",
    )
    facts = fields.Text("Facts found", required=True)
    treatment = fields.Selection(
        [
            ("improve", "To improve within a term"),
            ("urge", "Urged to leave the Party"),
            ("remove", "Removed from the Party"),
        ],
        required=True,
        default="improve",
        tracking=True,
    )
    state = fields.Selection(
        [("open", "Under way"), ("approved", "Approved"), ("dropped", "Dropped")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_reported = fields.Date("Reported above on", tracking=True)
    reported_to = fields.Char(help="The base committee that was told before the case began.")
    date_inquiry = fields.Date("Inquiry ended on", tracking=True)
    date_proposal = fields.Date("Proposed by the branch committee on", tracking=True)
    date_heard = fields.Date("Member heard on", tracking=True)
    heard = fields.Text("What the member said")
    date_vote = fields.Date("Decided by the general meeting on", tracking=True)
    date_approved = fields.Date("Approved on", tracking=True)
    approved_by = fields.Char("Approving organisation", help="The committee that approved.")
    basis = fields.Char(help="Document and number of the approval.")
    months = fields.Integer(
        "Term (months)",
        compute="_compute_months",
        store=True,
        readonly=False,
        precompute=True,
        help="Usually six months, at most a year, by the numbers of the rules.",
    )
    punished = fields.Selection(
        [("none", "Not punished for it"), ("same", "Punished for the same fault")],
        "Discipline",
        help="Who was punished under discipline is not treated again for the same fault.",
    )
    discipline_id = fields.Many2one(
        "community.party.discipline", "Term entered", readonly=True, copy=False, check_company=True
    )
    decision_id = fields.Many2one(
        "community.party.membership.decision",
        "Decision entered",
        readonly=True,
        copy=False,
        check_company=True,
    )

    _open_uniq = models.UniqueIndex(
        "(member_id) WHERE state = 'open'", "A case of this member is under way already."
    )

    @api.depends("treatment", "company_id", "date_approved")
    def _compute_months(self):
        Parameter = self.env["community.parameter"]
        for case in self:
            usual = Parameter._whole(
                "party_improve_usual_months", case.company_id, case.date_approved
            )
            case.months = (case.months or usual) if case.treatment == "improve" else 0

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # An INSERT does not wait for what is still to be written: the unique index would meet the
        # state that an earlier case had before.
        self.flush_model(["state"])
        return super().create(vals_list)

    @api.constrains(*ORDER)
    def _check_days(self):
        self._check_not_future(*ORDER)
        for case in self:
            known = [name for name in ORDER if case[name]]
            for before, after in zip(known, known[1:], strict=False):
                if case[after] < case[before]:
                    raise ValidationError(
                        self.env._(
                            "%(member)s: “%(after)s” (%(day)s) lies before “%(before)s” "
                            "(%(first)s). Correct one of the two days.",
                            member=case.member_id.name,
                            after=case._fields[after]._description_string(self.env),
                            before=case._fields[before]._description_string(self.env),
                            day=case[after],
                            first=case[before],
                        )
                    )

    def _settled_fields(self):
        if self.state == "open":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        return self.env._(
            "The case of %(member)s is closed and stays as it was decided.",
            member=self.member_id.name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        if any(case.state != "open" for case in self):
            raise UserError(self.env._("A case that is closed stays in the member's file."))

    def _was_punished(self):
        """Tell whether a penalty under discipline stands in the member's file."""
        return bool(self.member_id.discipline_ids.filtered(lambda line: line.kind in PENALTIES))

    def action_approve(self):
        """Close cases with the approval above; the term or the decision is entered from them.

        :raises UserError: while a day or the approval is missing, for a term that is too long, and
            for somebody who was punished for the same fault
        """
        self.check_access("write")
        self._check_state("open")
        self._check_filled("reported_to", *ORDER, "heard", "approved_by", "basis")
        for case in self:
            case._check_not_twice()
            case._check_term()
            term = decision = False
            if case.treatment == "improve":
                term = self.env["community.party.discipline"].create(case._term_values())
            else:
                decision = self.env["community.party.membership.decision"].create(
                    case._decision_values()
                )
            case._set_closed(state="approved", discipline_id=term, decision_id=decision)
        return True

    def action_drop(self):
        """Close cases without a treatment: the member is qualified, or was punished for it."""
        self.check_access("write")
        self._check_state("open")
        self._set_closed(state="dropped")
        return True

    def _check_not_twice(self):
        if self.punished == "same":
            raise UserError(
                self.env._(
                    "%(member)s was punished under discipline for the same fault and is not "
                    "treated again for it: drop the case.",
                    member=self.member_id.name,
                )
            )
        if not self.punished and self._was_punished():
            raise UserError(
                self.env._(
                    "%(member)s has a penalty on file: say under “Discipline” whether it was for "
                    "the same fault.",
                    member=self.member_id.name,
                )
            )

    def _check_term(self):
        if self.treatment != "improve":
            return
        most = self.env["community.parameter"]._whole(
            "party_improve_months", self.company_id, self.date_approved
        )
        if not 0 < self.months <= most:
            raise UserError(
                self.env._(
                    "%(member)s: a term of %(months)s months to improve is not possible; it lasts "
                    "from 1 to %(most)s months.",
                    member=self.member_id.name,
                    months=self.months,
                    most=most,
                )
            )

    def _term_values(self):
        return {
            "member_id": self.member_id.id,
            "kind": "improve",
            "date_from": self.date_approved,
            "date_to": self.date_approved + relativedelta(months=self.months),
            "decided_by": self.approved_by,
            "basis": self.basis,
        }

    def _decision_values(self):
        return {
            "member_id": self.member_id.id,
            "kind": self.treatment,
            "ground": "unqualified",
            "date": self.date_approved,
            "decided_by": self.approved_by,
            "basis": self.basis,
        }
