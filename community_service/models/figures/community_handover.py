import datetime

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.trusted import trusted

MANAGER = "community_service.group_community_manager"


class CommunityHandover(models.Model):
    """The open work of one worker passed to another, who accepts it; or a substitute for a while.

    Nothing moves before the successor accepts; then all of it moves in one transaction, and whoever
    had it loses the sight of the grids at once. What was done stays with whoever did it.
    """

    _name = "community.handover"
    _description = "Hand-over"
    _inherit = ["community.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "user_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        "Community",
        default=lambda self: self.env.company,
        required=True,
        readonly=True,
        index=True,
    )
    kind = fields.Selection(
        [("final", "For good"), ("absence", "Substitute while away")],
        default="final",
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Hands over",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    successor_id = fields.Many2one(
        "res.users",
        "Takes over",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    date_from = fields.Date("Away from")
    date_to = fields.Date("Away until")
    note = fields.Text("What the successor has to know")
    state = fields.Selection(
        [
            ("proposed", "Waiting for the successor"),
            ("accepted", "Taken over"),
            ("refused", "Not taken over"),
            ("withdrawn", "Withdrawn"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_done = fields.Date("Answered on", readonly=True, copy=False)
    moved = fields.Text("What moved", readonly=True, copy=False)
    open_work = fields.Text("Open work", compute="_compute_open_work", exportable=False)
    is_mine = fields.Boolean("For me to accept", compute="_compute_is_mine")

    _check_users = models.Constraint(
        "CHECK (user_id <> successor_id)", "Nobody hands over to themselves."
    )
    _check_dates = models.Constraint(
        "CHECK (kind <> 'absence' OR (date_from IS NOT NULL AND date_to >= date_from))",
        "Say from which day to which day the substitute stands in.",
    )
    _open_uniq = models.UniqueIndex(
        "(company_id, user_id, successor_id, kind) WHERE state = 'proposed'",
        "The same hand-over waits for an answer already.",
    )

    @api.depends("user_id", "company_id", "state")
    @api.depends_context("uid")
    def _compute_open_work(self):
        for handover in self:
            lines = ()
            if handover.state == "proposed" and handover.kind == "final":
                lines = handover.user_id._open_work_lines(handover.company_id)
            handover.open_work = "\n".join(lines)

    @api.depends("successor_id", "state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for handover in self:
            handover.is_mine = (
                handover.state == "proposed" and handover.successor_id == self.env.user
            )

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.state != "proposed":
            settled |= {"kind", "user_id", "successor_id", "date_from", "date_to", "note"}
        return settled

    @api.constrains("user_id", "successor_id", "company_id")
    def _check_successor(self):
        for handover in self:
            successor, company = handover.successor_id, handover.company_id
            if not successor._at_work(self.env["res.groups"]._community_groups(), company):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in %(community)s, or the account is not in use any "
                        "more, and could open nothing of it: choose somebody who does.",
                        user=successor.name,
                        community=company.name,
                    )
                )
            if company not in handover.user_id.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in %(community)s and has nothing to hand over.",
                        user=handover.user_id.name,
                        community=company.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(vals_list)
        for handover in handovers:
            # sudo: the successor is told, whatever else the manager may do with activities.
            handover.sudo().activity_schedule(
                "community_service.mail_activity_handed",
                summary=handover.with_context(
                    lang=handover.successor_id.lang or self.env.lang
                ).env._("A hand-over waits for your answer"),
                user_id=handover.successor_id.id,
                date_deadline=fields.Date.context_today(self),
            )
        return handovers

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache("day", "company_id")
    def _absent_on(self, day, company_id):
        """Return pairs (user id, substitute id) of the absences that were accepted.

        :param date day: a day
        :param company_id: a community; False: any
        """
        # sudo: who stands in is asked for the program, whoever keeps hand-overs.
        lines = self.sudo().search(
            Domain("kind", "=", "absence")
            & Domain("state", "=", "accepted")
            & Domain("date_from", "<=", day)
            & Domain("date_to", ">=", day)
            & (Domain("company_id", "=", company_id) if company_id else Domain.TRUE),
            order="id",
        )
        return tuple((line.user_id.id, line.successor_id.id) for line in lines)

    # steps

    def action_accept(self):
        """Take over: everything moves in this transaction, or nothing.

        :raises AccessError: for anybody but the successor
        :raises UserError: when it was answered before, or for work that another role has to take
        """
        for handover in self:
            handover._check_mine()
            handover._check_successor()
            # sudo: the successor may not see yet what they take; the manager chose whom to give it.
            work = handover.sudo()
            moved = work._substitute() if work.kind == "absence" else work._move_work()
            work._answer("accepted", moved="\n".join(moved))
        return True

    def action_refuse(self):
        """Leave it where it is."""
        for handover in self:
            handover._check_mine()
            # sudo: a successor who is no manager writes hand-overs by this answer alone.
            handover.sudo()._answer("refused")
        return True

    def action_withdraw(self):
        """Take the proposal back before it is answered."""
        self.check_access("write")
        for handover in self:
            handover._check_state("proposed")
            handover.sudo()._answer("withdrawn")  # sudo: the activity of the successor ends too
        return True

    def _check_mine(self):
        self.check_access("read")
        self._check_state("proposed")
        if self.successor_id != self.env.user:
            raise AccessError(
                self.env._(
                    "Only %(user)s can answer this hand-over: it is handed to nobody else.",
                    user=self.successor_id.name,
                )
            )

    def _answer(self, state, **values):
        today = fields.Date.context_today(self)
        self._set_closed(state=state, date_done=today, **values)
        self.activity_ids.unlink()

    def _move_work(self):
        """Give all open work to the successor and return a line for each kind."""
        user, successor, company = self.user_id, self.successor_id, self.company_id
        lines = user._open_work_lines(company)
        for part in user._work_parts():
            records = user._open_records(part, company)
            if not records:
                continue
            if not successor._at_work(records._staff_groups(), company):
                raise UserError(
                    self.env._(
                        "%(user)s has no role that works on this: %(work)s. Give the role first, "
                        "or name somebody who has it there.",
                        user=successor.name,
                        work=part.label(self.env),
                    )
                )
            # Who proposed it decides what a successor may take of a confidential file.
            proposer = trusted(community_handed_by=self.create_uid.id)
            part.take(records.with_context(**proposer), user, successor)
        self._move_grids()
        return lines

    def _move_grids(self):
        """End the lines of whoever leaves as of yesterday, and begin those of the successor."""
        today = fields.Date.context_today(self)
        for line in self.user_id._grid_lines(self.company_id):
            grid, is_substitute = line.grid_id, line.is_substitute
            if line.date_from >= today:
                line.unlink()
            else:
                line.date_to = today - datetime.timedelta(days=1)
            self._enter_on(grid, today, False, is_substitute)

    def _substitute(self):
        """Enter the successor as substitute on each grid for the days of absence."""
        self._check_state("proposed")
        grids = self.user_id._grid_lines(self.company_id).grid_id
        for grid in grids:
            self._enter_on(grid, self.date_from, self.date_to, True)
        return [self.env._("Substitute in %(grid)s", grid=grid.display_name) for grid in grids]

    def _enter_on(self, grid, date_from, date_to, is_substitute):
        """Enter the successor on a grid, unless they stand there on these days; never lower."""
        days = Domain("date_to", "=", False) | Domain("date_to", ">=", date_from)
        if date_to:
            days &= Domain("date_from", "<=", date_to)
        Line = self.env["community.grid.officer"]
        there = Line.search(
            days & Domain("grid_id", "=", grid.id) & Domain("user_id", "=", self.successor_id.id)
        )
        if not there:
            Line.create(
                {
                    "grid_id": grid.id,
                    "user_id": self.successor_id.id,
                    "date_from": date_from,
                    "date_to": date_to,
                    "is_substitute": is_substitute,
                }
            )
        elif not is_substitute and not date_to:
            # Who stood in becomes the holder, without an end.
            there.write({"is_substitute": False})
            there.sorted("date_from")[-1:].write({"date_to": False})
