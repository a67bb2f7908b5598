from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_life_checklist_line import WHO


class CommunityLifeEventTask(models.Model):
    """One step of an event, ticked off by whoever did it; some can be taken on by others."""

    _name = "community.life.event.task"
    _description = "Step of a Life Event"
    _inherit = ["community.scoped.mixin", "community.claim.mixin"]
    _order = "date_due, sequence, id"

    event_id = fields.Many2one(
        "community.life.event", "Caring event", required=True, index=True, ondelete="cascade"
    )
    household_id = fields.Many2one(
        related="event_id.household_id", store=True, precompute=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Step", required=True)
    date_due = fields.Date(
        "Due by", compute="_compute_date_due", store=True, readonly=False, precompute=True
    )
    who = fields.Selection(WHO, "By whom", required=True, default="team")
    is_claimable = fields.Boolean("Can be taken on")
    is_done = fields.Boolean("Finished", copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_done = fields.Date("Finished on", readonly=True, copy=False)

    _check_done = models.Constraint(
        "CHECK (is_done IS NOT TRUE OR (done_by_id IS NOT NULL AND date_done IS NOT NULL))",
        "A step is done by a named person on a day.",
    )
    _check_name = models.Constraint(
        "CHECK (length(trim(name)) > 0)", "Say in one line what is to be done."
    )
    _open_idx = models.Index("(event_id, date_due) WHERE is_done IS NOT TRUE")

    @api.depends("event_id")
    def _compute_date_due(self):
        for task in self:
            task.date_due = task.date_due or task.event_id.date

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        tasks = super().create([{**vals, "is_done": False} for vals in vals_list])
        tasks.event_id._check_open()
        for task, vals in zip(tasks, vals_list, strict=True):
            if vals.get("is_done"):
                task.is_done = True
        return tasks

    def write(self, vals):
        if "is_done" not in vals:
            return super().write(vals)
        # Read before the rules are left: who may not write the step may not tick it either.
        self.check_access("write")
        self.event_id._check_open()
        done = bool(vals["is_done"])
        turned = self.filtered(lambda task: task.is_done != done)
        res = super().write({name: value for name, value in vals.items() if name != "is_done"})
        # Name and day are closed to direct writes; the right was checked above.
        super(CommunityLifeEventTask, turned.sudo()).write(
            {
                "is_done": done,
                "done_by_id": done and self.env.uid,
                "date_done": done and fields.Date.context_today(self),
            }
        )
        if done:
            turned._propose_fulfilment()
        else:
            turned._renew_claims()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for task in self:
            if task.is_done:
                raise UserError(
                    self.env._(
                        "“%(task)s” is done and stays in the record: take the tick away first.",
                        task=task.name,
                    )
                )

    def _is_claimable(self):
        return (
            super()._is_claimable()
            and self.is_claimable
            and not self.is_done
            and self.event_id.state == "planned"
        )

    def _claim_title(self):
        return self.name

    def _offer_label(self):
        return self.event_id._offer_label()
