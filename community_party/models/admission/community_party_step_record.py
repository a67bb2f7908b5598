from odoo import api, fields, models
from odoo.exceptions import UserError

APPLICATION, CONVERSION, CONVERSION_APPROVAL, ACCEPTANCE = 1, 23, 24, 15


class CommunityPartyStepRecord(models.Model):
    """A step of one person: due by the rules, then recorded with day, result, vote and papers.

    Open records are kept by the program and say what comes next and by when. Recording checks the
    rules of the step; against them only a manager records it, with a reason that is kept.
    """

    _name = "community.party.step.record"
    _description = "Step of a Person"
    _inherit = [
        "community.party.filed.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "community.workday.mixin",
    ]
    _order = "date_latest, step_sequence, id"
    _rec_name = "step_number"

    member_id = fields.Many2one(string="Person", ondelete="cascade")
    step_id = fields.Many2one("community.party.step", required=True, index=True)
    step_number = fields.Integer(related="step_id.number", string="Number of the step", store=True)
    step_sequence = fields.Integer(related="step_id.sequence", store=True)
    rule_id = fields.Many2one(
        "community.party.step.rule",
        "Edition",
        compute="_compute_rule_id",
        help="The edition in force on the day on which the step is taken; while it is open, today.",
    )
    member_stage = fields.Selection(related="member_id.stage", string="Stage of the person")
    state = fields.Selection(
        [("open", "Due"), ("done", "Recorded"), ("withdrawn", "Withdrawn")],
        default="open",
        required=True,
        index=True,
        copy=False,
        tracking=True,
        readonly=True,
    )
    is_planned = fields.Boolean("Planned by the program", readonly=True, copy=False)
    date_earliest = fields.Date("Not before", readonly=True, copy=False)
    date_latest = fields.Date("By", readonly=True, copy=False, index=True)
    date_never = fields.Date(
        "Never after",
        readonly=True,
        copy=False,
        help="The longest time that the rules give in special cases, with a reason.",
    )
    is_late = fields.Boolean("Overdue", compute="_compute_is_late", search="_search_is_late")

    date = fields.Date("Taken on", copy=False, tracking=True)
    decided_by = fields.Char(
        "Body that decided",
        help="Who took the step: the meeting or committee and its chair, or the person who talked.",
    )
    result = fields.Selection(
        [
            ("passed", "Done, or agreed"),
            ("refused", "Not agreed"),
            ("extend", "Probation extended"),
            ("cancel", "Probationary membership cancelled"),
        ],
        default="passed",
        required=True,
        tracking=True,
    )
    extension_months = fields.Integer("Extended by (months)")
    note = fields.Text("What was found")
    date_leaving = fields.Date("Leaves the unit on", help="If it is known that the person will.")
    training_days = fields.Float()
    training_hours = fields.Float()
    delay_reason = fields.Text(
        "Why it took longer", help="Asked for when a step is taken later than is normal."
    )
    notice_workdays = fields.Integer("Notice lasts", compute="_compute_rule_id")
    since = fields.Date("Asked for since", compute="_compute_rule_id")
    date_notice = fields.Date("Notice put up on", copy=False, tracking=True)
    date_notice_end = fields.Date(
        "Notice at least until",
        compute="_compute_notice",
        help="Counted by the holiday calendar; the day on which it is put up does not count.",
    )
    notice_place = fields.Char("Notice shown at")
    notice_result = fields.Selection(
        [
            ("none", "No objection"),
            ("examined", "Objections, examined: none stands"),
            ("upheld", "An objection stands"),
        ],
        "Objections",
        tracking=True,
        help="Write what was said and what was found under “What was found”.",
    )
    notice_text = fields.Char("Notice", compute="_compute_notice")
    material_ids = fields.Many2many(
        "community.party.step.material",
        "community_party_step_record_material_rel",
        "record_id",
        "material_id",
        string="Papers in the file",
        domain="[('step_id', '=', step_id)]",
    )
    missing_text = fields.Char("Papers missing", compute="_compute_missing_text")

    due_count = fields.Integer("Members due", help="Full members of the branch who may vote.")
    present_count = fields.Integer("Number present", help="Present with the right to vote.")
    yes_count = fields.Integer("Yes, of those present")
    written_count = fields.Integer(
        "Written opinions", help="Handed in before the meeting by absent members."
    )
    written_yes_count = fields.Integer("Yes, in writing")
    vote_text = fields.Char("Vote", compute="_compute_vote_text")
    is_passed = fields.Boolean("Carried", compute="_compute_vote_text")
    has_vote = fields.Boolean(related="step_id.has_vote")
    least_training_days = fields.Integer("Least days of training", compute="_compute_rule_id")

    is_carried = fields.Boolean(
        "Taken elsewhere",
        copy=False,
        help="Time carries over when a person moves here: the step was taken where they were.",
    )
    carried_from = fields.Char("Taken at")
    user_id = fields.Many2one(
        "res.users", "Recorded by", readonly=True, copy=False, index=True, tracking=True
    )
    rule_text = fields.Char("Rule of that day", readonly=True, copy=False)
    override_reason = fields.Text("Reason against the rules", copy=False, tracking=True)
    override_user_id = fields.Many2one(
        "res.users", "Allowed by", readonly=True, copy=False, index="btree_not_null"
    )
    rule_breaks = fields.Text("Against the rules", readonly=True, copy=False)
    is_superseded = fields.Boolean("Earlier round", readonly=True, copy=False)

    _open_uniq = models.UniqueIndex(
        "(member_id, step_id) WHERE state = 'open'", "This step is due for this person already."
    )
    _done_uniq = models.UniqueIndex(
        "(member_id, step_id) WHERE state = 'done' AND result <> 'refused'"
        " AND is_superseded IS NOT TRUE",
        "This step was recorded for this person already.",
    )
    _check_votes = models.Constraint(
        "CHECK (LEAST(COALESCE(due_count, 0), COALESCE(present_count, 0), COALESCE(yes_count, 0),"
        " COALESCE(written_count, 0), COALESCE(written_yes_count, 0),"
        " COALESCE(training_days, 0), COALESCE(training_hours, 0)) >= 0)",
        "Votes, days and hours are zero or more.",
    )
    _check_done = models.Constraint(
        "CHECK (state <> 'done' OR date IS NOT NULL)", "A recorded step has its day."
    )
    _check_notice = models.Constraint(
        "CHECK (date_notice IS NULL OR date IS NULL OR date_notice <= date)",
        "A notice is put up before it ends.",
    )
    _check_carried = models.Constraint(
        "CHECK (is_carried IS NOT TRUE OR carried_from IS NOT NULL)",
        "Of a step taken elsewhere, say at which organisation.",
    )

    @api.depends("step_id", "member_id.number")
    def _compute_display_name(self):
        # Activities and mails show this name: it carries no person.
        for record in self:
            record.display_name = self.env._(
                "Step %(step)s, file %(number)s",
                step=record.step_id.display_name or "",
                number=record.member_id.number or record.member_id.id,
            )

    @api.depends("step_id.rule_ids.valid_from", "date")
    def _compute_rule_id(self):
        for record in self:
            step = record.step_id
            record.rule_id = step._rule_on(record._rule_day()) if step else False
            record.since = step._since() if step else False
            record.notice_workdays = record.rule_id.notice_workdays
            record.least_training_days = record.rule_id.least_training_days

    def _rule_day(self):
        """Return the day by whose rules the step is judged: when it was taken, or today."""
        return self.date or fields.Date.context_today(self)

    @api.depends("state", "date_latest")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for record in self:
            last = record.date_latest
            record.is_late = record.state == "open" and bool(last) and last < today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("state", "=", "open") & fields.Domain("date_latest", "<", "today")
        return late if True in value else ~late

    @api.depends("step_id.material_ids", "material_ids")
    def _compute_missing_text(self):
        for record in self:
            missing = record.step_id.material_ids - record.material_ids
            record.missing_text = self.env._(", ").join(missing.mapped("name"))

    @api.onchange("step_id", "member_id")
    def _onchange_vote(self):
        # A suggestion: who may vote today, which is as a rule who was due.
        if self.step_id.has_vote and not self.due_count:
            self.due_count = self.member_id._voters_count()

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # An INSERT does not wait for what is still to be written: the unique indexes would meet the
        # state that a record had before.
        self.flush_model(["state", "result", "is_superseded"])
        return super().create(vals_list)

    def _settled_fields(self):
        if self.state == "open":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but("material_ids", "note")

    def _settled_sentence(self, name):
        return self.env._(
            "%(record)s was recorded on %(date)s and is not rewritten: a manager "
            "withdraws it with a reason, then it is recorded again.",
            record=self.display_name,
            date=self.date,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        for record in self:
            if record.state != "open":
                raise UserError(
                    self.env._(
                        "%(record)s belongs to the person's file and is kept: withdraw it with a "
                        "reason instead.",
                        record=record.display_name,
                    )
                )

    def action_open(self):
        """Open the form of this step."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_again(self):
        """Make a step that was not agreed to due again."""
        self.check_access("write")
        for record in self:
            if record.state != "done" or record.result != "refused":
                raise UserError(
                    self.env._(
                        "%(record)s was not refused: there is nothing to take up again.",
                        record=record.display_name,
                    )
                )
            self.create({"member_id": record.member_id.id, "step_id": record.step_id.id})
        # What is due is kept by the program, not by whoever may write a step.
        self.sudo().member_id._plan_steps()
        return True
