from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.community_service.tools.listed import listed

SATISFACTION = [
    ("satisfied", "Satisfied"),
    ("basic", "Basically satisfied"),
    ("unsatisfied", "Not satisfied"),
]
CLOSED = ("done", "stopped")


class CommunityPartyProject(models.Model):
    """A project of co-building: who does what together, by when, and what it led to.

    It ends with a result and where that can be seen. A project that is taken up again has neither
    been done nor stopped in the meantime.
    """

    _name = "community.party.project"
    _description = "Co-building Project"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_due desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram", tracking=True)
    organization_id = fields.Many2one(default=lambda self: self._default_organization())
    lead_id = fields.Many2one(
        "community.party.member",
        "Led by",
        domain="[('stage', 'in', ('full', 'probationary'))]",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    lead_unit_id = fields.Many2one(
        "community.party.unit",
        "Leading unit",
        domain="[('id', 'in', unit_ids)]",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    unit_ids = fields.Many2many(
        "community.party.unit",
        "community_party_project_unit_rel",
        "project_id",
        "unit_id",
        "Units taking part",
        check_company=True,
    )
    need_ids = fields.Many2many(
        "community.party.cooperation",
        "community_party_project_need_rel",
        "project_id",
        "cooperation_id",
        "Needs",
        domain="[('direction', '=', 'need')]",
        check_company=True,
    )
    resource_ids = fields.Many2many(
        "community.party.cooperation",
        "community_party_project_resource_rel",
        "project_id",
        "cooperation_id",
        "Resources",
        domain="[('direction', '=', 'offer')]",
        check_company=True,
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    motion_id = fields.Many2one(
        "community.party.motion",
        "Carries out the motion",
        domain="[('state', '=', 'passed')]",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    description = fields.Text("What is to be done")
    date_from = fields.Date("Begins on", default=fields.Date.context_today)
    date_due = fields.Date("To be done by", tracking=True, index="btree_not_null")
    state = fields.Selection(
        [
            ("draft", "Planned"),
            ("running", "Under way"),
            ("done", "Finished"),
            ("stopped", "Stopped"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_done = fields.Date("Done on", copy=False, tracking=True, index="btree_not_null")
    result = fields.Text("What was reached", copy=False)
    evidence = fields.Char(
        "Proof of the result",
        copy=False,
        help="Where it can be seen: a paper, a picture, a link.",
    )
    stop_reason = fields.Char("Why it was stopped", copy=False, tracking=True)
    satisfaction = fields.Selection(
        SATISFACTION, "How satisfied residents are", copy=False, tracking=True
    )
    satisfaction_note = fields.Char("Which residents were asked", copy=False)
    note = fields.Text()
    doubt = fields.Char("To look at", compute="_compute_doubt")
    is_on_time = fields.Boolean(
        compute="_compute_is_on_time", store=True, help="Done by the day on which it was due."
    )

    _check_dates = models.Constraint(
        "CHECK (date_due IS NULL OR date_from IS NULL OR date_due >= date_from)",
        "A project is due on the day on which it begins, or later.",
    )

    @api.model
    def _default_organization(self):
        return self.env["community.party.organization"]._kept_by_me()[:1].id

    @api.depends("state", "date_done", "date_due")
    def _compute_is_on_time(self):
        for project in self:
            project.is_on_time = bool(
                project.state == "done"
                and project.date_done
                and project.date_due
                and project.date_done <= project.date_due
            )

    @api.depends("unit_ids.date_from", "unit_ids.date_to", "date_from", "date_done", "state")
    def _compute_doubt(self):
        for project in self:
            # An open project still needs its units; one that is over had them on its days.
            day = project.date_done if project.state == "done" else False
            gone = project.unit_ids.filtered(
                lambda unit, p=project, day=day: (
                    not unit._was_here(p.date_from, day)
                    or (p.state not in CLOSED and not unit._was_here(self._today(), False))
                )
            )
            names = gone.mapped("display_name")
            project.doubt = (
                self.env._(
                    "Not stationed here on its days: %(units)s", units=listed(self.env.lang, names)
                )
                if gone
                else False
            )

    @api.model
    def _today(self):
        return fields.Date.context_today(self)

    @api.constrains("date_done")
    def _check_done(self):
        self._check_not_future("date_done")

    @api.constrains("date_done", "date_from")
    def _check_done_after(self):
        for project in self:
            if project.date_done and project.date_from and project.date_done < project.date_from:
                raise ValidationError(
                    self.env._(
                        "“%(project)s” begins on %(start)s and would be done on %(end)s: correct "
                        "one of the days.",
                        project=project.name,
                        start=project.date_from,
                        end=project.date_done,
                    )
                )

    @api.constrains("lead_unit_id", "unit_ids")
    def _check_lead(self):
        for project in self:
            if project.lead_unit_id and project.lead_unit_id not in project.unit_ids:
                raise ValidationError(
                    self.env._(
                        "%(unit)s leads “%(project)s” and does not take part in it: add it to the "
                        "units, or choose another one.",
                        unit=project.lead_unit_id.display_name,
                        project=project.name,
                    )
                )

    @api.constrains("need_ids", "resource_ids")
    def _check_lists(self):
        for project in self:
            needs, offers = project.need_ids, project.resource_ids
            wrong = needs.filtered(lambda line: line.direction != "need") | offers.filtered(
                lambda line: line.direction != "offer"
            )
            if wrong:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” stands in the other list: needs are met, resources are used.",
                        line=wrong[0].name,
                    )
                )

    @api.constrains("motion_id")
    def _check_motion(self):
        for project in self:
            # sudo: only whether it was passed; the motion may be kept by an organisation above.
            motion = project.sudo().motion_id
            if motion and motion.state not in ("passed", "done"):
                raise ValidationError(
                    self.env._(
                        "“%(project)s” carries out a motion that was not passed. Let the meeting "
                        "decide first, or leave the motion empty.",
                        project=project.name,
                    )
                )

    def _settled_fields(self):
        if self.state not in CLOSED:
            return super()._settled_fields()
        # Residents are asked afterwards.
        return super()._settled_fields() | self._all_fields_but(
            "satisfaction", "satisfaction_note", "note"
        )

    def _settled_sentence(self, name):
        return self.env._(
            "“%(project)s” is “%(state)s” and stays as it is: take it up again to change it.",
            project=self.name,
            state=dict(self._fields["state"]._description_selection(self.env))[self.state],
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        for project in self:
            if project.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(project)s” was begun and is kept: stop it, with the reason.",
                        project=project.name,
                    )
                )

    # steps

    def action_start(self):
        """Begin planned projects.

        :raises UserError: without its days, or with a unit that had left before it begins
        """
        self.check_access("write")
        self._check_state("draft")
        self._check_filled("date_from", "date_due")
        for project in self:
            # sudo: a unit may be kept by another organisation; all read units.
            gone = project.sudo().unit_ids.filtered(
                lambda unit, p=project: not unit._was_here(p.date_from, False)
            )
            if gone:
                raise UserError(
                    self.env._(
                        "“%(project)s” begins on %(date)s, and %(unit)s left on %(left)s: take it "
                        "out of the units, or correct the day.",
                        project=project.name,
                        date=project.date_from,
                        unit=gone[0].display_name,
                        left=gone[0].date_to,
                    )
                )
        self._set_closed(state="running")
        return True

    def action_done(self):
        """End projects that reached what they were for; without a day it is today.

        :raises UserError: without a result, or without saying where it can be seen
        """
        self.check_access("write")
        self._check_state("running")
        self._check_filled("result", "evidence")
        for project in self:
            project._set_closed(state="done", date_done=project.date_done or self._today())
        return True

    def action_stop(self):
        """Stop projects that will not be carried on, with the reason written on them.

        :raises UserError: without a reason
        """
        self.check_access("write")
        self._check_state("draft", "running")
        self._check_filled("stop_reason")
        for project in self:
            project._set_closed(state="stopped", date_done=False)
        return True

    def action_reopen(self):
        """Take projects up again that were done or stopped: they are under way as before."""
        self.check_access("write")
        self._check_state(*CLOSED)
        for project in self:
            # One that was stopped before it had its days is planned again.
            begun = project.date_from and project.date_due
            project._set_closed(
                state="running" if begun else "draft", date_done=False, stop_reason=False
            )
        return True
