from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityAttendanceAdd(models.TransientModel):
    """Puts people on the list of an activity, or of every session of a course still to come."""

    _name = "community.attendance.add"
    _description = "Add People to an Activity"

    activity_id = fields.Many2one("community.activity")
    course_id = fields.Many2one("community.course")
    for_officers = fields.Boolean(compute="_compute_for_officers")
    resident_ids = fields.Many2many(
        "community.resident",
        string="Residents",
        help="Two characters of the name or of its pinyin are enough.",
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Contacts", help="Officers and guests who are not in the register."
    )
    is_present = fields.Boolean(
        "They are here",
        compute="_compute_is_present",
        store=True,
        readonly=False,
        help="Sign them in at once instead of only putting them on the list.",
    )

    @api.depends("activity_id", "course_id")
    def _compute_for_officers(self):
        for wizard in self:
            kind = wizard.activity_id.kind_id or wizard.course_id.kind_id
            wizard.for_officers = kind.for_officers

    @api.depends("activity_id")
    def _compute_is_present(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            wizard.is_present = bool(wizard.activity_id) and wizard.activity_id.date <= today

    @api.model
    def _action(self, record):
        """Return the action that opens the dialog for one activity or course."""
        record.ensure_one()
        record.check_access("read")
        link = "course_id" if record._name == "community.course" else "activity_id"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_attendance_add_action"
        )
        return action | {"context": {f"default_{link}": record.id}}

    def action_apply(self):
        """Put the people on the list; who is on it already stays as is, or is signed in.

        :raises UserError: when nobody is chosen, no session is to come, or seats are short
        """
        self.ensure_one()
        if not (self.resident_ids or self.partner_ids):
            raise UserError(
                self.env._("Nobody is chosen: type two characters of a name, and choose.")
            )
        activities = self.activity_id or self._sessions_to_come()
        Attendance = self.env["community.attendance"]
        known = Attendance.search([("activity_id", "in", activities.ids)])
        listed = {(line.activity_id, line.resident_id or line.partner_id) for line in known}
        state = "present" if self.is_present and self.activity_id else "registered"
        Attendance.create(
            [
                {"activity_id": activity.id, link: person.id, "state": state}
                for activity in activities
                for link, people in (
                    ("resident_id", self.resident_ids),
                    ("partner_id", self.partner_ids),
                )
                for person in people
                if (activity, person) not in listed
            ]
        )
        if state == "present":
            known.filtered(
                lambda line: (
                    line.resident_id in self.resident_ids
                    or (line.partner_id and line.partner_id in self.partner_ids)
                )
            )._mark_present()
        return {"type": "ir.actions.act_window_close"}

    def _sessions_to_come(self):
        today = fields.Date.context_today(self)
        sessions = self.course_id.activity_session_ids.filtered(
            lambda a: a.state in ("planned", "open") and a.date >= today
        )
        if not sessions:
            raise UserError(
                self.env._(
                    "“%(course)s” has no session from today on: plan its sessions first.",
                    course=self.course_id.name or "",
                )
            )
        return sessions
