from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.aid import first_of_month
from ...tools.ending import ANY_END
from .community_aid_case import GRANTED, WORKERS
from .community_aid_programme import AID_CLASSES

# Before these the family is heard: its aid becomes less or ends.
ENDS = ("stop", "cancel")
HEARD_KINDS = ("cut", "exit", *ENDS)


class CommunityAidChange(models.Model):
    """What changed in granted aid: a review, a rise, a cut, a gradual exit, the end.

    Each is decided by a named person with a reason that the family is told (art. 32). A change is a
    trace: it is never overwritten, the next one follows it. Before a cut or an end the family is
    heard and afterwards told in writing (Social Assistance Law, art. 48), where the edition of the
    programme that is in force on the day of the change says so.
    """

    _name = "community.aid.change"
    _description = "Change of Granted Aid"
    _inherit = ["community.named.mixin", "community.aid.record"]
    _order = "date desc, id desc"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("review", "Reviewed, stays"),
            ("raise", "Raised"),
            ("cut", "Cut"),
            ("class", "Other class"),
            ("exit", "Gradual exit"),
            ("stop", "Stopped"),
            ("cancel", "Ended: family does not cooperate"),
            ("work_refused", "Offer of work refused"),
            ("work_taken", "Offer of work taken or refused for a reason"),
        ],
        required=True,
        default="review",
    )
    date = fields.Date("Decided on", required=True, default=fields.Date.context_today)
    date_from = fields.Date(
        "Holds from",
        compute="_compute_date_from",
        store=True,
        readonly=False,
        precompute=True,
        help="A rise or cut holds from the month after; an end from the day of the decision.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Yuan a month now", groups=WORKERS, exportable=False, aggregator=None)
    amount_before = fields.Monetary(
        "Yuan a month before", groups=WORKERS, exportable=False, readonly=True, aggregator=None
    )
    # What a form about the changes of a month asks for: of how many people, and how much.
    people_count = fields.Integer("People of the family", readonly=True, aggregator="sum")
    changed_amount = fields.Monetary(
        "Yuan a month more or less",
        compute="_compute_changed_amount",
        store=True,
        groups=WORKERS,
        exportable=False,
        help="Of an end, what the family got until then.",
    )
    standard_amount = fields.Monetary(
        "Standard then", groups=WORKERS, exportable=False, readonly=True, aggregator=None
    )
    aid_class = fields.Selection(AID_CLASSES, "New class")
    # The family of the decision is kept; who belongs to it since then stands in the changes.
    joined_ids = fields.Many2many(
        "community.resident",
        "community_aid_change_joined_rel",
        string="Join the family",
        check_company=True,
        help="Whom the aid covers from now on.",
    )
    left_ids = fields.Many2many(
        "community.resident",
        "community_aid_change_left_rel",
        string="Leave the family",
        check_company=True,
        help="Whom the aid covers no longer, whatever became of them.",
    )
    reason = fields.Char(required=True, groups=WORKERS)
    decision_person = fields.Char("Decided by", required=True, help="Body and person.")
    date_heard = fields.Date("Family heard on")
    heard_way = fields.Selection(
        [
            ("said", "Said what it thinks"),
            ("silent", "Asked and did not answer"),
            ("died", "Nobody to hear: the person has died"),
        ],
        "Answer of the family",
    )
    heard = fields.Text(
        "What the family said", groups=WORKERS, help="Or how and how often it was asked."
    )
    needs_hearing = fields.Boolean("Hearing needed", compute="_compute_needs_hearing")
    user_id = fields.Many2one(
        "res.users",
        "Recorded by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
    )

    _check_reason = models.Constraint(
        "CHECK (length(trim(reason)) > 0 AND length(trim(decision_person)) > 0)",
        "A change has its reason and the person who decided it.",
    )
    _check_amount = models.Constraint(
        "CHECK (COALESCE(amount, 0) BETWEEN 0 AND 1000000)",
        "The amount lies between 0 and 1,000,000 yuan a month.",
    )

    @api.depends("date", "kind", "case_id")
    def _compute_needs_hearing(self):
        for change in self:
            change.needs_hearing = bool(
                change.case_id and change._is_heard_kind() and change._rule().needs_hearing
            )

    def _is_heard_kind(self):
        return self.kind in HEARD_KINDS

    def _rule(self):
        """Return the edition of the programme in force on the day of the change."""
        day = self.date or fields.Date.context_today(self)
        return self.case_id.programme_id._edition_on(day, self.case_id.company_id)

    @api.depends("date", "kind")
    def _compute_date_from(self):
        for change in self:
            later = change.kind in ("raise", "cut") and change.date
            change.date_from = first_of_month(change.date, 1) if later else change.date

    @api.depends("kind", "amount", "amount_before")
    def _compute_changed_amount(self):
        for change in self:
            if change.kind in ("raise", "cut"):
                change.changed_amount = abs(change.amount - change.amount_before)
            else:
                ends = change.kind in ("stop", "cancel")
                change.changed_amount = change.amount_before if ends else 0

    @api.model
    def _born_values(self, vals):
        # What the case got until then, by the standard of that month, whoever may read it.
        case = self.env["community.aid.case"].browse(vals.get("case_id")).sudo()
        known = {"date": fields.Date.context_today(self)}
        known |= {name: vals[name] for name in ("date", "date_from", "kind") if vals.get(name)}
        values = {"standard_amount": 0}
        if known.get("kind") in ENDS:
            # What was paid until then, and the notice to the family, go by one day.
            known["date_from"] = values["date_from"] = known["date"]
        month = self.new(known)._first_month()
        values["amount_before"] = case._amount_of(month)
        values["people_count"] = case._people_count(month)
        if case.programme_id.amount_method == "gap":
            values["standard_amount"] = case._standard_in(month).amount
        return super()._born_values(vals) | values

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        changes = super().create(vals_list)
        for change in changes:
            change._apply()
        return changes

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for change in self:
            raise UserError(
                self.env._(
                    "The changes of %(case)s are kept: record another one instead.",
                    case=change.case_id.display_name,
                )
            )

    def _apply(self):
        """Carry the change over to the case, after checking that the case can bear it."""
        case = self.case_id
        case._check_officer()
        case._check_state(*GRANTED)
        if self.date > fields.Date.context_today(self) or self.date < case.date_decision:
            raise UserError(
                self.env._(
                    "%(case)s: a change of %(date)s lies before its decision or in the future: "
                    "correct the day.",
                    case=case.display_name,
                    date=self.date,
                )
            )
        self._check_heard()
        self._check_school()
        self._check_family()
        values = getattr(self, f"_apply_{self.kind}", self._apply_nothing)(case)
        # A new change has to be explained again.
        case.sudo()._set_closed(**{"date_told": False, **values})
        case._sync_category()

    def _paper_needs(self, paper):
        needs = {
            "report_aid_change": ("date_from", "decision_person", "reason", "case_id.resident_id"),
            "report_aid_stop": ("date_from", "decision_person", "reason", "case_id.resident_id"),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if not self._rule().legal_basis:
            lacks.append(self.env._("the legal basis of the programme"))
        needs = {"raise": ("amount",), "class": ("aid_class",), "exit": ("case_id.exit_until",)}
        for path in needs.get(self.kind, ()):
            link, _dot, name = path.rpartition(".")
            record = self.mapped(link) if link else self
            if not record[name]:
                lacks.append(record._fields[name]._description_string(self.env))
        return lacks

    def _paper_addressee(self):
        """Return to whom the notice goes: of somebody who died, to the family."""
        name = self.case_id.resident_id.name
        if self.heard_way == "died":
            return self.env._("The family of %(name)s", name=name)
        return name

    def _paper_sentence(self):
        """Return the sentence that says what changes, or ends, and from when."""
        case, day = self.case_id, self._paper_day(self.date_from)
        programme = case.programme_id.name
        if self.kind == "class":
            labels = dict(self._fields["aid_class"]._description_selection(self.env))
            return self.env._(
                "The class in “%(programme)s” changes to “%(name)s” from %(day)s.",
                programme=programme,
                name=labels[self.aid_class],
                day=day,
            )
        if self.kind in ("raise", "cut"):
            return self.env._(
                "Aid by “%(programme)s” changes from %(before)s to %(after)s yuan a month "
                "(%(words)s), from %(day)s.",
                programme=programme,
                before=f"{self.amount_before:.2f}",
                after=f"{self.amount:.2f}",
                words=self._amount_in_capitals(self.amount),
                day=day,
            )
        if self.kind == "exit":
            return self.env._(
                "The family no longer meets the conditions of “%(programme)s”. Aid of %(amount)s "
                "yuan a month goes on for a time and ends on %(day)s.",
                programme=programme,
                amount=f"{case.amount:.2f}",
                day=self._paper_day(case.exit_until),
            )
        return self.env._("Aid by “%(programme)s” ends on %(day)s.", programme=programme, day=day)

    def _check_heard(self):
        """Refuse a cut or an end on which the family was not heard (art. 48)."""
        case = self.case_id
        if not self.needs_hearing or self.heard_way == "died":
            return
        if not (self.date_heard and self.heard_way and (self.heard or "").strip()):
            raise UserError(
                self.env._(
                    "%(case)s: before aid is cut or ended the family is heard (Social Assistance "
                    "Law, art. 48). Write down when it was heard and what it said, or how it was "
                    "asked and did not answer.",
                    case=case.display_name,
                )
            )
        if self.date_heard > self.date or self.date_heard < case.date_decision:
            raise UserError(
                self.env._(
                    "%(case)s: a hearing of %(heard)s does not lie between the grant of %(granted)s"
                    " and the change of %(date)s. Correct one of the days.",
                    case=case.display_name,
                    heard=self.date_heard,
                    granted=case.date_decision,
                    date=self.date,
                )
            )

    def _check_school(self):
        """Extremely poor people at school keep their aid after they come of age (art. 16)."""
        case = self.case_id
        is_end = self.kind in ("stop", "exit") and self.heard_way != "died"
        if is_end and self._rule().needs_hearing and case._came_of_age() and case.school:
            raise UserError(
                self.env._(
                    "%(name)s is at school (%(school)s): aid goes on after coming of age up to the "
                    "end of upper secondary school (Social Assistance Law, art. 16). When school "
                    "has ended, empty the school in %(case)s first.",
                    name=case.resident_id.name,
                    school=case.school,
                    case=case.display_name,
                )
            )

    def _check_family(self):
        """Let leave who belongs to the family, and join whom no other aid covers that excludes it.

        :raises UserError: naming the person, and the case that covers the person
        """
        case, start = self.case_id, self._first_month()
        if not (self.joined_ids or self.left_ids):
            return
        before = case._people_in(fields.Date.subtract(start, days=1)) - self.joined_ids
        if strangers := self.left_ids - before:
            raise UserError(
                self.env._(
                    "%(name)s does not belong to the family of %(case)s and cannot leave it: take "
                    "the person out of the change.",
                    name=strangers[0].name,
                    case=case.display_name,
                )
            )
        case._hold_people(self.joined_ids)
        case._check_exclusive(start, people=self.joined_ids)
        # Months that were paid already are theirs as well: the family of them is another one now.
        paid = case.payment_ids.filtered(
            lambda line: line.period >= start and case._has_month(line.period)
        )
        self.env["community.aid.month"]._take(paid if self.joined_ids else paid.browse())

    def _first_month(self):
        """Return the first day of the first month that goes by this change."""
        day = self.date_from or self.date
        return day if day.day == 1 else first_of_month(day, 1)

    @api.model
    def _takes_ended(self):
        # Whoever leaves a family may be gone altogether.
        return super()._takes_ended() | {"left_ids": ANY_END}

    def _apply_nothing(self, case):
        return {"date_told": case.date_told}

    def _apply_review(self, case):
        return {"next_review_date": self._next_review(case), "date_told": case.date_told}

    def _apply_raise(self, case):
        self._check_direction(case, self.amount > self.amount_before)
        return {"amount": case._amount_of(None), "next_review_date": self._next_review(case)}

    def _apply_cut(self, case):
        self._check_direction(case, 0 <= self.amount < self.amount_before)
        return {"amount": case._amount_of(None), "next_review_date": self._next_review(case)}

    def _apply_class(self, case):
        if not self.aid_class:
            raise UserError(self.env._("%(case)s: choose the new class.", case=case.display_name))
        return {
            "aid_class": self.aid_class,
            "next_review_date": self._next_review(case, self.aid_class),
        }

    def _apply_exit(self, case):
        months = case.programme_id.exit_months
        return {"exit_until": self.date + relativedelta(months=months)}

    def _apply_stop(self, case):
        return {"state": "stopped", "date_end": self.date, "date_closed": self.date}

    def _apply_cancel(self, case):
        return self._apply_stop(case)

    def _next_review(self, case, aid_class=None):
        months = case.programme_id._review_months(aid_class or case.aid_class)
        return self.date + relativedelta(months=months)

    def _check_direction(self, case, is_right):
        if not is_right:
            raise UserError(
                self.env._(
                    "%(case)s gets %(before)s yuan a month: %(after)s is no such change. Choose "
                    "the other kind or another amount.",
                    case=case.display_name,
                    before=f"{self.amount_before:g}",
                    after=f"{self.amount:g}",
                )
            )
