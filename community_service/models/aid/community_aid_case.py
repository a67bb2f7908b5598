from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.aid import first_of_month
from ...tools.ending import DIED, MOVED
from ...tools.said_day import said_month
from .community_aid_programme import AID_CLASSES, PERSON_KINDS

WORKERS = "community_service.group_community_grid_worker"

OFFICERS = "community_service.group_community_officer"

ENDED = ("refused", "stopped", "closed")

GRANTED = ("approved", "active")


def _school_year(case):
    today = fields.Date.context_today(case)
    return today.year if today.month >= 8 else today.year - 1


class CommunityAidCase(models.Model):
    """One household's, or one person's, way to one kind of aid.

    Temporary aid is given where the emergency happened: somebody without a household here has a
    case in that place, with a name, or with the file of the register (Social Assistance Law,
    art. 37).

    The program reckons and proposes with its reason; a named person decides, and the decision keeps
    article, standard and amount of its day. Amounts are for those who work on the case: an auditor
    reads totals and figures and no case, every opening is logged, and nothing of it is exported.
    """

    _name = "community.aid.case"
    _description = "Aid Case"
    _inherit = [
        "community.contacted.mixin",
        "community.logged.mixin",
        "community.workday.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_received desc, id desc"
    _rec_names_search = ["number", "household_id.address", "resident_id.name", "contact_name"]
    _check_company_auto = True

    # what and for whom
    number = fields.Char(copy=False, readonly=True, index=True)
    programme_id = fields.Many2one(
        "community.aid.programme",
        "Aid programme",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(related="programme_id.kind", store=True, precompute=True, index=True)
    area_id = fields.Many2one(
        help="Without a household here: where the emergency happened. It says who looks after it."
    )
    contact_address = fields.Char("Home elsewhere", help="Of somebody without a household here.")
    need_id = fields.Many2one(
        help="What the community found and reported in time (Social Assistance Law, art. 39)."
    )
    resident_id = fields.Many2one(
        string="Applicant",
        compute="_compute_resident_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Who applies; for aid to one person, whom it is for.",
    )
    needs_survey = fields.Boolean(related="programme_id.needs_survey")
    needs_notice = fields.Boolean(related="programme_id.needs_notice")
    needs_income = fields.Boolean(related="programme_id.needs_income")
    is_monthly = fields.Boolean(related="programme_id.is_monthly")
    publishes_result = fields.Boolean(related="programme_id.publishes_result")
    place = fields.Selection(related="programme_id.place")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("accepted", "Accepted"),
            ("survey", "Survey"),
            ("public_notice", "Public notice"),
            ("objection", "Objection"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("active", "In aid"),
            ("refused", "Not approved"),
            ("stopped", "Stopped"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
        index=True,
        group_expand="_group_states",
    )
    user_id = fields.Many2one(
        "res.users",
        "Case worker",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    reason = fields.Text("Why help is asked for", groups=WORKERS)
    currency_id = fields.Many2one(related="company_id.currency_id")
    # application
    date_received = fields.Date("Applied on", required=True, default=fields.Date.context_today)
    date_accepted = fields.Date("Accepted on", copy=False, readonly=True)
    date_submitted = fields.Date("Handed in on", copy=False, readonly=True)
    is_handed_in = fields.Boolean("Handed in by the community", default=True)
    date_authority = fields.Date("Authority and consent signed on")
    missing_papers = fields.Text(
        "Papers still missing", help="Told all at once; one a line. Empty: nothing is missing."
    )
    is_extended = fields.Boolean("Special case", help="The longer time of the programme applies.")
    is_permit_holder = fields.Boolean(
        "Holds a residence permit",
        compute="_compute_is_permit_holder",
        store=True,
        readonly=False,
        help="May apply here where a local rule opens the programme.",
    )
    is_staff_relative = fields.Boolean(
        "Near relative of staff", help="Registered separately; the county visits it (art. 11, 20)."
    )
    staff_relation = fields.Char("Whose relative", groups=OFFICERS)
    single_reason = fields.Selection(
        [
            ("disability", "Severe disability, edge family"),
            ("mental", "Mental or intellectual disability, edge family"),
            ("illness", "Major illness, edge family"),
            ("clergy", "Living in a place of worship"),
            ("other", "Other, as the county allows"),
        ],
        "Applies alone because",
        groups=WORKERS,
    )
    disability_grade = fields.Integer(groups=WORKERS)
    date_check = fields.Date("Data check begun on")
    date_county_visit = fields.Date("Visited by the county on")
    aid_class = fields.Selection(AID_CLASSES, "Class", default="b")
    # aid of one kind
    is_urgent = fields.Boolean("Urgent", help="Help first, papers afterwards (temporary aid).")
    date_papers = fields.Date("Papers made up on")
    school = fields.Char()
    school_year = fields.Integer("School year from", default=lambda self: _school_year(self))
    term = fields.Selection(
        [("year", "Whole year"), ("first", "First term"), ("second", "Second term")]
    )
    education_form = fields.Selection(
        [
            ("waiver", "Fees waived"),
            ("grant", "Grant"),
            ("living", "Living support"),
            ("job", "Part-time job"),
        ],
        "Form of aid",
    )
    housing_way = fields.Selection(
        [
            ("public_rental", "Public rental flat"),
            ("rent_subsidy", "Rent subsidy"),
            ("rebuild", "Rural house rebuilt"),
            ("repair", "Repair"),
            ("other", "Other way"),
        ],
        "Solved by",
    )
    fee_name = fields.Char("Fee waived")
    fee_amount = fields.Monetary("Amount of the fee", groups=WORKERS)
    spending = fields.Monetary("Rigid spending in 12 months", groups=WORKERS)
    outcome = fields.Char(copy=False, help="What came of it, in one line.")
    is_solved = fields.Boolean(copy=False)
    member_ids = fields.One2many("community.aid.member", "case_id", "Family", copy=False)
    income_ids = fields.One2many("community.aid.income", "case_id", copy=False)
    asset_ids = fields.One2many("community.aid.asset", "case_id", "Assets", copy=False)
    notice_ids = fields.One2many("community.aid.notice", "case_id", "Notices", copy=False)
    payment_ids = fields.One2many("community.aid.payment", "case_id", "Payments", copy=False)
    change_ids = fields.One2many("community.aid.change", "case_id", "Changes", copy=False)
    appeal_ids = fields.One2many("community.aid.appeal", "case_id", "Appeals", copy=False)
    told_ids = fields.One2many("community.aid.told", "case_id", "Told to the family", copy=False)
    visit_ids = fields.One2many("community.visit", "aid_case_id", "Visits", copy=False)

    payment_count = fields.Integer(
        "Number of payments", compute="_compute_payment_count", groups=WORKERS
    )
    date_first_paid = fields.Date(
        "First paid on", compute="_compute_date_first_paid", store=True, index="btree_not_null"
    )

    _number_uniq = models.UniqueIndex("(company_id, number)", "This case number exists already.")
    _student_uniq = models.UniqueIndex(
        "(resident_id, school_year) WHERE kind = 'education' AND state <> 'refused'",
        "This student has education aid of this school year already: open that case.",
    )
    _running_uniq = models.UniqueIndex(
        """(household_id, kind) WHERE kind IN ('dibao', 'edge', 'extreme_poor', 'rigid')
        AND single_reason IS NULL AND state NOT IN ('refused', 'stopped', 'closed')""",
        "This household has a case of this programme under way or in aid: open that one.",
    )
    _check_household = models.Constraint(
        "CHECK (household_id IS NOT NULL OR kind = 'temporary' AND area_id IS NOT NULL)",
        "Aid is for a household of the register; temporary aid alone may stand in the place where "
        "the emergency happened. Choose the household, or the place.",
    )
    _check_fee = models.Constraint(
        "CHECK (COALESCE(fee_amount, 0) >= 0 AND COALESCE(spending, 0) >= 0)",
        "A fee and what was spent are amounts of 0 yuan or more.",
    )
    _check_grade = models.Constraint(
        "CHECK (COALESCE(disability_grade, 0) BETWEEN 0 AND 4)",
        "A disability has a grade from 1, the severest, to 4.",
    )
    _order_idx = models.Index("(date_received DESC, id DESC)")
    _grid_idx = models.Index("(grid_id, date_received DESC, id DESC)")

    @api.model
    def _tells_sensitive(self):
        return Domain.TRUE

    @api.model
    def _group_states(self, states, domain):
        return [key for key, _label in self._fields["state"].selection if key in states]

    @api.depends("household_id", "need_id", "visit_id")
    def _compute_resident_id(self):
        for case in self:
            home = case.household_id or case.need_id.household_id or case.visit_id.household_id
            if not case.resident_id and case.kind not in PERSON_KINDS:
                case.resident_id = home.head_id
            else:
                case.resident_id = case.resident_id

    @api.depends("resident_id")
    def _compute_is_permit_holder(self):
        """Take from the register that the applicant holds a permit, of one that has not run out."""
        today = fields.Date.context_today(self)
        for case in self:
            end = case.resident_id.residence_permit_end
            is_held = case.resident_id.residence_permit == "held" and (not end or end >= today)
            case.is_permit_holder = case.is_permit_holder or is_held

    @api.depends("number", "household_id.address", "area_id.complete_name")
    def _compute_display_name(self):
        # Neither a name nor the kind of aid: the title stands in notifications and pickers.
        self._origin.fetch(["number", "household_id", "area_id"])
        self.household_id._origin.fetch(["address"])
        for case in self:
            place = case.household_id.address or case.area_id.complete_name
            case.display_name = f"{case.number or ''} {place or ''}".strip()

    @api.constrains("programme_id", "household_id", "resident_id", "contact_name")
    def _check_whose(self):
        """Without a household: a programme of the place of the emergency, and a name."""
        for case in self.filtered(lambda case: not case.household_id):
            if case.programme_id.place != "emergency":
                raise UserError(
                    self.env._(
                        "%(case)s: %(programme)s is for a household of the register. Choose it; "
                        "only aid that is given where the emergency happened goes without one.",
                        case=case.display_name,
                        programme=case.programme_id.name,
                    )
                )
            if not case._applicant_name():
                raise UserError(
                    self.env._(
                        "%(case)s has neither a household nor a person: write the name of who is "
                        "in distress.",
                        case=case.display_name,
                    )
                )

    @api.constrains("kind", "resident_id", "school_year", "school")
    def _check_person(self):
        for case in self:
            if case.kind in PERSON_KINDS and not case.resident_id:
                raise UserError(
                    self.env._(
                        "%(programme)s is aid to one person: say whom of %(household)s it is for.",
                        programme=case.programme_id.name,
                        household=case.household_id.display_name,
                    )
                )
            if case.kind == "education" and not 2000 <= case.school_year <= 2100:
                raise UserError(
                    self.env._(
                        "%(case)s: %(year)s is no school year. Write the year in which it begins.",
                        case=case.display_name,
                        year=case.school_year,
                    )
                )

    @api.model
    def _born_values(self, vals):
        values = super()._born_values(vals)
        if not vals.get("number"):
            # Numbering is shared by all workers, who do not read sequences.
            sequence = self.env["ir.sequence"].sudo()
            day = fields.Date.to_date(vals.get("date_received")) or None
            values["number"] = sequence.next_by_code(self._name, sequence_date=day)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # The record says itself what happened: no creation message and no followers.
        quiet = self.with_context(tracking_disable=True)
        cases = super(CommunityAidCase, quiet).create(vals_list).with_env(self.env)
        cases.filtered(lambda case: not case.member_ids)._fill_members()
        self.env["community.aid.cover"]._refresh(cases.household_id)
        return cases

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for case in self:
            if case.state != "draft":
                raise UserError(
                    self.env._(
                        "%(case)s has been accepted and is kept: end it with its outcome instead.",
                        case=case.display_name,
                    )
                )

    def _settled_fields(self):
        if not self.date_decision:
            return super()._settled_fields()
        return super()._settled_fields() | {
            "programme_id",
            "household_id",
            "area_id",
            "resident_id",
            "contact_name",
            "single_reason",
        }

    def _settled_sentence(self, name):
        return self.env._(
            "%(case)s was decided on %(date)s: family, income and assets of that day are kept. "
            "Record a change instead.",
            case=self.display_name,
            date=self.date_decision,
        )

    def _check_undecided(self):
        """Refuse to change what a decision rests on."""
        for case in self.filtered("date_decision"):
            raise UserError(case._settled_sentence("programme_id"))

    def _is_claimable(self):
        return super()._is_claimable() and self.state not in ENDED

    def _claim_title(self):
        return self.env._("Help for a household, %(number)s", number=self.number)

    def _offer_label(self):
        return self.env._("Help for a household")

    # What was paid for a case, and the month's payments of many cases at once.

    @api.depends_context("uid")
    def _compute_payment_count(self):
        self._count_links("payment_count", "community.aid.payment", "case_id")

    @api.depends("payment_ids.date", "payment_ids.kind")
    def _compute_date_first_paid(self):
        for case in self:
            benefits = case.payment_ids.filtered(lambda p: p.kind != "recovery")
            case.date_first_paid = min(benefits.mapped("date"), default=False)

    def _may_pay(self):
        """Tell whether money may flow: granted, ended with something still owed, or urgent."""
        if self.decision == "granted":
            return True
        is_urgent = self.is_urgent and self.kind == "temporary"
        return is_urgent and self.state in ("accepted", "survey", "submitted")

    def _balance(self):
        """Return what was paid less what was taken back."""
        self.env["community.aid.payment"].flush_model()
        ((total,),) = (
            self.env["community.aid.payment"]
            .sudo()  # A sum alone; the line in hand was checked.
            ._read_group([("case_id", "=", self.id)], [], ["signed_amount:sum"])
        )
        return round(total, 2)

    def action_pay(self):
        """Open the form of a payment."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment"),
            "res_model": "community.aid.payment",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_pay_month(self):
        """Record this month's benefit of every chosen case that pays monthly and has none yet.

        :return: the payments made
        :raises UserError: when none of the cases has anything to pay this month
        """
        self.check_access("write")
        self._check_officer()
        today = fields.Date.context_today(self)
        period = first_of_month(today)
        due = self.filtered(
            lambda case: (
                case.state in GRANTED
                and case.programme_id.is_monthly
                and case.amount > 0
                and first_of_month(case.date_start) <= period
                and not (case.date_end and case.date_end < period)
                # Of somebody who died, a month at a time and for a reason.
                and not ((last := case._last_month()) and last < period)
            )
        )
        Payment = self.env["community.aid.payment"]
        paid = Payment.search(
            Domain("case_id", "in", due.ids)
            & Domain("period", "=", period)
            & Domain("kind", "=", "benefit")
            & Domain("form", "=", "money")
        ).case_id
        due -= paid
        if not due:
            raise UserError(
                self.env._(
                    "None of these cases has a benefit to pay in %(month)s: they are paid already, "
                    "begin later, or are not paid monthly.",
                    month=said_month(self.env.lang, period),
                )
            )
        payments = Payment.create([{"case_id": case.id, "period": period} for case in due])
        return self._payment_action([("id", "in", payments.ids)])

    def action_open_payments(self):
        """Open the payments of one case."""
        self.ensure_one()
        self.check_access("read")
        return self._payment_action([("case_id", "=", self.id)])

    def _payment_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_aid_payment_action"
        )
        context = {"default_case_id": self.id} if len(self) == 1 else {}
        return action | {"domain": domain, "context": context}

    @api.model
    def _takes_ended(self):
        # A family's case goes on when whoever asked for it has left.
        return super()._takes_ended() | {"resident_id": frozenset({MOVED})}

    # money for months after a death

    def _last_month(self):
        """Return the first day of the last month that may be paid; None while somebody lives.

        It is the month of the death: of the person whose aid it is, or of the last one who lived in
        the household.
        """
        self.ensure_one()
        # Whether the family lives is a fact, whatever the reader's rules hide.
        case = self.sudo().with_context(active_test=False)
        people = case.resident_id
        if not case._is_of_person():
            if case.household_id.open_residency_ids:
                return None
            lines = case.household_id.residency_ids
            people = lines.filtered(lambda line: line.end_reason == "death").resident_id or people
        days = people.mapped("date_death")
        return first_of_month(max(days)) if days and all(days) else None

    def _is_of_person(self):
        """Tell whether the aid is that of one person and not of the household."""
        return bool(self.kind in PERSON_KINDS or self.single_reason or not self.household_id)

    def _beneficiary_key(self):
        """Return for whom a benefit counts once; nobody knows who else somebody without a file
        may be, so that such a case stands for itself."""
        if not self._is_of_person():
            return f"h{self.household_id.id}"
        return f"r{self.resident_id.id}" if self.resident_id else f"c{self.id}"

    def _people_in(self, period):
        """Return whom the aid covers in a month: the family of the decision, and who joined or
        left it since by a recorded change.

        :param date period: the first day of the month
        """
        self.ensure_one()
        # Whom aid covers is a fact, whatever the reader's rules hide.
        case = self.sudo()
        if case._is_of_person():
            return case.resident_id
        people = case.member_ids.filtered("counts").resident_id or case.resident_id
        changes = case.change_ids.filtered(lambda c: c.date_from and c.date_from <= period)
        for change in changes.sorted(lambda c: (c.date_from, c.id)):
            people = (people | change.joined_ids) - change.left_ids
        return people

    def _has_month(self, period):
        """Tell whether public money or goods of a month stand, after what was taken back."""
        self.ensure_one()
        # Whether, not how much: the line in hand was checked.
        lines = self.sudo().payment_ids
        lines = lines.filtered(lambda line: line.period == period and line._is_public())
        goods = lines.filtered(lambda line: line.form == "goods")
        return bool(
            round(sum((lines - goods).mapped("signed_amount")), 2) > 0
            or len(goods.filtered(lambda line: line.kind != "recovery"))
            > len(goods.filtered(lambda line: line.kind == "recovery"))
        )

    def _paid_after(self, ending):
        """Return what was paid for months after the end of a person, less what came back."""
        self.ensure_one()
        if ending.kind != DIED or not (last := self._last_month()):
            return 0
        # A sum, for the officer who has the case.
        later = self.sudo().payment_ids.filtered(
            lambda line: line.period > last and line.form == "money" and not line.ended_reason
        )
        return round(sum(later.mapped("signed_amount")), 2)

    def _ending_line(self, ending):
        paid = self._paid_after(ending)
        if paid <= 0:
            return super()._ending_line(ending)
        return self.env._(
            "%(case)s: %(amount)s yuan were paid for months after the death. Recover them, or "
            "write why they stay.",
            case=self.display_name,
            amount=f"{paid:g}",
        )

    # aid of a household

    @api.model
    def _action_new(self, context):
        """Return the action that opens a new case with what is known filled in."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New aid case"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": context,
        }

    # Aid and the caring station: a student is congratulated, a death ends payments.

    def _end_after_death(self, farewell):
        """Stop granted aid with a change, as for any other end; a case under way is closed."""
        reason = self.env._("The person has died.")
        for case in self:
            if case.state in GRANTED:
                # The dialog is the decision: who confirms it is the person named.
                self.env["community.aid.change"].create(
                    {
                        "case_id": case.id,
                        "kind": "stop",
                        "reason": reason,
                        "heard_way": "died",
                        "decision_person": self.env.user.name,
                    }
                )
            else:
                case._check_officer()
                today = fields.Date.context_today(case)
                case.sudo()._set_closed(state="closed", outcome=reason, date_closed=today)
                case._close_need(reason, is_met=False)

    @api.model
    def _list_fields(self):
        names = (
            "amount area_id contact_name date_decision date_due date_received grid_id household_id "
            "is_staff_relative next_review_date next_step number programme_id proposal "
            "resident_id state user_id"
        )
        return super()._list_fields() | set(names.split())
