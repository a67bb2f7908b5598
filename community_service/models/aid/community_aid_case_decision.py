from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.aid import first_of_month
from .community_aid_case import GRANTED, WORKERS

# Which proposal speaks for granting aid of a kind.
SUPPORTED_BY = {"dibao": "dibao", "edge": "edge", "extreme_poor": "papers", "rigid": "fits"}


class CommunityAidCase(models.Model):
    """The decision of a named person, what it rested on, and what follows from it."""

    _inherit = "community.aid.case"

    decision = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")], copy=False, readonly=True
    )
    date_decision = fields.Date("Decided on", copy=False, readonly=True, index="btree_not_null")
    decision_body = fields.Char("Deciding body", copy=False, readonly=True)
    decision_person = fields.Char("Decided by", copy=False, readonly=True)
    decision_number = fields.Char("Document", copy=False, readonly=True)
    decision_basis = fields.Char("Article", copy=False, readonly=True)
    decision_standard = fields.Monetary("Standard then", copy=False, readonly=True, aggregator=None)
    decision_working = fields.Text("Reckoning then", copy=False, readonly=True, groups=WORKERS)
    decision_reason = fields.Text("Reasons", copy=False, readonly=True, groups=WORKERS)
    decided_by_id = fields.Many2one(
        "res.users", "Recorded by", copy=False, readonly=True, index="btree_not_null"
    )
    amount = fields.Monetary(
        "Yuan a month",
        copy=False,
        readonly=True,
        groups=WORKERS,
        exportable=False,
        help="What the family gets now; for aid given once, the whole amount.",
    )
    date_start = fields.Date(
        "Aid from", copy=False, readonly=True, help="Monthly aid: the month after the decision."
    )
    date_end = fields.Date("Aid until", copy=False, readonly=True, index="btree_not_null")
    date_closed = fields.Date("Closed on", copy=False, readonly=True)
    date_told = fields.Date("Family told on", copy=False, readonly=True)

    _check_decision = models.Constraint(
        """CHECK (decision IS NULL OR date_decision IS NOT NULL
        AND length(trim(decision_person)) > 0 AND length(trim(decision_basis)) > 0)""",
        "A decision has a day, a named person and the article it rests on.",
    )

    def action_decide(self):
        """Open the form that records the decision of the deciding body."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        self._check_decidable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision"),
            "res_model": "community.aid.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _check_decidable(self):
        """Urgent help is decided before the papers; the rest once it was handed in."""
        if self.is_urgent and self.kind == "temporary":
            self._check_state("accepted", "survey", "submitted")
        else:
            self._check_state("submitted")

    def _decide(self, values):
        """Store a decision with article, standard and working of the day, and draw its conclusions.

        :param dict values: ``decision`` (granted, refused), ``date``, ``decision_body``,
            ``decision_person``, ``decision_number``, ``decision_basis``, ``amount`` (yuan a month,
            or in all for aid given once), ``aid_class`` and ``reason`` (needed for a refusal, and
            where the decision differs from the proposal)
        :raises UserError: when the step, the day, the reason or a fact is missing
        """
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        self._check_decidable()
        self._check_decision_day(values["date"])
        is_granted = values["decision"] == "granted"
        reason = (values.get("reason") or "").strip()
        self._check_basis(is_granted, reason, values)
        rules = self.programme_id
        amount = values.get("amount") or 0.0 if is_granted else 0.0
        start = first_of_month(values["date"], 1) if rules.is_monthly else values["date"]
        written = {
            "decision": values["decision"],
            "decision_body": values.get("decision_body") or rules.decision_body,
            "decision_person": values["decision_person"],
            "decision_number": values.get("decision_number"),
            "decision_basis": values.get("decision_basis") or rules.legal_basis,
            "decision_standard": self.standard_id.amount,
            "decision_working": self._working_text(),
            "decision_reason": reason,
            "decided_by_id": self.env.uid,
            "amount": amount,
            "state": "approved" if is_granted else "refused",
            "date_start": is_granted and start,
            "date_closed": not is_granted and values["date"],
        }
        if values.get("aid_class"):
            written["aid_class"] = values["aid_class"]
        if is_granted:
            written |= self._dates_after(start, values.get("aid_class"))
        # The working above was reckoned first: with its date the decision freezes the figures.
        self._by_code({**written, "date_decision": values["date"]})
        if not is_granted:
            self._close_need(self.env._("Not granted; reasons were given"), is_met=False)
        self._sync_category()

    def _dates_after(self, start, aid_class):
        rules, dates = self.programme_id, {}
        if rules.valid_months:
            end = start + relativedelta(months=rules.valid_months, days=-1)
            dates["date_end"] = end
        if rules.is_monthly or self.kind == "edge":
            months = rules._review_months(aid_class or self.aid_class)
            dates["next_review_date"] = start + relativedelta(months=months)
        return dates

    def _check_decision_day(self, day):
        first = self.date_submitted or self.date_accepted
        if day > fields.Date.context_today(self) or first and day < first:
            raise UserError(
                self.env._(
                    "%(case)s cannot have been decided on %(day)s: it was handed in on %(first)s, "
                    "and today is the last day possible.",
                    case=self.display_name,
                    day=day,
                    first=first,
                )
            )

    def _check_basis(self, is_granted, reason, values):
        labels = dict(self._fields["proposal"]._description_selection(self.env))
        if not is_granted and not reason:
            raise UserError(
                self.env._(
                    "%(case)s: a refusal needs its reasons; the family is told within "
                    "%(days)s working days.",
                    case=self.display_name,
                    days=self.programme_id.refusal_days,
                )
            )
        if not is_granted:
            return
        if self.programme_id.needs_income and self.proposal == "unknown":
            raise UserError(
                self.env._(
                    "%(case)s cannot be granted while facts are missing: %(facts)s.",
                    case=self.display_name,
                    facts=self.env._(", ").join(self._missing_facts()),
                )
            )
        if self.is_staff_relative or self.notice_ids.filtered("date_objection"):
            if not self.date_county_visit:
                raise UserError(
                    self.env._(
                        "%(case)s concerns a relative of staff or met an objection: the county "
                        "visits the home first. Write down the day of its visit.",
                        case=self.display_name,
                    )
                )
        wanted = SUPPORTED_BY.get(self.kind)
        if wanted and self.proposal != wanted and not reason:
            raise UserError(
                self.env._(
                    "%(case)s: the reckoning says “%(proposal)s”. Say why it is granted all the "
                    "same.",
                    case=self.display_name,
                    proposal=labels[self.proposal],
                )
            )
        self._check_limit(reason, values.get("amount") or 0)
        if self.programme_id.is_monthly and not 0 < values.get("amount", 0) <= 1_000_000:
            raise UserError(
                self.env._(
                    "%(case)s: %(amount)s yuan a month cannot be granted. Write what the family "
                    "gets each month.",
                    case=self.display_name,
                    amount=values.get("amount") or 0,
                )
            )

    def _check_limit(self, reason, amount):
        """More than so many months of the standard a person is granted with a reason alone."""
        months, standard = self.programme_id.standard_months, self.standard_id
        limit = months * standard.amount * (self.family_size or 1)
        if months and standard and amount > limit and not reason:
            raise UserError(
                self.env._(
                    "%(case)s: %(amount)s yuan is more than %(months)s months of the standard for "
                    "%(count)s people (%(limit)s yuan). Grant less, or say why.",
                    case=self.display_name,
                    amount=f"{amount:g}",
                    months=months,
                    count=self.family_size or 1,
                    limit=f"{limit:g}",
                )
            )

    def action_start(self):
        """Aid begins: the family stands in the list, or the first payment is made."""
        self.check_access("write")
        self._check_officer()
        self._check_state("approved")
        self._start()

    def _start(self):
        """Let granted cases begin; the needs behind them are met."""
        cases = self.filtered(lambda case: case.state == "approved")
        cases._by_code({"state": "active"})
        for case in cases:
            case._close_need(self.env._("Aid granted, case %(number)s", number=case.number))

    def action_close(self):
        """Close granted cases whose aid was given, with its outcome.

        :raises UserError: without an outcome; a housing case says how it was solved
        """
        self.check_access("write")
        self._check_officer()
        self._check_state(*GRANTED)
        for case in self:
            is_silent = not (case.outcome or "").strip()
            if is_silent or case.kind == "housing" and case.is_solved and not case.housing_way:
                raise UserError(
                    self.env._(
                        "%(case)s: say in one line what came of it, and for housing by which way "
                        "it was solved.",
                        case=case.display_name,
                    )
                )
        self._by_code({"state": "closed", "date_closed": fields.Date.context_today(self)})
        for case in self:
            case._close_need(case.outcome)
        self._sync_category()

    def action_told(self):
        """Open the form that records what the family was told."""
        self.ensure_one()
        self.check_access("read")
        subject = {"refused": "refusal", "approved": "result", "active": "result"}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Told to the family"),
            "res_model": "community.aid.told",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_case_id": self.id,
                "default_household_id": self.household_id.id,
                "default_resident_id": self.resident_id.id,
                "default_subject": subject.get(self.state, "change"),
            },
        }

    def action_change(self):
        """Open the form that records a review, a change, a refused offer of work or the end."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        self._check_state(*GRANTED)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Review or change"),
            "res_model": "community.aid.change",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _sync_category(self):
        """Let the categories *dibao* and *edge* follow the cases at once."""
        self.env["community.category"]._sync_derived(self.household_id)
