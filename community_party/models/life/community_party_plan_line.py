from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyPlanLine(models.Model):
    """A topic to study or a thing to do, with an owner and a day; it may come from a meeting."""

    _name = "community.party.plan.line"
    _description = "Topic or Task of a Party Plan"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_due, id"
    _check_company_auto = True

    name = fields.Char("What", required=True)
    plan_id = fields.Many2one(
        "community.party.plan",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('organization_id', '=', organization_id)]",
    )
    activity_id = fields.Many2one(
        "community.activity",
        "From the meeting",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    talk_id = fields.Many2one("community.party.talk", "From the talk", index="btree_not_null")
    opinion_id = fields.Many2one(
        "community.party.opinion", "From the opinion", index="btree_not_null"
    )
    organization_id = fields.Many2one(
        compute="_compute_organization_id", store=True, readonly=False, precompute=True
    )
    kind = fields.Selection(
        [("study", "Study topic"), ("action", "Task")],
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    owner_id = fields.Many2one(
        "community.party.member",
        "Responsible member",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date_due = fields.Date("Due on", required=True, index=True)
    class_hours = fields.Float("Planned class hours", help="Of 45 minutes.")
    is_open_to_residents = fields.Boolean("Open to residents")
    meeting_ids = fields.One2many("community.activity", "topic_id", "Meetings held for it")
    state = fields.Selection(
        [("open", "Under way"), ("done", "Finished"), ("cancelled", "Dropped")],
        default="open",
        required=True,
        tracking=True,
        index=True,
    )
    date_done = fields.Date("Done on")
    result = fields.Char(help="What came of it: a measure taken, a skill learned, a thing done.")

    topic_id = fields.Many2one(
        "community.party.plan.line",
        "Puts into practice",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('kind', '=', 'study'), ('organization_id', '=', organization_id)]",
        help="The study topic that this task follows from.",
    )
    task_ids = fields.One2many("community.party.plan.line", "topic_id", "Put into practice")
    task_count = fields.Integer("Tasks that follow", compute="_compute_task_count")
    is_practised = fields.Boolean(
        "Put to work",
        compute="_compute_task_count",
        search="_search_is_practised",
        help="A task that follows from the topic is done, with its result.",
    )

    _check_hours = models.Constraint("CHECK (class_hours >= 0)", "Class hours are 0 or more.")

    @api.depends("plan_id", "activity_id", "talk_id", "opinion_id")
    def _compute_organization_id(self):
        for line in self:
            line.organization_id = (
                line.plan_id.organization_id
                or line.activity_id.organization_id
                or line.talk_id.organization_id
                or line.opinion_id.organization_id
                or line.organization_id
            )

    @api.depends("plan_id")
    def _compute_kind(self):
        for line in self:
            line.kind = line.kind or ("study" if line.plan_id.kind == "study" else "action")

    @api.constrains("plan_id", "activity_id", "talk_id", "opinion_id", "organization_id")
    def _check_organization(self):
        for line in self:
            chain = line.organization_id.chain_ids
            for source in (line.plan_id, line.activity_id, line.talk_id, line.opinion_id):
                below = source.organization_id
                if below and below not in chain and line.organization_id not in below.chain_ids:
                    raise UserError(
                        self.env._(
                            "“%(line)s” belongs to %(organization)s and “%(source)s” to another "
                            "organisation: choose one of the same line.",
                            line=line.name,
                            organization=line.organization_id.name,
                            source=source.display_name,
                        )
                    )

    @api.constrains("state", "result", "date_done")
    def _check_done(self):
        for line in self:
            if line.state == "done" and not (line.result or "").strip():
                raise UserError(
                    self.env._(
                        "“%(line)s” is done with a result: say in one line what came of it.",
                        line=line.name,
                    )
                )

    def action_done(self):
        """Close lines with the result entered, on the day entered or else today.

        :raises UserError: for one without a result
        """
        self.check_access("write")
        undated = self.filtered(lambda line: not line.date_done)
        undated.write({"state": "done", "date_done": fields.Date.context_today(self)})
        (self - undated).write({"state": "done"})

    def action_hold(self):
        """Open a new meeting of the kind Party study on this topic."""
        self.ensure_one()
        self.check_access("read")
        kind = self.env["community.activity.kind"]._in_use(
            self.company_id, [("meeting_kind", "=", "study")]
        )[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "community.activity",
            "views": [
                (self.env.ref("community_party.community_activity_view_form_meeting").id, "form")
            ],
            "context": {
                "default_name": self.name,
                "default_topic_id": self.id,
                "default_kind_id": kind.id,
                "default_organization_id": self.organization_id.id,
                "default_is_open_to_residents": self.is_open_to_residents,
            },
        }

    # What is studied is put to work: tasks that follow from a topic, each with its result.

    @api.depends("task_ids.state")
    def _compute_task_count(self):
        for line in self:
            tasks = line.task_ids.filtered(lambda task: task.state != "cancelled")
            line.task_count = len(tasks)
            line.is_practised = "done" in tasks.mapped("state")

    def _search_is_practised(self, operator, value):
        if operator != "in":
            return NotImplemented
        done = fields.Domain("task_ids", "any", [("state", "=", "done")])
        return done if True in value else ~done

    @api.constrains("topic_id", "kind")
    def _check_topic(self):
        for line in self:
            if line.topic_id and (line.kind != "action" or line.topic_id.kind != "study"):
                raise UserError(
                    self.env._(
                        "“%(line)s” cannot follow from “%(topic)s”: a task follows from a study "
                        "topic. Choose a topic of the study plan.",
                        line=line.name,
                        topic=line.topic_id.name,
                    )
                )

    def action_practise(self):
        """Open a new task that puts this study topic to work."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put into practice"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_kind": "action",
                "default_topic_id": self.id,
                "default_organization_id": self.organization_id.id,
                "default_owner_id": self.owner_id.id,
            },
        }
