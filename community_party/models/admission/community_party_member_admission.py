from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.admission import probation_end
from .community_party_step import MEMBER_STAGES
from .community_party_step_record import ACCEPTANCE

BRANCH = "community_party.group_party_branch"
STAGES = [stage for stage, _label in MEMBER_STAGES]
FOLLOWED = ("stage", "date_probation", "date_full")


class CommunityPartyMember(models.Model):
    """The way of a person into the Party: what was done, what is due next and by when.

    Stage, acceptance and standing follow the recorded steps. Of a person who was entered at a later
    stage the steps before it are presumed: they count for the order, but their days are unknown
    until they are entered as taken elsewhere.
    """

    _inherit = "community.party.member"

    stage = fields.Selection(group_expand="_expand_stages")
    entry_stage = fields.Selection(
        MEMBER_STAGES, readonly=True, copy=False, help="The stage with which the person came here."
    )
    step_record_ids = fields.One2many(
        "community.party.step.record", "member_id", "Steps", copy=False, groups=BRANCH
    )
    mentor_ids = fields.One2many(
        "community.party.mentor", "member_id", "Contacts and introducers", copy=False, groups=BRANCH
    )
    check_ids = fields.One2many(
        "community.party.check", "member_id", "Checks", copy=False, groups=BRANCH
    )
    date_applied = fields.Date(
        "Applied on", compute="_compute_date_applied", store=True, readonly=False, index=True
    )
    applied_age = fields.Integer(
        "Age at application", compute="_compute_applied_age", store=True, aggregator="avg"
    )
    applied_band = fields.Selection(
        [("25", "Up to 25"), ("35", "26-35"), ("45", "36-45"), ("55", "46-55"), ("56", "Over 55")],
        "Age band at application",
        compute="_compute_applied_age",
        store=True,
    )
    extension_months = fields.Integer(
        "Extended by (months)", compute="_compute_extension", store=True
    )
    date_probation_end = fields.Date(
        "Probation ends on", compute="_compute_date_probation_end", store=True
    )
    next_step_id = fields.Many2one(
        "community.party.step", "Next step", compute="_compute_next_step", store=True, groups=BRANCH
    )
    date_next_earliest = fields.Date(
        "Not before", compute="_compute_next_step", store=True, groups=BRANCH
    )
    date_next_latest = fields.Date(
        "Next step by",
        compute="_compute_next_step",
        store=True,
        index="btree_not_null",
        groups=BRANCH,
    )
    is_next_late = fields.Boolean(
        "Step overdue", compute="_compute_is_next_late", compute_sudo=True
    )

    @api.depends("step_record_ids.state", "step_record_ids.date", "step_record_ids.step_number")
    def _compute_date_applied(self):
        for member in self:
            record = member.step_record_ids.filtered(
                lambda r: r.step_number == 1 and r.state == "done"
            )
            member.date_applied = record[:1].date or member.date_applied

    @api.depends("date_applied", "birth_date")
    def _compute_applied_age(self):
        for member in self:
            birth = member.birth_date
            known = birth and member.date_applied
            age = relativedelta(member.date_applied, birth).years if known else 0
            member.applied_age = age
            bands = [band for band in ("25", "35", "45", "55") if age <= int(band)]
            member.applied_band = (bands[0] if bands else "56") if known else False

    @api.depends(
        "step_record_ids.state", "step_record_ids.result", "step_record_ids.extension_months"
    )
    def _compute_extension(self):
        for member in self:
            member.extension_months = sum(
                member.step_record_ids.filtered(
                    lambda r: r.state == "done" and r.result == "extend"
                ).mapped("extension_months")
            )

    @api.depends("date_probation", "extension_months")
    def _compute_date_probation_end(self):
        months = self._probation_months()
        for member in self:
            start = member.date_probation
            member.date_probation_end = start and probation_end(
                start, months, member.extension_months
            )

    @api.depends(
        "step_record_ids.state",
        "step_record_ids.date_earliest",
        "step_record_ids.date_latest",
        "step_record_ids.step_number",
    )
    def _compute_next_step(self):
        for member in self:
            due = member.step_record_ids.filtered(lambda r: r.state == "open").sorted("step_number")
            member.next_step_id = due[:1].step_id
            member.date_next_earliest = due[:1].date_earliest
            member.date_next_latest = min(filter(None, due.mapped("date_latest")), default=False)

    @api.depends("date_next_latest")
    def _compute_is_next_late(self):
        today = fields.Date.context_today(self)
        for member in self:
            last = member.date_next_latest
            member.is_next_late = bool(last) and last < today

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        for stage, group in members.grouped("stage").items():
            # The program keeps with which stage somebody came; nobody writes it.
            group.sudo().entry_stage = stage
        members.filtered(lambda m: m.stage != "full").sudo()._plan_steps()
        return members

    def write(self, vals):
        if not self.env.su:
            self._check_followed(vals)
        if "stage" in vals and "entry_stage" not in vals:
            vals = {**vals, "entry_stage": vals["stage"]}
        result = super().write(vals)
        if {"status", "active", *FOLLOWED} & vals.keys():
            # What is due is kept by the program, not by whoever may write the person.
            self.sudo()._plan_steps()
        return result

    def _check_followed(self, vals):
        names = [name for name in FOLLOWED if name in vals]
        for member in self.filtered("step_record_ids") if names else self.browse():
            recorded = member.step_record_ids.filtered(
                lambda r: r.state == "done" and r.result == "passed"
            )
            changed = [
                name
                for name in names
                if member._fields[name].convert_to_cache(vals[name], member) != member[name]
                and (vals[name] or member[name])
            ]
            if recorded and changed:
                raise UserError(
                    self.env._(
                        "%(field)s of %(person)s follows the recorded steps: record or withdraw "
                        "the step itself.",
                        field=self._fields[changed[0]]._description_string(self.env),
                        person=member.display_name,
                    )
                )

    @api.model
    def _expand_stages(self, stages, _domain):
        # The columns of the pipeline stand in the order of the way, also while one is empty.
        on_the_way = STAGES[:-1] if self.env.context.get("community_party_pipeline") else ()
        return [stage for stage in STAGES if stage in stages or stage in on_the_way]

    @api.model
    def _probation_months(self):
        step = self.env["community.party.step"].search(
            [("wait_step_id.number", "=", ACCEPTANCE)], order="number", limit=1
        )
        return step.wait_months or 12

    @api.model
    def _last_step_number(self):
        return self.env["community.party.step"].search([], order="number desc", limit=1).number

    @api.model
    def _on_the_way(self):
        """Return everybody who is on the way in."""
        return self.search([("step_record_ids.state", "=", "open")])

    def _voters_count(self):
        """Return how many members of the person's organisation may vote today."""
        members = self.sudo().organization_id.member_ids
        return len(members.filtered("has_vote"))
