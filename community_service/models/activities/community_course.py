from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.attendance import found_work


class CommunityCourse(models.Model):
    """A training course: its sessions are activities, its people those who were present once.

    People and attendances are two numbers. Who found work afterwards is not typed: it follows from
    placements and from the employment in the register.
    """

    _name = "community.course"
    _description = "Training Course"
    _inherit = ["community.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram")
    kind_id = fields.Many2one(
        "community.activity.kind",
        required=True,
        ondelete="restrict",
        default=lambda self: self._default_kind_id(),
        domain=["|", ("counts_as_training", "=", True), ("for_officers", "=", True)],
        check_company=True,
    )
    skill = fields.Char("Trade or skill")
    organizer_id = fields.Many2one(
        "res.partner", "Held by", index="btree_not_null", ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        "Officer",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    date_from = fields.Date("First day", compute="_compute_dates", store=True)
    date_to = fields.Date("Last day", compute="_compute_dates", store=True)
    description = fields.Text()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    activity_session_ids = fields.One2many("community.activity", "course_id", "Sessions")
    certificate_ids = fields.One2many(
        "community.training.certificate", "course_id", "Training certificates"
    )
    session_count = fields.Integer("Number of sessions", compute="_compute_counts")
    attendance_count = fields.Integer("Attendances", compute="_compute_counts")
    people_count = fields.Integer("Number of people", compute="_compute_counts")
    certificate_count = fields.Integer("Number of certificates", compute="_compute_counts")
    employed_count = fields.Integer(
        "Found work", compute="_compute_counts", help="People who found work after the course."
    )

    _order_idx = models.Index("(date_from DESC, id DESC)")

    @api.model
    def _default_kind_id(self):
        """Return the kind *training* of the user's community."""
        kind = self.env.ref("community_service.activity_kind_training", False)
        return kind and kind._held_by(self.env.company)

    @api.depends("activity_session_ids.date", "activity_session_ids.state")
    def _compute_dates(self):
        for course in self:
            held = course.activity_session_ids.filtered(lambda a: a.state != "cancelled")
            days = held.mapped("date")
            course.date_from = min(days, default=False)
            course.date_to = max(days, default=False)

    @api.depends_context("uid")
    def _compute_counts(self):
        """Count under the reader's own rules, with a number of queries that does not grow."""
        held = [("state", "!=", "cancelled")]
        self._count_links("session_count", "community.activity", "course_id", held)
        self._count_links("certificate_count", "community.training.certificate", "course_id")
        presences = {
            course: (count, people)
            for course, count, people in self.env["community.attendance"]._read_group(
                self._present_domain(), ["course_id"], ["__count", "resident_id:count_distinct"]
            )
        }
        employed = self._employed()
        for course in self:
            key = course._origin
            course.attendance_count, course.people_count = presences.get(key, (0, 0))
            course.employed_count = len(employed.get(key.id, ()))

    def _present_domain(self):
        return [("course_id", "in", self.ids), ("state", "=", "present")]

    def _employed(self):
        """Return ``{course id: ids of the residents who found work after it}``.

        Within the months of the setting: a placement began, or the register says that the person
        works since.
        """
        pairs = self.env["community.attendance"]._read_group(
            self._present_domain() + [("resident_id", "!=", False)], ["course_id", "resident_id"]
        )
        people = self.env["community.resident"].union(*(person for _course, person in pairs))
        days = people._work_days() if people else {}
        found = {}
        for course, person in pairs:
            months = course.company_id.community_employed_months
            if found_work(course.date_to, days.get(person.id, ()), months):
                found.setdefault(course.id, []).append(person.id)
        return found

    def action_register(self):
        """Open the dialog that puts people on the list of every session to come."""
        return self.env["community.attendance.add"]._action(self)

    def action_open_sessions(self):
        """Open the sessions of the course."""
        return self._links_action("community_service.community_activity_action", "course_id")

    def action_open_attendances(self):
        """Open who was present at which session."""
        return self._list_action(
            "community_service.community_attendance_action", self._present_domain()
        )

    def action_open_people(self):
        """Open the residents who were present at least once."""
        domain = [("attendance_ids", "any", self._present_domain())]
        return self._people_action(self.env._("Trained: %(course)s", course=self.name), domain)

    def action_open_employed(self):
        """Open the residents who found work after the course."""
        domain = [("id", "in", self._employed().get(self.id, []))]
        return self._people_action(self.env._("Found work: %(course)s", course=self.name), domain)

    def _people_action(self, name, domain):
        return self._list_action(
            "community_service.community_resident_action", domain, name=name, display_name=name
        )

    def action_certify(self):
        """Make the missing certificates of everybody who was present, and open them."""
        self.ensure_one()
        self.check_access("write")
        present = self.env["community.attendance"].search(
            Domain(self._present_domain()) & Domain("resident_id", "!=", False)
        )
        missing = present.resident_id - self.certificate_ids.resident_id
        if not present:
            raise UserError(
                self.env._(
                    "Nobody was present at “%(course)s”: sign people in at its sessions first.",
                    course=self.name,
                )
            )
        self.env["community.training.certificate"].create(
            [{"course_id": self.id, "resident_id": resident.id} for resident in missing]
        )
        return self.action_open_certificates()

    def action_open_certificates(self):
        """Open the certificates of the course."""
        return self._links_action(
            "community_service.community_training_certificate_action", "course_id"
        )
