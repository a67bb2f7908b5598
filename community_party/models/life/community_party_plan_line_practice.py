from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyPlanLine(models.Model):
    """What is studied is put to work: tasks that follow from a topic, each with its result."""

    _inherit = "community.party.plan.line"

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
