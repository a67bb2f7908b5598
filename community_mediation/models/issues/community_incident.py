from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityIncident(models.Model):
    """An incident: what happened, what was done, who took which part, what was learned.

    Words are neutral; people's parts are contributions that a named person confirms.
    """

    _name = "community.incident"
    _description = "Incident"
    _inherit = ["community.issue.mixin"]
    _order = "date_start desc, id desc"

    name = fields.Char("Incident")
    kind_id = fields.Many2one(
        "community.incident.kind",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    state = fields.Selection(
        [("open", "Being handled"), ("calm", "Calm again"), ("closed", "Closed")]
    )
    date_start = fields.Datetime("Began", default=fields.Datetime.now, required=True, index=True)
    date_end = fields.Datetime("Ended at")
    date = fields.Date("Day", compute="_compute_date", store=True, precompute=True, index=True)
    people_count = fields.Integer("People involved (about)")
    description = fields.Text("What happened", required=True)
    told_ids = fields.Many2many(
        "res.partner",
        "community_incident_told_rel",
        "incident_id",
        "partner_id",
        "Bodies told",
    )
    helper_ids = fields.Many2many(
        relation="community_incident_helper_rel", column1="incident_id", column2="user_id"
    )
    issue_id = fields.Many2one(
        "community.legacy.issue",
        "Legacy issue",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    measure_ids = fields.One2many("community.incident.measure", "incident_id", "Measures")
    lessons = fields.Text(help="What is done differently from now on.")

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This number belongs to another incident.",
    )
    _check_closed = models.Constraint(
        "CHECK ((state = 'closed') = (date_closed IS NOT NULL))",
        "An incident that is closed has its day.",
    )

    @api.depends("date_start")
    def _compute_date(self):
        # The day of the place, whoever enters it: a report counts by it.
        here = self.with_context(tz="Asia/Shanghai")
        for incident in self:
            start = incident.date_start
            incident.date = start and fields.Datetime.context_timestamp(here, start).date()

    @api.constrains("date_start", "date_end", "people_count")
    def _check_sense(self):
        for incident in self:
            start, end = incident.date_start, incident.date_end
            if start > fields.Datetime.now():
                raise UserError(
                    self.env._(
                        "%(incident)s: it began at %(start)s, which lies in the future. Correct "
                        "the time.",
                        incident=incident.name,
                        start=start,
                    )
                )
            if end and end < start:
                raise UserError(
                    self.env._(
                        "%(incident)s: it ended at %(end)s, before it began. Correct one of the "
                        "times.",
                        incident=incident.name,
                        end=end,
                    )
                )
            if incident.people_count < 0:
                raise UserError(
                    self.env._(
                        "%(incident)s: %(count)s people cannot be. Enter 0 or more.",
                        incident=incident.name,
                        count=incident.people_count,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        for incident in self:
            if incident.state != "open" or incident.measure_ids:
                raise UserError(
                    self.env._(
                        "%(incident)s has been handled and is kept.",
                        incident=incident.display_name,
                    )
                )

    def action_calm(self):
        """Note that it is calm again; the end is now unless a time was entered."""
        self.check_access("write")
        for incident in self:
            incident._check_state("open")
            incident.date_end = incident.date_end or fields.Datetime.now()
            incident._set_closed(state="calm")

    def action_close(self):
        """Close it once measures and lessons are written.

        :raises UserError: naming what is missing
        """
        self.check_access("write")
        self._check_state("open", "calm")
        for incident in self:
            waiting = incident.measure_ids.filtered(lambda measure: not measure.date)
            if waiting:
                raise UserError(
                    self.env._(
                        "%(incident)s: “%(measure)s” has not been done yet. Enter when it was "
                        "done, or take it out.",
                        incident=incident.display_name,
                        measure=waiting[0].name,
                    )
                )
            if not incident.measure_ids or not (incident.lessons or "").strip():
                raise UserError(
                    self.env._(
                        "%(incident)s: write at least one measure and what was learned before it "
                        "is closed.",
                        incident=incident.display_name,
                    )
                )
        self._set_closed(state="closed", date_closed=fields.Date.context_today(self))
        self._propose_fulfilment()

    def action_reopen(self):
        """Open it again."""
        self.check_access("write")
        self._check_state("calm", "closed")
        self._set_closed(state="open", date_closed=False)
        self._renew_claims()

    def _is_claimable(self):
        return super()._is_claimable() and self.state != "closed"

    @api.model
    def _list_fields(self):
        names = "area_id contribution_count date kind_id name number people_count state user_id"
        return super()._list_fields() | set(names.split())
