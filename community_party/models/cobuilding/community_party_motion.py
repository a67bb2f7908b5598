import unicodedata

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..plans.community_party_plan_line import WORK_AREAS
from .community_activity_kind import REPRESENTATIVES

DAYS = "party_motion_days"


class CommunityPartyMotion(models.Model):
    """What a representative brings to the meeting, what it decided, and what was done about it."""

    _name = "community.party.motion"
    _description = "Motion of a Representative"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_brought desc, id desc"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False, index="btree_not_null")
    name = fields.Char("Subject", required=True, index="trigram", tracking=True)
    content = fields.Text("What is asked for", help="And why.")
    representative_id = fields.Many2one(
        "community.party.representative",
        "Brought by",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    organization_id = fields.Many2one(
        related="representative_id.organization_id", store=True, precompute=True, readonly=True
    )
    date_brought = fields.Date("Brought on", required=True, default=fields.Date.context_today)
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    work_area = fields.Selection(WORK_AREAS, "Area of work", index=True)
    need_id = fields.Many2one(
        "community.visit.need", index="btree_not_null", ondelete="restrict", check_company=True
    )
    request_id = fields.Many2one(
        "community.request", index="btree_not_null", ondelete="restrict", check_company=True
    )
    activity_id = fields.Many2one(
        "community.activity",
        "Put to the meeting",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
    )
    resolution_ids = fields.One2many(
        "community.party.resolution", "motion_id", "Vote", readonly=True
    )
    project_ids = fields.One2many("community.party.project", "motion_id", "Projects", readonly=True)
    project_count = fields.Integer("Number of projects", compute="_compute_project_count")
    date_decided = fields.Date("Decided on", readonly=True, copy=False, index="btree_not_null")
    date_due = fields.Date(
        "To be done by", copy=False, tracking=True, help="Proposed when the motion is passed."
    )
    result = fields.Text(copy=False, help="What was done, or why it was withdrawn.")
    date_done = fields.Date("Done on", copy=False, index="btree_not_null")
    is_on_time = fields.Boolean(
        compute="_compute_is_on_time", store=True, help="Done by the day on which it was due."
    )
    told_activity_id = fields.Many2one(
        "community.activity",
        "Result told at",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    state = fields.Selection(
        [
            ("brought", "Brought"),
            ("passed", "Being carried out"),
            ("rejected", "Not passed"),
            ("done", "Finished"),
            ("withdrawn", "Withdrawn"),
        ],
        default="brought",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    doubt = fields.Char("To look at", compute="_compute_doubt")

    _check_done = models.Constraint(
        "CHECK (date_done IS NULL OR date_decided IS NULL OR date_done >= date_decided)",
        "A motion is carried out after it was decided: correct the day.",
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for motion in self:
            motion.display_name = " ".join(filter(None, (motion.number, motion.name)))

    @api.depends_context("uid")
    def _compute_project_count(self):
        self._count_links("project_count", "community.party.project", "motion_id")

    @api.depends("state", "date_done", "date_due")
    def _compute_is_on_time(self):
        for motion in self:
            done, due = motion.state == "done" and motion.date_done, motion.date_due
            motion.is_on_time = bool(done and due and done <= due)

    @api.depends("date_brought", "representative_id.date_from", "representative_id.date_last")
    @api.depends_context("lang")
    def _compute_doubt(self):
        for motion in self:
            person = motion.representative_id
            held = not person or person._holds_on(motion.date_brought)
            motion.doubt = False if held else motion._out_of_office_sentence()

    def _out_of_office_sentence(self):
        person = self.representative_id
        return self.env._(
            "%(person)s was not in office on %(date)s (%(start)s to %(end)s): a motion is brought "
            "by a representative in office. Choose another one, or correct the day or the term.",
            person=person.person,
            date=self.date_brought,
            start=person.date_from,
            end=person.date_last,
        )

    @api.constrains("representative_id", "date_brought")
    def _check_in_office(self):
        self._check_not_future("date_brought")
        for motion in self:
            if not motion.representative_id._holds_on(motion.date_brought):
                raise UserError(motion._out_of_office_sentence())

    def _future_sentence(self, name):
        return self.env._(
            "“%(motion)s”: %(date)s is still to come. Enter the day on which it happened.",
            motion=self.name,
            date=self[name],
        )

    @api.constrains("date_done")
    def _check_date_done(self):
        self._check_not_future("date_done")

    @api.constrains("activity_id", "representative_id", "date_brought")
    def _check_meeting(self):
        for motion in self.filtered("activity_id"):
            meeting = motion.activity_id
            if (
                meeting.meeting_kind != REPRESENTATIVES
                or meeting.organization_id != motion.organization_id
                or meeting.date < motion.date_brought
            ):
                raise UserError(
                    self.env._(
                        "“%(motion)s” of %(brought)s is put to a meeting of representatives of "
                        "%(organization)s on that day or later. “%(meeting)s” on %(date)s is "
                        "none: choose another one.",
                        motion=motion.name,
                        brought=motion.date_brought,
                        organization=motion.organization_id.name,
                        meeting=meeting.name,
                        date=meeting.date,
                    )
                )
            meeting._check_unsigned()

    def _subject_key(self):
        return "".join(unicodedata.normalize("NFKC", self.name or "").split()).casefold()

    @api.constrains("name", "representative_id", "state")
    def _check_once(self):
        running = self.filtered(lambda motion: motion.state in ("brought", "passed"))
        for motion in running:
            others = self.search(
                Domain("id", "!=", motion.id)
                & Domain("organization_id", "=", motion.organization_id.id)
                & Domain("state", "in", ("brought", "passed"))
            )
            key = motion._subject_key()
            twin = others.filtered(lambda other, key=key: other._subject_key() == key)[:1]
            if twin:
                raise UserError(
                    self.env._(
                        "“%(motion)s” was brought on %(date)s by %(person)s as %(number)s and is "
                        "not closed: add to that motion, or give this one another subject.",
                        motion=motion.name,
                        date=twin.date_brought,
                        person=twin.representative_id.person,
                        number=twin.number,
                    )
                )

    @api.model
    def _born_values(self, vals):
        # sudo: a branch may not touch the sequence itself.
        sequence = self.env["ir.sequence"].sudo()
        return super()._born_values(vals) | {"number": sequence.next_by_code(self._name)}

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.state in ("done", "withdrawn"):
            return settled | self._all_fields_but("project_ids")
        if self.state != "brought":
            return settled | self._all_fields_but(
                "result",
                "date_due",
                "date_done",
                "need_id",
                "request_id",
                "resolution_ids",
                "project_ids",
            )
        if self.resolution_ids:
            return settled | {"name", "content", "representative_id", "date_brought", "activity_id"}
        return settled

    def _settled_sentence(self, name):
        if self.state == "brought":
            return self.env._(
                "“%(motion)s” stands for the vote: take it back first, then correct it.",
                motion=self.name,
            )
        return self.env._(
            "“%(motion)s” was decided or closed and is not rewritten. Enter what was done, or open "
            "it again.",
            motion=self.name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_voted(self):
        for motion in self:
            if motion.state != "brought" or motion.resolution_ids:
                raise UserError(motion._settled_sentence("state"))

    # steps

    def action_put_to_vote(self):
        """Open the vote on this motion at its meeting; it is made on the first call.

        :raises UserError: for a motion that cannot be voted on: without meeting, decided, or
            brought by somebody out of office
        """
        self.ensure_one()
        self.check_access("write")
        if not self.resolution_ids:
            self.env["community.party.resolution"].create(
                {
                    "name": self.name,
                    "content": self.content,
                    "activity_id": self._votable_meeting().id,
                    "motion_id": self.id,
                }
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Vote"),
            "res_model": "community.party.resolution",
            "res_id": self.resolution_ids.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _votable_meeting(self):
        self._check_votable()
        return self.activity_id

    def _check_votable(self):
        """Refuse motions that cannot be voted on.

        :raises UserError: about the first of them
        """
        self._check_state("brought")
        for motion in self:
            if not motion.activity_id or motion.activity_id.state == "cancelled":
                raise UserError(
                    self.env._(
                        "“%(motion)s” stands on the agenda of no meeting that takes place: choose "
                        "one, then vote.",
                        motion=motion.name,
                    )
                )
            if motion.doubt:
                raise UserError(motion.doubt)

    def action_take_back(self):
        """Take motions back from a vote that was not decided: without quorum, for another meeting.

        :raises UserError: for one that was decided, or whose minutes are signed
        """
        self.check_access("write")
        self._check_state("brought")
        self.activity_id._check_unsigned()
        # sudo: the open vote was made by the button on the motion and holds no decision.
        self.sudo().resolution_ids.unlink()
        return True

    def _follow_vote(self, state, day):
        """Follow the vote of the meeting; the due day is proposed when the motion is passed.

        :param state: ``passed`` or ``rejected``; False takes the decision back
        :param day: the day of the meeting
        """
        whole = self.env["community.parameter"]._whole
        for motion in self:
            motion._set_closed(state=state or "brought", date_decided=day)
            if state == "passed" and not motion.date_due:
                motion.date_due = day + relativedelta(days=whole(DAYS, motion.company_id, day))

    def _check_recount(self):
        for motion in self:
            if motion.state == "done":
                raise UserError(
                    self.env._(
                        "“%(motion)s” was carried out on this vote: open the motion again first, "
                        "then count anew.",
                        motion=motion.name,
                    )
                )

    def action_done(self):
        """Close passed motions that were carried out, with the result written on them.

        :raises UserError: without a result, for one that was not passed, or while a project that
            carries it out is open
        """
        self.check_access("write")
        self._check_state("passed")
        self._check_filled("result")
        for motion in self:
            # sudo: a project of another organisation holds the motion open as well.
            running = motion.sudo().project_ids.filtered(
                lambda project: project.state in ("draft", "running")
            )
            if running:
                raise UserError(
                    self.env._(
                        "“%(motion)s” is carried out by a project that is still open "
                        "(%(project)s): end the project first.",
                        motion=motion.name,
                        project=running[0].sudo(False)._name_for_reader(),
                    )
                )
        today = fields.Date.context_today(self)
        for motion in self:
            motion._set_closed(state="done", date_done=motion.date_done or today)
        return True

    def action_follow_up(self):
        """Open the projects that carry this motion out; a new one begins with what it says.

        :raises UserError: for a motion that was not passed
        """
        self._check_state("passed", "done")
        return self._links_action(
            "community_party.community_party_project_action",
            "motion_id",
            default_name=self.name,
            default_organization_id=self.organization_id.id,
            default_area_id=self.area_id.id,
            default_description=self.content,
            default_date_due=self.date_due,
        )

    def action_withdraw(self):
        """Withdraw motions that were not voted on, with the reason written as their result.

        :raises UserError: without a reason, or after the vote
        """
        self.check_access("write")
        self._check_state("brought")
        self._check_filled("result")
        for motion in self:
            if motion.resolution_ids:
                raise UserError(motion._settled_sentence("state"))
        self._set_closed(state="withdrawn")
        return True

    def action_open_again(self):
        """Open closed motions again, as long as their result was not told and signed.

        :raises UserError: for one whose result stands in signed minutes
        """
        self.check_access("write")
        self._check_state("done", "withdrawn")
        for motion in self:
            if motion.told_activity_id.date_signed:
                raise UserError(
                    self.env._(
                        "The result of “%(motion)s” was told at “%(meeting)s”, whose minutes are "
                        "signed: bring what is still missing as a new motion.",
                        motion=motion.name,
                        meeting=motion.told_activity_id.name,
                    )
                )
            motion._set_closed(
                state="passed" if motion.state == "done" else "brought", told_activity_id=False
            )
        return True
