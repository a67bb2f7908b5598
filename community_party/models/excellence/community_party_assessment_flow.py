from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "community_party.group_party_manager"

# What is written before each step, and stays after it.
PLEDGE = ("pledge", "pledge_place", "date_pledge")
COMMENT = ("comment", "comment_by", "date_comment")
SURVEY = (
    "date_appraisal",
    "survey_asked",
    "survey_returned",
    "survey_satisfied",
    "survey_basic",
    "survey_unsatisfied",
)
BEGUN = (
    "organization_id",
    "standard_id",
    "year",
    "member_id",
    "post_id",
    "partner_id",
)
DAYS = ("date_pledge", "date_comment", "date_appraisal")
ANSWERS = ("survey_satisfied", "survey_basic", "survey_unsatisfied")


class CommunityPartyAssessment(models.Model):
    """The steps of an assessment: public pledge, leader's comment, public appraisal, decision."""

    _inherit = "community.party.assessment"

    state = fields.Selection(
        [
            ("draft", "In preparation"),
            ("pledged", "Pledge is public"),
            ("commented", "Commented on"),
            ("appraised", "Appraised by the public"),
            ("decided", "Decided"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    pledge = fields.Text("Public pledge", copy=False)
    pledge_place = fields.Char("Shown at", copy=False, help="Board, meeting, page…")
    date_pledge = fields.Date("Public since", copy=False)
    comment = fields.Text("Leader's comment", copy=False)
    comment_by = fields.Char("Commented by", copy=False)
    date_comment = fields.Date("Commented on", copy=False)
    date_appraisal = fields.Date("Appraised on", copy=False)
    survey_asked = fields.Integer("People asked", copy=False)
    survey_returned = fields.Integer("Answers", copy=False)
    survey_satisfied = fields.Integer("Satisfied", copy=False)
    survey_basic = fields.Integer("Basically satisfied", copy=False)
    survey_unsatisfied = fields.Integer("Not satisfied", copy=False)
    survey_good = fields.Integer(
        "Satisfied or basically so", compute="_compute_survey_rate", store=True
    )
    survey_rate = fields.Float(
        "Satisfied (%)",
        compute="_compute_survey_rate",
        store=True,
        aggregator=None,
        digits=(5, 1),
        help="Satisfied and basically satisfied, of all answers.",
    )
    result = fields.Selection(
        [
            ("excellent", "Excellent"),
            ("good", "Good"),
            ("fair", "Fair"),
            ("poor", "Poor"),
        ],
        copy=False,
        index=True,
        tracking=True,
        help="As the meeting decided it.",
    )
    reopen_reason = fields.Char("Why it is opened again", copy=False, tracking=True)

    _check_survey = models.Constraint(
        "CHECK (LEAST(COALESCE(survey_asked, 0), COALESCE(survey_returned, 0),"
        " COALESCE(survey_satisfied, 0), COALESCE(survey_basic, 0),"
        " COALESCE(survey_unsatisfied, 0)) >= 0)",
        "People and answers are counted in whole numbers from 0.",
    )

    @api.depends("survey_returned", "survey_satisfied", "survey_basic")
    def _compute_survey_rate(self):
        for record in self:
            record.survey_good = record.survey_satisfied + record.survey_basic
            answers = record.survey_returned
            record.survey_rate = 100 * record.survey_good / answers if answers else 0

    @api.constrains("survey_asked", "survey_returned", *ANSWERS)
    def _check_answers(self):
        for record in self:
            said = sum(record[name] for name in ANSWERS)
            if record.survey_returned > record.survey_asked or said != record.survey_returned:
                raise UserError(
                    self.env._(
                        "%(assessment)s: %(asked)s people asked, %(returned)s answers, of which "
                        "%(said)s say how satisfied. Count again: each answer is one of the three, "
                        "and nobody answers who was not asked.",
                        assessment=record.display_name,
                        asked=record.survey_asked,
                        returned=record.survey_returned,
                        said=said,
                    )
                )

    @api.constrains(*DAYS)
    def _check_days(self):
        self._check_not_future(*DAYS)
        for record in self:
            last = False
            for name in DAYS:
                day = record[name]
                if day and last and day < record[last]:
                    raise UserError(
                        self.env._(
                            "%(assessment)s: “%(later)s” %(day)s lies before “%(earlier)s” "
                            "%(before)s. Pledge, comment and appraisal follow each other: correct "
                            "the day.",
                            assessment=record.display_name,
                            later=self._fields[name]._description_string(self.env),
                            day=day,
                            earlier=self._fields[last]._description_string(self.env),
                            before=record[last],
                        )
                    )
                last = name if day else last

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.state == "decided":
            return settled | self._all_fields_but("reopen_reason", "award_ids", "objection_ids")
        order = ("draft", "pledged", "commented", "appraised")
        for step, names in enumerate((BEGUN + PLEDGE, COMMENT, SURVEY)):
            if order.index(self.state) > step:
                settled = settled | set(names)
        return settled

    def _settled_sentence(self, name):
        if self.state != "decided":
            return super()._settled_sentence(name)
        return self.env._(
            "%(assessment)s was decided on %(date)s and is not rewritten. A manager opens it again "
            "with a reason.",
            assessment=self.display_name,
            date=self.date_decided,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_public(self):
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(assessment)s: its pledge was made public; the assessment is kept.",
                        assessment=record.display_name,
                    )
                )

    def _step(self, before, after, names):
        self.check_access("write")
        self._check_state(before)
        self._check_filled(*names)
        self._set_closed(state=after)
        return True

    def action_pledge(self):
        """Note that the pledge is public: from now on the criteria stand as they are.

        :raises UserError: without the pledge, its day, or the place where it can be read
        """
        self.standard_id._check_usable()
        return self._step("draft", "pledged", PLEDGE)

    def action_comment(self):
        """Note the leader's comment on what was pledged."""
        return self._step("pledged", "commented", COMMENT)

    def action_appraise(self):
        """Note the appraisal by the public, as numbers of answers.

        :raises UserError: without a day, or without a single answer
        """
        return self._step("commented", "appraised", ("date_appraisal", "survey_returned"))

    def action_back(self):
        """Take the last step back, to correct what was entered; the chatter keeps both."""
        self.check_access("write")
        self._check_state("pledged", "commented", "appraised")
        before = {"pledged": "draft", "commented": "pledged", "appraised": "commented"}
        for record in self:
            record._set_closed(state=before[record.state])
        # Until the pledge is public again, the criteria follow the standard.
        self.filtered(lambda record: record.state == "draft")._fill()
        return True

    def action_decide(self):
        """Record the result that a meeting of the organisation, or of one above it, decided.

        :raises UserError: while a score, its evidence, the result, a passed resolution or the
            answer to an objection is missing
        """
        self.check_access("write")
        self._check_state("appraised")
        self._check_filled("result", "resolution_id")
        for record in self:
            record._check_decidable()
            # sudo: the vote may be one of an organisation above, see ``_check_carries``.
            day = record.resolution_id.sudo().date
            record._set_closed(state="decided", date_decided=day, user_id=self.env.uid)
        return True

    def _check_decidable(self):
        if not self.is_scored:
            bare = self.line_ids.filtered(lambda line: not (line.evidence or "").strip())[:1]
            raise UserError(
                self.env._(
                    "%(assessment)s: “%(criterion)s” has no score with evidence yet. Score each "
                    "criterion, then record the decision.",
                    assessment=self.display_name,
                    criterion=bare.name,
                )
            )
        self.resolution_id._check_carries(self, self.organization_id, self.date_appraisal)
        self.objection_ids._check_answered(self)

    def action_reopen(self):
        """Open a decided assessment again, for a reason that stays in the chatter.

        Awards that stand on it are revoked first.

        :raises AccessError: to whoever is no manager
        """
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a Party manager opens an assessment again that was decided.")
            )
        self._check_state("decided")
        self._check_filled("reopen_reason")
        for record in self:
            if award := record.award_ids.filtered(lambda a: a.state == "granted")[:1]:
                raise UserError(
                    self.env._(
                        "%(assessment)s: the award “%(award)s” stands on it. Revoke the award "
                        "first, then open the assessment again.",
                        assessment=record.display_name,
                        award=award.display_name,
                    )
                )
        self._set_closed(state="appraised", date_decided=False, user_id=False)
        return True
